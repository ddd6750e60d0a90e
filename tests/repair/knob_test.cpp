#include <algorithm>
#include <optional>

#include <doctest/doctest.h>

#include "repair/knob.h"
#include "support/sketch.h"

// What of a configuration can be otherwise, and what that would take away.
using namespace placement;

namespace {

std::vector<Knob> knobs(const Sketch& sketch, Concern concern = {{"db"}, {}}, const std::vector<Agent>& agents = {}) {
    return knobs_of(*sketch.cluster(), sketch.cib(), concern, agents);
}

const Knob* knob(const std::vector<Knob>& all, const std::string& what) {
    const auto found = std::ranges::find(all, what, &Knob::what);
    return found == all.end() ? nullptr : &*found;
}

/// "Optional!" where that weakens something.
std::string values(const std::vector<Knob>& all, const std::string& what) {
    const Knob* const found = knob(all, what);
    if (found == nullptr) return "none";
    std::string text;
    for (const Knob::Value& value : found->values)
        text += (text.empty() ? "" : " ") + (value.text.empty() ? "-" : value.text) + (value.weakens.empty() ? "" : "!");
    return text;
}

Sketch pair_with(const std::string& constraint) {
    return Sketch("n1 n2").resource(primitive("db") + primitive("web") + promotable("pg-clone", "pg")).constraint(constraint);
}

Sketch with_meta(const std::string& pairs) { return Sketch("n1 n2").resource(primitive("db", meta(pairs))); }

Sketch with_options(const std::string& pairs) { return Sketch("n1 n2").options(pairs).resource(primitive("db")); }

} // namespace

TEST_CASE("a mandatory colocation is weaker with every other score") {
    CHECK(values(knobs(pair_with(colocation("c", "db", "web", "INFINITY"))), "score of c") == "1! 10! 100! 1000! 10000! 100000!");
}

TEST_CASE("a score keeps its sign") {
    CHECK(values(knobs(pair_with(colocation("c", "db", "web", "-INFINITY"))), "score of c") ==
          "-100000 -10000 -1000 -100 -10 -1");
    CHECK(values(knobs(pair_with(colocation("c", "db", "web", "100"))), "score of c") == "1 10 1000 10000 100000 INFINITY");
    CHECK(values(knobs(pair_with(location("l", "db", "n1", "100"))), "score of l") == "1 10 1000 10000 100000 INFINITY");
}

TEST_CASE("taking a ban of two from each other, or a must, away weakens; a preference does not") {
    const auto removal = [](const std::string& score) {
        return values(knobs(pair_with(colocation("c", "db", "web", score))), "without the colocation of db with web, c");
    };
    CHECK(removal("-INFINITY") == "-!");
    CHECK(removal("INFINITY") == "-!");
    CHECK(removal("100") == "-");
}

TEST_CASE("a preference may go, or be turned down") {
    const std::vector<Knob> all = knobs(pair_with(location("l", "db", "n1", "-1000")));
    CHECK(values(all, "without the location constraint of db, l") == "-");
    CHECK(values(all, "score of l") == "-INFINITY -100000 -10000 -100 -10 -1");
    CHECK(knob(all, "without the location constraint of db, l")->how == Knob::Change::Removal);
}

TEST_CASE("a ban protects: without it, or with a number instead of -INFINITY, the resource may run there") {
    const std::vector<Knob> all = knobs(pair_with(location("l", "db", "n1", "-INFINITY")));
    CHECK(values(all, "without the location constraint of db, l") == "-!");
    CHECK(values(all, "score of l") == "-100000! -10000! -1000! -100! -10! -1!");
}

TEST_CASE("a ban by a rule protects, wherever the rule passes now") {
    const auto rule = [](const std::string& id, const std::string& score, const std::string& node) {
        return "<rule id=\"" + id + "\" score=\"" + score + "\"><expression id=\"" + id +
               "-e\" attribute=\"#uname\" operation=\"eq\" value=\"" + node + "\"/></rule>";
    };
    const auto removal = [&](const std::string& rules, const std::string& of) {
        return values(knobs(pair_with("<rsc_location id=\"l\" rsc=\"db\">" + rules + "</rsc_location>")),
                      "without the location constraint of db, " + of);
    };
    CHECK(removal(rule("no", "-INFINITY", "n1"), "no") == "-!");
    CHECK(removal(rule("no", "-INFINITY", "n9"), "no") == "-!");
    CHECK(removal(rule("likes", "100", "n2"), "likes") == "-");
}

