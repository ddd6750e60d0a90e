#include <algorithm>
#include <functional>
#include <string>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "placement/explain.h"
#include "placement/schedule.h"
#include "placement/unpack.h"

// Clusters made to take all time, memory or stack: they are answered, or refused with the limit that they meet.
using namespace placement;

namespace {

std::string many(std::size_t count, const std::function<std::string(std::size_t)>& each) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) text += each(i);
    return text;
}

struct Bomb {
    std::string resources;
    std::string constraints = {};
    std::string tags = {};
    std::string histories = {}; ///< of the node n1

    std::shared_ptr<const Cluster> read() const { return unpack(Cib::from_text(text()), Time::parse("2024-03-01T12:00:00Z")); }

private:
    std::string text() const {
        std::string states;
        for (int node = 1; node <= 3; ++node) {
            states += fmt::format(R"(<node_state id="{0}" uname="n{0}" in_ccm="true" crmd="online" join="member" expected="member">
<lrm id="{0}"><lrm_resources>{1}</lrm_resources></lrm></node_state>)",
                                  node, node == 1 ? histories : "");
        }
        return fmt::format(R"(<cib validate-with="pacemaker-4.0" admin_epoch="0" epoch="1" num_updates="0" have-quorum="1" dc-uuid="1">
<configuration><crm_config><cluster_property_set id="options"><nvpair id="options-fencing" name="fencing-enabled" value="false"/>
</cluster_property_set></crm_config><nodes><node id="1" uname="n1"/><node id="2" uname="n2"/><node id="3" uname="n3"/></nodes>
<resources>{}</resources><constraints>{}</constraints><tags>{}</tags></configuration><status>{}</status></cib>)",
                           resources, constraints, tags, states);
    }
};

std::string numbered_primitive(std::size_t number, const std::string& inside = "") {
    return fmt::format("<primitive id=\"r{}\" class=\"ocf\" provider=\"pacemaker\" type=\"Dummy\">{}</primitive>\n", number, inside);
}

std::string primitives(std::size_t count) {
    return many(count, [](std::size_t i) { return numbered_primitive(i); });
}

std::string colocated(std::size_t number, std::size_t dependent, std::size_t primary, const std::string& score) {
    return fmt::format("<rsc_colocation id=\"c{}\" rsc=\"r{}\" with-rsc=\"r{}\" score=\"{}\"/>\n", number, dependent, primary, score);
}

std::string ordered(std::size_t number, std::size_t first, std::size_t then) {
    return fmt::format("<rsc_order id=\"o{}\" first=\"r{}\" then=\"r{}\"/>\n", number, first, then);
}

/// Each resource is colocated with the next one, so the first is decided when all the others have been.
Bomb chain(std::size_t length, const std::string& score) {
    return {.resources = primitives(length),
            .constraints = many(length - 1, [&](std::size_t i) { return colocated(i, i, i + 1, score); })};
}

Bomb chain_of_orderings(std::size_t length) {
    return {.resources = primitives(length), .constraints = many(length - 1, [](std::size_t i) { return ordered(i, i, i + 1); })};
}

bool is_scheduled(const std::shared_ptr<const Cluster>& cluster, const ScheduleOptions& options) {
    try {
        schedule(cluster, options);
        return true;
    } catch (const LimitReached&) {
        return false;
    }
}

/// The smallest value of an option with which the cluster is scheduled.
std::size_t smallest(const std::shared_ptr<const Cluster>& cluster, std::size_t ScheduleOptions::* option, std::size_t enough) {
    std::size_t refused = 0;
    while (enough - refused > 1) {
        const std::size_t middle = refused + (enough - refused) / 2;
        ScheduleOptions options;
        options.*option = middle;
        (is_scheduled(cluster, options) ? enough : refused) = middle;
    }
    return enough;
}

std::string refusal(const std::shared_ptr<const Cluster>& cluster, const ScheduleOptions& options = {}) {
    try {
        schedule(cluster, options);
    } catch (const LimitReached& limit) {
        return limit.what();
    }
    return {};
}

} // namespace

