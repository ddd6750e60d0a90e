#include "base/xml_text.h"

#include <fmt/format.h>

namespace placement {

namespace {

bool is_control(unsigned char c) { return c < 0x20 || c == 0x7f; }

} // namespace

std::string escaped_attribute(std::string_view value) {
    std::string text;
    text.reserve(value.size());
    for (const char c : value) {
        switch (c) {
        case '<': text += "&lt;"; break;
        case '>': text += "&gt;"; break;
        case '&': text += "&amp;"; break;
        case '"': text += "&quot;"; break;
        default:
            if (is_control(static_cast<unsigned char>(c))) {
                text += fmt::format("&#x{:02X};", static_cast<unsigned>(c));
            } else {
                text += c;
            }
        }
    }
    return text;
}

} // namespace placement
