#include <algorithm>
#include <new>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "placement/lint.h"

// Rules one by one, what is switched off and how, and rules that fail.
using namespace placement;

namespace {

const std::string folder = std::string(PLACEMENT_SOURCE_DIR) + "/cib-samples/";

/// Two likings of score 0, each a finding zero-score; `comment` stands before the second.
std::string two_zeros(const std::string& comment = {}) {
    return R"(<cib crm_feature_set="3.19.0" validate-with="pacemaker-3.9" epoch="1" num_updates="0" admin_epoch="0"
     have-quorum="1" execution-date="1760000000">
  <configuration>
    <crm_config/>
    <nodes><node id="1" uname="n1"/></nodes>
    <resources>
      <primitive id="a" class="ocf" provider="pacemaker" type="Dummy"/>
    </resources>
    <constraints>
      <rsc_location id="first" rsc="a" node="n1" score="0"/>
      )" + comment + R"(
      <rsc_location id="second" rsc="a" node="n1" score="0"/>
    </constraints>
  </configuration>
  <status/>
</cib>
)";
}

LintReport report_of(const std::string& text, const LintOptions& options = {}, const std::vector<LintRule>& rules = lint_rules()) {
    return lint(Cib::from_text(text, "a.xml"), options, rules);
}

/// With those that were gathered.
std::ptrdiff_t count(const LintReport& report, const std::string& code) {
    std::ptrdiff_t found = 0;
    for (const Finding& each : report.findings) {
        if (each.code == code) found += 1 + static_cast<std::ptrdiff_t>(each.others.size());
    }
    return found;
}

const LintRule& rule_named(const std::vector<LintRule>& rules, const std::string& code) {
    const auto found = std::ranges::find(rules, code, &LintRule::code);
    REQUIRE(found != rules.end());
    return *found;
}

LintRule rule_that(const std::string& code, std::function<void(const LintSubject&, Findings&)> check) {
    LintRule rule;
    rule.code = code;
    rule.severity = Severity::Error;
    rule.remedy = "mend it";
    rule.check = std::move(check);
    return rule;
}

/// What reading this configuration file says is wrong.
std::string refusal(const std::string& text) {
    LintOptions options;
    std::optional<Severity> fail_on;
    try {
        read_lint_configuration(text, "lint.conf", lint_rules(), options, fail_on);
    } catch (const InputError& error) {
        return error.what();
    }
    return {};
}

} // namespace

TEST_CASE("a finding has its rule's code, level and remedy, and a place") {
    const LintReport report = report_of(two_zeros());
    const auto found = std::ranges::find(report.findings, "zero-score", &Finding::code);
    REQUIRE(found != report.findings.end());
    const LintRule rule = rule_named(lint_rules(), "zero-score");
    CHECK(found->severity == rule.severity);
    CHECK(found->remedy == rule.remedy);
    CHECK(found->position.line == 10);
    CHECK(found->position.column == 7);
}

TEST_CASE("errors come first, and what has one level is in the order of the text") {
    const Findings findings = lint(Cib::from_file(folder + "postgres-reverse.xml")).findings;
    REQUIRE(findings.size() > 2);
    CHECK(std::ranges::is_sorted(findings, {}, [](const Finding& each) {
        return std::pair(-static_cast<int>(each.severity), each.position.line);
    }));
}

TEST_CASE("findings that differ in names alone are gathered, each with its place") {
    const Findings findings = report_of(two_zeros()).findings;
    const auto found = std::ranges::find(findings, "zero-score", &Finding::code);
    REQUIRE(found != findings.end());
    REQUIRE(found->others.size() == 1);
    CHECK(found->position.line == 10);
    CHECK(found->others.front().position.line == 12);
    CHECK(found->others.front().text == "`second` has a score of 0, which has no effect");
    CHECK(std::ranges::count(findings, "zero-score", &Finding::code) == 1);
}

TEST_CASE("a rule can be run alone") {
    const Cib cib = Cib::from_text(two_zeros(), "a.xml");
    const LintOptions options;
    const LintSubject subject(cib, options);
    CHECK(run_rule(rule_named(lint_rules(), "zero-score"), subject).size() == 2);
    CHECK(run_rule(rule_named(lint_rules(), "ordering-cycle"), subject).empty());
}

TEST_CASE("a rule can be added from outside") {
    std::vector<LintRule> rules = lint_rules();
    rules.push_back(rule_that("no-letter-a", [](const LintSubject& subject, Findings& findings) {
        for (const Resource& each : subject.cluster().resources) findings.push_back({.message = "called " + each.id});
    }));
    const LintReport report = report_of(two_zeros(), {}, rules);
    const auto found = std::ranges::find(report.findings, "no-letter-a", &Finding::code);
    REQUIRE(found != report.findings.end());
    CHECK(found->message == "called a");
    CHECK(found->severity == Severity::Error);
    CHECK(found->remedy == "mend it");
}

