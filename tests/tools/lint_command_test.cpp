#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include "placement-sim/lint_command.h"
#include "placement/lint.h"

// placement-sim lint from its command line to its exit status.
using namespace placement;
using namespace placement::sim;
using Json = nlohmann::json;

namespace {

const std::string samples = std::string(PLACEMENT_SOURCE_DIR) + "/cib-samples/";

struct Answer {
    Status status;
    std::string out;
    std::string err;

    bool says(const std::string& text) const { return out.find(text) != std::string::npos; }
};

Answer run(std::vector<std::string> texts) {
    texts.insert(texts.begin(), {"placement-sim", "lint"});
    std::vector<const char*> line;
    for (const std::string& each : texts) line.push_back(each.c_str());
    std::ostringstream out;
    std::ostringstream err;
    const Status status = lint_command(static_cast<int>(line.size()), line.data(), {.now = Time{1760000000, 0}}, out, err);
    return {status, out.str(), err.str()};
}

/// A warning zero-score and nothing else.
Answer run_zero(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), samples + "lint/zero-score.xml");
    return run(std::move(arguments));
}

class SettingsFile {
public:
    explicit SettingsFile(const std::string& text)
        : path_(std::filesystem::temp_directory_path() / ("lint-command-" + std::to_string(::getpid()) + ".conf")) {
        std::ofstream(path_, std::ios::binary) << text;
    }
    ~SettingsFile() { std::filesystem::remove(path_); }
    SettingsFile(const SettingsFile&) = delete;
    SettingsFile& operator=(const SettingsFile&) = delete;
    std::string path() const { return path_.string(); }

private:
    std::filesystem::path path_;
};

} // namespace

TEST_CASE("lint: a finding is shown with its place, the source line, the code and what to do") {
    const Answer answer = run_zero({});
    CHECK(answer.says("zero-score.xml:38:7: warning: "));
    CHECK(answer.says("[zero-score]\n  38 | "));
    CHECK(answer.says("     | "));
    CHECK(answer.says("  What to do: "));
    CHECK(answer.says("0 errors, 1 warning, 0 info.\n"));
    CHECK(answer.err.empty());
}

TEST_CASE("lint: the exit status is by --fail-on") {
    CHECK(run_zero({}).status == Status::Survives);
    CHECK(run_zero({"--fail-on", "error"}).status == Status::Survives);
    CHECK(run_zero({"--fail-on", "warning"}).status == Status::Lost);
    CHECK(run_zero({"--fail-on", "info"}).status == Status::Lost);
    CHECK(run({samples + "lint/no-fencing-devices.xml"}).status == Status::Lost);
}

TEST_CASE("lint: codes are switched off on the command line") {
    CHECK(run_zero({"--disable", "zero-score,no-fencing", "--fail-on", "info"}).status == Status::Survives);
    CHECK(run_zero({"--only", "no-fencing", "--fail-on", "info"}).status == Status::Survives);
    CHECK(run_zero({"--only", "zero-score", "--fail-on", "warning"}).status == Status::Lost);
}

TEST_CASE("lint: a file of settings disables, sets levels, and says from which level on it fails") {
    CHECK(run_zero({"--config", "nowhere.conf"}).status == Status::Unusable);
    const SettingsFile error("level zero-score error\n");
    CHECK(run_zero({"--config", error.path()}).status == Status::Lost);
    const SettingsFile off("disable zero-score\nfail-on info\n");
    CHECK(run_zero({"--config", off.path()}).status == Status::Survives);
}

TEST_CASE("lint: JSON has the findings") {
    const Json json = Json::parse(run_zero({"--format", "json"}).out);
    CHECK(json.at("format_version") == 2);
    CHECK(json.at("warnings") == 1);
    const Json& finding = json.at("reports").at(0).at("findings").at(0);
    CHECK(finding.at("code") == "zero-score");
    CHECK(finding.at("level") == "warning");
    CHECK(finding.at("line") == 38);
    CHECK(finding.at("proof").is_null());
}

TEST_CASE("lint: SARIF names the rule, the place and the version") {
    const Json json = Json::parse(run_zero({"--format", "sarif"}).out);
    CHECK(json.at("version") == "2.1.0");
    const Json& the_run = json.at("runs").at(0);
    const Json& result = the_run.at("results").at(0);
    CHECK(result.at("ruleId") == "zero-score");
    CHECK(the_run.at("tool").at("driver").at("rules").at(result.at("ruleIndex").get<std::size_t>()).at("id") == "zero-score");
    CHECK(result.at("level") == "warning");
    CHECK(result.at("locations").at(0).at("physicalLocation").at("region").at("startLine") == 38);
}

