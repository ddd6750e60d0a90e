#include <algorithm>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "placement/render.h"
#include "render/contains.h"
#include "support/sketch.h"

// An answer as text and as JSON, its shape as docs/json.md has it.
using namespace placement;

namespace {

using OrderedJson = nlohmann::ordered_json;

Outcome after(const Sketch& sketch, std::vector<Event> events = {}) {
    return simulate({.cib = sketch.cib(), .events = std::move(events), .with_ledger = true});
}

/// "a" runs on n1, and may not run on n2 where `banned`.
Sketch running_on_first(bool banned = false) {
    Sketch sketch = Sketch("n1 n2").resource(primitive("a")).runs("a", "n1");
    if (banned) sketch.constraint(location("not-n2", "a", "n2", "-INFINITY"));
    return sketch;
}

Sketch scored_database() {
    return Sketch("n1 n2")
        .resource(promotable("c", "db"))
        .transient("n1", "master-db=10")
        .transient("n2", "master-db=5")
        .runs_promoted("db", "n1")
        .runs("db", "n2");
}

std::vector<std::string> keys(const OrderedJson& json) {
    std::vector<std::string> names;
    for (const auto& [name, value] : json.items()) names.push_back(name);
    return names;
}

using Names = std::vector<std::string>;

} // namespace

TEST_CASE("promotion: where nothing can be promoted, that is said") {
    const Outcome outcome = after(scored_database(), {NodeStandby{"n1"}, NodeStandby{"n2"}});
    CHECK(contains(outcome_text(outcome), "Promotion of c\n  no instance has a node where it can be promoted\n"));
}

TEST_CASE("promotion: two choices that alternate are told once") {
    Scenario scenario{.cib = scored_database().cib(), .events = {NodeStandby{"n1"}}, .with_ledger = true};
    scenario.failing = {OperationResult::parse("db_promote_0@n2=1")};
    CHECK(contains(outcome_text(simulate(scenario)), "  these two again "));
}

// ---- services -------------------------------------------------------------------------------------------------

TEST_CASE("services: a live migration is called so") {
    const Sketch live = Sketch("n1 n2").resource(primitive("a", meta("allow-migrate=true"))).runs("a", "n1");
    CHECK(contains(outcome_text(after(live, {NodeStandby{"n1"}})), "migrates live from n1 to n2: n1 is in standby"));
    CHECK(contains(outcome_text(after(running_on_first(), {NodeStandby{"n1"}})), "moves from n1 to n2: n1 is in standby"));
}

TEST_CASE("services: what restarts with a member of its group says why") {
    Sketch members = Sketch("n1").resource(
        group("g", primitive("a", operations(R"(<op id="@" name="monitor" interval="10s"/>)")) + primitive("b")));
    const Outcome outcome = after(members.runs("a b", "n1"), {ClusterSettles{}, ResourceFails{"a", "n1"}});
    CHECK(contains(outcome_text(outcome), "restarts on n1: a is started"));
}

// ---- scores ---------------------------------------------------------------------------------------------------

TEST_CASE("scores are worded as crm_simulate words them") {
    CHECK(score_report(*after(running_on_first(true)).schedule) ==
          "pcmk__primitive_assign: a allocation score on n1: 0\n"
          "pcmk__primitive_assign: a allocation score on n2: -INFINITY\n");
}

TEST_CASE("promotion scores are worded as crm_simulate words them") {
    const std::string report = score_report(*after(scored_database()).schedule);
    CHECK(contains(report, "pcmk__clone_assign: c allocation score on n1: 0\n"));
    CHECK(contains(report, "db:0 promotion score on n1: 10\n"));
}

// ---- the verdict ----------------------------------------------------------------------------------------------

TEST_CASE("the verdict says whether everything still runs") {
    CHECK(verdict(after(running_on_first())) == "Every service that ran still runs.");
    CHECK(verdict(after(running_on_first(true), {NodeStandby{"n1"}})) == "1 service that ran is down: a.");
    CHECK(verdict(after(Sketch("n1").resource(primitive("a")))) == "No service ran; 1 starts.");
}

TEST_CASE("the verdict does not say of a service that was about to start that it ran") {
    const Sketch sketch = Sketch("n1").resource(primitive("a")).resource(primitive("b")).runs("b", "n1");
    CHECK(verdict(after(sketch, {NodeStandby{"n1"}})) ==
          "1 service that ran is down: b. 1 service that was about to start is down: a.");
}

