#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "placement/commands.h"
#include "placement/patch.h"
#include "support/sketch.h"

// The command lines for each kind of change. tests/commands/program runs them.
using namespace placement;

namespace {

using Kind = ConfigurationChange::Kind;
using Lines = std::vector<std::string>;

Cib cluster() {
    return Sketch("n1 n2")
        .resource(primitive(
            "db", operations(R"(<op id="db-monitor-interval-10s" name="monitor" interval="10s" timeout="20s"/>)") +
                      R"(<meta_attributes id="db-meta_attributes"><nvpair id="p" name="priority" value="1"/></meta_attributes>)"))
        .resource(primitive("vip"))
        .resource(promotable("farm", "worker"))
        .resource(primitive("it's"))
        .constraint(R"(<rsc_order id="order" first="db" then="vip" kind="Mandatory"/>)")
        .constraint(R"(<rsc_location id="ruled" rsc="vip"><rule id="rule" score-attribute="pingd" boolean-op="or">)"
                    R"(<expression id="e" attribute="pingd" operation="defined"/></rule></rsc_location>)")
        .constraint(location("home", "db", "n1", "50"))
        .cib();
}

Lines lines(const ConfigurationChange& change, CommandTool tool = CommandTool::Pcs, const std::string& file = "",
            const Cib& cib = cluster()) {
    Lines found;
    for (const Command& each : commands(cib, {change}, {tool, file})) found.push_back(each.line);
    return found;
}

Lines crm(const ConfigurationChange& change) { return lines(change, CommandTool::Crm); }

ConfigurationChange constraint(const std::string& element, ConfigurationChange::Attributes attributes) {
    return {Kind::AddConstraint, "new", element, "", "", std::move(attributes)};
}

} // namespace

TEST_CASE("a constraint is removed, also by its rule's id") {
    CHECK(lines(ConfigurationChange::without("order")) == Lines{"pcs constraint delete order"});
    CHECK(crm(ConfigurationChange::without("order")) == Lines{"crm -F configure delete order"});
    CHECK(lines(ConfigurationChange::without("rule")) == Lines{"pcs constraint delete ruled"});
}

TEST_CASE("a colocation is added") {
    const auto change =
        constraint("rsc_colocation", {{"rsc", "vip"}, {"with-rsc", "farm"}, {"with-rsc-role", "Promoted"}, {"score", "-1000"}});
    CHECK(lines(change) == Lines{"pcs -- constraint colocation add vip with Promoted farm -1000 id=new"});
    CHECK(crm(change) == Lines{"crm -F configure colocation new -1000: vip farm:Promoted"});
}

TEST_CASE("an order is added, with the actions that Pacemaker takes where none are given") {
    const auto plain = constraint("rsc_order", {{"first", "vip"}, {"then", "farm"}, {"kind", "Optional"}});
    CHECK(lines(plain) == Lines{"pcs constraint order start vip then start farm kind=Optional id=new"});
    CHECK(crm(plain) == Lines{"crm -F configure order new Optional: vip farm"});
    const auto promoted = constraint("rsc_order", {{"first", "farm"}, {"then", "vip"}, {"first-action", "promote"}});
    CHECK(lines(promoted) == Lines{"pcs constraint order promote farm then promote vip id=new"});
    CHECK(crm(promoted) == Lines{"cibadmin --create --scope constraints --xml-text "
                                 "'<rsc_order id=\"new\" first=\"farm\" then=\"vip\" first-action=\"promote\"/>'"});
}

TEST_CASE("a location is added; pcs would replace one for the same resource and node") {
    const auto elsewhere = constraint("rsc_location", {{"rsc", "vip"}, {"node", "n2"}, {"score", "INFINITY"}});
    CHECK(lines(elsewhere) == Lines{"pcs constraint location add new vip n2 INFINITY"});
    CHECK(crm(elsewhere) == Lines{"crm -F configure location new vip inf: n2"});
    const auto same = constraint("rsc_location", {{"rsc", "db"}, {"node", "n1"}, {"score", "7"}});
    CHECK(lines(same) == Lines{"cibadmin --create --scope constraints --xml-text "
                               "'<rsc_location id=\"new\" rsc=\"db\" node=\"n1\" score=\"7\"/>'"});
}

