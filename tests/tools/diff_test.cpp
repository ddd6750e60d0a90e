#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include "placement-sim/diff_command.h"
#include "support/sketch.h"

// placement-sim diff from its command line to its exit status, without the process.
using namespace placement;
using namespace placement::sim;

namespace {

const std::string samples = PLACEMENT_SOURCE_DIR "/cib-samples/";

class File {
public:
    File(const std::string& text, const std::string& name)
        : path_(std::filesystem::temp_directory_path() / ("placement-diff-" + std::to_string(::getpid()) + "-" + name)) {
        std::ofstream(path_, std::ios::binary) << text;
    }
    ~File() {
        std::error_code ignored;
        std::filesystem::remove(path_, ignored);
    }
    File(const File&) = delete;
    File& operator=(const File&) = delete;

    std::string path() const { return path_.string(); }

private:
    std::filesystem::path path_;
};

struct Answer {
    int status;
    std::string out;
    std::string err;
};

Answer diff(const std::vector<std::string>& arguments) {
    std::vector<const char*> words{"placement-sim", "diff"};
    for (const std::string& each : arguments) words.push_back(each.c_str());
    std::ostringstream out;
    std::ostringstream err;
    Terminal terminal;
    terminal.now = Time{Sketch::now, 0};
    const Status status = diff_command(static_cast<int>(words.size()), words.data(), terminal, out, err);
    return {static_cast<int>(status), out.str(), err.str()};
}

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

/// The outage's cluster with -1000 for -INFINITY.
std::string twin() {
    std::ifstream file(samples + "postgres-outage.xml");
    std::string text{std::istreambuf_iterator<char>(file), {}};
    const std::string score = "score=\"-INFINITY\" rsc=\"PostgresqlBackupVIP\"";
    REQUIRE(has(text, score));
    return text.replace(text.find(score), score.size(), "score=\"-1000\" rsc=\"PostgresqlBackupVIP\"");
}

} // namespace

TEST_CASE("the outage's sample and its twin differ by a promotion score") {
    const File edited(twin(), "twin.xml");
    const Answer answer = diff({samples + "postgres-outage.xml", edited.path()});
    CHECK(answer.status == 0);
    CHECK(has(answer.out, "constraint backup-vip-not-with-primary: score -INFINITY -> -1000 (line "));
    CHECK(has(answer.out, "\nNow, and in 7 of 8 failures\n  promotion score of msPostgresql on pg02: 0 -> 99\n"));
    CHECK(has(answer.out, "\nIf pg01 fails\n  Postgresql is promoted without waiting for PostgresqlBackupVIP to stop\n"));
}

TEST_CASE("a service that gets worse is status 1") {
    const std::string good = samples + "postgres-reverse-fixed.xml";
    const std::string bad = samples + "postgres-reverse.xml";
    const Answer worse = diff({good, bad});
    CHECK(worse.status == 1);
    CHECK(has(worse.out, "msPostgresql: promoted on pg02, also on pg03 -> on pg02 pg03: worse"));
    CHECK(diff({bad, good}).status == 0);
}

TEST_CASE("the same as JSON") {
    const Answer answer = diff({samples + "postgres-reverse-fixed.xml", samples + "postgres-reverse.xml", "--format", "json"});
    const auto json = nlohmann::json::parse(answer.out);
    CHECK(json["format_version"] == 2);
    CHECK(json["worse"] == true);
    CHECK(json["edits"].size() == 1);
    CHECK(json["scenarios"][0]["responsible"] == nlohmann::json::array({0}));
}

TEST_CASE("one CIB under two releases") {
    const std::string sample = samples + "postgres-outage-2017.xml";
    const Answer answer = diff({sample, "--pacemaker", "1.1.10", "--pacemaker", "3.0.2"});
    CHECK(has(answer.out, "postgres-outage-2017.xml: Pacemaker 1.1.10 -> 3.0.2\n"));
    CHECK(!has(answer.out, "Edits"));
    const auto json =
        nlohmann::json::parse(diff({sample, "--pacemaker", "1.1.10", "--pacemaker", "3.0.2", "--format", "json"}).out);
    CHECK(json["pacemaker"]["old"] == "1.1.10");
    CHECK(json["pacemaker"]["new"] == "3.0.2");
    CHECK(json["unchecked_kinds"].empty());
}

TEST_CASE("either two CIBs or two releases") {
    const std::string sample = samples + "postgres-reverse.xml";
    CHECK(diff({sample, "--pacemaker", "1.1.10"}).status == 2);
    CHECK(diff({sample, sample, "--pacemaker", "1.1.10", "--pacemaker", "3.0.2"}).status == 2);
    CHECK(diff({sample, "--pacemaker", "1.1.10", "--pacemaker", "1.0"}).status == 2);
    CHECK(has(diff({sample, sample, "--pacemaker", "2.1.5"}).out, "(Pacemaker 2.1.5; 2.1.5 itself answers "));
}

TEST_CASE("CIBs of different clusters are status 2, and it says what does not match") {
    const Answer answer = diff({samples + "postgres-reverse.xml", samples + "galera.xml"});
    CHECK(answer.status == 2);
    CHECK(has(answer.err, "they have no node in common"));
}

TEST_CASE("what cannot be used is status 2") {
    CHECK(diff({samples + "galera.xml"}).status == 2);
    CHECK(diff({samples + "galera.xml", "/nowhere.xml"}).status == 2);
    CHECK(diff({"-", "-"}).status == 2);
    CHECK(diff({samples + "galera.xml", samples + "galera.xml", "--at", "yesterday"}).status == 2);
}

TEST_CASE("with events these are compared instead of every single failure") {
    const Answer answer = diff({samples + "postgres-reverse-fixed.xml", samples + "postgres-reverse.xml", "--fail", "pg01"});
    CHECK(answer.status == 1);
    CHECK(has(answer.out, "\nIf pg01 fails\n"));
    CHECK(has(answer.out, " of 2 scenarios differ"));
}

TEST_CASE("an event for a node that is not there is status 2 and names the nearest") {
    const Answer answer = diff({samples + "web-server.xml", samples + "web-server.xml", "--fail", "wbe1"});
    CHECK(answer.status == 2);
    CHECK(has(answer.err, "no node `wbe1`; did you mean `web1`"));
}

TEST_CASE("an operation to fail that is none is status 2") {
    CHECK(diff({samples + "web-server.xml", samples + "web-server.xml", "--op-fail", "website"}).status == 2);
}

TEST_CASE("diff plays the agent's rules after the events") {
    const std::string fixed = samples + "postgres-outage-2017-fixed.xml";
    const Answer answer =
        diff({samples + "postgres-outage-2017.xml", fixed, "--pacemaker", "1.1.10", "--agent", "msPostgresql=pgsql", "--wait",
              "0.5", "--op", "Postgresql_monitor_2000@pg02=1", "--wait", "1.5", "--fail", "Postgresql@pg01", "--wait", "90"});
    CHECK(answer.err == "");
    CHECK(has(answer.out, "the cluster now comes to rest"));
}

TEST_CASE("diff tells an agent of a resource that is not there") {
    const Answer answer =
        diff({samples + "postgres-outage.xml", samples + "postgres-outage-fixed.xml", "--agent", "postgres=pgsql"});
    CHECK(answer.status == 2);
    CHECK(has(answer.err, "postgres"));
}
