#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "cib/cib_text.h"

using namespace placement;
using namespace placement::testing;

namespace {

/// Makes the upgrade run, whatever else is in the CIB.
const std::string old_node = "<node id=\"9\" uname=\"gone\" type=\"ping\"/>";
const std::string ping_ban =
    "<rsc_location id=\"pcmk__3_10_upgrade-ping-node-ban-gone\" rsc-pattern=\".*\" node=\"gone\" "
    "score=\"-INFINITY\" resource-discovery=\"never\"/>";

Cib read_3(Sections sections) {
    sections.schema = "pacemaker-3.10";
    return read(sections);
}

std::string resources(const std::string& text) {
    return inside(read_3({.nodes = old_node, .resources = text}), "resources");
}

std::string constraints(const std::string& text) { return inside(read_3({.constraints = text}), "constraints"); }

std::string primitive(const std::string& id, const std::string& inside_it = {}) {
    const std::string begin = "<primitive id=\"" + id + "\" class=\"ocf\" type=\"x\"";
    return inside_it.empty() ? begin + "/>" : begin + ">" + inside_it + "</primitive>";
}

std::string rule(const std::string& id) {
    return "<rule id=\"" + id + "\" score=\"1\"><expression id=\"" + id +
           "-e\" attribute=\"a\" operation=\"defined\"/></rule>";
}

} // namespace

// ---- resources ------------------------------------------------------------------------------------------------

TEST_CASE("<master> is a clone that is promotable, whatever it says") {
    CHECK(resources("<master id=\"m\"><meta_attributes id=\"s\"><nvpair id=\"a\" name=\"promotable\" value=\"false\"/>"
                    "</meta_attributes>" +
                    primitive("p") + "</master>") ==
          "<clone id=\"m\"><meta_attributes id=\"pcmk__3_10_upgrade-promotable-legacy-m-meta_attributes\" "
          "score=\"INFINITY\">"
          "<nvpair id=\"pcmk__3_10_upgrade-promotable-legacy-m-meta_attributes-promotable\" name=\"promotable\" "
          "value=\"true\"/>"
          "</meta_attributes>" +
              primitive("p") +
              "<meta_attributes id=\"s\"><nvpair id=\"a\" name=\"promotable\" "
              "value=\"false\"/></meta_attributes></clone>");
}

TEST_CASE("a bundle's masters are promoted-max") {
    CHECK(inside(read_3({.resources = "<bundle id=\"b\"><docker image=\"i\" masters=\"2\"/></bundle>"}), "resources") ==
          "<bundle id=\"b\"><docker image=\"i\" promoted-max=\"2\"/></bundle>");
}

TEST_CASE("resources of classes that are gone go, with what is made of nothing else") {
    const std::string gone = "<primitive id=\"u\" class=\"upstart\" type=\"x\"/>";
    const std::string nagios = "<primitive id=\"n\" class=\"nagios\" type=\"x\"/>";
    CHECK(inside(read_3({.resources = gone + "<group id=\"g\">" + nagios + "</group>" + primitive("p")}),
                 "resources") == primitive("p"));
    CHECK(inside(read_3({.resources = "<clone id=\"c\"><group id=\"g\">" + gone + nagios + "</group></clone>"}),
                 "resources")
              .empty());
    CHECK(inside(read_3({.resources = "<group id=\"g\">" + gone + primitive("p") + "</group>"}), "resources") ==
          "<group id=\"g\">" + primitive("p") + "</group>");
}

TEST_CASE("a template of a class that is gone takes its resources along") {
    CHECK(inside(read_3({.resources =
                             "<template id=\"t\" class=\"nagios\" type=\"x\"/><primitive id=\"p\" template=\"t\"/>"}),
                 "resources")
              .empty());
}

TEST_CASE("a bundle of rkt goes") {
    const Cib cib = read_3({.resources = "<bundle id=\"b\"><rkt image=\"i\"/></bundle>"});
    CHECK(inside(cib, "resources").empty());
    CHECK(codes(cib) == std::vector<std::string>{"no-longer-supported"});
}

