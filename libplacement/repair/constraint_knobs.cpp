#include <algorithm>
#include <functional>

#include <fmt/format.h>

#include "placement/edit.h"
#include "repair/bans.h"
#include "repair/knob.h"

namespace placement {

namespace {

const std::set<Protection> mandatory{Protection::Constraints};

/// The constraints of the configuration, each with its settings.
class ConstraintKnobs {
public:
    ConstraintKnobs(const KnobSource& source, std::vector<Knob>& knobs)
        : source_(source), cluster_(source.cluster), knobs_(knobs), bans_(source.cluster, source.edit) {
        for (std::string& id : source.edit.constraint_ids()) configured_.insert(std::move(id));
    }

    void run() {
        for (const Colocation& each : cluster_.colocations) add(each);
        for (const LocationConstraint& each : cluster_.locations) add(each);
        for (const OrderingConstraint& each : cluster_.orderings) add(each);
        for (const TicketConstraint& each : cluster_.ticket_constraints) add(each);
    }

private:
    std::string name(ResourceId id) const { return cluster_.resources[id].xml_id; }

    /// Whether it is one of the configuration, met for the first time.
    bool is_new(const std::string& id) { return configured_.contains(id) && seen_.insert(id).second; }

    std::optional<std::size_t> nearest(std::initializer_list<ResourceId> resources) const {
        std::optional<std::size_t> found;
        for (const ResourceId id : resources) {
            const auto distance = source_.distance_of(id);
            if (distance && (!found || *distance < *found)) found = distance;
        }
        return found;
    }

    Knob& add(Knob knob) { return knobs_.emplace_back(std::move(knob)); }

    void add_removal(const std::string& id, const std::string& what, Position position, std::size_t distance,
                     std::set<Protection> weakens) {
        add({{ChangeKind::RemoveConstraint, id},
             Knob::Change::Removal,
             fmt::format("without the {} {}", what, id),
             {},
             position,
             id,
             distance,
             {{"", std::move(weakens)}}});
    }

    void add_choice(const std::string& id, const std::string& name, const std::string& now, std::vector<Knob::Value> values,
                    Position position, std::size_t distance) {
        std::erase_if(values, [&](const Knob::Value& value) { return value.text == now; });
        add({{ChangeKind::SetConstraintAttribute, id, name},
             Knob::Change::Choice,
             fmt::format("{} of {}", name, id),
             now,
             position,
             id,
             distance,
             std::move(values)});
    }

    /// `weakens` says what a number takes away.
    void add_score(const std::string& id, Score score, Position position, std::size_t distance, std::int64_t least,
                   std::int64_t most, const std::function<std::set<Protection>(std::int64_t)>& weakens) {
        Knob& knob = add({{ChangeKind::SetScore, id},
                          Knob::Change::Number,
                          fmt::format("score of {}", id),
                          score.text(),
                          position,
                          id,
                          distance,
                          {}});
        knob.is_number = true;
        knob.current = score.value();
        for (const std::int64_t number : powers_of_ten(least, most, knob.current))
            knob.values.push_back({Score(number).text(), weakens(number)});
    }

    // -- colocations --

    void add(const Colocation& colocation) {
        if (!colocation.configured || !is_new(colocation.id)) return;
        const auto distance = nearest({colocation.dependent, colocation.primary});
        if (!distance) return;
        const bool must = colocation.score.is_plus_infinity();
        const bool never = colocation.score.is_minus_infinity();
        const std::set<Protection> lifted = must || never ? mandatory : std::set<Protection>{};
        const auto same_score = [&](const Colocation& each) {
            return each.id != colocation.id || each.score == colocation.score;
        };
        if (std::ranges::all_of(cluster_.colocations, same_score)) {
            // A score of the other sign would say the opposite, and none is what a removal is.
            const std::int64_t value = colocation.score.value();
            add_score(colocation.id, colocation.score, colocation.position, *distance, value > 0 ? 1 : -Score::infinite_value,
                      value < 0 ? -1 : Score::infinite_value,
                      [&](std::int64_t) { return must ? mandatory : std::set<Protection>{}; });
        }
        add_role(colocation, "rsc-role", colocation.dependent, colocation.dependent_role, *distance, lifted);
        add_role(colocation, "with-rsc-role", colocation.primary, colocation.primary_role, *distance, lifted);
        add_members(colocation, *distance);
        if (colocation.influence) add_choice(colocation.id, "influence", "true", {{"false", {}}}, colocation.position, *distance);
        add_removal(colocation.id, fmt::format("colocation of {} with {},", name(colocation.dependent), name(colocation.primary)),
                    colocation.position, *distance, lifted);
    }

    void add_role(const Colocation& colocation, const std::string& attribute, ResourceId resource, Role role,
                  std::size_t distance, const std::set<Protection>& lifted) {
        if (!cluster_.resources[cluster_.top(resource)].promotable || is_in_sets(colocation)) return;
        std::vector<Knob::Value> values;
        if (role == Role::Unknown || role == Role::Started) values = {{"Promoted", {}}, {"Unpromoted", lifted}};
        if (role == Role::Promoted) values = {{"", lifted}, {"Unpromoted", lifted}};
        if (role == Role::Unpromoted) values = {{"", {}}, {"Promoted", lifted}};
        const std::string now = role == Role::Unknown ? "" : std::string(placement::text(role));
        add_choice(colocation.id, attribute, now, std::move(values), colocation.position, distance);
    }

