#include "lint/reading.h"

namespace placement {

using enum Severity;

void add_constraint_codes(LintRules& rules) {
    add_reading_codes(
        rules, "constraints",
        {
            {"unknown-resource", Error, "a constraint on a resource that there is not",
             "The constraint, or the rest of its set, is left out. Whoever relied on it finds out when something fails.",
             "Correct the name, or take the constraint away."},
            {"unknown-node", Note, "a location constraint on a node that there is not",
             "It does nothing. A misspelled name, or a node that left the cluster for good.",
             "Correct the name, or take the constraint away."},
            {"unknown-template", Error, "a resource made from a template that there is not",
             "Nothing is known of the resource but its id, and it is left out.", "Correct `template`."},
            {"unknown-action", Warning, "an ordering of an action that cannot be turned round",
             "Orderings count for the opposite actions in the opposite order; this action has no opposite, so that the way down is not "
             "ordered.",
             "Order start, stop, promote or demote; or set `symmetrical=false` to say that it is meant."},
            {"unknown-constraint-type", Error, "an element among the constraints that is none",
             "Pacemaker knows location, colocation, ordering and ticket constraints, and leaves this out.", "Correct the element's name."},
            {"invalid-score", Error, "a score that is none",
             "A score is a number, INFINITY, or -INFINITY. The constraint, or the set's precedence, does not count.", "Correct the score."},
            {"score-with-rest", Warning, "a score with something after the number",
             "Only the number in front counts.", "Correct the score."},
            {"missing-score", Error, "a location rule without a score", "The rule can pass, and then adds nothing; it is left out.",
             "Give it a `score`, or a `score-attribute`."},
            {"invalid-role", Error, "a role that is none", "The constraint is left out.",
             "Write Started, Stopped, Promoted or Unpromoted."},
            {"invalid-order-kind", Error, "an ordering of a kind that there is not", "It is taken for a mandatory one.",
             "Write Mandatory, Optional or Serialize."},
            {"invalid-influence", Error, "an influence that is neither true nor false",
             "Whether the dependent's preferences count for the primary is decided by the default instead.", "Write true or false."},
            {"invalid-resource-discovery", Error, "a resource-discovery that there is not", "It is taken for `always`.",
             "Write always, never or exclusive."},
            {"invalid-pattern", Error, "an rsc-pattern that is not a regular expression", "The constraint is left out.",
             "Correct the expression (POSIX, extended)."},
            {"incomplete-location", Error, "a location constraint that says nothing",
             "It has neither a node and a score nor a rule, and is left out.", "Add `node` and `score`, or a rule."},
            {"incomplete-order", Error, "an ordering without a `first` or a `then`", "It is left out.", "Add what is missing."},
            {"extra-rule", Warning, "a second rule in a location constraint", "The first alone counts.",
             "Put both into one rule, or write two constraints."},
            {"symmetrical-serialize", Warning, "an ordering of the kind Serialize that says it is symmetrical",
             "Serialize means: not at the same time. There is no order to reverse.", "Remove `symmetrical`."},
            {"two-tags-colocated", Error, "a colocation of two tags or templates",
             "One side of a colocation may stand for many resources, not both. It is left out.", "Use resource sets."},
            {"circular-sets", Error, "sets that refer to each other in a circle", "Their constraint cannot be read and is left out.",
             "Take one of the references away."},
            {"endless-tags", Error, "a tag that stands for itself", "What it stands for has no end; it is not replaced in the constraint.",
             "Take the tag out of itself."},
            {"missing-ticket", Error, "a ticket constraint without a ticket", "It is left out.", "Add `ticket`."},
            {"missing-resource", Error, "a ticket constraint without a resource", "It is left out.", "Add `rsc`, or a resource set."},
            {"invalid-loss-policy", Warning, "a loss-policy that there is not", "The default is used: stop, or demote for a promoted role.",
             "Write stop, demote, freeze or fence."},
            {"loss-policy-reset", Error, "a loss-policy of fence while fencing is disabled", "`stop` is used instead.",
             "Enable fencing, or write `stop`."},
            {"cannot-interleave", Error, "clones that cannot be interleaved",
             "Instances are paired where both clones allow equally many a node. These do not, and `interleave` has no effect on their "
             "colocation.",
             "Give both the same clone-node-max."},
            {"mandatory-colocation-of-loose-group", Error, "a mandatory colocation of a group whose members need not be together",
             "There is no one node that the group could follow with. The colocation is left out.",
             "Colocate the members, or let the group be colocated."},
            {"promoted-group-not-colocated", Error, "a promotable group whose members are on different nodes",
             "An instance is promoted as a whole, on one node. This one is on several and cannot be.",
             "Let the group be colocated (take `collocated=false` away)."},
            {"assignment-loop", Error, "a bundle that is colocated with what it contains",
             "Each waits to be placed for the other. Pacemaker recurses without end here; the scores shown are a guess.",
             "Take the colocation away: what a bundle contains is where the bundle is."},
            {"invalid-fencing-level", Error, "a fencing level with an index that it cannot have", "It is left out.",
             "Write an index from 1 to 9."},
        });
}

} // namespace placement
