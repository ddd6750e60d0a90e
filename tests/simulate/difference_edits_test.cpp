#include <algorithm>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "placement/difference.h"
#include "support/sketch.h"

// Every edit that changes what a cluster does, or what protects it, is told.
using namespace placement;

namespace {

/// An address, a web server behind it, and a fencing device for each node that runs on the other one.
std::string web() {
    const auto device = [](const std::string& id, const std::string& host) {
        return fencing_device(id, parameters("pcmk_host_list=" + host) +
                                      operations("<op id=\"@\" name=\"monitor\" interval=\"60s\"/>"));
    };
    const auto service = [](const std::string& id, const std::string& more) {
        return primitive(id, more + operations("<op id=\"" + id + "-monitor\" name=\"monitor\" interval=\"10s\"/>"));
    };
    Sketch sketch("n1 n2");
    sketch.options("fencing-enabled=true")
        .resource(device("fence-1", "n1"))
        .resource(device("fence-2", "n2"))
        .resource(service("address", ""))
        .resource(service("website", ""))
        .constraint(location("fence-1-away", "fence-1", "n1", "-INFINITY"))
        .constraint(location("fence-2-away", "fence-2", "n2", "-INFINITY"))
        .constraint(location("prefer", "address", "n1", "50"))
        .constraint(colocation("with", "website", "address", "INFINITY"))
        .constraint(ordering("after", "address", "website"));
    for (const char* id : {"address", "website"}) sketch.runs(id, "n1").operation("n1", id, "monitor", 0, 10000);
    sketch.runs("fence-2", "n1").runs("fence-1", "n2");
    sketch.operation("n1", "fence-2", "monitor", 0, 60000).operation("n2", "fence-1", "monitor", 0, 60000);
    return sketch.xml();
}

std::string replaced(std::string text, const std::string& what, const std::string& by) {
    REQUIRE(text.find(what) != std::string::npos);
    return text.replace(text.find(what), what.size(), by);
}

Difference after_edit(const std::string& what, const std::string& by, const DifferenceOptions& options = {}) {
    return difference(Cib::from_text(web(), "old.xml"), Cib::from_text(replaced(web(), what, by), "new.xml"), options);
}

std::vector<std::string> texts(const std::vector<Deviation>& deviations) {
    std::vector<std::string> all;
    for (const Deviation& each : deviations) all.push_back(each.text);
    return all;
}

bool has(const std::vector<Deviation>& deviations, const std::string& text) {
    const std::vector<std::string> all = texts(deviations);
    INFO(text);
    for (const std::string& each : all) INFO(each);
    return std::ranges::any_of(all, [&](const std::string& each) { return each.starts_with(text); });
}

bool in_scenario(const Difference& found, const std::string& name, const std::string& text) {
    const ScenarioDifference* scenario = found.find(name);
    return scenario != nullptr && has(scenario->deviations, text);
}

constexpr const char* website_monitor = "<op id=\"website-monitor\" name=\"monitor\" interval=\"10s\"/>";

} // namespace

TEST_CASE("equal CIBs of a running cluster: nothing is committed, and nothing is said to differ") {
    const Cib cib = Cib::from_text(web(), "old.xml");
    const Difference found = difference(cib, cib);
    CHECK(found.scenarios.empty());
    CHECK(found.protection.empty());
}

TEST_CASE("fencing switched off: no node can be fenced, and services start without it") {
    const Difference found = after_edit("name=\"fencing-enabled\" value=\"true\"", "name=\"fencing-enabled\" value=\"false\"");
    REQUIRE(!found.protection.empty());
    CHECK(found.protection.front().text.starts_with("n1 and n2 can no longer be fenced: "));
    CHECK(in_scenario(found, "n1 fails", "n1 is no longer fenced"));
    CHECK(found.any_worse());
}

TEST_CASE("a host list that does not name the node any more: it cannot be fenced") {
    const Difference found = after_edit("name=\"pcmk_host_list\" value=\"n1\"", "name=\"pcmk_host_list\" value=\"n9\"");
    REQUIRE(!found.protection.empty());
    CHECK(found.protection.front().text.starts_with("n1 can no longer be fenced: "));
    CHECK(found.any_worse());
}

TEST_CASE("a parameter that changes restarts the resource, and what depends on it, when it is committed") {
    const Difference found = after_edit("type=\"Dummy\"><operations><op id=\"address-monitor\"",
                                        "type=\"Dummy\"><instance_attributes id=\"p\"><nvpair id=\"p-ip\" name=\"ip\" "
                                        "value=\"10.0.0.2\"/></instance_attributes><operations><op id=\"address-monitor\"");
    CHECK(in_scenario(found, "commit", "address restarts on n1"));
    CHECK(in_scenario(found, "commit", "website restarts on n1"));
    CHECK(!found.any_worse());
    CHECK(std::ranges::count(found.find("commit")->deviations, true, &Deviation::interrupts) == 2);
}

TEST_CASE("a deleted monitor: the failure is not detected any more") {
    const Difference found = after_edit(website_monitor, "");
    CHECK(has(found.protection, "the monitor of website is removed: its failure is no longer detected"));
    const ScenarioDifference* failure = found.find("website fails on n1");
    REQUIRE(failure != nullptr);
    CHECK(failure->services.front().after.state == ServiceState::Undetected);
    CHECK(failure->services.front().worse);
    CHECK(found.any_worse());
}