TEST_CASE("the longest chain of colocations is as long as is allowed") {
    const std::size_t ten = smallest(chain(10, "5").read(), &ScheduleOptions::longest_chain, 100);
    const std::size_t twenty = smallest(chain(20, "5").read(), &ScheduleOptions::longest_chain, 100);
    CHECK(ten >= 10);
    CHECK(ten <= 20);
    CHECK(twenty - ten >= 10);
    CHECK(refusal(chain(10, "5").read(), {.longest_chain = ten}).empty());
    CHECK(refusal(chain(10, "5").read(), {.longest_chain = ten - 1}) ==
          fmt::format("more than {} resources follow one another along colocations (limit)", ten - 1));
}

TEST_CASE("the most relations between actions are as many as are allowed") {
    const auto cluster = chain_of_orderings(5).read();
    const std::size_t needed = smallest(cluster, &ScheduleOptions::most_relations, 10'000);
    CHECK(needed > 4);
    CHECK(refusal(cluster, {.most_relations = needed}).empty());
    CHECK(refusal(cluster, {.most_relations = needed - 1}).starts_with(fmt::format("there would be more than {} ", needed - 1)));
}

TEST_CASE("orderings without actions count as relations do") {
    const auto cluster = chain_of_orderings(5).read();
    CHECK(refusal(cluster, {.most_relations = 4}) == "there would be more than 4 orderings of resources' actions (limit)");
}

TEST_CASE("instances are looked at as often as is allowed") {
    const auto cluster = Bomb{.resources = "<clone id=\"c\">" + primitives(1) + "</clone>"}.read();
    const std::size_t needed = smallest(cluster, &ScheduleOptions::most_looks, 10'000);
    CHECK(needed > 4);
    CHECK(refusal(cluster, {.most_looks = needed}).empty());
    CHECK(refusal(cluster, {.most_looks = needed - 1}) ==
          fmt::format("the orderings of `c` would need more than {} looks at its instances (limit)", needed - 1));
}

TEST_CASE("rules are nested to a depth of 200") {
    const auto nested = [](std::size_t depth) {
        std::string constraint = "<rsc_location id=\"l\" rsc=\"r0\">";
        for (std::size_t i = 0; i <= depth; ++i) {
            constraint += fmt::format(R"(<rule id="u{}"{}>)", i, i == 0 ? " score=\"7\"" : "");
        }
        constraint += R"(<expression id="e" attribute="#uname" operation="eq" value="n1"/>)";
        for (std::size_t i = 0; i <= depth; ++i) constraint += "</rule>";
        return Bomb{.resources = primitives(1), .constraints = constraint + "</rsc_location>"}.read();
    };
    const auto diagnosed = [](const Cluster& cluster) {
        return std::ranges::any_of(cluster.diagnostics, [](const Diagnostic& each) { return each.code == "invalid-rule"; });
    };
    CHECK_FALSE(diagnosed(*nested(200)));
    CHECK(diagnosed(*nested(201)));
}

TEST_CASE("the limits do not change what is decided") {
    const auto cluster = chain(10, "-5").read();
    const Schedule wide = schedule(cluster);
    const Schedule narrow =
        schedule(cluster, {.longest_chain = smallest(cluster, &ScheduleOptions::longest_chain, 100),
                           .most_relations = smallest(cluster, &ScheduleOptions::most_relations, 10'000)});
    for (const ResourceId resource : cluster->resources.ids()) {
        CHECK(wide.placements[resource].node == narrow.placements[resource].node);
    }
}

TEST_SUITE_BEGIN("large");

TEST_CASE("20,000 resources in a chain of colocations are refused") {
    for (const char* score : {"INFINITY", "5"}) {
        CHECK(refusal(chain(20'000, score).read()) == "more than 2000 resources follow one another along colocations (limit)");
    }
    Bomb circle = chain(20'000, "5");
    circle.constraints += colocated(20'000, 19'999, 0, "5");
    CHECK_FALSE(refusal(circle.read()).empty());
}

TEST_CASE("20,000 resources are colocated with one") {
    const Bomb star{.resources = primitives(20'001),
                    .constraints = many(20'000, [](std::size_t i) { return colocated(i, i + 1, 0, "5"); })};
    CHECK(refusal(star.read()).empty());
}

TEST_CASE("5,000 orderings in a circle, and in a chain, are scheduled") {
    Bomb circle = chain_of_orderings(5'000);
    CHECK(refusal(circle.read()).empty());
    circle.constraints += ordered(5'000, 4'999, 0);
    CHECK(refusal(circle.read()).empty());
}

TEST_CASE("100,000 constraints of each kind are read and scheduled") {
    constexpr std::size_t count = 100'000;
    const auto kinds = {
        many(count, [](std::size_t i) { return fmt::format(R"(<rsc_location id="l{}" rsc="r{}" node="n1" score="1"/>)", i, i % 100); }),
        many(count, [](std::size_t i) { return colocated(i, i % 50, 50 + i % 49, std::to_string(i % 100)); }),
        many(count, [](std::size_t i) { return ordered(i, i % 50, 50 + i % 49); }),
        many(count, [](std::size_t i) { return fmt::format(R"(<rsc_ticket id="t{}" rsc="r{}" ticket="k{}"/>)", i, i % 100, i); }),
        "<rsc_location id=\"l\" rsc=\"r0\"><rule id=\"u\" score=\"1\" boolean-op=\"or\">" + many(count, [](std::size_t i) {
            return fmt::format(R"(<expression id="e{0}" attribute="a{0}" operation="eq" value="1"/>)", i);
        }) + "</rule></rsc_location>"};
    for (const std::string& constraints : kinds) {
        CAPTURE(constraints.substr(0, 30));
        CHECK(refusal(Bomb{.resources = primitives(100), .constraints = constraints}.read()).empty());
    }
    const Bomb tags{.resources = primitives(100),
                    .tags = many(count, [](std::size_t i) { return fmt::format(R"(<tag id="t{}"><obj_ref id="r{}"/></tag>)", i, i % 100); })};
    CHECK(refusal(tags.read()).empty());
}

TEST_CASE("100,000 attributes of a resource are read and scheduled") {
    const std::string pairs =
        many(100'000, [](std::size_t i) { return fmt::format(R"(<nvpair id="v{0}" name="v{0}" value="1"/>)", i); });
    for (const char* set : {"meta_attributes", "instance_attributes", "utilization"}) {
        CAPTURE(set);
        CHECK(refusal(Bomb{.resources = numbered_primitive(0, fmt::format("<{0} id=\"s\">{1}</{0}>", set, pairs))}.read()).empty());
    }
    std::string attributes = many(100'000, [](std::size_t i) { return fmt::format(" a{}=\"1\"", i); });
    CHECK(refusal(Bomb{.resources = "<primitive id=\"r\" class=\"ocf\" provider=\"pacemaker\" type=\"Dummy\"" + attributes + "/>"}.read())
              .empty());
}

TEST_CASE("20,000 operations of one resource in a history are read and scheduled") {
    const Bomb bomb{.resources = numbered_primitive(0),
                    .histories = "<lrm_resource id=\"r0\" class=\"ocf\" provider=\"pacemaker\" type=\"Dummy\">" +
                                 many(20'000,
                                      [](std::size_t i) {
                                          return fmt::format(
                                              R"(<lrm_rsc_op id="r0_monitor_{0}" operation_key="r0_monitor_{0}" operation="monitor"
 interval="{0}" call-id="{1}" rc-code="0" op-status="0" transition-magic="0:0;{1}:1:0:7a62c5c3-7e6b-4a44-8a3d-3f8d3b2b6d9a"/>)",
                                              (i + 1) * 1000, i + 1);
                                      }) +
                                 "</lrm_resource>"};
    CHECK(refusal(bomb.read()).empty());
}

TEST_CASE("a set of 10,000 resources is scheduled where it is no chain, and refused where it is one") {
    const std::string members = many(10'000, [](std::size_t i) { return fmt::format(R"(<resource_ref id="r{}"/>)", i); });
    const auto set = [&](const char* sequential) {
        return fmt::format(R"(<resource_set id="s" sequential="{}">{}</resource_set>)", sequential, members);
    };
    const auto scheduled = [&](const std::string& constraint) {
        return refusal(Bomb{.resources = primitives(10'000), .constraints = constraint}.read());
    };
    CHECK(scheduled("<rsc_location id=\"l\" node=\"n1\" score=\"1\">" + set("true") + "</rsc_location>").empty());
    CHECK(scheduled("<rsc_ticket id=\"t\" ticket=\"k\">" + set("true") + "</rsc_ticket>").empty());
    CHECK(scheduled("<rsc_colocation id=\"c\" score=\"5\">" + set("false") + "</rsc_colocation>").empty());
    CHECK(scheduled("<rsc_colocation id=\"c\" score=\"5\">" + set("true") + "</rsc_colocation>") ==
          "more than 2000 resources follow one another along colocations (limit)");
}

TEST_CASE("the tags in a set stand for up to 100,000 resources") {
    const auto tagged = [](std::size_t more) {
        const std::string members = many(100, [](std::size_t i) { return fmt::format(R"(<obj_ref id="r{}"/>)", i); });
        const Bomb bomb{
            .resources = primitives(100),
            .constraints = "<rsc_location id=\"l\" node=\"n1\" score=\"1\"><resource_set id=\"s\">" +
                           many(1'000, [](std::size_t i) { return fmt::format(R"(<resource_ref id="t{}"/>)", i); }) +
                           many(more, [](std::size_t i) { return fmt::format(R"(<resource_ref id="r{}"/>)", i); }) +
                           "</resource_set></rsc_location>",
            .tags = many(1'000, [&](std::size_t i) { return fmt::format(R"(<tag id="t{}">{}</tag>)", i, members); })};
        return bomb.read();
    };
    const auto diagnosed = [](const Cluster& cluster) {
        return std::ranges::any_of(cluster.diagnostics, [](const Diagnostic& each) { return each.code == "endless-tags"; });
    };
    CHECK_FALSE(diagnosed(*tagged(0)));
    CHECK(diagnosed(*tagged(1)));
}

TEST_CASE("more than 100,000 resources, and a bundle of more than 100,000 replicas, are refused with their place") {
    const auto bundle = [](std::size_t replicas) {
        return Bomb{.resources = fmt::format(R"(<bundle id="b"><docker image="i" replicas="{}"/></bundle>)", replicas)};
    };
    CHECK_THROWS_WITH_AS(bundle(100'001).read(), doctest::Contains("has more than 100000 replicas"), InputError);
    CHECK_THROWS_AS(bundle(100'000).read(), InputError); // each replica is more than one resource
    const auto clone = [](std::size_t instances) {
        return Bomb{.resources = fmt::format(R"(<clone id="c"><meta_attributes id="m"><nvpair id="x" name="clone-max" value="{}"/>
</meta_attributes>{}</clone>)",
                                             instances, primitives(1))};
    };
    CHECK(clone(99'000).read()->resources.size() > 99'000);
    CHECK_THROWS_AS(clone(100'001).read(), InputError);
}

TEST_CASE("nodes times resources are limited: each replica of a bundle is a node, too") {
    const Bomb bundle{.resources = R"(<bundle id="b"><docker image="i" replicas="9999"/><network control-port="1"/>)" +
                                   primitives(1) + "</bundle>"};
    CHECK_THROWS_WITH_AS(bundle.read(), doctest::Contains("more than 40000000 places"), InputError);
}

TEST_CASE("a CIB has up to 16,000,000 elements and attributes") {
    const auto read = [](std::size_t elements) {
        std::string text = "<cib>";
        text.reserve(4 * elements + 16);
        for (std::size_t i = 1; i < elements; ++i) text += "<a/>";
        Cib::from_text(text + "</cib>");
    };
    CHECK_THROWS_WITH_AS(read(16'000'001), doctest::Contains("more than 16000000 elements and attributes"), InputError);
}

TEST_SUITE_END();
