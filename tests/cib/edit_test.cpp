#include <doctest/doctest.h>

#include <stdexcept>
#include <string>
#include <string_view>

#include "cib/edit.h"
#include "cib/operation_history.h"

using namespace placement;

namespace {

constexpr std::string_view sample_text = R"(<cib validate-with="pacemaker-4.0" have-quorum="1">
  <configuration>
    <crm_config/>
    <nodes>
      <node id="1" uname="alpha"/>
      <node id="2" uname="beta"/>
    </nodes>
    <resources/>
    <constraints/>
  </configuration>
  <status>
    <node_state id="1" uname="alpha" in_ccm="true" crmd="online">
      <transient_attributes id="1">
        <instance_attributes id="status-1">
          <nvpair id="status-1-master-db" name="master-db" value="1000"/>
        </instance_attributes>
      </transient_attributes>
      <lrm id="1">
        <lrm_resources>
          <lrm_resource id="db" class="ocf" provider="heartbeat" type="pgsql">
            <lrm_rsc_op id="db_last_0" operation="start" call-id="7" rc-code="0"/>
            <lrm_rsc_op id="db_monitor_10000" operation="monitor" call-id="12" rc-code="0"/>
          </lrm_resource>
        </lrm_resources>
      </lrm>
    </node_state>
  </status>
</cib>
)";

Cib sample() { return Cib::from_text(sample_text, "sample.xml"); }

const StateElement& state_of(const Cib& cib, const std::string& uname) {
    for (const StateElement::Pointer& part : cib.document().status().children()) {
        if (part->value("uname") == uname) return *part;
    }
    throw std::out_of_range(uname);
}

/// Whether the status of both is in the same memory.
bool share_status(const Cib& left, const Cib& right) { return &left.document().status() == &right.document().status(); }

const StateElement& history_of(const Cib& cib, const char* uname, std::size_t number = 0) {
    return *state_of(cib, uname).histories().at(number)->element;
}

} // namespace

TEST_CASE("an edit of the state leaves the CIB that it began with as it was") {
    const Cib before = sample();
    const std::string xml = before.xml();
    CibEdit edit(before);
    edit.set_node_state("alpha", {{"in_ccm", "false"}});
    edit.remove_operation_history("alpha");
    const Cib after = edit.cib();
    CHECK(before.xml() == xml);
    CHECK(state_of(after, "alpha").value("in_ccm") == "false");
    CHECK(state_of(after, "alpha").child("lrm") == nullptr);
}

TEST_CASE("an edit of the state shares the configuration") {
    const Cib before = sample();
    CibEdit edit(before);
    edit.set_node_state("alpha", {{"in_ccm", "false"}});
    const Cib after = edit.cib();
    CHECK(after.document().configuration() == before.document().configuration());
}

TEST_CASE("an edit of one node's state shares the others', and what their histories say") {
    CibEdit first(sample());
    first.set_node_state("beta", {{"in_ccm", "true"}});
    const Cib before = first.cib();
    CibEdit edit(before);
    edit.set_node_state("beta", {{"in_ccm", "false"}});
    const Cib after = edit.cib();
    CHECK(&state_of(after, "alpha") == &state_of(before, "alpha"));
    CHECK(&state_of(after, "beta") != &state_of(before, "beta"));
}

TEST_CASE("an edit of one history shares what the others of the node say") {
    CibEdit first(sample());
    first.set_operation("alpha", "other", {}, "other_last_0", {{"call-id", "1"}});
    const Cib before = first.cib();
    CibEdit edit(before);
    edit.set_operation("alpha", "other", {}, "other_last_0", {{"call-id", "2"}});
    const Cib after = edit.cib();
    CHECK(history_of(after, "alpha", 0).history() == history_of(before, "alpha", 0).history());
    CHECK(history_of(after, "alpha", 1).history() != history_of(before, "alpha", 1).history());
    CHECK(history_of(before, "alpha", 1).history()->operations.back().call_id == 1);
}

TEST_CASE("what an edit adds to a history is read") {
    CibEdit edit(sample());
    edit.set_operation("alpha", "db", {}, "db_last_0", {{"call-id", "13"}});
    const Cib after = edit.cib();
    CHECK(history_of(after, "alpha").history()->operations.back().call_id == 13);
}

