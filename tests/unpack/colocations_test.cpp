#include <doctest/doctest.h>

#include "unpack/configuration.h"

using namespace placement;

namespace {

using Lines = std::vector<std::string>;

std::string side(const Cluster& cluster, ResourceId resource, Role role) {
    return role == Role::Unknown ? name(cluster, resource) : fmt::format("{}({})", name(cluster, resource), text(role));
}

/// "id: dependent with primary score", in the order of the model.
Lines colocation_lines(const Cluster& cluster) {
    Lines lines;
    for (const Colocation& colocation : cluster.colocations) {
        lines.push_back(fmt::format("{}: {} with {} {}", colocation.id,
                                    side(cluster, colocation.dependent, colocation.dependent_role),
                                    side(cluster, colocation.primary, colocation.primary_role), colocation.score.text()));
    }
    return lines;
}

std::shared_ptr<const Cluster> with_colocations(const std::string& constraints, const std::string& schema = "pacemaker-4.0") {
    Configuration configuration;
    configuration.schema = schema;
    configuration.resources = primitive("a") + primitive("b") + primitive("c", meta("c", {{"critical", "false"}})) +
                              primitive("d") + clone("p", meta("p", {{"promotable", "true"}}) + primitive("q"));
    configuration.tags = R"(<tag id="t"><obj_ref id="a"/><obj_ref id="b"/></tag><tag id="u"><obj_ref id="c"/></tag>)"
                         R"(<tag id="n"><obj_ref id="u"/><obj_ref id="t"/></tag><tag id="o"><obj_ref id="o"/></tag>)"
                         R"(<tag id="w"><obj_ref id="a"/><obj_ref id="gone"/></tag>)";
    configuration.constraints = constraints;
    return configuration.read();
}

std::string sets(const std::string& score, const std::string& content) {
    return fmt::format(R"(<rsc_colocation id="s" score="{}">{}</rsc_colocation>)", score, content);
}

} // namespace

TEST_CASE("a colocation has two sides, roles, a score and a node attribute") {
    const auto cluster =
        with_colocations(R"(<rsc_colocation id="s" rsc="a" with-rsc="p" rsc-role="Started" with-rsc-role="Promoted" )"
                         R"(score="-INFINITY" node-attribute="rack"/>)");
    CHECK(colocation_lines(*cluster) == Lines{"s: a with p(Promoted) -INFINITY"});
    CHECK(cluster->colocations[ColocationId(0)].node_attribute == "rack");
    CHECK(cluster->colocations[ColocationId(0)].configured);
    CHECK(cluster->colocations[ColocationId(0)].position.known());
    CHECK(with_colocations(R"(<rsc_colocation id="s" rsc="a" with-rsc="b" score="1"/>)")
              ->colocations[ColocationId(0)]
              .node_attribute == "#uname");
}

TEST_CASE("a score of 0, or none, is not a colocation") {
    CHECK(colocation_lines(*with_colocations(R"(<rsc_colocation id="s" rsc="a" with-rsc="b" score="0"/>)")).empty());
    CHECK(colocation_lines(*with_colocations(R"(<rsc_colocation id="s" rsc="a" with-rsc="b"/>)", "none")).empty());
}

TEST_CASE("a dependent has influence unless it is not critical, or the constraint says otherwise") {
    const auto influence = [](const char* dependent, const char* attributes) {
        const auto cluster = with_colocations(
            fmt::format(R"(<rsc_colocation id="s" rsc="{}" with-rsc="b" score="1" {}/>)", dependent, attributes), "none");
        return cluster->colocations[ColocationId(0)].influence;
    };
    CHECK(influence("a", ""));
    CHECK_FALSE(influence("c", ""));
    CHECK(influence("c", R"(influence="true")"));
    CHECK_FALSE(influence("a", R"(influence="false")"));
    CHECK(influence("a", R"(influence="strong")"));
    CHECK(has_diagnostic(
        *with_colocations(R"(<rsc_colocation id="s" rsc="a" with-rsc="b" score="1" influence="strong"/>)", "none"),
        "invalid-influence"));
}

