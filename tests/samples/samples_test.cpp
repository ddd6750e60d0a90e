#include "placement/cluster.h"
#include "placement/scenario.h"
#include "placement/schedule.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <doctest/doctest.h>

// The clusters of cib-samples/: each is a running cluster that nothing has to be done to, and does what its story says.
using namespace placement;

namespace {

using Nodes = std::vector<std::string>;

const std::string folder = std::string(PLACEMENT_SOURCE_DIR) + "/cib-samples/";

Cib sample(const std::string& name) { return Cib::from_file(folder + name + ".xml"); }

std::vector<std::string> all_samples() {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        if (entry.path().extension() == ".xml") names.push_back(entry.path().stem());
    }
    std::ranges::sort(names);
    return names;
}

Outcome after(const std::string& name, std::vector<Event> events) {
    return simulate({.cib = sample(name), .events = std::move(events)});
}

Outcome after_failure_of(const std::string& name, const std::string& node) { return after(name, {NodeFails{node}}); }

/// In the old spelling on purpose: reading them leaves notes.
bool old_spelling(const std::string& name) { return name == "drbd-mysql" || name == "galera"; }

} // namespace

TEST_CASE("every sample tells its story in a comment on top") {
    const std::vector<std::string> names = all_samples();
    CHECK(names.size() >= 11);
    for (const std::string& name : names) {
        CAPTURE(name);
        std::ifstream stream(folder + name + ".xml");
        const std::string text{std::istreambuf_iterator<char>(stream), {}};
        CHECK(text.starts_with("<!--\n"));
        CHECK(text.find("Ask: ") < text.find("-->"));
    }
}

TEST_CASE("nothing is odd about a sample") {
    for (const std::string& name : all_samples()) {
        const Outcome outcome = after(name, {});
        for (const Diagnostic& odd : outcome.diagnostics) {
            const bool note = odd.severity == Severity::Note;
            CHECK_MESSAGE((note || old_spelling(name)), name << ":" << odd.position.line << ": " << odd.message);
            CHECK_MESSAGE(odd.severity != Severity::Error, name << ":" << odd.position.line << ": " << odd.message);
        }
    }
}

TEST_CASE("in a sample every node is up and nothing is left to do") {
    for (const std::string& name : all_samples()) {
        CAPTURE(name);
        const Outcome outcome = after(name, {});
        CHECK(outcome.quorum);
        CHECK(outcome.all_services_survive());
        for (const Node& node : outcome.before->nodes) CHECK_MESSAGE(node.online, node.name);
        for (const ResourceOutcome& resource : outcome.resources) {
            CHECK_MESSAGE(resource.changes.empty(), resource.id);
            CHECK_MESSAGE(!resource.after.empty(), resource.id);
        }
    }
}

TEST_CASE("the outage's cluster loses its primary: -INFINITY leaves a promotion score of 0, which is just enough") {
    const Outcome outcome = after_failure_of("postgres-outage", "pg01");
    CHECK(outcome.promoted("msPostgresql") == Nodes{"pg02"});
    CHECK(outcome.running("PostgresqlVIP") == Nodes{"pg02"});
    CHECK(outcome.running("PostgresqlBackupVIP") == Nodes{"pg03"});
    CHECK(outcome.promotion_score("msPostgresql", "pg02") == Score(0));
    CHECK(outcome.all_services_survive());
}

TEST_CASE("with -1000 the backup address takes 1 of the 100 points") {
    const Outcome outcome = after_failure_of("postgres-outage-fixed", "pg01");
    CHECK(outcome.promoted("msPostgresql") == Nodes{"pg02"});
    CHECK(outcome.running("PostgresqlBackupVIP") == Nodes{"pg03"});
    CHECK(outcome.promotion_score("msPostgresql", "pg02") == Score(99));
}

