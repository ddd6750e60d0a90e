#include <algorithm>

#include <doctest/doctest.h>

#include "placement/history.h"
#include "support/temporary_folder.h"

// Logs whose lines say no year.
using namespace placement;
using placement::testing::TemporaryFolder;

namespace {

// 2019-03-22T02:39:51Z
const std::string dated_input =
    R"(<cib validate-with="pacemaker-3.9" crm_feature_set="3.19.0" admin_epoch="0" num_updates="0" epoch="1" )"
    R"(execution-date="1553222391"><configuration><crm_config/><nodes/><resources/><constraints/>)"
    R"(</configuration><status/></cib>)";

const std::string calculated =
    "Mar 22 10:39:51 n1 pacemaker-schedulerd[2920] (process_pe_message) \tnotice: Calculated transition 0, saving inputs in "
    "/var/lib/pacemaker/pengine/pe-input-4.bz2\n";
const std::string loss = "Mar 22 10:40:00 n1 pacemaker-controld  [1] (f) \tnotice: Node n2 state is now lost\n";

History with_log(const std::string& log) {
    const TemporaryFolder folder;
    folder.write("pe-input-4.xml", dated_input);
    folder.write("pacemaker.log", log);
    return History::read({folder.path()});
}

} // namespace

TEST_CASE("an input that a log names dates its lines, and tells its time zone") {
    const History history = with_log(calculated + loss);
    REQUIRE(history.events.size() == 1);
    CHECK(history.events[0].at == Time{1553222391 + 9, 0});
    CHECK(history.calculations.at(0).at == Time{1553222391, 0});
}

TEST_CASE("lines that nothing dates are left out, and told") {
    const History history = with_log(loss);
    CHECK(history.events.empty());
    CHECK(std::ranges::any_of(history.diagnostics, [](const Diagnostic& each) { return each.code == "log-without-year"; }));
}

TEST_CASE("what several logs say within a few seconds is one event") {
    const History history =
        with_log(calculated + loss + "Mar 22 10:40:05 n3 pacemaker-controld  [1] (f) \tnotice: Node n2 state is now lost\n");
    CHECK(history.events.size() == 1);
}
