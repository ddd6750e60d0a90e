// A unit test of a configuration: what the strength of one colocation decides when the primary is lost.
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>

#include <placement/testing.h>

using namespace placement::testing;

namespace {

placement::Cib sample(const std::string& name) { return placement::Cib::from_file(PLACEMENT_SAMPLES "/" + name); }

} // namespace

TEST_CASE("with -INFINITY the address keeps the only good replica from being promoted") {
    const Prediction lost = after(sample("postgres-reverse.xml"), fail("pg01"));
    CHECK(lost | promotes_nowhere("msPostgresql"));
    CHECK(lost | stops("PostgresqlVIP"));
}

TEST_CASE("with -1000 the replica is promoted and both addresses run") {
    const auto cib = sample("postgres-reverse-fixed.xml");
    CHECK(after(cib, fail("pg01")) | promotes("Postgresql", "pg02"));
    CHECK(after(cib, fail("pg01")) | runs("PostgresqlVIP", "pg02"));
    CHECK(after(cib, fail("pg01"), settle(), up("pg01")) | loses_nothing());
}
