#include <algorithm>

#include <doctest/doctest.h>

#include "base/preparation.h"
#include "unpack/status_sample.h"

using namespace placement;

namespace {

/// n1's state with these attributes; n2 and n3 are online.
std::shared_ptr<const Cluster> with_state(const std::string& attributes, bool fencing,
                                          StatusSample::Pairs transient = {}) {
    StatusSample sample;
    if (fencing) sample.fencing();
    sample.state("n1", attributes, "", transient).online("n2").online("n3");
    return sample.unpack();
}

bool was_fenced_because(const std::shared_ptr<const Cluster>& cluster, const std::string& node_name,
                        const std::string& reason) {
    return std::any_of(preparation_of(*cluster).wishes.begin(), preparation_of(*cluster).wishes.end(),
                       [&](const Wish& candidate) {
                           return candidate.kind == Wish::Kind::FenceNode && cluster->nodes[candidate.node].name == node_name &&
                                  candidate.reason == reason;
                       });
}

constexpr const char* member = R"(in_ccm="true" crmd="online" join="member" expected="member")";

} // namespace

TEST_CASE("a member with a controller that has joined is online") {
    for (const bool fencing : {false, true}) {
        const auto cluster = with_state(member, fencing);
        CHECK(node(cluster, "n1").online);
        CHECK(node(cluster, "n1").expected_up);
        CHECK(node(cluster, "n1").seen);
        CHECK_FALSE(node(cluster, "n1").unclean);
    }
}

TEST_CASE("membership may be the time at which it began") {
    const auto cluster = with_state(R"(in_ccm="1699999000" crmd="1699999010" join="member" expected="member")", true);
    CHECK(node(cluster, "n1").online);
    CHECK_FALSE(node(with_state(R"(in_ccm="0" crmd="0" join="down" expected="down")", true), "n1").online);
}

TEST_CASE("a member that has not joined cannot run resources without fencing") {
    const auto cluster = with_state(R"(in_ccm="true" crmd="online" join="pending" expected="member")", false);
    CHECK_FALSE(node(cluster, "n1").online);
    CHECK_FALSE(node(cluster, "n1").unclean);
    CHECK(node(cluster, "n1").base_score == Score::minus_infinity());
}

TEST_CASE("a node that is expected and has lost its controller is unclean without fencing too") {
    const auto cluster = with_state(R"(in_ccm="true" crmd="offline" join="member" expected="member")", false);
    CHECK(node(cluster, "n1").unclean);
    CHECK(was_fenced_because(cluster, "n1", "peer is unexpectedly down"));
}

TEST_CASE("a node that has left without a word is fenced, and only then priority-fencing-delay counts") {
    const auto cluster = with_state(R"(in_ccm="false" crmd="offline" join="down" expected="member")", true);
    CHECK_FALSE(node(cluster, "n1").online);
    CHECK(node(cluster, "n1").unclean);
    CHECK(was_fenced_because(cluster, "n1", "peer is no longer part of the cluster"));
    CHECK(preparation_of(*cluster).wishes.front().priority_delay);
}

TEST_CASE("a node that has never been a member is fenced") {
    CHECK(was_fenced_because(with_state(R"(crmd="offline")", true), "n1", "peer has not been seen by the cluster"));
}

TEST_CASE("a member whose controller is gone is fenced, and is online until then") {
    const auto cluster = with_state(R"(in_ccm="true" crmd="offline" join="member" expected="member")", true);
    CHECK(was_fenced_because(cluster, "n1", "peer process is no longer available"));
    CHECK(node(cluster, "n1").online);
}

TEST_CASE("a node that is not allowed to join is fenced") {
    const auto cluster = with_state(R"(in_ccm="true" crmd="online" join="banned" expected="member")", true);
    CHECK(was_fenced_because(cluster, "n1", "peer failed Pacemaker membership criteria"));
}

TEST_CASE("a node in a state that nobody knows is fenced") {
    const auto cluster = with_state(R"(in_ccm="true" crmd="online" join="dancing" expected="member")", true);
    CHECK(was_fenced_because(cluster, "n1", "peer was in an unknown state"));
}

TEST_CASE("a node that is still coming up is pending") {
    for (const char* state : {R"(in_ccm="true" crmd="offline" join="down" expected="down")",
                              R"(in_ccm="true" crmd="online" join="pending" expected="member")"}) {
        const auto cluster = with_state(state, true);
        CHECK(node(cluster, "n1").pending);
        CHECK(node(cluster, "n1").standby);
        CHECK_FALSE(node(cluster, "n1").unclean);
    }
}

TEST_CASE("a node that is pending for longer than node-pending-timeout is fenced") {
    const auto since = [](std::int64_t when) {
        return StatusSample()
            .fencing()
            .option("node-pending-timeout", "60s")
            .state("n1", fmt::format(R"(in_ccm="{}" crmd="offline" join="down" expected="down")", when))
            .unpack();
    };
    CHECK(was_fenced_because(since(sample_time - 60), "n1", "peer pending timed out on joining the process group"));
    CHECK(node(since(sample_time - 59), "n1").pending);
    CHECK(since(sample_time - 59)->recheck_by == sample_time + 1);
}

