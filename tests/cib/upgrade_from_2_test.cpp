#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "cib/cib_text.h"

using namespace placement;
using namespace placement::testing;

namespace {

std::string pair(const std::string& id, const std::string& name, const std::string& value) {
    return "<nvpair id=\"" + id + "\" name=\"" + name + "\" value=\"" + value + "\"/>";
}

std::string set(const std::string& kind, const std::string& id, const std::string& inside_it) {
    return "<" + kind + " id=\"" + id + "\">" + inside_it + "</" + kind + ">";
}

std::string properties(const std::string& pairs) { return set("cluster_property_set", "s", pairs); }

std::string primitive_with(const std::string& inside_it) {
    return "<primitive id=\"p\" class=\"ocf\" type=\"x\">" + inside_it + "</primitive>";
}

Cib read_properties(const std::string& pairs, const std::string& others = {}) {
    return read({.schema = "pacemaker-2.10", .crm_config = properties(pairs), .others = others});
}

/// What becomes of a primitive's contents.
std::string upgraded(const std::string& inside_it) {
    const std::string text = inside(read({.schema = "pacemaker-2.10", .resources = primitive_with(inside_it)}), "resources");
    const std::string opening = "<primitive id=\"p\" class=\"ocf\" type=\"x\">";
    if (!text.starts_with(opening)) return {};
    return text.substr(opening.size(), text.size() - opening.size() - std::string("</primitive>").size());
}

std::string operation(const std::string& name, const std::string& attributes, const std::string& inside_it = {}) {
    const std::string begin = "<op id=\"" + name + "-0\" name=\"" + name + "\" interval=\"0\"" + attributes;
    return inside_it.empty() ? begin + "/>" : begin + ">" + inside_it + "</op>";
}

std::string operations(const std::string& inside_it) { return "<operations>" + inside_it + "</operations>"; }

} // namespace

TEST_CASE("cluster properties with underscores are spelled with hyphens") {
    CHECK(inside(read_properties(pair("a", "no_quorum_policy", "ignore") + pair("b", "transition_idle_timeout", "60s")),
                 "crm_config") ==
          properties(pair("a", "no-quorum-policy", "ignore") + pair("b", "cluster-delay", "60s")));
}

TEST_CASE("cluster properties that were defaults move to the defaults") {
    const Cib cib =
        read_properties(pair("a", "default-resource-stickiness", "100") + pair("b", "default_action_timeout", "20s") +
                        pair("c", "is-managed-default", "false"));
    CHECK(inside(cib, "crm_config").empty());
    CHECK(inside(cib, "op_defaults") == set("meta_attributes", "_2TO3_-op-defaults", pair("b", "timeout", "20s")));
    CHECK(inside(cib, "rsc_defaults") ==
          set("meta_attributes", "_2TO3_-rsc-defaults",
              pair("a", "resource-stickiness", "100") + pair("c", "is-managed", "false")));
}

TEST_CASE("moved properties join the defaults that are there, which count more") {
    const std::string defaults =
        "<rsc_defaults>" + set("meta_attributes", "d", pair("e", "is-managed", "true")) + "</rsc_defaults>";
    const Cib cib = read_properties(
        pair("a", "default-resource-stickiness", "100") + pair("c", "is-managed-default", "false"), defaults);
    CHECK(inside(cib, "rsc_defaults") ==
          set("meta_attributes", "d", pair("e", "is-managed", "true") + pair("a", "resource-stickiness", "100")));
}

TEST_CASE("a failure stickiness of -INFINITY is a migration threshold of 1, and any other goes") {
    CHECK(inside(read_properties(pair("a", "default-resource-failure-stickiness", "-INFINITY")), "rsc_defaults") ==
          set("meta_attributes", "_2TO3_-rsc-defaults", pair("a", "migration-threshold", "1")));
    const Cib other = read_properties(pair("a", "default-resource-failure-stickiness", "-5"));
    CHECK(inside(other, "rsc_defaults").empty());
    CHECK(codes(other) == std::vector<std::string>{"no-longer-supported"});
}

TEST_CASE("an infrastructure before corosync goes, another stays") {
    CHECK(inside(read_properties(pair("a", "cluster-infrastructure", "cman")), "crm_config").empty());
    const std::string corosync = pair("a", "cluster-infrastructure", "corosync");
    CHECK(inside(read_properties(corosync + pair("b", "dc_deadtime", "5s")), "crm_config") ==
          properties(corosync + pair("b", "dc-deadtime", "5s")));
}

TEST_CASE("a set of properties that refers to another is upgraded with it") {
    const Cib cib =
        read({.schema = "pacemaker-2.10",
              .crm_config = properties(pair("a", "stonith_enabled", "false")),
              .resources = primitive_with(set("meta_attributes", "m", pair("b", "is-managed", "true"))) +
                           "<primitive id=\"q\" class=\"ocf\" type=\"x\"><meta_attributes id-ref=\"m\"/></primitive>"});
    CHECK(inside(cib, "crm_config") == properties(pair("a", "stonith-enabled", "false")));
    CHECK(inside(cib, "resources").find("<meta_attributes id-ref=\"m\"/>") != std::string::npos);
}

