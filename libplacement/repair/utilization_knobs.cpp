#include <algorithm>
#include <functional>
#include <set>

#include <fmt/format.h>

#include "base/text.h"
#include "repair/knob.h"

namespace placement {

namespace {

/// What resources need and nodes have, where the cluster goes by it. Only values that make one fit the other are tried.
class UtilizationKnobs {
public:
    UtilizationKnobs(const KnobSource& source, std::vector<Knob>& knobs)
        : source_(source), cluster_(source.cluster), knobs_(knobs) {}

    void run() {
        if (cluster_.options.placement_strategy == PlacementStrategy::Default) return;
        for (const ResourceId id : cluster_.resources.ids()) {
            const Resource& resource = cluster_.resources[id];
            const auto distance = source_.distance_of(id);
            if (!distance || resource.removed || !is_first(id)) continue;
            for (const auto& [name, value] : resource.utilization) {
                if (const auto needed = parse_integer(value)) add(id, name, *needed, *distance);
            }
        }
    }

private:
    /// Of a clone's instances.
    bool is_first(ResourceId id) const {
        const auto found = std::ranges::find(cluster_.resources, cluster_.resources[id].xml_id, &Resource::xml_id);
        return &*found == &cluster_.resources[id];
    }

    static std::int64_t amount(const AttributeTable& utilization, const std::string& name) {
        const auto found = utilization.find(name);
        return found == utilization.end() ? 0 : parse_integer(found->second).value_or(0);
    }

    /// By what runs there besides.
    std::int64_t used(const Node& node, ResourceId beside, const std::string& name) const {
        std::int64_t sum = 0;
        for (const ResourceId id : node.active_resources) {
            if (cluster_.resources[id].xml_id != cluster_.resources[beside].xml_id)
                sum += amount(cluster_.resources[id].utilization, name);
        }
        return sum;
    }

    void add(ResourceId id, const std::string& name, std::int64_t needed, std::size_t distance) {
        constexpr std::size_t most_values = 3;
        const Resource& resource = cluster_.resources[id];
        std::set<std::int64_t, std::greater<>> that_fit;
        for (const Node& node : cluster_.nodes) {
            const std::int64_t present = amount(node.utilization, name);
            const std::int64_t beside = used(node, id, name);
            that_fit.insert({present, present - beside});
            add_capacity(node, name, {needed, needed + beside}, distance + 1); // a machine is changed less easily
        }
        std::erase_if(that_fit, [&](std::int64_t each) { return each < 1 || each >= needed; });
        Knob& knob = knobs_.emplace_back(Knob{{ChangeKind::SetUtilization, resource.xml_id, name},
                                              Knob::Change::Choice,
                                              fmt::format("{} that {} needs", name, resource.xml_id),
                                              std::to_string(needed),
                                              resource.position,
                                              resource.xml_id,
                                              distance,
                                              {}});
        for (const std::int64_t each : that_fit) {
            if (knob.values.size() < most_values) knob.values.push_back({std::to_string(each), {}});
        }
        knob.only_if = fmt::format("{} can do with that much {}", resource.xml_id, name);
    }

    void add_capacity(const Node& node, const std::string& name, const std::set<std::int64_t>& wanted, std::size_t distance) {
        if (node.is_remote() || !source_.edit.is_node_configured(node.name)) return;
        const std::int64_t present = amount(node.utilization, name);
        ConfigurationChange change{ChangeKind::SetCapacity, {}, name};
        change.node = node.name;
        Knob& knob = knobs_.emplace_back(Knob{std::move(change),
                                              Knob::Change::Choice,
                                              fmt::format("{} that {} has", name, node.name),
                                              node.utilization.contains(name) ? std::to_string(present) : "",
                                              node.position,
                                              "node " + node.id,
                                              distance,
                                              {}});
        for (const std::int64_t each : wanted) {
            if (each > present) knob.values.push_back({std::to_string(each), {}});
        }
        knob.only_if = fmt::format("{} has that much {}", node.name, name);
    }

    const KnobSource& source_;
    const Cluster& cluster_;
    std::vector<Knob>& knobs_;
};

} // namespace

void add_utilization_knobs(const KnobSource& source, std::vector<Knob>& knobs) { UtilizationKnobs(source, knobs).run(); }

} // namespace placement
