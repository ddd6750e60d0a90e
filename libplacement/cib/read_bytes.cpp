#include "cib/read_bytes.h"

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <system_error>
#include <vector>

#include <fmt/format.h>

#include "placement/diagnostic.h"

namespace placement {

namespace {

std::string reason_of(int error) { return std::generic_category().message(error); }

/// `expected` bytes at first, and a bit more if that was not all.
std::string read_expecting(std::size_t expected, std::istream& input, const std::string& name) {
    constexpr std::size_t usual_chunk = std::size_t{1} << 18;
    std::string bytes;
    for (std::size_t chunk = expected + 1; input; chunk = usual_chunk) { // the one more shows that there is none
        const std::size_t before = bytes.size();
        bytes.resize(before + chunk);
        errno = 0;
        input.read(bytes.data() + before, static_cast<std::streamsize>(chunk));
        bytes.resize(before + static_cast<std::size_t>(input.gcount()));
        if (bytes.size() > longest_text) {
            throw InputError(name, {}, fmt::format("it is larger than {} MiB; no CIB is", longest_text >> 20));
        }
    }
    if (input.bad()) {
        throw InputError(name, {}, fmt::format("cannot be read: {}", errno == 0 ? "input error" : reason_of(errno)));
    }
    return bytes;
}

/// The file's, as far as it is worth a look; 0 where it has none.
std::size_t size_of_file(const std::string& path) {
    constexpr std::uintmax_t most = std::uintmax_t{1} << 26;
    std::error_code error;
    const std::uintmax_t size = std::filesystem::file_size(path, error);
    return error ? 0 : static_cast<std::size_t>(std::min(size, most));
}

} // namespace

std::string read_stream(std::istream& input, const std::string& name) {
    constexpr std::size_t small = std::size_t{1} << 14;
    return read_expecting(small, input, name);
}

std::string read_file(const std::string& path) {
    if (path == "-") return read_stream(std::cin, "<stdin>");
    std::error_code error;
    const std::filesystem::file_status status = std::filesystem::status(path, error);
    if (!std::filesystem::exists(status)) {
        throw InputError(path, {}, fmt::format("cannot be read: {}", error ? error.message() : reason_of(ENOENT)));
    }
    if (std::filesystem::is_directory(status)) {
        throw InputError(path, {}, "is a directory; the file of a CIB was expected");
    }
    errno = 0;
    std::ifstream file(path, std::ios::binary);
    if (!file) throw InputError(path, {}, fmt::format("cannot be read: {}", reason_of(errno == 0 ? EIO : errno)));
    return read_expecting(size_of_file(path), file, path);
}

} // namespace placement