TEST_CASE("a node that leaves cleanly is down and clean") {
    const auto cluster = with_state(R"(in_ccm="false" crmd="offline" join="down" expected="down")", true);
    CHECK_FALSE(node(cluster, "n1").online);
    CHECK_FALSE(node(cluster, "n1").unclean);
}

TEST_CASE("a node that asks to shut down is online, and takes no more resources") {
    const auto cluster = with_state(member, true, {{"shutdown", "1699999999"}});
    CHECK(node(cluster, "n1").online);
    CHECK(node(cluster, "n1").shutdown);
    CHECK(node(cluster, "n1").base_score == Score::minus_infinity());
    CHECK_FALSE(node(with_state(member, true, {{"shutdown", "0"}}), "n1").shutdown);
}

TEST_CASE("terminate asks for fencing, until it has been done") {
    const auto reason = "fencing was requested";
    CHECK(was_fenced_because(with_state(member, true, {{"terminate", "true"}}), "n1", reason));
    CHECK(was_fenced_because(with_state(member, true, {{"terminate", "1699999999"}}), "n1", reason));
    CHECK_FALSE(node(with_state(member, true, {{"terminate", "0"}}), "n1").unclean);
    const char* fenced = R"(in_ccm="false" crmd="offline" join="down" expected="member")";
    CHECK_FALSE(node(with_state(fenced, true, {{"terminate", "true"}}), "n1").unclean);
}

TEST_CASE("transient attributes win over permanent ones, and say standby and maintenance") {
    const auto cluster = with_state(member, false, {{"standby", "on"}, {"maintenance", "true"}, {"#kind", "x"}});
    CHECK(node(cluster, "n1").standby);
    CHECK(node(cluster, "n1").maintenance);
    CHECK(node(cluster, "n1").attributes.at("#kind") == "x");
    CHECK(node(cluster, "n1").attributes.at("#uname") == "n1");
}

TEST_CASE("a node without a state is fenced at start-up, unless startup-fencing is off") {
    CHECK(node(StatusSample().fencing().online("n1").unpack(), "n3").unclean);
    CHECK_FALSE(node(StatusSample().fencing().option("startup-fencing", "false").online("n1").unpack(), "n3").unclean);
}

TEST_CASE("without quorum the policy may be to fence all that is left") {
    const auto cluster = StatusSample().fencing().option("no-quorum-policy", "fence").no_quorum().online("n1").unpack();
    // The cluster never had quorum, so that the policy is stop.
    CHECK_FALSE(node(cluster, "n1").unclean);
}

TEST_CASE("a node is known by its id, or else by its name") {
    const auto cluster = StatusSample()
                             .status(fmt::format(R"(<node_state id="2" uname="other" {}/>)", member))
                             .status(fmt::format(R"(<node_state id="9" uname="N3" {}/>)", member))
                             .unpack();
    CHECK(node(cluster, "n2").online);
    CHECK(node(cluster, "n3").online);
}

TEST_CASE("the state of a node that is not configured is noted and ignored") {
    const auto cluster = StatusSample().status(fmt::format(R"(<node_state id="9" uname="gone" {}/>)", member)).unpack();
    CHECK(has_diagnostic(cluster, "removed-node"));
    CHECK(cluster->nodes.size() == 3);
}

TEST_CASE("a state without a node's id is ignored") {
    CHECK(has_diagnostic(StatusSample().status(R"(<node_state uname="n1"/>)").unpack(), "node-state-without-id"));
}

TEST_CASE("what is unreadable in a node's state counts as absent") {
    const auto membership = with_state(R"(in_ccm="soon" crmd="online" join="member" expected="member")", true);
    CHECK(has_diagnostic(membership, "unreadable-node-state"));
    CHECK(was_fenced_because(membership, "n1", "peer has not been seen by the cluster"));
    const auto controller = with_state(R"(in_ccm="true" crmd="soon" join="member" expected="member")", true);
    CHECK(has_diagnostic(controller, "unreadable-node-state"));
    CHECK(was_fenced_because(controller, "n1", "peer process is no longer available"));
    const auto terminate = with_state(member, true, {{"terminate", "soon"}});
    CHECK(has_diagnostic(terminate, "unreadable-terminate"));
    CHECK_FALSE(node(terminate, "n1").unclean);
}

TEST_CASE("resource discovery cannot be disabled for a cluster node") {
    const auto cluster = with_state(member, false, {{"resource-discovery-enabled", "false"}});
    CHECK(has_diagnostic(cluster, "ignored-resource-discovery"));
    CHECK(node(cluster, "n1").probes_allowed);
}
