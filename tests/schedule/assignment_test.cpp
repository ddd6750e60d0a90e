#include <doctest/doctest.h>

#include "placement/unpack.h"
#include "support/scheduled.h"

// Which node is chosen among the allowed ones, in which order resources choose, and what keeps them from choosing.
using namespace placement;

// ---- the choice -----------------------------------------------------------------------------------------------

TEST_CASE("the highest score wins") {
    CHECK(Scheduled(Sketch("n1 n2").resource(primitive("a")).constraint(location("l", "a", "n2", "1"))).node("a") == "n2");
}

TEST_CASE("of equal nodes the one with the fewest resources is chosen, then the first by name") {
    const Scheduled result(Sketch("n1 n2").resource(primitive("a")).resource(primitive("b")).resource(primitive("c")));
    CHECK(result.node("a") == "n1");
    CHECK(result.node("b") == "n2");
    CHECK(result.node("c") == "n1");
}

TEST_CASE("of equal nodes the current one is chosen") {
    CHECK(Scheduled(Sketch("n1 n2").resource(primitive("a")).runs("a", "n2")).node("a") == "n2");
}

TEST_CASE("resources with a higher priority choose first") {
    const Scheduled result(Sketch("n1 n2")
                               .resource(primitive("a"))
                               .resource(primitive("b", meta("priority=10"))));
    CHECK(result.node("b") == "n1");
    CHECK(result.node("a") == "n2");
}

TEST_CASE("stop-all-resources leaves no resource a node") {
    CHECK(Scheduled(Sketch("n1").resource(primitive("a")).options("stop-all-resources=true").runs("a", "n1"))
              .node("a")
              .empty());
}

TEST_CASE("target-role Stopped bans from every node") {
    const Scheduled result(Sketch("n1").resource(primitive("a", meta("target-role=Stopped"))).runs("a", "n1"));
    CHECK(result.score("a", "n1") == "-INFINITY");
    CHECK(result.node("a").empty());
    CHECK(result.role("a") == "Stopped");
}

// ---- nodes that run nothing -----------------------------------------------------------------------------------

TEST_CASE("nothing runs on a node that is offline, in standby, in maintenance or leaving") {
    const auto with = [](auto change) {
        Sketch sketch = Sketch("n1 n2").resource(primitive("a"));
        change(sketch);
        return Scheduled(sketch).node("a");
    };
    CHECK(with([](Sketch&) {}) == "n1");
    CHECK(with([](Sketch& sketch) { sketch.offline("n1"); }) == "n2");
    CHECK(with([](Sketch& sketch) { sketch.leaving("n1"); }) == "n2");
    CHECK(with([](Sketch& sketch) { sketch.attributes("n1", "standby=on"); }) == "n2");
    CHECK(with([](Sketch& sketch) { sketch.attributes("n1", "maintenance=true"); }) == "n2");
    CHECK(with([](Sketch& sketch) { sketch.transient("n1", "standby=on"); }) == "n2");
}

TEST_CASE("a node in standby keeps its scores") {
    CHECK(Scheduled(Sketch("n1 n2").resource(primitive("a")).attributes("n1", "standby=on")).score("a", "n1") == "0");
}

TEST_CASE("a crashed node is fenced, and its resources go elsewhere") {
    const Scheduled result(Sketch("n1 n2")
                               .options("fencing-enabled=true")
                               .resource(fencing_device("fencer"))
                               .resource(primitive("a"))
                               .runs("a", "n1")
                               .crashed("n1"));
    CHECK(result.fences("n1"));
    CHECK(result.node("a") == "n2");
}

TEST_CASE("with fencing enabled but no device, resources are left as they are") {
    const Scheduled result(
        Sketch("n1 n2").options("fencing-enabled=true").resource(primitive("a")).resource(primitive("b")).runs("a", "n2"));
    CHECK(result.node("a") == "n2");
    CHECK(result.node("b").empty());
}

// ---- unmanaged ------------------------------------------------------------------------------------------------

TEST_CASE("an unmanaged resource that does not run is not started") {
    CHECK(Scheduled(Sketch("n1").resource(primitive("a", meta("is-managed=false")))).node("a").empty());
}

TEST_CASE("in maintenance mode resources stay where they are") {
    const Scheduled result(Sketch("n1 n2")
                               .options("maintenance-mode=true")
                               .resource(primitive("a"))
                               .resource(primitive("b"))
                               .constraint(location("l", "a", "n1", "INFINITY"))
                               .runs("a", "n2"));
    CHECK(result.node("a") == "n2");
    CHECK(result.node("b").empty());
}

TEST_CASE("what runs on a node in maintenance stays there") {
    CHECK(Scheduled(Sketch("n1 n2").resource(primitive("a")).attributes("n1", "maintenance=true").runs("a", "n1"))
              .node("a") == "n1");
}

TEST_CASE("a resource in maintenance stays where it is") {
    const Scheduled result(Sketch("n1 n2")
                               .resource(primitive("a", meta("maintenance=true")))
                               .constraint(location("l", "a", "n1", "INFINITY"))
                               .runs("a", "n2"));
    CHECK(result.node("a") == "n2");
}

