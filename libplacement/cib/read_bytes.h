#pragma once

#include <cstddef>
#include <iosfwd>
#include <string>

namespace placement {

/// The longest text that is read, after decompression. (The CIBs of large clusters have some megabytes.)
inline constexpr std::size_t longest_text = std::size_t{256} << 20;

/// The bytes of a file, or of standard input for "-". Throws InputError.
std::string read_file(const std::string& path);
/// The bytes that are left in a stream. Throws InputError.
std::string read_stream(std::istream& input, const std::string& name);

/// Whether the bytes begin as a bzip2 archive does.
bool has_bzip2_signature(const std::string& bytes);
/// What is in the archive. Throws InputError for one that is damaged, cut short, or larger than `longest_text` when
/// decompressed; where the text up to the fault is known, the error says at which line it ends.
std::string decompress_bzip2(const std::string& bytes, const std::string& name);

/// The text in UTF-8, without a byte order mark: from UTF-8, UTF-16 with a mark, US-ASCII or ISO-8859-1 as the XML
/// declaration says. Throws InputError for other encodings.
std::string to_utf8(std::string bytes, const std::string& name);

} // namespace placement
