#pragma once

#include <string>
#include <vector>

#include "placement/lint.h"

/// The rules, a file a topic. Each file adds its own to the table; registry.cpp shows the order.
namespace placement {

using LintRules = std::vector<LintRule>;

void add_reading_rules(LintRules& rules); // what reading the CIB reports: the next three, and more
void add_constraint_codes(LintRules& rules);
void add_resource_codes(LintRules& rules);
void add_state_codes(LintRules& rules);
void add_reference_rules(LintRules& rules);
void add_constraint_rules(LintRules& rules);
void add_contradiction_rules(LintRules& rules);
void add_colocation_rules(LintRules& rules);
void add_promotion_rules(LintRules& rules);
void add_ordering_rules(LintRules& rules);
void add_fencing_rules(LintRules& rules);
void add_failure_rules(LintRules& rules);
void add_timeout_rules(LintRules& rules);
void add_clone_rules(LintRules& rules);
void add_option_rules(LintRules& rules);
void add_utilization_rules(LintRules& rules);
void add_spelling_rules(LintRules& rules);
void add_leftover_rules(LintRules& rules);
void add_state_rules(LintRules& rules);
void add_single_point_rules(LintRules& rules);
void add_rules_about_lint(LintRules& rules);

} // namespace placement
