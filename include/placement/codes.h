#pragma once

#include <string_view>

/// The codes that answers come with, as constants: a program that compares with one of these cannot misspell it. Codes are stable:
/// one may be added, and none changes its meaning. Those of findings are listed by lint_rules().

/// Diagnostic::code.
namespace placement::diagnostic_codes {

inline constexpr std::string_view address_range_exhausted = "address-range-exhausted";
inline constexpr std::string_view already_banned = "already-banned";
inline constexpr std::string_view already_disabled = "already-disabled";
inline constexpr std::string_view already_there = "already-there";
inline constexpr std::string_view already_unmanaged = "already-unmanaged";
inline constexpr std::string_view anonymous_clone_node_max = "anonymous-clone-node-max";
inline constexpr std::string_view anonymous_only = "anonymous-only";
inline constexpr std::string_view another_cluster = "another-cluster";
inline constexpr std::string_view assignment_loop = "assignment-loop";
inline constexpr std::string_view assumed_running = "assumed-running";
inline constexpr std::string_view broken_colocation = "broken-colocation";
inline constexpr std::string_view cannot_interleave = "cannot-interleave";
inline constexpr std::string_view circular_sets = "circular-sets";
inline constexpr std::string_view control_port_replicas = "control-port-replicas";
inline constexpr std::string_view corosync_conf_differs = "corosync-conf-differs";
inline constexpr std::string_view corosync_only = "corosync-only";
inline constexpr std::string_view crmd = "crmd";
inline constexpr std::string_view damaged_archive = "damaged-archive";
inline constexpr std::string_view default_time = "default-time";
inline constexpr std::string_view deprecated_default_value = "deprecated-default-value";
inline constexpr std::string_view deprecated_group_option = "deprecated-group-option";
inline constexpr std::string_view deprecated_order_score = "deprecated-order-score";
inline constexpr std::string_view deprecated_property = "deprecated-property";
inline constexpr std::string_view deprecated_require_all = "deprecated-require-all";
inline constexpr std::string_view deprecated_set_ordering = "deprecated-set-ordering";
inline constexpr std::string_view device_tie_breaker = "device-tie-breaker";
inline constexpr std::string_view device_unknown = "device-unknown";
inline constexpr std::string_view device_votes = "device-votes";
inline constexpr std::string_view duplicate_id = "duplicate-id";
inline constexpr std::string_view duplicate_node = "duplicate-node";
inline constexpr std::string_view duplicate_operation = "duplicate-operation";
inline constexpr std::string_view empty_clone = "empty-clone";
inline constexpr std::string_view empty_group = "empty-group";
inline constexpr std::string_view empty_rule = "empty-rule";
inline constexpr std::string_view endless_tags = "endless-tags";
inline constexpr std::string_view events_not_reached = "events-not-reached";
inline constexpr std::string_view expected_votes = "expected-votes";
inline constexpr std::string_view extra_rule = "extra-rule";
inline constexpr std::string_view failure_timeout_with_block = "failure-timeout-with-block";
inline constexpr std::string_view gap = "gap";
inline constexpr std::string_view history_without_expected_result = "history-without-expected-result";
inline constexpr std::string_view history_without_resource = "history-without-resource";
inline constexpr std::string_view ignored_resource = "ignored-resource";
inline constexpr std::string_view ignored_resource_discovery = "ignored-resource-discovery";
inline constexpr std::string_view ignored_spelling = "ignored-spelling";
inline constexpr std::string_view incomplete_location = "incomplete-location";
inline constexpr std::string_view incomplete_order = "incomplete-order";
inline constexpr std::string_view invalid_fencing_level = "invalid-fencing-level";
inline constexpr std::string_view invalid_influence = "invalid-influence";
inline constexpr std::string_view invalid_interval = "invalid-interval";
inline constexpr std::string_view invalid_loss_policy = "invalid-loss-policy";
inline constexpr std::string_view invalid_meta_attribute = "invalid-meta-attribute";
inline constexpr std::string_view invalid_node_health = "invalid-node-health";
inline constexpr std::string_view invalid_number = "invalid-number";
inline constexpr std::string_view invalid_order_kind = "invalid-order-kind";
inline constexpr std::string_view invalid_pattern = "invalid-pattern";
inline constexpr std::string_view invalid_port_mapping = "invalid-port-mapping";
inline constexpr std::string_view invalid_promotion_score = "invalid-promotion-score";
inline constexpr std::string_view invalid_property = "invalid-property";
inline constexpr std::string_view invalid_resource_discovery = "invalid-resource-discovery";
inline constexpr std::string_view invalid_role = "invalid-role";
inline constexpr std::string_view invalid_rule = "invalid-rule";
inline constexpr std::string_view invalid_score = "invalid-score";
inline constexpr std::string_view invalid_storage_mapping = "invalid-storage-mapping";
inline constexpr std::string_view last_man_alone = "last-man-alone";
inline constexpr std::string_view last_man_votes = "last-man-votes";
inline constexpr std::string_view link_left_out = "link-left-out";
inline constexpr std::string_view log_without_year = "log-without-year";
inline constexpr std::string_view loss_policy_reset = "loss-policy-reset";
inline constexpr std::string_view mandatory_colocation_of_loose_group = "mandatory-colocation-of-loose-group";
inline constexpr std::string_view missing_id = "missing-id";
inline constexpr std::string_view missing_resource = "missing-resource";
inline constexpr std::string_view missing_schema = "missing-schema";
inline constexpr std::string_view missing_score = "missing-score";
inline constexpr std::string_view missing_ticket = "missing-ticket";
inline constexpr std::string_view never_settles = "never-settles";
inline constexpr std::string_view newer_than_release = "newer-than-release";
inline constexpr std::string_view no_fencing_devices = "no-fencing-devices";
inline constexpr std::string_view no_quorum = "no-quorum";
inline constexpr std::string_view no_recurring_monitor = "no-recurring-monitor";
inline constexpr std::string_view no_tie_breaker = "no-tie-breaker";
inline constexpr std::string_view no_vote = "no-vote";
inline constexpr std::string_view no_votequorum = "no-votequorum";
inline constexpr std::string_view node_already_down = "node-already-down";
inline constexpr std::string_view node_in_maintenance = "node-in-maintenance";
inline constexpr std::string_view node_in_standby = "node-in-standby";
inline constexpr std::string_view node_not_in_maintenance = "node-not-in-maintenance";
inline constexpr std::string_view node_not_in_standby = "node-not-in-standby";
inline constexpr std::string_view node_state_without_id = "node-state-without-id";
inline constexpr std::string_view not_at_rest = "not-at-rest";
inline constexpr std::string_view not_disabled = "not-disabled";
inline constexpr std::string_view not_promotable = "not-promotable";
inline constexpr std::string_view not_unmanaged = "not-unmanaged";
inline constexpr std::string_view nothing_done_meanwhile = "nothing-done-meanwhile";
inline constexpr std::string_view nothing_to_clean_up = "nothing-to-clean-up";
inline constexpr std::string_view nothing_to_clear = "nothing-to-clear";
inline constexpr std::string_view old_meta_name = "old-meta-name";
inline constexpr std::string_view old_property_name = "old-property-name";
inline constexpr std::string_view on_fail_not_allowed = "on-fail-not-allowed";
inline constexpr std::string_view order_in_doubt = "order-in-doubt";
inline constexpr std::string_view other_cluster = "other-cluster";
inline constexpr std::string_view other_name = "other-name";
inline constexpr std::string_view path_leaves_archive = "path-leaves-archive";
inline constexpr std::string_view promoted_group_not_colocated = "promoted-group-not-colocated";
inline constexpr std::string_view quorum_differs = "quorum-differs";
inline constexpr std::string_view quorum_in_doubt = "quorum-in-doubt";
inline constexpr std::string_view quorum_policy_reset = "quorum-policy-reset";
inline constexpr std::string_view removed_node = "removed-node";
inline constexpr std::string_view removed_resource = "removed-resource";
inline constexpr std::string_view requires_disabled_fencing = "requires-disabled-fencing";
inline constexpr std::string_view requires_reset = "requires-reset";
inline constexpr std::string_view schema_none = "schema-none";
inline constexpr std::string_view schema_violation = "schema-violation";
inline constexpr std::string_view score_with_rest = "score-with-rest";
inline constexpr std::string_view sequence_limit = "sequence-limit";
inline constexpr std::string_view standby_on_failure = "standby-on-failure";
inline constexpr std::string_view stays_unmanaged = "stays-unmanaged";
inline constexpr std::string_view stray_text = "stray-text";
inline constexpr std::string_view symmetrical_colocation = "symmetrical-colocation";
inline constexpr std::string_view symmetrical_serialize = "symmetrical-serialize";
inline constexpr std::string_view template_of_itself = "template-of-itself";
inline constexpr std::string_view ticket_without_id = "ticket-without-id";
inline constexpr std::string_view tie_breaker_node = "tie-breaker-node";
inline constexpr std::string_view tie_breaker_off = "tie-breaker-off";
inline constexpr std::string_view tie_breaker_unreadable = "tie-breaker-unreadable";
inline constexpr std::string_view tie_breaker_unused = "tie-breaker-unused";
inline constexpr std::string_view too_large = "too-large";
inline constexpr std::string_view too_many_files = "too-many-files";
inline constexpr std::string_view too_many_nodes = "too-many-nodes";
inline constexpr std::string_view too_many_votes = "too-many-votes";
inline constexpr std::string_view transition_limit = "transition-limit";
inline constexpr std::string_view two_node_count = "two-node-count";
inline constexpr std::string_view two_node_off = "two-node-off";
inline constexpr std::string_view two_tags_colocated = "two-tags-colocated";
inline constexpr std::string_view unknown_action = "unknown-action";
inline constexpr std::string_view unknown_constraint_type = "unknown-constraint-type";
inline constexpr std::string_view unknown_container = "unknown-container";
inline constexpr std::string_view unknown_container_technology = "unknown-container-technology";
inline constexpr std::string_view unknown_id_ref = "unknown-id-ref";
inline constexpr std::string_view unknown_node = "unknown-node";
inline constexpr std::string_view unknown_node_type = "unknown-node-type";
inline constexpr std::string_view unknown_on_fail = "unknown-on-fail";
inline constexpr std::string_view unknown_property = "unknown-property";
inline constexpr std::string_view unknown_resource = "unknown-resource";
inline constexpr std::string_view unknown_resource_type = "unknown-resource-type";
inline constexpr std::string_view unknown_template = "unknown-template";
inline constexpr std::string_view unreachable_bundle = "unreachable-bundle";
inline constexpr std::string_view unreadable_corosync_conf = "unreadable-corosync-conf";
inline constexpr std::string_view unreadable_fail_count = "unreadable-fail-count";
inline constexpr std::string_view unreadable_failure_time = "unreadable-failure-time";
inline constexpr std::string_view unreadable_input = "unreadable-input";
inline constexpr std::string_view unreadable_log = "unreadable-log";
inline constexpr std::string_view unreadable_node_state = "unreadable-node-state";
inline constexpr std::string_view unreadable_terminate = "unreadable-terminate";
inline constexpr std::string_view unreadable_ticket_time = "unreadable-ticket-time";
inline constexpr std::string_view unusable_history = "unusable-history";
inline constexpr std::string_view unusable_history_entry = "unusable-history-entry";
inline constexpr std::string_view unusable_migration = "unusable-migration";
inline constexpr std::string_view unused_template = "unused-template";
inline constexpr std::string_view votes_tracking = "votes-tracking";

} // namespace placement::diagnostic_codes

