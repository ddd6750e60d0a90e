// How long the library takes: the scheduler regression corpus (where it is), and generated clusters that grow in
// resources, in nodes and in constraints. See scripts/bench for the comparison with crm_simulate.
//
// A single answer, from the text on: `one_answer` says how many times as long as a bare parse of the same text the whole takes,
// and its parts.
#include <algorithm>
#include <array>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <benchmark/benchmark.h>
#include <pugixml.hpp>

#include "bench/generated_cluster.h"
#include "placement/agents.h"
#include "placement/carry_out.h"
#include "placement/cib.h"
#include "placement/scenario.h"
#include "placement/schedule.h"
#include "placement/sweep.h"
#include "placement/unpack.h"
#include "placement/verify.h"

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

std::vector<std::string> corpus_texts() {
    std::vector<std::string> texts;
    for (const Cib& cib : corpus()) {
        std::ifstream file(cib.name());
        texts.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
    }
    return texts;
}

std::string at_rest(const Size& size) { return simulate({.cib = Cib::from_text(generated_cluster(size))}).settled->cib.xml(); }

double processor_seconds() {
    std::timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

/// Processor time, the least of several attempts for each text.
struct AnswerTimes {
    double bare_parse = 0;
    double reading = 0;
    double unpacking = 0;
    double scheduling = 0;
    double freeing = 0;
};

AnswerTimes answer_once(const std::string& text) {
    AnswerTimes times;
    double last = processor_seconds();
    const auto lap = [&](double& part) {
        const double now = processor_seconds();
        part = now - std::exchange(last, now);
    };
    {
        pugi::xml_document document;
        benchmark::DoNotOptimize(document.load_buffer(text.data(), text.size()));
    }
    lap(times.bare_parse);
    {
        const Cib cib = Cib::from_text(text);
        lap(times.reading);
        const auto cluster = unpack(cib, time_of(cib));
        lap(times.unpacking);
        const auto scheduled = schedule(cluster);
        benchmark::DoNotOptimize(scheduled);
        lap(times.scheduling);
    }
    lap(times.freeing);
    return times;
}

void answer_each(benchmark::State& state, const std::vector<std::string>& texts) {
    using Part = double AnswerTimes::*;
    constexpr std::array<Part, 5> parts = {&AnswerTimes::bare_parse, &AnswerTimes::reading, &AnswerTimes::unpacking,
                                           &AnswerTimes::scheduling, &AnswerTimes::freeing};
    constexpr int attempts = 10;
    AnswerTimes sum;
    for (auto unused : state) {
        for (const std::string& text : texts) {
            AnswerTimes least = answer_once(text);
            for (int attempt = 1; attempt < attempts; ++attempt) {
                const AnswerTimes times = answer_once(text);
                for (const Part part : parts) least.*part = std::min(least.*part, times.*part);
            }
            for (const Part part : parts) sum.*part += least.*part;
        }
    }
    const auto in_parses = [&](double seconds) { return benchmark::Counter(seconds / sum.bare_parse); };
    state.counters["reading"] = in_parses(sum.reading);
    state.counters["unpacking"] = in_parses(sum.unpacking);
    state.counters["scheduling"] = in_parses(sum.scheduling);
    state.counters["freeing"] = in_parses(sum.freeing);
    state.counters["whole"] = in_parses(sum.reading + sum.unpacking + sum.scheduling + sum.freeing);
}

void one_answer_of_corpus(benchmark::State& state) {
    const std::vector<std::string> texts = corpus_texts();
    if (texts.empty()) return state.SkipWithError("no scheduler corpus (set PLACEMENT_SCHEDULER_TESTS)");
    answer_each(state, texts);
}
BENCHMARK(one_answer_of_corpus)->Unit(benchmark::kMillisecond)->Iterations(1);

void one_answer_at_rest(benchmark::State& state) {
    answer_each(state, {at_rest({.nodes = static_cast<std::size_t>(state.range(0)),
                                 .resources = static_cast<std::size_t>(state.range(1)),
                                 .constraints = static_cast<std::size_t>(state.range(1) / 5)})});
}
BENCHMARK(one_answer_at_rest)
    ->ArgNames({"nodes", "resources"})
    ->Args({8, 100})
    ->Args({32, 1000})
    ->Unit(benchmark::kMillisecond)
    ->Iterations(1);

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
/// Every sequence of failures of three nodes with three services, one of them PostgreSQL whose agent is played, at any moment.
void verify_three_nodes(benchmark::State& state) {
    const std::string path = std::string(PLACEMENT_SOURCE_DIR) + "/cib-samples/postgres-outage-2017-fixed.xml";
    const placement::Scenario scenario{.cib = placement::Cib::from_file(path),
                                       .release = placement::Release::v1_1_10,
                                       .agents = {placement::Agent::parse("msPostgresql=pgsql")},
                                       .from = placement::StartFrom::Rest};
    std::size_t states = 0;
    for (auto unused : state) states += placement::verify(scenario, {.timing = placement::VerifyTiming::Any}).states;
    state.counters["states"] = benchmark::Counter(static_cast<double>(states), benchmark::Counter::kAvgIterations);
    state.counters["states_per_second"] = benchmark::Counter(static_cast<double>(states), benchmark::Counter::kIsRate);
}
BENCHMARK(verify_three_nodes)->Unit(benchmark::kMillisecond)->Iterations(1)->MeasureProcessCPUTime()->UseRealTime();

Cib sixteen_nodes() { return Cib::from_text(at_rest({.nodes = 16, .resources = 200, .constraints = 40})); }

/// Each single failure of a large cluster: by a verification, which also lets everything come home, and by a sweep.
void verify_each_failure(benchmark::State& state) {
    const placement::Scenario scenario{.cib = sixteen_nodes(), .from = placement::StartFrom::Rest};
    std::size_t states = 0;
    for (auto unused : state) states += placement::verify(scenario, {.failures = 1, .depth = 1}).states;
    state.counters["states"] = benchmark::Counter(static_cast<double>(states), benchmark::Counter::kAvgIterations);
}
BENCHMARK(verify_each_failure)->Unit(benchmark::kMillisecond)->Iterations(1)->MeasureProcessCPUTime()->UseRealTime();

void sweep_each_failure(benchmark::State& state) {
    const Cib cib = sixteen_nodes();
    std::size_t failures = 0;
    for (auto unused : state) failures += placement::sweep(cib).scenarios.size();
    state.counters["failures"] = benchmark::Counter(static_cast<double>(failures), benchmark::Counter::kAvgIterations);
}
BENCHMARK(sweep_each_failure)->Unit(benchmark::kMillisecond)->Iterations(1)->MeasureProcessCPUTime()->UseRealTime();

BENCHMARK(parse)->Apply(sizes);
BENCHMARK(unpack_only)->Apply(sizes);
BENCHMARK(schedule_only)->Apply(sizes);

} // namespace
} // namespace placement::bench

BENCHMARK_MAIN();
