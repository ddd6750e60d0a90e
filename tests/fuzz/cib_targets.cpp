#include <algorithm>
#include <memory>
#include <string>
#include <string_view>

#include "fuzz/promises.h"
#include "fuzz/target.h"
#include "placement/lint.h"
#include "placement/render.h"
#include "placement/scenario.h"
#include "placement/sweep.h"
#include "placement/unpack.h"

namespace placement::fuzz {

namespace {

/// Larger ones take longer without more to find.
constexpr std::size_t most_bytes = 64 * 1024;
constexpr std::size_t most_resources = 40;

void check_schedule(const Cib& cib) {
    const auto cluster = unpack(cib, cib.default_time());
    const Schedule walked = schedule(cluster, {.with_ledger = true, .most_steps = 20'000});
    require_replay(walked);
    require_xml("graph", transition_xml(walked));
    require_dot("DOT", transition_dot(walked, {.all_actions = true}));
    cluster_status_text(*cluster, {.attributes = true, .failures = true});
    require_xml("status", cluster_status_xml(*cluster));
    require_xml("summary", transition_summary_xml(walked));
}

/// The first failure that can happen to it.
std::vector<Event> some_failure(const Cluster& cluster, std::size_t number) {
    std::vector<Event> failures;
    for (const Node& node : cluster.nodes) {
        if (node.online && node.kind == NodeKind::Cluster) failures.emplace_back(NodeFails{node.name});
    }
    for (const Resource& resource : cluster.resources) {
        if (!resource.is_primitive() || resource.active_nodes.empty()) continue;
        failures.emplace_back(ResourceFails{resource.xml_id, cluster.nodes[resource.active_nodes.front()].name});
    }
    if (failures.empty()) return {};
    return {failures[number % failures.size()]};
}

void check_sweeps(const Cib& cib) {
    SweepOptions options;
    options.max_runs = 8;
    options.threads = 1;
    const Sweep one = sweep(cib, options);
    options.threads = 4;
    const Sweep four = sweep(cib, options);
    if (sweep_json(one) != sweep_json(four)) throw Broken("sweep: 1 and 4 threads differ");
    require_json("sweep", sweep_json(one));
    require_csv("sweep", sweep_csv(one));
    require_printable("sweep", sweep_text(one));
}

} // namespace

void run_cib_bytes(std::string_view input) {
    if (input.size() > most_bytes) return;
    survives([&] {
        const Cib cib = Cib::from_text(input, "fuzz.xml");
        check_schedule(cib);
        // What was read is written, and read again, as the same.
        const std::string written = cib.xml();
        if (Cib::from_text(written, "fuzz.xml").xml() != written) throw Broken("a CIB changes when it is written and read");
    });
}

void run_cib_structure(std::string_view input) {
    if (input.size() > most_bytes) return;
    std::optional<Cib> cib;
    std::shared_ptr<const Cluster> cluster;
    const bool usable = survives([&] {
        cib.emplace(Cib::from_text(input, "fuzz.xml"));
        cluster = unpack(*cib, cib->default_time());
        check_schedule(*cib);
    });
    if (!usable || cluster->resources.size() > most_resources) return;
    // One of them each time, so that there are more times.
    switch (input.size() % 8) {
    case 0: survives([&] { check_sweeps(*cib); }); break;
    case 1:
        survives([&] {
            const LintReport report = lint(*cib, {.max_runs = 4});
            require_printable("lint", lint_text({report}));
            require_json("lint", lint_json({report}));
            require_json("SARIF", lint_sarif({report}, lint_rules()));
        });
        break;
    case 2: survives([&] { require_renderings(simulate({.cib = *cib, .with_ledger = true, .from = StartFrom::Rest})); }); break;
    default:
        survives([&] { require_renderings(simulate({.cib = *cib, .events = some_failure(*cluster, input.size()), .with_ledger = true})); });
    }
}

} // namespace placement::fuzz
