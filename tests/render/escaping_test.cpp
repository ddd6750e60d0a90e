#include <algorithm>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "placement/quoting.h"
#include "placement/test_report.h"
#include "placement/unpack.h"
#include "render/contains.h"
#include "render/lines.h"
#include "render/lint_words.h"

// Names that would act on whoever reads an answer.
using namespace placement;

namespace {

const std::string line_break = "evil&#10;::error::pwned";

/// Two nodes and a resource, whose names are given as XML writes them; the resource runs on the first node.
Cib cib_with(const std::string& node, const std::string& resource) {
    const std::string state = R"(" in_ccm="true" crmd="online" join="member" expected="member")";
    return Cib::from_text(
        R"(<cib validate-with="pacemaker-4.0" admin_epoch="0" epoch="1" num_updates="0" have-quorum="1" execution-date="1700000000">
<configuration><crm_config><cluster_property_set id="o">
<nvpair id="o1" name="stonith-enabled" value="false"/><nvpair id="o2" name="no-quorum-policy" value="ignore"/>
</cluster_property_set></crm_config>
<nodes><node id="1" uname=")" + node + R"("/><node id="2" uname="n2"/></nodes>
<resources><primitive id=")" + resource + R"(" class="ocf" provider="heartbeat" type="Dummy"/></resources>
<constraints><rsc_location id="l" rsc=")" + resource + R"(" node="n2" score="-INFINITY"/></constraints></configuration>
<status><node_state id="1" uname=")" + node + state + R"(><lrm id="1"><lrm_resources>
<lrm_resource id=")" + resource + R"(" class="ocf" provider="heartbeat" type="Dummy"><lrm_rsc_op id="op" operation="start"
 operation_key=")" + resource + R"(_start_0" transition-key="1:1:0:x" transition-magic="0:0;1:1:0:x" call-id="5" rc-code="0"
 op-status="0" interval="0"/></lrm_resource></lrm_resources></lrm></node_state>
<node_state id="2" uname="n2)" + state + "/></status></cib>", "cib.xml");
}

std::string first_node(const Cib& cib) { return unpack(cib, Time{1700000000, 0})->nodes[NodeId(std::size_t{0})].name; }
std::string first_resource(const Cib& cib) { return unpack(cib, Time{1700000000, 0})->resources[ResourceId(std::size_t{0})].id; }

/// All texts about the first node's failure.
std::vector<std::string> texts_of(const Cib& cib, bool color = false) {
    const TextStyle style{.color = color, .everything = true, .steps = true, .width = 0};
    const std::string node = first_node(cib);
    const std::string resource = first_resource(cib);
    const Scenario scenario{.cib = cib, .events = {NodeFails{node}}, .with_ledger = true};
    const Outcome outcome = simulate(scenario);
    return {
        outcome_text(outcome, style),
        explanation_text(outcome, resource, "", style),
        sweep_text(sweep(cib), style),
        difference_text(difference(cib, cib_with("n1", "a")), style),
        what_if_text(what_if(scenario, {ConfigurationChange::without("l")}, resource), style),
        margin_text(margins(scenario, resource), style),
        lint_text({lint(cib)}, style),
        score_report(*outcome.schedule),
        cluster_status_text(*outcome.before),
        transition_summary_text(*outcome.schedule),
    };
}

bool is_seen(const std::string& text, const std::string& but) {
    std::string rest;
    std::ranges::copy_if(text, std::back_inserter(rest), [&](char c) { return but.find(c) == std::string::npos; });
    return is_visible(rest);
}

TestRun failed_test(const std::string& name) {
    TestRun run;
    run.results.push_back({"t.yaml", name, {2, 3}, {}, "no node `" + name + "`", {3, 9}});
    return run;
}

} // namespace

TEST_CASE("names: a line break in one begins no line in any text") {
    const std::vector<std::string> harmless = texts_of(cib_with("n1", "a"));
    const std::vector<std::string> hostile = texts_of(cib_with(line_break, "a&#10;b"));
    for (std::size_t i = 0; i < hostile.size(); ++i) {
        CAPTURE(hostile[i]);
        CHECK_FALSE(contains(hostile[i], "\n::error"));
        // A difference has other edits, and lint no command to copy.
        if (i != 3 && i != 6) CHECK(std::ranges::count(hostile[i], '\n') == std::ranges::count(harmless[i], '\n'));
    }
}