TEST_CASE("what has no words in the tools is given as XML") {
    const auto instance = constraint("rsc_colocation", {{"rsc", "vip"}, {"with-rsc", "worker"}, {"score", "1"}});
    CHECK(lines(instance)[0].starts_with("cibadmin --create --scope constraints"));
    CHECK(crm(instance) == lines(instance));
}

TEST_CASE("an attribute of a constraint is set in place, and goes with what is around it") {
    CHECK(lines({Kind::SetConstraintAttribute, "order", "kind", "Optional"}) ==
          Lines{"cibadmin --modify --scope constraints --xml-text '<rsc_order id=\"order\" kind=\"Optional\"/>'"});
    CHECK(crm({Kind::SetConstraintAttribute, "order", "kind", ""}) ==
          Lines{"cibadmin --replace --scope constraints --xml-text '<rsc_order id=\"order\" first=\"db\" then=\"vip\"/>'"});
    CHECK(lines(ConfigurationChange::with_score("home", "-1000")) ==
          Lines{"cibadmin --modify --scope constraints --xml-text '<rsc_location id=\"home\" score=\"-1000\"/>'"});
    CHECK(lines(ConfigurationChange::with_score("ruled", "5")) ==
          Lines{"cibadmin --replace --scope constraints --xml-text '<rule id=\"rule\" boolean-op=\"or\" score=\"5\">"
                "<expression id=\"e\" attribute=\"pingd\" operation=\"defined\"/></rule>'"});
}

TEST_CASE("a meta-attribute") {
    const ConfigurationChange set{Kind::SetOwnMetaAttribute, "db", "resource-stickiness", "-5"};
    CHECK(lines(set) == Lines{"pcs resource meta db resource-stickiness=-5"});
    CHECK(crm(set) == Lines{"crm resource meta db set resource-stickiness -5"});
    const ConfigurationChange removed{Kind::SetOwnMetaAttribute, "db", "priority", ""};
    CHECK(lines(removed) == Lines{"pcs resource meta db priority="});
    CHECK(crm(removed) == Lines{"crm resource meta db delete priority"});
    const ConfigurationChange instance{Kind::SetOwnMetaAttribute, "worker", "priority", "1"};
    CHECK(lines(instance) == Lines{"pcs resource meta worker priority=1"});
    CHECK(crm(instance) == Lines{"cibadmin --modify --scope resources --xml-text '<primitive id=\"worker\"><meta_attributes "
                                 "id=\"worker-meta_attributes\"><nvpair id=\"worker-meta_attributes-priority\" name=\"priority\" "
                                 "value=\"1\"/></meta_attributes></primitive>'"});
}

TEST_CASE("pcs has other words for bundles, templates and fencing devices") {
    const Cib cib = Sketch("n1")
                        .resource(R"(<bundle id="box"><docker image="i"/></bundle>)")
                        .resource(R"(<template id="form" class="ocf" provider="pacemaker" type="Dummy"/>)")
                        .resource(fencing_device("fence"))
                        .cib();
    for (const char* id : {"box", "form", "fence"}) {
        CAPTURE(id);
        CHECK(lines({Kind::SetOwnMetaAttribute, id, "priority", "1"}, CommandTool::Pcs, "", cib)[0].starts_with("cibadmin "));
    }
}

TEST_CASE("where there are several sets, the tools would choose, and XML does not") {
    const Cib cib = Sketch("n1").resource(primitive("db", meta("priority=1") + meta("is-managed=true"))).cib();
    CHECK(lines({Kind::SetOwnMetaAttribute, "db", "is-managed", "false"}, CommandTool::Pcs, "", cib)[0].starts_with(
        "cibadmin --modify --scope resources --xml-text '<nvpair id="));
}

TEST_CASE("crm uses the set that has the attribute, or one with an id of its own") {
    const Cib cib = Sketch("n1").resource(primitive("db", meta("priority=1"))).cib();
    CHECK(lines({Kind::SetOwnMetaAttribute, "db", "priority", "2"}, CommandTool::Crm, "", cib) ==
          Lines{"crm resource meta db set priority 2"});
    CHECK(lines({Kind::SetOwnMetaAttribute, "db", "is-managed", "false"}, CommandTool::Crm, "", cib)[0].starts_with(
        "cibadmin --modify --scope resources --xml-text '<meta_attributes "));
}

