#include "placement/fencing.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "fencing/host_list.h"
#include "support/sketch.h"

// Who can fence whom, as the fencers answer when they are asked.
using namespace placement;

namespace {

/// Two members and a device each, which names its node.
Sketch two_nodes(const std::string& device_for_n1 = parameters("pcmk_host_list=n1")) {
    return Sketch("n1 n2")
        .options("fencing-enabled=true")
        .resource(fencing_device("f1", device_for_n1))
        .resource(fencing_device("f2", parameters("pcmk_host_list=n2")))
        .runs("f1", "n2")
        .runs("f2", "n1");
}

NodeFencing asked(const Sketch& sketch, const std::string& node, const FencingQuestion& question = {}) {
    const auto cluster = sketch.cluster();
    return fencing_of(*cluster, cluster->find_node(node), question);
}

bool has_obstacle(const NodeFencing& fencing, std::string_view code) {
    return std::ranges::find(fencing.obstacles, code, &FencingObstacle::code) != fencing.obstacles.end();
}

std::vector<std::string> devices_in(const NodeFencing& fencing) {
    std::vector<std::string> names;
    for (const FencingMeans& means : fencing.means) names.push_back(means.device);
    return names;
}

using Names = std::vector<std::string>;

} // namespace

TEST_CASE("a device fences the node that its list names, from where it runs") {
    const NodeFencing fencing = asked(two_nodes().crashed("n1"), "n1");
    REQUIRE(fencing.possible());
    CHECK(devices_in(fencing) == Names{"f1"});
    CHECK(fencing.means[0].executors == Names{"n2"});
    CHECK(fencing.means[0].runs_there);
    CHECK_FALSE(fencing.means[0].names_hosts_itself);
    CHECK(text(fencing) == "device f1, which runs on n2");
}

TEST_CASE("no list names the node: nobody fences it") {
    const NodeFencing fencing = asked(two_nodes(parameters("pcmk_host_list=n1.example.com")).crashed("n1"), "n1");
    CHECK_FALSE(fencing.possible());
    CHECK(has_obstacle(fencing, "host-list"));
    CHECK(text(fencing).starts_with("no fencing device targets it: f1 names `n1.example.com` (pcmk_host_list, line "));
}

TEST_CASE("host lists are split at blanks, commas and semicolons, and names end where no name goes on") {
    CHECK(listed_hosts("a,b;c d\te") == Names{"a", "b", "c", "d", "e"});
    CHECK(listed_hosts("node1:3 on off n-2.x_y=7") == Names{"node1", "n-2.x_y"});
    CHECK(listed_hosts("a\\nb\nvariable c\nd") == Names{"a", "b", "d"});
    CHECK(listed_hosts(" ,;").empty());
}

TEST_CASE("host maps have pairs, and both halves of one count") {
    const auto hosts = mapped_hosts(" n1:3;n2=4,5 n3 :9 n4: ");
    REQUIRE(hosts.size() == 2);
    CHECK(hosts[0].node == "n1");
    CHECK(hosts[0].port == "3");
    CHECK(hosts[1].port == "4,5");
    CHECK(names_host({{"pcmk_host_map", "N1:plug3"}}, "n1"));
    CHECK(names_host({{"pcmk_host_map", "a:n1"}}, "n1"));
    CHECK_FALSE(names_host({{"pcmk_host_map", "a:n11"}}, "n1"));
}

TEST_CASE("pcmk_host_check says how a device is asked") {
    CHECK(host_check({{"pcmk_host_list", ""}}) == HostCheck::StaticList);
    CHECK(host_check({{"pcmk_host_map", "a:1"}}) == HostCheck::StaticList);
    CHECK(host_check({}) == HostCheck::AtRunTime);
    CHECK(host_check({{"pcmk_host_list", "a"}, {"pcmk_host_check", "dynamic-list"}}) == HostCheck::AtRunTime);
    CHECK(host_check({{"pcmk_host_check", "status"}}) == HostCheck::AtRunTime);
    CHECK(host_check({{"pcmk_host_check", "none"}, {"pcmk_host_list", "a"}}) == HostCheck::Anybody);
    CHECK(host_check({{"pcmk_host_check", "static"}}) == HostCheck::Invalid);
}

