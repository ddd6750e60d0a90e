#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "explain/interleaved.h"
#include "explain/left_alone.h"
#include "explain/reach.h"
#include "explain/refusal.h"
#include "explain/required.h"
#include "explain/score_root.h"
#include "explain/words.h"
#include "placement/error.h"
#include "placement/explain_choice.h"

namespace placement {

namespace {

const char* code_of(Criterion criterion) {
    switch (criterion) {
    case Criterion::CannotRun: return "cannot-run";
    case Criterion::NotAllowed: return "not-allowed";
    case Criterion::Score: return "score";
    case Criterion::Wanted: return "wanted";
    case Criterion::Capacity: return "capacity";
    case Criterion::Load: return "load";
    case Criterion::CurrentNode: return "current-node";
    case Criterion::Name: return "name";
    }
    return "";
}

class Chooser {
public:
    Chooser(const Schedule& schedule, ResourceId id) : schedule_(schedule), cluster_(*schedule.cluster), id_(id) {
        result_.resource = id;
        collect_primitives(id);
    }

    ChoiceExplanation run() {
        result_.nodes = nodes_of(primitives_);
        find_what_cannot_be_done();
        if (resource(id_).is_primitive()) {
            primitive();
            promotion_of_instance();
            result_.actions = explain_actions(schedule_, id_);
        } else {
            collective();
        }
        return std::move(result_);
    }

private:
    const Resource& resource(ResourceId id) const { return cluster_.resources[id]; }
    const Placement& placement(ResourceId id) const { return schedule_.placements[id]; }
    const std::string& name(NodeId node) const { return cluster_.nodes[node].name; }

    void collect_primitives(ResourceId id) {
        if (resource(id).is_primitive()) primitives_.push_back(id);
        for (const ResourceId child : resource(id).children) collect_primitives(child);
    }

    bool runs(ResourceId id) const { return placement(id).node && placement(id).role != Role::Stopped; }

    std::vector<NodeId> nodes_of(const std::vector<ResourceId>& primitives) const {
        std::vector<NodeId> nodes;
        for (const NodeId node : cluster_.nodes.ids()) {
            const bool there =
                std::ranges::any_of(primitives, [&](ResourceId id) { return runs(id) && placement(id).node == node; });
            if (there) nodes.push_back(node);
        }
        return nodes;
    }

    void find_what_cannot_be_done() {
        for (const NodeId node : result_.nodes) {
            bool any_starts = false;
            bool any_kept_unpromoted = false;
            for (const ResourceId id : primitives_) {
                if (!runs(id) || placement(id).node != node) continue;
                any_starts = any_starts || !cannot_start(schedule_, id);
                any_kept_unpromoted = any_kept_unpromoted || cannot_be_promoted(schedule_, id);
            }
            if (!any_starts) result_.cannot_start.push_back(node);
            if (any_kept_unpromoted) result_.cannot_be_promoted.push_back(node);
        }
    }

    NodeVerdict& verdict(NodeId node, std::string code, std::string text, std::vector<NodeVerdict>& into) {
        NodeVerdict verdict;
        verdict.node = node;
        verdict.code = std::move(code);
        verdict.text = std::move(text);
        into.push_back(std::move(verdict));
        return into.back();
    }

    void verdict_from(const Obstacle& obstacle, NodeId node, std::vector<NodeVerdict>& into) {
        NodeVerdict& added = verdict(node, obstacle.code, obstacle.text, into);
        added.score = obstacle.score;
        added.constraint = obstacle.constraint;
        added.position = obstacle.position;
    }

    // -- primitives --

    const NodeChoice* last_choice() const {
        const auto found = std::find_if(schedule_.choices.rbegin(), schedule_.choices.rend(),
                                        [&](const NodeChoice& choice) { return choice.resource == id_; });
        return found == schedule_.choices.rend() ? nullptr : &*found;
    }

    void primitive() {
        const NodeChoice* choice = last_choice();
        if (!runs(id_)) keep_everywhere(Role::Started);
        if (choice == nullptr) {
            result_.text = resource(id_).removed ? "it is no longer in the configuration" : "no node was looked for";
            from_obstacles(Role::Started);
        } else if (choice->way == NodeChoice::Way::Unmanaged) {
            const Obstacle why = left_alone(schedule_, id_);
            result_.text = "it stays where it is: " + why.text;
            for_others([&](NodeId node) {
                if (!is_active_on(node)) verdict_from(why, node, result_.others);
            });
        } else if (choice->way == NodeChoice::Way::StopAll) {
            result_.text = "the cluster property stop-all-resources is set";
            for_others([&](NodeId node) { verdict(node, "stop-all-resources", "stop-all-resources is set", result_.others); });
        } else {
            compared(*choice);
        }
    }

