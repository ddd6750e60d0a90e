#include "placement/render.h"
#include "render/json.h"

namespace placement {

namespace {

Json standing_json(const SweptService& service) {
    Json json;
    json["state"] = text(service.state);
    json["fate"] = text(service.fate);
    json["interruptions"] = service.interruptions;
    json["promoted"] = service.promoted;
    json["running"] = service.running;
    json["kept_down_by"] = Json::array();
    for (const Obstacle& obstacle : service.kept_down_by) {
        Json each;
        each["code"] = obstacle.code;
        each["node"] = json_of_text(obstacle.node);
        each["constraint"] = json_of_text(obstacle.constraint);
        each["text"] = obstacle.text;
        json["kept_down_by"].push_back(std::move(each));
    }
    return json;
}

Json deviations_json(const std::vector<Deviation>& deviations) {
    Json json = Json::array();
    for (const Deviation& deviation : deviations) {
        Json each;
        each["kind"] = text(deviation.kind);
        each["subject"] = json_of_text(deviation.subject);
        each["text"] = deviation.text;
        each["worse"] = deviation.worse;
        each["interrupts"] = deviation.interrupts;
        each["responsible"] = deviation.responsible;
        json.push_back(std::move(each));
    }
    return json;
}

Json scenario_difference_json(const ScenarioDifference& scenario) {
    Json json;
    json["name"] = scenario.name;
    json["services"] = Json::array();
    for (const ServiceDifference& service : scenario.services) {
        Json each;
        each["service"] = service.service;
        each["old"] = standing_json(service.before);
        each["new"] = standing_json(service.after);
        each["change"] = service.worse ? "worse" : service.better ? "better" : "other";
        each["responsible"] = service.responsible;
        json["services"].push_back(std::move(each));
    }
    json["deviations"] = deviations_json(scenario.deviations);
    json["promotion_scores"] = Json::array();
    for (const PromotionScoreDifference& score : scenario.promotion_scores) {
        json["promotion_scores"].push_back({{"clone", score.clone},
                                            {"node", score.node},
                                            {"old", json_of(score.before)},
                                            {"new", json_of(score.after)},
                                            {"responsible", score.responsible}});
    }
    json["responsible"] = scenario.responsible;
    json["responsible_together"] = scenario.responsible_together;
    json["searched"] = scenario.searched;
    return json;
}

} // namespace

std::string difference_json(const Difference& difference) {
    Json json;
    json["format_version"] = json_format_version;
    json["old"] = difference.old_name;
    json["new"] = difference.new_name;
    json["pacemaker"] = {{"old", text(difference.old_release)}, {"new", text(difference.new_release)}};
    json["nearest_to"] = json_of_text(difference.nearest_to);
    if (!difference.corosync.empty()) json["corosync"] = difference.corosync;
    json["unchecked_kinds"] = difference.unchecked_kinds;
    json["compared"] = {{"old", compared_json(difference.old_release)}, {"new", compared_json(difference.new_release)}};
    json["mismatches"] = difference.mismatches;
    json["edits"] = Json::array();
    for (const Edit& edit : difference.edits) {
        Json each;
        each["text"] = edit.text;
        add_position(each, edit.position);
        json["edits"].push_back(std::move(each));
    }
    json["changed_rules"] = json_of(difference.changed_rules);
    json["not_compared"] = difference.not_compared;
    json["protection"] = deviations_json(difference.protection);
    json["scenarios_compared"] = difference.scenarios_compared;
    json["complete"] = difference.complete;
    json["scenarios"] = Json::array();
    for (const ScenarioDifference& scenario : difference.scenarios) {
        json["scenarios"].push_back(scenario_difference_json(scenario));
    }
    json["worse"] = difference.any_worse();
    return dump(json);
}

} // namespace placement
