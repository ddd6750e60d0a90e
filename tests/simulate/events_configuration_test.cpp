#include <doctest/doctest.h>

#include "event_outcome.h"

// Resources that are disabled, enabled, unmanaged and managed.
using namespace placement;

namespace {

Sketch sample() { return Sketch("n1 n2").resource(primitive("a")).runs("a", "n1"); }

Sketch with_group(const std::string& of_group = "", const std::string& of_member = "") {
    return Sketch("n1").resource(group("g", of_group + primitive("a", of_member) + primitive("b"))).runs("a b", "n1");
}

Sketch with_clone(const std::string& of_clone = "", const std::string& of_primitive = "") {
    return Sketch("n1 n2").resource(clone("c", of_clone + primitive("a", of_primitive))).runs("a", "n1").runs("a", "n2");
}

bool managed(const Outcome& outcome, const std::string& id) {
    return outcome.after->resources[require_resources(*outcome.after, id).front()].managed;
}

} // namespace

TEST_CASE("changes of a resource in words") {
    CHECK(text(ResourceDisabled{"a"}) == "a is disabled");
    CHECK(text(ResourceEnabled{"a"}) == "a is enabled");
    CHECK(text(ResourceUnmanaged{"a"}) == "a is unmanaged");
    CHECK(text(ResourceManaged{"a"}) == "a is managed again");
}

// ---- disable, enable ----

TEST_CASE("a resource that is disabled stops, and says why") {
    const Outcome outcome = outcome_after(sample(), {ResourceDisabled{"a"}});
    CHECK(outcome.running("a").empty());
    REQUIRE_FALSE(outcome.resource("a").kept_down_by.empty());
    CHECK(outcome.resource("a").kept_down_by[0].code == "target-role");
}

TEST_CASE("a target-role that is there is replaced") {
    const Sketch sketch = Sketch("n1").resource(primitive("a", meta("target-role=Started"))).runs("a", "n1");
    CHECK(outcome_after(sketch, {ResourceDisabled{"a"}}).running("a").empty());
}

TEST_CASE("a resource that is enabled starts") {
    CHECK(outcome_after(sample(), {ResourceDisabled{"a"}, ResourceEnabled{"a"}}).running("a") == Nodes{"n1"});
    const Sketch sketch = Sketch("n1").resource(primitive("a", meta("target-role=Stopped")));
    CHECK(outcome_after(sketch, {ResourceEnabled{"a"}}).running("a") == Nodes{"n1"});
}

TEST_CASE("enabling a clone enables what is in it, and the other way round") {
    const Sketch both = with_clone(meta("target-role=Stopped"), meta("target-role=Stopped"));
    CHECK(outcome_after(both, {ResourceEnabled{"c"}}).running("c") == Nodes{"n1", "n2"});
    CHECK(outcome_after(both, {ResourceEnabled{"a"}}).running("c") == Nodes{"n1", "n2"});
}

TEST_CASE("disabling and enabling what changes nothing says so") {
    CHECK(what_is_said(outcome_after(sample(), {ResourceDisabled{"a"}, ResourceDisabled{"a"}}), "already-disabled") ==
          "`a` is disabled already; nothing changes");
    CHECK(what_is_said(outcome_after(sample(), {ResourceEnabled{"a"}}), "not-disabled") ==
          "`a` is not disabled; nothing changes");
}

TEST_CASE("a member of a disabled group stays disabled") {
    const Outcome outcome =
        outcome_after(with_group(meta("target-role=Stopped"), meta("target-role=Stopped")), {ResourceEnabled{"a"}});
    CHECK(what_is_said(outcome, "stays-disabled") == "`a` stays disabled: `g`, which it is in, has target-role=Stopped");
    CHECK(outcome.running("a").empty());
}

