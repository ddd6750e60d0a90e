#include <algorithm>

#include <fmt/format.h>

#include "placement/explain_choice.h"
#include "placement/render.h"
#include "render/explanation_json.h"
#include "render/fold.h"
#include "render/json.h"
#include "render/lines.h"
#include "render/paint.h"
#include "render/release_words.h"
#include "render/score_sum.h"
#include "render/services.h"
#include "render/words.h"

namespace placement {

namespace {

std::string role_text(const Schedule& schedule, ResourceId id, const ChoiceExplanation& choice) {
    const Resource& resource = schedule.cluster->resources[id];
    if (!resource.is_primitive()) return "";
    const Placement& placement = schedule.placements[id];
    if (choice.nodes.empty()) return "will be stopped";
    const std::string& node = schedule.cluster->nodes[placement.node].name;
    if (!choice.cannot_start.empty()) return "cannot be started on " + node;
    if (!choice.cannot_be_promoted.empty()) return "cannot be promoted on " + node;
    const bool plain = placement.role == Role::Started || placement.role == Role::Unknown;
    return fmt::format("will be {} on {}",
                       plain                              ? "started"
                       : placement.role == Role::Promoted ? "promoted"
                                                          : "unpromoted",
                       node);
}

std::vector<NodeId> wanted_nodes(const Schedule& schedule, ResourceId resource, NodeId node) {
    return node ? std::vector{node} : nodes_in_reach(schedule, resource);
}

/// The resource and everything in it.
void collect(const Cluster& cluster, ResourceId id, std::vector<ResourceId>& resources) {
    resources.push_back(id);
    for (const ResourceId child : cluster.resources[id].children) collect(cluster, child, resources);
}

std::vector<ResourceId> with_contents(const Schedule& schedule, ResourceId id) {
    std::vector<ResourceId> resources;
    collect(*schedule.cluster, id, resources);
    return resources;
}

std::string kind_of(const Resource& resource) {
    if (resource.is_group()) return "group";
    if (resource.is_clone()) return "clone";
    if (resource.is_bundle()) return "bundle";
    return "primitive";
}

bool promotion_wanted(const Placement& placement, NodeId node) {
    return placement.promotion_considered && (!node || placement.node == node);
}

NodeId wanted_node(const Outcome& outcome, const std::string& name) {
    return name.empty() ? NodeId::none() : require_node(*outcome.after, name);
}

class ExplanationText {
public:
    ExplanationText(const Schedule& schedule, NodeId node, const TextStyle& style)
        : schedule_(schedule), node_(node), paint_(style.color) {}

    void add_all(ResourceId id) {
        for (const ResourceId each : with_contents(schedule_, id)) add(each);
    }
    std::string take() { return std::move(out_); }

private:
    void add(ResourceId id) {
        const Resource& resource = schedule_.cluster->resources[id];
        if (!out_.empty()) out_ += as_line("");
        const std::string place = resource.position.known() ? fmt::format(", line {}", resource.position.line) : "";
        const ChoiceExplanation explanation = explain_choice(schedule_, id);
        const std::string role = role_text(schedule_, id, explanation);
        out_ += as_line(
            fmt::format("{} ({}{}){}{}", paint_.bold(resource.id), kind_of(resource), place, role.empty() ? "" : " ", role),
            paint_);
        choice(explanation);
        for (const NodeId node : wanted_nodes(schedule_, id, node_)) {
            sum(fmt::format("score on {}", schedule_.cluster->nodes[node].name), explain_score(schedule_, id, node));
        }
        const Placement& placement = schedule_.placements[id];
        if (!promotion_wanted(placement, node_)) return;
        const std::string where = placement.node ? schedule_.cluster->nodes[placement.node].name : "no node";
        sum(fmt::format("promotion score on {}", where), explain_promotion_score(schedule_, id));
    }

    // -- the choice --

    void line(const std::string& text) { out_ += as_line("  " + text, paint_); }

