#include <algorithm>

#include "placement/render.h"
#include "placement/version.h"
#include "render/json.h"
#include "render/lint_words.h"
#include "render/words.h"

namespace placement {

// SARIF 2.1.0 (OASIS standard, 27 March 2020).

namespace {

/// A file name as a relative or absolute reference (RFC 3986): what is not allowed in one is written as %XX.
std::string uri_of(const std::string& name) {
    constexpr std::string_view allowed = "-._~/!$&'()*+,;=@";
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string uri = name.starts_with('/') ? "file://" : "";
    for (const char c : name) {
        const auto byte = static_cast<unsigned char>(c);
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (letter || allowed.find(c) != std::string_view::npos) {
            uri += c;
        } else {
            uri += '%';
            uri += digits[byte >> 4U];
            uri += digits[byte & 15U];
        }
    }
    return uri;
}

Json location_json(const LintReport& report, Position position, bool with_source) {
    Json json;
    json["physicalLocation"]["artifactLocation"]["uri"] = uri_of(report.name);
    // Some readers want a place of every result; what is said of the whole is where it begins.
    Json region{{"startLine", position.known() ? position.line : 1}, {"startColumn", position.known() ? position.column : 1}};
    const std::string line = with_source && position.known() ? report.cib.source_line(position.line) : std::string();
    if (!line.empty()) region["snippet"]["text"] = line;
    json["physicalLocation"]["region"] = std::move(region);
    return json;
}

Json result_json(const LintReport& report, const Finding& finding, const std::vector<LintRule>& rules) {
    Json json;
    json["ruleId"] = finding.code;
    const auto rule = std::ranges::find(rules, finding.code, &LintRule::code);
    if (rule != rules.end()) json["ruleIndex"] = rule - rules.begin();
    json["level"] = severity_word(finding.severity);
    std::string message = finding.message;
    if (finding.proof) message += "\nShown by a run: " + scenario_text(report, *finding.proof) + ". " + finding.proof->shows;
    json["message"]["text"] = message;
    json["locations"] = Json::array({location_json(report, finding.position, true)});
    if (!finding.related.empty()) {
        json["relatedLocations"] = Json::array();
        for (const RelatedPlace& related : finding.related) {
            Json place = location_json(report, related.position, false);
            place["message"]["text"] = related.text;
            json["relatedLocations"].push_back(std::move(place));
        }
    }
    json["properties"]["pacemaker"] = text(report.release);
    json["properties"]["remedy"] = finding.remedy;
    if (finding.proof) {
        const std::string command = scenario_command(report, *finding.proof);
        json["properties"]["scenario"] = scenario_text(report, *finding.proof);
        if (!command.empty()) json["properties"]["command"] = command;
        json["properties"]["lost"] = finding.proof->lost;
    }
    return json;
}

Json rule_json(const LintRule& rule) {
    Json json;
    json["id"] = rule.code;
    json["shortDescription"]["text"] = rule.summary;
    json["fullDescription"]["text"] = rule.explanation;
    json["help"]["text"] = rule.remedy;
    json["help"]["markdown"] = lint_rule_manual(rule);
    json["defaultConfiguration"]["level"] = severity_word(rule.severity);
    json["properties"]["tags"] = Json::array({rule.topic});
    return json;
}

} // namespace

std::string lint_sarif(const std::vector<LintReport>& reports, const std::vector<LintRule>& rules) {
    Json driver;
    driver["name"] = "placement-sim lint";
    driver["version"] = version();
    driver["rules"] = Json::array();
    for (const LintRule& rule : rules) driver["rules"].push_back(rule_json(rule));

    Json run;
    run["tool"]["driver"] = std::move(driver);
    run["columnKind"] = "unicodeCodePoints";
    run["results"] = Json::array();
    for (const LintReport& report : reports) {
        for (const Finding& finding : report.findings) {
            run["results"].push_back(result_json(report, finding, rules));
            // Who reads it shows each at its own place.
            for (const RelatedPlace& other : finding.others) {
                Finding alike = finding;
                alike.message = other.text;
                alike.position = other.position;
                alike.related.clear();
                run["results"].push_back(result_json(report, alike, rules));
            }
        }
    }
    Json json;
    json["$schema"] = "https://json.schemastore.org/sarif-2.1.0.json";
    json["version"] = "2.1.0";
    json["runs"] = Json::array({std::move(run)});
    return dump(json);
}

} // namespace placement
