#include "history/between.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "cib/configuration_edits.h"
#include "cib/document.h"
#include "cib/operation_history.h"
#include "history/names_in_records.h"
#include "placement/carry_out.h"
#include "placement/unpack.h"

namespace placement {

namespace {

using Outside = OutsideEvent::Kind;
using Cause = UnlikePrediction::Cause;
using Places = std::set<std::string>;

/// Where each resource is, by its configured id, on nodes that are there.
std::map<std::string, Places> places_in(const Cluster& cluster) {
    std::map<std::string, Places> places;
    for (const Resource& resource : cluster.resources) {
        if (!resource.is_primitive() || resource.removed) continue;
        Places& of_resource = places[resource.xml_id];
        for (const NodeId id : resource.active_nodes) {
            const Node& node = cluster.nodes[id];
            if (!node.online || node.unclean) continue;
            of_resource.insert(resource.role == Role::Promoted ? node.name + " (Promoted)" : node.name);
        }
    }
    return places;
}

std::string node_in(std::string_view place) { return std::string(place.substr(0, place.find(" ("))); }

/// The histories that there are: of which resource, on which node.
std::set<std::pair<std::string, std::string>> histories_in(const Cluster& cluster) {
    std::set<std::pair<std::string, std::string>> found;
    for (const ResourceHistory& history : cluster.histories) {
        if (!history.operations.empty()) found.emplace(history.xml_id, history.node_name);
    }
    return found;
}

using FailureKey = std::tuple<std::string, std::string, std::string, std::int32_t, std::int64_t>;

FailureKey key_of(const Cluster& cluster, const OperationReference& reference) {
    const ResourceHistory& history = cluster.histories[reference.history];
    const OperationHistory& operation = history.operations[reference.operation];
    return {std::string(history.xml_id), std::string(operation.key), std::string(history.node_name), operation.call_id,
            operation.last_change.value_or(0)};
}

class Comparison {
public:
    Comparison(const JudgedInput& before, const JudgedInput& after, Decision& decision)
        : before_(before), after_(after), decision_(decision), predicted_(predict()) {}

    void run() {
        decision_.compared = true;
        edits();
        nodes();
        failures();
        attributes();
        histories();
        if (predicted_->have_quorum != after_.cluster->have_quorum) {
            OutsideEvent& event = add(Outside::QuorumChanges);
            event.before = predicted_->have_quorum ? "1" : "0";
            event.after = after_.cluster->have_quorum ? "1" : "0";
        }
        resources();
    }

private:
    std::shared_ptr<const Cluster> predict() const {
        const Time now = after_.cluster->now;
        const CarriedOut carried_out = carry_out(before_.cib, before_.schedule, {.at = now, .whole_effects = true});
        return unpack(with_state_of(after_.cib, carried_out.cib), now, after_.cluster->release, after_.cluster->behavior);
    }

    OutsideEvent& add(Outside kind) {
        decision_.since_before.emplace_back();
        decision_.since_before.back().kind = kind;
        return decision_.since_before.back();
    }

    void edits() {
        const StateElement& root = after_.cib.document().root();
        std::string who;
        constexpr std::pair<const char*, const char*> parts[] = {
            {"update-user", ""}, {"update-client", "with "}, {"update-origin", "on "}, {"cib-last-written", "at "}};
        for (const auto& [attribute, before] : parts) {
            const std::string_view value = root.value(attribute);
            if (!value.empty()) who += fmt::format("{}{}{}", who.empty() ? "" : " ", before, value);
        }
        for (const ConfigurationEdit& edit : configuration_edits(before_.cib, after_.cib)) {
            if (edit.kind == ConfigurationEdit::Kind::State) continue;
            OutsideEvent& event = add(Outside::ConfigurationEdited);
            event.text = edit.text;
            event.reason = who;
        }
    }

    void nodes() {
        for (const Node& recorded : after_.cluster->nodes) {
            const NodeId id = predicted_->find_node(recorded.name);
            const bool was_online = id && predicted_->nodes[id].online && !predicted_->nodes[id].unclean;
            const bool is_online = recorded.online && !recorded.unclean;
            if (was_online == is_online) continue;
            // The transition would have taken it down, and is not that far.
            const NodeId before = before_.cluster->find_node(recorded.name);
            if (is_online && before && before_.cluster->nodes[before].online && !before_.cluster->nodes[before].unclean) continue;
            const bool was_expected = !recorded.is_remote() && !recorded.expected_up && !recorded.unclean;
            add(is_online ? Outside::NodeJoins : was_expected ? Outside::NodeLeaves : Outside::NodeIsLost).node = recorded.name;
            changed_nodes_.insert(recorded.name);
        }
    }

    void failures() {
        std::set<FailureKey> known;
        for (const OperationReference& reference : before_.cluster->failed_operations)
            known.insert(key_of(*before_.cluster, reference));
        const Cluster& cluster = *after_.cluster;
        for (const OperationReference& reference : cluster.failed_operations) {
            if (known.contains(key_of(cluster, reference))) continue;
            const ResourceHistory& history = cluster.histories[reference.history];
            const OperationHistory& operation = history.operations[reference.operation];
            OutsideEvent& event = add(Outside::OperationFails);
            event.node = history.node_name;
            event.resource = configured_name(history.xml_id);
            event.operation = operation.task;
            event.interval_ms = operation.interval_ms;
            event.exit_status = operation.exit_status.value_or(0);
            event.reason = operation.exit_reason;
            failed_.insert(event.resource);
        }
    }

    static bool tells_of_something_else(std::string_view name) {
        return name.starts_with('#') || name.starts_with("fail-count-") || name.starts_with("last-failure-") ||
               name == "probe_complete";
    }