TEST_CASE("a constraint that alone says where a resource is looked for protects like a ban") {
    CHECK(values(knobs(pair_with(location("l", "db", "n1", "100", R"(resource-discovery="exclusive")"))),
                 "without the location constraint of db, l") == "-!");
}

TEST_CASE("bans that leave a resource, or what it must be with, no node protect nothing") {
    const std::string everywhere = location("l1", "db", "n1", "-INFINITY") + location("l2", "db", "n2", "-INFINITY");
    CHECK(values(knobs(pair_with(everywhere)), "without the location constraint of db, l2") == "-");
    const std::string apart = location("l1", "db", "n1", "-INFINITY") + location("l2", "web", "n2", "-INFINITY");
    CHECK(values(knobs(pair_with(apart)), "without the location constraint of db, l1") == "-!");
    CHECK(values(knobs(pair_with(apart + colocation("c", "db", "web", "INFINITY"))),
                 "without the location constraint of web, l2") == "-");
}

TEST_CASE("what a command left behind is best taken away, and protects nothing") {
    const std::vector<Knob> all = knobs(pair_with(location("cli-ban-db-on-n1", "db", "n1", "-INFINITY")));
    CHECK(knob(all, "without the location constraint of db, cli-ban-db-on-n1")->how == Knob::Change::Number);
    CHECK(values(all, "without the location constraint of db, cli-ban-db-on-n1") == "-");
    CHECK(values(all, "score of cli-ban-db-on-n1") == "none");
}

TEST_CASE("a colocation with a promotable clone may have a role") {
    CHECK(values(knobs(pair_with(colocation("c", "db", "pg-clone", "INFINITY"))), "with-rsc-role of c") ==
          "Promoted Unpromoted!");
    CHECK(values(knobs(pair_with(colocation("c", "db", "pg-clone", "INFINITY", R"(with-rsc-role="Promoted")"))),
                 "with-rsc-role of c") == "-! Unpromoted!");
    CHECK(values(knobs(pair_with(colocation("c", "db", "web", "INFINITY"))), "with-rsc-role of c") == "none");
}

TEST_CASE("a colocation with a group may be one with a member of it") {
    const Sketch sketch = Sketch("n1 n2")
                              .resource(primitive("db") + group("g", primitive("a") + primitive("b") + primitive("c")))
                              .constraint(colocation("db-with-g", "db", "g", "INFINITY"));
    CHECK(values(knobs(sketch), "with-rsc of db-with-g") == "b a");
}

TEST_CASE("the dependent's preferences may count for nothing") {
    CHECK(values(knobs(pair_with(colocation("c", "db", "web", "100"))), "influence of c") == "false");
}

TEST_CASE("a mandatory ordering is weaker with another kind, in one direction, and away") {
    const std::vector<Knob> all = knobs(pair_with(ordering("o", "web", "db")));
    CHECK(values(all, "kind of o") == "Optional! Serialize!");
    CHECK(values(all, "symmetrical of o") == "false!");
    CHECK(values(all, "without the ordering of web before db, o") == "-!");
}

TEST_CASE("an optional ordering may be mandatory") {
    CHECK(values(knobs(pair_with(ordering("o", "web", "db", R"(kind="Optional")"))), "kind of o") == "Mandatory Serialize");
}

TEST_CASE("an ordering may wait for a promotion") {
    CHECK(values(knobs(pair_with(ordering("o", "pg-clone", "db"))), "first-action of o") == "promote");
    CHECK(values(knobs(pair_with(ordering("o", "pg-clone", "db", R"(first-action="promote" then-action="start")"))),
                 "first-action of o") == "start!");
}

TEST_CASE("orderings in a circle protect nothing") {
    const Sketch sketch = pair_with(ordering("o", "web", "db") + ordering("back", "db", "web"));
    CHECK(values(knobs(sketch), "without the ordering of web before db, o") == "-");
}

