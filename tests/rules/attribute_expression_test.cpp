#include <doctest/doctest.h>

#include "rule_samples.h"
#include "rules/typed_values.h"

using namespace placement;
using namespace placement::samples;

namespace {

bool holds_on(const AttributeTable& attributes, AttributeExpression expression) {
    RuleInput input;
    input.node_attributes = &attributes;
    return passes(rule_of(std::move(expression)), input);
}

bool compares(const char* actual, const char* operation, const char* value, const char* type = "") {
    return holds_on({{"a", actual}}, expression("a", operation, value, type));
}

} // namespace

TEST_CASE("an attribute is defined or not") {
    CHECK(holds_on({{"a", ""}}, expression("a", "defined")));
    CHECK_FALSE(holds_on({}, expression("a", "defined")));
    CHECK(holds_on({}, expression("a", "not_defined")));
    CHECK_FALSE(holds_on({{"a", ""}}, expression("a", "not_defined")));
}

TEST_CASE("without a node no attribute is defined") {
    CHECK(passes(rule_of(expression("a", "not_defined")), {}));
    CHECK_FALSE(passes(rule_of(expression("a", "eq", "1")), {}));
}

TEST_CASE("a question of presence has no value, any other has one") {
    CHECK_FALSE(holds_on({{"a", ""}}, expression("a", "defined", "1")));
    CHECK_FALSE(holds_on({}, expression("a", "not_defined", "1")));
    CHECK_FALSE(holds_on({{"a", "1"}}, expression("a", "eq")));
}

TEST_CASE("texts are equal without regard to case") {
    CHECK(compares("Blue", "eq", "bLUE"));
    CHECK_FALSE(compares("Blue", "ne", "bLUE"));
    CHECK(compares("1.0", "ne", "1"));
}

TEST_CASE("operations and types are known in any case") {
    CHECK(compares("5", "GTE", "5", "Integer"));
}

TEST_CASE("less and greater compare integers unless there is a point") {
    CHECK(compares("9", "lt", "10"));
    CHECK(compares("10", "lte", "10"));
    CHECK(compares("10", "gt", "9"));
    CHECK(compares("10", "gte", "10"));
    CHECK(compares("1.5", "gt", "1.25"));
    CHECK_FALSE(compares("1.5", "gt", "1.25", "version"));
}

TEST_CASE("values that are no numbers are compared as texts") {
    CHECK(compares("b", "gt", "A"));
    CHECK(compares("b", "gt", "10", "number"));
    CHECK(compares("99999999999999999999", "gt", "100", "integer"));
}

TEST_CASE("what follows an integer is put aside") {
    CHECK(compares("5 nodes", "eq", "5", "integer"));
}

TEST_CASE("an absent attribute is not equal, and neither less nor greater") {
    CHECK(holds_on({}, expression("a", "ne", "1")));
    CHECK_FALSE(holds_on({}, expression("a", "eq", "1")));
    CHECK_FALSE(holds_on({}, expression("a", "lt", "1")));
    CHECK_FALSE(holds_on({}, expression("a", "gte", "1")));
}

TEST_CASE("the value may come from the resource's parameters or meta attributes") {
    const AttributeTable node = {{"a", "1"}};
    const AttributeTable parameters = {{"wanted", "1"}};
    const AttributeTable meta = {{"wanted", "2"}};
    RuleInput input;
    input.node_attributes = &node;
    input.parameters = &parameters;
    input.meta = &meta;
    AttributeExpression condition = expression("a", "eq", "wanted");
    condition.value_source = "param";
    CHECK(passes(rule_of(condition), input));
    condition.value_source = "meta";
    CHECK_FALSE(passes(rule_of(condition), input));
    condition.value_source = "literal";
    CHECK_FALSE(passes(rule_of(condition), input));
    condition.value_source = "elsewhere";
    condition.operation = "ne";
    CHECK_FALSE(passes(rule_of(condition), input));
}

TEST_CASE("an absent attribute equals an absent parameter") {
    AttributeExpression condition = expression("a", "eq", "wanted");
    condition.value_source = "param";
    CHECK(passes(rule_of(condition), {}));
    condition.operation = "lte";
    CHECK_FALSE(passes(rule_of(condition), {}));
}

TEST_CASE("an unknown operation or type fails, and so does what has no id or attribute") {
    CHECK_FALSE(compares("1", "like", "1"));
    CHECK_FALSE(compares("1", "eq", "1", "colour"));
    AttributeExpression no_id = expression("a", "not_defined");
    no_id.id.clear();
    CHECK_FALSE(holds_on({}, no_id));
    CHECK_FALSE(holds_on({}, expression("", "not_defined")));
}

TEST_CASE("an attribute's name takes parts of the resource's name") {
    const AttributeTable node = {{"site-east", "1"}, {"site-%1", "2"}, {"site-", "3"}};
    RuleInput input;
    input.node_attributes = &node;
    input.submatches = {"db-east", "east"};
    CHECK(passes(rule_of(expression("site-%1", "eq", "1")), input));
    CHECK(passes(rule_of(expression("site-%7", "eq", "3")), input));
    input.submatches.clear();
    CHECK(passes(rule_of(expression("site-%1", "eq", "2")), input));
}

TEST_CASE("a percent sign without a number stands for itself") {
    const AttributeTable node = {{"50%", "1"}};
    RuleInput input;
    input.node_attributes = &node;
    input.submatches = {"x"};
    CHECK(passes(rule_of(expression("50%", "defined")), input));
}

TEST_CASE("versions are compared number by number") {
    CHECK(compare_versions("1.10", "1.9") > 0);
    CHECK(compare_versions("1.2", "1.2.0") == 0);
    CHECK(compare_versions("1.2", "1.2.1") < 0);
    CHECK(compare_versions(" 2.0rc1", "2.0") == 0);
    CHECK(compare_versions("", "0") == 0);
    CHECK(compare_versions("-1", "0") == 0);
}

TEST_CASE("numbers are read as C reads them, whatever the locale") {
    CHECK(parse_number(" +1.5e2x") == 150.0);
    CHECK(parse_number("-.5") == -0.5);
    CHECK(parse_number("0x1p3") == 8.0);
    CHECK(parse_number("0xz") == 0.0);
    CHECK(parse_number("1,5") == 1.0);
    CHECK(parse_number("") == std::nullopt);
    CHECK(parse_number("x") == std::nullopt);
    CHECK(parse_number("+-1") == std::nullopt);
}

TEST_CASE("numbers out of range are none, and so are zeros with a sign") {
    CHECK(parse_number("1e400") == std::nullopt);
    CHECK(parse_number("1e-400") == std::nullopt);
    CHECK(parse_number("0.0") == 0.0);
    CHECK(parse_number("-0") == std::nullopt);
}
