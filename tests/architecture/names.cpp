#include "architecture/names.h"

#include <map>
#include <regex>
#include <sstream>

namespace placement::architecture {

namespace {

std::string folder_of(const std::string& path) { return path.substr(0, path.rfind('/')); }

struct Place {
    std::string path;
    FunctionName function;
};

void find_clashes(const std::vector<Place>& places, std::vector<Violation>& found) {
    for (const Place& place : places) {
        if (!place.function.local) continue;
        for (const Place& other : places) {
            if (other.path == place.path) continue;
            found.push_back({place.path, place.function.line,
                             place.function.name + " is also a function of " + other.path +
                                 ": a folder's files are compiled together, and one name must mean one thing"});
            break;
        }
    }
}

} // namespace

std::vector<FunctionName> functions_of(std::string_view text) {
    // A type and a name before the first parenthesis, from the line's first column on.
    static const std::regex function(R"(^(?!return|else|using|template|namespace|TEST_CASE)[A-Za-z_][\w:<>,*& ]*?[ *&](\w+)\(.*)");
    std::vector<FunctionName> functions;
    std::istringstream lines{std::string(text)};
    std::string line;
    bool local = false;
    for (std::size_t number = 1; std::getline(lines, line); ++number) {
        if (line == "namespace {") local = true;
        if (line == "} // namespace") local = false;
        std::smatch match;
        if (std::regex_match(line, match, function)) functions.push_back({match[1], number, local});
    }
    return functions;
}

std::vector<Violation> names_in_two_files(const std::vector<SourceFile>& files) {
    std::map<std::pair<std::string, std::string>, std::vector<Place>> places;
    for (const SourceFile& file : files) {
        if (!file.path.starts_with("libplacement/") || !file.path.ends_with(".cpp")) continue;
        for (const FunctionName& each : functions_of(file.text)) {
            places[{folder_of(file.path), each.name}].push_back({file.path, each});
        }
    }
    std::vector<Violation> found;
    for (const auto& [name, all] : places) find_clashes(all, found);
    return found;
}

} // namespace placement::architecture
