#include "render/csv.h"

#include <string_view>

#include "placement/quoting.h"

namespace placement {

std::string csv_field(const std::string& text) {
    std::string shown = visible(text);
    constexpr std::string_view formula_begins = "=+-@";
    if (!shown.empty() && formula_begins.find(shown.front()) != std::string_view::npos) shown.insert(0, "'");
    if (shown.find_first_of(",\"") == std::string::npos) return shown;
    std::string result = "\"";
    for (const char c : shown) result += c == '"' ? std::string("\"\"") : std::string(1, c);
    return result + "\"";
}

} // namespace placement
