#include "conformance/archive.h"

#include <array>
#include <charconv>
#include <cstdint>
#include <stdexcept>
#include <string_view>

#include <lzma.h>

#include "conformance/corpus.h"

namespace placement::conformance {

namespace {

std::string decompressed(const std::string& path) {
    const std::string packed = read_file(path);
    lzma_stream stream = LZMA_STREAM_INIT;
    if (lzma_stream_decoder(&stream, UINT64_MAX, 0) != LZMA_OK) throw std::runtime_error(path + ": cannot be decompressed");
    stream.next_in = reinterpret_cast<const std::uint8_t*>(packed.data());
    stream.avail_in = packed.size();
    std::string content;
    std::array<char, 1 << 16> part{};
    lzma_ret state = LZMA_OK;
    while (state == LZMA_OK) {
        stream.next_out = reinterpret_cast<std::uint8_t*>(part.data());
        stream.avail_out = part.size();
        state = lzma_code(&stream, LZMA_FINISH);
        content.append(part.data(), part.size() - stream.avail_out);
    }
    lzma_end(&stream);
    if (state != LZMA_STREAM_END) throw std::runtime_error(path + ": is damaged");
    return content;
}

std::string_view field(std::string_view header, std::size_t from, std::size_t length) {
    const std::string_view whole = header.substr(from, length);
    return whole.substr(0, whole.find('\0'));
}

std::size_t size_of(std::string_view header) {
    std::size_t size = 0;
    const std::string_view digits = field(header, 124, 12);
    std::from_chars(digits.data(), digits.data() + digits.size(), size, 8);
    return size;
}

} // namespace

std::map<std::string, std::string> read_archive(const std::string& path) {
    constexpr std::size_t block = 512;
    const std::string content = decompressed(path);
    const std::string_view archive = content;
    std::map<std::string, std::string> files;
    for (std::size_t at = 0; at + block <= archive.size() && archive[at] != '\0';) {
        const std::string_view header = archive.substr(at, block);
        const std::size_t size = size_of(header);
        const bool regular = header[156] == '0' || header[156] == '\0';
        if (regular) files[std::string(field(header, 0, 100))] = archive.substr(at + block, size);
        at += block + (size + block - 1) / block * block;
    }
    return files;
}

} // namespace placement::conformance
