// How long the library takes: the scheduler regression corpus (where it is), and generated clusters that grow in
// resources, in nodes and in constraints. See scripts/bench for the comparison with crm_simulate.
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "bench/generated_cluster.h"
#include "placement/cib.h"
#include "placement/schedule.h"
#include "placement/unpack.h"

namespace placement::bench {
namespace {

Time time_of(const Cib& cib) { return cib.execution_date().value_or(Time{1'700'000'000, 0}); }

std::vector<Cib> corpus() {
    const char* given = std::getenv("PLACEMENT_SCHEDULER_TESTS");
    const std::filesystem::path folder = std::filesystem::path(given != nullptr ? given : PLACEMENT_SCHEDULER_TESTS_DEFAULT) / "xml";
    std::vector<Cib> cibs;
    if (!std::filesystem::exists(folder)) return cibs;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        if (entry.path().extension() == ".xml") cibs.push_back(Cib::from_file(entry.path().string()));
    }
    return cibs;
}

/// From a parsed CIB to a schedule, for each case.
void corpus_schedules(benchmark::State& state) {
    const std::vector<Cib> cibs = corpus();
    if (cibs.empty()) {
        state.SkipWithError("no scheduler corpus (set PLACEMENT_SCHEDULER_TESTS)");
        return;
    }
    for (auto unused : state) {
        for (const Cib& cib : cibs) benchmark::DoNotOptimize(schedule(unpack(cib, time_of(cib))));
    }
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(cibs.size()));
}
BENCHMARK(corpus_schedules)->Unit(benchmark::kMillisecond);

Size size_of(const benchmark::State& state) {
    const auto argument = [&](std::size_t index) { return static_cast<std::size_t>(state.range(index)); };
    return {.nodes = argument(0), .resources = argument(1), .constraints = argument(2)};
}

void parse(benchmark::State& state) {
    const std::string text = generated_cluster(size_of(state));
    for (auto unused : state) benchmark::DoNotOptimize(Cib::from_text(text));
}

void unpack_only(benchmark::State& state) {
    const Cib cib = Cib::from_text(generated_cluster(size_of(state)));
    for (auto unused : state) benchmark::DoNotOptimize(unpack(cib, time_of(cib)));
}

void schedule_only(benchmark::State& state) {
    const Cib cib = Cib::from_text(generated_cluster(size_of(state)));
    const auto cluster = unpack(cib, time_of(cib));
    for (auto unused : state) benchmark::DoNotOptimize(schedule(cluster));
}

/// The three sizes, then one dimension growing at a time.
void sizes(benchmark::internal::Benchmark* run) {
    run->ArgNames({"nodes", "resources", "constraints"})->Unit(benchmark::kMillisecond);
    for (const auto& [nodes, resources] : {std::pair{8, 100}, {32, 1000}, {100, 5000}}) {
        run->Args({nodes, resources, resources / 5});
    }
    for (const int resources : {200, 400, 800}) run->Args({8, resources, 40});
    for (const int nodes : {16, 32, 64}) run->Args({nodes, 200, 40});
    for (const int constraints : {80, 160, 320}) run->Args({8, 200, constraints});
}
BENCHMARK(parse)->Apply(sizes);
BENCHMARK(unpack_only)->Apply(sizes);
BENCHMARK(schedule_only)->Apply(sizes);

} // namespace
} // namespace placement::bench

BENCHMARK_MAIN();
