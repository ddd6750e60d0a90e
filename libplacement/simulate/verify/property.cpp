#include "placement/names.h"
#include "placement/verify.h"

namespace placement {

std::string_view text(Property property) {
    switch (property) {
    case Property::ServiceRuns: return "service-runs";
    case Property::ComesToRest: return "comes-to-rest";
    case Property::NeverTwice: return "never-twice";
    case Property::ComesHome: return "comes-home";
    case Property::NoInterruption: return "no-interruption";
    case Property::Always: break;
    }
    return "always";
}

const std::vector<Property>& built_in_properties() {
    static const std::vector<Property> properties{Property::ServiceRuns, Property::ComesToRest, Property::NeverTwice,
                                                  Property::ComesHome, Property::NoInterruption};
    return properties;
}

Property require_property(const std::string& name) {
    std::vector<std::string> names;
    for (const Property property : built_in_properties()) {
        if (text(property) == name) return property;
        names.emplace_back(text(property));
    }
    throw unknown_name("property", name, names);
}

} // namespace placement
