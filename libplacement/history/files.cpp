#include "history/files.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>

#include <fmt/format.h>

#include "history/archive.h"
#include "history/collection.h"

namespace placement {

namespace {

namespace fs = std::filesystem;

std::string read_whole(const fs::path& path) {
    std::ifstream stream(path, std::ios::binary);
    if (!stream) throw InputError(path.string(), {}, "cannot be read");
    return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

void collect_file(const fs::path& path, bool was_named, Collection& collection) {
    const std::string shown = path.string();
    if (!collection.look(shown)) return;
    if (looks_like_archive(shown)) {
        const std::string bytes = read_whole(path);
        if (collect_archive(bytes, shown, collection)) return;
        if (was_named) throw InputError(shown, {}, "is no tar archive, though its name says so");
        return collection.tell("damaged-archive",
                               fmt::format("{} is left out: it is no tar archive, though its name says so", shown));
    }
    if (was_named || collection.wants(shown)) collection.add(shown, read_whole(path));
}

void collect_folder(const fs::path& folder, Collection& collection) {
    std::vector<fs::path> paths;
    for (const auto& entry : fs::recursive_directory_iterator(folder, fs::directory_options::skip_permission_denied)) {
        if (entry.is_symlink()) continue;
        if (entry.is_regular_file()) paths.push_back(entry.path());
    }
    std::ranges::sort(paths);
    for (const fs::path& path : paths) collect_file(path, false, collection);
}

} // namespace

std::vector<FoundFile> find_files(const std::string& path, const HistoryLimits& limits, bool (*wanted)(std::string_view),
                                  Diagnostics& diagnostics) {
    Collection collection(limits, wanted, diagnostics);
    std::error_code error;
    const fs::file_status status = fs::status(path, error);
    if (error || !fs::exists(status)) throw InputError(path, {}, "there is no such file or folder");
    try {
        if (fs::is_directory(status)) {
            collect_folder(path, collection);
        } else {
            collect_file(path, true, collection);
        }
    } catch (const fs::filesystem_error& failure) {
        throw InputError(path, {}, fmt::format("cannot be read: {}", failure.code().message()));
    }
    return collection.take();
}

} // namespace placement
