#include "simulate/cluster_parts.h"

#include <algorithm>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <unordered_set>

#include "base/joined_sets.h"
#include "base/operation_status.h"
#include "cib/divided.h"
#include "placement/carry_out.h"
#include "placement/choice.h"
#include "placement/schedule.h"
#include "placement/unpack.h"
#include "simulate/constrained_pairs.h"

namespace placement {

namespace {

constexpr std::size_t no_part = std::string::npos;

bool is_at_rest(const Schedule& schedule) { return schedule.transition.actions.empty() && schedule.fencing.empty(); }

/// Whether resources meet only in constraints.
bool only_constraints_connect(const Cluster& cluster) {
    return cluster.options.placement_strategy == PlacementStrategy::Default && !cluster.have_remote_nodes &&
           std::ranges::none_of(cluster.nodes, &Node::is_remote) &&
           std::ranges::none_of(cluster.resources, [](const Resource& resource) {
               return resource.is_bundle() || resource.launcher || !resource.launched.empty();
           });
}

/// Whether fewer or more resources on a node could have changed the choice.
bool went_by_load(const NodeChoice& choice) {
    if (choice.way != NodeChoice::Way::Compared || choice.candidates.empty()) return false;
    const NodeChoice::Candidate& best = choice.candidates.front();
    if (best.score < Score() || !best.can_run) return false;
    const auto equal = std::ranges::count_if(choice.candidates, [&](const NodeChoice::Candidate& candidate) {
        return candidate.can_run && candidate.score == best.score;
    });
    return equal > 1;
}

/// Whether the node is the current one, which is kept among nodes with the same score above zero, whatever runs there.
bool kept_its_node(const Schedule& schedule, const NodeChoice& choice) {
    if (choice.candidates.empty() || choice.candidates.front().score <= Score()) return false;
    return choice.chosen && schedule.placements[choice.resource].node_before == choice.chosen;
}

/// The top resources below which something goes by load. What clones do with equal nodes is not in the choices of their instances
/// alone.
std::vector<bool> minding_load(const Schedule& schedule) {
    const Cluster& cluster = *schedule.cluster;
    std::vector<bool> minds(cluster.resources.size());
    for (const NodeChoice& choice : schedule.choices) {
        if (went_by_load(choice) && !kept_its_node(schedule, choice)) minds[cluster.top(choice.resource).index()] = true;
    }
    for (const ResourceId resource : cluster.resources.ids()) {
        if (cluster.resources[resource].is_clone()) minds[cluster.top(resource).index()] = true;
    }
    return minds;
}

bool is_same_node(const Node& left, const Node& right) {
    return left.name == right.name && left.online == right.online && left.unclean == right.unclean &&
           left.pending == right.pending && left.shutdown == right.shutdown && left.maintenance == right.maintenance &&
           left.standby == right.standby && left.standby_on_failure == right.standby_on_failure;
}

/// But for one of them, which both have.
bool has_same_nodes(const Cluster& left, const Cluster& right, NodeId but = {}) {
    if (left.nodes.size() != right.nodes.size()) return false;
    for (const NodeId node : left.nodes.ids()) {
        if (node != but && !is_same_node(left.nodes[node], right.nodes[node])) return false;
    }
    return true;
}

/// Whether the node does all that nodes do, so that it has nothing to gain by going away and coming back.
bool is_fit(const Node& node) {
    return node.online && !node.unclean && !node.pending && !node.shutdown && !node.maintenance && !node.standby &&
           !node.standby_on_failure;
}

/// An operation that would not be repeated in the same way.
bool is_ordinary(const OperationHistory& operation) {
    const std::int32_t exit = operation.exit_status.value_or(exit_status::unknown_error);
    const bool as_said = exit == exit_status::ok || exit == exit_status::not_running;
    return as_said && !operation.last_failure && operation.defect.empty();
}

/// By top resource: what is said of it may change when a node goes away or comes back, whichever it is. `minds` has those that go by
/// load.
std::vector<bool> minding_nodes(const Schedule& schedule, const Bonds& bonds, std::vector<bool> minds) {
    const Cluster& cluster = *schedule.cluster;
    const auto mind = [&](ResourceId resource) {
        if (resource) minds[cluster.top(resource).index()] = true;
    };
    for (const std::string& id : bonds.with_rules) mind(cluster.find_resource(id));
    for (const FailCount& failures : cluster.fail_counts) mind(failures.resource);
    for (const ResourceHistory& history : cluster.histories) {
        if (!std::ranges::all_of(history.operations, is_ordinary)) mind(history.resource);
    }
    for (const ResourceId resource : cluster.resources.ids()) {
        const Placement& placement = schedule.placements[resource];
        if (cluster.resources[resource].is_primitive() && (!placement.node || placement.node != placement.node_before))
            mind(resource);
    }
    return minds;
}

bool is_same_load(const Schedule& left, const Schedule& right) {
    return std::ranges::equal(left.placements, right.placements, {}, &Placement::node, &Placement::node);
}

/// Resources, by top resource, with the least of those that something connects them with.
JoinedSets connected(const Cluster& cluster, const Bonds& bonds) {
    JoinedSets joined(cluster.resources.size());
    const auto join = [&](ResourceId left, ResourceId right) {
        if (left && right) joined.join(cluster.top(left).index(), cluster.top(right).index());
    };
    each_constrained_pair(cluster, join);
    for (const std::vector<std::string>& ids : bonds.together) {
        for (const std::string& id : ids) join(cluster.find_resource(ids.front()), cluster.find_resource(id));
    }
    return joined;
}

/// What is in every part. That there are fencing devices decides what is managed; and what only the status knows is bound to
/// nothing by name.
std::vector<ResourceId> needed_everywhere(const Cluster& cluster, const Bonds& bonds) {
    std::vector<ResourceId> needed;
    for (const std::string& id : bonds.with_all) {
        if (const ResourceId resource = cluster.find_resource(id)) needed.push_back(resource);
    }
    for (const ResourceId resource : cluster.resources.ids()) {
        const Resource& configured = cluster.resources[resource];
        if (configured.fencing_device || configured.removed) needed.push_back(resource);
    }
    return needed;
}

/// The part of each top resource; no_part: in every part.
std::vector<std::size_t> parts_of(const Cluster& cluster, const Bonds& bonds, std::size_t& count) {
    JoinedSets joined = connected(cluster, bonds);
    std::unordered_set<std::size_t> everywhere;
    for (const ResourceId resource : needed_everywhere(cluster, bonds)) {
        everywhere.insert(joined.of(cluster.top(resource).index()));
    }
    std::vector<std::size_t> parts(cluster.resources.size(), no_part);
    std::map<std::size_t, std::size_t> numbers;
    for (const ResourceId top : cluster.top_resources) {
        const std::size_t set = joined.of(top.index());
        if (!everywhere.contains(set)) parts[top.index()] = numbers.emplace(set, numbers.size()).first->second;
    }
    count = numbers.size();
    return parts;
}

} // namespace

class ClusterParts::Division {
public:
    Division(const Cib& cib, std::shared_ptr<const Cluster> cluster, Schedule at_rest)
        : cluster_(std::move(cluster)), at_rest_(std::move(at_rest)), minding_load_(minding_load(at_rest_)) {
        const Bonds bonds = bonds_between_resources(cib);
        minding_nodes_ = minding_nodes(at_rest_, bonds, minding_load_);
        at_rest_.ledger.reset();
        at_rest_.choices.clear();
        if (!bonds.complete) return;
        part_of_ = parts_of(*cluster_, bonds, count_);
        if (count_ < 2) return;
        DividedCib::PartsByName resources;
        DividedCib::PartsByName histories;
        for (const ResourceId top : cluster_->top_resources) {
            if (!is_everywhere(top)) resources.emplace(cluster_->resources[top].xml_id, part_of_[top.index()]);
        }
        for (const ResourceId resource : cluster_->resources.ids()) {
            const ResourceId top = cluster_->top(resource);
            if (is_everywhere(top)) continue;
            const Resource& configured = cluster_->resources[resource];
            for (const std::string& name : {configured.id, configured.xml_id, configured.history_id}) {
                histories.emplace(name, part_of_[top.index()]);
            }
        }
        for (const ResourceHistory& history : cluster_->histories) {
            if (!history.resource) continue;
            const ResourceId top = cluster_->top(history.resource);
            if (!is_everywhere(top)) histories.emplace(std::string(history.xml_id), part_of_[top.index()]);
        }
        divided_.emplace(cib, resources, histories, count_);
        parts_ = std::vector<Lazy>(count_ + cluster_->nodes.size());
    }

