#pragma once

#include <string>
#include <string_view>

namespace placement {

/// The MD5 checksum (RFC 1321) as 32 lower-case hexadecimal digits. Pacemaker tells parameters apart by it; it protects
/// nothing.
std::string md5(std::string_view data);

} // namespace placement