/// Obstacle::code: what keeps a resource from running or from being promoted.
namespace placement::obstacle_codes {

inline constexpr std::string_view action = "action";
inline constexpr std::string_view blocked = "blocked";
inline constexpr std::string_view blocked_after_failure = "blocked-after-failure";
inline constexpr std::string_view capacity = "capacity";
inline constexpr std::string_view clone_node_max = "clone-node-max";
inline constexpr std::string_view colocation = "colocation";
inline constexpr std::string_view exclusive_discovery = "exclusive-discovery";
inline constexpr std::string_view failed = "failed";
inline constexpr std::string_view failure_ignored = "failure-ignored";
inline constexpr std::string_view failures = "failures";
inline constexpr std::string_view fencing = "fencing";
inline constexpr std::string_view fencing_fails = "fencing-fails";
inline constexpr std::string_view group_member = "group-member";
inline constexpr std::string_view guest_node = "guest-node";
inline constexpr std::string_view launcher = "launcher";
inline constexpr std::string_view location = "location";
inline constexpr std::string_view maintenance_mode = "maintenance-mode";
inline constexpr std::string_view no_fencing_devices = "no-fencing-devices";
inline constexpr std::string_view no_quorum = "no-quorum";
inline constexpr std::string_view node_health = "node-health";
inline constexpr std::string_view node_maintenance = "node-maintenance";
inline constexpr std::string_view node_offline = "node-offline";
inline constexpr std::string_view node_pending = "node-pending";
inline constexpr std::string_view node_shutdown = "node-shutdown";
inline constexpr std::string_view node_standby = "node-standby";
inline constexpr std::string_view node_unclean = "node-unclean";
inline constexpr std::string_view not_allowed = "not-allowed";
inline constexpr std::string_view not_promotable = "not-promotable";
inline constexpr std::string_view not_recovered = "not-recovered";
inline constexpr std::string_view ordering = "ordering";
inline constexpr std::string_view ordering_circle = "ordering-circle";
inline constexpr std::string_view promoted_max = "promoted-max";
inline constexpr std::string_view promotion_score = "promotion-score";
inline constexpr std::string_view reason = "reason";
inline constexpr std::string_view removed = "removed";
inline constexpr std::string_view score = "score";
inline constexpr std::string_view shutdown_lock = "shutdown-lock";
inline constexpr std::string_view status = "status";
inline constexpr std::string_view stop_all_resources = "stop-all-resources";
inline constexpr std::string_view target_role = "target-role";
inline constexpr std::string_view ticket = "ticket";
inline constexpr std::string_view undetected = "undetected";
inline constexpr std::string_view unmanaged = "unmanaged";
inline constexpr std::string_view waits = "waits";

} // namespace placement::obstacle_codes

