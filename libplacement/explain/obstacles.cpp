#include <algorithm>

#include <fmt/format.h>

#include "base/line_of.h"
#include "explain/refusal.h"
#include "explain/words.h"
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

std::string comma_line(Position position) {
    return position.known() ? fmt::format(", line {}", position.line) : "";
}

class ObstacleFinder {
public:
    ObstacleFinder(const Schedule& schedule, ResourceId resource, Role role)
        : schedule_(schedule), cluster_(*schedule.cluster), resource_(resource), role_(role) {
        collect_instances(resource);
    }

    std::vector<Obstacle> run() {
        everywhere();
        for (const NodeId node : cluster_.nodes.ids()) on_node(node);
        return std::move(found_);
    }

private:
    bool promoting() const { return role_ == Role::Promoted; }
    const Resource& resource(ResourceId id) const { return cluster_.resources[id]; }
    const Placement& placement(ResourceId id) const { return schedule_.placements[id]; }

    void collect_instances(ResourceId id) {
        if (resource(id).is_primitive()) instances_.push_back(id);
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
        } else if (!resource(resource_).managed) {
            add("unmanaged", "it is unmanaged: the cluster neither starts nor stops it", resource(resource_).position);
        }
    }

    void blocked() {
        for (const ResourceId id : instances_) {
            if (!resource(id).blocked) continue;
            add("blocked", fmt::format("{} is blocked after a failure until somebody cleans it up", resource(id).id),
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
            add("group-member", fmt::format("{} comes before it in group {} and is stopped", resource(member).id,
                                            resource(parent).id),
                resource(member).position);
            return;
        }
    }

    void mandatory_colocations() {
        for (const Colocation& colocation : cluster_.colocations) {
            if (!colocation.score.is_plus_infinity() || !holds(colocation.dependent)) continue;
            if (colocation.dependent_role == Role::Promoted && !promoting()) continue;
            if (runs(colocation.primary, colocation.primary_role)) continue;
            const char* state = colocation.primary_role == Role::Promoted ? "is promoted nowhere" : "runs nowhere";
            const std::string line = comma_line(colocation.position);
            add("colocation", fmt::format("it must be with {}, which {} (colocation {})",
                                          resource(colocation.primary).id, state, colocation.id + line),
                colocation.position)
                .constraint = colocation.id;
        }
    }

    void tickets() {
        for (const TicketConstraint& constraint : cluster_.ticket_constraints) {
            if (!holds(constraint.resource)) continue;
            if (constraint.role == Role::Promoted && !promoting()) continue;
            const Ticket& ticket = cluster_.tickets[constraint.ticket];
            if (ticket.granted && !ticket.standby) continue;
            add("ticket", fmt::format("ticket {} is {} (ticket constraint {}{})", ticket.id,
                                      ticket.granted ? "in standby" : "not granted", constraint.id,
                                      comma_line(constraint.position)),
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
        return std::ranges::any_of(resource(id).children, [&](ResourceId child) { return runs(child, role); });
    }

    // -- node by node --

    void on_node(NodeId node) {
        if (runs_on(node)) return;
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
        const auto found =
            std::ranges::find_if(instances_, [&](ResourceId id) { return placement(id).node == node; });
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
            add("not-allowed", cluster_.options.symmetric_cluster
                                   ? "the node is not among those that it may run on"
                                   : "the cluster is asymmetric and no location constraint allows the node",
                resource(instance).position);
            return;
        }
        if (allowed.score >= Score()) return;
        if (schedule_.ledger) {
            blame(explain_score(schedule_, instance, node), "score");
        } else {
            add("score", fmt::format("its score there is {}", allowed.score.text())).score = allowed.score;
        }
    }

    void promotion(ResourceId instance) {
        const Placement& what = placement(instance);
        if (!what.promotion_considered || what.promotion_score >= Score()) {
            add("promoted-max", "as many instances are promoted as promoted-max allows", resource(resource_).position);
            return;
        }
        if (schedule_.ledger) {
            blame(explain_promotion_score(schedule_, instance), "promotion score");
        } else {
            add("promotion-score", fmt::format("its promotion score there is {}", what.promotion_score.text())).score =
                what.promotion_score;
        }
    }

    /// Names the part that brings the score below zero: what set it to -INFINITY, else the most negative one.
    void blame(const ScoreExplanation& explanation, const char* which) {
        const auto worst = std::ranges::min_element(explanation.parts, {}, amount_of);
        const std::string score = explanation.score.value_or(Score()).text();
        if (worst == explanation.parts.end() || amount_of(*worst) >= Score()) {
            add("score", fmt::format("its {} there is {}", which, score)).score = explanation.score;
            return;
        }
        const Score amount = amount_of(*worst);
        if (told_already(worst->constraint)) return;
        std::string text = fmt::format("{} by {}{}", amount.text(), worst->text, line_of(worst->position));
        if (amount != explanation.score) text += fmt::format(", which leaves a {} of {}", which, score);
        Obstacle& obstacle = add(code_of(worst->cause.kind), std::move(text), worst->position);
        obstacle.constraint = worst->constraint;
        obstacle.score = explanation.score;
    }

    /// A constraint that keeps it from every node need not be told for each.
    bool told_already(const std::string& constraint) const {
        return !constraint.empty() && std::ranges::any_of(found_, [&](const Obstacle& obstacle) {
            return obstacle.constraint == constraint && obstacle.node.empty();
        });
    }

    static Score amount_of(const ScorePart& part) {
        return part.change.value_or(part.after.value_or(Score::minus_infinity()));
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
        case CauseKind::PromotionBase:
        case CauseKind::NotPromotable: return "promotion-score";
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