TEST_CASE("a default: crm would add a second set") {
    const ConfigurationChange change{Kind::SetOwnDefault, "", "resource-stickiness", "100"};
    CHECK(lines(change) == Lines{"pcs resource defaults update resource-stickiness=100"});
    CHECK(crm(change) ==
          Lines{"cibadmin --create --scope configuration --xml-text '<rsc_defaults><meta_attributes "
                "id=\"rsc_defaults-meta_attributes\"><nvpair id=\"rsc_defaults-meta_attributes-resource-stickiness\" "
                "name=\"resource-stickiness\" value=\"100\"/></meta_attributes></rsc_defaults>'"});
}

TEST_CASE("a property, in the set that the tools know") {
    const Cib cib = Cib::from_text("<cib><configuration><crm_config/><nodes/><resources/><constraints/></configuration></cib>");
    const ConfigurationChange change{Kind::SetProperty, "", "no-quorum-policy", "freeze"};
    CHECK(lines(change, CommandTool::Pcs, "", cib) == Lines{"pcs property set no-quorum-policy=freeze"});
    CHECK(lines(change, CommandTool::Crm, "", cib) == Lines{"crm -F configure property no-quorum-policy=freeze"});
    CHECK(lines(change)[0].starts_with("cibadmin --create --scope crm_config --xml-text '<cluster_property_set "));
}

TEST_CASE("a parameter; pcs asks the agent, which need not be where a file is") {
    const ConfigurationChange change{Kind::SetParameter, "db", "state", "/run/db"};
    CHECK(lines(change) == Lines{"pcs resource update db state=/run/db"});
    CHECK(crm(change) == Lines{"crm resource param db set state /run/db"});
    CHECK(lines(change, CommandTool::Pcs, "c.xml")[0].starts_with("CIB_file=c.xml cibadmin --modify --scope resources"));
}

TEST_CASE("operations") {
    CHECK(lines({Kind::SetOperation, "db-monitor-interval-10s", "timeout", "30s"}) ==
          Lines{"cibadmin --modify --scope resources --xml-text '<op id=\"db-monitor-interval-10s\" timeout=\"30s\"/>'"});
    const ConfigurationChange addition{Kind::AddOperation, "vip", "monitor", "", "", {{"interval", "10s"}, {"timeout", "20s"}}};
    CHECK(lines(addition) == Lines{"pcs resource op add vip monitor interval=10s timeout=20s"});
    CHECK(crm(addition) ==
          Lines{"cibadmin --modify --scope resources --xml-text '<primitive id=\"vip\"><operations><op "
                "id=\"vip-monitor-interval-10s\" name=\"monitor\" interval=\"10s\" timeout=\"20s\"/></operations>"
                "</primitive>'"});
    const ConfigurationChange another{Kind::AddOperation, "db", "monitor", "", "", {{"interval", "10s"}, {"role", "Stopped"}}};
    CHECK(lines(another)[0].starts_with("cibadmin --modify --scope resources"));
}

TEST_CASE("crm configure cannot read a bundle of Podman's") {
    const Cib cib = Sketch("n1")
                        .resource(R"(<bundle id="box"><podman image="i"/></bundle>)")
                        .resource(primitive("a"))
                        .constraint(location("home", "a", "n1", "50"))
                        .cib();
    CHECK(lines(ConfigurationChange::without("home"), CommandTool::Crm, "", cib) ==
          Lines{"cibadmin --delete --scope constraints --xml-text '<rsc_location id=\"home\"/>'"});
}

TEST_CASE("in a file") {
    CHECK(lines(ConfigurationChange::without("order"), CommandTool::Pcs, "my cib.xml") ==
          Lines{"pcs -f 'my cib.xml' constraint delete order"});
    CHECK(lines(ConfigurationChange::without("order"), CommandTool::Crm, "my cib.xml") ==
          Lines{"CIB_file='my cib.xml' crm -F configure delete order"});
    CHECK(lines(ConfigurationChange::without("order"), CommandTool::Pcs, "--force") ==
          Lines{"pcs -f ./--force constraint delete order"});
}

