#include "rules/operation_digest.h"

#include <memory>
#include <vector>

#include <doctest/doctest.h>

#include "base/md5.h"
#include "rules/operation_configuration.h"
#include "support/kept_text.h"

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
    using Operations = std::vector<OperationConfiguration>;
    std::shared_ptr<Operations> operations = std::make_shared<Operations>();

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
        operations->push_back(operation);
        resource().operations = Shared<Operations>(operations);
        return operations->back();
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
    operation.digest_all = kept_text(std::move(digest));
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
    sample.resource().parameters = AttributeSets{set({{"config", "/etc/db"}})};
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
    sample.resource().parameters = AttributeSets{set({{"a", "1"}})};
    sample.operation("start", 0).instance_attributes = {set({{"a", "2"}, {"b", "3"}})};
    CHECK(sample.compare(recorded("start", 0, md5(" <parameters a=\"1\" b=\"3\"/>\n"))) == DigestComparison::Same);
    CHECK(sample.compare(recorded("start", 0, md5("other"))) == DigestComparison::NeedsRestart);
}

TEST_CASE("a nonreloadable parameter that has changed needs a restart") {
    Sample sample;
    sample.resource().parameters = AttributeSets{set({{"a", "1"}, {"b", "2"}})};
    OperationHistory start = recorded("start", 0, md5("other"));
    start.attributes = kept_attributes({{"op-force-restart", " a "}});
    start.digest_nonreloadable = kept_text(md5(" <parameters a=\"1\"/>\n"));
    CHECK(sample.compare(start) == DigestComparison::Changed);
    start.digest_nonreloadable = kept_text(md5(" <parameters a=\"0\"/>\n"));
    CHECK(sample.compare(start) == DigestComparison::NeedsRestart);
}

TEST_CASE("an operation's digests are calculated once a node") {
    Sample sample;
    sample.resource().parameters = AttributeSets{set({{"a", "1"}})};
    OperationDigests digests;
    const auto today = md5(" <parameters a=\"1\"/>\n");
    const auto compare = [&](const OperationHistory& recorded) {
        return digests.compare(sample.cluster, sample.db, sample.n1, recorded).last;
    };
    CHECK(compare(recorded("start", 0, today)) == DigestComparison::Same);
    // The first entry recorded no nonreloadable parameters, so that there is nothing to compare the second one's with.
    OperationHistory second = recorded("start", 0, today);
    second.digest_nonreloadable = kept_text(md5("other"));
    CHECK(compare(second) == DigestComparison::Same);
    CHECK(sample.compare(second) == DigestComparison::NeedsRestart);
}

TEST_CASE("an entry without nonreloadable parameters is not compared with those of an earlier one") {
    Sample sample;
    sample.resource().parameters = AttributeSets{set({{"a", "1"}})};
    OperationDigests digests;
    OperationHistory first = recorded("start", 0, "");
    first.digest_nonreloadable = kept_text(md5("other"));
    const auto today = recorded("start", 0, md5(" <parameters a=\"1\"/>\n"));
    CHECK(digests.compare(sample.cluster, sample.db, sample.n1, first).last == DigestComparison::NeedsRestart);
    CHECK(digests.compare(sample.cluster, sample.db, sample.n1, today).last == DigestComparison::Same);
}

TEST_CASE("what is not a secret has a digest of its own") {
    Sample sample;
    sample.resource().parameters = AttributeSets{set({{"a", "1"}, {"password", "2"}})};
    OperationHistory start = recorded("start", 0, "");
    start.attributes = kept_attributes({{"crm_feature_set", "3.20.5"}, {"op-secure-params", " password "}});
    OperationDigests digests;
    CHECK(digests.compare(sample.cluster, sample.db, sample.n1, start).secure.empty()); // nothing to compare it with
    start.digest_secure = kept_text(md5("other"));
    CHECK(digests.compare(sample.cluster, sample.db, sample.n1, start).secure == md5(" <parameters a=\"1\"/>\n"));
}