TEST_CASE("names: what acts on a terminal is shown in every text") {
    for (const char* name : {"c1&#x9b;31m", "del&#x7f;", "bidi&#x202e;", "tab&#9;cr&#13;", "line&#x2028;"}) {
        for (const std::string& text : texts_of(cib_with(name, std::string("r-") + name))) {
            CAPTURE(text);
            CHECK(is_seen(text, "\n\t"));
        }
    }
}

TEST_CASE("names: colours are the only escapes, and none come from a name") {
    const Paint paint(true);
    CHECK(as_line(paint.red("a") + "\033[5m", paint) == "\033[31ma\033[0m\\x1b[5m\n");
    CHECK(as_line("\033[31ma") == "\\x1b[31ma\n");
    for (const std::string& text : texts_of(cib_with(line_break, "a"), true)) CHECK(is_seen(text, "\n\t\033"));
}

TEST_CASE("names: JSON has them exactly, and nothing unseen in its own text") {
    const Cib cib = cib_with("c1&#x9b;&#x202e;&#x2028;&#x7f;&#10;", "a");
    const std::string json = outcome_json(simulate({.cib = cib}));
    CHECK(is_seen(json, "\n"));
    CHECK(nlohmann::json::parse(json).at("nodes").at(0).at("name") == first_node(cib));
}

TEST_CASE("names: SARIF has nothing unseen") {
    CHECK(is_seen(lint_sarif({lint(cib_with("c1&#x9b;&#x202e;", "a&#10;b"))}, lint_rules()), "\n"));
}

TEST_CASE("names: comma-separated values hold no formula") {
    const std::string csv = sweep_csv(sweep(cib_with("@SUM(1)", "=cmd|x")));
    CHECK(contains(csv, ",'=cmd|x\r\n"));
    CHECK(contains(csv, "'@SUM(1) fails,yes"));
    CHECK(is_seen(sweep_csv(sweep(cib_with("a&#10;=b", "c&#9;d"))), "\r\n"));
}

TEST_CASE("names: a label of a metric holds what is in it") {
    const std::string metrics = sweep_prometheus(sweep(cib_with("n1", "a&quot;} 1&#10;evil\\&#9;")), {.cluster = "c\nd\""});
    CHECK(contains(metrics, R"({cluster="c\\nd\"",service="a\"} 1\\nevil\\\\t"} 2)"));
    CHECK(is_seen(metrics, "\n"));
    CHECK_FALSE(contains(metrics, "\nevil"));
}

