#include <algorithm>

#include <fmt/format.h>

#include "explain/interleaved.h"
#include "explain/left_alone.h"
#include "explain/reach.h"
#include "explain/refusal.h"
#include "explain/score_root.h"
#include "explain/words.h"
#include "placement/codes.h"
#include "placement/explain.h"

namespace placement {

namespace {

const char* name_of(NoQuorumPolicy policy) {
    switch (policy) {
    case NoQuorumPolicy::Freeze: return "freeze";
    case NoQuorumPolicy::Stop: return "stop";
    case NoQuorumPolicy::Ignore: return "ignore";
    case NoQuorumPolicy::Demote: return "demote";
    case NoQuorumPolicy::Fence: return "fence";
    }
    return "";
}

class ObstacleFinder {
public:
    ObstacleFinder(const Schedule& schedule, ResourceId resource, Role role)
        : schedule_(schedule), cluster_(*schedule.cluster), resource_(resource), role_(role) {
        collect_instances(resource);
    }

    std::vector<Obstacle> run() {
        everywhere();
        for (const NodeId node : cluster_.nodes.ids()) {
            if (may_be_meant(node)) on_node(node);
        }
        gather();
        return std::move(found_);
    }

private:
    bool promoting() const { return role_ == Role::Promoted; }
    const Resource& resource(ResourceId id) const { return cluster_.resources[id]; }
    const Placement& placement(ResourceId id) const { return schedule_.placements[id]; }

    /// Of a bundle, what can be promoted is inside; what runs on a node is the container.
    void collect_instances(ResourceId id) {
        if (resource(id).is_primitive()) instances_.push_back(id);
        if (resource(id).is_bundle()) {
            const Bundle& bundle = resource(id).bundle();
            if (promoting()) {
                if (bundle.child) collect_instances(bundle.child);
                return;
            }
            for (const BundleReplica& replica : bundle.replicas) {
                if (replica.container) instances_.push_back(replica.container);
            }
            return;
        }
        for (const ResourceId child : resource(id).children) collect_instances(child);
    }

    Obstacle& add(const char* code, std::string text, Position position = {}) {
        Obstacle obstacle;
        obstacle.code = code;
        obstacle.text = std::move(text);
        obstacle.position = position;
        found_.push_back(std::move(obstacle));
        return found_.back();
    }

    // -- what holds on every node --

    void everywhere() {
        target_role();
        removed();
        quorum();
        unmanaged();
        blocked();
        earlier_member();
        mandatory_colocations();
        tickets();
    }

    void target_role() {
        for (ResourceId id = resource_; id; id = resource(id).parent) {
            const auto found = resource(id).meta.find("target-role");
            if (found == resource(id).meta.end()) continue;
            const Role target = resource(instances_.empty() ? id : instances_.front()).next_role;
            if (target == Role::Stopped || (promoting() && target == Role::Unpromoted)) {
                add("target-role", fmt::format("its target-role is {}", found->second), resource(id).position);
                return;
            }
        }
        if (cluster_.options.stop_all_resources) {
            add("stop-all-resources", "the cluster property stop-all-resources is set");
        }
    }

    void removed() {
        if (resource(resource_).removed) add("removed", "it is no longer in the configuration");
    }

    void quorum() {
        if (cluster_.have_quorum) return;
        const NoQuorumPolicy policy = cluster_.options.no_quorum_policy;
        const bool stops = policy == NoQuorumPolicy::Stop || policy == NoQuorumPolicy::Fence;
        if (stops || policy == NoQuorumPolicy::Freeze || (promoting() && policy == NoQuorumPolicy::Demote)) {
            add("no-quorum", fmt::format("the cluster has no quorum, and no-quorum-policy is {}", name_of(policy)));
        }
    }

    void unmanaged() {
        if (cluster_.options.maintenance_mode) {
            add("maintenance-mode", "the cluster is in maintenance-mode and leaves everything as it is");
        } else if (cluster_.options.fencing_enabled && !cluster_.have_fencing_devices) {
            add("no-fencing-devices", "fencing is enabled and there is no fencing device: the cluster starts and stops nothing");
        } else if (is_unmanaged(resource_) ||
                   (!instances_.empty() && std::ranges::all_of(instances_, [&](ResourceId id) { return is_unmanaged(id); }))) {
            found_.push_back(left_alone(schedule_, resource_));
        }
    }

