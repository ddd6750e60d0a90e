#include "placement-sim/watch.h"

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <filesystem>
#include <ostream>
#include <stdexcept>
#include <system_error>
#include <utility>

#include "program/output.h"

namespace placement::sim {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view option = "--watch";

/// Options whose value is a file that is written.
bool names_output(std::string_view word) {
    constexpr std::string_view names[]{
        "-o", "--output", "--graph", "--dot", "--save-inputs", "--write-scenario", "--write-scenarios"};
    return std::ranges::find(names, word) != std::end(names);
}

bool is_file(const std::string& path) {
    std::error_code unknown; // a name that is too long, a folder that may not be read
    return fs::is_regular_file(path, unknown);
}

/// When each was written, and how long it is.
using Stamps = std::vector<std::pair<fs::file_time_type, std::uintmax_t>>;

Stamps stamps_of(const std::vector<std::string>& files, Stamps before) {
    before.resize(files.size());
    for (std::size_t i = 0; i < files.size(); ++i) {
        std::error_code absent;
        const auto time = fs::last_write_time(files[i], absent);
        if (absent) continue;
        const auto size = fs::file_size(files[i], absent);
        if (!absent) before[i] = {time, size};
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
    if (watch.files.empty()) throw std::invalid_argument("--watch needs a file to watch");
    return watch;
}

Status keep_watching(const Watch& watch, const std::function<Status()>& answer, std::ostream& out,
                     const std::function<bool()>& pause) {
    Stamps stamps = stamps_of(watch.files, {});
    Status status = answer();
    while (pause()) {
        Stamps now = stamps_of(watch.files, stamps);
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
