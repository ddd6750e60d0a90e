#include "placement/score.h"

#include <fmt/format.h>

namespace placement {

std::string Score::text() const {
    if (is_plus_infinity()) return "INFINITY";
    if (is_minus_infinity()) return "-INFINITY";
    return fmt::to_string(value_);
}

} // namespace placement
