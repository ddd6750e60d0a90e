#include "rules/operation_digest.h"

#include <doctest/doctest.h>

#include "base/md5.h"
#include "rules/operation_configuration.h"

using namespace placement;

namespace {

AttributeSet set(std::initializer_list<std::pair<const char*, const char*>> values) {
    AttributeSet result;
    for (const auto& [name, value] : values) result.pairs.push_back({name, value, {}});
    return result;
}

/// A cluster of the node n1 and the resource db.
struct Sample {
    Cluster cluster;
    ResourceId db = ResourceId(0);
    NodeId n1 = NodeId(0);

    Sample() {
        Node node;
        node.name = "n1";
        cluster.nodes.push_back(node);
        Resource resource;
        resource.id = "db";
        cluster.resources.push_back(resource);
    }
    Resource& resource() { return cluster.resources[db]; }
    OperationConfiguration& operation(const char* name, std::uint32_t interval_ms) {
        OperationConfiguration operation;
        operation.name = name;
        operation.interval_ms = interval_ms;
        resource().operations.push_back(operation);
        return resource().operations.back();
    }
    DigestComparison compare(const OperationHistory& recorded) {
        OperationDigests digests;
        return digests.compare(cluster, db, n1, recorded).last;
    }
};

OperationHistory recorded(const char* task, std::uint32_t interval_ms, std::string digest) {
    OperationHistory operation;
    operation.task = task;
    operation.interval_ms = interval_ms;
    operation.digest_all = std::move(digest);
    return operation;
}

} // namespace

TEST_CASE("parameters are one element with its attributes by name") {
    CHECK(parameter_digest({}) == md5(" <parameters/>\n"));
    CHECK(parameter_digest({{"b", "2"}, {"a", "1"}}) == md5(" <parameters a=\"1\" b=\"2\"/>\n"));
}

TEST_CASE("what means something in XML is escaped") {
    CHECK(parameter_digest({{"a", "<\">&\n'"}}) == md5(" <parameters a=\"&lt;&quot;&gt;&amp;&#x0A;'\"/>\n"));
}

TEST_CASE("what the cluster adds to parameters does not count") {
    CHECK(parameter_digest({{"a", "1"}, {"CRM_meta_timeout", "20000"}, {"crm_feature_set", "3.0"}, {"id", "x"}}) ==
          parameter_digest({{"a", "1"}}));
}

TEST_CASE("the same parameters are the same, others are not") {
    Sample sample;
    sample.resource().parameters = {set({{"config", "/etc/db"}})};
    const auto today = md5(" <parameters config=\"/etc/db\"/>\n");
    CHECK(sample.compare(recorded("start", 0, today)) == DigestComparison::Same);
    CHECK(sample.compare(recorded("start", 0, md5("other"))) == DigestComparison::Changed);
    CHECK(sample.compare(recorded("start", 0, "")) == DigestComparison::Unknown);
}

TEST_CASE("a recurring operation's timeout counts, in milliseconds") {
    Sample sample;
    CHECK(sample.compare(recorded("monitor", 10000, md5(" <parameters CRM_meta_timeout=\"20000\"/>\n"))) ==
          DigestComparison::Same);
    sample.operation("monitor", 10000).attributes["timeout"] = "1min";
    CHECK(sample.compare(recorded("monitor", 10000, md5(" <parameters CRM_meta_timeout=\"60000\"/>\n"))) ==
          DigestComparison::Same);
}

TEST_CASE("an operation's own parameters give way to the resource's, and need a restart where it runs once") {
    Sample sample;
    sample.resource().parameters = {set({{"a", "1"}})};
    sample.operation("start", 0).instance_attributes = {set({{"a", "2"}, {"b", "3"}})};
    CHECK(sample.compare(recorded("start", 0, md5(" <parameters a=\"1\" b=\"3\"/>\n"))) == DigestComparison::Same);
    CHECK(sample.compare(recorded("start", 0, md5("other"))) == DigestComparison::NeedsRestart);
}

TEST_CASE("a nonreloadable parameter that has changed needs a restart") {
    Sample sample;
    sample.resource().parameters = {set({{"a", "1"}, {"b", "2"}})};
    OperationHistory start = recorded("start", 0, md5("other"));
    start.attributes["op-force-restart"] = " a ";
    start.digest_nonreloadable = md5(" <parameters a=\"1\"/>\n");
    CHECK(sample.compare(start) == DigestComparison::Changed);
    start.digest_nonreloadable = md5(" <parameters a=\"0\"/>\n");
    CHECK(sample.compare(start) == DigestComparison::NeedsRestart);
}

TEST_CASE("an operation's digests are calculated once a node") {
    Sample sample;
    sample.resource().parameters = {set({{"a", "1"}})};
    OperationDigests digests;
    const auto today = md5(" <parameters a=\"1\"/>\n");
    CHECK(digests.compare(sample.cluster, sample.db, sample.n1, recorded("start", 0, today)) == DigestComparison::Same);
    // The first entry recorded no nonreloadable parameters, so that there is nothing to compare the second one's with.
    OperationHistory second = recorded("start", 0, today);
    second.digest_nonreloadable = today;
    CHECK(digests.compare(sample.cluster, sample.db, sample.n1, second) == DigestComparison::NeedsRestart);
    CHECK(sample.compare(second) == DigestComparison::Same);
}

TEST_CASE("an operation is found by name and interval, a migration's halves also as migrate") {
    Sample sample;
    sample.operation("monitor", 10000).id = "ten";
    sample.operation("migrate", 0).id = "both";
    CHECK(find_operation(sample.resource(), "monitor", 10000)->id == "ten");
    CHECK(find_operation(sample.resource(), "monitor", 20000) == nullptr);
    CHECK(find_operation(sample.resource(), "migrate_from", 0)->id == "both");
    CHECK(find_operation(sample.resource(), "stop", 0) == nullptr);
}

TEST_CASE("an operation's attributes come before its meta-attributes, and these before op_defaults") {
    Sample sample;
    OperationConfiguration& start = sample.operation("start", 0);
    start.attributes["timeout"] = "1s";
    start.meta_attributes = {set({{"timeout", "2s"}, {"on-fail", "block"}})};
    sample.cluster.operation_defaults = {set({{"timeout", "3s"}, {"on-fail", "stop"}, {"record-pending", "true"}})};
    const auto meta = operation_meta(sample.cluster, sample.db, "start", 0, &start);
    CHECK(meta.at("timeout") == "1s");
    CHECK(meta.at("on-fail") == "block");
    CHECK(meta.at("record-pending") == "true");
    CHECK(operation_meta(sample.cluster, sample.db, "stop", 0, nullptr).at("timeout") == "3s");
}

TEST_CASE("a probe has the timeout of the most frequent monitor") {
    Sample sample;
    sample.operation("monitor", 20000).attributes["timeout"] = "20s";
    sample.operation("monitor", 10000).attributes["timeout"] = "10s";
    sample.operation("monitor", 5000).enabled = false;
    CHECK(operation_meta(sample.cluster, sample.db, "monitor", 0, nullptr).at("timeout") == "10s");
}

TEST_CASE("a timeout that is unreadable or not positive is 20 seconds") {
    CHECK(operation_timeout({}) == 20'000);
    CHECK(operation_timeout({{"timeout", "90"}}) == 90'000);
    for (const char* text : {"soon", "0", "-5s", "99999999999999999999"}) {
        CHECK(operation_timeout({{"timeout", text}}) == 20'000);
    }
    CHECK(operation_timeout({{"timeout", "9999999999"}}) == 2'147'483'647);
}