// ---- quorum ---------------------------------------------------------------------------------------------------

TEST_CASE("without quorum the policies stop and ignore differ") {
    const auto with = [](const std::string& policy) {
        return Scheduled(Sketch("n1 n2")
                             .resource(primitive("a"))
                             .without_quorum()
                             .options("no-quorum-policy=" + policy)
                             .runs("a", "n1"));
    };
    CHECK(with("ignore").node("a") == "n1");
    CHECK(with("freeze").node("a") == "n1");
    CHECK(with("stop").score("a", "n1") == "0");
}

// ---- utilization ----------------------------------------------------------------------------------------------

namespace {

Sketch loaded(const std::string& strategy) {
    return Sketch("n1 n2")
        .options("placement-strategy=" + strategy)
        .capacity("n1", "cpu=2")
        .capacity("n2", "cpu=4")
        .resource(primitive("a", utilization("cpu=2")))
        .resource(primitive("b", utilization("cpu=2")))
        .resource(primitive("c", utilization("cpu=2")));
}

} // namespace

TEST_CASE("the default strategy looks at no capacity") {
    const Scheduled result(Sketch("n1").capacity("n1", "cpu=1").resource(primitive("a", utilization("cpu=2"))));
    CHECK(result.node("a") == "n1");
}

TEST_CASE("an amount that is no number is less than any") {
    const Scheduled result(Sketch("n1 n2")
                               .options("placement-strategy=utilization")
                               .capacity("n1", "cpu=1")
                               .capacity("n2", "cpu=2")
                               .resource(primitive("a", utilization("cpu=many")))
                               .resource(primitive("b", utilization("cpu=1000")))
                               .constraint(location("l", "a", "n1", "1")));
    CHECK(result.node("b") == "n1");
}

TEST_CASE("a node without enough capacity is banned") {
    const Scheduled result(Sketch("n1 n2")
                               .options("placement-strategy=utilization")
                               .capacity("n1", "cpu=1")
                               .capacity("n2", "cpu=2")
                               .resource(primitive("a", utilization("cpu=2"))));
    CHECK(result.score("a", "n1") == "-INFINITY");
    CHECK(result.node("a") == "n2");
}

TEST_CASE("the order of resources begins with the nodes of the highest base score") {
    std::string text = Sketch("n1 n2")
                           .options("placement-strategy=utilization")
                           .capacity("n1", "cpu=1")
                           .capacity("n2", "cpu=1")
                           .resource(primitive("a", utilization("cpu=1")))
                           .resource(primitive("b", utilization("cpu=1")))
                           .constraint(location("a1", "a", "n1", "200"))
                           .constraint(location("a2", "a", "n2", "100"))
                           .constraint(location("b2", "b", "n2", "110"))
                           .xml();
    const auto score = [&text](const std::string& node, const std::string& value) {
        const std::string name = "uname=\"" + node + "\"";
        text.insert(text.find(name), "score=\"" + value + "\" ");
    };
    score("n1", "-100");
    score("n2", "50");
    const Scheduled result(unpack(Cib::from_text(text), Time{Sketch::now, 0}));
    CHECK(result.node("b") == "n2");
    CHECK(result.node("a") == "n1");
}

TEST_CASE("a node that says nothing of a capacity has none of it") {
    const Scheduled result(
        Sketch("n1").options("placement-strategy=utilization").resource(primitive("a", utilization("cpu=1"))));
    CHECK(result.node("a").empty());
}

TEST_CASE("the strategy utilization spreads by number, minimal fills the first, balanced prefers the freest") {
    const Scheduled spread(loaded("utilization"));
    CHECK(spread.node("a") == "n1");
    CHECK(spread.node("b") == "n2");
    CHECK(spread.node("c") == "n2");
    const Scheduled minimal(loaded("minimal"));
    CHECK(minimal.node("a") == "n1");
    CHECK(minimal.node("b") == "n2");
    const Scheduled balanced(loaded("balanced"));
    CHECK(balanced.node("a") == "n2");
    CHECK(balanced.node("b") == "n1");
    CHECK(balanced.node("c") == "n2");
}

TEST_CASE("minimal puts everything on the first node while there is room") {
    const Scheduled result(Sketch("n1 n2")
                               .options("placement-strategy=minimal")
                               .capacity("n1", "cpu=9")
                               .capacity("n2", "cpu=9")
                               .resource(primitive("a", utilization("cpu=2")))
                               .resource(primitive("b", utilization("cpu=2"))));
    CHECK(result.node("a") == "n1");
    CHECK(result.node("b") == "n1");
}

TEST_CASE("a group goes where all of it has room") {
    const Scheduled result(Sketch("n1 n2")
                               .options("placement-strategy=utilization")
                               .capacity("n1", "cpu=3")
                               .capacity("n2", "cpu=4")
                               .resource(group("g", primitive("a", utilization("cpu=2")) +
                                                        primitive("b", utilization("cpu=2")))));
    CHECK(result.node("a") == "n2");
    CHECK(result.node("b") == "n2");
}