TEST_CASE("names and values that would be something else to a shell or a tool are XML in quotes") {
    const Lines expected{
        "cibadmin --modify --scope resources --xml-text '<primitive id=\"it'\\''s\"><meta_attributes "
        "id=\"it.s-meta_attributes\"><nvpair id=\"it.s-meta_attributes-priority\" name=\"priority\" value=\"1\"/>"
        "</meta_attributes></primitive>'"};
    CHECK(lines({Kind::SetOwnMetaAttribute, "it's", "priority", "1"}) == expected);
    CHECK(crm({Kind::SetOwnMetaAttribute, "it's", "priority", "1"}) == expected);
    for (const char* value : {"$(reboot)", "a b", "\"", "`x`", "a\nb", "!", "*", "<&>"}) {
        CAPTURE(value);
        CHECK(lines({Kind::SetOwnMetaAttribute, "db", "priority", value})[0].starts_with("cibadmin "));
        CHECK(crm({Kind::SetProperty, "", "x", value})[0].starts_with("cibadmin "));
    }
    const Cib named = Sketch("n1").resource(primitive("then")).resource(primitive("--force")).cib();
    for (const char* name : {"then", "--force"}) {
        CHECK(lines({Kind::SetOwnMetaAttribute, name, "priority", "1"}, CommandTool::Pcs, "", named)[0].starts_with("cibadmin "));
    }
}

TEST_CASE("a later change sees the one before it") {
    const std::vector<ConfigurationChange> changes{{Kind::SetOwnDefault, "", "priority", "1"},
                                                   {Kind::SetOwnDefault, "", "priority", ""}};
    const std::vector<Command> found = commands(cluster(), changes, {CommandTool::Crm});
    REQUIRE(found.size() == 2);
    CHECK(found[1].line ==
          "cibadmin --delete --scope rsc_defaults --xml-text '<nvpair id=\"rsc_defaults-meta_attributes-priority\"/>'");
}

TEST_CASE("an old CIB is upgraded first, once, where the upgrade makes what is edited") {
    const Cib old =
        Cib::from_text(R"(<cib validate-with="pacemaker-2.5"><configuration><crm_config/><nodes/><resources>)"
                       R"(<master id="m"><primitive id="a" class="ocf" provider="pacemaker" type="Stateful"/></master>)"
                       R"(</resources><constraints/></configuration></cib>)");
    std::string lines_of_both;
    const std::vector<ConfigurationChange> changes{{Kind::SetOwnMetaAttribute, "m", "promotable", "false"},
                                                   {Kind::SetOwnMetaAttribute, "a", "priority", "2"}};
    for (const Command& each : commands(old, changes)) lines_of_both += each.line + ";";
    CHECK(lines_of_both == "cibadmin --upgrade --force;pcs resource meta m promotable=false;pcs resource meta a priority=2;");
}

TEST_CASE("an old CIB that has what is edited is not upgraded") {
    const Cib old = Cib::from_text(R"(<cib validate-with="pacemaker-1.2"><configuration><crm_config/><nodes/><resources>)"
                                   R"(<primitive id="a" class="ocf" provider="pacemaker" type="Dummy"/></resources>)"
                                   R"(<constraints/></configuration></cib>)");
    CHECK(lines({Kind::SetOwnMetaAttribute, "a", "priority", "1"}, CommandTool::Pcs, "", old) ==
          Lines{"pcs resource meta a priority=1"});
    CHECK(commands(old, {{Kind::SetOwnMetaAttribute, "a", "priority", ""}}).empty());
}

TEST_CASE("what a resource needs has a command, and what a node has is edited as XML") {
    const Cib cib = Sketch("n1 n2").capacity("n1", "cpu=4").resource(primitive("a", utilization("cpu=2"))).cib();
    const ConfigurationChange needs{Kind::SetUtilization, "a", "cpu", "1"};
    CHECK(lines(needs, CommandTool::Pcs, "", cib) == Lines{"pcs resource utilization a cpu=1"});
    CHECK(lines(needs, CommandTool::Crm, "", cib) == Lines{"crm resource utilization a set cpu 1"});
    const Lines has = lines({Kind::SetCapacity, "", "cpu", "8", "n1"}, CommandTool::Pcs, "", cib);
    REQUIRE(has.size() == 1);
    CHECK(has[0].starts_with("cibadmin --modify --scope nodes"));
}

