#include "base/text.h"
#include "cib/document.h"
#include "placement/cib.h"

namespace placement {

std::optional<Time> Cib::execution_date() const {
    const auto seconds = parse_integer(document().root().attribute("execution-date").value());
    if (!seconds) return std::nullopt;
    return Time{*seconds, 0};
}

} // namespace placement