    bool is_active_on(NodeId node) const {
        return std::ranges::find(resource(id_).active_nodes, node) != resource(id_).active_nodes.end();
    }

    template <typename Function>
    void for_others(Function function) {
        for (const NodeId node : cluster_.nodes.ids()) {
            const bool runs_there = std::ranges::find(result_.nodes, node) != result_.nodes.end();
            if (!runs_there && is_within_reach(schedule_, primitives_, node)) function(node);
        }
    }

    void compared(const NodeChoice& choice) {
        const NodeId node = placement(id_).node;
        const bool kept = choice.chosen == node;
        if (runs(id_) && kept) {
            result_.text = why_chosen(choice);
        } else if (runs(id_)) {
            result_.text = choice.chosen ? fmt::format("{} was chosen first", name(choice.chosen)) : "it was placed otherwise";
        } else if (choice.chosen && node) {
            result_.text = "it has a node, but is to be stopped";
        } else if (choice.chosen) {
            result_.text = fmt::format("{} was chosen, but taken back{}", name(choice.chosen),
                                       placement(id_).role_reason.empty() ? "" : " (" + placement(id_).role_reason + ")");
        } else {
            result_.text = "no node may run it";
        }
        for_others([&](NodeId other) { against(choice, other); });
    }

    std::string why_chosen(const NodeChoice& choice) const {
        const auto own = std::ranges::find(choice.candidates, choice.chosen, &NodeChoice::Candidate::node);
        std::string score = own == choice.candidates.end() ? "" : own->score.text();
        std::vector<const NodeChoice::Candidate*> usable;
        for (const NodeChoice::Candidate& candidate : choice.candidates) {
            if (candidate.can_run && candidate.score >= Score() && candidate.node != choice.chosen) {
                usable.push_back(&candidate);
            }
        }
        if (usable.empty()) return fmt::format("the only node that may run it; its score is {}", score);
        const NodeChoice::Candidate& next = *usable.front();
        const std::string& other = name(next.node);
        switch (next.against) {
        case Criterion::Score: return fmt::format("its score, {}, is the highest", score);
        case Criterion::Wanted: return fmt::format("no node has a higher score than {}, and {}", score, wanted_words(choice));
        case Criterion::Capacity:
            return fmt::format("no node has a higher score than {}, and it has more capacity left than {}", score, other);
        case Criterion::Load:
            return fmt::format("no node has a higher score than {}, and it has fewer resources than {}", score, other);
        case Criterion::CurrentNode: return fmt::format("no node has a higher score than {}, and it runs there already", score);
        case Criterion::Name:
            return fmt::format("no node has a higher score than {}, and among equals its name comes first", score);
        case Criterion::CannotRun:
        case Criterion::NotAllowed: break;
        }
        return fmt::format("its score is {}", score);
    }

    std::string wanted_words(const NodeChoice& choice) const {
        const Placement& own = placement(id_);
        if (own.node_before == choice.best) return "this instance is there already";
        if (resource(id_).partial_migration_target == choice.best) return "it is migrating there";
        if (!resource(id_).utilization.empty()) return "it has most room";
        return "it was asked for";
    }

    /// Of a node that is up, and cannot be chosen.
    std::string will_be_down(NodeId node) const {
        const auto fencing = std::ranges::find(schedule_.fencing, node, &Schedule::Fencing::node);
        if (fencing != schedule_.fencing.end()) return fmt::format("the node is to be fenced: {}", fencing->reason);
        return cluster_.nodes[node].is_remote() ? "the node will not be up: its connection is to be stopped"
                                                : "the node cannot run anything then";
    }

    void against(const NodeChoice& choice, NodeId node) {
        const auto found = std::ranges::find(choice.candidates, node, &NodeChoice::Candidate::node);
        if (found == choice.candidates.end()) {
            verdict(node, code_of(Criterion::NotAllowed),
                    cluster_.options.symmetric_cluster ? "the node is not among those that it may run on"
                                                       : "the cluster is asymmetric and no location constraint allows the node",
                    result_.others);
            return;
        }
        if (!found->can_run) {
            const NodeRefusal refused = refusal(cluster_.nodes[node]);
            NodeVerdict& added = verdict(node, code_of(Criterion::CannotRun),
                                         *refused.code != 0 ? refused.text : will_be_down(node), result_.others);
            added.position = cluster_.nodes[node].position;
            added.score = found->score;
            return;
        }
        if (found->score < Score()) return negative(*found);
        if (node == choice.chosen || !choice.chosen) {
            if (const auto partner = missing_partner(schedule_, id_, node)) return verdict_from(*partner, node, result_.others);
            verdict(node, "taken-back", "it was chosen, but what it must go with was not", result_.others).score = found->score;
            return;
        }
        verdict(node, code_of(found->against), criterion_words(choice, *found), result_.others).score = found->score;
    }

