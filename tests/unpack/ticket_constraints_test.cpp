#include <doctest/doctest.h>

#include "unpack/configuration.h"

using namespace placement;

namespace {

using LossPolicy = TicketConstraint::LossPolicy;

std::shared_ptr<const Cluster> with_ticket_constraints(const std::string& constraints, const std::string& properties = "") {
    Configuration configuration;
    configuration.schema = "none";
    if (!properties.empty()) configuration.properties = properties;
    configuration.resources = primitive("a") + primitive("b");
    configuration.tags = R"(<tag id="t"><obj_ref id="a"/><obj_ref id="b"/></tag>)";
    configuration.constraints = constraints;
    return configuration.read();
}

LossPolicy policy(const std::string& attributes, const std::string& properties = "") {
    const auto cluster =
        with_ticket_constraints(fmt::format(R"(<rsc_ticket id="c" ticket="T" rsc="a" {}/>)", attributes), properties);
    return cluster->ticket_constraints[TicketConstraintId(0)].loss_policy;
}

} // namespace

TEST_CASE("a ticket constraint brings its ticket, which is not granted") {
    const auto cluster = with_ticket_constraints(R"(<rsc_ticket id="c" ticket="T" rsc="a" rsc-role="Promoted"/>)");
    REQUIRE(cluster->ticket_constraints.size() == 1);
    const TicketConstraint& constraint = cluster->ticket_constraints[TicketConstraintId(0)];
    CHECK(constraint.id == "c");
    CHECK(constraint.role == Role::Promoted);
    CHECK(name(*cluster, constraint.resource) == "a");
    CHECK(cluster->tickets[constraint.ticket].id == "T");
    CHECK_FALSE(cluster->tickets[constraint.ticket].granted);
    CHECK(constraint.position.known());
}

TEST_CASE("two constraints may share a ticket") {
    const auto cluster =
        with_ticket_constraints(R"(<rsc_ticket id="c" ticket="T" rsc="a"/><rsc_ticket id="d" ticket="T" rsc="b"/>)");
    CHECK(cluster->tickets.size() == 1);
    CHECK(cluster->ticket_constraints.size() == 2);
}

TEST_CASE("the loss policy is stop, or demote for the promoted role") {
    const std::string fencing = Configuration::property("fencing-enabled", "true");
    CHECK(policy("") == LossPolicy::Stop);
    CHECK(policy(R"(rsc-role="Promoted")") == LossPolicy::Demote);
    CHECK(policy(R"(loss-policy="freeze")") == LossPolicy::Freeze);
    CHECK(policy(R"(loss-policy="demote")") == LossPolicy::Demote);
    CHECK(policy(R"(loss-policy="stop" rsc-role="Promoted")") == LossPolicy::Stop);
    CHECK(policy(R"(loss-policy="fence")", fencing) == LossPolicy::Fence);
    CHECK(policy(R"(loss-policy="fence")") == LossPolicy::Stop);
    CHECK(has_diagnostic(*with_ticket_constraints(R"(<rsc_ticket id="c" ticket="T" rsc="a" loss-policy="fence"/>)"),
                         "loss-policy-reset"));
    CHECK(has_diagnostic(*with_ticket_constraints(R"(<rsc_ticket id="c" ticket="T" rsc="a" loss-policy="cry"/>)"),
                         "invalid-loss-policy"));
}

TEST_CASE("ticket constraints that cannot be are ignored") {
    const auto ignored = [](const std::string& constraint, const char* code) {
        const auto cluster = with_ticket_constraints(constraint);
        return cluster->ticket_constraints.empty() && has_diagnostic(*cluster, code);
    };
    CHECK(ignored(R"(<rsc_ticket id="c" rsc="a"/>)", "missing-ticket"));
    CHECK(ignored(R"(<rsc_ticket id="c" ticket="T"/>)", "missing-resource"));
    CHECK(ignored(R"(<rsc_ticket id="c" ticket="T" rsc="x"/>)", "unknown-resource"));
    CHECK(ignored(R"(<rsc_ticket id="c" ticket="T" rsc="a" rsc-role="Boss"/>)", "invalid-role"));
    CHECK(ignored(R"(<rsc_ticket id="c" ticket="T"><resource_set><resource_ref id="a"/></resource_set></rsc_ticket>)",
                  "missing-id"));
}

TEST_CASE("a ticket may be for sets and tags") {
    const auto sets =
        with_ticket_constraints(R"(<rsc_ticket id="c" ticket="T"><resource_set id="s" role="Promoted"><resource_ref id="b"/>)"
                                R"(<resource_ref id="x"/><resource_ref id="a"/></resource_set></rsc_ticket>)");
    REQUIRE(sets->ticket_constraints.size() == 1);
    CHECK(sets->ticket_constraints[TicketConstraintId(0)].id == "s");
    CHECK(sets->ticket_constraints[TicketConstraintId(0)].role == Role::Promoted);
    CHECK(has_diagnostic(*sets, "unknown-resource"));
    const auto tag = with_ticket_constraints(R"(<rsc_ticket id="c" ticket="T" rsc="t" rsc-role="Promoted"/>)");
    REQUIRE(tag->ticket_constraints.size() == 2);
    CHECK(tag->ticket_constraints[TicketConstraintId(1)].role == Role::Promoted);
    CHECK(tag->ticket_constraints[TicketConstraintId(1)].id == "t");
}