TEST_CASE("an edit of the configuration shares the status") {
    const Cib before = sample();
    CibEdit edit(before);
    edit.set_node_attribute("alpha", "standby", "on");
    CHECK(share_status(edit.cib(), before));
}

TEST_CASE("what an edit copied still knows its place in the text") {
    CibEdit edit(sample());
    edit.set_node_state("alpha", {{"in_ccm", "false"}});
    edit.set_node_attribute("alpha", "standby", "on");
    const Cib after = edit.cib();
    CHECK(after.document().position(state_of(after, "alpha")) == Position{12, 5});
    CHECK(after.document().position(after.document().root()) == Position{1, 1});
    CHECK(after.document().position(after.document().configuration().child("nodes")) == Position{4, 5});
}

TEST_CASE("what an edit made has no place in the text") {
    CibEdit edit(sample());
    edit.set_node_state("beta", {{"in_ccm", "true"}});
    const Cib after = edit.cib();
    CHECK_FALSE(after.document().position(state_of(after, "beta")).known());
}

TEST_CASE("edits go on after the CIB has been taken, and leave it alone") {
    CibEdit edit(sample());
    edit.set_root_attribute("have-quorum", "0");
    const Cib first = edit.cib();
    edit.set_root_attribute("have-quorum", "1");
    const Cib second = edit.cib();
    CHECK(first.document().root().value("have-quorum") == "0");
    CHECK(second.document().root().value("have-quorum") == "1");
}

TEST_CASE("a node without a state gets one, with the id that it is configured with") {
    CibEdit edit(sample());
    edit.set_node_state("beta", {{"crmd", "online"}});
    const Cib after = edit.cib();
    CHECK(state_of(after, "beta").value("id") == "2");
    CHECK(state_of(after, "beta").value("crmd") == "online");
}

TEST_CASE("a node that is not configured gets a state with its name for an id") {
    CibEdit edit(sample());
    edit.set_node_state("guest", {{"crmd", "online"}});
    CHECK(state_of(edit.cib(), "guest").value("id") == "guest");
}

TEST_CASE("a transient attribute is read, changed, added and removed") {
    CibEdit edit(sample());
    CHECK(edit.transient_attribute("alpha", "master-db") == "1000");
    CHECK_FALSE(edit.transient_attribute("beta", "master-db"));
    edit.set_transient_attribute("alpha", "master-db", "5");
    CHECK(edit.transient_attribute("alpha", "master-db") == "5");
    edit.set_transient_attribute("beta", "fail-count-db#monitor_10000", "1");
    CHECK(edit.transient_attribute("beta", "fail-count-db#monitor_10000") == "1");
    const Cib after = edit.cib();
    const StateElement* const set = state_of(after, "beta").child("transient_attributes")->child("instance_attributes");
    CHECK(set->child("nvpair")->value("id") == "status-2-fail-count-db.monitor_10000");
    edit.remove_transient_attribute("alpha", "master-db");
    CHECK_FALSE(edit.transient_attribute("alpha", "master-db"));
}

TEST_CASE("a history within a pair of attributes goes with the pair") {
    std::string text(sample_text);
    const std::string pair = R"(name="master-db" value="1000"/>)";
    text.replace(text.find(pair), pair.size(), R"(name="master-db" value="1000"><lrm_resource id="ip"/></nvpair>)");
    CibEdit edit(Cib::from_text(text));
    edit.set_operation("alpha", "ip", {}, "ip_last_0", {{"operation", "start"}});
    edit.remove_transient_attribute("alpha", "master-db");
    CHECK_FALSE(edit.has_operation_history("alpha", "ip"));
    edit.set_operation("alpha", "ip", {}, "ip_last_0", {{"operation", "start"}});
    CHECK(edit.has_operation_history("alpha", "ip"));
}

TEST_CASE("all transient attributes of a node go at once") {
    CibEdit edit(sample());
    edit.remove_transient_attributes("alpha");
    CHECK_FALSE(edit.transient_attribute("alpha", "master-db"));
    CHECK(state_of(edit.cib(), "alpha").child("transient_attributes") == nullptr);
}