    std::string criterion_words(const NodeChoice& choice, const NodeChoice::Candidate& candidate) const {
        const auto best = std::ranges::find(choice.candidates, choice.chosen, &NodeChoice::Candidate::node);
        const std::string& chosen = name(choice.chosen);
        const Score best_score = best == choice.candidates.end() ? Score() : best->score;
        const std::int32_t best_load = best == choice.candidates.end() ? 0 : best->load;
        const std::string equal = fmt::format("as good by its score, {}, but ", candidate.score.text());
        switch (candidate.against) {
        case Criterion::Score:
            return fmt::format("its score, {}, is lower than the {} of {}", candidate.score.text(), best_score.text(), chosen);
        case Criterion::Wanted: return equal + wanted_words(choice) + fmt::format(" ({})", chosen);
        case Criterion::Capacity: return equal + fmt::format("{} has more capacity left (placement-strategy=balanced)", chosen);
        case Criterion::Load:
            return equal + fmt::format("it has {} resource{} already, and {} has {}", candidate.load,
                                       candidate.load == 1 ? "" : "s", chosen, best_load);
        case Criterion::CurrentNode: return equal + fmt::format("it runs on {} already", chosen);
        case Criterion::Name: return equal + fmt::format("its name comes after {}", chosen);
        case Criterion::CannotRun:
        case Criterion::NotAllowed: break;
        }
        return "";
    }

    /// The part that brought the score below zero, where the score is still what was compared.
    void negative(const NodeChoice::Candidate& candidate) {
        NodeVerdict& added = verdict(candidate.node, code_of(Criterion::Score), "", result_.others);
        added.score = candidate.score;
        added.text = fmt::format("its score is {}", candidate.score.text());
        const ScoreExplanation explanation = explain_score(schedule_, id_, candidate.node);
        if (explanation.score != candidate.score) return;
        const std::optional<ScoreRoot> root = root_of(schedule_, explanation);
        if (!root) return;
        const bool all_of_it = root->text.starts_with(candidate.score.text() + " by ");
        added.text += all_of_it ? root->text.substr(candidate.score.text().size()) : ": " + root->text;
        added.constraint = root->part.constraint;
        added.position = root->part.position;
    }

    // -- promotion --

    ResourceId clone_of(ResourceId instance) const {
        const ResourceId parent = resource(instance).parent;
        return parent && resource(parent).is_clone() && resource(parent).promotable ? parent : ResourceId::none();
    }

    void promotion_of_instance() {
        if (!clone_of(id_) || !runs(id_)) return;
        if (placement(id_).role == Role::Promoted) {
            result_.text += promoted_words();
        } else {
            not_promoted(id_, placement(id_).node);
        }
    }

    std::string promoted_words() const {
        const Placement& own = placement(id_);
        if (!own.promotion_considered) return "";
        return fmt::format("; {} with a promotion score of {}",
                           result_.cannot_be_promoted.empty() ? "promoted" : "to be promoted", own.promotion_score.text());
    }

    /// The instance that is promoted and was considered just before those that are not.
    ResourceId last_promoted(ResourceId clone) const {
        ResourceId last;
        for (const ResourceId instance : placement(clone).children) {
            if (placement(instance).role == Role::Promoted) last = instance;
        }
        return last;
    }

    void not_promoted(ResourceId instance, NodeId node) {
        const NodeRefusal refused = refusal(cluster_.nodes[node]);
        if (*refused.code != 0) {
            verdict(node, refused.code, refused.text, result_.not_promoted).position = cluster_.nodes[node].position;
            return;
        }
        const ResourceId clone = clone_of(instance);
        const Placement& own = placement(instance);
        const ResourceId other = last_promoted(clone);
        if (!other || own.promotion_score < Score()) {
            const std::vector<Obstacle> found = obstacles(schedule_, clone, Role::Promoted);
            auto decisive = std::ranges::find(found, name(node), &Obstacle::node);
            if (decisive == found.end() && own.promotion_score >= Score())
                decisive = std::ranges::find(found, std::string(), &Obstacle::node);
            if (decisive != found.end()) return verdict_from(*decisive, node, result_.not_promoted);
            verdict(node, "promotion-score", fmt::format("its promotion score is {}", own.promotion_score.text()),
                    result_.not_promoted)
                .score = own.promotion_score;
            return;
        }
        const Placement& theirs = placement(other);
        const std::string where = theirs.node ? name(theirs.node) : "no node";
        std::string why = fmt::format("its promotion score, {}, is as high as the one on {}, whose instance comes first",
                                      own.promotion_score.text(), where);
        const char* code = "instance-order";
        if (own.promotion_score < theirs.promotion_score) {
            code = "promotion-score";
            why = fmt::format("its promotion score, {}, is lower than the {} on {}, and promoted-max is reached",
                              own.promotion_score.text(), theirs.promotion_score.text(), where);
        } else if (own.promotion_score > theirs.promotion_score) {
            code = "promoted-node-max";
            why = "the node, or what it has to go with, cannot have it promoted";
        } else if (theirs.role_before == Role::Promoted && own.role_before != Role::Promoted) {
            code = "current-role";
            why = fmt::format("its promotion score, {}, is as high as the one on {}, which is promoted already",
                              own.promotion_score.text(), where);
        }
        verdict(node, code, why, result_.not_promoted).score = own.promotion_score;
    }

