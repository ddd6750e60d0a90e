#include "placement/render.h"
#include "render/history_words.h"
#include "render/json.h"
#include "render/time_text.h"

namespace placement {

namespace {

Json text_or_null(const std::optional<std::string>& value) { return value ? Json(*value) : Json(); }

Json action_json(const LoggedAction& action) {
    Json json;
    json["change"] = action.change;
    json["subject"] = action.subject;
    json["where"] = action.where;
    json["reason"] = json_of_text(action.reason);
    json["blocked"] = action.blocked;
    return json;
}

Json actions_json(const std::vector<LoggedAction>& actions) {
    Json json = Json::array();
    for (const LoggedAction& action : actions) json.push_back(action_json(action));
    return json;
}

Json outside_event_json(const OutsideEvent& event) {
    Json json;
    json["kind"] = text(event.kind);
    json["node"] = json_of_text(event.node);
    json["resource"] = json_of_text(event.resource);
    json["operation"] = json_of_text(event.operation);
    json["interval_ms"] = event.interval_ms;
    json["exit_status"] = event.kind == OutsideEvent::Kind::OperationFails ? Json(event.exit_status) : Json();
    json["attribute"] = json_of_text(event.name);
    json["before"] = text_or_null(event.before);
    json["after"] = text_or_null(event.after);
    json["reason"] = json_of_text(event.reason);
    json["text"] = event_words(event);
    return json;
}

Json logged_event_json(const LoggedEvent& event) {
    Json json;
    json["kind"] = text(event.kind);
    json["at"] = event.at ? Json(time_text(*event.at)) : Json();
    json["node"] = json_of_text(event.node);
    json["resource"] = json_of_text(event.resource);
    json["operation"] = json_of_text(event.operation);
    json["text"] = event.text;
    json["log"] = event.log;
    json["line"] = event.line;
    return json;
}

Json unlike_json(const UnlikePrediction& unlike) {
    Json json;
    json["resource"] = unlike.resource;
    json["before"] = unlike.before;
    json["predicted"] = unlike.predicted;
    json["recorded"] = unlike.recorded;
    json["cause"] = text(unlike.cause);
    return json;
}

std::string_view agreement_text(Agreement agreement) {
    switch (agreement) {
    case Agreement::NotLogged: return "not-logged";
    case Agreement::Equal: return "equal";
    case Agreement::Different: break;
    }
    return "different";
}

Json suspicion_json(const Suspicion& suspicion) {
    Json json;
    json["kind"] = text(suspicion.kind);
    json["resource"] = json_of_text(suspicion.resource);
    json["earlier"] = suspicion.earlier ? Json(*suspicion.earlier) : Json();
    return json;
}

Json decision_json(const History& history, const Decision& decision) {
    const SavedInput& input = history.inputs[decision.input];
    Json json;
    json["file"] = input.file;
    json["node"] = json_of_text(input.node);
    json["at"] = time_text(input.at);
    json["seconds"] = input.at.seconds;
    json["pacemaker"] = text(decision.release);
    json["error"] = json_of_text(decision.error);
    json["agreement"] = agreement_text(decision.agreement);
    json["transitions"] = Json::array();
    for (const std::size_t each : decision.calculations) json["transitions"].push_back(history.calculations[each].transition);
    json["compared"] = decision.compared;
    json["since_before"] = Json::array();
    for (const OutsideEvent& event : decision.since_before) json["since_before"].push_back(outside_event_json(event));
    json["logged_events"] = Json::array();
    for (const std::size_t each : decision.logged_events)
        json["logged_events"].push_back(logged_event_json(history.events[each]));
    json["unlike_prediction"] = Json::array();
    for (const UnlikePrediction& each : decision.unlike) json["unlike_prediction"].push_back(unlike_json(each));
    json["actions"] = actions_json(decision.actions);
    for (std::size_t i = 0; i < decision.actions.size(); ++i) json["actions"][i]["because"] = json_of_text(decision.because[i]);
    json["suspicions"] = Json::array();
    for (const Suspicion& each : decision.suspicions) json["suspicions"].push_back(suspicion_json(each));
    json["logged"] = actions_json(decision.logged);
    json["otherwise"] = decision.otherwise ? actions_json(*decision.otherwise) : Json();
    return json;
}

Json service_story_json(const ServiceStory& story) {
    Json json;
    json["service"] = story.id;
    json["promotable"] = story.promotable;
    json["spells"] = Json::array();
    for (const ServiceSpell& spell : story.spells) {
        Json each;
        each["input"] = spell.input;
        each["at"] = time_text(spell.at);
        each["up"] = spell.up;
        each["wanted"] = spell.wanted;
        each["configured"] = spell.configured;
        each["known"] = spell.known;
        each["by_operation"] = spell.by_operation;
        each["promoted"] = spell.promoted;
        each["running"] = spell.running;
        json["spells"].push_back(std::move(each));
    }
    return json;
}

Json cause_json(const OutageCause& cause) {
    Json json;
    json["kind"] = text(cause.kind);
    json["decision"] = cause.decision;
    json["event"] = cause.event ? outside_event_json(*cause.event) : Json();
    json["action"] = cause.action ? action_json(*cause.action) : Json();
    json["because"] = json_of_text(cause.because);
    json["text"] = cause_words(cause);
    return json;
}

Json outage_explanation_json(const OutageExplanation& explanation) {
    Json json;
    json["decision"] = explanation.decision;
    json["agents"] = Json::array();
    for (const Agent& agent : explanation.agents) json["agents"].push_back(text(agent));
    json["comes_back"] = explanation.comes_back;
    json["loop"] = explanation.loop ? json_of(*explanation.loop) : Json();
    json["kept_down_by"] = json_of(explanation.kept_down_by);
    json["searched"] = explanation.searched;
    json["ended_by"] = explanation.ended_by;
    json["ends_otherwise"] = explanation.ends_otherwise ? Json(*explanation.ends_otherwise) : Json();
    return json;
}

Json outage_json(const ServiceOutage& outage) {
    Json json;
    json["service"] = outage.service;
    json["first_input"] = outage.first_input;
    json["from"] = time_text(outage.from);
    json["to"] = outage.to ? Json(time_text(*outage.to)) : Json();
    json["seconds"] = outage.to ? Json(outage.to->seconds - outage.from.seconds) : Json();
    json["cause"] = cause_json(outage.cause);
    json["explanation"] = outage.explanation ? outage_explanation_json(*outage.explanation) : Json();
    return json;
}

} // namespace

std::string history_json(const History& history, const ToldHistory& told) {
    Json json;
    json["format_version"] = json_format_version;
    json["inputs"] = history.inputs.size();
    json["logged"] = told.logged;
    json["equal"] = told.equal;
    json["neighbours"] = told.neighbours;
    json["as_predicted"] = told.as_predicted;
    json["explained"] = told.explained;
    json["decisions"] = Json::array();
    for (const Decision& decision : told.decisions) json["decisions"].push_back(decision_json(history, decision));
    json["services"] = Json::array();
    for (const ServiceStory& story : told.services) json["services"].push_back(service_story_json(story));
    json["outages"] = Json::array();
    for (const ServiceOutage& outage : told.outages) json["outages"].push_back(outage_json(outage));
    json["diagnostics"] = Json::array();
    for (const Diagnostics* const found : {&told.diagnostics, &history.diagnostics}) {
        for (const Diagnostic& each : *found) json["diagnostics"].push_back({{"code", each.code}, {"message", each.message}});
    }
    return dump(json);
}

} // namespace placement
