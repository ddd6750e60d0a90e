#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <system_error>
#include <unordered_set>

#include <glob.h>

#include <fmt/format.h>

#include "placement/fleet.h"

namespace placement {

namespace {

namespace fs = std::filesystem;

bool ends_in_any(std::string_view name, std::initializer_list<std::string_view> endings) {
    return std::ranges::any_of(endings, [name](std::string_view ending) { return name.ends_with(ending); });
}

bool looks_like_cib(const fs::path& path) {
    const std::string name = path.filename().string();
    return !name.starts_with('.') && ends_in_any(name, {".xml", ".cib", ".bz2", ".gz", ".xz", ".zst"});
}

bool is_pattern(const std::string& name) { return name.find_first_of("*?[") != std::string::npos; }

std::vector<std::string> matching(const std::string& pattern) {
    glob_t found{};
    std::vector<std::string> paths;
    // It reads the environment and the locale where it is asked for tildes and for an order alone.
    // NOLINTNEXTLINE(concurrency-mt-unsafe)
    if (glob(pattern.c_str(), GLOB_NOSORT, nullptr, &found) == 0) paths.assign(found.gl_pathv, found.gl_pathv + found.gl_pathc);
    globfree(&found);
    std::ranges::sort(paths);
    return paths;
}

/// Collects names, each once, in their order.
class FleetFiles {
public:
    void add(const std::string& name) {
        if (name.empty()) throw InputError("fleet", {}, "a name is empty");
        std::error_code error;
        const fs::file_status status = fs::status(name, error);
        if (fs::is_directory(status)) return add_folder(name);
        if (!fs::exists(status)) return add_pattern(name, error);
        if (ends_in_any(name, {".txt", ".list"})) return add_list(name);
        take(name);
    }

    std::vector<std::string> all() && { return std::move(files_); }

private:
    void take(const std::string& file) {
        if (known_.insert(file).second) files_.push_back(file);
    }

    void add_folder(const std::string& folder) {
        std::vector<std::string> found;
        std::error_code error;
        fs::recursive_directory_iterator each(folder, fs::directory_options::skip_permission_denied, error);
        for (; !error && each != fs::recursive_directory_iterator(); each.increment(error)) {
            std::error_code cannot_tell;
            if (!each->is_directory(cannot_tell) && looks_like_cib(each->path())) found.push_back(each->path().string());
        }
        if (error) throw InputError(folder, {}, fmt::format("cannot be read: {}", error.message()));
        if (found.empty()) {
            throw InputError(folder, {}, "there is no file in it whose name ends in .xml, .cib, .bz2, .gz, .xz or .zst");
        }
        std::ranges::sort(found);
        for (const std::string& file : found) take(file);
    }

    void add_pattern(const std::string& name, const std::error_code& error) {
        if (!is_pattern(name)) {
            throw InputError(name, {},
                             error && error != std::errc::no_such_file_or_directory ? error.message()
                                                                                    : "there is no such file or folder");
        }
        const std::vector<std::string> found = matching(name);
        if (found.empty()) throw InputError(name, {}, "no file has such a name");
        for (const std::string& each : found) add(each);
    }

    /// A file that a line names need not be there: it gets a row that says so.
    void add_list(const std::string& list) {
        std::ifstream lines(list, std::ios::binary);
        if (!lines) throw InputError(list, {}, "cannot be read");
        const std::size_t before = files_.size();
        for (std::string line; std::getline(lines, line);) {
            while (!line.empty() && (line.back() == '\r' || line.back() == ' ' || line.back() == '\t')) line.pop_back();
            line.erase(0, line.find_first_not_of(" \t"));
            if (line.empty() || line.front() == '#') continue;
            const std::string path = fs::path(line).is_absolute() ? line : (fs::path(list).parent_path() / line).string();
            std::error_code error;
            if (fs::is_directory(path, error)) {
                add_folder(path);
            } else if (is_pattern(path) && !fs::exists(path, error)) {
                add_pattern(path, {});
            } else {
                take(path);
            }
        }
        if (files_.size() == before) throw InputError(list, {}, "it names no file");
    }

    std::vector<std::string> files_;
    std::unordered_set<std::string> known_;
};

} // namespace

std::vector<std::string> fleet_files(const std::vector<std::string>& names) {
    FleetFiles files;
    for (const std::string& name : names) files.add(name);
    return std::move(files).all();
}

} // namespace placement
