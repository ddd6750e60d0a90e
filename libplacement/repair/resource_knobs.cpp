#include <algorithm>
#include <functional>

#include <fmt/format.h>

#include "base/text.h"
#include "repair/knob.h"

namespace placement {

namespace {

/// Resources further away than this have only what moves with them tried.
constexpr std::size_t close_by = 1;

/// The elements of resources, each with its settings.
class ResourceKnobs {
public:
    ResourceKnobs(const KnobSource& source, std::vector<Knob>& knobs)
        : source_(source), cluster_(source.cluster), knobs_(knobs) {}

    void run() {
        for (const auto& [name, distance] : source_.distances) {
            distance_ = distance;
            if (const Resource* const resource = find(name)) add(*resource, true);
            for (const std::string& element : source_.edit.resources_within(name)) {
                if (const Resource* const resource = find(element)) add(*resource, false);
            }
        }
        for (const Agent& agent : source_.agents) add_parameters(agent);
    }

private:
    const Resource* find(const std::string& element) const {
        const auto found = std::ranges::find(cluster_.resources, element, &Resource::xml_id);
        return found == cluster_.resources.end() || found->removed ? nullptr : &*found;
    }

    std::string own(const Resource& resource, const std::string& name) const {
        return source_.edit.own_meta_attribute(resource.xml_id, name).value_or("");
    }

    static std::string effective(const Resource& resource, const std::string& name) {
        const auto found = resource.meta.find(name);
        return found == resource.meta.end() ? std::string() : found->second;
    }

    Knob& add(const Resource& resource, const std::string& name, const std::string& now) {
        const bool is_own = !own(resource, name).empty();
        return knobs_.emplace_back(Knob{{ChangeKind::SetOwnMetaAttribute, resource.xml_id, name},
                                        is_own ? Knob::Change::Choice : Knob::Change::New,
                                        fmt::format("{} of {}", name, resource.xml_id),
                                        now,
                                        resource.position,
                                        resource.xml_id,
                                        distance_,
                                        {}});
    }

    void add_number(const Resource& resource, const std::string& name, std::int64_t current, std::int64_t least,
                    std::int64_t most) {
        Knob& knob = add(resource, name, Score(current).text());
        if (knob.how == Knob::Change::Choice) knob.how = Knob::Change::Number;
        knob.is_number = true;
        knob.current = current;
        for (const std::int64_t number : powers_of_ten(least, most, current)) knob.values.push_back({Score(number).text(), {}});
    }

    void add_choice(const Resource& resource, const std::string& name, const std::string& now, std::vector<Knob::Value> values) {
        std::erase_if(values, [&](const Knob::Value& value) { return value.text == now; });
        add(resource, name, now).values = std::move(values);
    }