TEST_CASE("a node comes back by a command of pcs") {
    ConfigurationChange change{Kind::SetNodeAttribute, {}, "standby"};
    change.node = "n2";
    const Cib cib = Sketch("n1 n2").attributes("n2", "standby=on").cib();
    CHECK(lines(change, CommandTool::Pcs, "", cib) == Lines{"pcs node unstandby n2"});
}

TEST_CASE("of a location constraint with several rules, the rule is removed that the cluster has") {
    const auto rule = [](const std::string& id, const std::string& node) {
        return "<rule id=\"" + id + "\" score=\"-INFINITY\"><expression id=\"" + id +
               "-e\" attribute=\"#uname\" operation=\"eq\" value=\"" + node + "\"/></rule>";
    };
    std::string xml =
        Sketch("n1 n2")
            .resource(primitive("db"))
            .constraint("<rsc_location id=\"l\" rsc=\"db\">" + rule("r1", "n1") + rule("r2", "n2") + "</rsc_location>")
            .xml();
    xml.replace(xml.find("pacemaker-4.0"), 13, "pacemaker-3.4");
    const Cib cib = Cib::from_text(xml);
    const ConfigurationChange change{Kind::RemoveConstraint, "r2"};
    CHECK(lines(change, CommandTool::Pcs, "", cib) ==
          Lines{R"(cibadmin --delete --scope constraints --xml-text '<rule id="r2"/>')"});
    const EditedText edited = text_of(cib, changed(cib, {change}));
    CHECK(edited.of_original);
    CHECK(edited.text.find("r2") == std::string::npos);
}

TEST_CASE("a change that changes nothing has no command, and one of the state none that could be given") {
    CHECK(lines({Kind::SetConstraintAttribute, "order", "kind", "Mandatory"}).empty());
    const std::vector<Command> found = commands(cluster(), {{Kind::SetPromotionScore, "worker", "", "5", "n1"}});
    REQUIRE(found.size() == 1);
    CHECK(found[0].line.empty());
    CHECK(found[0].impossible.find("the resource agent sets the promotion score") != std::string::npos);
    CHECK_THROWS_AS(static_cast<void>(lines(ConfigurationChange::without("orde"))), UnknownName);
}

TEST_CASE("an attribute of what has no id is set within what has one") {
    const Cib cib = Sketch("n1 n2").resource(R"(<bundle id="app"><podman image="i" replicas="4"/></bundle>)").cib();
    const ConfigurationChange change{Kind::SetContainer, "app", "replicas", "2"};
    CHECK(lines(change, CommandTool::Pcs, "", cib) ==
          Lines{"cibadmin --modify --scope resources --xml-text '<bundle id=\"app\"><podman replicas=\"2\"/></bundle>'"});
}

TEST_CASE("the entry of a node goes by its id, whatever else has its name") {
    const ConfigurationChange change{Kind::RemoveNode, "2", "", "", "n2"};
    CHECK(lines(change) == Lines{"cibadmin --delete --scope nodes --xml-text '<node id=\"2\"/>'"});
    CHECK(crm(change) == lines(change));
}

TEST_CASE("a schema before 3.7 has the former names of the roles") {
    const auto written = [](const char* schema) {
        std::string xml = Sketch("n1 n2").resource(promotable("c", "db") + primitive("web")).xml();
        xml.replace(xml.find("pacemaker-4.0"), 13, schema);
        ConfigurationChange change{Kind::AddConstraint, "new", "rsc_colocation"};
        change.attributes = {{"rsc", "web"}, {"with-rsc", "c"}, {"score", "INFINITY"}, {"with-rsc-role", "Promoted"}};
        const Cib cib = Cib::from_text(xml);
        return text_of(cib, changed(cib, {change})).text;
    };
    CHECK(written("pacemaker-3.6").find(R"(with-rsc-role="Master")") != std::string::npos);
    CHECK(written("pacemaker-3.7").find(R"(with-rsc-role="Promoted")") != std::string::npos);
}