    bool is_unmanaged(ResourceId id) const { return (!resource(id).managed || !placement(id).managed) && !resource(id).blocked; }

    void blocked() {
        for (const ResourceId id : instances_) {
            if (!resource(id).blocked) continue;
            add("blocked", fmt::format("{} {}", shown_name(resource(id)), blocked_words(cluster_, resource(id))),
                resource(id).position);
        }
    }

    /// Members of a group start in order; one that cannot run stops those after it.
    void earlier_member() {
        const ResourceId parent = resource(resource_).parent;
        if (!parent || !resource(parent).is_group()) return;
        for (const ResourceId member : resource(parent).children) {
            if (member == resource_) return;
            if (placement(member).node) continue;
            add("group-member",
                fmt::format("{} comes before it in group {} and {}", shown_name(resource(member)), shown_name(resource(parent)),
                            where_it_stands(cluster_, resource(member))),
                resource(member).position);
            return;
        }
    }

    void mandatory_colocations() {
        for (const Colocation& colocation : cluster_.colocations) {
            if (!colocation.score.is_plus_infinity() || !holds(colocation.dependent)) continue;
            if (colocation.dependent_role == Role::Promoted && !promoting()) continue;
            if (runs(colocation.primary, colocation.primary_role)) continue;
            const ResourceId missing = missing_member(colocation.primary);
            const std::string state = missing                                     ? "lacks " + shown_name(resource(missing))
                                      : colocation.primary_role == Role::Promoted ? "is promoted nowhere"
                                                                                  : "runs nowhere";
            add("colocation",
                fmt::format("it must be with {}, which {} (colocation {})", resource(colocation.primary).id, state,
                            place_of(colocation.id, colocation.position)),
                colocation.position)
                .constraint = colocation.id;
        }
    }

    /// Of a group that runs in part: the first member that has no node.
    ResourceId missing_member(ResourceId id) const {
        if (!resource(id).is_group()) return ResourceId::none();
        const auto placed = [&](ResourceId member) { return placement(member).node.valid(); };
        const std::vector<ResourceId>& members = resource(id).children;
        const auto missing = std::find_if_not(members.begin(), members.end(), placed);
        const bool in_part = missing != members.end() && std::ranges::any_of(members, placed);
        return in_part ? *missing : ResourceId::none();
    }

    void tickets() {
        for (const TicketConstraint& constraint : cluster_.ticket_constraints) {
            if (!holds(constraint.resource)) continue;
            if (constraint.role == Role::Promoted && !promoting()) continue;
            const Ticket& ticket = cluster_.tickets[constraint.ticket];
            if ((ticket.granted && !ticket.standby) || is_told(constraint.id)) continue;
            add("ticket",
                fmt::format("ticket {} is {} (ticket constraint {})", ticket.id, ticket.granted ? "in standby" : "not granted",
                            place_of(constraint.id, constraint.position)),
                constraint.position)
                .constraint = constraint.id;
        }
    }

    /// Whether `id` is the resource, or a collective resource that it is in.
    bool holds(ResourceId id) const {
        for (ResourceId each = resource_; each; each = resource(each).parent) {
            if (each == id) return true;
        }
        return false;
    }

    bool runs(ResourceId id, Role role) const {
        if (resource(id).is_primitive()) {
            const Placement& what = placement(id);
            return what.node && (role != Role::Promoted || what.role == Role::Promoted);
        }
        const auto child_runs = [&](ResourceId child) { return runs(child, role); };
        // A group is there when its last member is.
        if (resource(id).is_group()) return std::ranges::all_of(resource(id).children, child_runs);
        return std::ranges::any_of(resource(id).children, child_runs);
    }

    // -- node by node --

    /// What is in a bundle runs inside its containers only, and these on cluster nodes only.
    bool may_be_meant(NodeId node) const {
        if (cluster_.nodes[node].is_remote() &&
            std::ranges::all_of(instances_, [&](ResourceId id) { return needs_cluster_node(id); })) {
            return false;
        }
        ResourceId bundle = resource_;
        while (bundle && !resource(bundle).is_bundle()) bundle = resource(bundle).parent;
        if (!bundle || !std::ranges::all_of(instances_, [&](ResourceId id) { return in_bundle(id, bundle); })) return true;
        const bool inside = std::ranges::any_of(resource(bundle).bundle().replicas,
                                                [node](const BundleReplica& replica) { return replica.node == node; });
        return inside == !std::ranges::all_of(instances_, [&](ResourceId id) { return resource(id).container_of_replica; });
    }