/// NodeVerdict::code, where it is not that of an Obstacle: what decided between nodes or instances.
namespace placement::verdict_codes {

inline constexpr std::string_view cannot_run = "cannot-run";
inline constexpr std::string_view capacity = "capacity";
inline constexpr std::string_view clone_max = "clone-max";
inline constexpr std::string_view current_node = "current-node";
inline constexpr std::string_view current_role = "current-role";
inline constexpr std::string_view instance_order = "instance-order";
inline constexpr std::string_view load = "load";
inline constexpr std::string_view name = "name";
inline constexpr std::string_view not_allowed = "not-allowed";
inline constexpr std::string_view promoted_node_max = "promoted-node-max";
inline constexpr std::string_view promotion_score = "promotion-score";
inline constexpr std::string_view score = "score";
inline constexpr std::string_view wanted = "wanted";

} // namespace placement::verdict_codes

/// FencingObstacle::code: why a device cannot fence a node.
namespace placement::fencing_obstacle_codes {

inline constexpr std::string_view container = "container";
inline constexpr std::string_view fencing_disabled = "fencing-disabled";
inline constexpr std::string_view host_check = "host-check";
inline constexpr std::string_view host_list = "host-list";
inline constexpr std::string_view level = "level";
inline constexpr std::string_view made_to_fail = "made-to-fail";
inline constexpr std::string_view no_device = "no-device";
inline constexpr std::string_view no_member = "no-member";
inline constexpr std::string_view no_quorum = "no-quorum";
inline constexpr std::string_view no_watchdog = "no-watchdog";
inline constexpr std::string_view nothing_managed = "nothing-managed";
inline constexpr std::string_view operation = "operation";
inline constexpr std::string_view target_only = "target-only";
inline constexpr std::string_view target_role = "target-role";
inline constexpr std::string_view unknown_device = "unknown-device";

} // namespace placement::fencing_obstacle_codes