TEST_CASE("a device that names its hosts itself is taken to name the node, and that is told") {
    const NodeFencing fencing =
        asked(two_nodes(parameters("pcmk_host_check=dynamic-list pcmk_host_list=n9")).crashed("n1"), "n1");
    REQUIRE(fencing.possible());
    CHECK(fencing.means[0].names_hosts_itself);
}

TEST_CASE("a word that pcmk_host_check does not have fences nobody") {
    const NodeFencing fencing = asked(two_nodes(parameters("pcmk_host_check=statik pcmk_host_list=n1")), "n1");
    CHECK_FALSE(fencing.possible());
    CHECK(has_obstacle(fencing, "host-check"));
}

TEST_CASE("a disabled device fences nobody") {
    const NodeFencing fencing = asked(two_nodes(meta("target-role=Stopped") + parameters("pcmk_host_list=n1")), "n1");
    CHECK_FALSE(fencing.possible());
    CHECK(has_obstacle(fencing, "target-role"));
    CHECK(text(fencing).find("f1 (line ") == 0);
}

TEST_CASE("a device that is not active can be used all the same") {
    const NodeFencing fencing = asked(Sketch("n1 n2")
                                          .options("fencing-enabled=true")
                                          .resource(fencing_device("f1", parameters("pcmk_host_list=n1")))
                                          .operation("n2", "f1", "start", 1)
                                          .crashed("n1"),
                                      "n1");
    REQUIRE(fencing.possible());
    CHECK_FALSE(fencing.means[0].runs_there);
    CHECK(text(fencing) == "device f1, which is used from n2");
}

TEST_CASE("a member that a constraint keeps the device from does not use it") {
    Sketch sketch = two_nodes();
    sketch.constraint(location("not-on-n2", "f1", "n2", "-1"));
    const NodeFencing fencing = asked(sketch.crashed("n1"), "n1");
    CHECK_FALSE(fencing.possible());
    CHECK(has_obstacle(fencing, "target-only"));
    CHECK(text(fencing).find("location constraint not-on-n2") != std::string::npos);
}

TEST_CASE("of several members those that constraints allow use it, where it runs first") {
    const NodeFencing fencing = asked(Sketch("n1 n2 n3 n4")
                                          .options("fencing-enabled=true")
                                          .resource(fencing_device("f", parameters("pcmk_host_list=n1")))
                                          .constraint(location("not-on-n2", "f", "n2", "-INFINITY"))
                                          .runs("f", "n4")
                                          .crashed("n1"),
                                      "n1");
    REQUIRE(fencing.possible());
    CHECK(fencing.means[0].executors == Names{"n4", "n3"});
}

TEST_CASE("in an asymmetric cluster only members that a constraint names use a device") {
    Sketch sketch = two_nodes();
    sketch.options("symmetric-cluster=false").crashed("n1");
    CHECK_FALSE(asked(sketch, "n1").possible());
    sketch.constraint(location("on-n2", "f1", "n2", "0"));
    CHECK(asked(sketch, "n1").possible());
}

TEST_CASE("a group's or clone's constraints count for the device in it") {
    const auto grouped = [](const std::string& banned) {
        return Sketch("n1 n2")
            .options("fencing-enabled=true")
            .resource(group("g", primitive("a") + fencing_device("f1", parameters("pcmk_host_list=n1"))))
            .resource(clone("c", fencing_device("f2", parameters("pcmk_host_list=n2"))))
            .constraint(location("ban", banned, banned == "g" ? "n2" : "n1", "-INFINITY"));
    };
    CHECK_FALSE(asked(grouped("g"), "n1").possible());
    CHECK(asked(grouped("g"), "n2").possible());
    CHECK_FALSE(asked(grouped("c"), "n2").possible());
}

TEST_CASE("a node does not fence itself, unless it is the last member") {
    CHECK(asked(two_nodes(), "n1").means[0].executors == Names{"n2"});
    CHECK(asked(two_nodes().offline("n2"), "n1").means[0].executors == Names{"n1"});
}