    bool has_parts() const { return divided_.has_value(); }

    const Part* with(ResourceId resource) {
        const ResourceId top = cluster_->top(resource);
        if (is_everywhere(top)) return nullptr;
        const std::size_t part = part_of_[top.index()];
        return once(part, [&] { return make(part, {part}); });
    }

    const Part* reached_by(std::string_view name) {
        const NodeId node = cluster_->find_node(name);
        if (!node) return nullptr;
        const std::size_t number = count_ + node.index();
        return once(number, [&]() -> std::optional<Part> {
            if (!is_fit(cluster_->nodes[node]) || cluster_->options.health_strategy != HealthStrategy::None) return std::nullopt;
            const std::vector<std::size_t> reached = parts_reached_by(node);
            if (reached.size() == count_) return std::nullopt;
            std::optional<Part> part = make(number, reached);
            if (part) part->fails = node;
            return part;
        });
    }

private:
    struct Lazy {
        std::once_flag made;
        std::optional<Part> part;
    };

    template <typename Make>
    const Part* once(std::size_t number, const Make& make) {
        Lazy& lazy = parts_[number];
        std::call_once(lazy.made, [&] { lazy.part = make(); });
        return lazy.part ? &*lazy.part : nullptr;
    }

    /// In ascending order.
    std::vector<std::size_t> parts_reached_by(NodeId node) const {
        std::set<std::size_t> reached;
        for (const ResourceId resource : cluster_->resources.ids()) {
            const ResourceId top = cluster_->top(resource);
            if (is_everywhere(top)) continue;
            if (minding_nodes_[top.index()] || at_rest_.placements[resource].node == node) reached.insert(part_of_[top.index()]);
        }
        return {reached.begin(), reached.end()};
    }