TEST_CASE("colocations that cannot be are ignored") {
    const auto ignored = [](const std::string& constraint, const char* code) {
        CAPTURE(constraint);
        const auto cluster = with_colocations(constraint, "none");
        return colocation_lines(*cluster).empty() && has_diagnostic(*cluster, code);
    };
    CHECK(ignored(R"(<rsc_colocation id="s" rsc="x" with-rsc="b" score="1"/>)", "unknown-resource"));
    CHECK(ignored(R"(<rsc_colocation id="s" rsc="a" with-rsc="x" score="1"/>)", "unknown-resource"));
    CHECK(ignored(R"(<rsc_colocation id="s" rsc="a" score="1"/>)", "unknown-resource"));
    CHECK(ignored(R"(<rsc_colocation id="s" rsc="a" with-rsc="b" score="near"/>)", "invalid-score"));
    CHECK(ignored(R"(<rsc_colocation id="s" rsc="a" with-rsc="b" score="1" rsc-role="Boss"/>)", "invalid-role"));
    CHECK(ignored(R"(<rsc_colocation id="s" rsc="t" with-rsc="u" score="1"/>)", "two-tags-colocated"));
    CHECK(ignored(sets("1", resource_set("x", {"a", "b"}, R"(score="near")")), "invalid-score"));
    CHECK(ignored(sets("1", R"(<resource_set><resource_ref id="a"/><resource_ref id="b"/></resource_set>)"), "missing-id"));
}

TEST_CASE("`symmetrical` of a colocation means nothing") {
    const auto cluster =
        with_colocations(R"(<rsc_colocation id="s" rsc="a" with-rsc="b" score="1" symmetrical="true"/>)", "none");
    CHECK(colocation_lines(*cluster).size() == 1);
    CHECK(has_diagnostic(*cluster, "symmetrical-colocation"));
}

TEST_CASE("in a set each is with the one before it") {
    CHECK(colocation_lines(*with_colocations(sets("5", resource_set("x", {"a", "b", "c"}, R"(role="Started")")))) ==
          Lines{"x: b with a 5", "x: c with b 5"});
}

TEST_CASE("a set's own score and order count") {
    CHECK(colocation_lines(*with_colocations(sets("5", resource_set("x", {"a", "b"}, R"(score="7")")))) ==
          Lines{"x: b with a 7"});
    const auto reversed = with_colocations(sets("5", resource_set("x", {"a", "b"}, R"(ordering="listed")")), "none");
    CHECK(colocation_lines(*reversed) == Lines{"x: a with b 5"});
    CHECK(has_diagnostic(*reversed, "deprecated-set-ordering"));
}

TEST_CASE("in a set that is kept apart each is against all before it") {
    CHECK(colocation_lines(*with_colocations(sets("-INFINITY", resource_set("x", {"a", "b", "c"})))) ==
          Lines{"x: b with a -INFINITY", "x: c with a -INFINITY", "x: c with b -INFINITY"});
}

TEST_CASE("members of a set that is not sequential have nothing to do with each other") {
    CHECK(colocation_lines(*with_colocations(sets("5", resource_set("x", {"a", "b"}, R"(sequential="false")")))).empty());
}

TEST_CASE("a set's first member is with the next set's last") {
    CHECK(colocation_lines(*with_colocations(
              sets("5", resource_set("x", {"a", "b"}) + resource_set("y", {"c", "d"}, R"(role="Started")")))) ==
          Lines{"x: b with a 5", "y: d with c 5", "s: a with d 5"});
}