TEST_CASE("constraints go with the resources that they need") {
    const std::string gone = "<primitive id=\"u\" class=\"upstart\" type=\"x\"/>" + primitive("p");
    const auto left = [&](const std::string& text) {
        return inside(read_3({.resources = gone, .constraints = text}), "constraints");
    };
    CHECK(left("<rsc_location id=\"l\" rsc=\"u\" node=\"a\" score=\"1\"/>").empty());
    CHECK(left("<rsc_ticket id=\"l\" rsc=\"u\" ticket=\"a\"/>").empty());
    CHECK(left("<rsc_order id=\"o\" first=\"p\" then=\"u\"/>").empty());
    CHECK(left("<rsc_colocation id=\"o\" rsc=\"u\" with-rsc=\"p\"/>").empty());
    CHECK(
        left("<rsc_order id=\"o\"><resource_set id=\"s\"><resource_ref id=\"u\"/></resource_set></rsc_order>").empty());
    CHECK(
        left(
            "<rsc_order id=\"o\"><resource_set id=\"s\"><resource_ref id=\"u\"/><resource_ref id=\"p\"/></resource_set>"
            "<resource_set id=\"t\"><resource_ref id=\"u\"/></resource_set></rsc_order>") ==
        "<rsc_order id=\"o\"><resource_set id=\"s\"><resource_ref id=\"p\"/></resource_set></rsc_order>");
}

TEST_CASE("meta attributes without an effect go") {
    const Cib cib =
        read_3({.resources = primitive("p", "<meta_attributes id=\"m\"><nvpair id=\"a\" name=\"restart-type\" "
                                            "value=\"restart\"/></meta_attributes>"),
                .others = "<op_defaults><meta_attributes id=\"d\"><nvpair id=\"b\" name=\"can_fail\" "
                          "value=\"true\"/></meta_attributes></op_defaults>"});
    CHECK(inside(cib, "resources") == primitive("p", "<meta_attributes id=\"m\"/>"));
    CHECK(inside(cib, "op_defaults") == "<meta_attributes id=\"d\"/>");
    CHECK(codes(cib) == std::vector<std::string>{"no-longer-supported", "no-longer-supported"});
}

// ---- nodes ----------------------------------------------------------------------------------------------------

TEST_CASE("a ping node is a member on which nothing may run") {
    const Cib cib = read_3({.nodes = old_node});
    CHECK(inside(cib, "nodes") == "<node id=\"9\" uname=\"gone\" type=\"member\"/>");
    CHECK(inside(cib, "constraints") == ping_ban);
}

// ---- name-value pairs -----------------------------------------------------------------------------------------

TEST_CASE("attribute sets stand last, by falling score, then as they stood") {
    CHECK(
        resources(primitive("p", "<meta_attributes id=\"a\" score=\"-INFINITY\"/><meta_attributes id=\"b\"/>"
                                 "<utilization id=\"c\" score=\"-5\"/><meta_attributes id=\"d\" score=\"20\"/>"
                                 "<instance_attributes id=\"e\" score=\"100\"/><meta_attributes id=\"f\" score=\"0\"/>"
                                 "<meta_attributes id=\"g\" score=\"INFINITY\"/><operations/>")) ==
        primitive("p", "<operations/><meta_attributes id=\"g\" score=\"INFINITY\"/>"
                       "<instance_attributes id=\"e\" score=\"100\"/><meta_attributes id=\"d\" score=\"20\"/>"
                       "<meta_attributes id=\"b\"/><meta_attributes id=\"f\" score=\"0\"/>"
                       "<utilization id=\"c\" score=\"-5\"/><meta_attributes id=\"a\" score=\"-INFINITY\"/>"));
}

TEST_CASE("the set cib-bootstrap-options stands before all others") {
    const std::string first = "<cluster_property_set id=\"a\" score=\"INFINITY\"/>";
    const std::string bootstrap = "<cluster_property_set id=\"cib-bootstrap-options\"/>";
    CHECK(inside(read_3({.crm_config = first + bootstrap, .nodes = old_node}), "crm_config") == bootstrap + first);
}

TEST_CASE("of pairs with one name in a set, the first counts") {
    CHECK(resources(primitive("p", "<meta_attributes id=\"m\"><nvpair id=\"a\" name=\"x\" value=\"1\"/>"
                                   "<nvpair id=\"b\" name=\"y\" value=\"2\"/><nvpair id=\"c\" name=\"x\" value=\"3\"/>"
                                   "</meta_attributes>")) ==
          primitive("p", "<meta_attributes id=\"m\"><nvpair id=\"a\" name=\"x\" value=\"1\"/>"
                         "<nvpair id=\"b\" name=\"y\" value=\"2\"/></meta_attributes>"));
}