    void choice(const ChoiceExplanation& explanation) {
        std::string runs;
        std::string cannot;
        for (const NodeId node : explanation.nodes) {
            const bool starts = std::ranges::find(explanation.cannot_start, node) == explanation.cannot_start.end();
            (starts ? runs : cannot) += " " + schedule_.cluster->nodes[node].name;
        }
        std::string places = runs.empty() ? "" : "runs on" + runs;
        if (!cannot.empty()) places += fmt::format("{}assigned to{}, where it cannot start", places.empty() ? "" : ", ", cannot);
        line(fmt::format("{}: {}", paint_.bold(places.empty() ? "runs nowhere" : places), explanation.text));
        for (const Obstacle& obstacle : explanation.everywhere) line("  " + obstacle.text);
        for (const NodeVerdict& verdict : explanation.others) against("not on", verdict);
        for (const NodeVerdict& verdict : explanation.not_promoted) against("not promoted on", verdict);
        for (const ActionExplanation& action : explanation.actions) add(action);
    }

    void against(const char* what, const NodeVerdict& verdict) {
        if (node_ && verdict.node != node_) return;
        line(fmt::format("{} {}: {}", what, schedule_.cluster->nodes[verdict.node].name, verdict.text));
    }

    void add(const ActionExplanation& action) {
        constexpr std::size_t most = 5;
        const std::string head = action.text + (action.blocked ? ": cannot be done" : "");
        if (action.causes.empty()) return line(head);
        for (std::size_t i = 0; i < std::min(most, action.causes.size()); ++i) {
            line(fmt::format("{}{}: {}", action.text, action.blocked ? " cannot be done" : "", action.causes[i].text));
        }
    }

    void sum(const std::string& what, const ScoreExplanation& explanation) {
        line(fmt::format("{}: {}", what, paint_.bold(score_text(explanation.score))));
        for (const std::string& part : part_lines(explanation.parts)) line("  " + part);
    }