TEST_CASE("an operation replaces the one with its id, and comes last otherwise") {
    CibEdit edit(sample());
    edit.set_operation("alpha", "db", {}, "db_last_0", {{"operation", "stop"}, {"rc-code", "1"}});
    edit.set_operation("alpha", "db", {}, "db_last_failure_0", {{"operation", "stop"}});
    const Cib after = edit.cib();
    const StateElement& history = history_of(after, "alpha");
    CHECK(history.children().front()->value("operation") == "stop");
    CHECK(history.children().front()->value("rc-code") == "1");
    CHECK(history.children().back()->value("id") == "db_last_failure_0");
}

TEST_CASE("an operation of a resource without a history makes one") {
    CibEdit edit(sample());
    edit.set_operation("beta", "db", {{"class", "ocf"}, {"type", "pgsql"}}, "db_last_0", {{"operation", "start"}});
    const Cib after = edit.cib();
    CHECK(history_of(after, "beta").value("class") == "ocf");
    CHECK(history_of(after, "beta").child("lrm_rsc_op")->value("operation") == "start");
    CHECK(state_of(after, "beta").child("lrm")->value("id") == "2");
}

TEST_CASE("a result goes into the history that is there, even where no history is read") {
    std::string text(sample_text);
    text.replace(text.find("<lrm_resources>"), 15, "<misplaced>");
    text.replace(text.find("</lrm_resources>"), 16, "</misplaced>");
    CibEdit edit(Cib::from_text(text, "sample.xml"));
    edit.set_operation("alpha", "db", {}, "db_last_0", {{"operation", "stop"}});
    const Cib after = edit.cib();
    const StateElement& executor = *state_of(after, "alpha").child("lrm");
    CHECK(executor.child("lrm_resources") == nullptr);
    const StateElement& history = *executor.child("misplaced")->child("lrm_resource");
    CHECK(history.children().front()->value("operation") == "stop");
}

TEST_CASE("the next call id is one more than the highest in the history") {
    const CibEdit edit(sample());
    CHECK(edit.next_call_id("alpha", "db") == 13);
    CHECK(edit.next_call_id("beta", "db") == 1);
}

TEST_CASE("the next call id follows what is written and removed") {
    CibEdit edit(sample());
    REQUIRE(edit.next_call_id("alpha", "db") == 13);
    edit.set_operation("alpha", "db", {}, "db_last_failure_0", {{"call-id", "20"}});
    CHECK(edit.next_call_id("alpha", "db") == 21);
    edit.set_operation("alpha", "db", {}, "db_last_failure_0", {{"call-id", "5"}});
    CHECK(edit.next_call_id("alpha", "db") == 13);
    edit.set_operation("alpha", "db", {}, "db_last_failure_0", {{"call-id", "30"}});
    edit.remove_operation("alpha", "db", "db_last_failure_0");
    CHECK(edit.next_call_id("alpha", "db") == 13);
    edit.set_operation("alpha", "db", {}, "db_last_failure_0",
                       {{"operation", "start"}, {"interval", "0"}, {"call-id", "40"}});
    edit.set_operation("alpha", "db", {}, "db_start_0", {{"operation", "start"}, {"interval", "0"}, {"call-id", "50"}});
    REQUIRE(edit.next_call_id("alpha", "db") == 51);
    edit.remove_operations("alpha", "db", "start", 0);
    CHECK(edit.next_call_id("alpha", "db") == 41);
}

TEST_CASE("a resource's history, or one operation of it, is removed") {
    CibEdit edit(sample());
    edit.remove_operation("alpha", "db", "db_last_0");
    CHECK(history_of(edit.cib(), "alpha").children().front()->value("id") == "db_monitor_10000");
    edit.remove_operation_history("alpha", "db");
    CHECK(state_of(edit.cib(), "alpha").histories().empty());
}

