#include <doctest/doctest.h>

#include "unpack/configuration.h"

using namespace placement;

namespace {

using Lines = std::vector<std::string>;

/// "id: resource n1=5 n2=-INFINITY", with the role and the probe mode where there are any, in the order of the model.
Lines location_lines(const Cluster& cluster) {
    Lines lines;
    for (const LocationConstraint& location : cluster.locations) {
        std::string line = fmt::format("{}: {}", location.id, name(cluster, location.resource));
        if (location.role_filter != Role::Unknown) line += fmt::format(" {}", text(location.role_filter));
        if (location.probe_mode == ProbeMode::Never) line += " never";
        if (location.probe_mode == ProbeMode::Exclusive) line += " exclusive";
        for (const auto& entry : location.nodes) {
            line += fmt::format(" {}={}", name(cluster, entry.node), entry.score.text());
        }
        lines.push_back(line);
    }
    return lines;
}

std::shared_ptr<const Cluster> with_locations(const std::string& constraints, const std::string& tags = "") {
    Configuration configuration;
    configuration.resources = primitive("a") + primitive("b") + group("g", primitive("m")) +
                              clone("c", meta("c", {{"promotable", "true"}}) + primitive("p", "", "Stateful"));
    configuration.constraints = constraints;
    configuration.tags = tags;
    configuration.nodes = R"(<node id="1" uname="n1"><instance_attributes id="i1">)" +
                          pairs("i1", {{"rack", "1"}, {"weight", "11"}}) + R"(</instance_attributes></node>)"
                          R"(<node id="2" uname="n2"><instance_attributes id="i2">)" +
                          pairs("i2", {{"rack", "2"}, {"weight", "heavy"}, {"weight-a", "7"}}) +
                          R"(</instance_attributes></node><node id="3" uname="n3"/>)";
    return configuration.read();
}

std::string rule(const std::string& attributes, const std::string& conditions) {
    return fmt::format(R"(<rule id="r" {}>{}</rule>)", attributes, conditions);
}

const std::string in_a_rack = R"(<expression id="e" attribute="rack" operation="defined"/>)";

} // namespace

TEST_CASE("a location is a score for a node") {
    const auto cluster = with_locations(R"(<rsc_location id="l" rsc="a" node="N2" score="-INFINITY"/>)");
    CHECK(location_lines(*cluster) == Lines{"l: a n2=-INFINITY"});
    CHECK(cluster->locations[LocationId(0)].position.known());
    CHECK_FALSE(cluster->locations[LocationId(0)].node_health);
}

TEST_CASE("the newest location is applied first") {
    CHECK(location_lines(*with_locations(R"(<rsc_location id="l1" rsc="a" node="n1" score="1"/>)"
                                         R"(<rsc_location id="l2" rsc="a" node="n1" score="2"/>)")) ==
          Lines{"l2: a n1=2", "l1: a n1=1"});
}

TEST_CASE("a location may count for one role; Started and Unpromoted are any") {
    const auto with_role = [](const char* role) {
        return location_lines(
            *with_locations(fmt::format(R"(<rsc_location id="l" rsc="c" node="n1" score="1" role="{}"/>)", role)));
    };
    CHECK(with_role("Promoted") == Lines{"l: c Promoted n1=1"});
    CHECK(with_role("Stopped") == Lines{"l: c Stopped n1=1"});
    CHECK(with_role("Started") == Lines{"l: c n1=1"});
    CHECK(with_role("Unpromoted") == Lines{"l: c n1=1"});
}

