#include "truth/comparison.h"

#include <algorithm>

#include <doctest/doctest.h>

#include "placement/unpack.h"
#include "truth/cases.h"
#include "truth/reference.h"

using namespace placement;
using namespace placement::truth;

namespace {

/// Two nodes without fencing, and an address on n1.
Cib cluster(const std::string& records) {
    return Cib::from_text("<cib validate-with=\"pacemaker-4.0\" have-quorum=\"1\"><configuration><crm_config>"
                          "<cluster_property_set id=\"o\"><nvpair id=\"f\" name=\"fencing-enabled\" value=\"false\"/>"
                          "</cluster_property_set></crm_config>"
                          "<nodes><node id=\"1\" uname=\"n1\"/><node id=\"2\" uname=\"n2\"/></nodes><resources>"
                          "<primitive id=\"ip\" class=\"ocf\" provider=\"heartbeat\" type=\"IPaddr2\"><operations>"
                          "<op id=\"m\" name=\"monitor\" interval=\"10s\"/></operations></primitive></resources><constraints/>"
                          "</configuration><status>"
                          "<node_state id=\"1\" uname=\"n1\" in_ccm=\"true\" crmd=\"online\" join=\"member\" expected=\"member\"><lrm id=\"1\">"
                          "<lrm_resources><lrm_resource id=\"ip\" class=\"ocf\" provider=\"heartbeat\" type=\"IPaddr2\">"
                          "<lrm_rsc_op id=\"ip_last_0\" operation_key=\"ip_start_0\" operation=\"start\" call-id=\"2\" rc-code=\"0\" "
                          "op-status=\"0\" interval=\"0\" transition-key=\"1:1:0:a\" transition-magic=\"0:0;1:1:0:a\"/>" +
                          records +
                          "</lrm_resource></lrm_resources></lrm></node_state>"
                          "<node_state id=\"2\" uname=\"n2\" in_ccm=\"true\" crmd=\"online\" join=\"member\" expected=\"member\"><lrm id=\"2\">"
                          "<lrm_resources/></lrm></node_state></status></cib>");
}

} // namespace

TEST_CASE("nothing, each node and each resource where it runs fail") {
    const auto failures = single_failures(*unpack(cluster(""), default_time()));
    std::vector<std::string> names;
    for (const Failure& failure : failures) names.push_back(failure.name);
    CHECK(names == std::vector<std::string>{"-", "node n1", "node n2", "resource ip@n1"});
}

TEST_CASE("the reference's steps go on until nothing is left to do") {
    const Cib cib = cluster("");
    const ReferenceEnd end = iterate(cib, default_time(), parse_failure("node n1", "-f n1"));
    CHECK(text(state_of(*end.cluster)) == "ip:n2:Started");
    CHECK(end.transitions == 1);
    CHECK(end.ended);
}

TEST_CASE("an answer that ends where the reference does needs no rule") {
    const Compared compared = compare(cluster(""), default_time(), parse_failure("node n1", "-f n1"));
    CHECK(compared.equal());
    CHECK(compared.resources == 1);
    CHECK(compared.told_otherwise.empty());
}
