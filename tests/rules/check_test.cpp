#include <doctest/doctest.h>

#include "rule_samples.h"

using namespace placement;
using namespace placement::samples;
using Operation = DateExpression::Operation;

namespace {

/// The message of the only fault; empty where there is none.
std::string fault_of(Condition condition) {
    const Diagnostics diagnostics = check(rule_of(std::move(condition)));
    if (diagnostics.empty()) return "";
    REQUIRE(diagnostics.size() == 1);
    CHECK(diagnostics[0].code == "invalid-rule");
    return diagnostics[0].message;
}

} // namespace

TEST_CASE("a sound condition has no fault") {
    CHECK(fault_of(range("2024-01-01", "T12:00")) == "");
    CHECK(fault_of(expression("a", "defined")) == "");
    CHECK(fault_of(expression("a", "lt", "1", "number")) == "");
}

TEST_CASE("faults in nested rules are found, with their place") {
    AttributeExpression condition = expression("a", "like", "b");
    condition.position = {7, 3};
    Rule outer = rule_of(std::make_shared<const Rule>(rule_of(condition)));
    const Diagnostics diagnostics = check(outer);
    REQUIRE(diagnostics.size() == 1);
    CHECK(diagnostics[0].position == Position{7, 3});
    CHECK(diagnostics[0].severity == Severity::Error);
}

TEST_CASE("a condition needs an id") {
    CHECK(fault_of(OperationExpression{}) == "operation expression `` never passes: it has no id");
    CHECK(fault_of(ResourceExpression{}) == "resource expression `` never passes: it has no id");
}

TEST_CASE("the faults of dates") {
    CHECK(fault_of(range("soon", std::nullopt)) ==
          "date expression `dates` never passes: its start is unreadable: `soon` is not an ISO 8601 date and time: neither "
          "a date like 2024-02-29 nor one like 2024-060 or 2024-W09-4");
    CHECK(fault_of(range("2024-01-01", "2024-13-01")) ==
          "date expression `dates` never passes: its end is unreadable: `2024-13-01` is not an ISO 8601 date and time: 13 "
          "is not a month");
    CHECK(fault_of(range(std::nullopt, std::nullopt)) ==
          "date expression `dates` never passes: it has neither a start nor an end");
    CHECK(fault_of(dates(Operation::After)) == "date expression `dates` never passes: it has no start");
    CHECK(fault_of(dates(Operation::Before)) == "date expression `dates` never passes: it has no end");
    DateExpression lasting = range("2024-01-01", std::nullopt);
    lasting.duration.emplace().emplace("hours", "few");
    CHECK(fault_of(lasting) == "date expression `dates` never passes: `few` is not a number of hours");
}

TEST_CASE("the faults of date specifications") {
    DateExpression expression = dates(Operation::Specification);
    CHECK(fault_of(expression) == "date expression `dates` never passes: it has no <date_spec>");
    expression.specification.emplace();
    CHECK(fault_of(expression) == "date expression `dates` never passes: its <date_spec> has no id");
    expression.specification->id = "specification";
    expression.specification->fields.emplace("hours", "9 to 5");
    CHECK(fault_of(expression) == "date expression `dates` never passes: `9 to 5` is not a range of hours");
}

TEST_CASE("the faults of attribute expressions") {
    CHECK(fault_of(expression("", "defined")) == "expression `expression` never passes: it names no attribute");
    CHECK(fault_of(expression("a", "like", "b")) ==
          "expression `expression` never passes: `like` is not an operation (lt, gt, lte, gte, eq, ne, defined or "
          "not_defined)");
    CHECK(fault_of(expression("a", "defined", "b")) ==
          "expression `expression` never passes: the operation `defined` allows no value");
    CHECK(fault_of(expression("a", "eq")) ==
          "expression `expression` never passes: the operation `eq` needs a value");
    CHECK(fault_of(expression("a", "eq", "b", "colour")) ==
          "expression `expression` never passes: `colour` is not a type (string, integer, number or version)");
    AttributeExpression elsewhere = expression("a", "eq", "b");
    elsewhere.value_source = "elsewhere";
    CHECK(fault_of(elsewhere) ==
          "expression `expression` never passes: `elsewhere` is not a source of a value (literal, param or meta)");
}

TEST_CASE("the faults of operation expressions") {
    OperationExpression expression;
    expression.id = "operation";
    CHECK(fault_of(expression) == "operation expression `operation` never passes: it has no operation's name");
    expression.name = "monitor";
    expression.interval = "often";
    CHECK(fault_of(expression) == "operation expression `operation` never passes: `often` is not an interval");
}
