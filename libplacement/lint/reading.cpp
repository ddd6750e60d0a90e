#include "lint/reading.h"

namespace placement {

namespace {

using enum Severity;

void add_spelling_codes(LintRules& rules) {
    add_reading_codes(
        rules, "spelling",
        {
            {"missing-schema", Warning, "a CIB without validate-with",
             "Without the name of a schema Pacemaker refuses the file. It is read here in any spelling that there ever was.",
             "Add `validate-with=\"pacemaker-3.9\"`, or what `cibadmin -Q` of the cluster shows."},
            {"schema-none", Warning, "a CIB that asks not to be validated",
             "With `validate-with=\"none\"` no release checks the file, and old spellings are not brought up to date: what is "
             "misspelled is left out without a word.",
             "Name a schema, then `cibadmin --upgrade`."},
            {"schema-violation", Error, "something that the schema does not allow",
             "Pacemaker checks a CIB against the schema that it names, and brings it to the newest one. What no schema on the way "
             "allows makes it refuse the whole CIB: the cluster keeps the one that it has, and crm_simulate ends with 78. It is "
             "read here as well as it can be.",
             "Write what the message says, and let `crm_verify` look at the file."},
            {"old-spelling", Note, "an element or attribute as older schemas spelled it",
             "Pacemaker still understands it and reads it as it is spelled today. A later release will not.",
             "`cibadmin --upgrade`, or write what the message says."},
            {"no-longer-supported", Warning, "something that today's schemas have no place for",
             "The upgrade to today's schema leaves it out, so that it has no effect under current releases.",
             "Take it away, or find out what took its place."},
            {"ignored-spelling", Warning, "an old spelling that the schema accepts and nobody reads",
             "The schema that the CIB names does not know this spelling, the newest one lets it pass, and so it stays as it is and "
             "means nothing.",
             "Write it as the message says."},
            {"stray-text", Warning, "text between elements",
             "A CIB has its values in attributes. Text between elements means nothing; often a comment lost its marks.",
             "Take it away, or make a comment of it."},
            {"duplicate-id", Error, "two elements with the same id",
             "Ids must be unique in the whole CIB, and every schema refuses two alike. What is looked up by the id finds one of the two.",
             "Give one of them another id."},
            {"missing-id", Error, "an element without an id",
             "Pacemaker needs an id to speak of the element, and leaves it out without one; in some sets it leaves out what follows, too.",
             "Give it an id."},
            {"deprecated-default-value", Warning, "a value that stands for the default",
             "`default` and `#default` are deprecated, and are not understood everywhere.", "Leave the name out."},
            {"old-property-name", Note, "a cluster property by its old name", "The old name still works, but a later release will remove it.",
             "Write the name that the message says."},
            {"old-meta-name", Note, "a meta attribute of a clone by its old name",
             "The old name still works, but a later release will remove it.", "Write the name that the message says."},
            {"deprecated-property", Note, "a cluster property that later releases take for true",
             "Its effect can be relied on no longer than until the next major release.", "Live without it."},
            {"deprecated-group-option", Note, "a group that is not ordered or not colocated",
             "`ordered=false` and `collocated=false` make something of a group that is none; both are deprecated.",
             "Use a resource set in a constraint."},
            {"deprecated-order-score", Note, "an ordering with a score",
             "A score of an ordering means mandatory if it is above 0, and optional otherwise. `kind` says so in words.",
             "Write `kind=\"Mandatory\"` or `kind=\"Optional\"`."},
            {"deprecated-set-ordering", Note, "a set with `ordering`",
             "It does the same as `sequential` in other words, and is deprecated.", "Write `sequential`, and turn the members round if needed."},
            {"deprecated-require-all", Note, "an ordering with require-all=false between two resources",
             "Outside of sets it is deprecated: how many instances of a clone suffice is a matter of the clone.",
             "Set `clone-min` on the clone."},
            {"symmetrical-colocation", Warning, "a colocation that says it is symmetrical",
             "A colocation has a dependent and a primary; `symmetrical` has had no effect for many releases.",
             "Take it away; write a second colocation only if you know what a circle of two does."},
        });
}

void add_option_codes(LintRules& rules) {
    add_reading_codes(
        rules, "options",
        {
            {"invalid-property", Error, "a cluster property with a value that it cannot have",
             "Pacemaker uses the default instead.", "Correct the value."},
            {"quorum-policy-reset", Error, "a no-quorum-policy that cannot be kept",
             "A partition without quorum can only fence its nodes if fencing is enabled and it had quorum once. `stop` is used instead.",
             "Enable fencing, or choose another policy."},
            {"no-fencing-devices", Error, "fencing is enabled, and there is no device",
             "With fencing and no device to do it, Pacemaker starts nothing at all.",
             "Configure a fencing device. `stonith-enabled=false` makes resources start, and data unsafe."},
            {"invalid-meta-attribute", Error, "a meta attribute with a value that it cannot have",
             "Pacemaker uses the default instead, or leaves the attribute out.", "Correct the value."},
            {"invalid-number", Warning, "a clone's number that is none",
             "Where a number of instances is wanted, 0 is used instead, so that nothing runs or is promoted.", "Correct the number."},
            {"requires-reset", Warning, "a resource that requires unfencing and cannot have it",
             "A fencing device cannot wait for fencing, and without fencing there is no unfencing. It requires quorum instead.",
             "Set `requires=quorum`, or enable fencing."},
            {"requires-disabled-fencing", Warning, "a resource that requires fencing while fencing is disabled",
             "The resource asks for a safety that the cluster is told not to give.", "Enable fencing, or set `requires=quorum`."},
            {"invalid-node-health", Warning, "a node's health that is neither a colour nor a score",
             "An attribute whose name begins with `#health` counts towards the node's health; this one cannot.",
             "Let the agent write red, yellow, green or a number."},
            {"ignored-resource-discovery", Warning, "resource-discovery-enabled where it has no effect",
             "Probes can be switched off for remote nodes alone, and only with fencing.", "Take the attribute away."},
        });
}

void add_rule_codes(LintRules& rules) {
    add_reading_codes(
        rules, "rules",
        {
            {"invalid-rule", Error, "a rule that never passes because something in it means nothing",
             "A condition that cannot be read fails, and with it the rule, whatever else it asks for.",
             "Correct the condition; the message says what there may be."},
            {"empty-rule", Warning, "a rule without a condition", "It always passes, as if it were not there.",
             "Add the condition that was meant, or take the rule away."},
            {"unknown-id-ref", Error, "an id-ref to what there is not",
             "`id-ref` lets one element stand in several places. Nothing has this id, so that the place stays empty.",
             "Correct the id."},
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
