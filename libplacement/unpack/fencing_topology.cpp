#include <fmt/format.h>

#include "base/text.h"
#include "unpack/unpack.h"

namespace placement {

namespace {

constexpr std::int64_t highest_level = 9;

} // namespace

void unpack_fencing_topology(UnpackContext& context) {
    const pugi::xml_node topology = context.document.configuration().child("fencing-topology");
    for (const pugi::xml_node element : topology.children("fencing-level")) {
        const Position position = context.position(element);
        const auto id = attribute(element, "id");
        if (!id || id->empty()) {
            context.error("missing-id", position, "a fencing level without an id is ignored");
            continue;
        }
        const auto index = parse_integer(attribute(element, "index").value_or(""));
        if (!index || *index < 1 || *index > highest_level) {
            context.error("invalid-fencing-level", position,
                          fmt::format("fencing level `{}` is ignored: its index `{}` is not from 1 to {}", *id,
                                      element.attribute("index").value(), highest_level));
            continue;
        }
        FencingLevel level;
        level.id = *id;
        level.index = static_cast<std::int32_t>(*index);
        level.target = attribute_or_empty(element, "target");
        level.target_pattern = attribute_or_empty(element, "target-pattern");
        level.target_attribute = attribute_or_empty(element, "target-attribute");
        level.target_value = attribute_or_empty(element, "target-value");
        level.devices = split(attribute_or_empty(element, "devices"), ", \t\r\n");
        level.position = position;
        context.cluster.fencing_levels.push_back(std::move(level));
    }
}

} // namespace placement