TEST_CASE("#default takes back what stands before it") {
    const auto left = [](const std::string& values) {
        std::string pairs;
        for (std::size_t i = 0; i < values.size(); ++i) {
            const std::string value = values[i] == '#' ? "#default" : std::string(1, values[i]);
            pairs += "<nvpair id=\"n" + std::to_string(i) + "\" name=\"x\" value=\"" + value + "\"/>";
        }
        const Cib cib =
            read_3({.nodes = old_node,
                    .resources = primitive("p", "<meta_attributes id=\"m\">" + pairs + "</meta_attributes>")});
        std::string result;
        const pugi::xml_node set = cib.document().configuration().child("resources").first_child().first_child();
        for (const pugi::xml_node pair : set.children()) result += pair.attribute("value").value()[0];
        return result;
    };
    CHECK(left("1#23") == "2");
    CHECK(left("1#") == "#");
    CHECK(left("##") == "#");
    CHECK(left("#1") == "1");
}

TEST_CASE("a pair without a value goes") {
    const Cib cib = read_3(
        {.resources = primitive("p", "<meta_attributes id=\"m\"><nvpair id=\"a\" name=\"x\"/></meta_attributes>")});
    CHECK(inside(cib, "resources") == primitive("p", "<meta_attributes id=\"m\"/>"));
    CHECK(codes(cib) == std::vector<std::string>{"no-longer-supported"});
}

TEST_CASE("cluster properties have today's names and values") {
    const Cib cib = read_3({.crm_config = "<cluster_property_set id=\"s\">"
                                          "<nvpair id=\"a\" name=\"crmd-finalization-timeout\" value=\"1\"/>"
                                          "<nvpair id=\"b\" name=\"crmd-integration-timeout\" value=\"2\"/>"
                                          "<nvpair id=\"c\" name=\"crmd-transition-delay\" value=\"3\"/>"
                                          "<nvpair id=\"d\" name=\"remove-after-stop\" value=\"true\"/>"
                                          "<nvpair id=\"e\" name=\"stonith-action\" value=\"poweroff\"/>"
                                          "</cluster_property_set>"});
    CHECK(inside(cib, "crm_config") == "<cluster_property_set id=\"s\">"
                                       "<nvpair id=\"a\" name=\"join-finalization-timeout\" value=\"1\"/>"
                                       "<nvpair id=\"b\" name=\"join-integration-timeout\" value=\"2\"/>"
                                       "<nvpair id=\"c\" name=\"transition-delay\" value=\"3\"/>"
                                       "<nvpair id=\"e\" name=\"stonith-action\" value=\"off\"/>"
                                       "</cluster_property_set>");
}

TEST_CASE("dates do not know the moon, and fencing levels end at 9") {
    const Cib cib =
        read_3({.constraints = "<rsc_location id=\"l\" rsc=\"p\"><rule id=\"r\" score=\"1\"><date_expression "
                               "id=\"d\" operation=\"date_spec\"><date_spec id=\"s\" moon=\"4\" hours=\"1\"/>"
                               "</date_expression></rule></rsc_location>",
                .others = "<fencing-topology><fencing-level id=\"a\" index=\"9\"/>"
                          "<fencing-level id=\"b\" index=\"10\"/></fencing-topology>"});
    CHECK(contains(inside(cib, "constraints"), "<date_spec id=\"s\" hours=\"1\"/>"));
    CHECK(inside(cib, "fencing-topology") == "<fencing-level id=\"a\" index=\"9\"/>");
}

// ---- references -----------------------------------------------------------------------------------------------

TEST_CASE("references are references again after the upgrade") {
    const std::string two =
        primitive("p", "<meta_attributes id=\"m\"><nvpair id=\"a\" name=\"x\" value=\"1\"/></meta_attributes>") +
        primitive("q", "<meta_attributes id-ref=\"m\"/>");
    CHECK(resources(two) == two);
}

TEST_CASE("a reference keeps its place in the text") {
    const Cib cib = read_3({.nodes = old_node,
                            .resources = primitive("p", "<meta_attributes id=\"m\"/>") + "\n" +
                                         primitive("q", "<meta_attributes id-ref=\"m\"/>")});
    const pugi::xml_node last = cib.document().configuration().child("resources").last_child();
    CHECK(cib.document().position(last.first_child()) == Position{6, 40});
}

