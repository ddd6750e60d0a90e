#include <algorithm>
#include <limits>

#include <bzlib.h>

#include "cib/decompress.h"

namespace placement {

namespace {

class Bzip2Stream : public Decompressor {
public:
    Bzip2Stream() { begun_ = BZ2_bzDecompressInit(&stream_, 0, 0) == BZ_OK; }
    ~Bzip2Stream() override {
        if (begun_) BZ2_bzDecompressEnd(&stream_);
    }

    State step(std::string_view& input, char*& output, std::size_t& room) override {
        if (!begun_) return State::NoMemory;
        // bzlib only reads through this pointer.
        stream_.next_in = const_cast<char*>(input.data());
        stream_.avail_in = static_cast<unsigned>(std::min(input.size(), std::size_t{std::numeric_limits<unsigned>::max()}));
        stream_.next_out = output;
        stream_.avail_out = static_cast<unsigned>(room);
        const unsigned offered = stream_.avail_in;
        const int result = BZ2_bzDecompress(&stream_);
        input.remove_prefix(offered - stream_.avail_in);
        output = stream_.next_out;
        room = stream_.avail_out;
        if (result == BZ_MEM_ERROR) return State::NoMemory;
        return result == BZ_OK ? State::Going : result == BZ_STREAM_END ? State::Ended : State::Damaged;
    }

private:
    bz_stream stream_ = {};
    bool begun_ = false;
};

} // namespace

std::unique_ptr<Decompressor> begin_bzip2() { return std::make_unique<Bzip2Stream>(); }

} // namespace placement
