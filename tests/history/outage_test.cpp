#include <algorithm>

#include <doctest/doctest.h>

#include "history/saved_inputs.h"

// Outages: when, through what, and what would have ended them.
using namespace placement;

namespace {

/// Stays on n1, so that its loss is an outage.
Sketch one_that_stays() { return one_service().constraint(location("stay", "db", "n2", "-INFINITY")); }

/// The inputs of a cluster whose n1 is lost.
void lose_n1(SavedInputs& inputs, const Sketch& sketch) { inputs.settle(after(inputs.settle(sketch.cib()), {NodeFails{"n1"}})); }

std::string without_history_on(const Cib& cib, const std::string& node) {
    std::string text = cib.xml();
    const std::size_t begin = text.find("<lrm_resource ", text.find("uname=\"" + node + "\"", text.find("<status")));
    const std::string end = "</lrm_resource>";
    return text.erase(begin, text.find(end, begin) + end.size() - begin);
}

std::string replaced(std::string text, const std::string& what, const std::string& with) {
    const std::size_t at = text.find(what);
    REQUIRE(at != std::string::npos);
    return text.replace(at, what.size(), with);
}

} // namespace

TEST_CASE("a node that is lost is the cause of the outage of what ran there") {
    SavedInputs inputs;
    lose_n1(inputs, one_that_stays());
    const ToldHistory told = inputs.told();
    REQUIRE(told.outages.size() == 1);
    CHECK(told.outages[0].cause.kind == OutageCause::Kind::NodeLost);
    CHECK(told.outages[0].cause.event->node == "n1");
}

TEST_CASE("a node that is lost elsewhere is no cause") {
    SavedInputs inputs;
    inputs.save(one_service().cib());
    inputs.save(Sketch("n1 n2").resource(primitive("db", monitored())).stopped("db", "n1").crashed("n2").cib());
    const ToldHistory told = inputs.told();
    REQUIRE(told.outages.size() == 1);
    CHECK(told.outages[0].cause.kind == OutageCause::Kind::NotRecorded);
}

TEST_CASE("an operation that failed where the service was up is the cause") {
    SavedInputs inputs;
    const Cib before = inputs.settle(Sketch("n1 n2")
                                         .resource(primitive("db", meta("migration-threshold=1") + monitored()))
                                         .runs("db", "n1")
                                         .constraint(location("stay", "db", "n2", "-INFINITY"))
                                         .cib());
    inputs.settle(after(before, {ResourceFails{"db", "n1"}}));
    const ToldHistory told = inputs.told();
    REQUIRE(told.outages.size() == 1);
    CHECK(told.outages[0].cause.kind == OutageCause::Kind::OperationFailed);
    CHECK(told.outages[0].cause.event->operation == "monitor");
}

TEST_CASE("what the cluster decided is the cause, with what made it do so") {
    SavedInputs inputs;
    const Cib before = inputs.settle(one_service().cib());
    const std::string away = location("off-1", "db", "n1", "-INFINITY") + location("off-2", "db", "n2", "-INFINITY");
    inputs.settle(Cib::from_text(replaced(before.xml(), "<constraints/>", "<constraints>" + away + "</constraints>")));
    const ToldHistory told = inputs.told();
    REQUIRE(told.outages.size() == 1);
    CHECK(told.outages[0].cause.kind == OutageCause::Kind::Decided);
    CHECK(told.outages[0].cause.action->change == "Stop");
    CHECK(told.outages[0].cause.because.find("off-1") != std::string::npos);
}

TEST_CASE("a constraint that keeps it down is found, and that it would not without") {
    SavedInputs inputs;
    lose_n1(inputs, one_that_stays());
    const auto explanation = inputs.told().outages.at(0).explanation;
    REQUIRE(explanation);
    CHECK_FALSE(explanation->comes_back);
    CHECK(std::ranges::any_of(explanation->kept_down_by, [](const Obstacle& each) { return each.constraint == "stay"; }));
    CHECK(std::ranges::find(explanation->ended_by, "without stay") != explanation->ended_by.end());
    CHECK(std::ranges::any_of(explanation->ended_by, [](const std::string& each) {
        return each.starts_with("a score of at least") && each.find("stay") != std::string::npos;
    }));
}

TEST_CASE("what no number decides is found among the other settings") {
    SavedInputs inputs;
    const Cib before = inputs.settle(one_service().options("symmetric-cluster=true").cib());
    inputs.settle(Cib::from_text(
        replaced(before.xml(), R"(name="symmetric-cluster" value="true")", R"(name="symmetric-cluster" value="false")")));
    const auto explanation = inputs.told().outages.at(0).explanation;
    REQUIRE(explanation);
    CHECK(std::ranges::find(explanation->ended_by, "cluster property symmetric-cluster: true instead of false") !=
          explanation->ended_by.end());
}