    const Schedule& schedule_;
    NodeId node_;
    Paint paint_;
    std::string out_;
};

Json score_json(const Schedule& schedule, const ScoreExplanation& explanation) {
    Json json;
    json["node"] = explanation.node ? Json(schedule.cluster->nodes[explanation.node].name) : Json(nullptr);
    json["score"] = json_of(explanation.score);
    json["parts"] = json_of(explanation.parts);
    return json;
}

Json verdicts_json(const Schedule& schedule, const std::vector<NodeVerdict>& verdicts, const std::vector<NodeId>& nodes) {
    Json list = Json::array();
    for (const NodeVerdict& verdict : verdicts) {
        if (std::ranges::find(nodes, verdict.node) == nodes.end()) continue;
        Json json;
        json["node"] = schedule.cluster->nodes[verdict.node].name;
        json["code"] = verdict.code;
        json["score"] = json_of(verdict.score);
        json["constraint"] = json_of_text(verdict.constraint);
        add_position(json, verdict.position);
        json["text"] = verdict.text;
        list.push_back(std::move(json));
    }
    return list;
}

Json causes_json(const std::vector<Obstacle>& causes) {
    Json list = Json::array();
    for (const Obstacle& cause : causes) {
        Json json;
        json["code"] = cause.code;
        json["constraint"] = json_of_text(cause.constraint);
        add_position(json, cause.position);
        json["text"] = cause.text;
        list.push_back(std::move(json));
    }
    return list;
}

Json names_json(const Schedule& schedule, const std::vector<NodeId>& nodes) {
    Json list = Json::array();
    for (const NodeId each : nodes) list.push_back(schedule.cluster->nodes[each].name);
    return list;
}

Json choice_json(const Schedule& schedule, const ChoiceExplanation& choice, const std::vector<NodeId>& nodes) {
    Json json;
    json["nodes"] = names_json(schedule, choice.nodes);
    json["cannot_start"] = names_json(schedule, choice.cannot_start);
    json["cannot_be_promoted"] = names_json(schedule, choice.cannot_be_promoted);
    json["text"] = choice.text;
    json["everywhere"] = causes_json(choice.everywhere);
    json["others"] = verdicts_json(schedule, choice.others, nodes);
    json["not_promoted"] = verdicts_json(schedule, choice.not_promoted, nodes);
    json["actions"] = Json::array();
    for (const ActionExplanation& action : choice.actions) {
        Json each;
        each["action"] = action.text;
        each["blocked"] = action.blocked;
        each["causes"] = causes_json(action.causes);
        json["actions"].push_back(std::move(each));
    }
    return json;
}

/// What becomes of the resource in the end, and the root cause: "db is stopped at rest: …", "db moves from n1 to n2: …".
std::string in_the_end(const Outcome& outcome, const std::string& id) {
    const auto found = std::ranges::find(outcome.resources, id, &ResourceOutcome::id);
    if (found == outcome.resources.end()) return {};
    std::string text = found->id;
    if (found->fate >= Fate::LostPromoted) {
        text = as_line(fmt::format("{} {} at rest", text, loss_in_words(found->fate)));
        for (const Obstacle& obstacle : found->kept_down_by) {
            text += as_line(fmt::format("  {}{}{}", obstacle.node, obstacle.node.empty() ? "" : ": ", obstacle.text));
            if (obstacle.node.empty()) break; // it holds everywhere
        }
        return text;
    }
    if (found->changes.empty()) {
        return as_line(fmt::format("{}: {} at rest{}", text, joined(places(found->after), ", "),
                                   found->before == found->after ? ", as before" : ""));
    }
    text += " " + change_text(outcome.nodes, *found, found->changes.front());
    if (!found->because.empty()) text += ": " + found->because;
    return as_line(text);
}

} // namespace

std::vector<NodeId> nodes_in_reach(const Schedule& schedule, ResourceId resource) {
    std::vector<NodeId> nodes;
    for (const NodeId each : schedule.cluster->nodes.ids()) {
        if (is_within_reach(schedule, resource, each)) nodes.push_back(each);
    }
    return nodes;
}

Json explained_json(const Schedule& schedule, ResourceId id, const std::vector<NodeId>& nodes) {
    const Resource& resource = schedule.cluster->resources[id];
    const Placement& placement = schedule.placements[id];
    Json json;
    json["id"] = resource.id;
    json["kind"] = kind_of(resource);
    add_position(json, resource.position);
    if (resource.is_primitive()) {
        const bool runs = placement.node && placement.role != Role::Stopped;
        json["node"] = runs ? Json(schedule.cluster->nodes[placement.node].name) : Json(nullptr);
        const Role role = placement.role == Role::Unknown ? Role::Started : placement.role;
        json["role"] = text(runs ? role : Role::Stopped);
    }
    json["choice"] = choice_json(schedule, explain_choice(schedule, id), nodes);
    json["scores"] = Json::array();
    for (const NodeId each : nodes) {
        json["scores"].push_back(score_json(schedule, explain_score(schedule, id, each)));
    }
    const bool promotion_asked =
        placement.node ? std::ranges::find(nodes, placement.node) != nodes.end() : nodes == nodes_in_reach(schedule, id);
    if (placement.promotion_considered && promotion_asked) {
        json["promotion_score"] = score_json(schedule, explain_promotion_score(schedule, id));
    }
    return json;
}

std::string explanation_text(const Outcome& outcome, const std::string& resource, const std::string& node,
                             const TextStyle& style) {
    ExplanationText text(*outcome.schedule, wanted_node(outcome, node), style);
    std::string end;
    for (const ResourceId id : require_resources(*outcome.after, resource)) {
        if (end.empty()) end = in_the_end(outcome, outcome.after->resources[id].xml_id);
        text.add_all(id);
    }
    const std::string rules = release_line(outcome.after->release, outcome.before->nearest_to, unchecked_kinds(*outcome.after));
    return folded_lines(end + rules + text.take(), style.width);
}

std::string explanation_json(const Outcome& outcome, const std::string& resource, const std::string& node) {
    const NodeId on = wanted_node(outcome, node);
    Json json;
    json["format_version"] = json_format_version;
    add_release(json, outcome.after->release, outcome.before->nearest_to, unchecked_kinds(*outcome.after));
    json["resources"] = Json::array();
    for (const ResourceId id : require_resources(*outcome.after, resource)) {
        for (const ResourceId each : with_contents(*outcome.schedule, id)) {
            json["resources"].push_back(explained_json(*outcome.schedule, each, wanted_nodes(*outcome.schedule, each, on)));
        }
    }
    return dump(json);
}

} // namespace placement
