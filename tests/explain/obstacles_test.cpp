#include <doctest/doctest.h>

#include "explain/hand_made.h"
#include "placement/explain.h"

using namespace placement;

namespace {

struct TwoNodes : HandMade {
    NodeId n1 = node("n1");
    NodeId n2 = node("n2");
    ResourceId db = primitive("db");
    ResourceId ip = primitive("ip");

    TwoNodes() {
        location("ban-n1", db, 12);
        begin();
        for (const ResourceId resource : {db, ip}) {
            for (const NodeId each : {n1, n2}) add(resource, each, Score(0), because(CauseKind::Start));
        }
    }

    std::vector<Obstacle> found(ResourceId resource, Role role = Role::Started) {
        finish();
        return obstacles(schedule, resource, role);
    }
    Obstacle only(ResourceId resource, Role role = Role::Started) {
        const std::vector<Obstacle> all = found(resource, role);
        REQUIRE(all.size() == 1);
        return all[0];
    }
};

} // namespace

TEST_CASE_FIXTURE(TwoNodes, "nothing is in the way of what may run") { CHECK(found(db).empty()); }

TEST_CASE_FIXTURE(TwoNodes, "a target role keeps a resource down") {
    cluster.resources[db].meta["target-role"] = "Stopped";
    cluster.resources[db].next_role = Role::Stopped;
    CHECK(only(db).code == "target-role");
    CHECK(only(db).text == "its target-role is Stopped");
}

TEST_CASE_FIXTURE(TwoNodes, "a target role of Unpromoted forbids promotion alone") {
    cluster.resources[db].meta["target-role"] = "Unpromoted";
    cluster.resources[db].next_role = Role::Unpromoted;
    CHECK(found(db, Role::Started).empty());
    CHECK(only(db, Role::Promoted).code == "target-role");
}

TEST_CASE_FIXTURE(TwoNodes, "all resources may be told to stop") {
    cluster.options.stop_all_resources = true;
    CHECK(only(db).code == "stop-all-resources");
}

TEST_CASE_FIXTURE(TwoNodes, "no quorum stops what the policy says") {
    cluster.have_quorum = false;
    CHECK(only(db).text == "the cluster has no quorum, and no-quorum-policy is stop");
    cluster.options.no_quorum_policy = NoQuorumPolicy::Ignore;
    CHECK(found(db).empty());
}

TEST_CASE_FIXTURE(TwoNodes, "no quorum with the policy demote forbids promotion alone") {
    cluster.have_quorum = false;
    cluster.options.no_quorum_policy = NoQuorumPolicy::Demote;
    CHECK(found(db, Role::Started).empty());
    CHECK(only(db, Role::Promoted).code == "no-quorum");
}

TEST_CASE_FIXTURE(TwoNodes, "an unmanaged resource is left alone") {
    cluster.resources[db].managed = false;
    CHECK(only(db).code == "unmanaged");
}

TEST_CASE_FIXTURE(TwoNodes, "without a fencing device nothing is managed") {
    cluster.have_fencing_devices = false;
    CHECK(only(db).code == "no-fencing-devices");
    cluster.options.fencing_enabled = false;
    CHECK(found(db).empty());
}

TEST_CASE_FIXTURE(TwoNodes, "in maintenance mode everything is left alone") {
    cluster.options.maintenance_mode = true;
    CHECK(only(db).code == "maintenance-mode");
}

TEST_CASE_FIXTURE(TwoNodes, "a blocked resource waits for a person") {
    cluster.resources[db].blocked = true;
    CHECK(only(db).code == "blocked");
}

TEST_CASE_FIXTURE(TwoNodes, "a resource that left the configuration is stopped") {
    cluster.resources[db].removed = true;
    CHECK(only(db).code == "removed");
}

TEST_CASE_FIXTURE(TwoNodes, "a node that is down is told by name") {
    cluster.nodes[n1].online = false;
    CHECK(only(db).code == "node-offline");
    CHECK(only(db).node == "n1");
}

TEST_CASE_FIXTURE(TwoNodes, "each state of a node has its own code") {
    Node& node = cluster.nodes[n1];
    SUBCASE("unclean") {
        node.unclean = true;
        CHECK(only(db).code == "node-unclean");
    }
    SUBCASE("pending") {
        node.pending = true;
        CHECK(only(db).code == "node-pending");
    }
    SUBCASE("standby") {
        node.standby = true;
        CHECK(only(db).code == "node-standby");
    }
    SUBCASE("shutdown") {
        node.shutdown = true;
        CHECK(only(db).code == "node-shutdown");
    }
    SUBCASE("maintenance") {
        node.maintenance = true;
        CHECK(only(db).code == "node-maintenance");
    }
}

TEST_CASE_FIXTURE(TwoNodes, "a location constraint that bans is told with its line and score") {
    add(db, n1, Score::minus_infinity(), because(CauseKind::Location, 0));
    CHECK(only(db).code == "location");
    CHECK(only(db).constraint == "ban-n1");
    CHECK(only(db).score == Score::minus_infinity());
    CHECK(only(db).text == "-INFINITY by location constraint ban-n1 (line 12)");
}