TEST_CASE("lint: SARIF has all that the standard requires, of every rule and of every result") {
    const Json json = Json::parse(run({samples + "postgres-outage.xml", "--format", "sarif"}).out);
    CHECK(json.at("$schema").get<std::string>().ends_with("sarif-2.1.0.json"));
    REQUIRE(json.at("runs").size() == 1);
    const Json& driver = json["runs"][0].at("tool").at("driver");
    CHECK(driver.at("name") == "placement-sim lint");
    const Json& rules = driver.at("rules");
    CHECK(rules.size() == lint_rules().size());
    for (const Json& rule : rules) {
        CAPTURE(rule.dump());
        CHECK_FALSE(rule.at("id").get<std::string>().empty());
        CHECK_FALSE(rule.at("shortDescription").at("text").get<std::string>().empty());
        CHECK_FALSE(rule.at("help").at("text").get<std::string>().empty());
        CHECK_FALSE(rule.at("defaultConfiguration").at("level").get<std::string>().empty());
    }
    const Json& results = json["runs"][0].at("results");
    CHECK(results.size() >= 2);
    for (const Json& result : results) {
        CAPTURE(result.dump());
        CHECK(rules.at(result.at("ruleIndex").get<std::size_t>()).at("id") == result.at("ruleId"));
        CHECK(std::set<std::string>{"note", "warning", "error"}.contains(result.at("level").get<std::string>()));
        CHECK_FALSE(result.at("message").at("text").get<std::string>().empty());
        REQUIRE(result.at("locations").size() == 1);
        const Json& place = result["locations"][0].at("physicalLocation");
        CHECK(place.at("artifactLocation").at("uri").get<std::string>().ends_with("/cib-samples/postgres-outage.xml"));
        CHECK(place.at("region").at("startLine") >= 1);
        CHECK(place.at("region").at("startColumn") >= 1);
    }
}

TEST_CASE("lint: SARIF of what is said of a whole CIB points at its first line") {
    const Json json = Json::parse(run({samples + "galera.xml", "--max-runs", "0", "--format", "sarif"}).out);
    bool found = false;
    for (const Json& result : json.at("runs").at(0).at("results")) {
        if (result.at("ruleId") != "not-looked") continue;
        found = true;
        CHECK(result.at("locations").at(0).at("physicalLocation").at("region").at("startLine") == 1);
    }
    CHECK(found);
}

TEST_CASE("lint: what holds up the promotion on the outage's sample comes with a scenario that was run") {
    const Json json = Json::parse(run({samples + "postgres-outage.xml", "--format", "json"}).out);
    bool found = false;
    for (const Json& finding : json.at("reports").at(0).at("findings")) {
        if (finding.at("code") != "promotion-held-up") continue;
        found = true;
        CHECK_FALSE(finding.at("proof").at("events").empty());
        CHECK(finding.at("proof").at("command").get<std::string>().find("--fail ") != std::string::npos);
    }
    CHECK(found);
    CHECK_FALSE(run({samples + "postgres-outage-fixed.xml"}).says("promotion-held-up"));
}

TEST_CASE("lint: rules are listed and explained") {
    CHECK(run({"--rules"}).says("  zero-score "));
    CHECK(Json::parse(run({"--rules", "--format", "json"}).out).at("rules").size() > 100);
    CHECK(run({"--rules", "--format", "sarif"}).status == Status::Unusable);
    CHECK(run({"--explain", "zero-score"}).says("### `zero-score`"));
}

TEST_CASE("lint: what cannot be used is one line") {
    CHECK(run_zero({"--disable", "zero-scor"}).status == Status::Unusable);
    CHECK(run_zero({"--disable", "zero-scor"}).err == "placement-sim lint: no code `zero-scor`; did you mean `zero-score`?\n");
    CHECK(run({}).err == "placement-sim lint: CIB is required\n");
    CHECK(run({"nowhere.xml"}).status == Status::Unusable);
    CHECK(run_zero({"--fail-on", "never"}).status == Status::Unusable);
}

TEST_CASE("lint: many CIBs are one answer") {
    const Answer answer = run({samples + "lint/zero-score.xml", samples + "lint/zero-score-fixed.xml", "--format", "json"});
    CHECK(Json::parse(answer.out).at("reports").size() == 2);
}
