#include <doctest/doctest.h>

#include "rule_samples.h"

using namespace placement;
using namespace placement::samples;

namespace {

Condition yes() {
    return expression("absent", "not_defined");
}

Condition no() {
    return expression("absent", "defined");
}

Rule joined(bool any_suffices, std::vector<Condition> conditions) {
    Rule rule;
    rule.id = "rule";
    rule.any_suffices = any_suffices;
    rule.conditions = std::move(conditions);
    return rule;
}

Condition nested(Rule rule) {
    return std::make_shared<const Rule>(std::move(rule));
}

} // namespace

TEST_CASE("and needs every condition, or needs one") {
    CHECK(passes(joined(false, {yes(), yes()}), {}));
    CHECK_FALSE(passes(joined(false, {yes(), no()}), {}));
    CHECK(passes(joined(true, {no(), yes()}), {}));
    CHECK_FALSE(passes(joined(true, {no(), no()}), {}));
}

TEST_CASE("a rule without conditions passes") {
    CHECK(passes(joined(false, {}), {}));
    CHECK(passes(joined(true, {}), {}));
}

TEST_CASE("a rule without an id fails") {
    Rule rule = joined(false, {yes()});
    rule.id.clear();
    CHECK_FALSE(passes(rule, {}));
}

TEST_CASE("rules may be nested") {
    CHECK(passes(joined(false, {yes(), nested(joined(true, {no(), yes()}))}), {}));
    CHECK_FALSE(passes(joined(false, {yes(), nested(joined(false, {no(), yes()}))}), {}));
}

TEST_CASE("a condition that nobody knows fails") {
    CHECK_FALSE(passes(rule_of(InvalidExpression{}), {}));
    CHECK(passes(joined(true, {InvalidExpression{}, yes()}), {}));
}

TEST_CASE("the next change is the earliest of those looked at") {
    DateExpression late = dates(DateExpression::Operation::Before);
    late.end = "2030-01-01";
    DateExpression early = late;
    early.end = "2025-01-01";
    NextChange change;
    CHECK(passes(joined(false, {late, early}), at("2024-01-01"), &change));
    CHECK(change == Time::parse("2025-01-01").seconds);

    NextChange first_only;
    CHECK(passes(joined(true, {late, early}), at("2024-01-01"), &first_only));
    CHECK(first_only == Time::parse("2030-01-01").seconds);
}