TEST_CASE("a ticket constraint is mandatory") {
    const Sketch sketch = pair_with(R"(<rsc_ticket id="t" rsc="db" ticket="site"/>)");
    CHECK(values(knobs(sketch), "without the ticket constraint of db, t") == "-!");
}

TEST_CASE("what holds a resource down may be taken back") {
    CHECK(values(knobs(with_meta("target-role=Stopped")), "target-role of db") == "-");
    CHECK(values(knobs(with_meta("is-managed=false")), "is-managed of db") == "-");
    CHECK(values(knobs(with_meta("maintenance=true")), "maintenance of db") == "-");
    CHECK(values(knobs(with_meta("multiple-active=block")), "multiple-active of db") == "stop_start");
}

TEST_CASE("numbers of a resource are tried by powers of ten") {
    const std::vector<Knob> all = knobs(with_meta("resource-stickiness=100 migration-threshold=3"));
    CHECK(values(all, "resource-stickiness of db") == "0 1 10 1000 10000 100000 INFINITY");
    CHECK(values(all, "migration-threshold of db") == "1 10 100 1000 10000 100000 INFINITY");
    CHECK(values(all, "failure-timeout of db") == "10min 1min 1h");
    CHECK(values(all, "priority of db") == "1 10 100 1000 10000 100000");
}

TEST_CASE("a resource that requires less is less protected") {
    const Sketch sketch = Sketch("n1 n2")
                              .options("fencing-enabled=true stonith-enabled=true")
                              .resource(fencing_device("fence") + primitive("db") + primitive("web", meta("requires=nothing")));
    CHECK(values(knobs(sketch), "requires of db") == "quorum! nothing!");
    CHECK(values(knobs(sketch, {{"web"}, {}}), "requires of web") == "fencing quorum!");
}

TEST_CASE("a clone may have other numbers of instances, and two promoted ones only where that is allowed") {
    const std::vector<Knob> all =
        knobs(Sketch("n1 n2").resource(promotable("pg-clone", "pg", "clone-max=3")), {{"pg-clone"}, {}});
    CHECK(values(all, "clone-max of pg-clone") == "2 4");
    CHECK(values(all, "promoted-max of pg-clone") == "2! 3!");
    CHECK(values(all, "interleave of pg-clone") == "true");
    const Sketch interleaved = Sketch("n1 n2").resource(promotable("pg-clone", "pg", "interleave=true"));
    CHECK(values(knobs(interleaved, {{"pg-clone"}, {}}), "interleave of pg-clone") == "false");
    const Sketch unique = Sketch("n1 n2").resource(clone("c", meta("globally-unique=true clone-max=4") + primitive("db")));
    CHECK(values(knobs(unique, {{"c"}, {}}), "clone-node-max of c") == "2 4");
}

TEST_CASE("what a template or the defaults hold down gets a value of its own") {
    const std::string stopped = meta("target-role=Stopped is-managed=false maintenance=true");
    const std::string of_template =
        "<template id=\"t\" class=\"ocf\" provider=\"pacemaker\" type=\"Dummy\">" + stopped + "</template>";
    const std::vector<Knob> all = knobs(Sketch("n1 n2").resource(of_template + "<primitive id=\"db\" template=\"t\"/>"));
    CHECK(values(all, "target-role of db") == "Started");
    CHECK(values(all, "is-managed of db") == "true");
    CHECK(values(all, "maintenance of db") == "false");
    const Sketch by_default = Sketch("n1 n2").resource(primitive("db")).section("<rsc_defaults>" + stopped + "</rsc_defaults>");
    CHECK(values(knobs(by_default), "target-role of db") == "Started");
}

TEST_CASE("of a group that is held down, the members are not told") {
    const Sketch sketch =
        Sketch("n1 n2").resource("<group id=\"g\">" + meta("target-role=Stopped") + primitive("db") + "</group>");
    CHECK(values(knobs(sketch, {{"g"}, {}}), "target-role of g") == "-");
    CHECK(values(knobs(sketch, {{"g"}, {}}), "target-role of db") == "none");
}

