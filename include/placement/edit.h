#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "placement/cib.h"

/// The same cluster with a slightly different configuration.
namespace placement {

/// A change of the configuration, for what-if questions.
struct ConfigurationChange {
    enum class Kind : std::uint8_t {
        RemoveConstraint, ///< the constraint `id` (or the one that contains the rule or resource set `id`) is removed
        SetScore,         ///< the constraint (or the rule or resource set of one) `id` has the score `value`
        SetMetaAttribute, ///< the meta-attribute `name` of the resource `id` is `value` (resource-stickiness, priority, …)
        SetDefault,       ///< the resource default `name` is `value`
        SetProperty,      ///< the cluster property `name` is `value`
        SetPromotionScore, ///< the promotion score of the resource `id` on `node` is `value`
        SetFailCount      ///< the resource `id` has failed `value` times on `node`, in the operation `name` ("monitor_10000")
    };
    Kind kind = Kind::RemoveConstraint;
    std::string id = {};
    std::string name = {};
    std::string value = {};
    std::string node = {};

    static ConfigurationChange without(std::string constraint) {
        return {Kind::RemoveConstraint, std::move(constraint), {}, {}, {}};
    }
    static ConfigurationChange with_score(std::string constraint, std::string score) {
        return {Kind::SetScore, std::move(constraint), {}, std::move(score), {}};
    }

    friend bool operator==(const ConfigurationChange&, const ConfigurationChange&) = default;
};

/// "without backup-vip-not-with-primary", "with the score -1000 for …", …
std::string text(const ConfigurationChange& change);

/// The CIB after the changes, applied one after the other. Throws UnknownName with the nearest names for a constraint, resource
/// or node that does not exist, and std::invalid_argument for a value that is not a score, or for a score of an ordering or
/// ticket constraint.
Cib changed(const Cib& cib, const std::vector<ConfigurationChange>& changes);

} // namespace placement
