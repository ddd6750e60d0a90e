#include <doctest/doctest.h>

#include "placement/carry_out.h"
#include "placement/unpack.h"
#include "support/sketch.h"

// A CIB's state changed by hand.
using namespace placement;

namespace {

using Kind = Injection::Kind;

constexpr Time later{Sketch::now + 60, 0};

/// "a" has run on n1.
Sketch sample() { return Sketch("n1 n2").resource(primitive("a")).runs("a", "n1").transient("n1", "x=1"); }

InjectedCib injected(const Sketch& sketch, const std::vector<Injection>& injections) {
    return inject(sketch.cib(), *sketch.cluster(), injections, later);
}

std::shared_ptr<const Cluster> meaning(const InjectedCib& result) { return unpack(result.cib, later); }

const Node& node(const Cluster& cluster, const std::string& name) { return cluster.nodes[cluster.find_node(name)]; }

bool contains(const Cib& cib, const std::string& text) { return cib.xml().find(text) != std::string::npos; }

} // namespace

TEST_CASE("nodes come, go and are lost") {
    const auto up = meaning(injected(sample().offline("n2"), {{Kind::NodeUp, "n2"}}));
    CHECK(node(*up, "n2").online);
    const auto down = meaning(injected(sample(), {{Kind::NodeDown, "n1"}}));
    CHECK_FALSE(node(*down, "n1").online);
    CHECK_FALSE(node(*down, "n1").unclean);
    CHECK(down->histories.empty());
    CHECK(node(*down, "n1").attributes.contains("x") == false);
    const auto lost = meaning(injected(sample().options("fencing-enabled=true"), {{Kind::NodeFails, "n1"}}));
    CHECK(node(*lost, "n1").unclean);
    CHECK(lost->histories.size() == 1);
}

TEST_CASE("a node that comes may be new") {
    const auto result = injected(sample(), {{Kind::NodeUp, "n3"}});
    CHECK(node(*meaning(result), "n3").online);
    CHECK(contains(result.cib, R"(<node id="n3" uname="n3"/>)"));
    CHECK(contains(result.cib, R"(epoch="2" num_updates="2")"));
}

TEST_CASE("a node that goes must be known") {
    CHECK_THROWS_AS(injected(sample(), {{Kind::NodeDown, "n3"}}), UnknownName);
    CHECK_THROWS_AS(injected(sample(), {{Kind::NodeFails, "n3"}}), UnknownName);
}

TEST_CASE("of two entries with one id, the other one counts after a result") {
    const std::string entry = R"(<lrm_rsc_op id="a_last_failure_0" operation=")";
    const auto result = injected(
        Sketch("n1")
            .resource(primitive("a"))
            .state("n1", "")
            .status(
                R"(<node_state id="1" uname="n1"><lrm id="1"><lrm_resources><lrm_resource id="a" class="ocf" provider="pacemaker" type="Dummy">)" +
                entry + R"(start"/>)" + entry + R"(monitor" call-id="7"/></lrm_resource></lrm_resources></lrm></node_state>)"),
        {{Kind::OperationResult, "a_start_0@n1=1"}});
    CHECK(contains(result.cib, entry + R"(monitor" operation_key="a_start_0")"));
}

TEST_CASE("a result that nobody could have can be passed over") {
    const Sketch sketch = sample();
    for (const char* result : {"nonsense", "b_start_0@n1=1"}) {
        const InjectedCib passed =
            inject(sketch.cib(), *sketch.cluster(), {{Kind::OperationResult, result}}, later, Unusable::PassedOver);
        CHECK(passed.modifications.size() == 1);
        CHECK(passed.passed_over.size() == 1);
        CHECK(passed.cib.xml() == sketch.cib().xml());
    }
}

TEST_CASE("a node without a state gets one") {
    const auto result = injected(Sketch("n1").state("n1", ""), {{Kind::NodeDown, "n1"}});
    CHECK(contains(result.cib, R"(<node_state id="1" uname="n1" in_ccm="false")"));
}

TEST_CASE("quorum and watchdog") {
    const auto result = injected(sample(), {{Kind::Watchdog, "true"}, {Kind::Quorum, "0"}});
    CHECK_FALSE(meaning(result)->have_quorum);
    CHECK(meaning(result)->options.have_watchdog);
    CHECK(result.modifications.front().injection.kind == Kind::Quorum);
    CHECK(contains(result.cib, R"(<nvpair id="cib-bootstrap-options-have-watchdog" name="have-watchdog" value="true"/>)"));
}

TEST_CASE("tickets") {
    CHECK(contains(injected(sample(), {{Kind::TicketGranted, "t"}}).cib, R"(<ticket_state id="t" granted="true"/>)"));
    CHECK(contains(injected(sample(), {{Kind::TicketRevoked, "t"}}).cib, R"(<ticket_state id="t" granted="false"/>)"));
    CHECK(contains(injected(sample(), {{Kind::TicketStandby, "t"}}).cib, R"(<ticket_state id="t" standby="true"/>)"));
    CHECK(contains(injected(sample(), {{Kind::TicketActive, "t"}}).cib, R"(<ticket_state id="t" standby="false"/>)"));
}

TEST_CASE("up to 2.1.9, a failed start counts once") {
    const auto count = [](Release release) {
        const Sketch sketch = sample();
        const auto cluster = unpack(sketch.cib(), later, release);
        const auto result = inject(sketch.cib(), *cluster, {{Kind::OperationResult, "a_start_0@n1=1"}}, later);
        return result.modifications.at(0).attributes.at(0).value;
    };
    CHECK(count(Release::v2_1_10) == "INFINITY");
    CHECK(count(Release::v2_1_9) == "1");
}