TEST_CASE("locations that cannot be are ignored") {
    const auto ignored = [](const std::string& constraint, const char* code) {
        CAPTURE(constraint);
        Configuration configuration;
        configuration.schema = "none";
        configuration.resources = primitive("a");
        configuration.constraints = constraint;
        const auto cluster = configuration.read();
        return cluster->locations.empty() && has_diagnostic(*cluster, code);
    };
    CHECK(ignored(R"(<rsc_location rsc="a" node="n1" score="1"/>)", "missing-id"));
    CHECK(ignored(R"(<rsc_location id="l" rsc="x" node="n1" score="1"/>)", "unknown-resource"));
    CHECK(ignored(R"(<rsc_location id="l" rsc="a" node="n9" score="1"/>)", "unknown-node"));
    CHECK(ignored(R"(<rsc_location id="l" rsc="a" node="n1" score="much"/>)", "invalid-score"));
    CHECK(ignored(R"(<rsc_location id="l" rsc="a" node="n1" score="1" role="Boss"/>)", "invalid-role"));
    CHECK(ignored(R"(<rsc_location id="l" rsc="a" node="n1"/>)", "incomplete-location"));
    CHECK(ignored(R"(<rsc_location id="l" rsc-pattern="(" node="n1" score="1"/>)", "invalid-pattern"));
    CHECK(ignored(R"(<rsc_elsewhere id="l" rsc="a" node="n1" score="1"/>)", "unknown-constraint-type"));
    CHECK(ignored(R"(<rsc_location id="l" rsc="a">)" + rule("", in_a_rack) + "</rsc_location>", "missing-score"));
    CHECK(ignored(R"(<rsc_location id="l" rsc="a">)" + rule(R"(score="x")", in_a_rack) + "</rsc_location>",
                  "invalid-score"));
    CHECK(ignored(R"(<rsc_location id="l" rsc="a">)" + rule(R"(score="1" role="Boss")", in_a_rack) + "</rsc_location>",
                  "invalid-role"));
    CHECK(ignored(R"(<rsc_location id="l" rsc="a">)" + rule(R"(score="1" boolean-op="nor")", in_a_rack) + "</rsc_location>",
                  "invalid-rule"));
    CHECK(ignored(R"(<rsc_location id="l" rsc="a"><rule score="1">)" + in_a_rack + "</rule></rsc_location>", "missing-id"));
    CHECK(ignored(R"(<rsc_location id="l" rsc="a"><rule id-ref="nowhere"/></rsc_location>)", "unknown-id-ref"));
    CHECK(ignored(R"(<rsc_location id="l" node="n1" score="1"><resource_set><resource_ref id="a"/></resource_set>)"
                  "</rsc_location>", "missing-id"));
}

TEST_CASE("a rule's score goes to each node where it passes, the last node first") {
    CHECK(location_lines(*with_locations(R"(<rsc_location id="l" rsc="a">)" + rule(R"(score="5")", in_a_rack) +
                                         "</rsc_location>")) == Lines{"r: a n2=5 n1=5"});
}

TEST_CASE("a rule that passes nowhere is a location without nodes") {
    CHECK(location_lines(*with_locations(R"(<rsc_location id="l" rsc="a">)" +
                                         rule(R"(score="5")", R"(<expression id="e" attribute="x" operation="defined"/>)") +
                                         "</rsc_location>")) == Lines{"r: a"});
}

TEST_CASE("a rule's role and discovery count") {
    CHECK(location_lines(*with_locations(
              R"(<rsc_location id="l" rsc="c" resource-discovery="never">)" +
              rule(R"(score="5" role="Promoted")", R"(<expression id="e" attribute="rack" operation="eq" value="1"/>)") +
              "</rsc_location>")) == Lines{"r: c Promoted never n1=5"});
}

TEST_CASE("a score may come from a node attribute, where that is a score") {
    const auto cluster =
        with_locations(R"(<rsc_location id="l" rsc="a">)" + rule(R"(score-attribute="weight")", in_a_rack) + "</rsc_location>");
    CHECK(location_lines(*cluster) == Lines{"r: a n1=11"});
    CHECK(has_diagnostic(*cluster, "invalid-score"));
}

TEST_CASE("a rule that names another by id-ref is that one") {
    CHECK(location_lines(*with_locations(R"(<rsc_location id="l" rsc="a">)" + rule(R"(score="5")", in_a_rack) +
                                         "</rsc_location>"
                                         R"(<rsc_location id="k" rsc="b"><rule id-ref="r"/></rsc_location>)")) ==
          Lines{"r: b n2=5 n1=5", "r: a n2=5 n1=5"});
}

TEST_CASE("only the first rule counts") {
    Configuration configuration;
    configuration.schema = "none";
    configuration.resources = primitive("a");
    const std::string always = R"(<expression id="e" attribute="#uname" operation="eq" value="n1"/>)";
    configuration.constraints = R"(<rsc_location id="l" rsc="a"><rule id="r1" score="1">)" + always +
                                R"(</rule><rule id="r2" score="2">)" + always + "</rule></rsc_location>";
    const auto cluster = configuration.read();
    CHECK(location_lines(*cluster) == Lines{"r1: a n1=1"});
    CHECK(has_diagnostic(*cluster, "extra-rule"));
}

TEST_CASE("a rule may compare with the resource's parameters and meta attributes") {
    Configuration configuration;
    configuration.resources = primitive("a", meta("a", {{"where", "n2"}}) + R"(<instance_attributes id="i">)" +
                                                 pairs("i", {{"host", "n1"}}) + "</instance_attributes>");
    const auto constraint = [](const char* source, const char* value) {
        return fmt::format(R"(<rsc_location id="l" rsc="a"><rule id="r" score="1"><expression id="e" attribute="#uname" )"
                           R"(operation="eq" value="{}" value-source="{}"/></rule></rsc_location>)", value, source);
    };
    configuration.constraints = constraint("param", "host");
    CHECK(location_lines(*configuration.read()) == Lines{"r: a n1=1"});
    configuration.constraints = constraint("meta", "where");
    CHECK(location_lines(*configuration.read()) == Lines{"r: a n2=1"});
}

TEST_CASE("dates in rules say when to look again") {
    Configuration configuration;
    configuration.resources = primitive("a");
    configuration.constraints = R"(<rsc_location id="l" rsc="a"><rule id="r" score="1"><date_expression id="d" )"
                                R"(operation="lt" end="2024-06-01"/></rule></rsc_location>)";
    CHECK(configuration.read("2024-03-01")->recheck_by == Time::parse("2024-06-01").seconds);
    CHECK(configuration.read("2024-03-01")->locations[LocationId(0)].nodes.size() == 3);
    CHECK(configuration.read("2024-07-01")->locations[LocationId(0)].nodes.empty());
}

TEST_CASE("a location rule has the dated parameters of its resource looked at") {
    Configuration configuration;
    configuration.resources = primitive("a", R"(<instance_attributes id="i"><rule id="ir"><date_expression id="d" operation="lt" )"
                                             R"(end="2024-06-01"/></rule></instance_attributes>)");
    CHECK(configuration.read("2024-03-01")->recheck_by == 0);
    configuration.constraints = R"(<rsc_location id="l" rsc="a"><rule id="r" score="1"><expression id="e" attribute="x" )"
                                R"(operation="defined"/></rule></rsc_location>)";
    CHECK(configuration.read("2024-03-01")->recheck_by == Time::parse("2024-06-01").seconds);
}

TEST_CASE("exclusive discovery marks the resource") {
    const auto cluster = with_locations(R"(<rsc_location id="l" rsc="a" node="n1" score="0" resource-discovery="exclusive"/>)");
    CHECK(location_lines(*cluster) == Lines{"l: a exclusive n1=0"});
    CHECK(resource(*cluster, "a").exclusive_discovery);
    CHECK_FALSE(resource(*cluster, "b").exclusive_discovery);
}

TEST_CASE("an unknown discovery is as none") {
    Configuration configuration;
    configuration.schema = "none";
    configuration.resources = primitive("a");
    configuration.constraints = R"(<rsc_location id="l" rsc="a" node="n1" score="0" resource-discovery="maybe"/>)";
    const auto cluster = configuration.read();
    CHECK(location_lines(*cluster) == Lines{"l: a n1=0"});
    CHECK(has_diagnostic(*cluster, "invalid-resource-discovery"));
}

TEST_CASE("a pattern means all top resources that match, or do not") {
    CHECK(location_lines(*with_locations(R"(<rsc_location id="l" rsc-pattern="^[ac]$" node="n1" score="1"/>)")) ==
          Lines{"l: c n1=1", "l: a n1=1"});
    CHECK(location_lines(*with_locations(R"(<rsc_location id="l" rsc-pattern="!^[acm]$" node="n1" score="1"/>)")) ==
          Lines{"l: g n1=1", "l: b n1=1"});
}

TEST_CASE("what a pattern's groups match stands for %1 in a rule") {
    CHECK(location_lines(*with_locations(
              R"(<rsc_location id="l" rsc-pattern="^(a|b)$">)" +
              rule(R"(score-attribute="weight-%1")", R"(<expression id="e" attribute="weight-%1" operation="defined"/>)") +
              "</rsc_location>")) == Lines{"r: b", "r: a n2=7"});
}

TEST_CASE("patterns that would take too long are refused") {
    const auto cluster =
        with_locations(R"(<rsc_location id="l" rsc-pattern="((a{1,200}){1,200}){1,200}" node="n1" score="1"/>)");
    CHECK(has_diagnostic(*cluster, "invalid-pattern"));
}

TEST_CASE("a resource set's role and score win over the constraint's") {
    CHECK(location_lines(
              *with_locations(R"(<rsc_location id="l" node="n1" score="1" role="Stopped"><resource_set id="s" role="Promoted" )"
                              R"(score="2"><resource_ref id="c"/></resource_set><resource_set id="t"><resource_ref id="b"/>)"
                              "</resource_set></rsc_location>")) == Lines{"l: b Stopped n1=1", "l: c Promoted n1=2"});
}

TEST_CASE("a set with an unknown resource ends the constraint") {
    const auto cluster =
        with_locations(R"(<rsc_location id="l" node="n1" score="1"><resource_set id="s"><resource_ref id="a"/>)"
                       R"(<resource_ref id="x"/><resource_ref id="b"/></resource_set></rsc_location>)");
    CHECK(location_lines(*cluster) == Lines{"l: a n1=1"});
    CHECK(has_diagnostic(*cluster, "unknown-resource"));
}

TEST_CASE("a tag means all that it names, and takes the constraint's role along") {
    const std::string tags = R"(<tag id="t"><obj_ref id="a"/><obj_ref id="c"/></tag>)";
    CHECK(location_lines(*with_locations(R"(<rsc_location id="l" rsc="t" node="n1" score="1" role="Promoted"/>)", tags)) ==
          Lines{"l: c Promoted n1=1", "l: a Promoted n1=1"});
    CHECK(
        location_lines(*with_locations(R"(<rsc_location id="l" node="n1" score="1"><resource_set id="s"><resource_ref id="b"/>)"
                                       R"(<resource_ref id="t"/></resource_set></rsc_location>)",
                                       tags)) == Lines{"l: c n1=1", "l: a n1=1", "l: b n1=1"});
}

TEST_CASE("a template means all resources derived from it") {
    Configuration configuration;
    configuration.resources = R"(<template id="t" class="ocf" provider="pacemaker" type="Dummy"/>)"
                              R"(<template id="unused" class="ocf" provider="pacemaker" type="Dummy"/>)"
                              R"(<primitive id="x" template="t"/><primitive id="y" template="t"/>)";
    configuration.constraints = R"(<rsc_location id="l" rsc="t" node="n1" score="1"/>)"
                                R"(<rsc_location id="k" rsc="unused" node="n1" score="1"/>)";
    const auto cluster = configuration.read();
    CHECK(location_lines(*cluster) == Lines{"l: y n1=1", "l: x n1=1"});
    CHECK(has_diagnostic(*cluster, "unused-template"));
}

TEST_CASE("a name that the history has for an instance means the clone") {
    Configuration configuration;
    configuration.resources = clone("c", primitive("p"));
    configuration.constraints = R"(<rsc_location id="l" rsc="p" node="n1" score="1"/>)"
                                R"(<rsc_location id="k" rsc="p:1" node="n1" score="2"/>)";
    CHECK(location_lines(*configuration.read()) == Lines{"k: p:1 n1=2"});
    configuration.status =
        R"(<node_state id="1" uname="n1" in_ccm="true" crmd="online" join="member" expected="member"><lrm id="1">)"
        R"(<lrm_resources><lrm_resource id="p" class="ocf" provider="pacemaker" type="Dummy">)"
        R"(<lrm_rsc_op id="p0" operation="start" operation_key="p_start_0" call-id="1" rc-code="0" op-status="0" )"
        R"(interval="0" transition-key="1:1:0:x" transition-magic="0:0;1:1:0:x"/></lrm_resource>)"
        "</lrm_resources></lrm></node_state>";
    CHECK(location_lines(*configuration.read()) == Lines{"k: p:1 n1=2", "l: c n1=1"});
}

TEST_CASE("sets may be those of another constraint, and what follows them there counts too") {
    CHECK(location_lines(
              *with_locations(R"(<rsc_location id="l" node="n1" score="1"><resource_set id="s"><resource_ref id="a"/>)"
                              R"(</resource_set><resource_set id="t"><resource_ref id="b"/></resource_set></rsc_location>)"
                              R"(<rsc_location id="k" node="n2" score="2"><resource_set id-ref="s"/></rsc_location>)")) ==
          Lines{"k: b n2=2", "k: a n2=2", "l: b n1=1", "l: a n1=1"});
}

TEST_CASE("sets that refer to each other in a circle are told") {
    Configuration configuration;
    configuration.schema = "none";
    configuration.resources = primitive("a");
    configuration.constraints = R"(<rsc_location id="l" node="n1" score="1"><resource_set id="s"><resource_ref id="a"/>)"
                                R"(</resource_set><resource_set id-ref="s"/></rsc_location>)";
    const auto cluster = configuration.read();
    CHECK(location_lines(*cluster) == Lines{"l: a n1=1"});
    CHECK(has_diagnostic(*cluster, "circular-sets"));
}

TEST_CASE("a resource that wants its container host's attributes gets them") {
    Configuration configuration;
    configuration.nodes = R"(<node id="1" uname="n1"><instance_attributes id="i">)" + pairs("i", {{"weight", "9"}}) +
                          "</instance_attributes></node>";
    configuration.resources = primitive("vm", meta("vm", {{"remote-node", "guest"}})) +
                              primitive("a", meta("a", {{"container-attribute-target", "host"}}));
    configuration.constraints = R"(<rsc_location id="l" rsc="a"><rule id="r" score-attribute="weight">)"
                                R"(<expression id="e" attribute="#kind" operation="eq" value="container"/></rule></rsc_location>)";
    CHECK(location_lines(*configuration.read()) == Lines{"r: a"});
    configuration.status =
        R"(<node_state id="1" uname="n1" in_ccm="true" crmd="online" join="member" expected="member"><lrm id="1">)"
        R"(<lrm_resources><lrm_resource id="vm" class="ocf" provider="pacemaker" type="Dummy">)"
        R"(<lrm_rsc_op id="v0" operation="start" operation_key="vm_start_0" call-id="1" rc-code="0" op-status="0" )"
        R"(interval="0" transition-key="1:1:0:x" transition-magic="0:0;1:1:0:x"/></lrm_resource>)"
        "</lrm_resources></lrm></node_state>";
    CHECK(location_lines(*configuration.read()) == Lines{"r: a guest=9"});
}

TEST_CASE("node health is a location for every top resource, applied after all others") {
    Configuration configuration;
    configuration.properties += Configuration::property("node-health-strategy", "custom") +
                                Configuration::property("node-health-red", "-100") +
                                Configuration::property("node-health-green", "10");
    configuration.nodes = R"(<node id="1" uname="n1"><instance_attributes id="i">)" +
                          pairs("i", {{"#health-disk", "RED"}, {"#health-fan", "-5"}, {"#health-odd", "purple"}}) +
                          R"(</instance_attributes></node><node id="2" uname="n2"><instance_attributes id="j">)" +
                          pairs("j", {{"#health-disk", "green"}}) + "</instance_attributes></node>"
                          R"(<node id="3" uname="n3"/>)";
    configuration.resources = primitive("a") + primitive("b", meta("b", {{"allow-unhealthy-nodes", "true"}}));
    configuration.constraints = R"(<rsc_location id="l" rsc="a" node="n1" score="1"/>)";
    const auto cluster = configuration.read();
    CHECK(location_lines(*cluster) == Lines{"l: a n1=1", "custom: b n2=10", "custom: a n2=10", "custom: a n1=-105"});
    CHECK(cluster->locations[LocationId(3)].node_health);
    CHECK(has_diagnostic(*cluster, "invalid-node-health"));
}

TEST_CASE("a score with something after the number counts as the number, and is told") {
    const auto cluster = with_locations(R"(<rsc_location id="l" rsc="a" node="n1" score="12abc"/>)");
    CHECK(cluster->locations[LocationId(0)].nodes.front().score == Score(12));
    CHECK(has_diagnostic(*cluster, "score-with-rest"));
}