TEST_CASE("colocated resources count together") {
    const Scheduled result(Sketch("n1 n2")
                               .options("placement-strategy=utilization")
                               .capacity("n1", "cpu=3")
                               .capacity("n2", "cpu=4")
                               .resource(primitive("a", utilization("cpu=2")))
                               .resource(primitive("b", utilization("cpu=2")))
                               .constraint(colocation("c", "a", "b", "INFINITY")));
    CHECK(result.node("a") == "n2");
    CHECK(result.node("b") == "n2");
}

// ---- bundles, guests, remote nodes ----------------------------------------------------------------------------

namespace {

std::string bundle(const std::string& id, const std::string& replicas, const std::string& inside = "",
                   const std::string& network = R"(<network ip-range-start="192.168.122.10" control-port="3121"/>)") {
    return "<bundle id=\"" + id + "\"><podman image=\"image\" " + replicas + "/>" + network + inside + "</bundle>";
}

std::string guest(const std::string& id, const std::string& name) {
    return primitive(id, meta("remote-node=" + name));
}

std::string remote(const std::string& id) {
    return "<primitive id=\"" + id + R"(" class="ocf" provider="pacemaker" type="remote">)" +
           parameters("server=192.168.122.99") + "</primitive>";
}

} // namespace

TEST_CASE("a bundle's containers are spread over the nodes, with their addresses and connections") {
    const Scheduled result(Sketch("n1 n2").resource(bundle("b", R"(replicas="2")", primitive("a"))));
    CHECK(result.node("b-podman-0") == "n1");
    CHECK(result.node("b-podman-1") == "n2");
    CHECK(result.node("b-ip-192.168.122.10") == "n1");
    CHECK(result.node("b-ip-192.168.122.11") == "n2");
    CHECK(result.node("b-0") == "n1");
}

TEST_CASE("what a bundle contains runs inside its containers") {
    const Scheduled result(Sketch("n1 n2").resource(bundle("b", R"(replicas="2")", primitive("a"))));
    CHECK(result.node("a:0") == "b-0");
    CHECK(result.node("a:1") == "b-1");
    CHECK(result.score("a:0", "n1") == "none");
}

TEST_CASE("a node has no more containers than replicas-per-host") {
    const Scheduled one(Sketch("n1").resource(bundle("b", R"(replicas="2")", "", "")));
    CHECK(one.node("b-podman-0") == "n1");
    CHECK(one.node("b-podman-1").empty());
    const Scheduled two(Sketch("n1").resource(bundle("b", R"(replicas="2" replicas-per-host="2")", "", "")));
    CHECK(two.node("b-podman-1") == "n1");
}

TEST_CASE("ordinary resources stay out of a bundle's containers") {
    const Scheduled result(
        Sketch("n1").resource(bundle("b", R"(replicas="1")", primitive("a"))).resource(primitive("x")));
    CHECK(result.score("x", "b-0") == "none");
    CHECK(result.node("x") == "n1");
}

TEST_CASE("what must be with a bundle is where a container is") {
    const Scheduled result(Sketch("n1 n2")
                               .resource(bundle("b", R"(replicas="1")", primitive("a")))
                               .resource(primitive("x"))
                               .constraint(location("l", "b", "n2", "10"))
                               .constraint(colocation("c", "x", "b", "INFINITY")));
    CHECK(result.node("b-podman-0") == "n2");
    CHECK(result.node("x") == "n2");
}

TEST_CASE("a resource can run on a guest whose machine will run") {
    const Scheduled result(Sketch("n1")
                               .resource(guest("vm", "g1"))
                               .resource(primitive("a"))
                               .constraint(location("l", "a", "g1", "INFINITY")));
    CHECK(result.node("vm") == "n1");
    CHECK(result.node("g1") == "n1");
    CHECK(result.node("a") == "g1");
}

TEST_CASE("nothing runs on a guest whose machine is stopped") {
    const Scheduled result(Sketch("n1")
                               .resource(primitive("vm", meta("remote-node=g1 target-role=Stopped")))
                               .resource(primitive("a"))
                               .constraint(location("l", "a", "g1", "INFINITY")));
    CHECK(result.node("a") == "n1");
}

TEST_CASE("a guest's machine does not run on a guest") {
    const Scheduled result(Sketch("n1").resource(guest("vm", "g1")));
    CHECK(result.score("vm", "g1") == "-INFINITY");
}

TEST_CASE("a resource can run on a remote node whose connection will run") {
    const Scheduled result(Sketch("n1")
                               .resource(remote("r1"))
                               .resource(primitive("a"))
                               .constraint(location("l", "a", "r1", "INFINITY")));
    CHECK(result.node("r1") == "n1");
    CHECK(result.node("a") == "r1");
}

TEST_CASE("a connection runs on no remote node") {
    const Scheduled result(Sketch("n1").resource(remote("r1")).resource(remote("r2")));
    CHECK(result.score("r1", "r2") == "-INFINITY");
}

TEST_CASE("a fencing device runs on no remote node") {
    const Scheduled result(
        Sketch("n1").options("fencing-enabled=true").resource(remote("r1")).resource(fencing_device("fencer")));
    CHECK(result.score("fencer", "r1") == "-INFINITY");
}