    /// Connections, what guest nodes run in, and fencing devices.
    bool needs_cluster_node(ResourceId id) const {
        const Resource& what = resource(id);
        return what.remote_connection || what.fencing_device ||
               std::ranges::any_of(what.launched, [&](ResourceId launched) { return resource(launched).remote_connection; });
    }

    bool in_bundle(ResourceId id, ResourceId bundle) const {
        while (id && id != bundle) id = resource(id).parent;
        return id.valid();
    }

    /// What the status keeps off every node is told once.
    void gather() {
        for (std::size_t first = 0; first < found_.size(); ++first) {
            const std::string code = found_[first].code;
            const std::string text = found_[first].text;
            if (code != obstacle_codes::status && code != obstacle_codes::target_role) continue;
            const auto same = [&](const Obstacle& each) { return each.code == code && each.text == text; };
            if (std::ranges::count_if(found_, same) < 2) continue;
            found_[first].node.clear();
            const auto rest = std::remove_if(found_.begin() + static_cast<std::ptrdiff_t>(first) + 1, found_.end(), same);
            found_.erase(rest, found_.end());
            std::rotate(found_.begin(), found_.begin() + static_cast<std::ptrdiff_t>(first),
                        found_.begin() + static_cast<std::ptrdiff_t>(first) + 1);
        }
    }

    void on_node(NodeId node) {
        if (runs_on(node) || !is_within_reach(schedule_, instances_, node)) return;
        const std::size_t first = found_.size();
        const NodeRefusal refused = refusal(cluster_.nodes[node]);
        if (*refused.code) {
            add(refused.code, refused.text, cluster_.nodes[node].position);
        } else if (promoting() && instance_on(node)) {
            promotion(instance_on(node));
        } else {
            score(node);
        }
        for (std::size_t i = first; i < found_.size(); ++i) found_[i].node = cluster_.nodes[node].name;
    }

    bool runs_on(NodeId node) const {
        return std::ranges::any_of(instances_, [&](ResourceId id) {
            return placement(id).node == node && (!promoting() || placement(id).role == Role::Promoted);
        });
    }

    ResourceId instance_on(NodeId node) const {
        const auto found = std::ranges::find_if(instances_, [&](ResourceId id) { return placement(id).node == node; });
        return found == instances_.end() ? ResourceId::none() : *found;
    }

    /// The instance that came nearest to running on the node.
    ResourceId best_instance(NodeId node) const {
        ResourceId best;
        std::optional<Score> best_score;
        for (const ResourceId id : instances_) {
            const AllowedNode& allowed = schedule_.scores[id][node];
            if (placement(id).node) continue;
            const std::optional<Score> score = allowed.listed ? std::optional(allowed.score) : std::nullopt;
            if (!best || best_score < score) {
                best = id;
                best_score = score;
            }
        }
        return best;
    }

    /// A clone that may not be on the node keeps its instances off it.
    bool collective_banned(ResourceId instance, NodeId node) {
        for (ResourceId id = resource(instance).parent; id; id = resource(id).parent) {
            const AllowedNode& allowed = schedule_.scores[id][node];
            if (!resource(id).is_clone() || !allowed.listed || allowed.score >= Score() || !schedule_.ledger) continue;
            blame(explain_score(schedule_, id, node), "score");
            return true;
        }
        return false;
    }

    void score(NodeId node) {
        const ResourceId instance = best_instance(node);
        if (!instance || collective_banned(instance, node)) return;
        const AllowedNode& allowed = schedule_.scores[instance][node];
        if (!allowed.listed) {
            add("not-allowed",
                cluster_.options.symmetric_cluster ? "the node is not among those that it may run on"
                                                   : "the cluster is asymmetric and no location constraint allows the node",
                resource(instance).position);
            return;
        }
        if (allowed.score >= Score()) {
            if (const auto partner = missing_partner(schedule_, instance, node)) found_.push_back(*partner);
            return;
        }
        if (schedule_.ledger) {
            blame(explain_score(schedule_, instance, node), "score");
        } else {
            add("score", fmt::format("its score there is {}", allowed.score.text())).score = allowed.score;
        }
    }

