#include "placement/commands.h"
#include "placement/render.h"
#include "render/json.h"
#include "render/lint_words.h"

namespace placement {

namespace {

Json proof_json(const LintReport& report, const Proof& proof) {
    Json json;
    json["scenario"] = scenario_text(report, proof);
    json["events"] = Json::array();
    for (const Event& event : proof.events) json["events"].push_back(json_of(event));
    json["failing"] = Json::array();
    for (const OperationResult& result : proof.failing) json["failing"].push_back(text(result));
    json["changes"] = Json::array();
    for (const ConfigurationChange& change : proof.changes) json["changes"].push_back(text(change));
    json["pacemaker"] = text(proof.release);
    json["command"] = json_of_text(scenario_command(report, proof));
    json["shows"] = json_of_text(proof.shows);
    json["lost"] = proof.lost;
    json["kept_down_by"] = json_of(proof.kept_down_by);
    return json;
}

Json related_places_json(const std::vector<RelatedPlace>& places) {
    Json json = Json::array();
    for (const RelatedPlace& each : places) {
        Json place;
        place["text"] = each.text;
        add_position(place, each.position);
        json.push_back(std::move(place));
    }
    return json;
}

Json proven_edit_json(const LintReport& report, const ProvenEdit& edit) {
    Json json;
    json["text"] = edit.text;
    json["harmless"] = edit.harmless;
    json["notes"] = Json::array();
    for (const std::string& note : edit.notes) json["notes"].push_back(json_of_text(note));
    for (const CommandTool tool : {CommandTool::Pcs, CommandTool::Crm}) {
        Json& lines = json[text(tool)] = Json::array();
        for (const Command& command : commands(report.cib, edit.changes, {.tool = tool}))
            lines.push_back(json_of_text(command.line));
    }
    return json;
}

Json finding_json(const LintReport& report, const Finding& finding) {
    Json json;
    json["code"] = finding.code;
    json["level"] = level_text(finding.severity);
    json["message"] = finding.message;
    add_position(json, finding.position);
    json["source"] = finding.position.known() ? json_of_text(report.cib.source_line(finding.position.line)) : Json();
    json["remedy"] = json_of_text(finding.remedy);
    json["related"] = related_places_json(finding.related);
    json["others"] = related_places_json(finding.others);
    json["proof"] = finding.proof ? proof_json(report, *finding.proof) : Json();
    json["repairs"] = Json::array();
    for (const ProvenEdit& each : finding.repairs) json["repairs"].push_back(proven_edit_json(report, each));
    return json;
}

Json lint_report_json(const LintReport& report) {
    Json json;
    json["cib"] = report.name;
    add_release(json, report.release, report.nearest_to, report.unchecked_kinds);
    json["rules_run"] = report.rules_run;
    json["suppressed"] = report.suppressed;
    json["findings"] = Json::array();
    for (const Finding& finding : report.findings) json["findings"].push_back(finding_json(report, finding));
    return json;
}

} // namespace

std::string lint_json(const std::vector<LintReport>& reports) {
    Json json;
    json["format_version"] = json_format_version;
    json["errors"] = 0;
    json["warnings"] = 0;
    json["infos"] = 0;
    json["reports"] = Json::array();
    std::size_t errors = 0, warnings = 0, infos = 0;
    for (const LintReport& report : reports) {
        errors += report.count(Severity::Error);
        warnings += report.count(Severity::Warning);
        infos += report.count(Severity::Note);
        json["reports"].push_back(lint_report_json(report));
    }
    json["errors"] = errors;
    json["warnings"] = warnings;
    json["infos"] = infos;
    return dump(json);
}

std::string lint_rules_json(const std::vector<LintRule>& rules) {
    Json json;
    json["format_version"] = json_format_version;
    json["rules"] = Json::array();
    for (const LintRule& rule : rules) {
        Json each;
        each["code"] = rule.code;
        each["topic"] = rule.topic;
        each["level"] = level_text(rule.severity);
        each["summary"] = rule.summary;
        each["explanation"] = rule.explanation;
        each["remedy"] = rule.remedy;
        each["found_by"] = rule.check ? "rule" : "reading";
        json["rules"].push_back(std::move(each));
    }
    return dump(json);
}

} // namespace placement