TEST_CASE("an operation of a template is one setting, of the template") {
    const std::string of_template = "<template id=\"t\" class=\"ocf\" provider=\"pacemaker\" type=\"Dummy\">" +
                                    operations(R"(<op id="m" name="monitor" interval="10s"/>)") + "</template>";
    const Sketch sketch =
        Sketch("n1 n2").resource(of_template + "<primitive id=\"db\" template=\"t\"/><primitive id=\"web\" template=\"t\"/>");
    const std::vector<Knob> all = knobs(sketch, {{"db", "web"}, {}});
    CHECK(values(all, "on-fail of the monitor of the template t") == "ignore! standby");
    CHECK(std::ranges::count(all, "m", [](const Knob& each) { return each.change.id; }) == 1);
}

TEST_CASE("a clone that has fewer instances than can run now is weaker") {
    const Sketch sketch = Sketch("n1 n2").resource(promotable("pg-clone", "pg", "clone-max=2 promoted-max=2"));
    CHECK(values(knobs(sketch, {{"pg-clone"}, {}}), "clone-max of pg-clone") == "1! 3");
    CHECK(values(knobs(sketch, {{"pg-clone"}, {}}), "promoted-max of pg-clone") == "1! 3!");
}

TEST_CASE("a bundle may have other numbers of replicas") {
    const Sketch sketch = Sketch("n1 n2").resource(R"(<bundle id="app"><podman image="i" replicas="4"/></bundle>)");
    CHECK(values(knobs(sketch, {{"app"}, {}}), "replicas of the container of app") == "3 2 1! 5");
}

TEST_CASE(
    "the entry of a node that was never seen may go; where it is the only one of its name, the node may run something unseen") {
    const auto removal = [](const std::string& name, const std::string& options) {
        std::string xml = Sketch("n1 n2").options(options).resource(primitive("db")).xml();
        xml.insert(xml.find("</nodes>"), "<node id=\"9\" uname=\"" + name + "\"/>");
        const Cib cib = Cib::from_text(xml);
        return values(knobs_of(*unpack(cib, cib.default_time()), cib, {{"db"}, {}}, {}),
                      "without the entry of node " + name + " with the id 9, which was never seen");
    };
    CHECK(removal("N1", "fencing-enabled=true") == "-");
    CHECK(removal("n9", "fencing-enabled=true") == "-!");
    CHECK(removal("n9", "fencing-enabled=false") == "-");
}

TEST_CASE("a node that is in standby may come back") {
    const Sketch sketch = Sketch("n1 n2").resource(primitive("db")).attributes("n2", "standby=on");
    CHECK(values(knobs(sketch), "node attribute standby of n2") == "-");
    CHECK(values(knobs(sketch), "node attribute standby of n1") == "none");
}

TEST_CASE("a member of a group, or a dependent, need not take the others along") {
    CHECK(values(knobs(Sketch("n1").resource(group("g", primitive("db") + primitive("log"))), {{"g"}, {}}), "critical of log") ==
          "false");
    CHECK(values(knobs(pair_with(colocation("c", "db", "web", "INFINITY"))), "critical of db") == "false");
}

TEST_CASE("a failure may have other consequences") {
    const auto on_fail = [](const std::string& operation) {
        return values(knobs(Sketch("n1 n2").resource(primitive("db", operations(operation)))), "on-fail of the monitor of db");
    };
    CHECK(on_fail(R"(<op id="m" name="monitor" interval="10s" on-fail="block"/>)") == "restart ignore! standby");
    CHECK(on_fail(R"(<op id="m" name="monitor" interval="10s"/>)") == "ignore! standby");
    CHECK(on_fail(R"(<op id="m" name="monitor" interval="10s" on-fail="fence"/>)") == "restart! ignore! standby!");
    const Sketch disabled =
        Sketch("n1").resource(primitive("db", operations(R"(<op id="m" name="monitor" interval="10s" enabled="false"/>)")));
    CHECK(values(knobs(disabled), "enabled of the monitor of db") == "true");
}

TEST_CASE("a monitor that is missing can be added, for each role") {
    CHECK(values(knobs(Sketch("n1").resource(primitive("db"))), "a recurring monitor for db, every 10s") == "-");
    const Sketch watched = Sketch("n1").resource(primitive("db", operations(R"(<op id="m" name="monitor" interval="10s"/>)")));
    CHECK(values(knobs(watched), "a recurring monitor for db, every 10s") == "none");
    const Sketch promoted = Sketch("n1").resource(promotable("pg-clone", "pg"));
    CHECK(values(knobs(promoted, {{"pg-clone"}, {}}), "a monitor of the promoted role for pg, every 11s") == "-");
}

