#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "placement/diagnostic.h"

/// Parts of sentences.
namespace placement {

/// "1 test", "2 tests".
inline std::string counted(std::size_t number, const char* what) {
    return fmt::format("{} {}{}", number, what, number == 1 ? "" : "s");
}

inline std::string first_in_capital(std::string text) {
    if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
    return text;
}

inline std::string joined(const std::vector<std::string>& names, std::string_view separator) {
    return fmt::format("{}", fmt::join(names, separator));
}

/// As compilers and SARIF call it; the levels of lint have words of their own (level_text).
inline const char* severity_word(Severity severity) {
    switch (severity) {
    case Severity::Note: return "note";
    case Severity::Warning: return "warning";
    case Severity::Error: break;
    }
    return "error";
}

} // namespace placement