TEST_CASE("all members of a set that is not sequential are with the next, or the next with all") {
    CHECK(colocation_lines(*with_colocations(
              sets("5", resource_set("x", {"a", "b"}, R"(sequential="false")") + resource_set("y", {"c", "d"})))) ==
          Lines{"y: d with c 5", "s: a with d 5", "s: b with d 5"});
    CHECK(colocation_lines(*with_colocations(
              sets("5", resource_set("x", {"a", "b"}) + resource_set("y", {"c", "d"}, R"(sequential="false")")))) ==
          Lines{"x: b with a 5", "s: a with c 5", "s: a with d 5"});
    CHECK(colocation_lines(*with_colocations(sets("5", resource_set("x", {"a", "b"}, R"(sequential="false")") +
                                                           resource_set("y", {"c", "d"}, R"(sequential="false")")))) ==
          Lines{"s: a with c 5", "s: a with d 5", "s: b with c 5", "s: b with d 5"});
}

TEST_CASE("sets have roles") {
    CHECK(colocation_lines(
              *with_colocations(sets("5", resource_set("x", {"a"}) + resource_set("y", {"p"}, R"(role="Promoted")")))) ==
          Lines{"s: a with p(Promoted) 5"});
}

TEST_CASE("an unknown resource in a set ends that set") {
    const auto cluster = with_colocations(sets("5", resource_set("x", {"a", "b", "x", "c"}) + resource_set("y", {"d"})));
    CHECK(colocation_lines(*cluster) == Lines{"x: b with a 5", "s: a with d 5"});
    CHECK(has_diagnostic(*cluster, "unknown-resource"));
    CHECK(colocation_lines(*with_colocations(sets("5", resource_set("x", {"x", "a"}, R"(sequential="false")") +
                                                           resource_set("y", {"d"})))) == Lines{"s: a with d 5"});
}

TEST_CASE("a tag means all that it names, in no sequence, and the other side is a set too") {
    CHECK(colocation_lines(
              *with_colocations(R"(<rsc_colocation id="s" rsc="t" with-rsc="p" with-rsc-role="Promoted" score="5"/>)")) ==
          Lines{"s: a with p(Promoted) 5", "s: b with p(Promoted) 5"});
    CHECK(colocation_lines(*with_colocations(R"(<rsc_colocation id="s" rsc="c" with-rsc="t" score="5"/>)")) ==
          Lines{"s: c with a 5", "s: c with b 5"});
    CHECK(colocation_lines(*with_colocations(sets("5", resource_set("x", {"c", "t"})))) ==
          Lines{"x: a with c 5", "x: b with a 5"});
}

TEST_CASE("a tag in a set with an unknown resource is not replaced") {
    const auto cluster = with_colocations(sets("5", resource_set("x", {"c", "d", "t", "x"})));
    CHECK(colocation_lines(*cluster) == Lines{"x: d with c 5"});
}

TEST_CASE("tags of tags in sets are replaced, unless they stand for themselves or for something unknown") {
    CHECK(colocation_lines(*with_colocations(sets("5", resource_set("x", {"d", "n"})))) ==
          Lines{"x: c with d 5", "x: a with c 5", "x: b with a 5"});
    const auto circular = with_colocations(sets("5", resource_set("x", {"c", "d", "o"})));
    CHECK(colocation_lines(*circular) == Lines{"x: d with c 5"});
    CHECK(has_diagnostic(*circular, "endless-tags"));
    CHECK(colocation_lines(*with_colocations(sets("5", resource_set("x", {"c", "d", "w"})))) == Lines{"x: d with c 5"});
}

TEST_CASE("colocations and orderings are numbered through") {
    const auto cluster = with_colocations(
        R"(<rsc_colocation id="s" rsc="a" with-rsc="b" score="1"/><rsc_order id="a-then-b" first="a" then="b"/>)"
        R"(<rsc_colocation id="v" rsc="a" with-rsc="c" score="1"/>)");
    CHECK(cluster->colocations[ColocationId(0)].sequence < cluster->orderings[OrderingId(0)].sequence);
    CHECK(cluster->orderings[OrderingId(0)].sequence < cluster->colocations[ColocationId(1)].sequence);
}
