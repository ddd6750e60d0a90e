#include "cib/decompress.h"

#include <algorithm>
#include <array>
#include <new>

#include <fmt/format.h>

#include "cib/read_bytes.h"
#include "cib/source_text.h"

namespace placement {

namespace {

using namespace std::string_view_literals;

constexpr std::array compressions{
    Compression{"bzip2", ".bz2", "BZh"sv, begin_bzip2},
    Compression{"gzip", ".gz", "\x1F\x8B\x08"sv, begin_gzip},
    Compression{"xz", ".xz", "\xFD\x37\x7A\x58\x5A\0"sv, begin_xz},
    Compression{"zstd", ".zst", "\x28\xB5\x2F\xFD"sv, begin_zstd},
};

[[noreturn]] void fail_after(const std::string& text, const std::string& name, const std::string& message) {
    const SourceText source(name, text);
    source.fail(text.size(), message);
}

/// An archive may be several streams one after the other; what follows the last of them is left alone, as its program does.
std::string decompressed_by(const Compression& kind, std::string_view bytes, const std::string& name,
                            std::size_t enough = std::string::npos) {
    const std::size_t chunk = std::min(enough, std::size_t{1} << 18);
    std::string text;
    std::string_view input = bytes;
    do {
        const std::unique_ptr<Decompressor> decompressor = kind.begin();
        if (!decompressor) throw std::bad_alloc();
        auto state = Decompressor::State::Going;
        while (state != Decompressor::State::Ended) {
            const std::size_t offered = input.size();
            const std::size_t before = text.size();
            text.resize(before + chunk);
            char* output = text.data() + before;
            std::size_t room = chunk;
            state = decompressor->step(input, output, room);
            text.resize(before + chunk - room);
            if (state == Decompressor::State::NoMemory) throw std::bad_alloc();
            if (state == Decompressor::State::Damaged) {
                fail_after(text, name,
                           fmt::format("the {} archive is damaged after this point of the text; nothing of it is used", kind.name));
            }
            if (state == Decompressor::State::Going && room == chunk && offered == input.size()) {
                fail_after(text, name,
                           fmt::format("the {} archive ends early, at this point of the text; it has been cut short", kind.name));
            }
            if (text.size() >= enough) return text;
            if (text.size() > longest_text) {
                throw InputError(
                    name, {}, fmt::format("it is larger than {} MiB when decompressed; no CIB is", longest_text >> 20));
            }
        }
    } while (input.starts_with(kind.signature));
    return text;
}

const Compression* compression_of(std::string_view bytes) {
    const auto kind =
        std::ranges::find_if(compressions, [&](const Compression& each) { return bytes.starts_with(each.signature); });
    return kind == compressions.end() ? nullptr : &*kind;
}

} // namespace

std::string front_decompressed(const std::string& bytes, const std::string& path, const std::string& name, std::size_t enough) {
    const Compression* const kind = compression_of(bytes);
    return kind == nullptr ? decompressed(bytes, path, name) : decompressed_by(*kind, bytes, name, enough);
}

std::string decompressed(std::string bytes, const std::string& path, const std::string& name) {
    if (const Compression* const kind = compression_of(bytes)) return decompressed_by(*kind, bytes, name);
    const auto promised = std::ranges::find_if(compressions, [&](const Compression& each) { return path.ends_with(each.suffix); });
    if (promised == compressions.end()) return bytes;
    if (bytes.empty()) {
        throw InputError(name, {1, 1}, fmt::format("the file is empty; a {} archive of a CIB was expected", promised->name));
    }
    throw InputError(
        name, {1, 1},
        fmt::format("this is not a {} archive, though its name says so; rename it if it is plain XML", promised->name));
}

} // namespace placement
