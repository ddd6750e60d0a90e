#pragma once

#include <string>

namespace placement {

/// A field of comma-separated values (RFC 4180). A text, never a number of ours: what a spreadsheet would take for a formula gets a
/// quote before it (OWASP: CSV injection).
std::string csv_field(const std::string& text);

} // namespace placement
