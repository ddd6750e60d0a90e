#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "placement/cib.h"

/// The same cluster, configured a little differently.
namespace placement {

/// A change of the configuration, for "what if it were so".
struct ConfigurationChange {
    enum class Kind : std::uint8_t {
        RemoveConstraint, ///< the constraint `id` is not there
        SetScore,         ///< the constraint (or the rule of one) `id` has the score `value`
        SetMetaAttribute, ///< the meta-attribute `name` of the resource `id` is `value` (resource-stickiness, priority, …)
        SetDefault,       ///< the resource default `name` is `value`
        SetProperty,      ///< the cluster property `name` is `value`
        SetPromotionScore ///< the promotion score of the resource `id` on `node` is `value`
    };
    Kind kind = Kind::RemoveConstraint;
    std::string id = {};
    std::string name = {};
    std::string value = {};
    std::string node = {};

    friend bool operator==(const ConfigurationChange&, const ConfigurationChange&) = default;
};

/// "without backup-vip-not-with-primary", "with the score -1000 for …", …
std::string text(const ConfigurationChange& change);

/// The CIB after the changes. Throws UnknownName with the nearest names for a constraint, resource or node that is not
/// there, and std::invalid_argument for a score that is none.
Cib changed(const Cib& cib, const std::vector<ConfigurationChange>& changes);

} // namespace placement