TEST_CASE("the verdict says that nothing is promoted any more") {
    Sketch sketch = Sketch("n1 n2")
                        .resource(promotable("c", "db"))
                        .transient("n1", "master-db=10")
                        .runs_promoted("db", "n1")
                        .runs("db", "n2");
    CHECK(contains(verdict(after(sketch, {NodeStandby{"n1"}})), "1 service has no promoted instance left: c"));
}

TEST_CASE("the verdict depends on fencing where a node must be fenced") {
    const Sketch sketch = running_on_first().options("fencing-enabled=true").resource(fencing_device("fencer"));
    CHECK(verdict(after(sketch, {NodeFails{"n1"}})) ==
          "Every service that ran still runs; 1 is interrupted; provided that fencing of n1 succeeds (device fencer, which is "
          "used from n2 and lists its nodes at run time).");
}

// ---- the text -------------------------------------------------------------------------------------------------

TEST_CASE("the text has what happens, the nodes, the quorum, the services and the verdict") {
    const std::string text = outcome_text(after(running_on_first(), {NodeStandby{"n1"}}));
    CHECK(contains(text, "\nsketch.xml: n1 is put in standby (judged at 2024-01-01 00:00:00Z, by the rules of Pacemaker 3.0.2)\n"));
    CHECK(contains(text, "\nNodes\n  n1  online -> standby\n  n2  online\nQuorum yes: "));
    CHECK(contains(text, "moves from n1 to n2"));
    CHECK(text.ends_with("\nEvery service that ran still runs; 1 is interrupted.\n"));
}

TEST_CASE("the text says what stays down, and which constraint on which line keeps it down") {
    const std::string text = outcome_text(after(running_on_first(true), {NodeStandby{"n1"}}));
    CHECK(contains(text, "\nDown\n  a is stopped\n"));
    CHECK(contains(text, "    n1: "));
    CHECK(contains(text, "not-n2"));
    CHECK(contains(text, "(line "));
}

TEST_CASE("the text shows how the promotion was decided") {
    const std::string text = outcome_text(after(scored_database(), {NodeStandby{"n1"}}));
    CHECK(contains(text, "Promotion of c\n  n2: promotion score 5, is promoted\n"));
}

TEST_CASE("no line ends in a blank, and there is no colour unless it is asked for") {
    const Outcome outcome = after(running_on_first(true), {NodeStandby{"n1"}});
    CHECK_FALSE(contains(outcome_text(outcome), " \n"));
    CHECK_FALSE(contains(outcome_text(outcome), "\033"));
    CHECK(contains(outcome_text(outcome, {.color = true}), "\033["));
}

TEST_CASE("of many services only those that change are listed, unless all are asked for") {
    Sketch sketch("n1 n2");
    for (int number = 10; number < 40; ++number) {
        const std::string id = "r" + std::to_string(number);
        sketch.resource(primitive(id)).runs(id, number == 10 ? "n1" : "n2");
    }
    const Outcome outcome = after(sketch, {NodeStandby{"n1"}});
    CHECK(contains(outcome_text(outcome), "29 more run as before"));
    CHECK_FALSE(contains(outcome_text(outcome), "r20"));
    CHECK(contains(outcome_text(outcome, {.everything = true}), "r20"));
}

TEST_CASE("a clone of a group that has services is not named among what is none") {
    const Outcome outcome = after(Sketch("n1 n2")
                                      .options("fencing-enabled=true")
                                      .resource(clone("c", group("g", primitive("a") + primitive("b"))))
                                      .resource(fencing_device("f", parameters("pcmk_host_list=n1 n2")))
                                      .runs("a b", "n1")
                                      .runs("f", "n2"));
    const std::string text = outcome_text(outcome, {.everything = true});
    const std::size_t others = text.find("Not services");
    REQUIRE(others != std::string::npos);
    CHECK(text.find("  c:") < others);
    CHECK(text.find("  c:", others) == std::string::npos);
}

TEST_CASE("a diagnostic is one line with file, line and column") {
    const Diagnostic odd{Severity::Warning, "some-code", "something is odd", {3, 7}};
    CHECK(diagnostic_text("cib.xml", odd) == "cib.xml:3:7: warning: something is odd [some-code]");
    CHECK(diagnostic_text("cib.xml", {Severity::Error, "c", "m", {}}) == "cib.xml: error: m [c]");
}

