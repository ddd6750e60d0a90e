#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "placement/attributes.h"
#include "placement/diagnostic.h"
#include "placement/score.h"
#include "placement/time.h"

namespace [[gnu::visibility("default")]] placement {

/// <date_spec>: for each field the ranges that were configured, as text ("1-5"); an absent field always matches.
struct DateSpecification {
    std::string id;
    std::map<std::string, std::string, std::less<>> fields;
    Position position;
};

/// <date_expression>
struct DateExpression {
    enum class Operation : std::uint8_t { InRange, Before, After, Specification, Invalid };
    std::string id;
    Operation operation = Operation::InRange;
    /// As written. A value that is written but unreadable ("") makes the expression fail; an absent one does not.
    std::optional<std::string> start;
    std::optional<std::string> end;
    /// <duration>: unit ("hours", "days", ...) to amount.
    std::optional<std::map<std::string, std::string, std::less<>>> duration;
    std::optional<DateSpecification> specification;
    Position position;
};

/// <expression>: compares a node attribute with a value.
struct AttributeExpression {
    std::string id;
    std::string attribute;
    std::string operation;
    std::string type; ///< empty for the operation's default
    std::string value;
    /// "literal" (the same as empty), "param" or "meta".
    std::string value_source;
    bool has_value = false;
    Position position;
};

/// <rsc_expression>
struct ResourceExpression {
    std::string id;
    std::optional<std::string> standard;
    std::optional<std::string> provider;
    std::optional<std::string> agent;
    Position position;
};

/// <op_expression>
struct OperationExpression {
    std::string id;
    std::string name;
    std::optional<std::string> interval;
    Position position;
};

struct Rule;
/// Used by the reader for a condition that Pacemaker would reject; it never passes.
struct InvalidExpression {
    std::string id;
    std::string element;
    Position position;
};

using Condition = std::variant<std::shared_ptr<const Rule>, DateExpression, AttributeExpression, ResourceExpression,
                               OperationExpression, InvalidExpression>;

/// <rule>: conditions joined by and/or. (Pacemaker Explained, "Rules")
struct Rule {
    std::string id;
    bool any_suffices = false; // boolean-op="or"
    std::vector<Condition> conditions;
    /// Location rules only.
    std::optional<std::string> score;
    std::optional<std::string> score_attribute;
    std::optional<std::string> role;
    Position position;
};

/// An <nvpair>. The reader ignores pairs without a name or value.
struct NameValuePair {
    std::string name;
    std::string value;
    Position position;
};

/// One <meta_attributes>, <instance_attributes>, <utilization>, <cluster_property_set>, …
struct AttributeSet {
    std::string id;
    Score score;
    std::optional<Rule> rule;
    std::vector<NameValuePair> pairs;
    Position position;
};

/// In the order of the configuration; rules/ sorts them by score when it merges them.
using AttributeSets = std::vector<AttributeSet>;

} // namespace placement