    void attributes() {
        for (const Node& recorded : after_.cluster->nodes) {
            const NodeId id = predicted_->find_node(recorded.name);
            if (!id || !recorded.online || changed_nodes_.contains(recorded.name)) continue;
            const AttributeTable& was = predicted_->nodes[id].attributes;
            std::set<std::string> names;
            for (const AttributeTable* const table : {&was, &recorded.attributes}) {
                for (const auto& [name, value] : *table) {
                    if (!tells_of_something_else(name)) names.insert(name);
                }
            }
            for (const std::string& name : names) {
                const auto value_in = [&](const AttributeTable& table) {
                    const auto found = table.find(name);
                    return found == table.end() ? std::nullopt : std::optional(found->second);
                };
                if (value_in(was) == value_in(recorded.attributes)) continue;
                OutsideEvent& event = add(Outside::AttributeChanges);
                event.node = recorded.name;
                event.name = name;
                event.before = value_in(was);
                event.after = value_in(recorded.attributes);
            }
        }
    }

    void histories() {
        const auto is = histories_in(*after_.cluster);
        for (const auto& [resource, node] : histories_in(*predicted_)) {
            const NodeId id = after_.cluster->find_node(node);
            const bool there = id && after_.cluster->nodes[id].online && !changed_nodes_.contains(node);
            if (!there || is.contains({resource, node})) continue;
            OutsideEvent& event = add(Outside::HistoryRemoved);
            event.node = node;
            event.resource = configured_name(resource);
            forgotten_.insert(event.resource);
        }
        const auto was = histories_in(*before_.cluster);
        for (const ResourceHistory& history : after_.cluster->histories) {
            if (history.operations.empty() || was.contains({std::string(history.xml_id), std::string(history.node_name)}))
                continue;
            const OperationHistory& last = history.operations.back();
            const std::int32_t found = last.exit_status.value_or(exit_status::unknown);
            const bool runs = found == exit_status::ok || found == exit_status::running_promoted;
            if (!is_probe(last) || !runs) continue;
            OutsideEvent& event = add(Outside::ProbeFinds);
            event.node = history.node_name;
            event.resource = configured_name(history.xml_id);
            found_.insert(event.resource);
        }
    }

    void resources() {
        const auto was = places_in(*before_.cluster);
        const auto predicted = places_in(*predicted_);
        for (const auto& [resource, recorded] : places_in(*after_.cluster)) {
            const auto in = [&, name = resource](const std::map<std::string, Places>& places) {
                const auto found = places.find(name);
                return found == places.end() ? Places() : found->second;
            };
            const Places wanted = in(predicted);
            if (wanted == recorded) continue;
            const Places before = in(was);
            decision_.unlike.push_back({resource,
                                        {before.begin(), before.end()},
                                        {wanted.begin(), wanted.end()},
                                        {recorded.begin(), recorded.end()},
                                        cause_of(resource, before, wanted, recorded)});
        }
    }

    Cause cause_of(const std::string& resource, const Places& before, const Places& predicted, const Places& recorded) const {
        if (failed_.contains(resource)) return Cause::OperationFailed;
        for (const Places* const places : {&before, &predicted, &recorded}) {
            for (const std::string& place : *places) {
                if (changed_nodes_.contains(node_in(place))) return Cause::NodeChanged;
            }
        }
        if (found_.contains(resource)) return Cause::FoundByProbe;
        if (forgotten_.contains(resource)) return Cause::HistoryRemoved;
        if (recorded == before) return Cause::NotDone;
        // Each place is one of the two, or the same node in the other role.
        std::set<std::string> known;
        for (const Places* const places : {&before, &predicted}) {
            for (const std::string& place : *places) known.insert(node_in(place));
        }
        const bool on_the_way =
            std::ranges::all_of(recorded, [&](const std::string& place) { return known.contains(node_in(place)); });
        return on_the_way ? Cause::HalfDone : Cause::NotExplained;
    }

    const JudgedInput& before_;
    const JudgedInput& after_;
    Decision& decision_;
    std::shared_ptr<const Cluster> predicted_;
    std::set<std::string> changed_nodes_;
    std::set<std::string> failed_;    ///< resources
    std::set<std::string> forgotten_; ///< resources
    std::set<std::string> found_;     ///< resources
};

} // namespace

void compare_neighbours(const JudgedInput& before, const JudgedInput& after, Decision& decision) {
    Comparison(before, after, decision).run();
}

std::string_view text(OutsideEvent::Kind kind) {
    switch (kind) {
    case Outside::NodeJoins: return "node-joins";
    case Outside::NodeIsLost: return "node-is-lost";
    case Outside::NodeLeaves: return "node-leaves";
    case Outside::OperationFails: return "operation-fails";
    case Outside::AttributeChanges: return "attribute-changes";
    case Outside::ConfigurationEdited: return "configuration-edited";
    case Outside::HistoryRemoved: return "history-removed";
    case Outside::ProbeFinds: return "probe-finds";
    case Outside::QuorumChanges: break;
    }
    return "quorum-changes";
}

std::string_view text(UnlikePrediction::Cause cause) {
    switch (cause) {
    case UnlikePrediction::Cause::OperationFailed: return "operation-failed";
    case UnlikePrediction::Cause::NodeChanged: return "node-changed";
    case UnlikePrediction::Cause::HistoryRemoved: return "history-removed";
    case UnlikePrediction::Cause::FoundByProbe: return "found-by-probe";
    case UnlikePrediction::Cause::NotDone: return "not-done";
    case UnlikePrediction::Cause::HalfDone: return "half-done";
    case UnlikePrediction::Cause::NotExplained: break;
    }
    return "not-explained";
}

} // namespace placement
