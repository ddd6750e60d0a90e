#include <algorithm>
#include <functional>
#include <set>

#include "base/xml_text.h"
#include "placement/element.h"
#include "placement/explain_choice.h"
#include "placement/render.h"
#include "placement/version.h"
#include "render/constraints_json.h"
#include "render/explanation_json.h"
#include "render/outcome_json.h"

namespace placement {

namespace {

// ---- scores ---------------------------------------------------------------------------------------------------

bool has_scores(const Schedule& schedule, ResourceId id) {
    const Resource& resource = schedule.cluster->resources[id];
    return resource.is_primitive() && !resource.removed;
}

/// The chosen node, and the best of the others.
std::vector<NodeId> decisive_nodes(const Schedule& schedule, ResourceId id, const std::vector<NodeId>& reach) {
    const NodeId chosen = schedule.placements[id].node;
    std::vector<NodeId> nodes;
    NodeId best = NodeId::none();
    std::optional<Score> best_score;
    for (const NodeId node : reach) {
        if (node == chosen) {
            nodes.push_back(node);
            continue;
        }
        const std::optional<Score> score = explain_score(schedule, id, node).score;
        if (!best || (score && (!best_score || *score > *best_score))) {
            best = node;
            best_score = score;
        }
    }
    if (best) nodes.push_back(best);
    return nodes;
}

Json explanations_json(const Report& report, bool& complete) {
    const Schedule& schedule = *report.outcome.schedule;
    std::size_t scores = 0;
    for (const ResourceId id : schedule.cluster->resources.ids()) {
        if (has_scores(schedule, id)) scores += nodes_in_reach(schedule, id).size();
    }
    complete = scores <= report.most_scores;
    Json list = Json::array();
    for (const ResourceId id : schedule.cluster->resources.ids()) {
        if (!has_scores(schedule, id)) continue;
        std::vector<NodeId> nodes = nodes_in_reach(schedule, id);
        if (!complete) nodes = decisive_nodes(schedule, id, nodes);
        Json json = explained_json(schedule, id, nodes);
        json["resource"] = schedule.cluster->resources[id].xml_id;
        list.push_back(std::move(json));
    }
    return list;
}

// ---- courses --------------------------------------------------------------------------------------------------

Json failure_course_json(const FailureCourse& course) {
    Json json;
    json["scenario"] = course.scenario;
    json["quorum"] = {{"have", course.quorum}, {"explanation", course.quorum_explanation}};
    json["nodes"] = nodes_json(course.nodes);
    json["resources"] = Json::array();
    for (const ResourceOutcome& resource : course.resources) json["resources"].push_back(told_resource_json(resource));
    json["transitions"] = Json::array();
    for (const FailureCourse::Transition& each : course.transitions) {
        json["transitions"].push_back({{"end", text(each.end)}, {"steps", steps_json(each.steps)}});
    }
    json["rest"] = text(course.end);
    json["verdict"] = course.verdict;
    return json;
}

// ---- the CIB's text -------------------------------------------------------------------------------------------

/// Names for which crm_report hides the value.
bool is_secret_name(const std::string& name) { return name.find("passw") != std::string::npos; }

/// Values that a report may carry to places where the CIB does not go.
void collect_secrets(const Element& element, std::set<std::string>& secrets) {
    if (element.name == "nvpair" && is_secret_name(element.get("name")) && !element.get("value").empty()) {
        secrets.insert(element.get("value"));
    }
    for (const Element& child : element.children) collect_secrets(child, secrets);
}

constexpr const char* hidden_value = "value=\"******\"";

std::string replaced(std::string text, const std::string& what, const std::string& by) {
    for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size())) {
        text.replace(at, what.size(), by);
    }
    return text;
}

/// Where an attribute has one as its value, and anywhere in a text that speaks of passwords.
std::string without_secrets(std::string text, const std::set<std::string>& secrets) {
    const bool speaks_of_them = is_secret_name(text);
    for (const std::string& secret : secrets) {
        for (const std::string& written : {secret, escaped_attribute(secret)}) {
            for (const char* quote : {"\"", "'"})
                text = replaced(std::move(text), "value=" + (quote + written) + quote, hidden_value);
            if (speaks_of_them && written.size() > 3) text = replaced(std::move(text), written, "******");
        }
    }
    return text;
}

/// Changes every text in it.
void change_texts(Json& json, const std::function<std::string(std::string)>& change) {
    if (json.is_string()) json = change(json.get<std::string>());
    if (!json.is_structured()) return;
    for (Json& each : json) change_texts(each, change);
}

/// What other CIBs have as passwords is not known here.
std::string without_talk_of_secrets(std::string text) {
    return is_secret_name(text) ? "(not shown, for it is about a password)" : text;
}

Json source_json(const Report& report, const Element& configuration, const std::set<std::string>& secrets) {
    constexpr std::size_t most_bytes = 4'000'000;
    Json json;
    const std::uint32_t first = configuration.position.known() ? configuration.position.line : 1;
    json["first_line"] = first;
    json["hidden"] = secrets.size();
    json["lines"] = Json::array();
    std::size_t bytes = 0;
    for (std::uint32_t line = first;; ++line) {
        const std::string text = report.cib.source_line(line);
        bytes += text.size() + 1;
        // Empty where the text ends, too; a configuration that is not closed was refused.
        if (bytes > most_bytes) break;
        json["lines"].push_back(text);
        if (text.find("</configuration") != std::string::npos) break;
        if (text.find("<status") != std::string::npos) break;
    }
    return json;
}

} // namespace

std::string report_json(const Report& report) {
    Json json;
    json["format_version"] = json_format_version;
    json["program"] = std::string("placement ") + version();
    json["answer"] = Json::parse(outcome_json(report.outcome));
    json["failures"] = report.failures ? Json::parse(sweep_json(*report.failures)) : Json();
    json["why_no_failures"] = json_of_text(report.why_no_failures);
    json["courses"] = Json::array();
    for (const FailureCourse& course : report.courses) json["courses"].push_back(failure_course_json(course));
    bool complete = true;
    json["explanations"] = explanations_json(report, complete);
    json["all_scores"] = complete;
    json["margins"] = Json::array();
    for (const Margins& margins : report.margins) json["margins"].push_back(Json::parse(margin_json(margins)));
    json["constraints"] = constraints_json(*report.outcome.after);
    const Element configuration = configuration_of(report.cib);
    std::set<std::string> secrets;
    collect_secrets(configuration, secrets);
    json["findings"] = Json::parse(lint_json({report.findings}));
    json["source"] = source_json(report, configuration, secrets);
    if (!secrets.empty()) change_texts(json, [&](std::string text) { return without_secrets(std::move(text), secrets); });
    json["history"] = report.history ? Json::parse(history_json(report.history->first, report.history->second)) : Json();
    json["difference"] = report.difference ? Json::parse(difference_json(*report.difference)) : Json();
    json["releases"] = report.releases ? Json::parse(difference_json(*report.releases)) : Json();
    for (const char* of_other_cibs : {"history", "difference"}) change_texts(json[of_other_cibs], without_talk_of_secrets);
    json["verification"] = report.verification ? Json::parse(verify_json(*report.verification)) : Json();
    return dump_line(json);
}

} // namespace placement
