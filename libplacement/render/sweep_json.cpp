#include "placement/render.h"
#include "render/json.h"

namespace placement {

namespace {

Json service_json(const Sweep& sweep, std::size_t service, const SweptService& fares) {
    Json json;
    json["service"] = sweep.services[service];
    json["state"] = text(fares.state);
    json["fate"] = text(fares.fate);
    json["interruptions"] = fares.interruptions;
    json["moved"] = fares.moved;
    json["promoted"] = fares.promoted;
    json["running"] = fares.running;
    json["kept_down_by"] = json_of(fares.kept_down_by);
    return json;
}

Json scenario_json(const Sweep& sweep, const SweptScenario& scenario) {
    Json json;
    json["name"] = scenario.name;
    json["events"] = Json::array();
    for (const Event& event : scenario.events) json["events"].push_back(json_of(event));
    // Of a shard, what the whole is judged by; the whole has it in its names.
    if (!sweep.shard.whole()) json["pair_of"] = scenario.pair_of;
    json["done"] = scenario.done;
    json["error"] = json_of_text(scenario.error);
    const bool answered = scenario.done && scenario.error.empty();
    json["quorum"] = answered ? Json(scenario.quorum) : Json();
    json["settles"] = answered ? Json(scenario.settles) : Json();
    json["affected"] = Json::array();
    for (const auto& [service, fares] : scenario.services.affected()) {
        json["affected"].push_back(service_json(sweep, service, fares));
    }
    return json;
}

} // namespace

std::string sweep_json(const Sweep& sweep) {
    Json json;
    json["format_version"] = json_format_version;
    if (!sweep.shard.whole()) json["shard"] = text(sweep.shard);
    json["cib"] = sweep.name;
    add_release(json, sweep.release, sweep.nearest_to, sweep.unchecked_kinds);
    json["from"] = text(sweep.from);
    if (!sweep.corosync.empty()) json["corosync"] = sweep.corosync;
    json["runs"] = sweep.scenarios.size();
    json["runs_done"] = sweep.count_done();
    json["complete"] = sweep.complete;
    json["now"] = Json::array();
    for (std::size_t i = 0; i < sweep.services.size(); ++i) json["now"].push_back(service_json(sweep, i, sweep.now[i]));
    json["scenarios"] = Json::array();
    for (const SweptScenario& scenario : sweep.scenarios) json["scenarios"].push_back(scenario_json(sweep, scenario));
    json["single_points_of_failure"] = Json::array();
    for (const std::size_t point : sweep.single_points_of_failure()) {
        json["single_points_of_failure"].push_back(sweep.scenarios[point].name);
    }
    json["verdict"] = verdict(sweep);
    return dump(json);
}

} // namespace placement
