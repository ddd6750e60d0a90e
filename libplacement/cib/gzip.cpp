#include <algorithm>
#include <limits>

#include <zlib.h>

#include "cib/decompress.h"

namespace placement {

namespace {

/// Makes inflate() expect a gzip header.
constexpr int gzip_window = 16 + MAX_WBITS;

class GzipStream : public Decompressor {
public:
    GzipStream() { begun_ = inflateInit2(&stream_, gzip_window) == Z_OK; }
    ~GzipStream() override {
        if (begun_) inflateEnd(&stream_);
    }

    State step(std::string_view& input, char*& output, std::size_t& room) override {
        if (!begun_) return State::NoMemory;
        // zlib only reads through this pointer.
        stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(input.data()));
        stream_.avail_in = static_cast<uInt>(std::min(input.size(), std::size_t{std::numeric_limits<uInt>::max()}));
        stream_.next_out = reinterpret_cast<Bytef*>(output);
        stream_.avail_out = static_cast<uInt>(room);
        const uInt offered = stream_.avail_in;
        const int result = inflate(&stream_, Z_NO_FLUSH);
        input.remove_prefix(offered - stream_.avail_in);
        output = reinterpret_cast<char*>(stream_.next_out);
        room = stream_.avail_out;
        if (result == Z_MEM_ERROR) return State::NoMemory;
        if (result == Z_STREAM_END) return State::Ended;
        return result == Z_OK || result == Z_BUF_ERROR ? State::Going : State::Damaged; // Z_BUF_ERROR: there is no more input
    }

private:
    z_stream stream_ = {};
    bool begun_ = false;
};

} // namespace

std::unique_ptr<Decompressor> begin_gzip() { return std::make_unique<GzipStream>(); }

} // namespace placement
