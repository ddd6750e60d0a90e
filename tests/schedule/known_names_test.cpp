#include <algorithm>
#include <string>

#include <doctest/doctest.h>

#include "placement/unpack.h"
#include "support/sketch.h"
#include "unpack/known_names.h"

// What came later than a release has no effect under its rules, and that is told.
using namespace placement;

namespace {

std::shared_ptr<const Cluster> known_by(Release release, const Sketch& sketch) {
    return unpack(sketch.cib(), Time{Sketch::now, 0}, release);
}

/// Of that code.
std::string told_as_newer(const Cluster& cluster, std::string_view code = "newer-than-release") {
    std::string messages;
    for (const Diagnostic& each : cluster.diagnostics) {
        if (each.code == code && !each.message.starts_with("the CIB ")) messages += each.message + "\n";
    }
    return messages;
}

} // namespace

TEST_CASE("a property by a later name does not count") {
    const Sketch sketch = Sketch("n1").options("fencing-enabled=false");
    const auto older = known_by(Release::v2_1_5, sketch);
    CHECK(older->options.fencing_enabled);
    CHECK(told_as_newer(*older) == "Pacemaker 2.1.5 does not know the property `fencing-enabled` (it calls it `stonith-enabled`): it would "
                          "fence, because the default `true` counts\n");
    const auto newest = known_by(Release::v3_0_2, sketch);
    CHECK_FALSE(newest->options.fencing_enabled);
    CHECK(told_as_newer(*newest).empty());
}

TEST_CASE("with both names, each release heeds its own and nothing is told") {
    const Sketch sketch = Sketch("n1").options("fencing-enabled=true stonith-enabled=false");
    CHECK_FALSE(known_by(Release::v2_1_5, sketch)->options.fencing_enabled);
    CHECK(known_by(Release::v3_0_2, sketch)->options.fencing_enabled);
    CHECK(told_as_newer(*known_by(Release::v2_1_5, sketch)).empty());
}

TEST_CASE("a name that was the only one is not called old") {
    CHECK(told_as_newer(*known_by(Release::v2_1_5, Sketch("n1").options("stop-orphan-resources=false")), "old-property-name").empty());
    CHECK_FALSE(told_as_newer(*known_by(Release::v3_0_2, Sketch("n1").options("stop-orphan-resources=false")), "old-property-name").empty());
}

TEST_CASE("a value that came later is as one that is none") {
    const Sketch sketch = Sketch("n1").options("fencing-enabled=true no-quorum-policy=demote");
    CHECK(known_by(Release::v2_0_5, sketch)->options.no_quorum_policy == NoQuorumPolicy::Demote);
    const auto older = known_by(Release::v1_1_11, sketch);
    CHECK(older->options.no_quorum_policy == NoQuorumPolicy::Stop);
    CHECK(told_as_newer(*older).find("does not know the no-quorum-policy `demote`: the default `stop` counts") != std::string::npos);
}

TEST_CASE("a role by a later name: a location is ignored, a colocation counts for every role") {
    const Sketch sketch = Sketch("n1 n2")
                              .resource(promotable("m", "p"))
                              .resource(primitive("a"))
                              .constraint("<rsc_location id=\"l\" rsc=\"m\" node=\"n1\" score=\"5\" role=\"Promoted\"/>")
                              .constraint("<rsc_colocation id=\"c\" rsc=\"a\" with-rsc=\"m\" with-rsc-role=\"Promoted\" score=\"5\"/>");
    const auto older = known_by(Release::v2_0_5, sketch);
    CHECK(older->locations.empty());
    REQUIRE(older->colocations.size() == 1);
    CHECK(older->colocations.begin()->primary_role == Role::Unknown);
    CHECK(told_as_newer(*older, "invalid-role") == "location constraint `l` is ignored: Pacemaker 2.0.5 does not know the role `Promoted` (it "
                                          "calls it `Master`)\n");
    const auto newer = known_by(Release::v2_1_2, sketch);
    CHECK(newer->locations.size() == 1);
    CHECK(newer->colocations.begin()->primary_role == Role::Promoted);
}

TEST_CASE("a CIB of a newer feature set is one that the release refuses") {
    const auto newer = unpack(Cib::from_text("<cib crm_feature_set=\"3.20.5\" validate-with=\"pacemaker-4.0\"><configuration><crm_config/>"
                                             "<nodes/><resources/><constraints/></configuration></cib>"),
                              Time{Sketch::now, 0}, Release::v2_1_5);
    CHECK(std::ranges::any_of(newer->diagnostics, [](const Diagnostic& each) {
        return each.message == "the CIB is of feature set 3.20.5, and Pacemaker 2.1.5 refuses what is newer than 3.16.1";
    }));
}

TEST_CASE("a CIB of a newer schema, too") {
    const auto told = [](const std::string& schema) {
        const auto cluster = unpack(Cib::from_text("<cib validate-with=\"" + schema + "\"><configuration><crm_config/><nodes/><resources/>"
                                                   "<constraints/></configuration></cib>"),
                                    Time{Sketch::now, 0}, Release::v2_1_5);
        return std::ranges::any_of(cluster->diagnostics, [&](const Diagnostic& each) {
            return each.message == "the CIB names the schema " + schema + ", and Pacemaker 2.1.5 refuses what is newer than pacemaker-3.9";
        });
    };
    CHECK(told("pacemaker-3.10"));
    CHECK_FALSE(told("pacemaker-3.9"));
}

TEST_CASE("what 3.0.1 brought is in 2.1.10 but not in 3.0.0") {
    const auto known = [](Release release) { return is_known(NameKind::Property, "fence-remote-without-quorum", release); };
    CHECK_FALSE(known(Release::v2_1_9));
    CHECK(known(Release::v2_1_10));
    CHECK_FALSE(known(Release::v3_0_0));
    CHECK(known(Release::v3_0_1));
    CHECK(is_known(NameKind::Property, "maintenance-mode", Release::v1_1_10));
}
