#include <algorithm>
#include <string_view>

#include <fmt/format.h>

#include "repair/knob.h"

namespace placement {

namespace {

/// Constraints that are not there: a preference or a ban for a node, what is to be with or apart from what, what is to wait for what.
class NewConstraints {
public:
    NewConstraints(const KnobSource& source, std::vector<Knob>& knobs)
        : source_(source), cluster_(source.cluster), knobs_(knobs) {
        for (std::string& id : source.edit.constraint_ids()) taken_.insert(std::move(id));
        for (const std::string& name : source.concern.resources) {
            for (const ResourceId id : cluster_.resources.ids()) {
                const Resource& resource = cluster_.resources[id];
                if (resource.xml_id == name && !resource.removed && !resource.fencing_device)
                    add_once(concerned_, cluster_.top(id));
            }
        }
    }

    void run() {
        for (const ResourceId id : concerned_) {
            for (const Node& node : cluster_.nodes) locate(id, node);
            for (const ResourceId other : cluster_.top_resources) colocate(id, other);
        }
        for (const ResourceId id : cluster_.top_resources) promote(id);
        for (const Colocation& each : cluster_.colocations) order(each);
    }

private:
    static void add_once(std::vector<ResourceId>& ids, ResourceId id) {
        if (std::ranges::find(ids, id) == ids.end()) ids.push_back(id);
    }

    const std::string& name(ResourceId id) const { return cluster_.resources[id].xml_id; }

    void add(const std::string& id, const char* element, ConfigurationChange::Attributes attributes, const std::string& what,
             std::int64_t least, std::int64_t most) {
        if (!taken_.insert(id).second) return;
        Knob knob{{ChangeKind::AddConstraint, id, element}, Knob::Change::NewConstraint, what, {}, {}, id, 0, {}};
        knob.change.attributes = std::move(attributes);
        knob.is_indirect = std::string_view(element) == "rsc_colocation";
        knob.is_number = most > least;
        if (knob.is_number) {
            knob.current = most > 0 ? least - 1 : most + 1; // does what no constraint does
            for (const std::int64_t number : powers_of_ten(least, most, knob.current))
                knob.values.push_back({Score(number).text(), {}});
        } else {
            knob.values.push_back({"", {}});
        }
        knobs_.push_back(std::move(knob));
    }

    /// Where a node is named, that one; else, where resources may run only where a constraint allows it, every one.
    void locate(ResourceId id, const Node& node) {
        const bool is_named = std::ranges::find(source_.concern.nodes, node.name) != source_.concern.nodes.end();
        const bool is_needed = source_.concern.nodes.empty() && !cluster_.options.symmetric_cluster && node.online;
        if (!is_named && !is_needed) return;
        const std::string& resource = name(id);
        add(fmt::format("{}-prefers-{}", resource, node.name), "rsc_location",
            {{"rsc", resource}, {"node", node.name}, {"score", ""}},
            fmt::format("a new location constraint: {} prefers {}", resource, node.name), is_needed ? 0 : 1,
            Score::infinite_value);
        add(fmt::format("{}-avoids-{}", resource, node.name), "rsc_location",
            {{"rsc", resource}, {"node", node.name}, {"score", ""}},
            fmt::format("a new location constraint: {} avoids {}", resource, node.name), -Score::infinite_value, -1);
        if (!cluster_.resources[id].promotable) return;
        prefer_promoted(id, node);
        add(fmt::format("{}-promoted-avoids-{}", resource, node.name), "rsc_location",
            {{"rsc", resource}, {"role", "Promoted"}, {"node", node.name}, {"score", ""}},
            fmt::format("a new location constraint: promoted {} avoids {}", resource, node.name), -Score::infinite_value, -1);
    }

    void prefer_promoted(ResourceId id, const Node& node) {
        add(fmt::format("{}-promoted-prefers-{}", name(id), node.name), "rsc_location",
            {{"rsc", name(id)}, {"role", "Promoted"}, {"node", node.name}, {"score", ""}},
            fmt::format("a new location constraint: promoted {} prefers {}", name(id), node.name), 1, Score::infinite_value);
    }