    void promotion(ResourceId primitive) {
        if (!cluster_.have_quorum && cluster_.options.no_quorum_policy == NoQuorumPolicy::Demote) return;
        const ResourceId instance = promotable_instance(primitive);
        const Placement& what = placement(instance);
        if (!what.promotion_considered || what.promotion_score >= Score()) {
            if (!told_everywhere()) others_are_promoted(instance);
            return;
        }
        if (schedule_.ledger) {
            blame(explain_promotion_score(schedule_, instance), "promotion score");
        } else {
            add("promotion-score", fmt::format("its promotion score there is {}", what.promotion_score.text())).score =
                what.promotion_score;
        }
    }

    /// The child of the promotable clone that the primitive is in, which a group may be.
    ResourceId promotable_instance(ResourceId primitive) const {
        for (ResourceId id = primitive; id; id = resource(id).parent) {
            if (placement(id).promotion_considered) return id;
        }
        return primitive;
    }

    void others_are_promoted(ResourceId instance) {
        const ResourceId clone = resource(instance).parent;
        const auto is_promoted = [&](ResourceId each) { return runs(each, Role::Promoted); };
        if (clone && resource(clone).is_clone() &&
            std::ranges::count_if(resource(clone).children, is_promoted) < resource(clone).clone().promoted_max) {
            if (is_unmanaged(instance)) found_.push_back(left_alone(schedule_, instance));
            return;
        }
        add("promoted-max", "as many instances are promoted as promoted-max allows", resource(resource_).position);
    }

    /// Names the part that brings the score below zero: what set it to -INFINITY, else the most negative one.
    void blame(const ScoreExplanation& explanation, const char* which) {
        const std::optional<ScoreRoot> root = root_of(schedule_, explanation);
        const std::string score = explanation.score.value_or(Score()).text();
        if (!root) {
            add("score", fmt::format("its {} there is {}", which, score)).score = explanation.score;
            return;
        }
        if (told_already(root->part.constraint)) return;
        if (root->part.cause.kind == CauseKind::TargetRole && told_everywhere()) return;
        std::string text = root->text;
        if (root->amount != explanation.score) text += fmt::format(", which leaves a {} of {}", which, score);
        Obstacle& obstacle = add(code_of(root->part.cause.kind), std::move(text), root->part.position);
        obstacle.constraint = root->part.constraint;
        obstacle.score = explanation.score;
    }

    bool is_told(const std::string& constraint) const {
        return std::ranges::any_of(
            found_, [&](const Obstacle& obstacle) { return obstacle.constraint == constraint && obstacle.node.empty(); });
    }

    /// A constraint that keeps it from every node need not be told for each.
    bool told_already(const std::string& constraint) const { return !constraint.empty() && is_told(constraint); }

    bool told_everywhere() const {
        return std::ranges::any_of(found_, [](const Obstacle& obstacle) { return obstacle.node.empty(); });
    }

    static const char* code_of(CauseKind kind) {
        switch (kind) {
        case CauseKind::Location: return "location";
        case CauseKind::Colocation: return "colocation";
        case CauseKind::NodeHealth: return "node-health";
        case CauseKind::MigrationThreshold: return "failures";
        case CauseKind::ShutdownLock: return "shutdown-lock";
        case CauseKind::ExclusiveDiscovery: return "exclusive-discovery";
        case CauseKind::Ticket: return "ticket";
        case CauseKind::InstanceLimit: return "clone-node-max";
        case CauseKind::Capacity: return "capacity";
        case CauseKind::TargetRole: return "target-role";
        case CauseKind::PromotionAttribute:
        case CauseKind::PromotionBase: return "promotion-score";
        case CauseKind::NotPromotable: return "not-promotable";
        case CauseKind::Guest: return "guest-node";
        case CauseKind::Wish: return "status";
        default: return "score";
        }
    }

    const Schedule& schedule_;
    const Cluster& cluster_;
    ResourceId resource_;
    Role role_;
    std::vector<ResourceId> instances_; ///< the primitives in it
    std::vector<Obstacle> found_;
};

} // namespace

std::vector<Obstacle> obstacles(const Schedule& schedule, ResourceId resource, Role role) {
    return ObstacleFinder(schedule, resource, role).run();
}

} // namespace placement
