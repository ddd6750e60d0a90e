#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <set>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>
#include <pugixml.hpp>

#include "placement/difference.h"
#include "placement/fencing.h"
#include "placement/render.h"
#include "placement/unpack.h"

// Edits of every kind that an administrator makes, to real-looking clusters: where what a cluster does differs, so does the
// difference that is told.
using namespace placement;

namespace {

const std::string sample_folder = PLACEMENT_SOURCE_DIR "/cib-samples/";

std::string edited_value(const std::string& value) {
    if (value == "true") return "false";
    if (value == "false") return "true";
    if (value == "INFINITY") return "-INFINITY";
    if (!value.empty() && value.find_first_not_of("0123456789") == std::string::npos) return value + "1";
    return value + "9";
}

std::string text_of(const pugi::xml_document& document) {
    std::ostringstream out;
    document.save(out);
    return out.str();
}

struct GeneratedEdit {
    std::string name;
    std::string xml;
};

/// The document with one thing changed at a time: an element less, a value or attribute otherwise.
std::vector<GeneratedEdit> edits_of(const std::string& xml) {
    static const std::set<std::string> removable = {"nvpair", "op", "rsc_location", "rsc_colocation", "rsc_order", "primitive", "meta_attributes"};
    static const std::set<std::string> attributes = {"value", "score", "interval", "timeout", "on-fail", "kind", "node", "symmetrical"};
    pugi::xml_document original;
    REQUIRE(original.load_string(xml.c_str()));
    std::vector<GeneratedEdit> edits;
    const std::size_t count = original.select_nodes("/cib/configuration//*").size();
    for (std::size_t i = 0; i < count; ++i) {
        const auto edit = [&](const std::string& what, const auto& change) {
            pugi::xml_document copy;
            copy.reset(original);
            const pugi::xml_node element = copy.select_nodes("/cib/configuration//*")[i].node();
            const std::string name = std::string(element.name()) + " " + element.attribute("id").value() + " " + what;
            change(element);
            edits.push_back({name, text_of(copy)});
        };
        const pugi::xml_node element = original.select_nodes("/cib/configuration//*")[i].node();
        if (std::string(element.attribute("name").value()) == "dc-version") continue; // another release's rules
        if (removable.contains(element.name())) edit("removed", [](pugi::xml_node each) { each.parent().remove_child(each); });
        for (const pugi::xml_attribute attribute : element.attributes()) {
            const std::string name = attribute.name();
            if (!attributes.contains(name)) continue;
            edit(name, [&](pugi::xml_node each) {
                each.attribute(name.c_str()) = edited_value(each.attribute(name.c_str()).value()).c_str();
            });
        }
        if (std::string(element.name()) == "op") {
            edit("on-fail", [](pugi::xml_node each) { each.append_attribute("on-fail") = "block"; });
        }
    }
    return edits;
}

/// Everything that the cluster does once the event has happened, an action a line, and where it ends.
std::set<std::string> everything_done(const Cib& cib, const std::vector<Event>& events, const Time& at) {
    Scenario scenario{.cib = cib};
    scenario.events = events;
    scenario.at = at;
    scenario.from = StartFrom::Rest;
    const Outcome outcome = simulate(scenario);
    std::set<std::string> done;
    for (const SettledCluster::Round& round : outcome.settled->rounds) {
        for (const Synapse& synapse : round.schedule.transition.synapses) {
            const TransitionAction& action = round.schedule.transition.actions[synapse.action];
            if (action.kind != TransitionAction::Kind::Pseudo)
                done.insert(action.key.text() + std::string(action.operation) + " on " + action.node);
        }
    }
    for (const ResourceOutcome& resource : outcome.resources) done.insert(resource.id + " " + std::string(text(resource.state)));
    for (const NodeOutcome& node : outcome.nodes) {
        done.insert(node.name + " " + node.after);
        const NodeId id = outcome.at_rest->find_node(node.name);
        done.insert(node.name + (fencing_of(*outcome.at_rest, id, {.all_nodes_as_members = true}).possible() ? " can" : " cannot") + " be fenced");
    }
    return done;
}

/// A node that is there.
std::string first_member(const Cluster& cluster) {
    for (const Node& node : cluster.nodes) {
        if (node.kind == NodeKind::Cluster && node.online) return node.name;
    }
    return {};
}

/// How many edits were tried.
std::size_t try_edits(const std::filesystem::path& sample) {
    std::ifstream file(sample);
    const std::string xml{std::istreambuf_iterator<char>(file), {}};
    const Cib old_cib = Cib::from_text(xml, "old.xml");
    DifferenceOptions options;
    options.at = old_cib.execution_date().value_or(old_cib.default_time());
    options.events = {NodeFails{first_member(*unpack(old_cib, *options.at))}};
    const std::set<std::string> old_done = everything_done(old_cib, options.events, *options.at);
    const std::vector<GeneratedEdit> edits = edits_of(xml);
    for (const GeneratedEdit& edit : edits) {
        CAPTURE(sample.string());
        CAPTURE(edit.name);
        std::optional<Cib> new_cib;
        try {
            new_cib.emplace(Cib::from_text(edit.xml, "new.xml"));
        } catch (const InputError&) {
            continue; // it is no configuration any more
        }
        const Difference found = difference(old_cib, *new_cib, options);
        CHECK(difference_text(found).find("No difference") == std::string::npos);
        if (everything_done(*new_cib, options.events, *options.at) == old_done) continue;
        CHECK((!found.scenarios.empty() || !found.protection.empty() || !found.not_compared.empty()));
    }
    return edits.size();
}

} // namespace

TEST_CASE("no generated edit that changes what a cluster does is without a difference" * doctest::test_suite("large")) {
    std::size_t edits = 0;
    for (const auto& entry : std::filesystem::directory_iterator(sample_folder)) {
        if (entry.path().extension() == ".xml") edits += try_edits(entry.path());
    }
    CHECK(edits > 1000);
}
