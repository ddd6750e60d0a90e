#include <string>

#include <fmt/format.h>

#include "cib/upgrade_steps.h"

namespace placement {

OldSpellings promotable_before_4(pugi::xml_node configuration) {
    OldSpellings found;
    for (const pugi::xml_node element : descendants(configuration)) {
        if (is_named(element, "master")) {
            found.push_back({element, fmt::format("<master> `{}` is a <clone> with promotable=\"true\" today",
                                                  value_of(element, "id"))});
        } else if (element.attribute("masters")) {
            found.push_back({element, fmt::format("`masters` of <{}> is `promoted-max` today", element.name())});
        }
    }
    return found;
}

void upgrade_promotable(UpgradeContext& context) {
    for (pugi::xml_node clone : descendants(context.cib, "master")) {
        context.rename(clone, "clone");
        const std::string id =
            fmt::format("{}promotable-legacy-{}-meta_attributes", upgrade_prefix, value_of(clone, "id"));
        pugi::xml_node meta = clone.prepend_child("meta_attributes");
        set_value(meta, "id", id);
        // Before whatever else is configured.
        set_value(meta, "score", "INFINITY");
        pugi::xml_node pair = meta.append_child("nvpair");
        set_value(pair, "id", id + "-promotable");
        set_value(pair, "name", "promotable");
        set_value(pair, "value", "true");
    }
    for (pugi::xml_node element : descendants(context.cib)) {
        if (pugi::xml_attribute masters = element.attribute("masters")) masters.set_name("promoted-max");
    }
}

} // namespace placement