    /// With a member of a group instead of all of it: those that come after it need not run. They are in one place anyway.
    void add_members(const Colocation& colocation, std::size_t distance) {
        const Resource& group = cluster_.resources[colocation.primary];
        if (!group.is_group() || is_in_sets(colocation) || group.children.size() < 2) return;
        std::vector<Knob::Value> values;
        for (std::size_t i = group.children.size() - 1; i > 0; --i) values.push_back({name(group.children[i - 1]), {}});
        add_choice(colocation.id, "with-rsc", group.xml_id, std::move(values), colocation.position, distance);
    }

    /// Its roles are then those of the sets.
    bool is_in_sets(const Colocation& colocation) const {
        return std::ranges::count(cluster_.colocations, colocation.id, &Colocation::id) > 1;
    }

    // -- locations --

    void add(const LocationConstraint& location) {
        const auto distance = source_.distance_of(location.resource);
        if (location.node_health || !distance || !is_new(location.id)) return;
        std::optional<Score> score;
        bool uniform = true;
        for (const LocationConstraint& each : cluster_.locations) {
            if (each.id != location.id) continue;
            for (const auto& [node, on_it] : each.nodes) {
                uniform = uniform && (!score || *score == on_it);
                score = on_it;
            }
        }
        // One that is not of -INFINITY forbids nothing, however low.
        const std::set<Protection> lifted = bans_.protects(location) ? std::set{Protection::Bans} : std::set<Protection>{};
        if (score && uniform && !is_left_by_command(location.id))
            add_score(location.id, *score, location.position, *distance, *score > Score() ? 1 : -Score::infinite_value,
                      *score < Score() ? -1 : Score::infinite_value,
                      [&](std::int64_t) { return score->is_minus_infinity() ? lifted : std::set<Protection>{}; });
        add_removal(location.id, fmt::format("location constraint of {},", name(location.resource)), location.position, *distance,
                    lifted);
        // What a command left behind is best taken away as a whole.
        if (is_left_by_command(location.id)) knobs_.back().how = Knob::Change::Number;
    }

    // -- orderings --

    void add(const OrderingConstraint& ordering) {
        if (!is_new(ordering.id)) return;
        auto distance = nearest({ordering.first.resource, ordering.then.resource});
        for (const OrderingConstraint::Set& set : ordering.sets) {
            for (const ResourceId id : set.resources) {
                const auto other = source_.distance_of(id);
                if (other && (!distance || *other < *distance)) distance = other;
            }
        }
        if (!distance) return;
        const bool must = ordering.kind == OrderingConstraint::Kind::Mandatory;
        // What waits for itself protects nothing.
        const std::set<Protection> lifted = must && !is_in_circle(ordering) ? mandatory : std::set<Protection>{};
        const char* const kind = must                                                  ? "Mandatory"
                                 : ordering.kind == OrderingConstraint::Kind::Optional ? "Optional"
                                                                                       : "Serialize";
        add_choice(ordering.id, "kind", kind, {{"Mandatory", {}}, {"Optional", lifted}, {"Serialize", lifted}}, ordering.position,
                   *distance);
        add_choice(ordering.id, "symmetrical", ordering.symmetrical ? "true" : "false", {{"true", {}}, {"false", lifted}},
                   ordering.position, *distance);
        if (ordering.sets.empty()) {
            add_action(ordering, "first-action", ordering.first, *distance, lifted);
            add_action(ordering, "then-action", ordering.then, *distance, lifted);
        }
        const std::string of = ordering.sets.empty() ? fmt::format("ordering of {} before {},", name(ordering.first.resource),
                                                                   name(ordering.then.resource))
                                                     : "ordering";
        add_removal(ordering.id, of, ordering.position, *distance, lifted);
    }

    /// Whether what comes first waits for what comes then, over other mandatory orderings.
    bool is_in_circle(const OrderingConstraint& ordering) const {
        if (!ordering.first.resource || !ordering.then.resource) return false;
        std::set<ResourceId> seen{cluster_.top(ordering.then.resource)};
        std::vector<ResourceId> waiting(seen.begin(), seen.end());
        while (!waiting.empty()) {
            const ResourceId id = waiting.back();
            waiting.pop_back();
            if (id == cluster_.top(ordering.first.resource)) return true;
            for (const OrderingConstraint& each : cluster_.orderings) {
                const bool leads_on = each.kind == OrderingConstraint::Kind::Mandatory && each.first.resource &&
                                      each.then.resource && cluster_.top(each.first.resource) == id &&
                                      each.first.action != "stop" && each.first.action != "demote";
                if (leads_on && seen.insert(cluster_.top(each.then.resource)).second)
                    waiting.push_back(cluster_.top(each.then.resource));
            }
        }
        return false;
    }

    void add_action(const OrderingConstraint& ordering, const std::string& attribute, const OrderingConstraint::Side& side,
                    std::size_t distance, const std::set<Protection>& lifted) {
        if (!side.resource || !cluster_.resources[cluster_.top(side.resource)].promotable) return;
        if (side.action == "start") add_choice(ordering.id, attribute, "start", {{"promote", {}}}, ordering.position, distance);
        if (side.action == "promote")
            add_choice(ordering.id, attribute, "promote", {{"start", lifted}}, ordering.position, distance);
    }

    // -- tickets --

    void add(const TicketConstraint& constraint) {
        const auto distance = source_.distance_of(constraint.resource);
        if (!distance || !is_new(constraint.id)) return;
        add_removal(constraint.id, fmt::format("ticket constraint of {},", name(constraint.resource)), constraint.position,
                    *distance, mandatory);
    }

    const KnobSource& source_;
    const Cluster& cluster_;
    std::vector<Knob>& knobs_;
    Bans bans_;
    std::set<std::string> configured_;
    std::set<std::string> seen_;
};

} // namespace

void add_constraint_knobs(const KnobSource& source, std::vector<Knob>& knobs) { ConstraintKnobs(source, knobs).run(); }

} // namespace placement
