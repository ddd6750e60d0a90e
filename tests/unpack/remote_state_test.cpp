#include <doctest/doctest.h>

#include "unpack/status_sample.h"

using namespace placement;

namespace {

const Entry stopped{.task = "stop", .call_id = 4};

constexpr const char* remote_agent = R"(class="ocf" provider="pacemaker" type="remote")";

StatusSample with_remote(StatusSample::Pairs meta = {}) {
    return StatusSample().resources(
        fmt::format(R"(<primitive id="r1" {}>{}</primitive>)", remote_agent, pairs("meta_attributes", "r1", meta)));
}

StatusSample with_guest() { return StatusSample().primitive("vm", {{"remote-node", "guest"}}); }

std::string connection(std::initializer_list<Entry> entries) { return history("r1", entries, remote_agent); }

std::string guest_running() { return history("vm", {started}) + history("guest", {started}, remote_agent); }

} // namespace

TEST_CASE("a remote node is online while its connection is") {
    const auto up = with_remote().online("n1", connection({started})).state("r1", "").unpack();
    CHECK(node(up, "r1").online);
    CHECK(node(up, "r1").seen);
    CHECK(node(up, "r1").unpacked);
    CHECK_FALSE(node(with_remote().online("n1", connection({stopped})).state("r1", "").unpack(), "r1").online);
    CHECK_FALSE(node(with_remote().online("n1").state("r1", "").unpack(), "r1").online);
}

TEST_CASE("the history of a remote node is read once its connection is known, wherever it stands in the status") {
    const auto cluster = with_remote()
                             .primitive("db")
                             .state("r1", "", history("db", {started}))
                             .online("n1", connection({started}))
                             .unpack();
    CHECK(active(cluster, "db") == "r1");
}

TEST_CASE("a failed connection takes the remote node offline, and what ran there has it fenced") {
    const auto cluster = with_remote()
                             .fencing()
                             .primitive("db")
                             .online("n1", connection({started, failed_monitor}))
                             .state("r1", "", history("db", {started}))
                             .unpack();
    CHECK_FALSE(node(cluster, "r1").online);
    CHECK(node(cluster, "r1").unclean);
    CHECK(node(cluster, "r1").remote_needs_reset);
}

TEST_CASE("a remote node that has been fenced since is not fenced again") {
    const auto cluster =
        with_remote().fencing().online("n1", connection({started, failed_monitor})).state("r1", R"(node_fenced="1")").unpack();
    CHECK(node(cluster, "r1").remote_was_fenced);
    CHECK_FALSE(node(cluster, "r1").remote_needs_reset);
}

TEST_CASE("a failed connection with a reconnect interval stops first") {
    const auto cluster = StatusSample()
                             .fencing()
                             .resources(fmt::format(R"(<primitive id="r1" {}>{}</primitive>)", remote_agent,
                                                    pairs("instance_attributes", "r1", {{"reconnect_interval", "1h"}})))
                             .online("n1", connection({started, failed_monitor}))
                             .unpack();
    CHECK(resource(cluster, "r1").next_role == Role::Stopped);
}

TEST_CASE("the transient attributes of a remote node count once its connection is up") {
    const auto cluster = with_remote()
                             .online("n1", connection({started}))
                             .state("r1", R"(node_in_maintenance="1")", "",
                                    {{"standby", "true"}, {"maintenance", "true"}, {"shutdown", "1699999999"}})
                             .unpack();
    CHECK(node(cluster, "r1").standby);
    CHECK(node(cluster, "r1").maintenance);
    CHECK(node(cluster, "r1").remote_in_maintenance);
    CHECK(node(cluster, "r1").shutdown);
    CHECK(resource(cluster, "r1").next_role == Role::Stopped);
    CHECK(resource(cluster, "r1").next_role_reason == "remote shutdown");
}

TEST_CASE("with an unmanaged connection the remote node is in maintenance") {
    const auto cluster =
        with_remote({{"is-managed", "false"}}).online("n1", connection({started})).state("r1", "").unpack();
    CHECK(node(cluster, "r1").maintenance);
}

TEST_CASE("resource discovery can be disabled for a remote node where fencing makes it safe") {
    const StatusSample::Pairs disabled = {{"resource-discovery-enabled", "false"}};
    const auto fenced = with_remote().fencing().online("n1", connection({started})).state("r1", "", "", disabled).unpack();
    CHECK_FALSE(node(fenced, "r1").probes_allowed);
    const auto unfenced = with_remote().online("n1", connection({started})).state("r1", "", "", disabled).unpack();
    CHECK(node(unfenced, "r1").probes_allowed);
    CHECK(has_diagnostic(unfenced, "ignored-resource-discovery"));
}

TEST_CASE("a guest is online while its container and its connection are") {
    const auto up = with_guest().primitive("db").online("n1", guest_running()).state("guest", "", history("db", {started}));
    CHECK(node(up.unpack(), "guest").online);
    CHECK(node(up.unpack(), "guest").is_guest());
    CHECK(active(up.unpack(), "db") == "guest");
    const auto half = with_guest().online("n1", history("vm", {started})).state("guest", "").unpack();
    CHECK_FALSE(node(half, "guest").online);
}

TEST_CASE("a guest whose container has failed is offline and must be reset") {
    const auto cluster = with_guest()
                             .online("n1", history("vm", {started, failed_monitor}) + history("guest", {started}, remote_agent))
                             .state("guest", "")
                             .unpack();
    CHECK_FALSE(node(cluster, "guest").online);
    CHECK(node(cluster, "guest").remote_needs_reset);
}

TEST_CASE("a failure within a guest that asks for fencing recovers the container") {
    const auto cluster = with_guest()
                             .fencing()
                             .primitive("db", {}, R"(<op id="db-m" name="monitor" interval="10s" on-fail="fence"/>)")
                             .online("n1", guest_running())
                             .state("guest", "", history("db", {started, failed_monitor}))
                             .unpack();
    CHECK(resource(cluster, "vm").failed);
    CHECK(node(cluster, "guest").remote_needs_reset);
    CHECK_FALSE(node(cluster, "guest").unclean);
}

TEST_CASE("what runs in a guest adds to the priority of the guest's host") {
    const auto cluster = with_guest()
                             .primitive("db", {{"priority", "7"}})
                             .online("n1", guest_running())
                             .state("guest", "", history("db", {started}))
                             .unpack();
    CHECK(node(cluster, "guest").priority == 7);
    CHECK(node(cluster, "n1").priority == 7);
}

TEST_CASE("guests that are each other's host do not go on forever") {
    const auto cluster = StatusSample()
                             .fencing()
                             .primitive("vm1", {{"remote-node", "g1"}})
                             .primitive("vm2", {{"remote-node", "g2"}})
                             .primitive("db")
                             .online("n1", history("g1", {started}, remote_agent) + history("g2", {started}, remote_agent) +
                                               history("vm1", {started}) + history("vm2", {started}))
                             .state("g1", "", history("vm2", {started}) + history("db", {{.task = "stop", .exit_status = 5,
                                                                                           .call_id = 3}}))
                             .state("g2", "", history("vm1", {started}))
                             .unpack();
    CHECK(active(cluster, "vm1") == "n1 g2");
}
