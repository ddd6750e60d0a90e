#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "placement/behavior.h"
#include "placement/cluster.h"
#include "placement/version.h"

namespace [[gnu::visibility("default")]] placement {

/// How the lists of a cluster's state are laid out.
enum class StatusLayout : std::uint8_t {
    Outline, ///< under headings, with bullets
    Lines,   ///< nodes at the margin, resources below them, each list indented
};

/// What distinguishes the name of a guest node in the lists of nodes from that of another node.
enum class GuestName : std::uint8_t {
    Plain,
    WithHost,     ///< "guest1@node2"
    WithResource, ///< "guest1:vm1"
};

/// How the command crm_simulate of a release words its answer. Without more, that of the default release.
struct Wording {
    // -- headings --
    std::string_view current_status = "Current cluster status";
    std::string_view revised_status = "Revised Cluster Status";
    std::string_view modifications = "Performing Requested Modifications:";
    std::string_view transition = "Executing Cluster Transition:";
    std::string_view scores = "Assignment Scores:";
    std::string_view scores_and_utilization = "Assignment Scores and Utilization Information:";
    std::string_view utilization = "Utilization Information:";

    // -- the state --
    StatusLayout layout = StatusLayout::Outline;
    std::string_view before_provider = ":";
    std::string_view promoted = "Promoted";
    std::string_view unpromoted = "Unpromoted";
    std::string_view promoted_instances = "Promoted";
    std::string_view unpromoted_instances = "Unpromoted";
    std::string_view promotable_clone = "Clone"; ///< before " Set: "
    std::string_view before_all_nodes = " ["; ///< where a resource is active on several
    GuestName guest_name = GuestName::Plain;
    bool status_names_ids = false;       ///< of nodes that have a line of their own, if the id is not the name
    bool status_has_health = true;       ///< of nodes
    bool status_has_failed_probes = true; ///< "Stopped (Not installed)"
    bool status_has_maintenance = true;  ///< of resources; without it, these are unmanaged
    bool standby_tells_resources = true; ///< "standby (with active resources)"
    bool unmanaged_are_active_offline = true; ///< what is not managed, on nodes that are offline
    bool disabled_before_unmanaged = true; ///< among what is said of groups and clones
    bool description_in_parentheses = true;
    bool exit_statuses_in_capitals = true; ///< "Not installed", not "not installed"

    // -- what will be done --
    std::string_view bullet = "  * ";
    std::string_view injection_bullet = "  * ";
    std::string_view before_pretended = ""; ///< failures
    std::string_view effective_time = "Setting effective cluster time: ";
    std::string_view schema_none = "support for validate-with set to \"none\" is deprecated and will be removed in a future release";

    // -- why; each stands for the reason that it is without more --
    std::string_view fencing_requested = "fencing was requested";
    std::string_view not_a_member = "peer failed Pacemaker membership criteria";
    std::string_view remote_is_active = "resources are active but connection is unrecoverable";
    std::string_view remote_is_unknown = "resources are in unknown state and connection is unrecoverable";
    std::string_view device_rescheduled = "Device parameters changed (reschedule)";
    std::string_view unmigratable = "unmigrateable"; ///< at the beginning

    bool summary_pads_reasons = false;    ///< blanks after each resource, even if no reason follows
    bool summary_has_unexplained = false; ///< nodes that are fenced or shut down, without a reason

    // -- scores: the functions that lines begin with --
    std::string_view primitive_scores = "pcmk__primitive_assign";
    std::string_view group_scores = "pcmk__group_assign";
    std::string_view clone_scores = "pcmk__clone_assign";
    std::string_view bundle_scores = "pcmk__bundle_assign";
    std::string_view resource_utilization = "pcmk__assign_resource";

    // -- the graph --
    std::string_view feature_set = placement::feature_set;
    std::string_view fencing_timeout = "fencing-timeout"; ///< the attribute's name
    std::string_view transition_id = "1";
    bool notifications_name_both_roles = true; ///< "promoted" and "unpromoted" beside "master" and "slave"

    std::string_view role(Role role) const;
    /// The reason of an action or a change, which is in the default words.
    std::string reason(std::string_view reason) const;
};

/// How that release words its answer; docs/releases.md says with what it was compared.
Wording wording_of(Release release);

} // namespace placement
