#include <algorithm>

#include <doctest/doctest.h>

#include "support/scheduled.h"

// What the configuration's ordering constraints do to actions.
using namespace placement;

namespace {

std::string order(const std::string& more) { return "<rsc_order id=\"o\" first=\"a\" then=\"b\" " + more + "/>"; }

Sketch two(const std::string& constraint) {
    return Sketch("n1 n2").resource(primitive("a")).resource(primitive("b")).constraint(constraint);
}

/// Both run on one node, and the first has failed.
Sketch first_failed(const std::string& constraint) {
    return Sketch("n1")
        .resource(primitive("a"))
        .resource(primitive("b"))
        .constraint(constraint)
        .runs("a b", "n1")
        .operation("n1", "a", "monitor", 1, 10000);
}

std::string set(const std::string& id, const std::string& members, const std::string& more = "") {
    std::string xml = "<resource_set id=\"" + id + "\" " + more + ">";
    for (const std::string& member : words(members)) xml += "<resource_ref id=\"" + member + "\"/>";
    return xml + "</resource_set>";
}

Sketch with_sets(const std::string& sets, const std::string& more = "") {
    Sketch sketch("n1");
    for (const char* id : {"a", "b", "c", "d"}) sketch.resource(primitive(id));
    return sketch.constraint("<rsc_order id=\"o\" " + more + ">" + sets + "</rsc_order>");
}

} // namespace

TEST_CASE("a mandatory ordering puts starts in order") {
    const Scheduled result(two(order("")));
    CHECK(result.ordered("a_start_0", "b_start_0"));
}

TEST_CASE("and stops the other way round") {
    const Scheduled result(two(order("")).runs("a b", "n1").attributes("n1", "standby=on").attributes("n2", "standby=on"));
    CHECK(result.ordered("b_stop_0", "a_stop_0"));
}

TEST_CASE("what must be stopped takes what comes after it along") {
    const Scheduled result(first_failed(order("")));
    CHECK(result.need("a_stop_0") == "required");
    CHECK(result.need("b_stop_0") == "required");
    CHECK(result.schedule.actions[result.action("b_start_0")].reason == "required a start");
}

TEST_CASE("an optional ordering takes nothing along") {
    const Scheduled result(first_failed(order("kind=\"Optional\"")));
    CHECK(result.need("a_stop_0") == "required");
    CHECK(result.need("b_stop_0") == "optional");
}

TEST_CASE("what cannot start blocks what comes after it") {
    const Scheduled result(Sketch("n1")
                               .resource(primitive("a", meta("target-role=Stopped")))
                               .resource(primitive("b"))
                               .constraint(order("")));
    CHECK(result.need("b_start_0") == "blocked");
    CHECK(result.schedule.actions[result.action("b_start_0")].reason == "unrunnable a start");
}

TEST_CASE("an asymmetrical ordering has no opposite") {
    const Scheduled result(two(order("symmetrical=\"false\""))
                               .runs("a b", "n1")
                               .attributes("n1", "standby=on")
                               .attributes("n2", "standby=on"));
    CHECK_FALSE(result.ordered("b_stop_0", "a_stop_0"));
}

TEST_CASE("serialized actions are put in order, whatever becomes of them") {
    const Scheduled result(first_failed(order("kind=\"Serialize\"")));
    CHECK(result.ordered("a_start_0", "b_start_0"));
    CHECK(result.need("b_stop_0") == "optional");
}

TEST_CASE("other actions than starts can be ordered") {
    const Scheduled result(two(order("first-action=\"stop\" then-action=\"start\"")).runs("a", "n1"));
    CHECK(result.ordered("a_stop_0", "b_start_0"));
}

TEST_CASE("every relation knows its constraint") {
    const Scheduled result(two(order("")));
    const auto& before = result.schedule.actions[result.action("b_start_0")].before;
    bool known = false;
    for (const Relation& relation : before) known = known || relation.constraint.valid();
    CHECK(known);
}

// ---- sets -----------------------------------------------------------------------------------------------------

TEST_CASE("a set's members come one after the other, and a set after the one before it") {
    const Scheduled result(with_sets(set("s1", "a b") + set("s2", "c d")));
    CHECK(result.ordered("a_start_0", "b_start_0"));
    CHECK(result.ordered("a_start_0", "c_start_0"));
    CHECK(result.ordered("b_start_0", "d_start_0"));
}

TEST_CASE("members of a set that is not sequential are not ordered among each other") {
    const Scheduled result(with_sets(set("s1", "a b", "sequential=\"false\"") + set("s2", "c")));
    CHECK_FALSE(result.ordered("a_start_0", "b_start_0"));
    CHECK(result.ordered("a_start_0", "c_start_0"));
    CHECK(result.ordered("b_start_0", "c_start_0"));
}

TEST_CASE("of a set said to be sequential only the last member counts for the next set") {
    const Scheduled result(with_sets(set("s1", "a b", "sequential=\"true\"") + set("s2", "c", "sequential=\"true\"")));
    CHECK(result.ordered("b_start_0", "c_start_0"));
    CHECK_FALSE(result.ordered("a_start_0", "c_start_0"));
}