TEST_CASE("a rule that fails inside itself is reported, and the others still run") {
    std::vector<LintRule> rules = lint_rules();
    rules.insert(rules.begin(), rule_that("broken", [](const LintSubject&, Findings&) { throw std::runtime_error("no such thing"); }));
    rules.insert(rules.begin(), rule_that("strange", [](const LintSubject&, Findings&) { throw 1; }));
    const LintReport report = report_of(two_zeros(), {}, rules);
    CHECK(count(report, "rule-failed") == 2);
    CHECK(count(report, "zero-score") == 2);
    const bool told = std::ranges::any_of(report.findings, [](const Finding& each) {
        return each.message == "the rule broken failed with an internal error: no such thing" && each.severity == Severity::Error;
    });
    CHECK(told);
}

TEST_CASE("a rule that has no memory is no finding: the caller hears of it") {
    const LintRule rule = rule_that("large", [](const LintSubject&, Findings&) { throw std::bad_alloc(); });
    CHECK_THROWS_AS(report_of(two_zeros(), {}, {rule}), std::bad_alloc);
}

TEST_CASE("what a rule found before it failed is kept") {
    const LintReport report = report_of(two_zeros(), {}, {rule_that("broken", [](const LintSubject&, Findings& findings) {
                                            findings.push_back({.message = "found"});
                                            throw std::runtime_error("no such thing");
                                        })});
    CHECK(count(report, "broken") == 1);
    CHECK(count(report, "rule-failed") == 1);
}

TEST_CASE("rules that would need too many runs say so in one finding") {
    LintOptions options;
    options.max_runs = 1;
    const LintReport report = lint(Cib::from_file(folder + "web-server.xml"), options);
    CHECK(count(report, "not-looked") == 1);
    CHECK(count(report, "single-point-of-failure") == 0);
}

TEST_CASE("where not every single failure can be tried, those of nodes are, and a finding says so") {
    LintOptions options;
    const Cib cib = Cib::from_file(folder + "postgres-outage.xml"); // 3 nodes, 5 running instances
    options.max_runs = 7;
    const LintSubject subject(cib, options);
    CHECK(subject.single_failures().scenarios.size() == 3);
    CHECK(subject.left_out().starts_with("only failures of nodes were tried, not those of the 5 running instances"));
    CHECK(count(lint(cib, options, {rule_that("asks", [](const LintSubject& asked, Findings&) { asked.single_failures(); })}), "not-looked") ==
          1);
}

TEST_CASE("what bounds the runs of a large cluster is the actions that they make") {
    LintOptions options;
    options.max_work = 1;
    const Cib cib = Cib::from_file(folder + "postgres-outage.xml");
    const LintSubject subject(cib, options);
    CHECK_THROWS_AS(subject.run({}), TooMuchToRun);
}

TEST_CASE("a code that is disabled is not looked for") {
    LintOptions options;
    options.disabled = {"zero-score"};
    const LintReport report = report_of(two_zeros(), options);
    CHECK(count(report, "zero-score") == 0);
    CHECK(report.suppressed == 0);
    CHECK(report.rules_run + 1 == report_of(two_zeros()).rules_run);
}

TEST_CASE("a code may have another level") {
    LintOptions options;
    options.levels = {{"zero-score", Severity::Error}};
    const LintReport report = report_of(two_zeros(), options);
    CHECK(report.count(Severity::Error) >= 2);
    CHECK(report.any_at_least(Severity::Error));
}

TEST_CASE("a comment switches a code off for the element that follows it") {
    const LintReport report = report_of(two_zeros("<!-- placement-lint disable zero-score - on purpose -->"));
    CHECK(count(report, "zero-score") == 1);
    CHECK(report.suppressed == 1);
    CHECK(std::ranges::find(report.findings, "zero-score", &Finding::code)->position.line == 10);
    CHECK(count(report, "unknown-code") == 0);
}

TEST_CASE("a comment on top holds for the whole CIB") {
    const LintReport report = report_of("<!-- placement-lint disable zero-score, no-fencing -->\n" + two_zeros());
    CHECK(count(report, "zero-score") == 0);
    CHECK(count(report, "no-fencing") == 0);
}

TEST_CASE("a comment with a code that there is not is reported with the nearest") {
    const LintReport report = report_of(two_zeros("<!-- placement-lint disable zero-scores -->"));
    CHECK(count(report, "zero-score") == 2);
    const auto found = std::ranges::find(report.findings, "unknown-code", &Finding::code);
    REQUIRE(found != report.findings.end());
    CHECK(found->message == "there is no code `zero-scores`; did you mean `zero-score`?");
    CHECK(found->position.line == 11);
}

TEST_CASE("a comment that says nothing is reported") {
    CHECK(count(report_of(two_zeros("<!-- placement-lint zero-score -->")), "unknown-code") == 1);
}

TEST_CASE("a configuration file disables codes, sets levels and fail-on") {
    LintOptions options;
    std::optional<Severity> fail_on;
    read_lint_configuration("# ours\ndisable no-fencing zero-score # a laboratory\n\nlevel even-nodes error\r\nfail-on info\n", "lint.conf",
                            lint_rules(), options, fail_on);
    CHECK(options.disabled == std::set<std::string>{"no-fencing", "zero-score"});
    CHECK(options.levels.at("even-nodes") == Severity::Error);
    REQUIRE(fail_on);
    CHECK(*fail_on == Severity::Note);
}