TEST_CASE("a fencing that fails is told with its reason, in the node's line, the transitions and the verdict") {
    const Sketch sketch =
        running_on_first().options("fencing-enabled=true").resource(fencing_device("f", parameters("pcmk_host_list=n9")));
    const std::string told = outcome_text(after(sketch, {NodeFails{"n1"}}));
    CHECK(contains(told, "  n1  online -> unclean, is not fenced: no fencing device targets it: f names `n9` (pcmk_host_list"));
    CHECK(contains(told, "but fencing of n1 fails again and again\n"));
    CHECK(contains(told, "; n1 is not fenced (no fencing device targets it: f names `n9`"));
    const OrderedJson json = OrderedJson::parse(outcome_json(after(sketch, {NodeFails{"n1"}})));
    CHECK(json["rest"] == "settled");
    REQUIRE(json["failed_fencing"].size() == 1);
    CHECK(json["failed_fencing"][0]["node"] == "n1");
    CHECK(json["nodes"][0]["fencing"]["possible"] == false);
    CHECK(json["nodes"][0]["fencing"]["obstacles"][0]["code"] == "host-list");
}

TEST_CASE("the JSON says with what a node is fenced") {
    const Sketch sketch =
        running_on_first().options("fencing-enabled=true").resource(fencing_device("f", parameters("pcmk_host_list=n1")));
    const OrderedJson json = OrderedJson::parse(outcome_json(after(sketch, {NodeFails{"n1"}, FencingWillFail{"n2"}})));
    const auto& means = json["nodes"][0]["fencing"]["means"][0];
    CHECK(means["kind"] == "device");
    CHECK(means["device"] == "f");
    CHECK(means["nodes"] == Names{"n2"});
    CHECK(means["level"].is_null());
    CHECK(json["events"][1]["event"] == "fencing-will-fail");
    CHECK(json["events"][1]["node"] == "n2");
}

TEST_CASE("what would happen without the event as well is told apart from the event's reason") {
    const Outcome outcome = after(running_on_first().attributes("n1", "standby=on"), {NodeFails{"n1"}});
    CHECK(contains(outcome_text(outcome), "moves from n1 to n2, as without the event: n1 is offline"));
}

TEST_CASE("what would come about in another way without the event is told with that way") {
    const Outcome outcome = after(running_on_first(true).attributes("n1", "standby=on"), {NodeFails{"n1"}});
    CHECK(contains(outcome_text(outcome), "lost with n1; without the event, it stops on n1\n"));
}

TEST_CASE("what stops where its node stays has its reason, and what is lost with a node needs none") {
    CHECK(contains(outcome_text(after(running_on_first(true), {NodeStandby{"n1"}})), "stops on n1: n1 is in standby"));
    CHECK_FALSE(contains(outcome_text(after(running_on_first(true), {NodeFails{"n1"}})), "lost with n1: n1"));
}

// ---- JSON -----------------------------------------------------------------------------------------------------

TEST_CASE("the JSON has the keys of its version, in order") {
    const OrderedJson json = OrderedJson::parse(outcome_json(after(running_on_first())));
    CHECK(json["format_version"] == json_format_version);
    CHECK(keys(json) == Names{"format_version", "cib",      "at",      "pacemaker",   "nearest_to", "unchecked_kinds",
                              "compared",       "events",   "failing", "quorum",      "nodes",      "resources",
                              "phases",         "anyway",   "from",    "transitions", "rest",       "failed_fencing",
                              "lost",           "survives", "verdict", "diagnostics"});
    CHECK(json["cib"] == "sketch.xml");
    CHECK(json["at"] == "2024-01-01T00:00:00Z");
    CHECK(keys(json["quorum"]) == Names{"have", "explanation"});
}

TEST_CASE("an operation that fails every time is in the answer") {
    const Outcome outcome = simulate({.cib = running_on_first().cib(), .failing = {OperationResult::parse("a_start_0@n2=1")}});
    CHECK(contains(outcome_text(outcome), "as recorded, a_start_0@n2=1 every time it runs"));
    CHECK(OrderedJson::parse(outcome_json(outcome))["failing"] == OrderedJson{"a_start_0@n2=1"});
}

TEST_CASE("the JSON has the events") {
    const OrderedJson events =
        OrderedJson::parse(outcome_json(after(running_on_first(), {ResourceFails{"a", "n1"}, NodeStandby{"n2"}})))["events"];
    CHECK(events[0] == OrderedJson{{"event", "resource-fails"}, {"node", "n1"}, {"resource", "a"}, {"text", "a fails on n1"}});
    CHECK(events[1] == OrderedJson{{"event", "node-standby"}, {"node", "n2"}, {"text", "n2 is put in standby"}});
}