TEST_CASE("cluster properties that hold something down") {
    CHECK(values(knobs(with_options("symmetric-cluster=false")), "cluster property symmetric-cluster") == "true!");
    CHECK(values(knobs(with_options("maintenance-mode=true")), "cluster property maintenance-mode") == "false");
    CHECK(values(knobs(with_options("stop-all-resources=true")), "cluster property stop-all-resources") == "false");
    CHECK(values(knobs(with_options("start-failure-is-fatal=true")), "cluster property start-failure-is-fatal") == "false");
    CHECK(values(knobs(with_options("shutdown-lock=true")), "cluster property shutdown-lock") == "false");
    CHECK(values(knobs(with_options("concurrent-fencing=false")), "cluster property concurrent-fencing") == "true");
    CHECK(values(knobs(with_options("startup-fencing=false")), "cluster property startup-fencing") == "true");
    CHECK(values(knobs(with_options("placement-strategy=balanced")), "cluster property placement-strategy") == "default!");
    CHECK(values(knobs(with_options("node-health-strategy=only-green")), "cluster property node-health-strategy") == "none!");
}

TEST_CASE("what goes on without quorum is protected by fencing alone") {
    CHECK(values(knobs(with_options("")), "cluster property no-quorum-policy") == "freeze! demote ignore!");
    CHECK(values(knobs(with_options("fencing-enabled=true")), "cluster property no-quorum-policy") ==
          "freeze demote ignore! suicide");
}

TEST_CASE("fencing is disabled only where that is allowed, by the name that the configuration has") {
    CHECK(values(knobs(with_options("fencing-enabled=true")), "cluster property fencing-enabled") == "false!");
    CHECK(values(knobs(with_options("fencing-enabled=false")), "cluster property fencing-enabled") == "true");
}

TEST_CASE("defaults of all resources") {
    const Sketch sketch =
        Sketch("n1")
            .resource(primitive("db"))
            .section("<rsc_defaults>" + meta("resource-stickiness=1 failure-timeout=10min") + "</rsc_defaults>");
    const std::vector<Knob> all = knobs(sketch);
    CHECK(values(all, "resource-stickiness of all resources") == "0 10 100 1000 10000 100000 INFINITY");
    CHECK(values(all, "migration-threshold of all resources") == "1 10 100 1000 10000 100000");
    CHECK(values(all, "failure-timeout of all resources") == "1min 1h");
}

TEST_CASE("a parameter that a played agent reads") {
    const Sketch sketch = Sketch("n1 n2").resource(
        clone("pg-clone", meta("promotable=true") + R"(<primitive id="pg" class="ocf" provider="heartbeat" type="pgsql">)" +
                              parameters("rep_mode=async") + "</primitive>"));
    CHECK(values(knobs(sketch, {{"pg-clone"}, {}}, {Agent::parse("pg-clone=pgsql")}), "rep_mode of pg") == "sync");
    CHECK(values(knobs(sketch, {{"pg-clone"}, {}}), "rep_mode of pg") == "none");
}

TEST_CASE("a database that no longer waits for its replica is weaker") {
    const Sketch sketch = Sketch("n1 n2").resource(
        clone("pg-clone", meta("promotable=true") + R"(<primitive id="pg" class="ocf" provider="heartbeat" type="pgsql">)" +
                              parameters("rep_mode=sync") + "</primitive>"));
    CHECK(values(knobs(sketch, {{"pg-clone"}, {}}, {Agent::parse("pg-clone=pgsql")}), "rep_mode of pg") == "async!");
}

TEST_CASE("where something is wanted, constraints that bring it there") {
    const Sketch sketch = Sketch("n1 n2").resource(primitive("db") + promotable("pg-clone", "pg"));
    const std::vector<Knob> all = knobs(sketch, {{"db", "pg-clone"}, {"n2"}});
    CHECK(values(all, "a new location constraint: db prefers n2") == "1 10 100 1000 10000 100000 INFINITY");
    CHECK(values(all, "a new location constraint: db prefers n1") == "none");
    CHECK(values(all, "a new location constraint: db avoids n2") == "-INFINITY -100000 -10000 -1000 -100 -10 -1");
    CHECK(values(all, "a new location constraint: promoted pg-clone prefers n2") == "1 10 100 1000 10000 100000 INFINITY");
    CHECK(values(all, "a new colocation: db with promoted pg-clone") == "1 10 100 1000 10000 100000 INFINITY");
    CHECK(values(all, "a new colocation: db not with promoted pg-clone") == "-INFINITY -100000 -10000 -1000 -100 -10 -1");
}