TEST_CASE("old clusters left the parameters for the fencer out of what is not a secret") {
    Sample sample;
    sample.resource().standard = "stonith";
    sample.resource().parameters = AttributeSets{set({{"a", "1"}, {"pcmk_host_map", "2"}, {"pcmk_on_timeout", "3"}})};
    sample.cluster.feature_set = "3.15.9";
    OperationDigests digests;
    CHECK(digests.unfencing(sample.cluster, sample.db, sample.n1).secure == md5(" <parameters a=\"1\"/>\n"));
}

TEST_CASE("unfencing keeps the secrets of fencing devices by their usual names") {
    Sample sample;
    sample.resource().parameters = AttributeSets{set({{"a", "1"}, {"passwd", "2"}, {"password", "3"}, {"user", "4"}})};
    OperationDigests digests;
    const ParameterDigests& of = digests.unfencing(sample.cluster, sample.db, sample.n1);
    CHECK(of.secure == md5(" <parameters a=\"1\"/>\n"));
    CHECK(of.all != of.secure);
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

TEST_CASE("an operation that is disabled is found only where it counts") {
    Sample sample;
    sample.operation("monitor", 10000).enabled = false;
    CHECK(find_operation(sample.resource(), "monitor", 10000) != nullptr);
    CHECK(find_operation(sample.resource(), "monitor", 10000, DisabledOperations::DoNotCount) == nullptr);
}

TEST_CASE("some operations may not have each on-fail") {
    Sample sample;
    const OperationConfiguration* monitor = &sample.operation("monitor", 10000);
    const Resource& db = sample.resource();
    CHECK(allowed_on_fail(db, "monitor", monitor, "stop") == "stop");
    CHECK_FALSE(allowed_on_fail(db, "stop", nullptr, "standby"));
    CHECK_FALSE(allowed_on_fail(db, "monitor", monitor, "demote"));
    CHECK(allowed_on_fail(db, "lrm_delete", nullptr, std::nullopt) == "ignore");
}

TEST_CASE("a demotion takes over the on-fail of the promoted role's monitor") {
    Sample sample;
    OperationConfiguration& monitor = sample.operation("monitor", 10000);
    monitor.role = Role::Promoted;
    monitor.attributes["on-fail"] = "fence";
    CHECK(allowed_on_fail(sample.resource(), "demote", nullptr, std::nullopt) == "fence");
}

TEST_CASE("what is executed has its values read") {
    Sample sample;
    OperationConfiguration& monitor = sample.operation("monitor", 10000);
    monitor.attributes = {{"id", "m"}, {"name", "monitor"}, {"interval", "10s"}, {"timeout", "1min"}, {"start-delay", "5"}};
    const AttributeTable meta = effective_operation_meta(sample.cluster, sample.db, {}, "monitor", 10000, &monitor);
    const AttributeTable expected{
        {"interval", "10000"}, {"name", "monitor"}, {"start-delay", "5000"}, {"timeout", "60000"}};
    CHECK(meta == expected);
}

TEST_CASE("what is run once has no interval") {
    Sample sample;
    OperationConfiguration& start = sample.operation("start", 0);
    start.attributes = {{"interval", "0"}};
    const AttributeTable expected{{"timeout", "20000"}};
    CHECK(effective_operation_meta(sample.cluster, sample.db, {}, "start", 0, &start) == expected);
}

TEST_CASE("the first run waits for the next whole interval after the origin") {
    Sample sample;
    sample.cluster.now = Time{1'000'000'010, 0};
    OperationConfiguration& monitor = sample.operation("monitor", 60'000);
    monitor.attributes = {{"interval-origin", "2001-09-09T01:46:40Z"}}; // ten seconds ago
    const auto meta = effective_operation_meta(sample.cluster, sample.db, {}, "monitor", 60'000, &monitor);
    CHECK(meta.at("start-delay") == "50000");
}

TEST_CASE("a fencing device says how long its monitor takes") {
    Sample sample;
    sample.resource().standard = "stonith";
    sample.resource().parameters = AttributeSets{set({{"pcmk_monitor_timeout", "90s"}})};
    const auto timeout = [&](std::string_view task, std::uint32_t interval_ms) {
        return effective_operation_meta(sample.cluster, sample.db, sample.n1, task, interval_ms, nullptr).at("timeout");
    };
    CHECK(timeout("start", 0) == "90000");
    CHECK(timeout("monitor", 0) == "90000");
    CHECK(timeout("monitor", 10000) == "20000");
}
