#include "scenario_file/why.h"

#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "base/line_of.h"
#include "placement/carry_out.h"
#include "placement/codes.h"
#include "placement/explain_choice.h"
#include "placement/sequence.h"

namespace placement {

namespace {

/// More lines than these explain nothing.
constexpr std::size_t most_parts = 12;
constexpr std::size_t most_others = 6;


/// The one resource that speaks for the name: of what is in a clone or bundle the outermost one.
ResourceId speaker(const Cluster& cluster, const std::string& name) {
    const std::vector<ResourceId> found = require_resources(cluster, name);
    ResourceId id = found.front();
    if (found.size() == 1 && !cluster.resources[id].parent) return id;
    for (ResourceId up = cluster.resources[id].parent; up; up = cluster.resources[up].parent) {
        if (!cluster.resources[up].is_group()) id = up;
    }
    return id;
}

using Places = std::set<std::pair<std::string, bool>>;

void collect_places(const Schedule& schedule, ResourceId id, Places& places) {
    const Resource& resource = schedule.cluster->resources[id];
    const Placement& placement = schedule.placements[id];
    if (resource.is_primitive() && placement.node && placement.role != Role::Stopped) {
        places.insert({schedule.cluster->nodes[placement.node].name, placement.role == Role::Promoted});
    }
    for (const ResourceId child : resource.children) collect_places(schedule, child, places);
}

Places places_now(const Outcome& outcome, const std::string& resource) {
    Places places;
    for (const RunningOn& each : outcome.resource(resource).after)
        places.insert({each.node, each.role == Role::Promoted});
    return places;
}

/// The schedule that put the resource where it is at rest: the first one, unless later ones did otherwise.
Schedule deciding_schedule(const Outcome& outcome, const std::string& resource) {
    if (outcome.schedule->ledger) {
        Places places;
        for (const ResourceId id : require_resources(*outcome.schedule->cluster, resource)) {
            collect_places(*outcome.schedule, id, places);
        }
        if (places == places_now(outcome, resource)) return *outcome.schedule;
    }
    return schedule(outcome.at_rest, {.with_ledger = true});
}

std::string joined_names(const Cluster& cluster, const std::vector<NodeId>& nodes) {
    std::string text;
    for (const NodeId node : nodes) text += (text.empty() ? "" : " ") + cluster.nodes[node].name;
    return text;
}

class Lines {
public:
    void add(std::string line) {
        if (std::ranges::find(lines_, line) == lines_.end()) lines_.push_back(std::move(line));
    }
    std::vector<std::string> take() { return std::move(lines_); }

private:
    std::vector<std::string> lines_;
};

void add_verdicts(const Cluster& cluster, const char* what, const std::vector<NodeVerdict>& verdicts,
                  const std::vector<std::string>& nodes, Lines& lines) {
    std::size_t shown = 0;
    for (const NodeVerdict& verdict : verdicts) {
        const std::string& name = cluster.nodes[verdict.node].name;
        if (!nodes.empty() && std::ranges::find(nodes, name) == nodes.end()) continue;
        if (shown++ == most_others) return;
        lines.add(fmt::format("{} {}: {}", what, name, verdict.text));
    }
}

std::string part_text(const ScorePart& part) {
    if (!part.change)
        return fmt::format("= {}  {}{}", part.after ? part.after->text() : "none", part.text, line_of(part.position));
    const std::string sign = part.change->value() < 0 ? "" : "+";
    return fmt::format("{}{}  {}{}", sign, part.change->text(), part.text, line_of(part.position));
}

void add_parts(const ScoreExplanation& explanation, Lines& lines) {
    std::size_t shown = 0;
    for (const ScorePart& part : explanation.parts) {
        if (!part.change && part.after == Score(0)) continue;
        if (shown++ == most_parts) {
            lines.add("…");
            return;
        }
        lines.add(part_text(part));
    }
}

void add_with_parents(const Cluster& cluster, const std::string& history_id, std::set<std::string>& names) {
    for (const ResourceId id : cluster.resources.ids()) {
        const Resource& resource = cluster.resources[id];
        if (resource.id != history_id && resource.history_id != history_id && resource.xml_id != history_id) continue;
        names.insert(resource.xml_id);
        for (ResourceId up = resource.parent; up; up = cluster.resources[up].parent) {
            names.insert(cluster.resources[up].xml_id);
        }
    }
}

bool changes_a_role(const std::string& operation) {
    return operation == "start" || operation == "stop" || operation == "promote" || operation == "demote" ||
           operation == "migrate_to" || operation == "migrate_from";
}

} // namespace

std::vector<std::string> why_there(const Outcome& outcome, const std::string& resource,
                                   const std::vector<std::string>& expected_nodes) {
    const Schedule deciding = deciding_schedule(outcome, resource);
    const Cluster& cluster = *deciding.cluster;
    const ResourceId id = speaker(cluster, resource);
    const ChoiceExplanation choice = explain_choice(deciding, id);
    const std::string& name = cluster.resources[id].xml_id;
    Lines lines;
    lines.add(fmt::format("{} runs {}: {}", name,
                          choice.nodes.empty() ? "nowhere" : "on " + joined_names(cluster, choice.nodes), choice.text));
    for (const Obstacle& obstacle : choice.everywhere) lines.add(obstacle.text);
    add_verdicts(cluster, "not on", choice.others, expected_nodes, lines);
    add_verdicts(cluster, "not promoted on", choice.not_promoted, expected_nodes, lines);
    for (const Obstacle& obstacle : outcome.resource(resource).kept_down_by) {
        lines.add(obstacle.node.empty() ? obstacle.text : fmt::format("not on {}: {}", obstacle.node, obstacle.text));
    }
    return lines.take();
}

std::vector<std::string> why_score(const Outcome& outcome, const std::string& resource, const std::string& node,
                                   bool promotion) {
    if (!outcome.schedule->ledger) return {};
    const Cluster& cluster = *outcome.schedule->cluster;
    const NodeId on = require_node(cluster, node);
    Lines lines;
    if (!promotion) {
        const std::optional<Score> score = outcome.score(resource, node);
        for (const ResourceId id : require_resources(cluster, resource)) {
            const ScoreExplanation explanation = explain_score(*outcome.schedule, id, on);
            if (explanation.score.value_or(Score::minus_infinity()) != score) continue;
            add_parts(explanation, lines);
            break;
        }
        return lines.take();
    }
    std::vector<ResourceId> instances = require_resources(cluster, resource);
    for (std::size_t i = 0; i < instances.size(); ++i) {
        const Placement& placement = outcome.schedule->placements[instances[i]];
        if (placement.promotion_considered && placement.node == on) {
            add_parts(explain_promotion_score(*outcome.schedule, instances[i]), lines);
            break;
        }
        const auto& children = cluster.resources[instances[i]].children;
        instances.insert(instances.end(), children.begin(), children.end());
    }
    return lines.take();
}

std::vector<std::string> why_lost(const Outcome& outcome, const std::vector<std::string>& services) {
    Lines lines;
    for (const std::string& service : services) {
        std::size_t shown = 0;
        for (const Obstacle& obstacle : outcome.resource(service).kept_down_by) {
            if (shown++ == most_others) break;
            lines.add(
                fmt::format("{}{}: {}", service, obstacle.node.empty() ? "" : " on " + obstacle.node, obstacle.text));
        }
    }
    return lines.take();
}

std::vector<std::string> looping_resources(const Outcome& outcome) {
    std::set<std::string> names;
    if (outcome.sequence && outcome.sequence->loop) {
        for (const Loop::Instance& instance : outcome.sequence->loop->instances) {
            add_with_parents(*outcome.at_rest, instance.resource, names);
        }
    } else if (outcome.settled->end == SettledCluster::End::Cycle) {
        for (std::size_t round = outcome.settled->cycle_begin; round < outcome.settled->rounds.size(); ++round) {
            for (const CarriedOutStep& step : outcome.settled->rounds[round].carried_out.steps) {
                if (changes_a_role(step.operation)) add_with_parents(*outcome.at_rest, step.resource, names);
            }
        }
    }
    return {names.begin(), names.end()};
}

std::vector<std::string> why_unrest(const Outcome& outcome) {
    Lines lines;
    if (outcome.sequence && outcome.sequence->loop) {
        const Loop& loop = *outcome.sequence->loop;
        for (const Loop::Instance& instance : loop.instances) {
            lines.add(fmt::format("{} on {} is stopped {} and started {} times in each turn of {} ms",
                                  instance.resource, instance.node, instance.stops, instance.starts, loop.period_ms));
        }
        for (const Loop::Feeder& feeder : loop.fed_by) {
            lines.add(fmt::format("fed by {}{}", feeder.what, line_of(feeder.position)));
        }
        for (const std::string& end : loop.ended_by) lines.add(fmt::format("would be ended by {}", end));
        return lines.take();
    }
    const std::vector<std::string> names = looping_resources(outcome);
    if (!names.empty()) lines.add(fmt::format("again and again: {}", fmt::join(names, ", ")));
    for (const Diagnostic& diagnostic : outcome.diagnostics) {
        if (diagnostic.code == diagnostic_codes::never_settles || diagnostic.code == diagnostic_codes::transition_limit)
            lines.add(diagnostic.message);
    }
    return lines.take();
}

} // namespace placement
