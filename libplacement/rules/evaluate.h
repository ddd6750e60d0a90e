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
    /// rsc-pattern: what %0..%9 in an attribute's name stand for.
    std::vector<std::string> submatches;
};

/// Whether the rule passes. Where the answer changes at a later moment, `next_change` (if given) is lowered to it
/// (seconds since 1970). (Pacemaker: pcmk_evaluate_rule)
bool passes(const Rule& rule, const RuleInput& input, std::int64_t* next_change = nullptr);

/// Adds the names that are not in `target` yet, taking the sets by falling score (`first_id` before all others) and
/// leaving out those whose rule fails. (Pacemaker: pe__unpack_dataset_nvpairs)
void merge_attributes(const AttributeSets& sets, const RuleInput& input, AttributeTable& target,
                      std::string_view first_id = {}, std::int64_t* next_change = nullptr);

} // namespace placement