TEST_CASE("a monitor at another interval is told, and is not a loss") {
    const Difference found = after_edit(website_monitor, "<op id=\"website-monitor\" name=\"monitor\" interval=\"20s\"/>");
    CHECK(has(found.protection, "the monitor of website runs every 20 s instead of every 10 s"));
    CHECK(!found.any_worse());
}

TEST_CASE("another on-fail and timeout of a stop are told") {
    const Difference found =
        after_edit(website_monitor, std::string(website_monitor) +
                                        R"(<op id="website-stop" name="stop" interval="0" timeout="20s" on-fail="block"/>)");
    CHECK(has(found.protection, "the on-fail of the stop of website is block instead of its default"));
    CHECK(has(found.protection, "the timeout of the stop of website is 20s instead of its default"));
    CHECK(!found.any_worse());
}

TEST_CASE("on-fail=ignore: the service stays failed") {
    const Difference found =
        after_edit(website_monitor, "<op id=\"website-monitor\" name=\"monitor\" interval=\"10s\" on-fail=\"ignore\"/>");
    const ScenarioDifference* failure = found.find("website fails on n1");
    REQUIRE(failure != nullptr);
    CHECK(failure->services.front().after.state == ServiceState::Stuck);
    CHECK(found.any_worse());
}

TEST_CASE("a removed order: the service starts without waiting") {
    const Difference found = after_edit(ordering("after", "address", "website"), "");
    CHECK(in_scenario(found, "n1 fails", "website starts without waiting for address to start"));
}

TEST_CASE("an added order is told the other way round") {
    const std::string without = replaced(web(), ordering("after", "address", "website"), "");
    const Difference found = difference(Cib::from_text(without, "old.xml"), Cib::from_text(web(), "new.xml"));
    CHECK(in_scenario(found, "n1 fails", "website starts only after waiting for address to start"));
}

TEST_CASE("a removed resource is removed, and not worse") {
    const std::string service = primitive("website", operations(website_monitor)) + "\n";
    std::string edited = replaced(web(), service, "");
    edited = replaced(edited, colocation("with", "website", "address", "INFINITY"), "");
    edited = replaced(edited, ordering("after", "address", "website"), "");
    const Difference found = difference(Cib::from_text(web(), "old.xml"), Cib::from_text(edited, "new.xml"));
    CHECK(in_scenario(found, "commit", "website is removed: it stops on n1"));
    CHECK(!found.any_worse());
}

TEST_CASE("an added resource is told with where it starts") {
    const Difference found = after_edit(primitive("website", operations(website_monitor)),
                                        primitive("website", operations(website_monitor)) + primitive("new"));
    const ScenarioDifference* commit = found.find("commit");
    REQUIRE(commit != nullptr);
    CHECK(std::ranges::any_of(commit->deviations,
                              [](const Deviation& each) { return each.text.starts_with("new is added: it starts on "); }));
}

TEST_CASE("an added node that has not joined neither votes nor is fenced") {
    const Difference found =
        after_edit("<node id=\"2\" uname=\"n2\"></node>", "<node id=\"2\" uname=\"n2\"></node><node id=\"3\" uname=\"n3\"/>");
    CHECK(found.not_compared == std::vector<std::string>{"node n3 is added and has not joined yet: it is left out here"});
    CHECK(found.scenarios.empty());
    CHECK(!found.any_worse());
}

TEST_CASE("with events only these are compared") {
    DifferenceOptions options;
    options.events = {NodeStandby{"n1"}};
    const Difference found = after_edit(ordering("after", "address", "website"), "", options);
    CHECK(found.scenarios_compared == 2);
    CHECK(found.events_given);
    CHECK(in_scenario(found, "n1 is put in standby", "website starts without waiting for address to start"));
}

TEST_CASE("an operation that fails is as in a scenario") {
    DifferenceOptions options;
    options.events = {NodeFails{"n1"}};
    options.failing = {OperationResult::parse("website_start_0@n2=1")};
    const Difference found = after_edit(website_monitor, website_monitor, options);
    CHECK(found.scenarios.empty());
}

TEST_CASE("of several edits each difference has its own to blame") {
    std::string edited = replaced(web(), ordering("after", "address", "website"), "");
    edited = replaced(edited, website_monitor, "");
    const Difference found = difference(Cib::from_text(web(), "old.xml"), Cib::from_text(edited, "new.xml"));
    REQUIRE(found.edits.size() == 2);
    REQUIRE(found.protection.size() == 1);
    REQUIRE(found.protection.front().responsible.size() == 1);
    CHECK(found.edits[found.protection.front().responsible.front()].text.find("website-monitor") != std::string::npos);
    const ScenarioDifference* failure = found.find("n1 fails");
    REQUIRE(failure != nullptr);
    REQUIRE(failure->deviations.size() == 1);
    REQUIRE(failure->deviations.front().responsible.size() == 1);
    CHECK(found.edits[failure->deviations.front().responsible.front()].text.find("constraint after removed") == 0);
}

TEST_CASE("what a node has left is compared") {
    const auto sized = [](const std::string& cpu) {
        return Sketch("n1")
            .capacity("n1", "cpu=8")
            .resource(primitive("a", utilization("cpu=" + cpu)))
            .runs("a", "n1")
            .options("placement-strategy=balanced")
            .cib();
    };
    const Difference found = difference(sized("2"), sized("3"));
    CHECK(in_scenario(found, "now", "n1 has cpu=5 left instead of cpu=6"));
}
