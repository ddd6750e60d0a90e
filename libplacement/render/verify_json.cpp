#include <cmath>

#include "placement/render.h"
#include "render/event_options.h"
#include "render/json.h"

namespace placement {

namespace {

Json counterexample_json(const Counterexample& each, const Verification& found) {
    Json json;
    json["property"] = text(each.property);
    json["services"] = each.services;
    json["what"] = each.what;
    json["also"] = each.also;
    json["decisive"] = each.decisive;
    json["events"] = Json::array();
    std::int64_t at_ms = 0;
    for (const Event& event : each.scenario.events) {
        if (const auto* pause = std::get_if<TimePasses>(&event)) {
            at_ms += pause->seconds * 1000 + pause->milliseconds;
        } else {
            json["events"].push_back({{"at_ms", at_ms}, {"text", text(event)}});
        }
    }
    json["story"] = Json::array();
    for (const StoryLine& line : story(each))
        json["story"].push_back({{"at_ms", line.at_ms}, {"kind", line.is_event ? "event" : "cluster"}, {"text", line.text}});
    json["command"] = json_of_text(counterexample_command(each, found));
    json["lost"] = each.outcome ? Json(each.outcome->lost()) : Json::array();
    json["loop"] =
        each.outcome && each.outcome->sequence && each.outcome->sequence->loop ? json_of(*each.outcome->sequence->loop) : Json();
    json["others"] = each.others;
    return json;
}

} // namespace

std::string verify_json(const Verification& found) {
    Json json;
    json["format_version"] = json_format_version;
    json["pacemaker"] = text(found.release);
    json["nearest_to"] = json_of_text(found.nearest_to);
    json["unchecked_kinds"] = found.unchecked_kinds;
    json["holds"] = found.counterexamples.empty() && !found.partial;
    json["properties"] = Json::array();
    for (const Property each : found.properties) json["properties"].push_back(text(each));
    json["timing"] = found.timing == VerifyTiming::Rest ? "rest" : "any";
    json["failures"] = found.failures;
    json["depth"] = found.depth;
    json["services"] = found.services;
    json["agents"] = Json::array();
    for (const Agent& agent : found.agents) json["agents"].push_back(text(agent));
    json["event_kinds"] = found.event_kinds;
    json["states"] = found.states;
    json["sequences"] = found.sequences;
    json["scheduler_runs"] = found.scheduler_runs;
    json["at_rest"] = found.at_rest;
    json["complete_to"] = found.complete_to;
    json["partial"] = found.partial;
    json["why_partial"] = json_of_text(found.why_partial);
    json["sequences_to_depth"] = Json::array();
    for (const double each : found.sequences_to_depth) json["sequences_to_depth"].push_back(std::round(each));
    json["counted_to_depth"] = found.counted_to_depth;
    json["without_place"] = Json::array();
    for (const ServiceWithoutPlace& each : found.without_place)
        json["without_place"].push_back(
            {{"service", each.service}, {"event", text(each.event)}, {"why", json_of_text(each.why)}, {"others", each.others}});
    json["counterexamples"] = Json::array();
    for (const Counterexample& each : found.counterexamples) json["counterexamples"].push_back(counterexample_json(each, found));
    return dump(json);
}

} // namespace placement