TEST_CASE("a node that was just fenced is not a member") {
    const Sketch sketch = Sketch("n1 n2").options("fencing-enabled=true").resource(fencing_device("f"));
    CHECK(asked(sketch, "n1", {.fenced_nodes = {"n2"}}).means[0].executors == Names{"n1"});
}

TEST_CASE("without another member nobody fences a lost node") {
    const NodeFencing fencing = asked(two_nodes().crashed("n1").offline("n2"), "n1");
    CHECK_FALSE(fencing.possible());
    CHECK(has_obstacle(fencing, "no-member"));
}

TEST_CASE("without quorum a lost node is not fenced, and that is why") {
    const NodeFencing fencing = asked(two_nodes().crashed("n1").without_quorum(), "n1");
    CHECK_FALSE(fencing.possible());
    CHECK(text(fencing) == "the cluster has no quorum");
    CHECK(asked(two_nodes().crashed("n1").without_quorum().options("no-quorum-policy=ignore"), "n1").possible());
    CHECK(asked(two_nodes().without_quorum(), "n1").possible());
}

TEST_CASE("fencing that is disabled, or has no device") {
    CHECK(text(asked(Sketch("n1 n2").crashed("n1"), "n1")) == "fencing is disabled");
    CHECK(text(asked(Sketch("n1 n2").options("fencing-enabled=true").crashed("n1"), "n1")) == "no fencing device is configured");
}

TEST_CASE("a watchdog fences where a timeout is set") {
    const auto watched = [](const std::string& options) {
        return asked(Sketch("n1 n2").options("fencing-enabled=true have-watchdog=true " + options).crashed("n1"), "n1");
    };
    CHECK(watched("stonith-watchdog-timeout=10").possible());
    CHECK(watched("fencing-watchdog-timeout=-1").possible());
    CHECK(text(watched("stonith-watchdog-timeout=10")) == "its own watchdog");
    CHECK_FALSE(watched("stonith-watchdog-timeout=0").possible());
    CHECK(text(watched("")) == "the cluster has a watchdog, but stonith-watchdog-timeout is 0, the default");
}

TEST_CASE("a timeout without a watchdog fences nobody") {
    const NodeFencing fencing = asked(two_nodes(parameters("pcmk_host_list=x")).options("stonith-watchdog-timeout=10"), "n1");
    CHECK_FALSE(fencing.possible());
    CHECK(has_obstacle(fencing, "no-watchdog"));
}

TEST_CASE("the device called watchdog says who fences itself") {
    const auto named = [](const std::string& node) {
        return asked(Sketch("n1 n2")
                         .options("fencing-enabled=true have-watchdog=true stonith-watchdog-timeout=10")
                         .resource("<primitive id=\"watchdog\" class=\"stonith\" type=\"fence_watchdog\">" +
                                   parameters("pcmk_host_list=n1") + "</primitive>"),
                     node);
    };
    CHECK(named("n1").possible());
    CHECK_FALSE(named("n2").possible());
}

TEST_CASE("a level needs all of its devices, and the next one is tried") {
    const auto levels = [](const std::string& xml) {
        return asked(Sketch("n1 n2")
                         .options("fencing-enabled=true")
                         .resource(fencing_device("a", parameters("pcmk_host_list=n1")))
                         .resource(fencing_device("b", parameters("pcmk_host_list=n1")))
                         .resource(fencing_device("other", parameters("pcmk_host_list=n2")))
                         .section("<fencing-topology>" + xml + "</fencing-topology>")
                         .crashed("n1"),
                     "n1");
    };
    const std::string both = R"(<fencing-level id="l1" index="1" target="n1" devices="a,b"/>)";
    CHECK(devices_in(levels(both)) == Names{"a", "b"});
    CHECK(text(levels(both)) == "level 1: device a, which is used from n2, and device b, which is used from n2");

    const NodeFencing second = levels(R"(<fencing-level id="l1" index="1" target="n1" devices="a,other"/>)"
                                      R"(<fencing-level id="l2" index="2" target="n1" devices="b"/>)");
    CHECK(devices_in(second) == Names{"b"});
    CHECK(second.means[0].level == 2);
    CHECK(has_obstacle(second, "level"));

    CHECK_FALSE(levels(R"(<fencing-level id="l1" index="1" target="n1" devices="a,gone"/>)").possible());
    // Two elements of one index are one level.
    CHECK(devices_in(levels(R"(<fencing-level id="l1" index="3" target="n1" devices="a"/>)"
                            R"(<fencing-level id="l2" index="3" target="n1" devices="b"/>)")) == Names{"a", "b"});
}

