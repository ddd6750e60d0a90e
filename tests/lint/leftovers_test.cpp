#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "placement/lint.h"
#include "support/sketch.h"

// What commands have left behind.
using namespace placement;

TEST_CASE("lint: a ban that has expired keeps nothing off, and is told once") {
    const std::string rule = R"(<rule id="r" boolean-op="and" score="-INFINITY">)"
                             R"(<expression id="@" attribute="#uname" operation="eq" value="n1"/>)"
                             R"(<date_expression id="@" operation="lt" end="2023-06-01 00:00:00Z"/></rule>)";
    const Sketch sketch = Sketch("n1 n2")
                              .resource(primitive("db"))
                              .constraint(R"(<rsc_location id="cli-ban-db-on-n1" rsc="db">)" + rule + "</rsc_location>");
    std::vector<std::string> messages;
    for (const Finding& each : lint(sketch.cib(), {}, lint_rules()).findings) {
        if (each.code == "forgotten-move" || each.code == "expired-rule") messages.push_back(each.message);
    }
    CHECK(messages ==
          std::vector<std::string>{"`cli-ban-db-on-n1` was left behind by a command; it has expired, and does nothing any more"});
}