TEST_CASE("removing what is not there changes nothing") {
    const Cib before = sample();
    CibEdit edit(before);
    edit.remove_operation("beta", "db", "db_last_0");
    edit.remove_operation_history("beta");
    edit.remove_operation_history("beta", "db");
    edit.remove_transient_attributes("beta");
    edit.remove_transient_attribute("beta", "master-db");
    edit.remove_node_attribute("beta", "standby");
    const Cib after = edit.cib();
    CHECK(share_status(after, before));
    CHECK(after.document().configuration() == before.document().configuration());
}

TEST_CASE("a ticket's state is made and changed") {
    CibEdit edit(sample());
    edit.set_ticket_state("boss", "granted", "true");
    edit.set_ticket_state("boss", "granted", "false");
    const Cib after = edit.cib();
    const StateElement& tickets = *after.document().status().children().back();
    CHECK(tickets.child("ticket_state")->value("id") == "boss");
    CHECK(tickets.child("ticket_state")->value("granted") == "false");
    CHECK(tickets.children().size() == 1);
}

TEST_CASE("a cluster property is set in its set, or a new one") {
    CibEdit edit(sample());
    edit.set_cluster_property("have-watchdog", "true");
    edit.set_cluster_property("have-watchdog", "false");
    const Cib after = edit.cib();
    const pugi::xml_node set = after.document().configuration().child("crm_config").child("cluster_property_set");
    CHECK(set.attribute("id").value() == std::string("cib-bootstrap-options"));
    CHECK(set.child("nvpair").attribute("value").value() == std::string("false"));
    CHECK(!set.child("nvpair").next_sibling());
}

TEST_CASE("a pair with the id that a new one would have becomes the new one") {
    CibEdit edit(Cib::from_text(
        R"(<cib validate-with="pacemaker-4.0"><configuration><crm_config><cluster_property_set id="cib-bootstrap-options">)"
        R"(<nvpair id="cib-bootstrap-options-have-watchdog" name="other" value="true"/></cluster_property_set></crm_config>)"
        "<nodes/><resources/><constraints/></configuration></cib>"));
    edit.set_cluster_property("have-watchdog", "true");
    const Cib after = edit.cib();
    const pugi::xml_node pair = after.document().configuration().child("crm_config").child("cluster_property_set").child("nvpair");
    CHECK(pair.attribute("name").value() == std::string("have-watchdog"));
    CHECK(!pair.next_sibling());
}

TEST_CASE("a node attribute is set and removed; a node that is not configured gets none") {
    CibEdit edit(sample());
    edit.set_node_attribute("beta", "standby", "on");
    edit.set_node_attribute("gamma", "standby", "on");
    const Cib with = edit.cib();
    const pugi::xml_node node = with.document().configuration().child("nodes").last_child();
    CHECK(node.child("instance_attributes").attribute("id").value() == std::string("nodes-2"));
    CHECK(node.child("instance_attributes").child("nvpair").attribute("value").value() == std::string("on"));
    edit.remove_node_attribute("beta", "standby");
    const Cib without = edit.cib();
    CHECK(!without.document().configuration().child("nodes").last_child().child("instance_attributes").first_child());
}

TEST_CASE("a node is added once") {
    CibEdit edit(sample());
    edit.add_node("gamma");
    edit.add_node("gamma");
    const Cib after = edit.cib();
    const pugi::xml_node last = after.document().configuration().child("nodes").last_child();
    CHECK(last.attribute("id").value() == std::string("gamma"));
    CHECK(last.previous_sibling().attribute("uname").value() == std::string("beta"));
}

TEST_CASE("comments are kept by an edit") {
    const Cib cib = Cib::from_text(R"(<cib validate-with="pacemaker-4.0"><!--top--><configuration><nodes><!--there--><node id="1" uname="n1"/></nodes>)"
                                   R"(</configuration><status><!--state--><node_state id="1" uname="n1"><!--in--></node_state></status></cib>)");
    CibEdit edit(cib);
    edit.set_node_state("n1", {{"join", "member"}});
    edit.set_cluster_property("no-quorum-policy", "ignore");
    edit.count_update();
    for (const char* comment : {"<!--top-->", "<!--there-->", "<!--state-->", "<!--in-->"}) {
        CHECK_MESSAGE(edit.cib().xml().find(comment) != std::string::npos, comment);
    }
}
