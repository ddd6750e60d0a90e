#include <doctest/doctest.h>

#include "cib/cib_text.h"
#include "cib/configuration_edits.h"

// What was edited between two configurations, in words, and taken back.
using namespace placement;
using namespace placement::testing;

namespace {

const std::string colocation = R"(<rsc_colocation id="c" rsc="a" with-rsc="b" score="-INFINITY"/>)";
const std::string weaker = R"(<rsc_colocation id="c" rsc="a" with-rsc="b" score="-1000"/>)";

std::string resource(const std::string& id, const std::string& inside = "") {
    return "<primitive id=\"" + id + R"(" class="ocf" provider="heartbeat" type="Dummy">)" + inside + "</primitive>";
}

std::string stickiness(const std::string& pair_id, const std::string& value) {
    return R"(<meta_attributes id="m"><nvpair id=")" + pair_id + R"(" name="resource-stickiness" value=")" + value +
           R"("/></meta_attributes>)";
}

std::vector<std::string> edits(const Sections& before, const Sections& after) {
    std::vector<std::string> texts;
    for (const ConfigurationEdit& edit : configuration_edits(read(before), read(after))) texts.push_back(edit.text);
    return texts;
}

/// The section after taking back the only edit.
std::string restored(const Sections& before, const Sections& after, const char* section) {
    const Cib old_cib = read(before);
    const Cib new_cib = read(after);
    const auto found = configuration_edits(old_cib, new_cib);
    REQUIRE(found.size() == 1);
    return inside(taken_back(old_cib, new_cib, found.front()), section);
}

using Texts = std::vector<std::string>;

} // namespace

TEST_CASE("a constraint's score") {
    CHECK(edits({.constraints = colocation}, {.constraints = weaker}) ==
          Texts{"constraint c: score -INFINITY -> -1000"});
    CHECK(restored({.constraints = colocation}, {.constraints = weaker}, "constraints") ==
          inside(read({.constraints = colocation}), "constraints"));
}

TEST_CASE("a constraint that is new, and one that is gone") {
    CHECK(edits({}, {.constraints = colocation}) ==
          Texts{"constraint c added (rsc_colocation rsc=a with-rsc=b score=-INFINITY)"});
    CHECK(restored({}, {.constraints = colocation}, "constraints").empty());
    CHECK(edits({.constraints = colocation}, {}) ==
          Texts{"constraint c removed (rsc_colocation rsc=a with-rsc=b score=-INFINITY)"});
    CHECK(restored({.constraints = colocation}, {}, "constraints") ==
          inside(read({.constraints = colocation}), "constraints"));
}

TEST_CASE("a meta attribute, whatever the pair's id") {
    CHECK(edits({.resources = resource("a", stickiness("x", "1"))}, {.resources = resource("a", stickiness("y", "2"))}) ==
          Texts{"meta attribute resource-stickiness of primitive a: 1 -> 2"});
    CHECK(edits({.resources = resource("a", stickiness("x", "1"))}, {.resources = resource("a", stickiness("y", "1"))})
              .empty());
}

TEST_CASE("a cluster property") {
    const auto property = [](const std::string& value) {
        return R"(<cluster_property_set id="o"><nvpair id="p" name="no-quorum-policy" value=")" + value +
               R"("/></cluster_property_set>)";
    };
    CHECK(edits({.crm_config = property("stop")}, {.crm_config = property("freeze")}) ==
          Texts{"property no-quorum-policy: stop -> freeze"});
}

TEST_CASE("an operation's interval") {
    const auto operation = [](const std::string& interval) {
        return resource("a", R"(<operations><op id="o" name="monitor" interval=")" + interval + R"("/></operations>)");
    };
    CHECK(edits({.resources = operation("10s")}, {.resources = operation("20s")}) ==
          Texts{"operation o (monitor) of primitive a: interval 10s -> 20s"});
}

TEST_CASE("the order of resources") {
    const Sections before{.resources = resource("a") + resource("b")};
    const Sections after{.resources = resource("b") + resource("a")};
    CHECK(edits(before, after) == Texts{"resources: another order"});
    CHECK(restored(before, after, "resources") == inside(read(before), "resources"));
}

TEST_CASE("a resource that is gone comes back to its place") {
    const Sections before{.resources = resource("a") + resource("b") + resource("c")};
    const Sections after{.resources = resource("a") + resource("c")};
    CHECK(restored(before, after, "resources") == inside(read(before), "resources"));
}

TEST_CASE("another state is one edit") {
    CHECK(edits({}, {.status = R"(<node_state id="1" uname="n1"/>)"}) == Texts{"the state of the cluster (status)"});
}

TEST_CASE("nothing was edited") { CHECK(edits({.constraints = colocation}, {.constraints = colocation}).empty()); }

TEST_CASE("what is written alike was not edited, even where two pairs have the same name") {
    const std::string twice = resource("a", R"(<meta_attributes id="m"><nvpair id="p" name="priority" value="1"/>)"
                                            R"(<nvpair id="q" name="priority" value="2"/></meta_attributes>)");
    CHECK(edits({.resources = twice}, {.resources = twice}).empty());
    CHECK(edits({.resources = twice}, {.resources = twice + resource("b")}).size() == 1);
}