TEST_CASE("a node of the type normal is a member") {
    CHECK(inside(read({.schema = "pacemaker-2.10", .nodes = "<node id=\"1\" uname=\"a\" type=\"normal\"/>"}),
                 "nodes") == "<node id=\"1\" uname=\"a\" type=\"member\"/>");
}

TEST_CASE("a colocation's score-attribute goes") {
    const Cib cib = read({.schema = "pacemaker-2.10",
                          .constraints = "<rsc_colocation id=\"c\" rsc=\"a\" with-rsc=\"b\" score-attribute=\"x\"/>"});
    CHECK(inside(cib, "constraints") == "<rsc_colocation id=\"c\" rsc=\"a\" with-rsc=\"b\"/>");
    CHECK(codes(cib) == std::vector<std::string>{"no-longer-supported"});
}

TEST_CASE("fence devices' parameters have today's names") {
    CHECK(upgraded(
              set("instance_attributes", "i", pair("a", "pcmk_off_cmd", "x") + pair("b", "pcmk_arg_map", "port:y"))) ==
          set("instance_attributes", "i", pair("a", "pcmk_off_action", "x") + pair("b", "pcmk_host_argument", "y")));
    CHECK(upgraded(set("instance_attributes", "i", pair("b", "pcmk_arg_map", "port:y,a:b")) + operations("")) ==
          "<operations/>");
}

TEST_CASE("an isolated resource is kept stopped") {
    CHECK(upgraded(set("meta_attributes", "m", pair("a", "isolation", "docker"))) ==
          set("meta_attributes", "m", pair("a", "target-role", "Stopped")));
}

TEST_CASE("an operation's requires becomes its resource's, for start and promote") {
    CHECK(upgraded(
              operations(operation("start", " requires=\"nothing\"") + operation("monitor", " requires=\"quorum\""))) ==
          operations(operation("start", "") + operation("monitor", "")) +
              set("meta_attributes", "_2TO3_p-meta", pair("_2TO3_start-0-meta-requires", "requires", "nothing")));
}

TEST_CASE("the last of several operations' requires counts") {
    CHECK(upgraded(
              operations(operation("start", " requires=\"nothing\"") + operation("promote", " requires=\"quorum\""))) ==
          operations(operation("start", "") + operation("promote", "")) +
              set("meta_attributes", "_2TO3_p-meta", pair("_2TO3_promote-0-meta-requires", "requires", "quorum")));
}

TEST_CASE("what the resource says itself counts more than its operations") {
    const std::string own = set("meta_attributes", "m", pair("a", "requires", "fencing"));
    CHECK(upgraded(own + operations(operation("start", " requires=\"nothing\""))) ==
          own + operations(operation("start", "")));
}

TEST_CASE("requires in an operation's attributes becomes its resource's") {
    CHECK(upgraded(operations(operation("start", "", set("meta_attributes", "m", pair("a", "requires", "nothing"))))) ==
          operations(operation("start", "")) + set("meta_attributes", "_2TO3_m", pair("a", "requires", "nothing")));
    CHECK(upgraded(operations(operation("stop", "", set("meta_attributes", "m", pair("a", "requires", "nothing"))))) ==
          operations(operation("stop", "")));
}

TEST_CASE("an operation's meta attributes count more than its instance attributes") {
    CHECK(upgraded(operations(operation("start", "",
                                        set("meta_attributes", "m", pair("a", "requires", "nothing")) +
                                            set("instance_attributes", "i", pair("b", "requires", "quorum"))))) ==
          operations(operation("start", "")) + set("meta_attributes", "_2TO3_m", pair("a", "requires", "nothing")));
}

TEST_CASE("an operation's options among its instance attributes become meta attributes") {
    CHECK(upgraded(operations(operation(
              "monitor", "", set("instance_attributes", "i", pair("a", "timeout", "5") + pair("b", "x", "1"))))) ==
          operations(operation("monitor", "",
                               set("instance_attributes", "i", pair("b", "x", "1")) +
                                   set("meta_attributes", "_2TO3_monitor-0-meta", pair("a", "timeout", "5")))));
}

TEST_CASE("an operation's options join the meta attributes that it has") {
    CHECK(upgraded(operations(operation("monitor", "",
                                        set("meta_attributes", "m", pair("c", "on-fail", "block")) +
                                            set("instance_attributes", "i", pair("a", "timeout", "5"))))) ==
          operations(operation(
              "monitor", "", set("meta_attributes", "m", pair("c", "on-fail", "block") + pair("a", "timeout", "5")))));
}

TEST_CASE("an operation's options with a rule keep their rule") {
    const std::string rule = "<rule id=\"r\" score=\"1\"/>";
    CHECK(upgraded(operations(
              operation("monitor", "", set("instance_attributes", "i", rule + pair("a", "timeout", "5"))))) ==
          operations(operation("monitor", "", set("meta_attributes", "_2TO3_i", rule + pair("a", "timeout", "5")))));
}
