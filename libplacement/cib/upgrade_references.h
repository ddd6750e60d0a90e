#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "cib/upgrade_context.h"

namespace placement {

/// What ids made by the upgrade from 3.x to 4.0 begin with.
inline constexpr std::string_view upgrade_prefix = "pcmk__3_10_upgrade-";

/// From 3.x to 4.0: every element with an id-ref is replaced by a copy of what it refers to, so that the steps in between
/// change each use as they change the definition. Afterwards, collapse() makes references of the copies again.
/// (Pacemaker: upgrade-3.10-0.xsl, -99.xsl)
class ExpandedReferences {
public:
    /// Expands. Throws InputError for an element that refers to itself.
    explicit ExpandedReferences(UpgradeContext& context);

    /// Says that the element, with all in it, repeats another.
    void mark_as_copy(pugi::xml_node element);
    bool is_copy(pugi::xml_node element) const { return copies_.count(element.internal_object()) != 0; }
    /// The first copy stays as the definition where the original is gone; the others become references.
    void collapse();

private:
    void expand(pugi::xml_node reference, std::vector<std::string_view>& open);
    void expand_renamed_pair(pugi::xml_node reference, pugi::xml_node original);

    UpgradeContext& context_;
    std::unordered_map<std::string_view, pugi::xml_node> by_id_;
    std::unordered_set<pugi::xml_node_struct*> copies_;
    std::size_t copied_ = 0;
};

/// From 2.x to 3.0: the same for attribute sets alone. A copy that a step changed otherwise than its original stays.
/// (Pacemaker: upgrade-2.10-0.xsl, -2.xsl)
class ExpandedSets {
public:
    explicit ExpandedSets(UpgradeContext& context);
    void collapse();

private:
    UpgradeContext& context_;
    std::vector<pugi::xml_node> copies_;
};

} // namespace placement
