#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "cib/cib_text.h"
#include "cib/schema_content.h"
#include "cib/schema_forms.h"
#include "cib/schema_match.h"
#include "cib/schema_versions.h"
#include "placement/schema.h"

using namespace placement;
using namespace placement::testing;

namespace {

/// The CIB with the counters that every schema wants.
Cib counted(Sections sections) {
    sections.schema += "\" admin_epoch=\"0\" epoch=\"1\" num_updates=\"0";
    return read(sections);
}

/// The first thing that Pacemaker refuses, without the schema's name; empty where it takes the CIB.
std::string violation(const Cib& cib) {
    if (schema_violations(cib).empty()) return {};
    const std::string& message = schema_violations(cib).front().message;
    return message.substr(0, message.rfind(" ("));
}

const std::string dummy = "class=\"ocf\" provider=\"pacemaker\" type=\"Dummy\"";
const std::string two_primitives = "<primitive id=\"a\" " + dummy + "/><primitive id=\"b\" " + dummy + "/>";

std::string of_resources(const std::string& resources, const std::string& schema = "pacemaker-4.0") {
    return violation(counted({.schema = schema, .resources = resources}));
}

std::string of_constraints(const std::string& constraints, const std::string& schema = "pacemaker-4.0") {
    return violation(counted({.schema = schema, .resources = two_primitives, .constraints = constraints}));
}

} // namespace

TEST_CASE("the table of the schemas can be read") {
    CHECK(schema_of_cib().name() == "cib");
    CHECK(schema_of_number("2.10") == schema_2_10);
    CHECK(schema_of_name("pacemaker-4.0") == newest_schema);
    CHECK(schema_name(schema_1_3) == "pacemaker-1.3");
    CHECK_FALSE(schema_of_name("pacemaker-1.1"));
}

TEST_CASE("a CIB that its schema allows has no violations") {
    CHECK(of_resources(two_primitives).empty());
    for (const char* schema : {"pacemaker-1.0", "pacemaker-1.3", "pacemaker-2.0", "pacemaker-2.10", "pacemaker-3.10"}) {
        CAPTURE(schema);
        CHECK(of_resources(two_primitives, schema).empty());
    }
}

TEST_CASE("an unknown attribute, with its place") {
    const Cib cib = counted({.resources = "\n <primitive id=\"a\" priority=\"1\" " + dummy + "/>"});
    REQUIRE(schema_violations(cib).size() == 1);
    CHECK(schema_violations(cib)[0].code == "schema-violation");
    CHECK(schema_violations(cib)[0].message == "<primitive> `a` has no attribute `priority` (pacemaker-4.0)");
    CHECK(schema_violations(cib)[0].position == Position{6, 2});
}

TEST_CASE("a missing attribute") {
    CHECK(of_resources("<primitive id=\"a\" class=\"ocf\" type=\"Dummy\"/>") == "<primitive> `a` needs `provider`");
    CHECK(of_constraints("<rsc_location id=\"l\" rsc=\"a\"/>") ==
          "<rsc_location> `l` needs `score` and `node` or <rule>");
}

TEST_CASE("a value that cannot be") {
    CHECK(of_constraints("<rsc_order id=\"o\" first=\"a\" then=\"b\" first-action=\"boot\"/>") ==
          "<rsc_order> `o` has first-action=\"boot\", which must be start, promote, demote or stop");
    CHECK(of_constraints("<rsc_location id=\"l\" rsc=\"a\" node=\"n\" score=\"much\"/>") ==
          "<rsc_location> `l` has score=\"much\", which must be an integer, INFINITY or -INFINITY");
    CHECK(of_constraints("<rsc_location id=\"l\" rsc=\"a\" node=\"n\" score=\" +INFINITY \"/>").empty());
    CHECK(of_resources("<primitive id=\"1a\" " + dummy + "/>") ==
          "<primitive> `1a` has id=\"1a\", which must be a name of letters, digits, `_`, `-` and `.` that begins with a letter "
          "or `_`");
}

