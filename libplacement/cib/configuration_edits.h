#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "placement/cib.h"
#include "placement/diagnostic.h"

/// What was edited between two configurations, and how to take one edit back.
namespace placement {

struct ConfigurationEdit {
    enum class Kind : std::uint8_t { Added, Removed, Attribute, Reordered, State };
    Kind kind = Kind::Attribute;
    /// The element, as a key a level below <configuration>. Of Reordered, the element whose content it is.
    std::vector<std::string> path;
    std::string attribute; ///< Attribute: its name
    std::optional<std::string> before;
    std::optional<std::string> after;
    Position position;     ///< in the new CIB; of what was removed, in the old one
    std::string text;      ///< "constraint backup-vip: score -INFINITY -> -1000"
};

/// The edits that make the old configuration the new one, in the order of the new one. Ids of name-value pairs do not
/// count. Where the two states differ, the last one is of the kind State.
std::vector<ConfigurationEdit> configuration_edits(const Cib& old_cib, const Cib& new_cib);

/// The one configuration in the state of the other CIB: what there is when the configuration has just been committed.
Cib with_state_of(const Cib& configuration, const Cib& state);

/// The new CIB with one edit taken back.
Cib taken_back(const Cib& old_cib, const Cib& new_cib, const ConfigurationEdit& edit);

} // namespace placement
