#include "lint/rules.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace placement {

namespace {

/// What these find is of nodes that were seen and of what they run; a configuration alone has neither.
constexpr std::array<std::string_view, 17> codes_of_state{
    "active-on-several-nodes", "spare-instance",    "active-where-not-allowed", "failed-operation",         "stays-down",
    "node-to-be-fenced",       "node-unclean",      "held-back-shutdown",       "action-cannot-run",        "never-at-rest",
    "single-point-of-failure", "moves-back",        "failure-without-end",      "promotion-held-up",        "group-takes-along",
    "nobody-promoted",         "unknown-rule-attribute"};

} // namespace

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
    add_timeout_rules(rules);
    add_clone_rules(rules);
    add_option_rules(rules);
    add_utilization_rules(rules);
    add_spelling_rules(rules);
    add_leftover_rules(rules);
    add_single_point_rules(rules);
    add_state_rules(rules);
    add_reading_rules(rules);
    add_rules_about_lint(rules);
    for (LintRule& rule : rules) rule.needs_state = std::ranges::find(codes_of_state, rule.code) != codes_of_state.end();
    return rules;
}

} // namespace placement
