#include <algorithm>
#include <string>

#include "placement/render.h"
#include "render/json.h"
#include "render/time_text.h"

namespace placement {

namespace {

Json json_of_fencing(const SplitFencing& fencing) {
    return {{"node", fencing.node}, {"side", fencing.side}, {"done", fencing.done}, {"text", fencing.by}};
}

Json json_of_side(const SplitSide& side) {
    Json json;
    json["members"] = side.members;
    json["quorum"] = {{"have", side.quorum()}, {"explanation", side.outcome.quorum_explanation}};
    json["fences"] = Json::array();
    for (const SplitFencing& fencing : side.fences) json["fences"].push_back(json_of_fencing(fencing));
    json["fences_itself"] = side.fences_itself;
    json["fenced_by"] = side.fenced_by;
    return json;
}

Json json_of_places(const std::vector<RunningOn>& there) {
    Json list = Json::array();
    for (const RunningOn& each : there) {
        list.push_back({{"node", each.node}, {"role", text(each.role)}, {"instance", each.instance}});
    }
    return list;
}

Json json_of_end(const SplitEnd& end) {
    Json json;
    json["winner"] = end.winner ? Json(*end.winner) : Json();
    json["services"] = Json::array();
    for (const SplitService& service : end.services) {
        Json each{{"id", service.id},
                  {"ran", service.ran},
                  {"lost", service.lost()},
                  {"twice", service.twice},
                  {"twice_for_a_while", service.twice_for_a_while},
                  {"sides", Json::array()}};
        for (const auto& there : service.on_sides) each["sides"].push_back(json_of_places(there));
        json["services"].push_back(std::move(each));
    }
    return json;
}

} // namespace

std::string split_json(const Split& split) {
    Json json;
    json["format_version"] = json_format_version;
    json["cib"] = split.name;
    std::string at = time_text(split.at);
    std::ranges::replace(at, ' ', 'T');
    json["at"] = at;
    add_release(json, split.release, split.nearest_to, unchecked_kinds(*split.sides.front().outcome.after));
    json["events"] = Json::array();
    for (const Event& event : split.events) json["events"].push_back(json_of(event));
    json["sides"] = Json::array();
    for (const SplitSide& side : split.sides) json["sides"].push_back(json_of_side(side));
    json["race"] = json_of_text(split.race);
    json["ends"] = Json::array();
    for (const SplitEnd& end : split.ends) json["ends"].push_back(json_of_end(end));
    json["lost"] = split.lost();
    json["twice"] = split.twice();
    json["twice_for_a_while"] = split.twice_for_a_while();
    json["verdict"] = verdict(split);
    json["diagnostics"] = json_of(split.diagnostics);
    return dump(json);
}

} // namespace placement