TEST_CASE_FIXTURE(TwoNodes, "a finite negative score names its worst part") {
    add(db, n1, Score(10), because(CauseKind::Stickiness));
    add(db, n1, Score(-500), because(CauseKind::Location, 0));
    CHECK(only(db).text == "-500 by location constraint ban-n1 (line 12), which leaves a score of -490");
}

TEST_CASE_FIXTURE(TwoNodes, "without a ledger the score alone is told") {
    add(db, n1, Score::minus_infinity(), because(CauseKind::Location, 0));
    schedule.ledger.reset();
    CHECK(only(db).text == "its score there is -INFINITY");
}

TEST_CASE_FIXTURE(TwoNodes, "failures are told with their number and the threshold") {
    cluster.resources[db].migration_threshold = 3;
    FailCount failures;
    failures.node = n1;
    failures.resource = db;
    failures.count = 4;
    cluster.fail_counts.push_back(failures);
    add(db, n1, Score::minus_infinity(), because(CauseKind::MigrationThreshold));
    CHECK(only(db).code == "failures");
    CHECK(only(db).text == "-INFINITY by failures: 4, with a migration-threshold of 3");
    cluster.resources[db].failure_timeout_ms = 60'000;
    CHECK(only(db).text ==
          "-INFINITY by failures: 4, with a migration-threshold of 3, until the failure expires (failure-timeout=60 s)");
}

TEST_CASE_FIXTURE(TwoNodes, "failures of another resource are told as its") {
    cluster.resources[ip].migration_threshold = 3;
    FailCount failures;
    failures.node = n1;
    failures.resource = ip;
    failures.count = 4;
    cluster.fail_counts.push_back(failures);
    add(db, n1, Score::minus_infinity(), because(CauseKind::MigrationThreshold, 0, ip));
    CHECK(only(db).text == "-INFINITY by failures of ip: 4, with a migration-threshold of 3");
}

TEST_CASE_FIXTURE(TwoNodes, "a node outside the table is not allowed") {
    schedule.scores[db][n1].listed = false;
    cluster.options.symmetric_cluster = false;
    CHECK(only(db).code == "not-allowed");
}

TEST_CASE_FIXTURE(TwoNodes, "a node where it runs is not an obstacle") {
    cluster.nodes[n1].standby = true;
    place(db, n1);
    CHECK(found(db).empty());
}

TEST_CASE_FIXTURE(TwoNodes, "a mandatory colocation with something stopped keeps it down") {
    colocation("ip-with-db", ip, db, Score::infinity());
    CHECK(only(ip).text == "it must be with db, which runs nowhere (colocation ip-with-db, line 7)");
    CHECK(only(ip).constraint == "ip-with-db");
    place(db, n1);
    CHECK(found(ip).empty());
}

TEST_CASE_FIXTURE(TwoNodes, "a mandatory colocation with the promoted role looks for that role") {
    const ColocationId id = colocation("ip-with-db", ip, db, Score::infinity());
    cluster.colocations[id].primary_role = Role::Promoted;
    place(db, n1, Role::Unpromoted);
    CHECK(only(ip).text == "it must be with db, which is promoted nowhere (colocation ip-with-db, line 7)");
}

TEST_CASE_FIXTURE(TwoNodes, "a ticket that is not granted keeps it down") {
    Ticket ticket;
    ticket.id = "siteA";
    TicketConstraint constraint;
    constraint.id = "db-needs-siteA";
    constraint.ticket = cluster.tickets.push_back(ticket);
    constraint.resource = db;
    cluster.ticket_constraints.push_back(constraint);
    CHECK(only(db).text == "ticket siteA is not granted (ticket constraint db-needs-siteA)");
}

TEST_CASE_FIXTURE(TwoNodes, "an earlier member of the group that is stopped keeps it down") {
    Resource group;
    group.id = group.xml_id = "web";
    group.variant = Group();
    group.children = {db, ip};
    const ResourceId web = add_later(group);
    cluster.resources[db].parent = web;
    cluster.resources[ip].parent = web;
    CHECK(only(ip).code == "group-member");
    CHECK(only(ip).text == "db comes before it in group web and is stopped");
    CHECK(found(db).empty());
}

TEST_CASE_FIXTURE(TwoNodes, "a promotion score below zero forbids promotion") {
    place(db, n1, Role::Unpromoted);
    cluster.nodes[n1].attributes["master-db"] = "-INFINITY";
    schedule.placements[db].promotion_considered = true;
    schedule.placements[db].promotion_score = Score::minus_infinity();
    cluster.nodes[n2].online = false;
    LedgerEntry entry;
    entry.table = LedgerEntry::Table::Promotion;
    entry.resource = db;
    entry.node = n1;
    entry.before = Score();
    entry.after = entry.change = Score::minus_infinity();
    entry.cause = because(CauseKind::PromotionAttribute);
    schedule.ledger->push_back(entry);
    const std::vector<Obstacle> all = found(db, Role::Promoted);
    REQUIRE(all.size() == 2);
    CHECK(all[0].code == "promotion-score");
    CHECK(all[0].text == "-INFINITY by promotion score from the agent (node attribute master-db)");
    CHECK(all[1].code == "node-offline");
}
