#include <lzma.h>

#include "cib/decompress.h"
#include "cib/read_bytes.h"

namespace placement {

namespace {

class XzStream : public Decompressor {
public:
    XzStream() { begun_ = lzma_stream_decoder(&stream_, most_memory, 0) == LZMA_OK; }
    ~XzStream() override { lzma_end(&stream_); }

    State step(std::string_view& input, char*& output, std::size_t& room) override {
        if (!begun_) return State::NoMemory;
        stream_.next_in = reinterpret_cast<const std::uint8_t*>(input.data());
        stream_.avail_in = input.size();
        stream_.next_out = reinterpret_cast<std::uint8_t*>(output);
        stream_.avail_out = room;
        const lzma_ret result = lzma_code(&stream_, LZMA_RUN);
        input.remove_prefix(input.size() - stream_.avail_in);
        output = reinterpret_cast<char*>(stream_.next_out);
        room = stream_.avail_out;
        switch (result) {
        case LZMA_STREAM_END: return State::Ended;
        case LZMA_MEM_ERROR:
        case LZMA_MEMLIMIT_ERROR: return State::NoMemory;
        case LZMA_OK:
        case LZMA_BUF_ERROR: return State::Going; // LZMA_BUF_ERROR: there is no more input
        default: return State::Damaged;
        }
    }

private:
    /// A larger dictionary than the longest text is of no use.
    static constexpr std::uint64_t most_memory = longest_text + (std::uint64_t{64} << 20);

    lzma_stream stream_ = LZMA_STREAM_INIT;
    bool begun_ = false;
};

} // namespace

std::unique_ptr<Decompressor> begin_xz() { return std::make_unique<XzStream>(); }

} // namespace placement