TEST_CASE("levels are for a node by name, by pattern or by attribute; the name goes first") {
    const auto levels = [](const std::string& xml) {
        return asked(Sketch("n1 n2")
                         .options("fencing-enabled=true")
                         .attributes("n1", "rack=7")
                         .resource(fencing_device("a"))
                         .resource(fencing_device("b"))
                         .section("<fencing-topology>" + xml + "</fencing-topology>")
                         .crashed("n1"),
                     "n1");
    };
    const std::string by_pattern = R"(<fencing-level id="l1" index="1" target-pattern="^n[0-9]$" devices="a"/>)";
    CHECK(devices_in(levels(by_pattern)) == Names{"a"});
    CHECK(devices_in(levels(R"(<fencing-level id="l1" index="1" target-attribute="rack" target-value="7" devices="b"/>)")) ==
          Names{"b"});
    CHECK(devices_in(levels(by_pattern + R"(<fencing-level id="l2" index="2" target="n1" devices="b"/>)")) == Names{"b"});
    // A topology that has nothing for the node does not count.
    CHECK(levels(R"(<fencing-level id="l1" index="1" target-attribute="rack" target-value="8" devices="b"/>)").means.size() == 2);
}

TEST_CASE("with levels, a watchdog counts where a level names it") {
    const auto watched = [](const std::string& device) {
        return asked(two_nodes(parameters("pcmk_host_list=x"))
                         .options("have-watchdog=true stonith-watchdog-timeout=10")
                         .section("<fencing-topology><fencing-level id=\"l1\" index=\"1\" target=\"n1\" devices=\"" + device +
                                  "\"/></fencing-topology>")
                         .crashed("n1"),
                     "n1");
    };
    CHECK_FALSE(watched("f1").possible());
    CHECK(watched("watchdog").possible());
}

TEST_CASE("a node whose fencing the scenario makes fail, and a device that fails") {
    CHECK(text(asked(two_nodes().crashed("n1"), "n1", {.failing_nodes = {"n1"}})) == "the scenario makes it fail");
    const FencingQuestion failing{.failing = {{"f1", "reboot", 0, "n2", 1}}};
    CHECK_FALSE(asked(two_nodes().crashed("n1"), "n1", failing).possible());
    CHECK(asked(two_nodes().crashed("n2"), "n2", failing).possible());
}

TEST_CASE("what the configuration alone allows") {
    const FencingQuestion all{.all_nodes_as_members = true};
    CHECK(asked(two_nodes().crashed("n1").offline("n2").without_quorum(), "n1", all).possible());
    // The only node fences itself.
    const Sketch alone = Sketch("n1").options("fencing-enabled=true").resource(fencing_device("f")).offline("n1");
    CHECK(asked(alone, "n1", all).possible());
}

TEST_CASE("a guest is fenced by stopping its container, which may need its host fenced") {
    const auto guest = [](const std::string& device_for) {
        return Sketch("n1 n2")
            .options("fencing-enabled=true")
            .resource(fencing_device("f1", parameters("pcmk_host_list=" + device_for)))
            .resource(primitive("vm", meta("remote-node=g1")))
            .runs("vm g1", "n1")
            .crashed("n1");
    };
    CHECK(text(asked(guest("n1"), "g1")) == "its container vm is stopped");
    const NodeFencing stuck = asked(guest("x"), "g1");
    CHECK_FALSE(stuck.possible());
    CHECK(has_obstacle(stuck, "container"));
}
