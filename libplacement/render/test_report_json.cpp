#include "placement/test_report.h"
#include "render/json.h"

namespace placement {

namespace {

Json check_json(const CheckedExpectation& checked) {
    Json json;
    json["expectation"] = text(checked.expectation.kind);
    json["subject"] = checked.subject;
    json["met"] = checked.met;
    json["expected"] = checked.expected;
    json["predicted"] = checked.predicted;
    json["explanation"] = checked.explanation;
    add_position(json, checked.expectation.position);
    return json;
}

Json test_json(const TestResult& result) {
    Json json;
    json["file"] = result.file;
    json["name"] = result.name;
    add_position(json, result.position);
    add_release(json, result.release, result.nearest_to, result.unchecked_kinds);
    json["passed"] = result.passed();
    json["checks"] = Json::array();
    for (const CheckedExpectation& checked : result.checks) json["checks"].push_back(check_json(checked));
    json["error"] = nullptr;
    if (!result.error.empty()) {
        json["error"] = {{"message", result.error}};
        add_position(json["error"], result.error_position);
    }
    return json;
}

Json coverage_json(const Coverage& coverage) {
    Json json;
    json["constraints"] = coverage.constraints;
    json["undecided"] = Json::array();
    for (const UndecidedConstraint& each : coverage.undecided) {
        Json undecided{{"cib", each.cib}, {"kind", each.kind}, {"id", each.id}};
        add_position(undecided, each.position);
        undecided["took_part"] = each.took_part;
        json["undecided"].push_back(std::move(undecided));
    }
    json["runs"] = coverage.runs;
    return json;
}

} // namespace

std::string test_report_json(const TestRun& run) {
    Json json;
    json["format_version"] = json_format_version;
    json["tests"] = Json::array();
    for (const TestResult& result : run.results) json["tests"].push_back(test_json(result));
    json["failed"] = run.count_failed();
    json["not_selected"] = run.not_selected;
    json["passed"] = run.passed();
    json["verdict"] = verdict(run);
    if (run.coverage) json["coverage"] = coverage_json(*run.coverage);
    return dump(json);
}

} // namespace placement