TEST_CASE("a pair under another name is a pair of its own") {
    CHECK(
        resources(
            primitive("p", "<meta_attributes id=\"m\"><nvpair id=\"a\" name=\"x\" value=\"1\"/></meta_attributes>") +
            primitive("q", "<meta_attributes id=\"n\"><nvpair id-ref=\"a\" name=\"y\"/></meta_attributes>") +
            primitive("r", "<meta_attributes id=\"o\"><nvpair id-ref=\"a\" name=\"y\"/></meta_attributes>")) ==
        primitive("p", "<meta_attributes id=\"m\"><nvpair id=\"a\" name=\"x\" value=\"1\"/></meta_attributes>") +
            primitive("q", "<meta_attributes id=\"n\"><nvpair id=\"pcmk__3_10_upgrade-a-y\" name=\"y\" value=\"1\"/>"
                           "</meta_attributes>") +
            primitive("r", "<meta_attributes id=\"o\"><nvpair id-ref=\"pcmk__3_10_upgrade-a-y\"/></meta_attributes>"));
}

TEST_CASE("where the original goes, its first copy is the original") {
    const std::string gone = "<primitive id=\"u\" class=\"upstart\" type=\"x\"><meta_attributes id=\"m\"/></primitive>";
    CHECK(inside(read_3({.resources = gone + primitive("p", "<meta_attributes id-ref=\"m\"/>") +
                                      primitive("q", "<meta_attributes id-ref=\"m\"/>")}),
                 "resources") ==
          primitive("p", "<meta_attributes id=\"m\"/>") + primitive("q", "<meta_attributes id-ref=\"m\"/>"));
}

TEST_CASE("what refers to itself is refused") {
    const auto with = [](const std::string& text) {
        return text_of({.schema = "pacemaker-3.10", .nodes = old_node, .constraints = text});
    };
    CHECK(contains(
        refusal(with("<rsc_location id=\"l\" rsc=\"p\"><rule id=\"r\"><rule id-ref=\"r\"/></rule></rsc_location>")),
        "a.xml:6:56: the id-ref to `r` stands within what it refers to"));
    CHECK(contains(
        refusal(with("<rsc_location id=\"l\" rsc=\"p\"><rule id=\"r\"><rule id-ref=\"s\"/></rule></rsc_location>"
                     "<rsc_location id=\"m\" rsc=\"p\"><rule id=\"s\"><rule id-ref=\"r\"/></rule></rsc_location>")),
        "stands within what it refers to"));
}

TEST_CASE("references that multiply without bounds are refused" * doctest::test_suite("large")) {
    std::string text;
    for (int i = 0; i < 40; ++i) {
        const std::string next = std::to_string(i + 1);
        text += "<rsc_location id=\"l" + std::to_string(i) + "\" rsc=\"p\"><rule id=\"r" + std::to_string(i) +
                "\"><rule id-ref=\"r" + next + "\"/><rule id-ref=\"r" + next + "\"/></rule></rsc_location>";
    }
    text += "<rsc_location id=\"l40\" rsc=\"p\"><rule id=\"r40\"/></rsc_location>";
    CHECK(contains(refusal(text_of({.schema = "pacemaker-3.10", .nodes = old_node, .constraints = text})),
                   "its references repeat more than 1000000 elements"));
}

TEST_CASE("a reference to nothing stays as it is") {
    const std::string dangling = primitive("p", "<meta_attributes id-ref=\"nothing\"/>");
    CHECK(resources(dangling) == dangling);
}

// ---- rules ----------------------------------------------------------------------------------------------------

TEST_CASE("a location constraint with several rules is several constraints") {
    CHECK(constraints("<rsc_location id=\"l\" rsc=\"p\">" + rule("r") + rule("s") + "</rsc_location>") ==
          "<rsc_location id=\"pcmk__3_10_upgrade-l-1\" rsc=\"p\">" + rule("r") +
              "</rsc_location>"
              "<rsc_location id=\"pcmk__3_10_upgrade-l-2\" rsc=\"p\">" +
              rule("s") + "</rsc_location>");
}

TEST_CASE("the constraints that one is split into share its resource set") {
    const std::string set = "<resource_set id=\"s\"><resource_ref id=\"p\"/></resource_set>";
    CHECK(constraints("<rsc_location id=\"l\">" + set + rule("r") + rule("t") + "</rsc_location>") ==
          "<rsc_location id=\"pcmk__3_10_upgrade-l-1\">" + set + rule("r") +
              "</rsc_location>"
              "<rsc_location id=\"pcmk__3_10_upgrade-l-2\"><resource_set id-ref=\"s\"/>" +
              rule("t") + "</rsc_location>");
}

