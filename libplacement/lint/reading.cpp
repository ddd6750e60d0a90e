#include "lint/reading.h"

namespace placement {

namespace {

using enum Severity;

void add_spelling_codes(LintRules& rules) {
    add_reading_codes(
        rules, "spelling",
        {
            {"missing-schema", Warning, "a CIB without validate-with",
             "Pacemaker refuses a CIB that does not name a schema. placement-sim still reads it, and accepts the spelling of "
             "every schema.", "Add `validate-with=\"pacemaker-3.9\"`, or the value that `cibadmin -Q` shows on the cluster."},
            {"schema-none", Warning, "a CIB that disables validation",
             "With `validate-with=\"none\"`, Pacemaker does not check the file or upgrade old spellings. It silently ignores what "
             "is misspelled.", "Name a schema, then run `cibadmin --upgrade`."},
            {"schema-violation", Error, "something that the schema does not allow",
             "Pacemaker checks a CIB against the schema that it names and upgrades it to the newest one. It refuses the whole CIB if "
             "no schema on the way allows it: the cluster keeps its present CIB, and crm_simulate exits with 78. placement-sim "
             "reads as much of it as it can.",
             "Write what the message says, then check the file with `crm_verify`."},
            {"old-spelling", Note, "an element or attribute in the spelling of an older schema",
             "Pacemaker still understands it and converts it to the current spelling. A later release will not.",
             "Run `cibadmin --upgrade`, or write what the message says."},
            {"no-longer-supported", Warning, "something that current schemas no longer support",
             "The upgrade to the current schema removes it, so it has no effect under current releases.",
             "Remove it, or find out what replaces it."},
            {"ignored-spelling", Warning, "an old spelling that the schema accepts but Pacemaker ignores",
             "It has no effect. The schema that the CIB names does not know this spelling, but the newest schema accepts it, so "
             "it is never upgraded.", "Write it as the message says."},
            {"stray-text", Warning, "text between elements",
             "Pacemaker ignores it, because a CIB has its values in attributes. Often it is a comment that lost its comment "
             "marks.", "Remove it, or make it a comment."},
            {"duplicate-id", Error, "two elements with the same id",
             "Every schema refuses a CIB in which an id is not unique. A reference to the id finds only one of the two elements.",
             "Give one of them another id."},
            {"missing-id", Error, "an element without an id",
             "Pacemaker ignores the element; in some sets it also ignores what follows.", "Add an id."},
            {"deprecated-default-value", Warning, "a value that stands for the default",
             "`default` and `#default` are deprecated, and Pacemaker does not understand them everywhere.",
             "Remove the attribute."},
            {"newer-than-release", Warning, "something that the cluster's release does not know yet",
             "A release ignores properties, meta attributes and roles that came later, and uses its defaults. It refuses a CIB of a "
             "newer feature set or schema.",
             "Use the name that the message gives, or upgrade Pacemaker first."},
            {"old-property-name", Note, "a cluster property with its old name",
             "The old name still works, but a later release will remove it.", "Use the name that the message gives."},
            {"old-meta-name", Note, "a clone's meta attribute with its old name",
             "The old name still works, but a later release will remove it.", "Use the name that the message gives."},
            {"deprecated-property", Note, "a deprecated cluster property",
             "Later releases will treat the property as true, so its effect is guaranteed only until the next major release.",
             "Stop relying on it."},
            {"deprecated-group-option", Note, "a group that is not ordered or not colocated",
             "`ordered=false` and `collocated=false` turn off what makes it a group. Both are deprecated.",
             "Use a resource set in a constraint."},
            {"deprecated-order-score", Note, "an ordering with a score",
             "An ordering with a score above 0 is mandatory; with any other score it is optional. `kind` replaces the score.",
             "Write `kind=\"Mandatory\"` or `kind=\"Optional\"`."},
            {"deprecated-set-ordering", Note, "a set with `ordering`",
             "`ordering` is deprecated. A value other than `group` reverses the direction in which the members of a sequential "
             "set depend on each other.", "Remove `ordering`, and reverse the order of the members if needed."},
            {"deprecated-require-all", Note, "an ordering with require-all=false between two resources",
             "Outside of sets it is deprecated. The clone itself should define how many of its instances are enough.",
             "Set `clone-min` on the clone."},
            {"symmetrical-colocation", Warning, "a colocation with `symmetrical`",
             "`symmetrical` has had no effect on colocations for many releases. A colocation always has a dependent and a "
             "primary.", "Remove it. Add a second colocation only if you know what a cycle of two colocations does."},
        });
}

void add_option_codes(LintRules& rules) {
    add_reading_codes(
        rules, "options",
        {
            {"invalid-property", Error, "a cluster property whose value is not valid", "Pacemaker uses the default instead.",
             "Correct the value."},
            {"quorum-policy-reset", Error, "a no-quorum-policy that cannot be applied",
             "Pacemaker uses `stop` instead. A partition without quorum can fence its nodes only if fencing is enabled and it had "
             "quorum before.", "Enable fencing, or choose another policy."},
            {"no-fencing-devices", Error, "fencing is enabled, but there is no fencing device",
             "Pacemaker does not start any resource.",
             "Configure a fencing device. `stonith-enabled=false` lets resources start, but puts data at risk."},
            {"invalid-meta-attribute", Error, "a meta attribute whose value is not valid",
             "Pacemaker uses the default instead, or ignores the attribute.", "Correct the value."},
            {"invalid-number", Warning, "a clone option that is not a valid number",
             "Pacemaker uses 0 instead, so no instance runs or none is promoted.", "Correct the number."},
            {"requires-reset", Warning, "a resource that requires unfencing but cannot have it",
             "Pacemaker uses `requires=quorum` instead. A fencing device cannot require unfencing, and there is no unfencing "
             "while fencing is disabled.", "Set `requires=quorum`, or enable fencing."},
            {"requires-disabled-fencing", Warning, "a resource that requires fencing while fencing is disabled",
             "The resource relies on a protection that the cluster does not provide.",
             "Enable fencing, or set `requires=quorum`."},
            {"invalid-node-health", Warning, "a node health value that is neither a colour nor a score",
             "Pacemaker ignores the value. Attributes whose names begin with `#health` determine a node's health.",
             "Make the agent write red, yellow, green or a number."},
            {"ignored-resource-discovery", Warning, "resource-discovery-enabled on a node where it has no effect",
             "Pacemaker ignores the attribute. Probes can be disabled only on remote and guest nodes, and on a remote node only "
             "while fencing is enabled.", "Remove the attribute."},
        });
}

void add_rule_codes(LintRules& rules) {
    add_reading_codes(
        rules, "rules",
        {
            {"invalid-rule", Error, "a rule with a condition that is not valid",
             "Pacemaker treats the condition as false. The rule is then never true, unless its `boolean-op` is `or` and another "
             "condition is true.", "Correct the condition; the message says what is allowed."},
            {"empty-rule", Warning, "a rule without a condition", "The rule is always true, as if it did not exist.",
             "Add the condition that was meant, or remove the rule."},
            {"unknown-id-ref", Error, "an id-ref to an element that does not exist",
             "Pacemaker ignores it, and the element is missing here. `id-ref` uses an element that is defined elsewhere, but no "
             "element has this id.", "Correct the id."},
        });
}

} // namespace

void add_reading_rules(LintRules& rules) {
    add_spelling_codes(rules);
    add_option_codes(rules);
    add_rule_codes(rules);
    add_constraint_codes(rules);
    add_resource_codes(rules);
    add_state_codes(rules);
}

} // namespace placement
