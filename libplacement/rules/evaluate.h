#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "placement/rule.h"
#include "placement/time.h"

namespace placement {

/// What a rule is judged against; parts that do not apply are left out, and conditions on them then fail as
/// Pacemaker's do. (Pacemaker: pcmk_rule_input_t)
struct RuleInput {
    Time now;
    const AttributeTable* node_attributes = nullptr;
    const AttributeTable* parameters = nullptr; ///< value-source="param"
    const AttributeTable* meta = nullptr;       ///< value-source="meta"
    const std::string* standard = nullptr;      ///< of the resource, for rsc_expression
    const std::string* provider = nullptr;
    const std::string* agent = nullptr;
    std::optional<std::string> operation;       ///< op_expression
    std::optional<std::uint32_t> interval_ms;
    /// rsc-pattern: what %0..%9 in an attribute's name stand for, those beyond the last one nothing. Empty without a
    /// pattern: names then are taken as written.
    std::vector<std::string> submatches;
    bool missing_is_literal = false; ///< the name of a parameter or meta attribute that is not there is itself the value
};

/// The moment (seconds since 1970) at which an answer may change; none: not by time alone, as far as is known.
using NextChange = std::optional<std::int64_t>;

/// Whether the rule passes. A part that is missing, unreadable or unknown fails; a rule without conditions passes.
/// Conditions are judged in order until the answer is sure, and `next_change` (if given) is lowered to the earliest
/// moment at which one of those changes. The ranges of date specifications have no such moment.
/// (Pacemaker: pcmk_evaluate_rule)
bool passes(const Rule& rule, const RuleInput& input, NextChange* next_change = nullptr);

/// What in the rule is missing or unreadable, so that the condition never passes (code "invalid-rule"). Conditions that
/// the reader has replaced by InvalidExpression are its to report.
Diagnostics check(const Rule& rule);

/// The text with %0..%9 replaced by what they stand for; as it is without submatches.
/// (Pacemaker: pcmk__replace_submatches)
std::string expand_submatches(std::string_view text, const std::vector<std::string>& submatches);

/// Adds the names that are not in `target` yet, taking the sets by falling score (`first_id` before all others; of
/// equal scores the one configured last) and leaving out those whose rule fails. Within a set the first of equal names
/// counts. The value "#default" takes the name out of `target`, and lets later sets set it.
/// (Pacemaker: pe__unpack_dataset_nvpairs)
void merge_attributes(const AttributeSets& sets, const RuleInput& input, AttributeTable& target,
                      std::string_view first_id = {}, NextChange* next_change = nullptr);

/// Whether one of the sets has a rule.
bool has_rules(const AttributeSets& sets);

} // namespace placement
