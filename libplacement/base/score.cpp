#include "placement/score.h"

#include <charconv>

#include <fmt/format.h>

namespace placement {

std::string Score::text() const {
    if (is_plus_infinity()) return "INFINITY";
    if (is_minus_infinity()) return "-INFINITY";
    return fmt::to_string(value_);
}

std::optional<Score> Score::parse(std::string_view text) {
    if (text == "INFINITY" || text == "+INFINITY") return infinity();
    if (text == "-INFINITY") return minus_infinity();
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return Score(number);
}

} // namespace placement
