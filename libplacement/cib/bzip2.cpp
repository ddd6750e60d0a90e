#include <algorithm>
#include <limits>

#include <bzlib.h>
#include <fmt/format.h>

#include "cib/read_bytes.h"
#include "cib/source_text.h"

namespace placement {

namespace {

/// Owns bzlib's state for one stream of an archive.
class Decompressor {
public:
    explicit Decompressor(const std::string& name) {
        if (BZ2_bzDecompressInit(&stream_, 0, 0) != BZ_OK) throw InputError(name, {}, "no memory to decompress it");
    }
    ~Decompressor() { BZ2_bzDecompressEnd(&stream_); }
    Decompressor(const Decompressor&) = delete;
    Decompressor& operator=(const Decompressor&) = delete;

    bz_stream& stream() { return stream_; }

private:
    bz_stream stream_ = {};
};

[[noreturn]] void fail_after(const std::string& text, const std::string& name, const std::string& message) {
    const SourceText source(name, text);
    source.fail(text.size(), message);
}

} // namespace

bool has_bzip2_signature(const std::string& bytes) {
    return bytes.size() >= 4 && bytes.starts_with("BZh") && bytes[3] >= '1' && bytes[3] <= '9';
}

std::string decompress_bzip2(const std::string& bytes, const std::string& name) {
    if (bytes.empty()) throw InputError(name, {1, 1}, "the file is empty; a bzip2 archive of a CIB was expected");
    if (!has_bzip2_signature(bytes)) {
        throw InputError(name, {1, 1},
                         "this is no bzip2 archive, though its name says so; rename it if it is plain XML");
    }
    constexpr std::size_t chunk = std::size_t{1} << 18;
    std::string text;
    std::size_t taken = 0;
    // An archive may be several streams one after the other; what follows the last of them is left alone, as bzip2 does.
    while (taken == 0 || has_bzip2_signature(bytes.substr(taken, 4))) {
        Decompressor decompressor(name);
        bz_stream& stream = decompressor.stream();
        int state = BZ_OK;
        while (state != BZ_STREAM_END) {
            // bzlib only reads through this pointer.
            stream.next_in = const_cast<char*>(bytes.data()) + taken;
            stream.avail_in = static_cast<unsigned>(
                std::min(bytes.size() - taken, std::size_t{std::numeric_limits<unsigned>::max()}));
            const unsigned offered = stream.avail_in;
            const std::size_t before = text.size();
            text.resize(before + chunk);
            stream.next_out = text.data() + before;
            stream.avail_out = static_cast<unsigned>(chunk);
            state = BZ2_bzDecompress(&stream);
            const std::size_t produced = chunk - stream.avail_out;
            text.resize(before + produced);
            taken += offered - stream.avail_in;
            if (state != BZ_OK && state != BZ_STREAM_END) {
                fail_after(text, name,
                           "the bzip2 archive is damaged after this point of the text; nothing of it is used");
            }
            if (state == BZ_OK && produced == 0 && offered == stream.avail_in) {
                fail_after(text, name,
                           "the bzip2 archive ends early, at this point of the text; it has been cut short");
            }
            if (text.size() > longest_text) {
                throw InputError(
                    name, {}, fmt::format("it is larger than {} MiB when decompressed; no CIB is", longest_text >> 20));
            }
        }
    }
    return text;
}

} // namespace placement
