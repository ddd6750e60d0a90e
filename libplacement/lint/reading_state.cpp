#include "lint/reading.h"

namespace placement {

using enum Severity;

void add_state_codes(LintRules& rules) {
    add_reading_codes(
        rules, "state",
        {
            {"no-quorum", Note, "a cluster without quorum",
             "The no-quorum-policy applies. By default, the cluster starts no resources and stops those that run.",
             "Bring nodes back until more than half of the votes are present."},
            {"removed-resource", Note, "a history of a resource that is no longer configured",
             "By default, Pacemaker stops the resource if it still runs, and then deletes its history.",
             "Nothing; or run `crm_resource --cleanup` if it stays."},
            {"removed-node", Note, "a state of a node that is no longer configured", "Pacemaker ignores it.",
             "Run `crm_node --remove NODE`."},
            {"invalid-promotion-score", Warning, "a promotion score that is not valid",
             "Pacemaker uses 0 instead. An agent or an administrator has set the node attribute to something other than a score.",
             "Check the agent; `crm_attribute` shows the value."},
            {"unreadable-fail-count", Warning, "a fail count that is not a number", "Pacemaker ignores it.",
             "Run `crm_resource --cleanup`."},
            {"unreadable-failure-time", Warning, "a time of the last failure that is not valid",
             "Pacemaker ignores the time. Without it, a fail count never expires.", "Run `crm_resource --cleanup`."},
            {"failure-timeout-with-block", Warning, "a failure-timeout that has no effect because of on-fail=block",
             "A failure with on-fail=block does not expire; an administrator must clean it up. As long as such a failure exists, "
             "Pacemaker ignores the failure-timeout of the resource.", "Check what failed, then run `crm_resource --cleanup`."},
            {"unreadable-node-state", Warning, "a node state that cannot be read",
             "Pacemaker treats the node as offline, or as never seen.",
             "Check what wrote the status. An edited file may be older than it claims."},
            {"unreadable-terminate", Warning, "a request for fencing that cannot be read",
             "Pacemaker ignores it. The attribute `terminate` asks for a node to be fenced; its value must be a boolean or a "
             "time.", "Delete the attribute; use `stonith_admin --reboot NODE` to fence the node."},
            {"node-state-without-id", Error, "a node state without the node's id",
             "Pacemaker ignores it and treats the node as offline.", "Use the complete status that `cibadmin -Q` prints."},
            {"history-without-resource", Error, "an operation history without the resource's id", "Pacemaker ignores it.",
             "Use the complete status that `cibadmin -Q` prints."},
            {"history-without-expected-result", Warning, "an operation result without an expected result",
             "Pacemaker treats it as a failure. Without a valid transition key, there is no expected result to compare with.",
             "Run `crm_resource --cleanup` to check the resource again."},
            {"unusable-history", Error, "a history of an unknown resource",
             "Pacemaker ignores it. The resource is not configured, and the history does not contain its class and type.",
             "Run `crm_resource --cleanup`."},
            {"unusable-history-entry", Error, "a history entry that cannot be read", "Pacemaker ignores it.",
             "Run `crm_resource --cleanup`."},
            {"unusable-migration", Error, "a migration without its source or target",
             "Pacemaker ignores the entry, and the resource may count as active on a node that it has left.",
             "Run `crm_resource --cleanup`."},
            {"ticket-without-id", Warning, "a ticket state without an id", "Pacemaker ignores it.", "Run `crm_ticket --cleanup`."},
            {"unreadable-ticket-time", Warning, "a time of a ticket's last grant that is not valid", "Pacemaker ignores it.",
             "Run `crm_ticket --grant` to write it again."},
        });
}

} // namespace placement
