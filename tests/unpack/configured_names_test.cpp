#include "placement/configured_names.h"

#include <algorithm>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "support/sketch.h"

using namespace placement;

TEST_CASE("the names of a configuration: nodes, guest nodes, resources in others, constraints; each once") {
    const Cib cib = Sketch("n2 n1")
                        .resource("<clone id=\"dbs\">" + primitive("db") + "</clone>")
                        .resource("<primitive id=\"vm\" class=\"ocf\" provider=\"pacemaker\" type=\"Dummy\">" +
                                  meta("remote-node=guest") + "</primitive>")
                        .constraint(location("l", "dbs", "n1", "5"))
                        .cib();
    const ConfiguredNames names = configured_names(cib);
    CHECK(names.nodes == std::vector<std::string>{"guest", "n1", "n2"});
    CHECK(names.constraints == std::vector<std::string>{"l"});
    for (const char* name : {"dbs", "db", "vm"}) CHECK(std::ranges::count(names.resources, std::string(name)) == 1);
}
