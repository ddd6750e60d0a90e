#include <doctest/doctest.h>

#include <sstream>
#include <string>
#include <vector>

#include <lzma.h>
#include <zlib.h>
#include <zstd.h>

#include "cib/cib_text.h"
#include "cib/head.h"
#include "cib/read_bytes.h"
#include "cib/temporary_file.h"
#include "placement/cib.h"

// CIBs that gzip, xz and zstd have compressed. (bzip2's are in load_test.cpp.)
using namespace placement;
using namespace placement::testing;

namespace {

const std::string archived_cib = "<cib validate-with=\"pacemaker-4.0\">\n  <configuration>\n    <crm_config/>\n    <nodes/>\n"
                                 "    <resources/>\n    <constraints/>\n  </configuration>\n  <status/>\n</cib>\n";

std::string by_gzip(const std::string& text) {
    z_stream stream{};
    REQUIRE(deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY) == Z_OK);
    std::string bytes(deflateBound(&stream, text.size()) + 64, '\0');
    std::string input = text;
    stream.next_in = reinterpret_cast<Bytef*>(input.data());
    stream.avail_in = static_cast<uInt>(input.size());
    stream.next_out = reinterpret_cast<Bytef*>(bytes.data());
    stream.avail_out = static_cast<uInt>(bytes.size());
    REQUIRE(deflate(&stream, Z_FINISH) == Z_STREAM_END);
    bytes.resize(stream.total_out);
    deflateEnd(&stream);
    return bytes;
}

std::string by_xz(const std::string& text) {
    std::string bytes(lzma_stream_buffer_bound(text.size()), '\0');
    std::size_t length = 0;
    REQUIRE(lzma_easy_buffer_encode(6, LZMA_CHECK_CRC64, nullptr, reinterpret_cast<const std::uint8_t*>(text.data()), text.size(),
                                    reinterpret_cast<std::uint8_t*>(bytes.data()), &length, bytes.size()) == LZMA_OK);
    bytes.resize(length);
    return bytes;
}

std::string by_zstd(const std::string& text) {
    std::string bytes(ZSTD_compressBound(text.size()) + 16, '\0');
    ZSTD_CCtx* context = ZSTD_createCCtx();
    REQUIRE(ZSTD_isError(ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1)) == 0);
    const std::size_t length = ZSTD_compress2(context, bytes.data(), bytes.size(), text.data(), text.size());
    ZSTD_freeCCtx(context);
    REQUIRE(ZSTD_isError(length) == 0);
    bytes.resize(length);
    return bytes;
}

struct Archiver {
    std::string name;
    std::string suffix;
    std::string (*compress)(const std::string&);
    std::size_t unchecked_header; ///< how many bytes at the beginning no checksum covers
};

const std::vector<Archiver>& archivers() {
    static const std::vector<Archiver> all{
        {"gzip", ".gz", by_gzip, 10}, {"xz", ".xz", by_xz, 6}, {"zstd", ".zst", by_zstd, 5}};
    return all;
}

std::string refusal_of(const std::string& bytes, const std::string& suffix) {
    const TemporaryFile file(bytes, suffix);
    try {
        Cib::from_file(file.path());
    } catch (const InputError& error) {
        return error.what();
    }
    return {};
}

} // namespace

TEST_CASE("gzip, xz and zstd are known by name or signature, in files and streams") {
    const std::string xml = Cib::from_text(archived_cib).xml();
    for (const Archiver& archiver : archivers()) {
        CAPTURE(archiver.name);
        const std::string bytes = archiver.compress(archived_cib);
        CHECK(Cib::from_file(TemporaryFile(bytes, archiver.suffix).path()).xml() == xml);
        CHECK(Cib::from_file(TemporaryFile(bytes, ".xml").path()).xml() == xml);
        std::istringstream stream(bytes);
        CHECK(Cib::from_stream(stream, "s").xml() == xml);
    }
}

TEST_CASE("archives of several streams are read") {
    for (const Archiver& archiver : archivers()) {
        CAPTURE(archiver.name);
        const std::string bytes = archiver.compress(archived_cib.substr(0, 50)) + archiver.compress(archived_cib.substr(50));
        CHECK(refusal_of(bytes, archiver.suffix).empty());
    }
}

TEST_CASE("archives that are cut short, damaged or none are refused") {
    for (const Archiver& archiver : archivers()) {
        CAPTURE(archiver.name);
        const std::string bytes = archiver.compress(archived_cib);
        CHECK(contains(refusal_of(bytes.substr(0, bytes.size() - 5), archiver.suffix), "the " + archiver.name + " archive ends early"));
        CHECK(contains(refusal_of(bytes.substr(0, 8), archiver.suffix), ":1:1: the " + archiver.name + " archive ends early"));
        for (std::size_t at = archiver.unchecked_header; at < bytes.size(); at += 7) {
            std::string damaged = bytes;
            damaged[at] = static_cast<char>(damaged[at] ^ 0x10);
            CAPTURE(at);
            CHECK(contains(refusal_of(damaged, archiver.suffix), "the " + archiver.name + " archive"));
        }
        CHECK(contains(refusal_of(archived_cib, archiver.suffix), ":1:1: this is not a " + archiver.name + " archive"));
        CHECK(contains(refusal_of("", archiver.suffix), "the file is empty; a " + archiver.name + " archive"));
    }
}

TEST_CASE("archives of what cannot be a CIB for its size are refused") {
    const std::string block(std::size_t{8} << 20, ' ');
    for (const Archiver& archiver : archivers()) {
        CAPTURE(archiver.name);
        const std::string stream = archiver.compress(block);
        std::string archive;
        for (std::size_t size = 0; size <= longest_text; size += block.size()) archive += stream;
        CHECK(contains(refusal_of(archive, archiver.suffix), "larger than 256 MiB when decompressed"));
    }
}

TEST_CASE("the head of an archive is found however far from its beginning it is") {
    for (const std::size_t before : {0, 5'000, 100'000}) {
        CAPTURE(before);
        const std::string comment = before == 0 ? "" : "<!-- " + std::string(before, '-') + " -->\n";
        CHECK(head_of_cib(by_gzip(comment + archived_cib), "x").size() == (before < 65'536 ? 1 : 0));
    }
}
