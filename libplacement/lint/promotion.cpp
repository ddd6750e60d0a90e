#include <algorithm>
#include <cmath>
#include <set>

#include <fmt/format.h>

#include "lint/rules.h"
#include "lint/tell.h"

namespace placement {

namespace {

// ---- what keeps the promoted instance away --------------------------------------------------------------------

/// A configured colocation that keeps something from where a clone is promoted.
struct Avoidance {
    const Colocation* colocation = nullptr;
    ResourceId clone;
    ResourceId other; ///< what keeps away from it, or what it keeps away from
    bool of_promoted = false; ///< the clone is the dependent: it is the promoted role that must not be there
};

ResourceId promotable_clone(const Cluster& cluster, ResourceId resource) {
    const ResourceId top = cluster.top(resource, true);
    const Resource& each = cluster.resources[top];
    return each.is_clone() && each.clone().promotable ? top : ResourceId();
}

std::vector<Avoidance> avoidances(const Cluster& cluster) {
    std::vector<Avoidance> found;
    std::set<std::string> seen;
    for (const Colocation& each : cluster.colocations) {
        if (!each.configured || each.score >= Score() || !seen.insert(each.id).second) continue;
        const ResourceId as_primary = promotable_clone(cluster, each.primary);
        const ResourceId as_dependent = promotable_clone(cluster, each.dependent);
        if (as_primary && each.primary_role != Role::Unpromoted) {
            found.push_back({&each, as_primary, each.dependent, false});
        } else if (as_dependent && each.dependent_role == Role::Promoted) {
            found.push_back({&each, as_dependent, each.primary, true});
        }
    }
    return found;
}

// ---- scenarios ------------------------------------------------------------------------------------------------

struct Instances {
    std::string primitive;
    std::vector<std::string> promoted;   ///< nodes
    std::vector<std::string> unpromoted; ///< nodes
};

Instances instances_of(const LintSubject& subject, ResourceId clone) {
    const Cluster& cluster = subject.cluster();
    Instances found;
    for (const ResourceId child : cluster.resources[clone].children) {
        const Resource& instance = cluster.resources[child];
        if (!instance.is_primitive()) continue;
        found.primitive = instance.xml_id;
        for (const NodeId node : instance.active_nodes) {
            (instance.role == Role::Promoted ? found.promoted : found.unpromoted).push_back(cluster.nodes[node].name);
        }
    }
    std::ranges::sort(found.promoted);
    std::ranges::sort(found.unpromoted);
    return found;
}

/// What may happen to the promoted instance, and to one of the others before it.
std::vector<Proof> scenarios(const Instances& instances, Release release) {
    std::vector<Proof> all;
    const auto add = [&](std::vector<Event> events) {
        Proof proof;
        proof.events = std::move(events);
        proof.release = release;
        all.push_back(std::move(proof));
    };
    for (const std::string& node : instances.promoted) {
        add({NodeFails{node}});
        add({ResourceFails{instances.primitive, node}});
    }
    for (const std::string& node : instances.promoted) {
        for (const std::string& other : instances.unpromoted) {
            add({ResourceFails{instances.primitive, other}, ClusterSettles{}, NodeFails{node}});
        }
    }
    if (instances.promoted.empty()) add({});
    return all;
}

bool at_rest(const Outcome& outcome) { return outcome.settled->end == SettledCluster::End::Settled; }

bool promotes(const Outcome& outcome, const std::string& clone) { return at_rest(outcome) && !outcome.promoted(clone).empty(); }

Proof with_a_finite_score(Proof scenario, const std::string& constraint) {
    scenario.changes.push_back(ConfigurationChange::with_score(constraint, "-1000"));
    return scenario;
}

std::string how_it_ends(const Outcome& outcome, const std::string& clone) {
    if (outcome.settled->end == SettledCluster::End::Cycle)
        return fmt::format("the cluster never comes to rest, and no instance "
                           "of `{}` stays promoted",
                           clone);
    if (!at_rest(outcome))
        return fmt::format("the cluster has not come to rest after {} transitions", outcome.settled->rounds.size());
    return fmt::format("no instance of `{}` is promoted", clone);
}

// ---- an avoidance that holds up a promotion -------------------------------------------------------------------

/// How much the avoidance takes from a candidate's promotion score, and what it leaves.
struct Loss {
    Proof scenario;
    std::string node;
    Score with;
    Score without;
    std::int64_t points() const { return std::int64_t{without.value()} - with.value(); }
};

std::optional<Loss> loss_in(const LintSubject& subject, const Avoidance& avoidance, const Proof& scenario, const Outcome& with,
                            const Outcome& without) {
    const Cluster& cluster = subject.cluster();
    const std::string& clone = cluster.resources[avoidance.clone].xml_id;
    std::optional<Loss> most;
    for (const Node& node : cluster.nodes) {
        const std::optional<Score> one = with.promotion_score(clone, node.name);
        const std::optional<Score> other = without.promotion_score(clone, node.name);
        if (!one || !other || *one >= *other || *other < Score()) continue;
        const Loss loss{scenario, node.name, *one, *other};
        if (!most || loss.points() > most->points()) most = loss;
    }
    return most;
}

RelatedPlace place_of_clone(const Cluster& cluster, const Avoidance& avoidance) {
    const Resource& clone = cluster.resources[avoidance.clone];
    return {fmt::format("`{}`", clone.xml_id), clone.position};
}

void tell_refused(const LintSubject& subject, const Avoidance& avoidance, Proof scenario, const Outcome& outcome, Findings& findings) {
    const Cluster& cluster = subject.cluster();
    const std::string& clone = cluster.resources[avoidance.clone].xml_id;
    scenario.shows = fmt::format("{}; with a score of -1000 for `{}`, one is promoted", how_it_ends(outcome, clone),
                                 avoidance.colocation->id);
    scenario.lost = outcome.lost();
    scenario.kept_down_by = outcome.resource(clone).kept_down_by;
    Finding& finding = tell(findings, avoidance.colocation->position,
                            fmt::format("the colocation `{}` of -INFINITY prevents the promotion of `{}`", avoidance.colocation->id, clone),
                            {place_of_clone(cluster, avoidance)});
    finding.code = "promotion-held-up";
    finding.severity = Severity::Error;
    finding.proof = std::move(scenario);
}

void tell_loss(const LintSubject& subject, const Avoidance& avoidance, Loss loss, Findings& findings) {
    const Cluster& cluster = subject.cluster();
    const std::string& clone = cluster.resources[avoidance.clone].xml_id;
    const std::string& other = cluster.resources[avoidance.other].xml_id;
    loss.scenario.shows = fmt::format("the promotion score of `{}` on {} is {}; with a score of -1000 for `{}`, it is {}", clone, loss.node,
                                      loss.with.text(), avoidance.colocation->id, loss.without.text());
    tell(findings, avoidance.colocation->position,
         fmt::format("the colocation `{}` of -INFINITY counts the preferences of `{}` against a promotion of `{}`: on {} the promotion "
                     "score is {} instead of {}, and below 0 no instance is promoted",
                     avoidance.colocation->id, other, clone, loss.node, loss.with.text(), loss.without.text()),
         {place_of_clone(cluster, avoidance)})
        .proof = std::move(loss.scenario);
}

void promotion_held_up(const LintSubject& subject, Findings& findings) {
    const Cluster& cluster = subject.cluster();
    for (const Avoidance& avoidance : avoidances(cluster)) {
        if (!avoidance.colocation->score.is_minus_infinity()) continue;
        const std::string& clone = cluster.resources[avoidance.clone].xml_id;
        std::optional<Loss> most;
        bool refused = false;
        for (const Proof& scenario : scenarios(instances_of(subject, avoidance.clone), subject.release())) {
            const Outcome with = subject.run(scenario);
            const Outcome without = subject.run(with_a_finite_score(scenario, avoidance.colocation->id));
            refused = !promotes(with, clone) && promotes(without, clone);
            if (refused) {
                tell_refused(subject, avoidance, scenario, with, findings);
                break;
            }
            const auto loss = loss_in(subject, avoidance, scenario, with, without);
            if (loss && (!most || loss->points() > most->points())) most = loss;
        }
        if (!refused && most) tell_loss(subject, avoidance, *most, findings);
    }
}

// ---- an instance that is dropped (up to 1.1.10) ---------------------------------------------------------------

/// What an older scheduler leaves in an instance's score where the other resource runs, as the share of its stickiness that the
/// colocation has. (Pacemaker 1.1.10: trunc(float(score / 1,000,000) × W))
std::int64_t turned_preference(const Colocation& colocation, std::int32_t stickiness) {
    const auto share = static_cast<float>(colocation.score.value()) / static_cast<float>(Score::infinite_value);
    return static_cast<std::int64_t>(std::trunc(share * static_cast<float>(stickiness)));
}

/// The last release that does so.
constexpr Release last_to_drop = Release::v1_1_10;

/// Nobody has a promotion score any more, as where the agents have just started.
Proof without_promotion_scores(Proof scenario, const Instances& instances) {
    std::vector<Event> events;
    for (const std::string& node : instances.unpromoted) {
        events.push_back(PromotionScoreSet{instances.primitive, node, Score::minus_infinity()});
    }
    events.insert(events.end(), scenario.events.begin(), scenario.events.end());
    scenario.events = std::move(events);
    return scenario;
}

/// The first release from which on the scenario comes to rest.
std::optional<Release> harmless_from(const LintSubject& subject, Proof scenario) {
    for (const Release release : offered_releases()) {
        if (release <= scenario.release) continue;
        Proof later = scenario;
        later.release = release;
        if (at_rest(subject.run(later))) return release;
    }
    return std::nullopt;
}

bool tell_dropped(const LintSubject& subject, const Avoidance& avoidance, Proof scenario, Findings& findings) {
    const Cluster& cluster = subject.cluster();
    const Outcome outcome = subject.run(scenario);
    if (at_rest(outcome) || !at_rest(subject.run(with_a_finite_score(scenario, avoidance.colocation->id)))) return false;
    const auto later = harmless_from(subject, scenario);
    const std::string& clone = cluster.resources[avoidance.clone].xml_id;
    const std::string& other = cluster.resources[avoidance.other].xml_id;
    scenario.shows = fmt::format("an instance of `{}` is stopped and started without end; with a score of -1000 for `{}`, the cluster comes to rest",
                                 clone, avoidance.colocation->id);
    scenario.lost = outcome.lost();
    const std::string fixed = later ? fmt::format("fixed in {}", text(*later)) : "no known release fixes it";
    Finding& finding =
        tell(findings, avoidance.colocation->position,
             fmt::format("under Pacemaker {}, the colocation `{}` stops the instance of `{}` that runs where `{}` is: the score {} counts "
                         "the stickiness {} of `{}` against the instance, more than the instance's own stickiness; {}",
                         text(scenario.release), avoidance.colocation->id, clone, other, avoidance.colocation->score.text(),
                         cluster.resources[avoidance.other].stickiness, other, fixed),
             {place_of_clone(cluster, avoidance)});
    finding.code = "running-instance-dropped";
    finding.severity = subject.release() <= last_to_drop ? Severity::Error : Severity::Warning;
    finding.proof = std::move(scenario);
    return true;
}

void running_instance_dropped(const LintSubject& subject, Findings& findings) {
    const Cluster& cluster = subject.cluster();
    for (const Avoidance& avoidance : avoidances(cluster)) {
        if (avoidance.of_promoted) continue;
        const std::int64_t turned = turned_preference(*avoidance.colocation, cluster.resources[avoidance.other].stickiness);
        // An instance has 1 for the node where it runs.
        if (turned + 1 >= 0) continue;
        const Instances instances = instances_of(subject, avoidance.clone);
        for (const Proof& scenario : scenarios(instances, last_to_drop)) {
            if (tell_dropped(subject, avoidance, scenario, findings)) break;
            if (tell_dropped(subject, avoidance, without_promotion_scores(scenario, instances), findings)) break;
        }
    }
}

} // namespace

void add_promotion_rules(LintRules& rules) {
    rules.push_back({"promotion-held-up", "promotion", Severity::Warning, "a colocation of -INFINITY that can prevent a promotion",
                     "A colocation such as \"not where it is promoted\" works in both directions. Before Pacemaker chooses a node "
                     "for the promotion, it counts the preferences of the other resource for its own node, above all its "
                     "stickiness, against a promotion there. With -INFINITY the whole preference counts. If the sum falls below "
                     "0, no instance is promoted, even though a healthy replica is available. With -1000, only a thousandth of "
                     "the preference counts, and the other resource still moves away. The attached scenario was simulated with "
                     "the configured score and with -1000. The finding is an error if the first run does not promote and the "
                     "second does, and a warning if only the promotion score falls.",
                     "Use a finite score (-1000). If a resource belongs beside a replica, use `INFINITY` with the role "
                     "Unpromoted.", promotion_held_up});
    rules.push_back({"running-instance-dropped", "promotion", Severity::Warning,
                     "a colocation that makes older releases stop a running instance",
                     "Up to Pacemaker 1.1.10, an instance can lose its place if it runs on the same node as a resource that must "
                     "keep away from the promoted role. The colocation counts the stickiness of that resource against the "
                     "instance. If this is more than the instance's own stickiness of 1, the negative score remains after the "
                     "trial placement, and the instance is stopped. The next run starts a spare instance on the same node, and so "
                     "on without end; the agent never gets to set a promotion score. In 2017 this took down a payment service for "
                     "an hour and fifty minutes. The attached scenario was simulated under the rules of 1.1.10. The finding is an "
                     "error if you ask for these rules (`--pacemaker 1.1.10`), and otherwise a warning, in case the configuration "
                     "is for an older cluster.",
                     "Use a finite score (-1000), set a stickiness for the clone itself, or update Pacemaker.",
                     running_instance_dropped});
}

} // namespace placement