TEST_CASE("names: a command that makes a change is one line, and one word for each name") {
    const Cib cib = cib_with("n1", "a");
    const Scenario scenario{.cib = cib, .events = {NodeFails{"n1"}}};
    WhatIf answer = what_if(scenario, {ConfigurationChange::without("l")}, "a");
    CHECK_FALSE(contains(what_if_text(answer), "To make"));
    CHECK(contains(what_if_text(answer, {.commands = CommandTool::Pcs}), "  pcs: pcs constraint delete l\n"));
    CHECK(contains(what_if_text(answer, {.commands = CommandTool::Crm}), "  crm: crm -F configure delete l\n"));
    answer.cib =
        Cib::from_text(R"(<cib><configuration><crm_config/><nodes/><resources><primitive id="a" class="ocf" provider="heartbeat"
type="Dummy"/></resources><constraints><rsc_location id="$(reboot)'; reboot" rsc="a" node="n" score="1"/></constraints>
</configuration><status/></cib>)");
    answer.changes = {ConfigurationChange::without("$(reboot)'; reboot")};
    for (const CommandTool tool : {CommandTool::Pcs, CommandTool::Crm}) {
        CHECK(contains(what_if_text(answer, {.commands = tool}), R"($(reboot)'\''; reboot)"));
    }
    answer.cib =
        Cib::from_text(R"(<cib><configuration><crm_config/><nodes/><resources><primitive id="a" class="ocf" provider="heartbeat"
type="Dummy"/></resources><constraints><rsc_location id="x&#10;$(reboot)'; reboot" rsc="a" node="n" score="1"/></constraints>
</configuration><status/></cib>)");
    answer.changes = {ConfigurationChange::without("x\n$(reboot)'; reboot")};
    for (const CommandTool tool : {CommandTool::Pcs, CommandTool::Crm}) {
        const std::string told = what_if_text(answer, {.commands = tool});
        CHECK(is_seen(told, "\n"));
        CHECK(contains(told, R"(id="x&#x0A;$(reboot)'\''; reboot")"));
    }
}

TEST_CASE("names: Graphviz is given them between quotes that hold") {
    const Outcome outcome = simulate({.cib = cib_with("n1", "q&quot;];x[label=&quot;\\&#10;"), .events = {NodeStandby{"n1"}}});
    CAPTURE(transition_dot(*outcome.schedule));
    CHECK(contains(transition_dot(*outcome.schedule), R"("q\"];x[label=\"\\\\n_stop_0 n1")"));
}

TEST_CASE("names: a parameter whose name is none in XML becomes an element of the graph") {
    Cib cib = cib_with("n1", "a");
    std::string text = cib.xml();
    const std::string end = "type=\"Dummy\"/>";
    const std::string parameter = R"(<nvpair id="i1" name="x=&quot;1&quot; y" value="2"/>)";
    text.replace(text.find(end), end.size(),
                 "type=\"Dummy\"><instance_attributes id=\"i\">" + parameter + "</instance_attributes></primitive>");
    const Outcome outcome = simulate({.cib = Cib::from_text(text, "cib.xml"), .events = {NodeFails{"n1"}}});
    CHECK(contains(transition_xml(*outcome.schedule), "<param name=\"x=&quot;1&quot; y\" value=\"2\"/>"));
}

TEST_CASE("names: a test's name forges no line of TAP, no directive and no line of text") {
    const TestRun run = failed_test("a # SKIP\nok 2 - forged\n\033[31m");
    CHECK(contains(test_report_tap(run), "not ok 1 - t.yaml: a \\# SKIP\\\\nok 2 - forged\\\\n\\\\x1b[31m\n"));
    CHECK(is_seen(test_report_tap(run), "\n"));
    CHECK(contains(test_report_text(run), "a # SKIP\\nok 2 - forged\\n\\x1b[31m\n"));
}

TEST_CASE("names: JUnit shows what XML cannot hold") {
    const std::string xml = test_report_junit(failed_test("a\ufffe\x01\u009b\n"));
    CHECK(contains(xml, "name=\"a\\ufffe\\x01&#x9B;&#x0A;\""));
    CHECK(is_seen(xml, "\n"));
}

TEST_CASE("names: diagnostics are one line") {
    CHECK(diagnostic_text("a\nb", {.code = "c", .message = "\033[31m", .position = {}}) == "a\\nb: warning: \\x1b[31m [c]");
}

TEST_CASE("names: a control character of a scenario file is read as it is shown") {
    const ScenarioFile file = read_scenario_text("tests:\n  - name: \"a\\e[31m\\nb\"\n    expect: {settles: true}\n", "t.yaml",
                                                  {.cib = cib_with("n1", "a")});
    CHECK(file.tests.at(0).name == "a\\x1b[31m\nb");
}

// ---- commands to copy -----------------------------------------------------------------------------------------

TEST_CASE("commands: names are quoted for the shell") {
    LintReport report = lint(cib_with("n1", "a"));
    report.name = "my cib.xml";
    const Proof proof{.events = {NodeFails{"pg01;touch${IFS}pwned"}, ResourceFails{"a b", "n'1"}}, .release = report.release};
    CHECK(scenario_command(report, proof)
              .starts_with("placement-sim 'my cib.xml' --fail 'pg01;touch${IFS}pwned' --fail 'a b@n'\\''1'"));
}

TEST_CASE("commands: what begins with a dash is no option") {
    LintReport report = lint(cib_with("n1", "a"));
    report.name = "-cib.xml";
    CHECK(scenario_command(report, {.events = {NodeFails{"-2+3"}}, .release = report.release})
              .starts_with("placement-sim ./-cib.xml --fail=-2+3"));
}

TEST_CASE("commands: standard input and the running cluster are asked again") {
    LintReport report = lint(cib_with("n1", "a"));
    report.name = "<stdin>";
    CHECK(scenario_command(report, {.release = report.release}).starts_with("placement-sim -"));
    report.name = "cibadmin --query";
    CHECK(scenario_command(report, {.release = report.release}).starts_with("placement-sim --live"));
}

TEST_CASE("commands: there is none where a name cannot be seen") {
    const LintReport report = lint(cib_with("n1", "a"));
    CHECK(scenario_command(report, {.events = {NodeFails{"a\nb"}}, .release = report.release}).empty());
}
