#include "conformance/features.h"

#include <algorithm>

namespace placement::conformance {

namespace {

struct Feature {
    std::string_view name;
    /// Any of these in the text shows it.
    std::vector<std::string_view> signs;
};

const std::vector<Feature>& known_features() {
    static const std::vector<Feature> known{
        {"bundle", {"<bundle "}},
        {"guest or remote node", {"name=\"remote-node\"", "type=\"remote\"", "remote_node=\"true\""}},
        {"utilization", {"placement-strategy", "<utilization "}},
        {"ticket", {"<rsc_ticket ", "<ticket_state "}},
        {"promotable clone", {"<master ", "<master_slave ", "name=\"promotable\""}},
        {"clone", {"<clone "}},
        {"group", {"<group "}},
        {"shutdown lock", {"name=\"shutdown-lock\""}},
        {"node health", {"name=\"node-health-strategy\""}},
        {"resource set", {"<resource_set "}},
        {"date", {"<date_expression "}},
        {"rule", {"<rule "}},
        {"colocation", {"<rsc_colocation "}},
        {"location", {"<rsc_location "}},
        {"ordering", {"<rsc_order "}},
        {"primitive", {""}},
    };
    return known;
}

} // namespace

std::vector<std::string> features(std::string_view xml) {
    std::vector<std::string> used;
    for (const Feature& feature : known_features()) {
        const bool shown = std::ranges::any_of(
            feature.signs, [&](std::string_view sign) { return xml.find(sign) != std::string_view::npos; });
        if (shown) used.emplace_back(feature.name);
    }
    return used;
}

} // namespace placement::conformance
