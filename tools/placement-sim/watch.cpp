#include "placement-sim/watch.h"

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <ostream>
#include <system_error>
#include <utility>

#include "placement/error.h"
#include "program/output.h"

namespace placement::sim {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view option = "--watch";

/// Options whose value is a file that is written.
bool names_output(std::string_view word) {
    constexpr std::string_view names[]{"-o",       "--output",      "--graph",          "--dot",
                                       "--resume", "--save-inputs", "--write-scenario", "--write-scenarios"};
    return std::ranges::find(names, word) != std::end(names);
}

bool is_file(const std::string& path) {
    std::error_code unknown; // a name that is too long, a folder that may not be read
    return fs::is_regular_file(path, unknown);
}

// ---- what scenario files name -----------------------------------------------------------------------------------

bool is_scenario_file(const fs::path& path) { return path.extension() == ".yaml" || path.extension() == ".yml"; }

/// The value that begins here, without quotes. Nothing has to be right about the rest of the file, which is being edited.
std::string value_at(std::string_view text) {
    const std::size_t begin = text.find_first_not_of(' ');
    if (begin == std::string_view::npos) return {};
    text.remove_prefix(begin);
    if (text.front() == '"' || text.front() == '\'') {
        const std::size_t end = text.find(text.front(), 1);
        return std::string(text.substr(1, end == std::string_view::npos ? end : end - 1));
    }
    text = text.substr(0, text.find_first_of(",}\r\n"));
    text = text.substr(0, text.find(" #"));
    return std::string(text.substr(0, text.find_last_not_of(' ') + 1));
}

/// What stands behind a key, wherever it is in the text.
void collect_values(std::string_view text, std::string_view key, std::vector<std::string>& values) {
    for (std::size_t at = text.find(key); at != std::string_view::npos; at = text.find(key, at + key.size())) {
        const bool begins = at == 0 || std::string_view(" \n{,\"'").find(text[at - 1]) != std::string_view::npos;
        if (begins) values.push_back(value_at(text.substr(at + key.size())));
    }
}

std::vector<std::string> files_named_in(const std::string& scenario_file) {
    std::ifstream stream(scenario_file, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(stream), {}};
    std::vector<std::string> values;
    for (const std::string_view key : {"cib: ", "corosync: "}) collect_values(text, key, values);
    std::vector<std::string> files;
    for (const std::string& value : values) {
        if (!value.empty()) files.push_back((fs::path(scenario_file).parent_path() / value).string());
    }
    return files;
}

/// Those of the command line, and those that they name now.
std::vector<std::string> watched_files(const Watch& watch) {
    std::vector<std::string> files = watch.files;
    for (const std::string& file : watch.files) {
        if (!is_scenario_file(file)) continue;
        const std::vector<std::string> named = files_named_in(file);
        files.insert(files.end(), named.begin(), named.end());
    }
    return files;
}

/// When each was written, and how long it is.
using Stamps = std::map<std::string, std::pair<fs::file_time_type, std::uintmax_t>>;

Stamps stamps_of(const std::vector<std::string>& files, Stamps before) {
    for (const std::string& file : files) {
        if (!is_file(file)) continue;
        std::error_code absent;
        const auto time = fs::last_write_time(file, absent);
        if (absent) continue;
        const auto size = fs::file_size(file, absent);
        if (!absent) before[file] = {time, size};
    }
    return before;
}

} // namespace

std::optional<Watch> watch_of(int count, const char* const* words) {
    Watch watch;
    bool wanted = false;
    for (int i = 0; i < count; ++i) {
        const std::string_view word(words[i]);
        if (word == option) {
            wanted = true;
            continue;
        }
        watch.words.push_back(words[i]);
        const std::size_t equals = word.starts_with("--") ? word.find('=') : std::string_view::npos;
        const std::string_view name = word.substr(0, equals);
        const std::string value(equals == std::string_view::npos ? word : word.substr(equals + 1));
        const bool written = i > 0 && (names_output(words[i - 1]) || (equals != std::string_view::npos && names_output(name)));
        if (i > 0 && !written && is_file(value)) watch.files.push_back(value);
    }
    if (!wanted) return std::nullopt;
    const bool asks_for_help =
        std::ranges::any_of(watch.words, [](const std::string_view word) { return word == "--help" || word == "-h"; });
    if (asks_for_help) return std::nullopt;
    if (watch.files.empty()) throw InvalidArgument("--watch needs a file to watch");
    return watch;
}

Status keep_watching(const Watch& watch, const std::function<Status()>& answer, std::ostream& out,
                     const std::function<bool()>& pause) {
    Stamps stamps = stamps_of(watched_files(watch), {});
    Status status = answer();
    while (pause()) {
        Stamps now = stamps_of(watched_files(watch), stamps);
        if (now == stamps) continue;
        stamps = std::move(now);
        program::print(out, "\n---- saved ----\n\n");
        status = answer();
        out.flush();
    }
    return status;
}

bool is_utf8_locale(std::string_view locale) {
    std::string letters;
    for (const char each : locale.substr(std::min(locale.find('.'), locale.size()))) {
        if (std::isalnum(static_cast<unsigned char>(each)) != 0)
            letters += static_cast<char>(std::tolower(static_cast<unsigned char>(each)));
    }
    return letters.starts_with("utf8");
}

} // namespace placement::sim