TEST_CASE("an element that has no place, or comes too often") {
    CHECK(of_resources("<node id=\"1\"/>") == "<resources> cannot have <node> `1` in it");
    CHECK(of_resources("<clone id=\"c\">" + two_primitives + "</clone>") ==
          "<clone> `c` cannot have <primitive> `b` at this place in it, or so many of them");
    CHECK(of_resources("<group id=\"g\"/>") == "<group> `g` needs <primitive>");
}

TEST_CASE("a section that is missing") {
    const Cib cib = Cib::from_text("<cib validate-with=\"pacemaker-4.0\" admin_epoch=\"0\" epoch=\"1\" num_updates=\"0\">"
                                   "<configuration><crm_config/><nodes/><resources/></configuration></cib>");
    CHECK(violation(cib) == "<configuration> needs <constraints>");
}

TEST_CASE("references lead to ids, but not to those of nodes") {
    CHECK(of_constraints("<rsc_ticket id=\"t\" rsc=\"nobody\" ticket=\"T\"/>") ==
          "`rsc` of this <rsc_ticket> leads to `nobody`, and no element has that id");
    CHECK(violation(counted({.nodes = "<node id=\"n\" uname=\"n\"/>",
                             .resources = two_primitives,
                             .constraints = "<rsc_ticket id=\"t\" rsc=\"n\" ticket=\"T\"/>"})) ==
          "`rsc` of this <rsc_ticket> leads to `n`, and no element has that id");
    CHECK(of_constraints("<rsc_ticket id=\"t\" rsc=\" a \" ticket=\"T\"/>").empty());
}

TEST_CASE("what a tag names need not be there since 3.3") {
    const std::string tags = "<tags><tag id=\"t\"><obj_ref id=\"nobody\"/></tag></tags>";
    CHECK(violation(counted({.schema = "pacemaker-3.3", .others = tags})).empty());
    CHECK(violation(counted({.schema = "pacemaker-3.2", .others = tags})) ==
          "`id` of this <obj_ref> leads to `nobody`, and no element has that id");
}

TEST_CASE("what came late is refused before") {
    const std::string bundle = "<bundle id=\"b\"><podman image=\"i\"/></bundle>";
    CHECK(of_resources(bundle, "pacemaker-3.2").empty());
    // A later schema allows it; Pacemaker goes on from there.
    CHECK(of_resources(bundle, "pacemaker-2.9").empty());
    CHECK(of_resources("<bundle id=\"b\"><podman image=\"i\"/></bundle><master id=\"m\"><primitive id=\"p\" " + dummy +
                           "/></master>",
                       "pacemaker-2.9")
              .empty());
}

TEST_CASE("a CIB that only a later series allows skips the steps before it") {
    const std::string late = "<op id=\"o\" name=\"monitor\" interval=\"1\" on-fail=\"demote\">"
                             "<instance_attributes id=\"i\"><nvpair id=\"n\" name=\"timeout\" value=\"5\"/></instance_attributes></op>";
    const auto upgraded = [&](const std::string& operation) {
        return inside(counted({.schema = "pacemaker-2.10",
                               .resources = "<primitive id=\"a\" " + dummy + "><operations>" + operation +
                                            "</operations></primitive>"}),
                      "resources");
    };
    CHECK(contains(upgraded(late), "<instance_attributes id=\"i\">"));
    std::string early = late;
    early.replace(early.find("demote"), 6, "stop");
    CHECK_FALSE(contains(upgraded(early), "<instance_attributes id=\"i\">"));
}

TEST_CASE("parts of a bundle may stand in any order") {
    CHECK(of_resources("<bundle id=\"b\"><storage/><network/><docker image=\"i\"/></bundle>").empty());
    CHECK(of_resources("<bundle id=\"b\"><docker image=\"i\"/><storage/><storage/></bundle>") ==
          "<bundle> `b` cannot have <storage> at this place in it, or so many of them");
    CHECK(of_resources("<bundle id=\"b\"><storage/></bundle>") == "<bundle> `b` needs <docker> or <podman>");
}

