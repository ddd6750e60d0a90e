#include "placement/scenario_run.h"
#include "render/json.h"

namespace placement {

namespace {

Json parameter_json(const AgentParameter& parameter) {
    Json json{{"name", parameter.name}, {"value", parameter.value}, {"meaning", parameter.meaning}};
    json["choices"] = parameter.choices;
    json["configured_as"] = json_of_text(parameter.configured_as);
    return json;
}

} // namespace

std::string scenario_runs_json(const std::vector<ScenarioRun>& runs) {
    Json json;
    json["format_version"] = json_format_version;
    json["scenarios"] = Json::array();
    for (const ScenarioRun& run : runs) {
        json["scenarios"].push_back({{"file", run.file}, {"name", run.name}, {"answer", Json::parse(outcome_json(run.outcome))}});
    }
    return dump(json);
}

std::string agent_profiles_json(const std::vector<AgentProfile>& profiles) {
    Json json;
    json["format_version"] = json_format_version;
    json["profiles"] = Json::array();
    for (const AgentProfile& profile : profiles) {
        Json each{{"name", profile.name}, {"what", profile.what}, {"agents", profile.agents}, {"source", profile.source},
                  {"rules", profile.rules}};
        each["parameters"] = Json::array();
        for (const AgentParameter& parameter : profile.parameters) each["parameters"].push_back(parameter_json(parameter));
        json["profiles"].push_back(std::move(each));
    }
    return dump(json);
}

} // namespace placement
