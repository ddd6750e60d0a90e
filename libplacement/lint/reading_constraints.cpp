#include "lint/reading.h"

namespace placement {

using enum Severity;

void add_constraint_codes(LintRules& rules) {
    add_reading_codes(
        rules, "constraints",
        {
            {"unknown-resource", Error, "a constraint on a resource that does not exist",
             "Pacemaker ignores the constraint, or the rest of its set. You notice the missing constraint only when something "
             "fails.", "Correct the name, or remove the constraint."},
            {"unknown-node", Note, "a location constraint on a node that does not exist",
             "The constraint has no effect. Either the name is misspelled, or the node has left the cluster permanently.",
             "Correct the name, or remove the constraint."},
            {"unknown-template", Error, "a resource based on a template that does not exist",
             "Pacemaker ignores the resource, because its configuration is in the missing template.", "Correct `template`."},
            {"unknown-action", Warning, "a symmetrical ordering of an action that has no opposite",
             "A symmetrical ordering also applies to the opposite actions, in reverse order. This action has no opposite, so "
             "nothing is ordered on the way down.",
             "Order start, stop, promote or demote; or set `symmetrical=false` if one direction is enough."},
            {"unknown-constraint-type", Error, "an element in the constraints section that is not a constraint",
             "Pacemaker ignores it. The valid constraints are location, colocation, ordering and ticket constraints.",
             "Correct the name of the element."},
            {"invalid-score", Error, "a score that is not valid",
             "A score must be a number, INFINITY or -INFINITY. Pacemaker ignores a constraint whose score is not valid, and uses "
             "0 as the score of an attribute set or node.", "Correct the score."},
            {"score-with-rest", Warning, "a score with extra characters after the number",
             "Pacemaker uses only the number and ignores the rest.", "Correct the score."},
            {"missing-score", Error, "a location rule without a score",
             "Pacemaker ignores the rule. Even if it were true, it would have no score to add.",
             "Add a `score` or a `score-attribute`."},
            {"invalid-role", Error, "a role that is not valid", "Pacemaker ignores the constraint.",
             "Write Started, Stopped, Promoted or Unpromoted."},
            {"invalid-order-kind", Error, "an ordering whose kind is not valid", "Pacemaker treats the ordering as mandatory.",
             "Write Mandatory, Optional or Serialize."},
            {"invalid-influence", Error, "an influence that is neither true nor false",
             "Pacemaker uses the default. The influence decides whether the dependent's preferences affect where the primary "
             "runs.", "Write true or false."},
            {"invalid-resource-discovery", Error, "a resource-discovery value that is not valid", "Pacemaker uses `always`.",
             "Write always, never or exclusive."},
            {"invalid-pattern", Error, "an rsc-pattern that is not a valid regular expression",
             "Pacemaker ignores the constraint.", "Correct the expression (POSIX extended)."},
            {"incomplete-location", Error, "a location constraint without a node, score or rule",
             "Pacemaker ignores the constraint. It needs a node and a score, or a rule.", "Add `node` and `score`, or a rule."},
            {"incomplete-order", Error, "an ordering without a `first` or a `then`", "Pacemaker ignores the ordering.",
             "Add the missing attribute."},
            {"extra-rule", Warning, "a second rule in a location constraint", "Pacemaker uses only the first rule.",
             "Combine both in one rule, or write two constraints."},
            {"symmetrical-serialize", Warning, "an ordering of kind Serialize with symmetrical=true",
             "Pacemaker ignores `symmetrical`. Serialize only means that the actions do not run at the same time, so there is no "
             "order to reverse.", "Remove `symmetrical`."},
            {"two-tags-colocated", Error, "a colocation of two tags or templates",
             "Pacemaker ignores the colocation. Only one side of it can name several resources.", "Use resource sets."},
            {"circular-sets", Error, "resource sets that refer to each other in a circle",
             "Pacemaker cannot read the constraint.", "Remove one of the references."},
            {"endless-tags", Error, "a tag that contains itself",
             "The list of its members has no end, so Pacemaker cannot replace the tag in the constraint.",
             "Remove the tag from its own members."},
            {"missing-ticket", Error, "a ticket constraint without a ticket", "Pacemaker ignores the constraint.",
             "Add `ticket`."},
            {"missing-resource", Error, "a ticket constraint without a resource", "Pacemaker ignores the constraint.",
             "Add `rsc`, or a resource set."},
            {"invalid-loss-policy", Warning, "a loss-policy that is not valid",
             "Pacemaker uses the default: demote for the promoted role, stop otherwise.", "Write stop, demote, freeze or fence."},
            {"loss-policy-reset", Error, "a loss-policy of fence while fencing is disabled", "Pacemaker uses `stop` instead.",
             "Enable fencing, or write `stop`."},
            {"cannot-interleave", Error, "clones that cannot be interleaved",
             "`interleave` has no effect on the colocation. Pacemaker can pair the instances of two clones only if both clones "
             "allow the same number of instances per node.", "Set the same clone-node-max for both."},
            {"mandatory-colocation-of-loose-group", Error,
             "a mandatory colocation of a group whose members can run on different nodes",
             "Pacemaker ignores the colocation, because the group has no single node to place with the other resource.",
             "Colocate the members instead, or let the group keep its members together."},
            {"promoted-group-not-colocated", Error, "a promotable group whose members are on different nodes",
             "Pacemaker does not promote this instance. It can promote an instance only as a whole, on one node.",
             "Keep the members of the group together (remove `collocated=false`)."},
            {"assignment-loop", Error, "a bundle that is colocated with a resource inside it",
             "Each of the two waits for the other to be placed. Pacemaker recurses without end here, so the scores shown are a "
             "guess.", "Remove the colocation: a resource in a bundle always runs where the bundle runs."},
            {"invalid-fencing-level", Error, "a fencing level with an index that is not valid", "Pacemaker ignores the level.",
             "Write an index from 1 to 9."},
        });
}

} // namespace placement
