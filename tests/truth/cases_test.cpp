#include "truth/cases.h"

#include <stdexcept>

#include <doctest/doctest.h>

using namespace placement;
using namespace placement::truth;

namespace {

const std::string columns = "file\tevent\treference options\trounds\tstate at the end\n";

} // namespace

TEST_CASE("a row of expected.tsv is a failure and a state") {
    const auto rows = parse_expected(columns + "web.xml\tnode n1\t-f n1\t2\tip:n2:Started\n");
    REQUIRE(rows.size() == 1);
    CHECK(rows[0].first == "web.xml");
    CHECK(rows[0].second.failure.name == "node n1");
    CHECK(rows[0].second.failure.injections == std::vector<Injection>{{Injection::Kind::NodeFails, "n1"}});
    CHECK(text(rows[0].second.state) == "ip:n2:Started");
}

TEST_CASE("a resource fails by the monitor that the reference was told") {
    const auto rows = parse_expected(columns + "web.xml\tresource ip@n1\t-i ip_monitor_10000@n1=7\t1\t\n");
    REQUIRE(rows.size() == 1);
    const Failure& failure = rows[0].second.failure;
    CHECK(failure.injections == std::vector<Injection>{{Injection::Kind::OperationResult, "ip_monitor_10000@n1=7"}});
    CHECK(text(failure.events.at(0)) == "ip fails on n1");
}

TEST_CASE("what the reference refused is left out") {
    CHECK(parse_expected(columns + "web.xml\tresource ip@n1\t-i ip_monitor_10000@n1=7\t0\trefused 1\n").empty());
}

TEST_CASE("a row that says something else is refused") {
    CHECK_THROWS_AS(parse_expected(columns + "web.xml\tnode n1\n"), std::runtime_error);
    CHECK_THROWS_AS(parse_expected(columns + "web.xml\tdisk d\t-f d\t1\t\n"), std::runtime_error);
}