    void add(const Resource& resource, bool is_top) {
        restraints(resource);
        if (resource.fencing_device) return;
        if (is_top || !own(resource, "resource-stickiness").empty())
            add_number(resource, "resource-stickiness", resource.stickiness, 0, Score::infinite_value);
        if (distance_ > close_by) return;
        if (is_top || !own(resource, "migration-threshold").empty())
            add_number(resource, "migration-threshold", resource.migration_threshold, 1, Score::infinite_value);
        if (is_top) {
            add_choice(resource, "failure-timeout", effective(resource, "failure-timeout"),
                       {{"10min", {}}, {"1min", {}}, {"1h", {}}});
            add_number(resource, "priority", resource.priority, 0, 100'000);
            knobs_.back().is_indirect = true;
        }
        if (resource.is_clone()) add_clone(resource, resource.clone());
        if (resource.is_bundle()) add_bundle(resource, resource.bundle());
        if (!resource.is_primitive()) return;
        if (resource.multiple_active == MultipleActive::Block)
            add_choice(resource, "multiple-active", effective(resource, "multiple-active"), {{"stop_start", {}}});
        add_requires(resource);
        if (resource.critical && (!is_top || is_dependent(resource))) add_choice(resource, "critical", "", {{"false", {}}});
    }

    bool is_dependent(const Resource& resource) const {
        return std::ranges::any_of(cluster_.colocations, [&](const Colocation& each) {
            return each.dependent && cluster_.resources[each.dependent].xml_id == resource.xml_id;
        });
    }

    /// What somebody has set to hold it down.
    void restraints(const Resource& resource) {
        const std::string target = effective(resource, "target-role");
        const bool is_down = equals_ignoring_case(target, "Stopped") || equals_ignoring_case(target, "Unpromoted") ||
                             equals_ignoring_case(target, "Slave");
        const std::string own_target = own(resource, "target-role");
        restraint(resource, "target-role", "Started", !own_target.empty() ? own_target != "Started" : is_down);
        restraint(resource, "is-managed", "true", !resource.managed);
        restraint(resource, "maintenance", "false", resource.maintenance);
    }

    /// Its own value is taken away; what comes from a template, a rule or the defaults is replaced by one of its own.
    void restraint(const Resource& resource, const std::string& name, const char* released, bool is_held) {
        if (!is_held) return;
        const std::string own_value = own(resource, name);
        if (!own_value.empty()) return add_choice(resource, name, own_value, {{"", {}}});
        const std::string value = effective(resource, name);
        const bool is_of_parent = resource.parent && effective(cluster_.resources[resource.parent], name) == value;
        if (value.empty() || is_of_parent) return;
        add_choice(resource, name, value, {{released, {}}});
        knobs_.back().how = Knob::Change::Choice;
    }

    /// Of so many instances, on all nodes together.
    std::int64_t that_fit(std::int64_t instances, std::int64_t on_each_node) const {
        return std::min(instances, static_cast<std::int64_t>(cluster_.nodes.size()) * on_each_node);
    }

    /// One that is below what can run now takes instances away for good.
    static std::set<Protection> weakened(std::int64_t number, std::int64_t that_can_run) {
        return number < that_can_run ? std::set{Protection::Capacity} : std::set<Protection>{};
    }

    void add_count(const Resource& resource, const std::string& name, std::int64_t now, const std::set<std::int64_t>& numbers,
                   std::int64_t that_can_run, const std::set<Protection>& more) {
        std::vector<Knob::Value> values;
        for (const std::int64_t each : numbers) {
            if (each > 0 && each != now)
                values.push_back({std::to_string(each), each > now ? more : weakened(each, that_can_run)});
        }
        add_choice(resource, name, std::to_string(now), std::move(values));
    }

    void add_clone(const Resource& resource, const Clone& clone) {
        const auto nodes = static_cast<std::int64_t>(std::ranges::count(cluster_.nodes, NodeKind::Cluster, &Node::kind));
        const std::int64_t instances = that_fit(clone.clone_max, clone.clone_node_max);
        add_count(resource, "clone-max", clone.clone_max, {clone.clone_max - 1, clone.clone_max + 1, nodes}, instances, {});
        if (clone.globally_unique) add_count(resource, "clone-node-max", clone.clone_node_max, {1, 2, clone.clone_max}, 0, {});
        if (clone.promotable)
            add_count(resource, "promoted-max", clone.promoted_max, {1, clone.promoted_max + 1, clone.clone_max},
                      std::min<std::int64_t>(clone.promoted_max, instances), {Protection::Constraints});
        add_choice(resource, "interleave", clone.interleave ? "true" : "", {{clone.interleave ? "false" : "true", {}}});
    }

    void add_bundle(const Resource& resource, const Bundle& bundle) {
        const auto now = static_cast<std::int64_t>(bundle.replicas.size());
        Knob knob{{ChangeKind::SetContainer, resource.xml_id, "replicas"},
                  Knob::Change::Choice,
                  fmt::format("replicas of the container of {}", resource.xml_id),
                  std::to_string(now),
                  resource.position,
                  resource.xml_id,
                  distance_,
                  {}};
        const std::int64_t that_can_run = that_fit(now, bundle.replicas_per_host);
        for (const std::int64_t number : {now - 1, now / 2, std::int64_t{1}, now + 1}) {
            const auto same = [&](const Knob::Value& value) { return value.text == std::to_string(number); };
            if (number > 0 && number != now && std::ranges::none_of(knob.values, same))
                knob.values.push_back({std::to_string(number), weakened(number, that_can_run)});
        }
        knobs_.push_back(std::move(knob));
    }

    void add_requires(const Resource& resource) {
        std::vector<Knob::Value> values{
            {"fencing", {}}, {"quorum", {Protection::Fencing}}, {"nothing", {Protection::Fencing, Protection::Quorum}}};
        std::string now = "nothing";
        if (resource.requirement == Requires::Fencing) now = "fencing";
        if (resource.requirement == Requires::Quorum) now = "quorum";
        if (resource.requirement == Requires::Unfencing) now = "unfencing";
        if (!cluster_.options.fencing_enabled)
            std::erase_if(values, [](const Knob::Value& value) { return value.text == "fencing"; });
        add_choice(resource, "requires", now, std::move(values));
    }

    /// A primary that does not wait for its replica may lose what it confirmed.
    static std::set<Protection> weakened_data(const AgentParameter& parameter, const std::string& choice) {
        return parameter.name == "replication" && choice == "async" ? std::set{Protection::Data} : std::set<Protection>{};
    }

    /// What a played agent reads of its resource's parameters.
    void add_parameters(const Agent& agent) {
        const Resource* primitive = find(agent.resource);
        while (primitive != nullptr && !primitive->is_primitive() && !primitive->children.empty())
            primitive = &cluster_.resources[primitive->children.front()];
        if (primitive == nullptr || !primitive->is_primitive()) return;
        for (const AgentParameter& parameter : require_agent_profile(agent.profile).parameters) {
            const bool is_one_word = !parameter.configured_as.empty() && parameter.configured_as.find('[') == std::string::npos;
            if (!is_one_word || agent.parameters.contains(parameter.name)) continue;
            std::vector<Knob::Value> values;
            for (const std::string& choice : parameter.choices) values.push_back({choice, weakened_data(parameter, choice)});
            if (parameter.kind == AgentParameter::Kind::Count) values = {{"1", {}}, {"2", {}}, {"5", {}}, {"10", {}}};
            std::string now = parameter.value;
            for (const AttributeSet& set : primitive->parameters) {
                for (const NameValuePair& pair : set.pairs) {
                    if (pair.name == parameter.configured_as) now = pair.value;
                }
            }
            std::erase_if(values, [&](const Knob::Value& value) { return value.text == now; });
            knobs_.push_back({{ChangeKind::SetParameter, primitive->xml_id, parameter.configured_as},
                              Knob::Change::Choice,
                              fmt::format("{} of {}", parameter.configured_as, primitive->xml_id),
                              now,
                              primitive->position,
                              primitive->xml_id,
                              0,
                              std::move(values)});
        }
    }

    const KnobSource& source_;
    const Cluster& cluster_;
    std::vector<Knob>& knobs_;
    std::size_t distance_ = 0;
};

} // namespace

void add_resource_knobs(const KnobSource& source, std::vector<Knob>& knobs) { ResourceKnobs(source, knobs).run(); }

} // namespace placement
