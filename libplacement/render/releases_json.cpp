#include "placement/render.h"
#include "render/json.h"

namespace placement {

std::string releases_json() {
    Json json;
    json["format_version"] = json_format_version;
    json["releases"] = Json::array();
    for (const ReleaseDescription& described : release_descriptions()) {
        Json each;
        each["pacemaker"] = text(described.release);
        each["feature_set"] = described.feature_set;
        each["schema"] = described.schema;
        each["distributions"] = described.distributions;
        each["compared"] = compared_json(described.release);
        json["releases"].push_back(std::move(each));
    }
    return dump(json);
}

Json json_of(const std::vector<ChangedRule>& rules) {
    Json list = Json::array();
    for (const ChangedRule& rule : rules) {
        Json each{{"field", rule.field}, {"words", rule.words}};
        each["changes"] = Json::array();
        for (const BehaviorChange& change : rule.changes) {
            each["changes"].push_back({{"from", text(change.from)}, {"source", change.source}});
        }
        list.push_back(std::move(each));
    }
    return list;
}

std::string changed_rules_json(Release one, Release other) {
    Json json;
    json["format_version"] = json_format_version;
    json["pacemaker"] = {{"old", text(one)}, {"new", text(other)}};
    json["compared"] = {{"old", compared_json(one)}, {"new", compared_json(other)}};
    json["changed_rules"] = json_of(changed_rules(one, other));
    return dump(json);
}

} // namespace placement