TEST_CASE("before 3.0.0, a result does not name the node in a history that does not") {
    const auto names_node = [](Release release, const std::string& named) {
        std::string xml = sample().xml();
        if (named.empty()) {
            const std::size_t at = xml.find("on_node=");
            xml.erase(at, xml.find(' ', at) - at);
        }
        const Cib cib = Cib::from_text(xml, "sketch.xml");
        const auto result = inject(cib, *unpack(cib, later, release), {{Kind::OperationResult, "a_monitor_10000@n1=7"}}, later);
        const std::string found = result.cib.xml();
        const std::size_t entry = found.find("a_last_failure_0");
        return found.substr(entry, found.find('>', entry) - entry).find("on_node=") != std::string::npos;
    };
    CHECK(names_node(Release::v3_0_0, ""));
    CHECK_FALSE(names_node(Release::v2_1_10, ""));
    CHECK(names_node(Release::v2_1_10, "named"));
}

TEST_CASE("a CIB from before the names of operations gets them, except before 1.1.17") {
    const auto name = [](Release release) {
        std::string xml = sample().xml();
        xml.replace(xml.find("3.20.5"), 6, "3.0.7");
        const Cib cib = Cib::from_text(xml, "sketch.xml");
        const auto result = inject(cib, *unpack(cib, later, release), {{Kind::OperationResult, "a_monitor_10000@n1=7"}}, later);
        return result.modifications.at(0).attributes.at(0).name;
    };
    CHECK(name(Release::v2_1_5) == "fail-count-a#monitor_10000");
    CHECK(name(Release::v1_1_11) == "fail-count-a");
}

TEST_CASE("a failed operation is in the history and counts") {
    const auto result = injected(sample(), {{Kind::OperationResult, "a_monitor_10000@n1=7"}});
    const std::vector<InjectedAttribute> expected{
        {"fail-count-a#monitor_10000", "1", "1"},
        {"last-failure-a#monitor_10000", std::to_string(later.seconds), "1"},
    };
    CHECK(result.modifications.at(0).attributes == expected);
    const auto cluster = meaning(result);
    CHECK(cluster->resources[cluster->find_resource("a")].failed);
    CHECK(contains(result.cib, R"(<lrm_rsc_op id="a_last_failure_0" operation_key="a_monitor_10000")"));
    CHECK(contains(result.cib, R"(transition-magic="0:7;2:-1:0:xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx")"));
    CHECK(contains(result.cib, R"(exit-reason="Simulated action result" on_node="n1" call-id="2")"));
}

TEST_CASE("failures add up") {
    const auto once = injected(sample(), {{Kind::OperationResult, "a_monitor_10000@n1=7"}});
    const auto twice = inject(once.cib, *meaning(once), {{Kind::OperationResult, "a_monitor_10000@n1=7"}}, later);
    CHECK(twice.modifications.at(0).attributes.at(0).value == "2");
}

TEST_CASE("failures that count for ever") {
    const auto value = [](const Sketch& sketch, const std::string& operation) {
        return injected(sketch, {{Kind::OperationResult, operation}}).modifications.at(0).attributes.at(0).value;
    };
    CHECK(value(sample(), "a_start_0@n1=1") == "INFINITY");
    CHECK(value(sample(), "a_stop_0@n1=1") == "INFINITY");
    CHECK(value(sample().options("start-failure-is-fatal=false"), "a_start_0@n1=1") == "1");
}

TEST_CASE("what is not a failure is not counted") {
    const auto count = [](const std::string& operation) {
        return injected(sample(), {{Kind::OperationResult, operation}}).modifications.at(0).attributes.size();
    };
    CHECK(count("a_start_0@n2=0") == 0);
    CHECK(count("a_monitor_0@n2=7") == 0);
    CHECK(count("a_monitor_0@n2=1") == 2);
}

TEST_CASE("an operation needs a resource, a node and a form") {
    CHECK_THROWS_AS(injected(sample(), {{Kind::OperationResult, "b_start_0@n1=0"}}), UnknownName);
    CHECK_THROWS_AS(injected(sample(), {{Kind::OperationResult, "a_start_0@n3=0"}}), UnknownName);
    CHECK_THROWS_AS(injected(sample(), {{Kind::OperationResult, "a_start"}}), MalformedSpecification);
}

TEST_CASE("of two histories of one resource, the first gets what is in the other, then the result") {
    const auto history = [](const std::string& id) {
        return R"(<lrm_resource id="a" class="ocf" provider="pacemaker" type="Dummy"><lrm_rsc_op id=")" + id +
               R"("/></lrm_resource>)";
    };
    const auto result = injected(Sketch("n1")
                                     .resource(primitive("a"))
                                     .state("n1", "")
                                     .status(R"(<node_state id="1" uname="n1"><lrm id="1"><lrm_resources>)" + history("x") +
                                             history("y") + "</lrm_resources></lrm></node_state>"),
                                 {{Kind::OperationResult, "a_start_0@n1=0"}});
    const std::string xml = result.cib.xml();
    CHECK(xml.find(R"("x")") < xml.find(R"("y")"));
    CHECK(xml.find(R"("y")") < xml.find(R"("a_last_0")"));
    CHECK(xml.find(R"("a_last_0")") < xml.rfind(R"("y")"));
}
