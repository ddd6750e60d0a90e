#include <zstd.h>
#include <zstd_errors.h>

#include "cib/decompress.h"

namespace placement {

namespace {

class ZstdStream : public Decompressor {
public:
    State step(std::string_view& input, char*& output, std::size_t& room) override {
        if (!stream_) return State::NoMemory;
        ZSTD_inBuffer in{input.data(), input.size(), 0};
        ZSTD_outBuffer out{output, room, 0};
        const std::size_t result = ZSTD_decompressStream(stream_.get(), &out, &in);
        input.remove_prefix(in.pos);
        output += out.pos;
        room -= out.pos;
        if (ZSTD_isError(result) != 0) {
            return ZSTD_getErrorCode(result) == ZSTD_error_memory_allocation ? State::NoMemory : State::Damaged;
        }
        return result == 0 ? State::Ended : State::Going;
    }

private:
    struct Freed {
        void operator()(ZSTD_DStream* stream) const { ZSTD_freeDStream(stream); }
    };
    std::unique_ptr<ZSTD_DStream, Freed> stream_{ZSTD_createDStream()};
};

} // namespace

std::unique_ptr<Decompressor> begin_zstd() { return std::make_unique<ZstdStream>(); }

} // namespace placement