    // -- collective resources --

    void keep_everywhere(Role role) {
        for (Obstacle& obstacle : obstacles(schedule_, id_, role)) {
            if (obstacle.node.empty()) result_.everywhere.push_back(std::move(obstacle));
        }
    }

    void from_obstacles(Role role) {
        const std::vector<Obstacle> found = obstacles(schedule_, id_, role);
        for_others([&](NodeId node) {
            const auto obstacle = std::ranges::find(found, name(node), &Obstacle::node);
            if (obstacle != found.end())
                verdict_from(*obstacle, node, result_.others);
            else
                no_instance_left(node);
        });
    }

    void no_instance_left(NodeId node) {
        if (result_.nodes.empty()) {
            verdict(node, "nothing", "nothing in the node itself; see what holds for all nodes", result_.others);
        } else if (resource(id_).is_clone() || resource(id_).is_bundle()) {
            verdict(node, "clone-max", "every instance that may run has a node already", result_.others);
        } else {
            verdict(node, "elsewhere", "it is placed elsewhere; see what is in it", result_.others);
        }
    }

    void collective() {
        if (result_.nodes.empty()) {
            result_.text = primitives_.empty() ? "there is nothing in it" : "nothing in it has a node";
            keep_everywhere(Role::Started);
        } else if (resource(id_).is_group()) {
            result_.text = "its members go together, the first to be placed takes the others along";
        } else {
            result_.text = "its instances are placed one by one" + promoted_nodes();
        }
        if (resource(id_).is_group()) {
            from_first_member();
        } else {
            from_obstacles(Role::Started);
        }
        if (!resource(id_).is_clone() || !resource(id_).promotable || result_.nodes.empty()) return;
        if (!last_promoted(id_)) keep_everywhere(Role::Promoted);
        for (const ResourceId instance : resource(id_).children) {
            const ResourceId first = first_primitive(instance);
            if (!first || !runs(first) || placement(instance).role == Role::Promoted) continue;
            if (placement(first).role != Role::Promoted) not_promoted(instance, placement(first).node);
        }
    }

    /// What decided for the first member decided for the group.
    void from_first_member() {
        const ResourceId first = first_primitive(id_);
        if (!first) return from_obstacles(Role::Started);
        ChoiceExplanation member = Chooser(schedule_, first).run();
        for (NodeVerdict& verdict : member.others) {
            if (std::ranges::find(result_.nodes, verdict.node) != result_.nodes.end()) continue;
            verdict.text = fmt::format("{}: {}", resource(first).id, verdict.text);
            result_.others.push_back(std::move(verdict));
        }
    }

    std::string promoted_nodes() const {
        std::string text;
        if (!resource(id_).is_clone() || !resource(id_).promotable) return text;
        for (const ResourceId instance : placement(id_).children) {
            const Placement& each = placement(instance);
            const ResourceId first = first_primitive(instance);
            if (!first || placement(first).role != Role::Promoted || !placement(first).node) continue;
            text +=
                fmt::format("{} {} (promotion score {}{})", text.empty() ? "; promoted on" : ",", name(placement(first).node),
                            each.promotion_score.text(), cannot_be_promoted(schedule_, first) ? ", but that cannot be done" : "");
        }
        return text;
    }

    ResourceId first_primitive(ResourceId id) const {
        while (!resource(id).is_primitive()) {
            if (resource(id).children.empty()) return ResourceId::none();
            id = resource(id).children.front();
        }
        return id;
    }

    const Schedule& schedule_;
    const Cluster& cluster_;
    ResourceId id_;
    std::vector<ResourceId> primitives_; ///< in it
    ChoiceExplanation result_;
};

} // namespace

ChoiceExplanation explain_choice(const Schedule& schedule, ResourceId resource) {
    if (!schedule.ledger) throw InvalidArgument("the schedule was made without a ledger");
    return Chooser(schedule, resource).run();
}

} // namespace placement