TEST_CASE("the constraints that one is split into have its place in the text") {
    const Cib cib =
        read_3({.constraints = "\n <rsc_location id=\"l\" rsc=\"p\">" + rule("r") + rule("s") + "</rsc_location>"});
    for (const pugi::xml_node constraint : cib.document().configuration().child("constraints").children()) {
        CHECK(cib.document().position(constraint) == Position{7, 2});
    }
}

TEST_CASE("an access right to a constraint that is split is one to its parts") {
    const std::string role =
        "<acls><acl_role id=\"a\"><acl_permission id=\"b\" kind=\"read\" reference=\"l\"/></acl_role></acls>";
    const Cib cib =
        read_3({.constraints = "<rsc_location id=\"l\" rsc=\"p\">" + rule("r") + rule("s") + "</rsc_location>",
                .others = role});
    CHECK(contains(inside(cib, "acls"),
                   "xpath=\"//*[@id = 'pcmk__3_10_upgrade-l-1' or @id = 'pcmk__3_10_upgrade-l-2']\""));
}

TEST_CASE("an access right to what is gone is one to nothing") {
    const Cib cib =
        read_3({.resources = "<primitive id=\"u\" class=\"upstart\" type=\"x\"/>",
                .others = "<acls><acl_role id=\"a\"><acl_permission id=\"b\" kind=\"read\" reference=\"u\"/>"
                          "</acl_role></acls>"});
    CHECK(contains(inside(cib, "acls"), "xpath=\"/*[false()]\""));
}

TEST_CASE("a lifetime stands beside the node that a constraint names") {
    CHECK(constraints("<rsc_location id=\"l\" rsc=\"p\" node=\"a\" score=\"5\"><lifetime>" + rule("r") +
                      "</lifetime></rsc_location>") ==
          "<rsc_location id=\"l\" rsc=\"p\"><rule id=\"pcmk__3_10_upgrade-l-lifetime-and-rule\" boolean-op=\"and\">"
          "<rule id=\"pcmk__3_10_upgrade-l-node-score-rule\" score=\"5\">"
          "<expression id=\"pcmk__3_10_upgrade-l-node-score-rule-expr\" attribute=\"#uname\" operation=\"eq\" "
          "value=\"a\"/></rule>" +
              rule("r") + "</rule></rsc_location>");
}

TEST_CASE("a lifetime of several rules needs one of them, beside the constraint's own rule") {
    CHECK(constraints("<rsc_location id=\"l\" rsc=\"p\">" + rule("q") + "<lifetime>" + rule("r") + rule("s") +
                      "</lifetime></rsc_location>") ==
          "<rsc_location id=\"l\" rsc=\"p\"><rule id=\"pcmk__3_10_upgrade-l-lifetime-and-rule\" boolean-op=\"and\">" +
              rule("q") + "<rule id=\"pcmk__3_10_upgrade-l-lifetime-or-rule\" boolean-op=\"or\">" + rule("r") +
              rule("s") + "</rule></rule></rsc_location>");
}

TEST_CASE("the lifetime of a colocation or an ordering goes") {
    const Cib cib = read_3({.constraints = "<rsc_order id=\"o\" first=\"a\" then=\"b\"><lifetime>" + rule("r") +
                                           "</lifetime></rsc_order>"});
    CHECK(inside(cib, "constraints") == "<rsc_order id=\"o\" first=\"a\" then=\"b\"/>");
    CHECK(codes(cib) == std::vector<std::string>{"no-longer-supported"});
}

TEST_CASE("a rule of a lifetime that goes lives on where another constraint needs it") {
    CHECK(constraints("<rsc_order id=\"o\" first=\"a\" then=\"b\"><lifetime>" + rule("r") +
                      "</lifetime></rsc_order>"
                      "<rsc_location id=\"l\" rsc=\"p\"><rule id-ref=\"r\"/></rsc_location>") ==
          "<rsc_order id=\"o\" first=\"a\" then=\"b\"/><rsc_location id=\"l\" rsc=\"p\"><rule "
          "id-ref=\"r\"/></rsc_location>"
          "<rsc_location id=\"pcmk__3_10_upgrade-coloc-order-lifetime-rules\" rsc-pattern=\"a^\">"
          "<rule id=\"pcmk__3_10_upgrade-coloc-order-lifetime-rules-rule\" score=\"-INFINITY\">" +
              rule("r") + "</rule></rsc_location>");
}
