#pragma once

#include <string_view>
#include <vector>

#include "placement/behavior.h"

/// What is known of the releases, and in which rules two of them differ.
namespace [[gnu::visibility("default")]] placement {

struct ReleaseDescription {
    Release release = default_release;
    std::string_view feature_set; ///< that it writes into a CIB
    std::string_view schema;      ///< the newest that it has
    std::vector<std::string_view> distributions; ///< that ship it, as parse_release() knows them
};
/// Oldest first.
std::vector<ReleaseDescription> release_descriptions();

/// A field of Behavior that two releases have otherwise.
struct ChangedRule {
    std::string_view field;
    std::string_view words; ///< a clause: what is decided otherwise
    /// What the releases between the two changed in it, oldest first. Empty for "known_names" of a Difference (docs/json.md).
    std::vector<BehaviorChange> changes;
};
/// Those that distinguish the two, the newest change first. Nothing between a release and itself.
std::vector<ChangedRule> changed_rules(Release one, Release other);

/// The behavior of that release, but with these fields as another release has them.
Behavior behavior_of(Release release, const std::vector<std::string_view>& fields, Release fields_of);

} // namespace placement