    bool is_everywhere(ResourceId top) const { return part_of_[top.index()] == no_part; }

    bool is_in(ResourceId top, const std::vector<std::size_t>& parts) const {
        return is_everywhere(top) || std::binary_search(parts.begin(), parts.end(), part_of_[top.index()]);
    }

    /// How many resources of other parts each node is given between the turns of these parts'.
    std::vector<LoadBesidePart> beside(const std::vector<std::size_t>& parts) const {
        std::vector<std::vector<NodeId>> given(cluster_->resources.size()); // by whose turn it is
        for (const ResourceId resource : cluster_->resources.ids()) {
            const Placement& placement = at_rest_.placements[resource];
            const bool counts = placement.children.empty() && placement.node && placement.assigned_in_turn_of;
            if (!counts || is_in(cluster_->top(resource), parts)) continue;
            given[placement.assigned_in_turn_of.index()].push_back(placement.node);
        }
        std::vector<LoadBesidePart> loads;
        std::map<NodeId, std::int32_t> waiting;
        for (const ResourceId top : at_rest_.top_resources) {
            for (const NodeId node : given[top.index()]) ++waiting[node];
            if (!is_in(top, parts)) continue;
            for (const auto& [node, resources] : waiting) {
                loads.push_back({cluster_->resources[top].id, cluster_->nodes[node].name, resources});
            }
            waiting.clear();
        }
        return loads;
    }

