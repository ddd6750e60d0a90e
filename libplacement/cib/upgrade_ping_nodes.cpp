#include <string>

#include <fmt/format.h>

#include "cib/upgrade_steps.h"

namespace placement {

OldSpellings ping_nodes_before_4(pugi::xml_node configuration) {
    OldSpellings found;
    for (const pugi::xml_node node : descendants(configuration, "node")) {
        if (value_of(node, "type") != "ping") continue;
        found.push_back({node, fmt::format("the ping node `{}` is read as a cluster node on which nothing may run",
                                           value_of(node, "uname"))});
    }
    return found;
}

void upgrade_ping_nodes(UpgradeContext& context) {
    for (pugi::xml_node node : descendants(context.cib, "node")) {
        if (value_of(node, "type") != "ping") continue;
        set_value(node, "type", "member");
        const std::string name(value_of(node, "uname"));
        for (pugi::xml_node constraints : descendants(context.cib, "constraints")) {
            pugi::xml_node ban = constraints.append_child("rsc_location");
            set_value(ban, "id", fmt::format("{}ping-node-ban-{}", upgrade_prefix, name));
            set_value(ban, "rsc-pattern", ".*");
            set_value(ban, "node", name);
            set_value(ban, "score", "-INFINITY");
            set_value(ban, "resource-discovery", "never");
        }
    }
}

} // namespace placement
