#include "lint/rules.h"

namespace placement {

std::vector<LintRule> lint_rules() {
    LintRules rules;
    add_reference_rules(rules);
    add_constraint_rules(rules);
    add_contradiction_rules(rules);
    add_colocation_rules(rules);
    add_promotion_rules(rules);
    add_ordering_rules(rules);
    add_fencing_rules(rules);
    add_failure_rules(rules);
    add_clone_rules(rules);
    add_option_rules(rules);
    add_utilization_rules(rules);
    add_spelling_rules(rules);
    add_leftover_rules(rules);
    add_single_point_rules(rules);
    add_state_rules(rules);
    add_reading_rules(rules);
    add_rules_about_lint(rules);
    return rules;
}

} // namespace placement