TEST_CASE("the JSON has what an administrator does") {
    const std::vector<Event> all{NodeUnstandby{"n1"},        NodeMaintenance{"n2"},   NodeUnmaintenance{"n2"},
                                 ResourceDisabled{"a"},      ResourceEnabled{"a"},    ResourceUnmanaged{"a"},
                                 ResourceManaged{"a"},       ResourceMoved{"a"},      ResourceBanned{"a", "n1", true},
                                 ResourceCleared{"a", "n1"}, ResourceCleanedUp{"a"}, ResourceRefreshed{"a"}};
    const OrderedJson events = OrderedJson::parse(outcome_json(after(running_on_first(), all)))["events"];
    Names names;
    for (const auto& event : events) names.push_back(event["event"]);
    CHECK(names == Names{"node-unstandby", "node-maintenance", "node-unmaintenance", "resource-disabled", "resource-enabled",
                         "resource-unmanaged", "resource-managed", "resource-moved", "resource-banned", "resource-cleared",
                         "resource-cleaned-up", "resource-refreshed"});
    CHECK(events[0] == OrderedJson{{"event", "node-unstandby"}, {"node", "n1"}, {"text", "n1 leaves standby"}});
    CHECK(events[3] == OrderedJson{{"event", "resource-disabled"}, {"resource", "a"}, {"text", "a is disabled"}});
    CHECK(events[7] == OrderedJson{{"event", "resource-moved"},
                                   {"resource", "a"},
                                   {"node", nullptr},
                                   {"promoted", false},
                                   {"text", "a is moved away from where it runs"}});
    CHECK(events[8] == OrderedJson{{"event", "resource-banned"},
                                   {"resource", "a"},
                                   {"node", "n1"},
                                   {"promoted", true},
                                   {"text", "the promoted role of a is banned from n1"}});
    CHECK(events[9] == OrderedJson{{"event", "resource-cleared"},
                                   {"resource", "a"},
                                   {"node", "n1"},
                                   {"text", "moves and bans of a are cleared on n1"}});
}

TEST_CASE("the JSON has the nodes") {
    const Sketch sketch = running_on_first().options("fencing-enabled=true").resource(fencing_device("fencer"));
    const OrderedJson nodes = OrderedJson::parse(outcome_json(after(sketch, {NodeFails{"n1"}})))["nodes"];
    REQUIRE(nodes.size() == 2);
    CHECK(keys(nodes[0]) == Names{"name", "kind", "before", "after", "fencing", "fenced"});
    CHECK(nodes[0]["fencing"]["possible"] == true);
    CHECK(nodes[1]["fencing"].is_null());
}

TEST_CASE("the JSON says where a resource ran and runs") {
    const OrderedJson resource =
        OrderedJson::parse(outcome_json(after(running_on_first(), {NodeStandby{"n1"}})))["resources"][0];
    CHECK(keys(resource) == Names{"id", "kind", "parent", "promotable", "before", "after", "changes", "because", "course", "service", "state", "fate",
                                  "kept_down_by", "line", "column"});
    CHECK(resource["before"] == OrderedJson::array({{{"node", "n1"}, {"role", "Started"}, {"instance", "a"}, {"state", "running"}}}));
    CHECK(resource["after"] == OrderedJson::array({{{"node", "n2"}, {"role", "Started"}, {"instance", "a"}, {"state", "running"}}}));
    CHECK(resource["changes"] ==
          OrderedJson::array({{{"change", "Moves"}, {"from", "n1"}, {"to", "n2"}, {"role", "Started"}}}));
    CHECK(resource["parent"].is_null());
}

TEST_CASE("in the JSON what runs nowhere is stopped, with what keeps it down") {
    const OrderedJson json = OrderedJson::parse(outcome_json(after(running_on_first(true), {NodeStandby{"n1"}})));
    const OrderedJson& resource = json["resources"][0];
    CHECK(resource["after"] == OrderedJson::array({{{"node", nullptr}, {"role", "Stopped"}, {"instance", "a"}, {"state", nullptr}}}));
    CHECK(resource["fate"] == "lost");
    REQUIRE_FALSE(resource["kept_down_by"].empty());
    CHECK(keys(resource["kept_down_by"][0]) == Names{"code", "node", "constraint", "score", "line", "column", "text"});
    CHECK(json["lost"] == OrderedJson::array({"a"}));
    CHECK(json["survives"] == false);
}

