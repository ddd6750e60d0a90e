#include "repair/knob.h"

#include <algorithm>
#include <deque>
#include <utility>

#include <fmt/format.h>

namespace placement {

namespace {

/// More resources than these are not looked at: what is far away decides little, and each costs many runs.
constexpr std::size_t most_resources = 60;

/// How far each resource, as a group, clone or bundle if it is in one, is from what is concerned.
class Distances {
public:
    explicit Distances(const Cluster& cluster) : cluster_(cluster) { find_neighbours(); }

    /// Of no more than `most` resources.
    std::map<std::string, std::size_t> from(const Concern& concern, std::size_t most) {
        std::map<ResourceId, std::size_t> found;
        std::deque<ResourceId> waiting;
        const auto reach = [&](ResourceId id, std::size_t distance) {
            if (found.size() < most && found.try_emplace(id, distance).second) waiting.push_back(id);
        };
        for (const ResourceId id : cluster_.resources.ids()) {
            const Resource& resource = cluster_.resources[id];
            const bool is_named = std::ranges::find(concern.resources, resource.xml_id) != concern.resources.end();
            if (is_named || (concern.resources.empty() && !resource.parent && !resource.removed)) reach(cluster_.top(id), 0);
        }
        while (!waiting.empty()) {
            const ResourceId id = waiting.front();
            waiting.pop_front();
            for (const ResourceId next : neighbours_[id]) reach(next, found.at(id) + 1);
        }
        // Whoever waits for a node to be fenced depends on what fences it.
        for (const ResourceId id : cluster_.resources.ids()) {
            const Resource& resource = cluster_.resources[id];
            if (cluster_.options.fencing_enabled && resource.fencing_device && !resource.removed) reach(cluster_.top(id), 1);
        }
        std::map<std::string, std::size_t> by_name;
        for (const auto& [id, distance] : found) by_name.try_emplace(cluster_.resources[id].xml_id, distance);
        return by_name;
    }

private:
    void join(ResourceId one, ResourceId other) {
        if (!one || !other || cluster_.top(one) == cluster_.top(other)) return;
        neighbours_[cluster_.top(one)].insert(cluster_.top(other));
        neighbours_[cluster_.top(other)].insert(cluster_.top(one));
    }

    void find_neighbours() {
        for (const Colocation& each : cluster_.colocations) join(each.dependent, each.primary);
        for (const OrderingConstraint& each : cluster_.orderings) {
            join(each.first.resource, each.then.resource);
            ResourceId before = ResourceId::none();
            for (const OrderingConstraint::Set& set : each.sets) {
                for (const ResourceId id : set.resources) {
                    join(before, id);
                    before = id;
                }
            }
        }
        for (const ResourceId id : cluster_.resources.ids()) join(id, cluster_.resources[id].launcher);
    }

    const Cluster& cluster_;
    std::map<ResourceId, std::set<ResourceId>> neighbours_;
};

} // namespace

ConfigurationChange Knob::with(const std::string& value) const {
    ConfigurationChange made = change;
    if (change.kind == ConfigurationChange::Kind::AddConstraint) {
        for (auto& [name, present] : made.attributes) {
            if (present.empty()) present = value;
        }
    } else if (change.kind != ConfigurationChange::Kind::AddOperation) {
        made.value = value;
    }
    return made;
}

std::string Knob::text(const std::string& value) const {
    if (change.kind == ConfigurationChange::Kind::RemoveConstraint) return what;
    switch (how) {
    case Change::Removal: return what;
    case Change::NewConstraint: return is_number ? fmt::format("{}, score {}", what, value) : what;
    default: break;
    }
    if (change.kind == ConfigurationChange::Kind::AddOperation) return what;
    if (value.empty()) return fmt::format("{} removed (it is {})", what, now);
    return now.empty() ? fmt::format("{}: {} (it is not set)", what, value)
                       : fmt::format("{}: {} instead of {}", what, value, now);
}

std::optional<std::size_t> KnobSource::distance_of(ResourceId resource) const {
    if (!resource) return std::nullopt;
    const auto found = distances.find(cluster.resources[cluster.top(resource)].xml_id);
    if (found == distances.end()) return std::nullopt;
    return found->second;
}

std::size_t count_left_out(const Cluster& cluster, const Concern& concern) {
    const std::size_t all = Distances(cluster).from(concern, cluster.resources.size()).size();
    return all - std::min(all, most_resources);
}

std::vector<std::int64_t> powers_of_ten(std::int64_t least, std::int64_t most, std::int64_t current) {
    std::vector<std::int64_t> numbers{0};
    for (std::int64_t power = 1; power <= Score::infinite_value; power *= 10) {
        numbers.push_back(power);
        numbers.push_back(-power);
    }
    std::erase_if(numbers, [&](std::int64_t number) { return number < least || number > most || number == current; });
    std::ranges::sort(numbers);
    return numbers;
}

std::vector<Knob> knobs_of(const Cluster& cluster, const Cib& cib, const Concern& concern, const std::vector<Agent>& agents) {
    const KnobSource source{cluster, CibEdit(cib), concern, agents, Distances(cluster).from(concern, most_resources)};
    std::vector<Knob> knobs;
    add_constraint_knobs(source, knobs);
    add_resource_knobs(source, knobs);
    add_operation_knobs(source, knobs);
    add_utilization_knobs(source, knobs);
    add_node_knobs(source, knobs);
    add_property_knobs(source, knobs);
    add_new_constraint_knobs(source, knobs);
    std::erase_if(knobs, [](const Knob& knob) { return knob.values.empty(); });
    std::ranges::stable_sort(knobs, {}, [](const Knob& knob) { return std::pair(knob.distance, knob.position.line); });
    return knobs;
}

} // namespace placement
