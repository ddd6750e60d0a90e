#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "placement/cib.h"

/// The same cluster with a slightly different configuration.
namespace [[gnu::visibility("default")]] placement {

/// A change of the configuration, for what-if questions.
struct ConfigurationChange {
    enum class Kind : std::uint8_t {
        RemoveConstraint,  ///< the constraint `id` (or the one that contains the rule or resource set `id`) is removed
        SetScore,          ///< the constraint (or the rule or resource set of one) `id` has the score `value`
        SetMetaAttribute,  ///< the meta-attribute `name` of the resource `id` is `value` (resource-stickiness, priority, …)
        SetDefault,        ///< the resource default `name` is `value`
        SetProperty,       ///< the cluster property `name` is `value`
        SetPromotionScore, ///< the promotion score of the resource `id` on `node` is `value`
        SetFailCount,      ///< the resource `id` has failed `value` times on `node`, in the operation `name` ("monitor_10000")

        // As an administrator edits the configuration. An empty `value` removes what is set.

        /// A new constraint `id`: an element `name` ("rsc_location", "rsc_colocation", "rsc_order") with `attributes`.
        AddConstraint,
        /// The attribute `name` ("kind", "symmetrical", "with-rsc-role", …) of the constraint `id`, or of the rule or resource set
        /// `id` of one, is `value`. The kind of an ordering takes the place of its score, as no schema allows both.
        SetConstraintAttribute,
        /// The meta-attribute `name` of the resource `id` is `value` where the resource has it, else in its first set, else in a
        /// new set. Sets with a rule stay as they are.
        SetOwnMetaAttribute,
        SetOwnDefault, ///< the same for the resource default `name`
        SetParameter,  ///< the same for the parameter (instance attribute) `name` of the resource `id`
        SetOperation, ///< the attribute `name` (timeout, interval, on-fail, …) of the operation whose own id is `id` is `value`
        /// The resource `id` has another operation `name` ("monitor") with `attributes` (interval, timeout, role, …).
        AddOperation,
        /// The permanent attribute `name` (standby, maintenance, …) of the node `node` is `value`.
        SetNodeAttribute,
        /// The <node> whose own id is `id` (one of that name, `node`, for whoever reads it) is no longer configured.
        RemoveNode,
        /// The attribute `name` (replicas, promoted-max, image, …) of the container of the bundle `id` is `value`.
        SetContainer,
        SetUtilization, ///< the primitive `id` needs `value` of what the utilization attribute `name` counts
        SetCapacity,    ///< the node `node` has `value` of what the utilization attribute `name` counts
    };
    using Attributes = std::vector<std::pair<std::string, std::string>>;

    Kind kind = Kind::RemoveConstraint;
    std::string id = {};
    std::string name = {};
    std::string value = {};
    std::string node = {};
    Attributes attributes = {}; ///< names and values, in the order in which they are written

    static ConfigurationChange without(std::string constraint) {
        return {Kind::RemoveConstraint, std::move(constraint), {}, {}, {}, {}};
    }
    static ConfigurationChange with_score(std::string constraint, std::string score) {
        return {Kind::SetScore, std::move(constraint), {}, std::move(score), {}, {}};
    }

    friend bool operator==(const ConfigurationChange&, const ConfigurationChange&) = default;
};

/// "without backup-vip-not-with-primary", "with the score -1000 for …", …
std::string text(const ConfigurationChange& change);

/// Whether the id is one that commands give to the location constraint with which they move or ban a resource (`crm_resource`, `pcs`,
/// `crm`), and which stays until somebody clears it.
bool is_left_by_command(std::string_view constraint);

/// The CIB after the changes, applied one after the other. Throws UnknownName with the nearest names for a constraint, resource,
/// operation or node that does not exist, and InvalidArgument for a value that is not a score or not a number, for a score of an ordering or
/// ticket constraint, for an id that is taken or is none, and for an element or attribute that cannot be added or set.
Cib changed(const Cib& cib, const std::vector<ConfigurationChange>& changes);

} // namespace placement
