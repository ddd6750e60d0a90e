// A unit test of a configuration: what the strength of one colocation decides when the primary is lost.
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>

#include <placement/scenario.h>

using namespace placement;

namespace {

Outcome after_losing_the_primary(const std::string& file) {
    return simulate({.cib = Cib::from_file(PLACEMENT_SAMPLES "/" + file), .events = {NodeFails{"pg01"}}});
}

} // namespace

TEST_CASE("with -INFINITY the address keeps the only good replica from being promoted") {
    const Outcome outcome = after_losing_the_primary("postgres-reverse.xml");
    CHECK(outcome.promoted("msPostgresql").empty());
    CHECK(outcome.running("PostgresqlVIP").empty());
}

TEST_CASE("with -1000 the replica is promoted and both addresses run") {
    const Outcome outcome = after_losing_the_primary("postgres-reverse-fixed.xml");
    CHECK(outcome.promoted("msPostgresql") == std::vector<std::string>{"pg02"});
    CHECK(outcome.running("PostgresqlVIP") == std::vector<std::string>{"pg02"});
    CHECK(outcome.running("PostgresqlBackupVIP").size() == 1);
}