TEST_CASE("what a configuration file says wrongly is refused with its place and what would be right") {
    CHECK(refusal("disable no-fencin") == "lint.conf:1:9: there is no code `no-fencin`; did you mean `no-fencing`?");
    CHECK(refusal("\n  disabel no-fencing") == "lint.conf:2:3: `disabel` is not a setting; did you mean `disable`?");
    CHECK(refusal("level no-fencing fatal") == "lint.conf:1:18: `fatal` is not a level; use error, warning or info");
    CHECK(refusal("fail-on").starts_with("lint.conf:1:1: write `disable CODE"));
}

TEST_CASE("on the cluster of the outage the colocation is found, with the scenario that springs it") {
    const LintReport report = lint(Cib::from_file(folder + "postgres-reverse.xml"));
    const auto found = std::ranges::find(report.findings, "promotion-held-up", &Finding::code);
    REQUIRE(found != report.findings.end());
    CHECK(found->severity == Severity::Error);
    REQUIRE(found->proof);
    REQUIRE(found->proof->events.size() == 1);
    CHECK(std::get<NodeFails>(found->proof->events.front()).node == "pg01");
    CHECK(std::ranges::find(found->proof->lost, "msPostgresql") != found->proof->lost.end());
}

TEST_CASE("cycles are named constraint by constraint") {
    for (const std::string code : {"colocation-cycle", "ordering-cycle"}) {
        const LintReport report = lint(Cib::from_file(folder + "lint/" + code + ".xml"));
        const auto found = std::ranges::find(report.findings, code, &Finding::code);
        REQUIRE(found != report.findings.end());
        CHECK(found->related.size() >= 2);
        for (const RelatedPlace& place : found->related) CHECK(place.position.known());
    }
}

// ---- what releases make of it ---------------------------------------------------------------------------------

namespace {

/// Under a release, what is found of an instance that 1.1.10 drops.
std::optional<Finding> dropped(const Cib& cib, Release release) {
    LintOptions options;
    options.release = release;
    const LintSubject subject(cib, options);
    const Findings findings = run_rule(rule_named(lint_rules(), "running-instance-dropped"), subject);
    return findings.empty() ? std::nullopt : std::optional(findings.front());
}

std::optional<Finding> dropped(const std::string& sample, Release release) {
    return dropped(Cib::from_file(folder + sample), release);
}

ConfigurationChange stickiness(const std::string& resource, const std::string& value) {
    ConfigurationChange change;
    change.kind = ConfigurationChange::Kind::SetMetaAttribute;
    change.id = resource;
    change.name = "resource-stickiness";
    change.value = value;
    return change;
}

/// Whether the outage's cluster, with the change, has it under 1.1.10.
bool drops_with(const ConfigurationChange& change) {
    return dropped(changed(Cib::from_file(folder + "postgres-outage-2017.xml"), {change}), Release::v1_1_10).has_value();
}

} // namespace

TEST_CASE("an instance that is dropped is an error under the release that drops it, and says from which one on it is not") {
    const auto found = dropped("lint/running-instance-dropped.xml", Release::v1_1_10);
    REQUIRE(found);
    CHECK(found->severity == Severity::Error);
    CHECK(found->message.find("fixed in 1.1.11") != std::string::npos);
    REQUIRE(found->proof);
    CHECK(found->proof->release == Release::v1_1_10);
    CHECK_FALSE(found->proof->events.empty());
}

TEST_CASE("an instance that is dropped is a warning under a later release") {
    const auto found = dropped("lint/running-instance-dropped.xml", Release::v1_1_11);
    REQUIRE(found);
    CHECK(found->severity == Severity::Warning);
}

TEST_CASE("an instance that is dropped: the outage has it, the remedy has not") {
    CHECK(dropped("postgres-outage-2017.xml", Release::v1_1_10));
    CHECK_FALSE(dropped("postgres-outage-2017-fixed.xml", Release::v1_1_10));
}

TEST_CASE("an instance that is dropped: the edges that 1.1.10 has") {
    const auto score = [](const char* value) { return ConfigurationChange::with_score("backup-vip-not-with-master", value); };
    CHECK(drops_with(score("-20000")));
    CHECK_FALSE(drops_with(score("-19999")));
    CHECK(drops_with(stickiness("PostgresqlBackupVIP", "2")));
    CHECK_FALSE(drops_with(stickiness("PostgresqlBackupVIP", "1")));
    CHECK(drops_with(stickiness("msPostgresql", "99")));
    CHECK_FALSE(drops_with(stickiness("msPostgresql", "100")));
}

TEST_CASE("a report names the release and what is not checked for it") {
    LintOptions options;
    options.release = Release::v1_1_11;
    const LintReport report = lint(Cib::from_file(folder + "nfs-group.xml"), options);
    CHECK(report.release == Release::v1_1_11);
    CHECK(std::ranges::count(report.unchecked_kinds, "groups") == 1);
}