TEST_CASE("the status may have anything") {
    CHECK(violation(counted({.resources = two_primitives, .status = "<what x=\"1\"><ever/></what>"})).empty());
}

TEST_CASE("without validation nothing is violated, and halves may be missing") {
    CHECK(schema_violations(Cib::from_text("<cib validate-with=\"none\"/>")).empty());
}

TEST_CASE("violations are diagnostics, but not those of a sketch") {
    const Sections wrong{.resources = "<primitive id=\"a\"/>"};
    CHECK(codes(counted(wrong)) == std::vector<std::string>{"schema-violation"});
    CHECK(codes(read(wrong)).empty());
    CHECK(schema_violations(read(wrong)).front().message ==
          "<cib> needs `admin_epoch` (pacemaker-4.0)");
}

TEST_CASE("a CIB inside something else is one that Pacemaker refuses") {
    const std::string cib = text_of({});
    CHECK(schema_violations(Cib::from_text("<x>" + cib + "</x>")).front().code == "schema-violation");
    CHECK(schema_violations(Cib::from_text("log\n" + cib)).front().code == "stray-text");
}

namespace {

/// Elements of a row, made of what it knows and of little that it does not; the same in every run.
class ElementMaker {
public:
    explicit ElementMaker(const SchemaElement& schema) : content_(schema.content()) {}

    ElementParts make() {
        ElementParts parts;
        for (const SchemaPart* part : content_.attributes) {
            if (below(3) == 0 || parts.find(part->name) < parts.attributes.size()) continue;
            parts.attributes.push_back({part->name, value_for(*part)});
        }
        if (below(20) == 0) parts.attributes.push_back({"unknown", "1"});
        for (std::size_t left = content_.elements.empty() ? 0 : below(5); left > 0; --left) {
            const std::string_view name = content_.elements[below(content_.elements.size())]->name;
            for (std::size_t times = 1 + below(2); times > 0; --times) parts.elements.push_back({name, {}});
        }
        return parts;
    }

private:
    std::size_t below(std::size_t limit) {
        state_ = state_ * 6364136223846793005U + 1442695040888963407U;
        return static_cast<std::size_t>(state_ >> 33U) % limit;
    }

    std::string_view value_for(const SchemaPart& part) {
        static constexpr std::array<std::string_view, 6> others = {"name", "1", "-INFINITY", " true ", "", "a b"};
        const auto& words = part.value.words;
        return words.empty() || below(4) == 0 ? others[below(below(3) == 0 ? others.size() : 2)] : words[below(words.size())];
    }

    const SchemaContent& content_;
    std::uint64_t state_ = 1;
};

void list_elements_within(const SchemaElement& schema, std::vector<const SchemaElement*>& found) {
    if (std::ranges::find(found, &schema) != found.end()) return;
    found.push_back(&schema);
    for (const SchemaPart* part : schema.content().elements) {
        if (part->element != nullptr) list_elements_within(*part->element, found);
    }
}

} // namespace

TEST_CASE("the forms of an element give the answer of its content, for every schema") {
    std::vector<const SchemaElement*> rows;
    list_elements_within(schema_of_cib(), rows);
    CHECK(rows.size() > 70);
    std::size_t allowed = 0;
    for (const SchemaElement* row : rows) {
        CAPTURE(row->name());
        ElementMaker maker(*row);
        for (int i = 0; i < 2000; ++i) {
            const ElementParts parts = maker.make();
            const SchemaSet expected = ContentMatch(parts).match(*row, SchemaSet::all());
            REQUIRE(row->forms().match(parts, SchemaSet::all()) == expected);
            REQUIRE(row->forms().match(parts, SchemaSet::only(schema_2_10)) == (expected & SchemaSet::only(schema_2_10)));
            if (!expected.empty()) ++allowed;
        }
    }
    CHECK(allowed > 10'000);
}
