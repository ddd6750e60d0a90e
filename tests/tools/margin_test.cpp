#include <sstream>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "placement-sim/answer.h"
#include "placement-sim/arguments.h"
#include "placement-sim/margin_command.h"

// placement-sim margin, and explain --without and --with-score, from the command line to the exit status.
using namespace placement;
using namespace placement::sim;

namespace {

const std::string samples = PLACEMENT_SOURCE_DIR "/cib-samples/";

struct Answer {
    int status;
    std::string out;
    std::string err;
};

std::vector<const char*> command_line(const std::vector<std::string>& arguments) {
    std::vector<const char*> words{"placement-sim"};
    for (const std::string& each : arguments) words.push_back(each.c_str());
    return words;
}

Answer margin(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "margin");
    const auto words = command_line(arguments);
    std::ostringstream out;
    std::ostringstream err;
    const Status status = margin_command(static_cast<int>(words.size()), words.data(), {}, out, err);
    return {static_cast<int>(status), out.str(), err.str()};
}

Answer explain(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "explain");
    const auto words = command_line(arguments);
    std::ostringstream out;
    std::ostringstream err;
    const Status status = answer_command(static_cast<int>(words.size()), words.data(), {}, out, err);
    return {static_cast<int>(status), out.str(), err.str()};
}

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

} // namespace

TEST_CASE("margin tells how far the outage's cluster is from refusing the promotion") {
    const Answer said = margin({samples + "postgres-outage.xml", "msPostgresql", "--fail", "pg01"});
    CHECK(said.status == 0);
    CHECK(said.err.empty());
    CHECK(has(said.out, "msPostgresql if pg01 fails: promoted on pg02, running on pg02 pg03\n"));
    CHECK(has(said.out, "msPostgresql stays promoted on pg02 until the promotion score of Postgresql on pg02"));
    CHECK(has(said.out, "falls to -1 (now 100, 101 points away).\n  Then: promoted on no node, running on pg02 pg03"));
}

TEST_CASE("margin as JSON") {
    const Answer said = margin({samples + "postgres-reverse.xml", "msPostgresql", "--fail", "pg01", "--format", "json"});
    CHECK(said.status == 0);
    const auto json = nlohmann::json::parse(said.out);
    CHECK(json["now"]["promoted"].empty());
    CHECK(json["decisive"][0]["id"] == "primary-not-with-backup-vip");
    CHECK(json["decisive"][0]["without"]["promoted"][0] == "pg02");
    CHECK(json["margins"][0]["kind"] == "constraint");
    CHECK(json["margins"][0]["current"] == "-INFINITY");
    CHECK(json["margins"][0]["above"]["value"] == -1000);
    CHECK(json["margins"][0]["below"] == nullptr);
}

TEST_CASE("margin of what is not there") {
    const Answer said = margin({samples + "postgres-outage.xml", "msPostgre"});
    CHECK(said.status == 2);
    CHECK(has(said.err, "`msPostgresql`"));
    CHECK(margin({samples + "postgres-outage.xml"}).status == 2);
    CHECK(has(margin({"--help"}).out, "RESOURCE"));
}

TEST_CASE("explain --without says what changes without the constraint") {
    const Answer said =
        explain({samples + "postgres-outage.xml", "msPostgresql", "--fail", "pg01", "--without", "backup-vip-not-with-primary"});
    CHECK(said.status == 0);
    CHECK(has(said.out, "Without backup-vip-not-with-primary, if pg01 fails:\n"));
    CHECK(has(said.out, "    promotion score of Postgresql:0 on pg02: 0 -> 100\n"));
    CHECK(has(said.out, "  PostgresqlBackupVIP: pg03 -> pg02\n"));
}

TEST_CASE("explain --with-score says what another score changes, as JSON, too") {
    const Answer said = explain({samples + "postgres-reverse.xml", "msPostgresql", "--fail", "pg01", "--with-score",
                                 "primary-not-with-backup-vip=-1000", "--format", "json"});
    CHECK(said.status == 0);
    const auto json = nlohmann::json::parse(said.out);
    CHECK(json["with"][0] == "with the score -1000 for primary-not-with-backup-vip");
    CHECK(json["resources"][0]["id"] == "msPostgresql");
    CHECK(json["resources"][0]["same"] == false);
    CHECK(json["resources"][0]["fate_before"] == "lost-promoted");
}

TEST_CASE("explain with changes that cannot be made") {
    const std::string cib = samples + "postgres-outage.xml";
    CHECK(has(explain({cib, "msPostgresql", "--without", "backup-vip-not-with-primry"}).err, "`backup-vip-not-with-primary`"));
    CHECK(explain({cib, "msPostgresql", "--without", "backup-vip-not-with-primry"}).status == 2);
    CHECK(explain({cib, "msPostgresql", "--with-score", "vip-with-primary"}).status == 2);
    CHECK(explain({cib, "msPostgresql", "--with-score", "vip-with-primary=many"}).status == 2);
    CHECK(explain({cib, "msPostgresql", "--with-score", "start-vip-after-promote=1"}).status == 2);
}