    bool has_promotion_score(ResourceId id) const {
        const Resource& resource = cluster_.resources[id];
        if (resource.is_primitive()) {
            return std::ranges::any_of(cluster_.nodes, [&](const Node& node) {
                return node.attributes.contains("master-" + resource.xml_id) || node.attributes.contains("master-" + resource.id);
            });
        }
        return std::ranges::any_of(resource.children, [&](ResourceId child) { return has_promotion_score(child); });
    }

    /// Where no agent has set a promotion score, only a constraint makes the cluster promote an instance.
    void promote(ResourceId id) {
        const Resource& resource = cluster_.resources[id];
        if (!resource.promotable || resource.removed || !is_near(id) || has_promotion_score(id)) return;
        for (const Node& node : cluster_.nodes) {
            if (node.kind == NodeKind::Cluster && node.online) prefer_promoted(id, node);
        }
    }

    bool is_near(ResourceId id) const {
        return std::ranges::find(concerned_, id) != concerned_.end() || source_.distance_of(id) == 1U;
    }

    bool are_colocated(ResourceId one, ResourceId other) const {
        return std::ranges::any_of(cluster_.colocations, [&](const Colocation& each) {
            const ResourceId dependent = cluster_.top(each.dependent), primary = cluster_.top(each.primary);
            return (dependent == one && primary == other) || (dependent == other && primary == one);
        });
    }

    bool are_ordered(ResourceId one, ResourceId other) const {
        const auto is_one_of_them = [&](ResourceId id) { return id && (cluster_.top(id) == one || cluster_.top(id) == other); };
        return std::ranges::any_of(cluster_.orderings, [&](const OrderingConstraint& each) {
            if (each.sets.empty()) return is_one_of_them(each.first.resource) && is_one_of_them(each.then.resource);
            std::set<ResourceId> found;
            for (const OrderingConstraint::Set& set : each.sets) {
                for (const ResourceId id : set.resources) {
                    if (is_one_of_them(id)) found.insert(cluster_.top(id));
                }
            }
            return found.size() > 1;
        });
    }

    /// With what is concerned, too, or has to do with it, and has no colocation with it yet.
    void colocate(ResourceId id, ResourceId other) {
        const Resource& with = cluster_.resources[other];
        if (id == other || with.removed || with.fencing_device || !is_near(other) || are_colocated(id, other)) return;
        const std::string role = with.promotable ? "promoted " : "";
        ConfigurationChange::Attributes attributes{{"rsc", name(id)}, {"with-rsc", with.xml_id}};
        if (with.promotable) attributes.emplace_back("with-rsc-role", "Promoted");
        attributes.emplace_back("score", "");
        add(fmt::format("{}-with-{}", name(id), with.xml_id), "rsc_colocation", attributes,
            fmt::format("a new colocation: {} with {}{}", name(id), role, with.xml_id), 1, Score::infinite_value);
        add(fmt::format("{}-not-with-{}", name(id), with.xml_id), "rsc_colocation", attributes,
            fmt::format("a new colocation: {} not with {}{}", name(id), role, with.xml_id), -Score::infinite_value, -1);
    }

    /// What is placed with something, and may start before it.
    void order(const Colocation& colocation) {
        const ResourceId first = cluster_.top(colocation.primary), then = cluster_.top(colocation.dependent);
        const bool concerns = source_.distance_of(first) && source_.distance_of(then);
        if (!colocation.configured || colocation.score < Score() || first == then || !concerns || are_ordered(first, then))
            return;
        ConfigurationChange::Attributes attributes{{"first", name(first)}, {"then", name(then)}};
        const bool promotes = cluster_.resources[first].promotable && colocation.primary_role == Role::Promoted;
        if (promotes) attributes.insert(attributes.begin() + 1, {"first-action", "promote"});
        if (promotes) attributes.emplace_back("then-action", "start");
        add(fmt::format("{}-then-{}", name(first), name(then)), "rsc_order", attributes,
            fmt::format("a new ordering: {}{}, then {}", promotes ? "promote " : "", name(first), name(then)), 0, 0);
    }

    const KnobSource& source_;
    const Cluster& cluster_;
    std::vector<Knob>& knobs_;
    std::set<std::string> taken_;
    std::vector<ResourceId> concerned_; ///< as groups, clones or bundles
};

} // namespace

void add_new_constraint_knobs(const KnobSource& source, std::vector<Knob>& knobs) { NewConstraints(source, knobs).run(); }

} // namespace placement
