#include <doctest/doctest.h>

#include "cib/comparable_state.h"
#include "cib/edit.h"

// Which states of a cluster are the same.
using namespace placement;

namespace {

Cib cib_of(const std::string& root, const std::string& operations, const std::string& attributes = "") {
    return Cib::from_text(
        "<cib validate-with=\"pacemaker-4.0\" " + root + "><configuration><crm_config/><nodes/><resources/><constraints/>"
        "</configuration><status><node_state id=\"1\">" + attributes +
        "<lrm id=\"1\"><lrm_resources><lrm_resource id=\"a\">" + operations +
        "</lrm_resource></lrm_resources></lrm></node_state></status></cib>");
}

Fingerprint state(const std::string& root, const std::string& operations, const std::string& attributes = "") {
    return comparable_state(cib_of(root, operations, attributes));
}

std::string history_entry(const std::string& id, const std::string& attributes) {
    return "<lrm_rsc_op id=\"" + id + "\" " + attributes + "/>";
}

} // namespace

TEST_CASE("times and counters do not count") {
    CHECK(state("epoch=\"1\"", history_entry("a_last_0", "last-rc-change=\"1\"")) ==
          state("epoch=\"2\"", history_entry("a_last_0", "last-rc-change=\"2\"")));
}

TEST_CASE("quorum counts") { CHECK(state("have-quorum=\"1\"", "") != state("have-quorum=\"0\"", "")); }

TEST_CASE("the order of operations counts, and not their numbers") {
    const auto both = [](int start, int monitor) {
        return state("", history_entry("a_last_0", "call-id=\"" + std::to_string(start) + "\"") +
                             history_entry("a_monitor_0", "call-id=\"" + std::to_string(monitor) + "\""));
    };
    CHECK(both(1, 2) == both(7, 9));
    CHECK(both(1, 2) != both(2, 1));
}

TEST_CASE("results count, and not which transition asked for them") {
    CHECK(state("", history_entry("a_last_0", "transition-magic=\"0:0;1:2:0:x\"")) ==
          state("", history_entry("a_last_0", "transition-magic=\"0:0;3:4:0:y\"")));
    CHECK(state("", history_entry("a_last_0", "transition-magic=\"0:0;1:2:0:x\"")) !=
          state("", history_entry("a_last_0", "transition-magic=\"0:1;1:2:0:x\"")));
}

TEST_CASE("a fail count counts, and not when it was") {
    const auto with = [](const std::string& name, const std::string& value) {
        return state("", "",
                     "<transient_attributes id=\"1\"><instance_attributes id=\"s\"><nvpair id=\"p\" name=\"" + name +
                         "\" value=\"" + value + "\"/></instance_attributes></transient_attributes>");
    };
    CHECK(with("last-failure-a", "1") == with("last-failure-a", "2"));
    CHECK(with("fail-count-a", "1") != with("fail-count-a", "2"));
}

TEST_CASE("the same state is one with the same text") {
    const Cib one = cib_of("epoch=\"1\"", history_entry("a_last_0", "rc-code=\"0\" last-rc-change=\"1\""));
    CHECK(same_state(one, one));
    CHECK(same_state(one, cib_of("epoch=\"2\"", history_entry("a_last_0", "rc-code=\"0\" last-rc-change=\"2\""))));
    CHECK_FALSE(same_state(one, cib_of("epoch=\"1\"", history_entry("a_last_0", "rc-code=\"7\" last-rc-change=\"1\""))));
    CHECK_FALSE(same_state(one, cib_of("have-quorum=\"1\"", history_entry("a_last_0", "rc-code=\"0\""))));
}

TEST_CASE("an edited copy is the same where nothing that counts was changed") {
    const Cib before = cib_of("", history_entry("a_last_0", "rc-code=\"0\""));
    CibEdit edit(before);
    edit.count_update();
    CHECK(same_state(before, edit.cib()));
    edit.set_transient_attribute("1", "x", "1");
    CHECK_FALSE(same_state(before, edit.cib()));
}
