#include "lint/reading.h"

namespace placement {

using enum Severity;

void add_state_codes(LintRules& rules) {
    add_reading_codes(
        rules, "state",
        {
            {"no-quorum", Note, "a cluster without quorum",
             "What no-quorum-policy says is in force: by default nothing is started, and what runs is stopped.",
             "Bring nodes back, until more than half of the votes are there."},
            {"removed-resource", Note, "a history of a resource that is configured no more",
             "Pacemaker stops it where it still runs, and forgets it.", "Nothing; or `crm_resource --cleanup` if it stays."},
            {"removed-node", Note, "a state of a node that is configured no more", "It is left out.", "`crm_node --remove NODE`."},
            {"invalid-promotion-score", Warning, "a promotion score that is none",
             "An agent, or somebody, wrote something else into the node attribute.", "Look at the agent; `crm_attribute` shows the value."},
            {"unreadable-fail-count", Warning, "a fail count that is not a number", "It is ignored.", "`crm_resource --cleanup`."},
            {"unreadable-failure-time", Warning, "a time of the last failure that is none",
             "Whether the failure has expired cannot be told.", "`crm_resource --cleanup`."},
            {"failure-timeout-with-block", Warning, "a failure-timeout that blocked failures do not heed",
             "A failure with on-fail=block waits for somebody, and no time mends it. The resource's failure-timeout is left out as long as "
             "there is such a failure.",
             "Look at what failed, then `crm_resource --cleanup`."},
            {"unreadable-node-state", Warning, "a node's state that cannot be read",
             "The node counts as offline, or as never seen.", "Look at who writes the status; an edited file may be older than it says."},
            {"unreadable-terminate", Warning, "a request for fencing that cannot be read",
             "The attribute `terminate` asks for a node to be fenced, by true or a time. It is ignored.",
             "Delete the attribute; `stonith_admin --reboot NODE` fences."},
            {"node-state-without-id", Error, "a node's state without the node's id", "It is ignored, so that the node counts as offline.",
             "Take the whole status as `cibadmin -Q` prints it."},
            {"history-without-resource", Error, "a history without the resource's id", "It is ignored.",
             "Take the whole status as `cibadmin -Q` prints it."},
            {"history-without-expected-result", Warning, "an operation that does not say what it expected",
             "Without the transition key there is nothing to compare the result with; it is taken for a failure.",
             "`crm_resource --cleanup` asks the resource anew."},
            {"unusable-history", Error, "a history of which nobody knows whose it is",
             "No such resource is configured, and the history lacks the class and the type.", "`crm_resource --cleanup`."},
            {"unusable-history-entry", Error, "an entry of a history that cannot be read", "It is ignored.", "`crm_resource --cleanup`."},
            {"unusable-migration", Error, "a migration whose ends are not told", "The entry is ignored, and the resource may count as active on "
                                                                              "a node that it left.",
             "`crm_resource --cleanup`."},
            {"ticket-without-id", Warning, "a ticket's state without an id", "It is ignored.", "`crm_ticket --cleanup`."},
            {"unreadable-ticket-time", Warning, "a time at which a ticket was granted that is none", "It is left out.",
             "`crm_ticket --grant` writes it anew."},
        });
}

} // namespace placement
