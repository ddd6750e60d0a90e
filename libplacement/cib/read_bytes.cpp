#include "cib/read_bytes.h"

#include <cerrno>
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

} // namespace

std::string read_stream(std::istream& input, const std::string& name) {
    constexpr std::size_t chunk = std::size_t{1} << 18;
    std::string bytes;
    while (input) {
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
    return read_stream(file, path);
}

} // namespace placement
