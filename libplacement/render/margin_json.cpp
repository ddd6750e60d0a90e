#include "placement/render.h"
#include "render/json.h"

namespace placement {

namespace {

Json margin_standing_json(const Standing& standing) {
    Json json;
    json["promoted"] = standing.promoted;
    json["running"] = standing.running;
    json["restless"] = standing.restless;
    json["impossible"] = json_of_text(standing.impossible);
    return json;
}

Json edge(Score value, const Standing& then, const std::vector<std::string>& decisive) {
    Json json;
    json["value"] = json_of(std::optional(value));
    json["then"] = margin_standing_json(then);
    json["decisive"] = decisive;
    return json;
}

Json one_margin_json(const Margin& margin) {
    Json json;
    json["kind"] = text(margin.kind);
    json["id"] = margin.id;
    json["node"] = json_of_text(margin.node);
    add_position(json, margin.position);
    json["current"] = json_of(std::optional(margin.current));
    json["distance"] = margin.distance() ? Json(*margin.distance()) : Json(nullptr);
    json["above"] = margin.above ? edge(*margin.above, margin.if_above, margin.decisive_above) : Json(nullptr);
    json["below"] = margin.below ? edge(*margin.below, margin.if_below, margin.decisive_below) : Json(nullptr);
    return json;
}

} // namespace

std::string margin_json(const Margins& margins) {
    Json json;
    json["format_version"] = json_format_version;
    json["resource"] = margins.resource;
    add_release(json, margins.release, margins.nearest_to, margins.unchecked_kinds);
    json["events"] = Json::array();
    for (const Event& event : margins.events) json["events"].push_back(text(event));
    json["now"] = margin_standing_json(margins.now);
    json["margins"] = Json::array();
    for (const Margin& margin : margins.margins) json["margins"].push_back(one_margin_json(margin));
    json["decisive"] = Json::array();
    for (const DecisiveConstraint& each : margins.decisive) {
        Json constraint;
        constraint["id"] = each.id;
        add_position(constraint, each.position);
        constraint["without"] = margin_standing_json(each.without);
        json["decisive"].push_back(std::move(constraint));
    }
    json["numbers"] = margins.numbers;
    json["runs"] = margins.runs;
    return dump(json);
}

} // namespace placement