TEST_CASE("a resource that the defaults disable stays disabled") {
    const Sketch sketch = sample().section("<rsc_defaults>" + meta("target-role=Stopped") + "</rsc_defaults>");
    CHECK(what_is_said(outcome_after(sketch, {ResourceEnabled{"a"}}), "stays-disabled") ==
          "`a` stays disabled: it has target-role=Stopped from its template, from a rule or from the resource defaults");
}

// ---- unmanage, manage ----

TEST_CASE("what is unmanaged is left as it is") {
    const Outcome outcome = outcome_after(sample(), {ResourceUnmanaged{"a"}, NodeStandby{"n1"}});
    CHECK(outcome.running("a") == Nodes{"n1"});
    CHECK_FALSE(managed(outcome, "a"));
    CHECK(outcome_after(sample(), {ResourceUnmanaged{"a"}, ResourceManaged{"a"}, NodeStandby{"n1"}}).running("a") == Nodes{"n2"});
}

TEST_CASE("unmanaging a group or clone unmanages the primitives in it") {
    const Outcome of_group = outcome_after(with_group(), {ResourceUnmanaged{"g"}});
    CHECK_FALSE(managed(of_group, "a"));
    CHECK_FALSE(managed(of_group, "b"));
    CHECK(managed(of_group, "g"));
    CHECK_FALSE(managed(outcome_after(with_clone(), {ResourceUnmanaged{"c"}}), "a"));
}

TEST_CASE("managing a member manages its group, too, and managing a group its members") {
    const Sketch both = with_group(meta("is-managed=false"), meta("is-managed=false"));
    CHECK(managed(outcome_after(both, {ResourceManaged{"a"}}), "a"));
    CHECK(managed(outcome_after(both, {ResourceManaged{"g"}}), "a"));
}

TEST_CASE("unmanaging and managing what changes nothing says so") {
    CHECK(what_is_said(outcome_after(sample(), {ResourceUnmanaged{"a"}, ResourceUnmanaged{"a"}}), "already-unmanaged") ==
          "`a` is unmanaged already; nothing changes");
    CHECK(what_is_said(outcome_after(sample(), {ResourceManaged{"a"}}), "not-unmanaged") ==
          "`a` is not unmanaged; nothing changes");
}

TEST_CASE("a resource that stays unmanaged for another reason") {
    const Sketch defaults = sample().section("<rsc_defaults>" + meta("is-managed=false") + "</rsc_defaults>");
    CHECK(what_is_said(outcome_after(defaults, {ResourceManaged{"a"}}), "stays-unmanaged") ==
          "`a` stays unmanaged: it has is-managed=false from its template, from a rule or from the resource defaults");
    CHECK(what_is_said(outcome_after(sample().options("maintenance-mode=true"), {ResourceManaged{"a"}}), "stays-unmanaged") ==
          "`a` stays unmanaged: the whole cluster is in maintenance mode (maintenance-mode)");
}

// ---- names ----

TEST_CASE("only what is configured can be disabled, enabled, unmanaged and managed") {
    const std::string instance = "`a:0` is made for `a` and is not configured by itself: name that one";
    CHECK(impossible(with_clone(), {ResourceDisabled{"a:0"}}) == instance);
    CHECK(impossible(with_clone(), {ResourceEnabled{"a:0"}}) == instance);
    CHECK(impossible(with_clone(), {ResourceUnmanaged{"a:0"}}) == instance);
    CHECK(impossible(with_clone(), {ResourceManaged{"a:0"}}) == instance);
    CHECK(unknown(sample(), {ResourceDisabled{"aa"}}) == "no resource `aa`; did you mean `a`?");
    CHECK_FALSE(unknown(sample(), {ResourceEnabled{"aa"}}).empty());
    CHECK_FALSE(unknown(sample(), {ResourceUnmanaged{"aa"}}).empty());
    CHECK_FALSE(unknown(sample(), {ResourceManaged{"aa"}}).empty());
    const Sketch removed = sample().runs("gone", "n1");
    CHECK(impossible(removed, {ResourceDisabled{"gone"}}) == "`gone` is not in the configuration: only the status still has it");
}