TEST_CASE("the reverse constraint decides: -INFINITY promotes nobody") {
    const Outcome outcome = after_failure_of("postgres-reverse", "pg01");
    CHECK(outcome.promoted("msPostgresql").empty());
    CHECK(outcome.running("PostgresqlVIP").empty());
    CHECK(outcome.running("PostgresqlBackupVIP") == Nodes{"pg02"});
    CHECK(outcome.lost() == std::vector<std::string>{"PostgresqlVIP", "msPostgresql"});
}

TEST_CASE("the reverse constraint decides: -1000 promotes the replica") {
    const Outcome outcome = after_failure_of("postgres-reverse-fixed", "pg01");
    CHECK(outcome.promoted("msPostgresql") == Nodes{"pg02"});
    CHECK(outcome.running("PostgresqlVIP") == Nodes{"pg02"});
    CHECK(outcome.running("PostgresqlBackupVIP") == Nodes{"pg02"});
    CHECK(outcome.all_services_survive());
}

TEST_CASE("the web server and its address move together") {
    const Outcome outcome = after_failure_of("web-server", "web1");
    CHECK(outcome.running("web-address") == Nodes{"web2"});
    CHECK(outcome.running("website") == Nodes{"web2"});
    REQUIRE(outcome.schedule->fencing.size() == 1);
    CHECK(outcome.after->nodes[outcome.schedule->fencing[0].node].name == "web1");
}

TEST_CASE("the group follows the promoted side of the DRBD device") {
    const Outcome outcome = after_failure_of("drbd-mysql", "alice");
    CHECK(outcome.promoted("ms-drbd-mysql") == Nodes{"bob"});
    CHECK(outcome.running("fs-mysql") == Nodes{"bob"});
    CHECK(outcome.running("mysql") == Nodes{"bob"});
}

TEST_CASE("the NFS group needs a node with the disk") {
    CHECK(after_failure_of("nfs-group", "storage2").running("nfs-address") == Nodes{"storage1"});
    const Outcome outcome = simulate({.cib = sample("nfs-group"),
                                      .events = {NodeFails{"storage1"}, NodeFails{"storage2"}},
                                      .quorum = QuorumRule::Yes});
    CHECK(outcome.running("nfs-address").empty());
    CHECK(outcome.score("nfs-volume", "witness").is_minus_infinity());
}

TEST_CASE("PAF's best replica is promoted, and without quorum nobody") {
    const Outcome one = after_failure_of("postgres-paf", "srv1");
    CHECK(one.promoted("pgsqld-clone") == Nodes{"srv2"});
    CHECK(one.running("pgsql-primary-ip") == Nodes{"srv2"});
    CHECK(one.promotion_score("pgsqld-clone", "srv3") == Score(990));
    const Outcome two = after("postgres-paf", {NodeFails{"srv1"}, NodeFails{"srv2"}});
    CHECK_FALSE(two.quorum);
    CHECK(two.promoted("pgsqld-clone").empty());
}

TEST_CASE("SAP HANA's secondary takes over") {
    const Outcome outcome = after_failure_of("sap-hana-scale-up", "hana1");
    CHECK(outcome.promoted("msl_SAPHana_HA1_HDB00") == Nodes{"hana2"});
    CHECK(outcome.running("rsc_ip_HA1_HDB00") == Nodes{"hana2"});
}

TEST_CASE("two members of Galera go on, and the address moves to one of them") {
    const Outcome outcome = after_failure_of("galera", "db-c");
    CHECK(outcome.promoted("galera-master") == Nodes{"db-a", "db-b"});
    CHECK(outcome.running("db-address") == Nodes{"db-a"});
}

TEST_CASE("a failed member of Galera is restarted and promoted again") {
    const Outcome outcome = after("galera", {ResourceFails{"galera", "db-a"}});
    CHECK(outcome.promoted("galera-master").size() == 3);
}

TEST_CASE("the controllers' addresses keep apart") {
    const Outcome outcome = after_failure_of("rabbitmq", "controller-0");
    CHECK(outcome.running("internal-vip") == Nodes{"controller-2"});
    CHECK(outcome.running("public-vip") == Nodes{"controller-1"});
    CHECK(outcome.running("rabbitmq-clone") == Nodes{"controller-1", "controller-2"});
}
