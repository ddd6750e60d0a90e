#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

/// Files that are compressed.
namespace placement {

/// Takes one stream of an archive apart, piece by piece.
class Decompressor {
public:
    enum class State : std::uint8_t { Going, Ended, Damaged, NoMemory };

    Decompressor() = default;
    virtual ~Decompressor() = default;
    Decompressor(const Decompressor&) = delete;
    Decompressor& operator=(const Decompressor&) = delete;

    /// Takes bytes from the front of `input` and writes text to the front of `output`, both of which it shortens.
    virtual State step(std::string_view& input, char*& output, std::size_t& room) = 0;
};

/// A kind of archive.
struct Compression {
    std::string_view name;      ///< "bzip2"
    std::string_view suffix;    ///< ".bz2"
    std::string_view signature; ///< how an archive begins
    std::unique_ptr<Decompressor> (*begin)();
};

std::unique_ptr<Decompressor> begin_bzip2();
std::unique_ptr<Decompressor> begin_gzip();
std::unique_ptr<Decompressor> begin_xz();
std::unique_ptr<Decompressor> begin_zstd();

/// The text in the bytes, whatever kind of archive they are by their signature; the bytes themselves where they are none. A
/// path that ends as that of an archive promises one. Throws InputError for an archive that is damaged, cut short, or larger than
/// `longest_text` when decompressed (where the text up to the fault is known, the error says at which line it ends), and for
/// a promise that is not kept.
std::string decompressed(std::string bytes, const std::string& path, const std::string& name);

/// The beginning of the same, `enough` bytes or a little more: to look at the head of a large text. What comes after it is not
/// looked at.
std::string front_decompressed(const std::string& bytes, const std::string& path, const std::string& name, std::size_t enough);

} // namespace placement