TEST_CASE("the JSON has the score table only when it is asked for") {
    const Outcome outcome = after(running_on_first(true));
    CHECK_FALSE(OrderedJson::parse(outcome_json(outcome)).contains("scores"));
    const OrderedJson scores = OrderedJson::parse(outcome_json(outcome, {.scores = true}))["scores"];
    CHECK(scores[1] == OrderedJson{{"kind", "assignment"}, {"resource", "a"}, {"node", "n2"}, {"score", "-INFINITY"}});
}

TEST_CASE("the JSON has promotion scores with their parts") {
    const OrderedJson resources = OrderedJson::parse(outcome_json(after(scored_database())))["resources"];
    const auto clone = std::ranges::find_if(resources, [](const OrderedJson& each) { return each["id"] == "c"; });
    REQUIRE(clone != resources.end());
    const OrderedJson& scores = (*clone)["promotion_scores"];
    REQUIRE(scores.size() == 2);
    CHECK(keys(scores[0]) == Names{"node", "instance", "score", "parts"});
}

// ---- explanations ---------------------------------------------------------------------------------------------

TEST_CASE("an explanation is the score and its parts") {
    const std::string text = explanation_text(after(running_on_first(true)), "a", "n2");
    CHECK(contains(text, "score on n2: -INFINITY"));
    CHECK(contains(text, "location constraint not-n2"));
    CHECK_FALSE(contains(text, "score on n1"));
}

TEST_CASE("an explanation as JSON has the parts with the constraint's line") {
    const OrderedJson json = OrderedJson::parse(explanation_json(after(running_on_first(true)), "a", ""));
    CHECK(json["format_version"] == json_format_version);
    const OrderedJson& scores = json["resources"][0]["scores"];
    REQUIRE(scores.size() == 2);
    CHECK(scores[1]["score"] == "-INFINITY");
    const auto& parts = scores[1]["parts"];
    CHECK(
        std::ranges::any_of(parts, [](const OrderedJson& part) { return part["constraint"] == "not-n2" && part["line"] > 0; }));
}

TEST_CASE("an explanation does not say that what cannot start runs") {
    const Outcome outcome = after(Sketch("n1").resource(primitive("a")).without_quorum());
    const std::string text = explanation_text(outcome, "a", "");
    CHECK(contains(text, "a (primitive, line "));
    CHECK(contains(text, ") cannot be started on n1\n  assigned to n1, where it cannot start: "));
    const OrderedJson json = OrderedJson::parse(explanation_json(outcome, "a", ""));
    CHECK(json["resources"][0]["choice"]["cannot_start"] == Names{"n1"});
}

TEST_CASE("what is not there cannot be explained") {
    CHECK_THROWS_AS(explanation_text(after(running_on_first()), "z", ""), UnknownName);
    CHECK_THROWS_AS(explanation_text(after(running_on_first()), "a", "n9"), UnknownName);
}

TEST_CASE("an explanation begins with what becomes of the resource, and why") {
    const std::string lost = explanation_text(after(running_on_first(true), {NodeStandby{"n1"}}), "a", "");
    CHECK(lost.starts_with("a is stopped at rest\n"));
    const std::string moved = explanation_text(after(running_on_first(), {NodeStandby{"n1"}}), "a", "");
    CHECK(moved.starts_with("a moves from n1 to n2: n1 is in standby\n"));
    CHECK(explanation_text(after(running_on_first()), "a", "").starts_with("a: n1 at rest, as before\n"));
}

TEST_CASE("services: what nobody stopped is found stopped") {
    const Sketch sketch =
        Sketch("n1")
            .resource(primitive("a", meta("is-managed=false") + operations(R"(<op id="@" name="monitor" interval="10s"/>)")))
            .runs("a", "n1");
    CHECK(contains(outcome_text(after(sketch, {ResourceFails{"a", "n1"}})), "found stopped on n1"));
}

TEST_CASE("promotion: what is blocked is recorded as promoted") {
    const std::string monitors = operations(R"(<op id="@" name="monitor" interval="10s" role="Promoted"/>)");
    const Sketch sketch = Sketch("n1")
                              .resource(clone("c", meta("promotable=true") + stateful("db", monitors)))
                              .transient("n1", "master-db=10")
                              .runs_promoted("db", "n1");
    const Outcome outcome = simulate({.cib = sketch.cib(),
                                      .events = {ResourceFails{"db", "n1"}},
                                      .failing = {{"db", "stop", 0, "n1", 1}},
                                      .with_ledger = true});
    CHECK(contains(outcome_text(outcome), "recorded as promoted; blocked"));
}
