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

/// The text in UTF-8, without a byte order mark: from UTF-8, UTF-16 with a mark, US-ASCII or ISO-8859-1 as the XML
/// declaration says. Throws InputError for other encodings.
std::string to_utf8(std::string bytes, const std::string& name);

} // namespace placement