TEST_CASE("a set of which not all are required has a point that one of them is enough for") {
    const Scheduled result(
        with_sets(set("s1", "a b", "sequential=\"false\" require-all=\"false\"") + set("s2", "c")));
    CHECK(result.ordered("a_start_0", "one-or-more:s1"));
    CHECK(result.ordered("one-or-more:s1", "c_start_0"));
    CHECK(result.need("one-or-more:s1") != "blocked");
}

TEST_CASE("a serialized set orders each member with each") {
    const Scheduled result(with_sets(set("s1", "a b c"), "kind=\"Serialize\""));
    CHECK(result.ordered("a_start_0", "b_start_0"));
    CHECK(result.ordered("a_start_0", "c_start_0"));
}

// ---- others ---------------------------------------------------------------------------------------------------

TEST_CASE("what must not be together leaves a node before the other takes it") {
    const Scheduled result(two(colocation("apart", "a", "b", "-INFINITY"))
                               .constraint(location("b-n1", "b", "n1", "INFINITY"))
                               .constraint(location("not-a-n1", "a", "n1", "-INFINITY"))
                               .runs("a", "n1"));
    CHECK(result.ordered("a_stop_0", "b_start_0"));
}

TEST_CASE("what must be with something that cannot start cannot start either, and the reason is said") {
    const Scheduled result(Sketch("n1")
                               .resource(primitive("first", meta("target-role=Stopped")))
                               .resource(primitive("a"))
                               .resource(primitive("b"))
                               .constraint("<rsc_order id=\"o\" first=\"first\" then=\"a\"/>")
                               .constraint(colocation("with", "b", "a", "INFINITY")));
    CHECK(result.need("b_start_0") == "blocked");
    CHECK(result.schedule.actions[result.action("b_start_0")].reason == "colocation with a");
}

// ---- the transition -------------------------------------------------------------------------------------------

TEST_CASE("an action's inputs are there once each, in the order of their numbers") {
    const Scheduled result(two(order("")));
    const Transition& transition = result.schedule.transition;
    for (const Synapse& synapse : transition.synapses) {
        const auto inputs = transition.inputs_of(synapse);
        for (std::size_t i = 1; i < inputs.size(); ++i) {
            CHECK(transition.actions[inputs[i - 1]].action < transition.actions[inputs[i]].action);
        }
    }
}

TEST_CASE("what cannot be done is not in the transition") {
    const Scheduled result(Sketch("n1").resource(primitive("a")).without_quorum());
    for (const Synapse& synapse : result.schedule.transition.synapses) {
        CHECK(result.schedule.transition.actions[synapse.action].operation != "start");
    }
}

TEST_CASE("an anonymous instance goes by the name that its history will have") {
    const Scheduled result(Sketch("n1").resource(clone("c", primitive("a"))).runs("a", "n1").operation("n1", "a", "monitor", 1, 10000));
    bool seen = false;
    for (const TransitionAction& action : result.schedule.transition.actions) {
        if (action.operation != "stop" || action.resource->element.empty()) continue;
        seen = true;
        CHECK(action.key == "a_stop_0");
        CHECK(action.resource->id == "a");
    }
    CHECK(seen);
}

TEST_CASE("fencing says which nodes will be down") {
    const Scheduled result(Sketch("n1 n2")
                               .options("fencing-enabled=true")
                               .resource(fencing_device("device"))
                               .crashed("n1"));
    bool seen = false;
    for (const TransitionAction& action : result.schedule.transition.actions) {
        if (action.operation == "stonith") {
            seen = true;
            CHECK(action.particulars->downed == std::vector<std::string>{"1"});
        }
    }
    CHECK(seen);
}

TEST_CASE("a shutdown lock's end is a moment to look again") {
    const Scheduled result(Sketch("n1 n2")
                               .options("shutdown-lock=true shutdown-lock-limit=10min")
                               .resource(primitive("a"))
                               .runs("a", "n1")
                               .leaving("n1"));
    std::string moment;
    for (const auto& [name, value] : result.schedule.transition.attributes) {
        if (name == "recheck-by") moment = value;
    }
    CHECK(moment == std::to_string(Sketch::now + 601));
}

TEST_CASE("a clean-up comes before a probe, as forgetting the history does") {
    const auto started = [](const std::string& id, const std::string& attributes) {
        return "<lrm_resource id=\"" + id + "\" class=\"ocf\" provider=\"pacemaker\" " + attributes + "><lrm_rsc_op id=\"" + id +
               "_last_0\" operation=\"start\" operation_key=\"" + id + "_start_0\" call-id=\"1\" interval=\"0\" rc-code=\"0\" " +
               R"(op-status="0" transition-key="1:1:0:x" transition-magic="0:0;1:1:0:x" on_node="n1"/></lrm_resource>)";
    };
    const Scheduled result(Sketch("n1").state("n1", "").status(
        R"(<node_state id="1" uname="n1" in_ccm="true" crmd="online" join="member" expected="member"><lrm id="1"><lrm_resources>)" +
        started("guest", "type=\"remote\" container=\"vm\"") + started("vm", "type=\"Dummy\"") +
        "</lrm_resources></lrm></node_state>"));
    // They are on different nodes, so neither waits for the other.
    const CompactVector<Relation>& before = result.schedule.actions[result.action("vm_monitor_0")].before;
    CHECK(std::ranges::find(before, result.action("vm_delete_0"), &Relation::action) != before.end());
}