TEST_CASE("what is asked for ends the outage, or does not") {
    SavedInputs inputs;
    lose_n1(inputs, one_that_stays());
    const auto ends_with = [&](ConfigurationChange change) {
        const ToldHistory told = tell(inputs.read(), {.release = default_release, .otherwise = {.changes = {std::move(change)}}});
        return told.outages.at(0).explanation->ends_otherwise;
    };
    CHECK(ends_with(ConfigurationChange::without("stay")) == true);
    CHECK(ends_with(ConfigurationChange::with_score("stay", "-INFINITY")) == false);
}

TEST_CASE("another configuration and other rules may be asked for") {
    SavedInputs inputs;
    lose_n1(inputs, one_that_stays());
    HistoryOptions options{.release = default_release};
    options.otherwise.configuration = one_service().cib();
    CHECK(tell(inputs.read(), options).outages.at(0).explanation->ends_otherwise == true);
    options.otherwise = {.release = Release::v2_1_2};
    const ToldHistory told = tell(inputs.read(), options);
    CHECK(told.outages.at(0).explanation->ends_otherwise == false);
    CHECK(std::ranges::all_of(told.decisions, &Decision::otherwise_applies));
}

TEST_CASE("what failed to start would start after a clean-up") {
    SavedInputs inputs;
    const Cib before = inputs.settle(Sketch("n1 n2")
                                         .resource(primitive("db", meta("migration-threshold=1") + monitored()))
                                         .runs("db", "n1")
                                         .constraint(location("stay", "db", "n2", "-INFINITY"))
                                         .cib());
    inputs.settle(after(before, {ResourceFails{"db", "n1"}}));
    const auto explanation = inputs.told().outages.at(0).explanation;
    REQUIRE(explanation);
    CHECK(std::ranges::find(explanation->ended_by, "a clean-up of db, if its operations succeed then") !=
          explanation->ended_by.end());
}

TEST_CASE("a service whose history was removed is not known to be down") {
    SavedInputs inputs;
    const Cib before = inputs.settle(one_service().cib());
    inputs.save(Cib::from_text(without_history_on(before, "n1")));
    const ToldHistory told = inputs.told();
    CHECK(told.outages.empty());
    CHECK_FALSE(told.services.at(0).spells.back().known);
    CHECK_FALSE(told.services.at(0).spells.back().up);
}

TEST_CASE("a service that is enabled and starts was not out") {
    SavedInputs inputs;
    const Cib stopped = inputs.settle(Cib::from_text(replaced(
        inputs.settle(Sketch("n1 n2").resource(primitive("db", meta("target-role=Started") + monitored())).runs("db", "n1").cib())
            .xml(),
        "value=\"Started\"", "value=\"Stopped\"")));
    inputs.settle(Cib::from_text(replaced(stopped.xml(), "value=\"Stopped\"", "value=\"Started\"")));
    const ToldHistory told = inputs.told();
    CHECK(told.services.at(0).spells.back().up);
    CHECK(told.outages.empty());
}

TEST_CASE("a resource that is removed and added again was not out") {
    SavedInputs inputs;
    const Cib before = inputs.settle(one_service().cib());
    inputs.settle(Sketch("n1 n2").cib());
    inputs.save(Sketch("n1 n2").resource(primitive("db", monitored())).stopped("db", "n1").stopped("db", "n2").cib());
    inputs.settle(before);
    CHECK(inputs.told().outages.empty());
}

TEST_CASE("an outage begins and ends when the operations say") {
    SavedInputs inputs;
    const Cib up = one_service().cib();
    inputs.save(up);
    Cib down = after(up, {ResourceFails{"db", "n1"}});
    inputs.save(Cib::from_text(replaced(down.xml(), "<status", "<status")));
    inputs.settle(down);
    const ToldHistory told = inputs.told();
    const auto down_spell = std::ranges::find_if(told.services.at(0).spells, &ServiceSpell::is_missed);
    REQUIRE(down_spell != told.services[0].spells.end());
    CHECK(down_spell->by_operation);
}

TEST_CASE("a service that came back and failed again before the next input had two outages") {
    SavedInputs inputs;
    inputs.save(one_service().cib());
    inputs.save(one_service().crashed("n1").cib());
    const std::string started = "last-rc-change=\"" + std::to_string(Sketch::now + 62) + "\"";
    const std::string failed = "last-rc-change=\"" + std::to_string(Sketch::now + 110) + "\"";
    inputs.save(Sketch("n1 n2")
                    .resource(primitive("db", monitored()))
                    .offline("n1")
                    .operation("n2", "db", "start", 0, 0, started)
                    .operation("n2", "db", "monitor", 7, 10000, failed)
                    .cib());
    ToldHistory told = inputs.told();
    std::ranges::sort(told.outages, {}, [](const ServiceOutage& each) { return each.from.seconds; });
    REQUIRE(told.outages.size() == 2);
    CHECK(told.outages[0].to->seconds == Sketch::now + 62);
    CHECK(told.outages[1].from.seconds == Sketch::now + 110);
    CHECK(told.outages[1].cause.kind == OutageCause::Kind::OperationFailed);
}