    std::optional<Part> make(std::size_t number, const std::vector<std::size_t>& parts) const {
        Cib cib = divided_->parts(parts, beside(parts));
        std::shared_ptr<const Cluster> cluster = unpack(cib, cluster_->now, cluster_->release, cluster_->behavior);
        Part part{.number = number, .cib = cib, .cluster = cluster, .at_rest = schedule(cluster)};
        if (!behaves_as_in_whole(part)) return std::nullopt;
        for (const ResourceId top : cluster_->top_resources) {
            if (!is_in(top, parts) && minding_load_[top.index()]) part.others_mind_load = true;
        }
        return part;
    }

    bool behaves_as_in_whole(const Part& part) const {
        if (!is_at_rest(part.at_rest) || !has_same_nodes(*part.cluster, *cluster_)) return false;
        for (const ResourceId resource : part.cluster->resources.ids()) {
            const auto found = cluster_->resource_by_id.find(part.cluster->resources[resource].id);
            if (found == cluster_->resource_by_id.end() || !is_placed_alike(part.at_rest, resource, found->second)) return false;
        }
        return true;
    }

    bool is_placed_alike(const Schedule& part, ResourceId in_part, ResourceId in_whole) const {
        return part.placements[in_part].node == at_rest_.placements[in_whole].node &&
               part.placements[in_part].role == at_rest_.placements[in_whole].role &&
               std::ranges::equal(part.scores[in_part], at_rest_.scores[in_whole]);
    }

    std::shared_ptr<const Cluster> cluster_;
    Schedule at_rest_;
    std::vector<bool> minding_load_;   ///< by top resource
    std::vector<bool> minding_nodes_;  ///< by top resource
    std::vector<std::size_t> part_of_; ///< by top resource; no_part: in every part
    std::size_t count_ = 0;
    std::optional<DividedCib> divided_;
    std::vector<Lazy> parts_; ///< and what each node reaches
};

ClusterParts::ClusterParts(std::unique_ptr<Division> division) : division_(std::move(division)) {}
ClusterParts::~ClusterParts() = default;

std::unique_ptr<ClusterParts> ClusterParts::divide(const Cib& cib, const std::shared_ptr<const Cluster>& cluster) {
    if (!only_constraints_connect(*cluster)) return nullptr;
    Schedule at_rest = schedule(cluster, {.with_ledger = true});
    if (!is_at_rest(at_rest)) return nullptr;
    auto division = std::make_unique<Division>(cib, cluster, std::move(at_rest));
    if (!division->has_parts()) return nullptr;
    return std::unique_ptr<ClusterParts>(new ClusterParts(std::move(division)));
}

const ClusterParts::Part* ClusterParts::with(ResourceId resource) const { return division_->with(resource); }
const ClusterParts::Part* ClusterParts::reached_by(std::string_view node) const { return division_->reached_by(node); }

bool is_unnoticed(const ClusterParts::Part& part, const Schedule& schedule, bool others_mind_load) {
    const auto is_of_the_one = [&](const Schedule::Fencing& fencing) { return fencing.node == part.fails; };
    return std::ranges::all_of(schedule.fencing, is_of_the_one) && has_same_nodes(*schedule.cluster, *part.cluster, part.fails) &&
           schedule.cluster->have_quorum == part.cluster->have_quorum &&
           (!others_mind_load || is_same_load(schedule, part.at_rest));
}

bool stayed_within(const ClusterParts::Part& part, const Outcome& outcome, bool others_mind_load) {
    const auto unnoticed = [&](const Schedule& schedule) { return is_unnoticed(part, schedule, others_mind_load); };
    return outcome.quorum == part.cluster->have_quorum && unnoticed(*outcome.schedule) && unnoticed(outcome.settled->schedule) &&
           std::ranges::all_of(outcome.settled->rounds,
                               [&](const SettledCluster::Round& round) { return unnoticed(round.schedule); });
}

} // namespace placement
