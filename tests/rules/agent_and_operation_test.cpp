#include <doctest/doctest.h>

#include "rule_samples.h"

using namespace placement;
using namespace placement::samples;

namespace {

const std::string standard = "ocf";
const std::string provider = "heartbeat";
const std::string agent = "IPaddr2";

RuleInput of_address() {
    RuleInput input;
    input.standard = &standard;
    input.provider = &provider;
    input.agent = &agent;
    return input;
}

ResourceExpression resource() {
    ResourceExpression expression;
    expression.id = "resource";
    return expression;
}

OperationExpression operation(const char* name, std::optional<std::string> interval = std::nullopt) {
    OperationExpression expression;
    expression.id = "operation";
    expression.name = name;
    expression.interval = std::move(interval);
    return expression;
}

RuleInput of_monitor(std::uint32_t interval_ms) {
    RuleInput input;
    input.operation = "monitor";
    input.interval_ms = interval_ms;
    return input;
}

} // namespace

TEST_CASE("what an agent's expression leaves out matches every agent") {
    CHECK(passes(rule_of(resource()), of_address()));
    CHECK(passes(rule_of(resource()), {}));
}

TEST_CASE("each part of an agent's name must match") {
    ResourceExpression expression = resource();
    expression.standard = "ocf";
    expression.provider = "heartbeat";
    expression.agent = "IPaddr2";
    CHECK(passes(rule_of(expression), of_address()));
    for (auto part : {&ResourceExpression::standard, &ResourceExpression::provider, &ResourceExpression::agent}) {
        ResourceExpression other = expression;
        other.*part = "other";
        CHECK_FALSE(passes(rule_of(other), of_address()));
    }
}

TEST_CASE("a part of an agent's name matches no resource that lacks it") {
    ResourceExpression expression = resource();
    expression.provider = "heartbeat";
    CHECK_FALSE(passes(rule_of(expression), {}));
}

TEST_CASE("an operation is known by its name") {
    CHECK(passes(rule_of(operation("monitor")), of_monitor(10'000)));
    CHECK_FALSE(passes(rule_of(operation("start")), of_monitor(10'000)));
    CHECK_FALSE(passes(rule_of(operation("monitor")), {}));
}

TEST_CASE("an operation's interval counts if the expression has one") {
    CHECK(passes(rule_of(operation("monitor", "10s")), of_monitor(10'000)));
    CHECK_FALSE(passes(rule_of(operation("monitor", "20s")), of_monitor(10'000)));
    CHECK(passes(rule_of(operation("monitor", "0")), of_monitor(0)));
    CHECK_FALSE(passes(rule_of(operation("monitor", "often")), of_monitor(0)));
}

TEST_CASE("an expression without an id fails") {
    ResourceExpression no_id;
    CHECK_FALSE(passes(rule_of(no_id), of_address()));
    OperationExpression nameless = operation("monitor");
    nameless.id.clear();
    CHECK_FALSE(passes(rule_of(nameless), of_monitor(0)));
}