TEST_CASE("where no agent has set a promotion score, a constraint can promote; where one has, it is not needed") {
    const Sketch sketch = pair_with(colocation("c", "db", "pg-clone", "INFINITY"));
    const char* const promoted = "a new location constraint: promoted pg-clone prefers n2";
    CHECK(values(knobs(sketch), promoted) == "1 10 100 1000 10000 100000 INFINITY");
    CHECK(values(knobs(Sketch(sketch).transient("n1", "master-pg=5")), promoted) == "none");
    CHECK(values(knobs(pair_with("")), promoted) == "none");
}

TEST_CASE("where nothing may run without a constraint, each node is offered") {
    CHECK(values(knobs(with_options("symmetric-cluster=false")), "a new location constraint: db prefers n1") ==
          "0 1 10 100 1000 10000 100000 INFINITY");
}

TEST_CASE("what is colocated and not ordered may be ordered") {
    CHECK(values(knobs(pair_with(colocation("c", "db", "web", "INFINITY"))), "a new ordering: web, then db") == "-");
    CHECK(values(knobs(pair_with(colocation("c", "db", "web", "INFINITY") + ordering("o", "web", "db"))),
                 "a new ordering: web, then db") == "none");
    CHECK(values(knobs(pair_with(colocation("c", "db", "pg-clone", "INFINITY", R"(with-rsc-role="Promoted")"))),
                 "a new ordering: promote pg-clone, then db") == "-");
}

TEST_CASE("what has nothing to do with it is left alone") {
    const std::vector<Knob> all = knobs(pair_with(location("l", "web", "n1", "100")));
    CHECK(values(all, "score of l") == "none");
    CHECK(values(all, "resource-stickiness of web") == "none");
}

TEST_CASE("what fences is looked at wherever somebody may wait for it") {
    const Sketch sketch = Sketch("n1 n2")
                              .options("fencing-enabled=true stonith-enabled=true")
                              .resource(fencing_device("fence") + primitive("db"))
                              .constraint(location("l", "fence", "n2", "-INFINITY"));
    CHECK(values(knobs(sketch), "without the location constraint of fence, l") == "-");
    CHECK(values(knobs(sketch), "resource-stickiness of fence") == "none");
}

TEST_CASE("an edit is told in words") {
    const std::vector<Knob> all = knobs(pair_with(colocation("c", "db", "web", "-INFINITY")));
    CHECK(knob(all, "score of c")->text("-1000") == "score of c: -1000 instead of -INFINITY");
    CHECK(knob(all, "failure-timeout of db")->text("10min") == "failure-timeout of db: 10min (it is not set)");
    const std::vector<Knob> stopped = knobs(with_meta("target-role=Stopped"));
    CHECK(knob(stopped, "target-role of db")->text("") == "target-role of db removed (it is Stopped)");
}

TEST_CASE("a resource that needs more than there is may need what fits, and a node may have what is needed") {
    const auto sketch = [](const std::string& strategy) {
        return Sketch("n1 n2")
            .options("placement-strategy=" + strategy)
            .capacity("n1", "cpu=2")
            .capacity("n2", "cpu=4")
            .resource(primitive("db", utilization("cpu=5")) + primitive("web", utilization("cpu=1")))
            .runs("web", "n2");
    };
    const std::vector<Knob> all = knobs(sketch("utilization"));
    CHECK(values(all, "cpu that db needs") == "4 3 2");
    CHECK(values(all, "cpu that n1 has") == "5");
    CHECK(values(all, "cpu that n2 has") == "5 6");
    CHECK(knob(all, "cpu that n2 has")->only_if == "n2 has that much cpu");
    CHECK(values(knobs(sketch("default")), "cpu that db needs") == "none");
}
