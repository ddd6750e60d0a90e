#include <algorithm>

#include <doctest/doctest.h>

#include "placement/lint.h"
#include "support/sketch.h"

// What lint says about fencing is what a run would find.
using namespace placement;

namespace {

std::vector<std::string> not_fenced(const Sketch& sketch) {
    std::vector<std::string> messages;
    for (const Finding& finding : lint(sketch.cib(), {}, lint_rules()).findings) {
        if (finding.code != "node-not-fenced") continue;
        messages.push_back(finding.message);
        for (const RelatedPlace& other : finding.others) messages.push_back(other.text);
    }
    return messages;
}

Sketch with_device(const std::string& parameters_of_device) {
    return Sketch("n1 n2").options("fencing-enabled=true").resource(fencing_device("f", parameters_of_device));
}

} // namespace

TEST_CASE("lint: a node that no device names cannot be fenced, whatever state the cluster is in") {
    CHECK(not_fenced(with_device(parameters("pcmk_host_list=n1,n2"))).empty());
    CHECK(not_fenced(with_device(parameters("pcmk_host_list=n1,n2")).offline("n1").without_quorum()).empty());
    CHECK(not_fenced(with_device("")).empty());
    const auto found = not_fenced(with_device(parameters("pcmk_host_list=n1")));
    REQUIRE(found.size() == 1);
    CHECK(found[0].find("n2 cannot be fenced: no fencing device targets it: f names `n1` (pcmk_host_list, line ") == 0);
}

TEST_CASE("lint: a node whose device every other node is banned from cannot be fenced") {
    Sketch sketch = with_device(parameters("pcmk_host_list=n1,n2"));
    sketch.constraint(location("not-on-n2", "f", "n2", "-INFINITY"));
    const auto found = not_fenced(sketch);
    REQUIRE(found.size() == 1);
    CHECK(found[0].find("n1 cannot be fenced: ") == 0);
}

TEST_CASE("lint: the watchdog of a cluster fences where a timeout is set") {
    const auto watched = [](const std::string& options) {
        return not_fenced(Sketch("n1 n2").options("fencing-enabled=true have-watchdog=true " + options));
    };
    CHECK(watched("stonith-watchdog-timeout=10").empty());
    CHECK(watched("").size() == 2);
}
