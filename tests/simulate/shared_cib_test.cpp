#include <functional>
#include <string>
#include <thread>
#include <vector>

#include <doctest/doctest.h>

#include "placement/difference.h"
#include "placement/margin.h"
#include "placement/scenario.h"
#include "placement/sweep.h"
#include "placement/unpack.h"
#include "support/sketch.h"

// One Cib may be asked by several threads at once; the thread sanitizer sees what they share.
using namespace placement;

namespace {

Cib shared() {
    return Sketch("n1 n2 n3")
        .resource(
            clone("c", meta("promotable=true") + primitive("db", operations(R"(<op id="@" name="monitor" interval="10s"/>)"))))
        .resource(primitive("ip"))
        .runs("db", "n1")
        .runs("ip", "n1")
        .transient("n1", "master-db=100")
        .transient("n2", "master-db=50")
        .constraint(colocation("with", "ip", "c", "INFINITY"))
        .cib();
}

} // namespace

TEST_CASE("eight threads ask one Cib, and each has the answer that it has alone") {
    const Cib cib = shared();
    const auto ask = [&cib](const std::string& node) {
        const Outcome outcome = simulate({.cib = cib, .events = {NodeFails{node}}, .with_ledger = true});
        std::string answer;
        for (const ResourceOutcome& each : outcome.resources) {
            answer += each.id + "=" + std::string(text(each.state));
            for (const RunningOn& place : each.after) answer += " " + place.node;
            answer += "\n";
        }
        return answer;
    };
    const std::vector<std::string> nodes{"n1", "n2", "n3"};
    std::vector<std::string> alone;
    for (const std::string& node : nodes) alone.push_back(ask(node));
    std::vector<std::string> answers(8);
    {
        std::vector<std::jthread> threads;
        for (std::size_t i = 0; i < answers.size(); ++i) {
            threads.emplace_back([&, i] {
                if (i == 6) sweep(cib, {.threads = 2});
                if (i == 7) margins({.cib = cib}, "ip");
                answers[i] = ask(nodes[i % nodes.size()]);
            });
        }
    }
    for (std::size_t i = 0; i < answers.size(); ++i) CHECK(answers[i] == alone[i % nodes.size()]);
}
