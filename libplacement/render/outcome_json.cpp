#include <algorithm>
#include <array>

#include "placement/render.h"
#include "render/json.h"
#include "render/outcome_json.h"
#include "render/services.h"
#include "render/time_text.h"
#include "render/words.h"

namespace placement {

namespace {

const char* text_of(NodeKind kind) {
    switch (kind) {
    case NodeKind::Cluster: return "cluster";
    case NodeKind::Remote: return "remote";
    case NodeKind::Guest: return "guest";
    }
    return "";
}

Json fencing_json(const NodeOutcome& node) {
    constexpr std::array kinds{"device", "watchdog", "container"};
    Json json;
    json["possible"] = node.fencing_possible;
    json["reason"] = json_of_text(node.fencing_reason);
    json["text"] = text(node.fenced_by);
    json["means"] = Json::array();
    for (const FencingMeans& means : node.fenced_by.means) {
        Json each;
        each["kind"] = kinds.at(static_cast<std::size_t>(means.kind));
        each["device"] = means.device;
        each["level"] = means.level == 0 ? Json(nullptr) : Json(means.level);
        each["nodes"] = means.executors;
        each["runs_there"] = means.runs_there;
        each["names_hosts_itself"] = means.names_hosts_itself;
        add_position(each, means.position);
        json["means"].push_back(std::move(each));
    }
    json["obstacles"] = Json::array();
    for (const FencingObstacle& obstacle : node.fenced_by.obstacles) {
        Json each;
        each["code"] = obstacle.code;
        each["device"] = json_of_text(obstacle.device);
        each["text"] = obstacle.text;
        add_position(each, obstacle.position);
        json["obstacles"].push_back(std::move(each));
    }
    return json;
}

Json failed_fencing_json(const SettledCluster& settled) {
    Json list = Json::array();
    for (const auto& [node, reason] : settled.failed_fencing) list.push_back({{"node", node}, {"reason", reason}});
    return list;
}

} // namespace

Json nodes_json(const std::vector<NodeOutcome>& nodes) {
    Json list = Json::array();
    for (const NodeOutcome& node : nodes) {
        Json json;
        json["name"] = node.name;
        json["kind"] = text_of(node.kind);
        json["before"] = node.before;
        json["after"] = node.after;
        json["fencing"] = nullptr;
        if (node.fencing) json["fencing"] = fencing_json(node);
        json["fenced"] = node.fenced;
        list.push_back(std::move(json));
    }
    return list;
}

namespace {

Json running_json(const ResourceOutcome& resource, const std::vector<RunningOn>& running) {
    Json list = Json::array();
    for (const RunningOn& each : running) {
        list.push_back({{"node", each.node}, {"role", text(each.role)}, {"instance", each.instance}, {"state", text(each.state)}});
    }
    if (running.empty()) list.push_back({{"node", nullptr}, {"role", "Stopped"}, {"instance", resource.id}, {"state", nullptr}});
    return list;
}

Json changes_json(const ResourceOutcome& resource) {
    Json list = Json::array();
    for (const Change& change : resource.changes) {
        list.push_back({{"change", text(change.kind)},
                        {"from", json_of_text(change.from)},
                        {"to", json_of_text(change.to)},
                        {"role", text(change.role)}});
    }
    return list;
}

/// Of the instances that will be somewhere, where the resource is a promotable clone.
Json promotion_json(const Outcome& outcome, const ResourceOutcome& resource) {
    Json list = Json::array();
    const Cluster& cluster = *outcome.after;
    for (const ResourceId id : cluster.resources.ids()) {
        const Placement& placement = outcome.schedule->placements[id];
        const ResourceId parent = cluster.resources[id].parent;
        if (!placement.promotion_considered || !placement.node || !parent) continue;
        if (cluster.resources[parent].xml_id != resource.id) continue;
        Json json;
        json["node"] = cluster.nodes[placement.node].name;
        json["instance"] = cluster.resources[id].id;
        json["score"] = json_of(placement.promotion_score);
        if (outcome.schedule->ledger) json["parts"] = json_of(explain_promotion_score(*outcome.schedule, id).parts);
        list.push_back(std::move(json));
    }
    return list;
}

Json course_json(const Course& course) {
    return {{"stops", course.stops},           {"starts", course.starts}, {"promotions", course.promotions},
            {"demotions", course.demotions},   {"migrations", course.migrations}, {"moves", course.moves},
            {"moves_to", course.nodes},        {"interruptions", course.interruptions}};
}

Json resource_json(const Outcome& outcome, const ResourceOutcome& resource) {
    Json json;
    json["id"] = resource.id;
    json["kind"] = resource.kind;
    json["parent"] = json_of_text(resource.parent);
    json["promotable"] = resource.promotable;
    json["before"] = running_json(resource, resource.before);
    json["after"] = running_json(resource, resource.after);
    json["changes"] = changes_json(resource);
    json["because"] = json_of_text(resource.because);
    json["course"] = course_json(resource.course);
    json["service"] = resource.service;
    json["state"] = text(resource.state);
    json["fate"] = text(resource.fate);
    json["kept_down_by"] = json_of(resource.kept_down_by);
    if (resource.promotable && resource.kind == "clone") json["promotion_scores"] = promotion_json(outcome, resource);
    add_position(json, resource.position);
    return json;
}

Json scores_json(const Schedule& schedule) {
    Json list = Json::array();
    for (const ReportedScore& entry : schedule.reported_scores) {
        const bool promotion = entry.kind == ReportedScore::Kind::Promotion;
        if (!promotion && entry.kind != ReportedScore::Kind::Assignment) continue;
        Json json;
        json["kind"] = promotion ? "promotion" : "assignment";
        json["resource"] = schedule.cluster->resources[entry.resource].id;
        json["node"] = entry.node ? Json(schedule.cluster->nodes[entry.node].name) : Json(nullptr);
        json["score"] = json_of(entry.score);
        list.push_back(std::move(json));
    }
    return list;
}

Json step_json(const CarriedOutStep& step) {
    constexpr std::array kinds{"resource", "cluster", "fencing", "pseudo"};
    Json json;
    json["kind"] = kinds.at(static_cast<std::size_t>(step.kind));
    json["operation"] = step.operation;
    json["resource"] = json_of_text(step.resource);
    json["interval_ms"] = step.interval_ms;
    json["node"] = json_of_text(step.node);
    json["failed_with"] = step.failed_with ? Json(*step.failed_with) : Json(nullptr);
    if (step.kind == CarriedOutStep::Kind::Fencing) json["means"] = json_of_text(step.means);
    return json;
}

} // namespace

Json steps_json(const std::vector<CarriedOutStep>& steps) {
    Json list = Json::array();
    for (const CarriedOutStep& step : steps) {
        if (step.kind != CarriedOutStep::Kind::Pseudo) list.push_back(step_json(step));
    }
    return list;
}

namespace {

Json transitions_json(const SettledCluster& settled) {
    Json list = Json::array();
    for (const SettledCluster::Round& round : settled.rounds) {
        Json json;
        json["end"] = text(round.carried_out.end);
        json["steps"] = steps_json(round.carried_out.steps);
        list.push_back(std::move(json));
    }
    return list;
}

Json resources_json(const std::vector<ResourceOutcome>& resources) {
    Json list = Json::array();
    for (const ResourceOutcome& each : resources) {
        list.push_back({{"id", each.id},
                        {"before", running_json(each, each.before)},
                        {"after", running_json(each, each.after)},
                        {"changes", changes_json(each)},
                        {"course", course_json(each.course)},
                        {"state", text(each.state)},
                        {"fate", text(each.fate)}});
    }
    return list;
}

Json phases_json(const Outcome& outcome) {
    Json list = Json::array();
    for (const Phase& phase : outcome.phases) {
        Json json;
        json["events"] = Json::array();
        for (const Event& event : phase.events) json["events"].push_back(json_of(event));
        json["quorum"] = {{"have", phase.quorum}, {"explanation", phase.quorum_explanation}};
        json["nodes"] = nodes_json(phase.nodes);
        json["resources"] = resources_json(phase.resources);
        json["transitions"] = transitions_json(*phase.settled);
        json["rest"] = text(phase.settled->end);
        list.push_back(std::move(json));
    }
    return list;
}

/// What happens without the events; null where the cluster was at rest.
Json anyway_json(const Outcome& outcome) {
    if (!outcome.anyway) return nullptr;
    return {{"nodes", nodes_json(outcome.anyway->nodes)},
            {"resources", resources_json(outcome.anyway->resources)},
            {"rest", text(outcome.anyway->settled->end)}};
}

} // namespace

Json told_resource_json(const ResourceOutcome& resource) {
    return {{"id", resource.id},
            {"before", running_json(resource, resource.before)},
            {"after", running_json(resource, resource.after)},
            {"changes", changes_json(resource)},
            {"because", json_of_text(resource.because)},
            {"course", course_json(resource.course)},
            {"state", text(resource.state)},
            {"fate", text(resource.fate)},
            {"kept_down_by", json_of(resource.kept_down_by)}};
}

std::string outcome_json(const Outcome& outcome, const JsonContent& content) {
    Json json;
    json["format_version"] = json_format_version;
    json["cib"] = outcome.name;
    std::string at = time_text(outcome.at);
    std::ranges::replace(at, ' ', 'T');
    json["at"] = at;
    add_release(json, outcome.after->release, outcome.before->nearest_to, unchecked_kinds(*outcome.after));
    json["events"] = Json::array();
    for (const Event& event : outcome.events) json["events"].push_back(json_of(event));
    json["failing"] = Json::array();
    for (const OperationResult& each : outcome.failing) json["failing"].push_back(text(each));
    json["quorum"] = {{"have", outcome.quorum}, {"explanation", outcome.quorum_explanation}};
    json["nodes"] = nodes_json(outcome.nodes);
    json["resources"] = Json::array();
    for (const ResourceOutcome& each : outcome.resources) json["resources"].push_back(resource_json(outcome, each));
    json["phases"] = phases_json(outcome);
    json["anyway"] = anyway_json(outcome);
    json["from"] = text(outcome.from);
    json["transitions"] = transitions_json(*outcome.settled);
    json["rest"] = text(outcome.settled->end);
    json["failed_fencing"] = failed_fencing_json(*outcome.settled);
    if (outcome.sequence) json["sequence"] = json_of(*outcome.sequence);
    json["lost"] = outcome.lost();
    json["survives"] = outcome.all_services_survive();
    json["verdict"] = verdict(outcome);
    json["diagnostics"] = json_of(outcome.diagnostics);
    if (content.scores) json["scores"] = scores_json(*outcome.schedule);
    return dump(json);
}

} // namespace placement
