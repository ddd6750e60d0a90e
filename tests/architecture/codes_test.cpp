#include <algorithm>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "architecture/layers.h"

// include/placement/codes.h lists the codes that the library has, and no others.
using namespace placement::architecture;

namespace {

constexpr const char* codes_header = "include/placement/codes.h";

const std::vector<SourceFile>& sources() {
    static const std::vector<SourceFile> all = read_sources(PLACEMENT_SOURCE_DIR);
    return all;
}

std::string text_of(const std::string& path) {
    const auto found = std::ranges::find(sources(), path, &SourceFile::path);
    return found == sources().end() ? "" : found->text;
}

/// What the first group of the pattern matches, wherever it does.
std::set<std::string> matches(const std::string& text, const std::string& pattern) {
    const std::regex regex(pattern);
    std::set<std::string> found;
    for (std::sregex_iterator each(text.begin(), text.end(), regex), end; each != end; ++each) found.insert((*each)[1]);
    return found;
}

/// Of one namespace of the header.
std::set<std::string> listed(const std::string& name) {
    const std::string text = text_of(codes_header);
    const std::string begin = "namespace placement::" + name + " {";
    const std::size_t from = text.find(begin);
    if (from == std::string::npos) return {};
    return matches(text.substr(from, text.find("} // namespace placement::" + name) - from), "= \"([a-z-]+)\"");
}

std::set<std::string> given(const std::string& folder, const std::string& pattern) {
    std::set<std::string> all;
    for (const SourceFile& file : sources()) {
        if (file.path.starts_with(folder)) all.merge(matches(file.text, pattern));
    }
    return all;
}

void check_listed(const std::set<std::string>& codes, const char* name) {
    const std::set<std::string> known = listed(name);
    for (const std::string& code : codes) CHECK_MESSAGE(known.contains(code), code << " is not in " << name);
}

} // namespace

TEST_CASE("each code of a diagnostic is a constant") {
    const std::set<std::string> codes = given(
        "libplacement/",
        R"re((?:Severity::(?:Note|Warning|Error),\s*|\b(?:error|warn|note|tell|ignore|refuse)\((?:\w*context_?,\s*)?)"([a-z]+(?:-[a-z]+)+)")re");
    CHECK(codes.size() > 150);
    check_listed(codes, "diagnostic_codes");
}

TEST_CASE("each code of an obstacle is a constant") {
    std::set<std::string> codes = given("libplacement/explain/", R"re(\b(?:obstacle|found)\.code = "([a-z-]+)")re");
    for (const char* const file : {"blocked.cpp", "obstacles.cpp", "required.cpp"})
        codes.merge(matches(text_of(std::string("libplacement/explain/") + file), R"re(\badd\("([a-z-]+)")re"));
    codes.merge(given("libplacement/simulate/", R"re(\bobstacle\.code = "([a-z-]+)")re"));
    CHECK(codes.size() > 25);
    check_listed(codes, "obstacle_codes");
    check_listed(given("libplacement/fencing/", R"re((?:\badd\(|obstacles\.push_back\(\{|FencingObstacle\{)"([a-z-]+)")re"),
                 "fencing_obstacle_codes");
}

TEST_CASE("each constant is a code that something has") {
    for (const char* const name : {"diagnostic_codes", "obstacle_codes", "verdict_codes", "fencing_obstacle_codes"}) {
        const std::set<std::string> codes = listed(name);
        CHECK_FALSE(codes.empty());
        for (const std::string& code : codes) {
            const bool is_given = std::ranges::any_of(sources(), [&](const SourceFile& file) {
                return file.path.starts_with("libplacement/") && file.text.find('"' + code + '"') != std::string::npos;
            });
            CHECK_MESSAGE(is_given, code << " of " << name << " is nowhere");
        }
    }
}

TEST_CASE("placement.h includes every public header but that of unit tests") {
    const std::set<std::string> included =
        matches(text_of("include/placement/placement.h"), "#include \"placement/([a-z_]+\\.h)\"");
    for (const SourceFile& file : sources()) {
        const std::string folder = "include/placement/";
        if (!file.path.starts_with(folder)) continue;
        const std::string name = file.path.substr(folder.size());
        const bool is_apart = name == "placement.h" || name == "testing.h";
        CHECK_MESSAGE(included.contains(name) != is_apart, name);
    }
}
