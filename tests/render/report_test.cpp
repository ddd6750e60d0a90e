#include <string>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "placement/render.h"
#include "placement/report.h"
#include "render/contains.h"
#include "support/sketch.h"

// The document of a report.
using namespace placement;

namespace {

Sketch two_services() {
    return Sketch("n1 n2 n3")
        .resource(primitive("a", parameters("password=hunter2 mode=fast")))
        .resource(primitive("b"))
        .runs("a", "n1")
        .runs("b", "n2")
        .constraint(location("a-not-n2", "a", "n2", "-INFINITY"))
        .constraint(location("a-not-n3", "a", "n3", "-INFINITY"))
        .section("<rsc_defaults>" + meta("resource-stickiness=100") + "</rsc_defaults>");
}

nlohmann::json document(const Sketch& sketch, const ReportOptions& options = {}) {
    return nlohmann::json::parse(report_json(report({.cib = sketch.cib()}, options)));
}

} // namespace

TEST_CASE("report: a failure's course has what changes, and the steps of it") {
    const auto json = document(two_services());
    const auto& scenarios = json["failures"]["scenarios"];
    bool found = false;
    for (const auto& course : json["courses"]) {
        if (scenarios[course["scenario"].get<std::size_t>()]["name"] != "n2 fails") continue;
        found = true;
        CHECK(course["resources"].size() == 1);
        CHECK(course["resources"][0]["id"] == "b");
        CHECK(course["transitions"][0]["steps"][0]["operation"] == "start");
    }
    CHECK(found);
}

TEST_CASE("report: of too many failures, those of nodes are told first") {
    ReportOptions options;
    options.most_courses = 3;
    const auto json = document(two_services(), options);
    CHECK(json["courses"].size() == 3);
    for (const auto& course : json["courses"]) {
        const auto& scenario = json["failures"]["scenarios"][course["scenario"].get<std::size_t>()];
        CHECK(scenario["events"][0]["event"] == "node-fails");
    }
}

TEST_CASE("report: of too many scores, each resource keeps those of its node and of the next best one") {
    ReportOptions options;
    options.most_scores = 1;
    const auto json = document(two_services(), options);
    CHECK(json["all_scores"] == false);
    for (const auto& explanation : json["explanations"]) CHECK(explanation["scores"].size() == 2);
    CHECK(document(two_services())["explanations"][0]["scores"].size() == 3);
}

TEST_CASE("report: constraints with their resources, scores and lines") {
    const auto json = document(two_services()
                                   .constraint(R"(<rsc_colocation id="with" rsc="b" with-rsc="a" score="-5"/>)")
                                   .constraint(R"(<rsc_order id="after" first="a" then="b"/>)"));
    const auto& constraints = json["constraints"];
    REQUIRE(constraints.size() == 4);
    CHECK(constraints[0]["scores"][0]["score"] == "-INFINITY");
    CHECK(constraints[0]["line"].is_number());
    CHECK(constraints[2]["dependent"] == "b");
    CHECK(constraints[2]["score"] == -5);
    CHECK(constraints[3]["first"] == "a");
    CHECK(constraints[3]["order_kind"] == "Mandatory");
}

TEST_CASE("report: the CIB's text without passwords") {
    const std::string text = report_json(report({.cib = two_services().cib()}));
    CHECK(!contains(text, "hunter2"));
    CHECK(contains(text, "******"));
    CHECK(contains(text, "mode"));
}

TEST_CASE("report: an edit of a password is told without it") {
    Report found = report({.cib = two_services().cib()});
    Difference difference;
    difference.edits.push_back({"parameter password of a: new instead of hunter2", {}});
    found.difference = difference;
    CHECK(!contains(report_json(found), "new instead of"));
}

TEST_CASE("report: margins of each service, but not of very many") {
    CHECK(document(two_services())["margins"].size() == 2);
    ReportOptions options;
    options.most_margins = 1;
    CHECK(document(two_services(), options)["margins"].empty());
}

TEST_CASE("report: no name in the page ends the script that has the document") {
    if (!has_report_page()) {
        CHECK_THROWS_AS(report_page("{}"), NoReportPage);
        return;
    }
    const std::string page = report_page(R"({"a": "</script><script>"})");
    CHECK(contains(page, R"({"a": "\u003c/script>\u003cscript>"})"));
}
