// How each release's crm_simulate words its answer, as differences from the next one.
#include "placement/wording.h"

#include <array>

#include "unpack/releases.h"

namespace placement {

namespace {

/// What all releases before `from` word otherwise than that one.
struct WordingChange {
    Release from;
    void (*take_back)(Wording&);
};

/// Newest first: a later one counts for what is older.
constexpr std::array wording_changes{
    WordingChange{Release::v3_0_2, [](Wording& words) { words.fencing_timeout = "stonith-timeout"; }},
    WordingChange{Release::v3_0_0, [](Wording& words) { words.exit_statuses_in_capitals = false; }},
    WordingChange{Release::v2_1_9, [](Wording& words) { words.transition_id = "0"; }},
    WordingChange{Release::v2_1_8,
                  [](Wording& words) {
                      words.schema_none = "enabling is encouraged and prevents common misconfigurations";
                  }},
    WordingChange{Release::v2_1_7,
                  [](Wording& words) {
                      words.fencing_requested = "termination was requested";
                      words.unmigratable = "unrunnable";
                      words.scores = "Allocation Scores:";
                      words.scores_and_utilization = "Allocation Scores and Utilization Information:";
                      words.bundle_scores = "pcmk__bundle_allocate";
                      words.resource_utilization = "pcmk__finalize_assignment";
                  }},
    WordingChange{Release::v2_1_6,
                  [](Wording& words) {
                      words.clone_scores = "pcmk__clone_allocate";
                      words.status_has_maintenance = false;
                      words.disabled_before_unmanaged = false;
                      words.description_in_parentheses = false;
                  }},
    WordingChange{Release::v2_1_5,
                  [](Wording& words) {
                      words.primitive_scores = "pcmk__native_allocate";
                      words.group_scores = "pcmk__group_allocate";
                      words.resource_utilization = "native_assign_node";
                      words.device_rescheduled = "Device parameters changed (reload)";
                      words.status_has_failed_probes = false;
                      words.status_has_health = false;
                      words.guest_name = GuestName::WithHost;
                  }},
    WordingChange{Release::v2_1_2,
                  [](Wording& words) {
                      words.revised_status = "Revised cluster status";
                      words.modifications = "Performing requested modifications";
                      words.transition = "Executing cluster transition:";
                      words.scores = "Allocation scores:";
                      words.scores_and_utilization = "Allocation scores and utilization information:";
                      words.utilization = "Utilization information:";
                      words.layout = StatusLayout::Lines;
                      words.before_provider = "::";
                      words.promoted = "Master";
                      words.unpromoted = "Slave";
                      words.promoted_instances = "Masters";
                      words.unpromoted_instances = "Slaves";
                      words.before_all_nodes = "[";
                      words.guest_name = GuestName::WithResource;
                      words.status_names_ids = true;
                      words.standby_tells_resources = false;
                      words.unmanaged_are_active_offline = false;
                      words.bullet = " * ";
                      words.injection_bullet = " + ";
                      words.before_pretended = "\t";
                      words.summary_pads_reasons = true;
                      words.effective_time = " + Setting effective cluster time: ";
                      words.not_a_member = "peer failed the pacemaker membership criteria";
                      words.remote_is_active = "resources are active and the connection is unrecoverable";
                      words.remote_is_unknown = "resources are in an unknown state and the connection is unrecoverable";
                      words.summary_has_unexplained = true;
                      words.notifications_name_both_roles = false;
                  }},
    WordingChange{Release::v2_0_5,
                  [](Wording& words) {
                      words.primitive_scores = "native_color";
                      words.group_scores = "group_color";
                      words.clone_scores = "clone_color";
                      words.promotable_clone = "Master/Slave";
                  }},
};

} // namespace

std::string_view Wording::role(Role role) const {
    switch (role) {
    case Role::Promoted: return promoted;
    case Role::Unpromoted: return unpromoted;
    default: return text(role);
    }
}

std::string Wording::reason(std::string_view reason) const {
    constexpr Wording own;
    constexpr std::array whole{&Wording::fencing_requested, &Wording::not_a_member, &Wording::remote_is_active,
                               &Wording::remote_is_unknown, &Wording::device_rescheduled};
    for (const auto words : whole) {
        if (reason == own.*words) return std::string(this->*words);
    }
    if (!reason.starts_with(own.unmigratable)) return std::string(reason);
    return std::string(unmigratable).append(reason.substr(own.unmigratable.size()));
}

Wording wording_of(Release release) {
    Wording words;
    words.feature_set = row_of(release).feature_set;
    for (const WordingChange& change : wording_changes) {
        if (release < change.from) change.take_back(words);
    }
    return words;
}

} // namespace placement
