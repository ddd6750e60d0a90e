#include <doctest/doctest.h>

#include "support/scheduled.h"

// Which of several nodes counts as the one where a resource is.
using namespace placement;

namespace {

/// On its way from n2 to n1.
Sketch half_migrated(const std::string& pairs) {
    const std::string halves = R"(migrate_source="n2" migrate_target="n1")";
    return Sketch("n1 n2")
        .resource(primitive("a", meta(pairs)))
        .runs("a", "n2")
        .operation("n2", "a", "migrate_to", 0, 0, halves)
        .constraint(location("l", "a", "n1", "INFINITY"));
}

} // namespace

TEST_CASE("while a migration goes on, a resource is where it comes from") {
    const Scheduled result(half_migrated("allow-migrate=true"));
    CHECK(result.need("a_migrate_from_0", "n1") == "required");
    CHECK(result.schedule.placements[result.id("a")].node_before == result.node_id("n2"));
}
