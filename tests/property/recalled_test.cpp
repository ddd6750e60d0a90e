#include <cstdlib>
#include <filesystem>
#include <string>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "base/preparation.h"
#include "placement/carry_out.h"
#include "placement/cib.h"
#include "placement/render.h"
#include "placement/schedule.h"
#include "placement/unpack.h"
#include "property/generator.h"

// What was found out about a configuration or a history is kept for the next states. It must not change what is found.

using namespace placement;

namespace {

constexpr std::uint64_t recalled_clusters = 150;
constexpr Time recalled_at{1'795'000'000, 0};

std::string node_numbers(const std::vector<NodeId>& nodes) {
    std::string text;
    for (const NodeId node : nodes) text += fmt::format("{} ", node.index());
    return text;
}

std::string recalled_words(const Resource& resource) {
    return fmt::format("{} {} {} {} {} {} active {} known {} {} {} {} {}\n", resource.id, resource.history_id,
                       text(resource.role), text(resource.next_role), resource.next_role_reason, resource.failure_timeout_ms,
                       node_numbers(resource.active_nodes), node_numbers(resource.known_nodes), resource.failed, resource.managed,
                       resource.blocked, resource.pending_action);
}

/// Everything that reading the status decides.
std::string recalled_words(const Cluster& cluster) {
    std::string told_of = cluster_status_text(cluster);
    for (const Resource& resource : cluster.resources) told_of += recalled_words(resource);
    for (const ResourceHistory& history : cluster.histories) {
        told_of += fmt::format("{} {} {}\n", history.xml_id, history.resource ? history.resource.index() : 0,
                               history.node ? history.node.index() : 0);
    }
    for (const Wish& wish : preparation_of(cluster).wishes) {
        told_of += fmt::format("{} {} {} {} {}\n", static_cast<int>(wish.kind), wish.resource ? wish.resource.index() : 0,
                               wish.node ? wish.node.index() : 0, wish.score.text(), wish.reason);
    }
    for (const Diagnostic& diagnostic : cluster.diagnostics) told_of += diagnostic.code + " " + diagnostic.message + "\n";
    return told_of + fmt::format("{}", cluster.recheck_by);
}

std::string recalled_words(const Schedule& schedule) {
    return recalled_words(*schedule.cluster) + score_report(schedule) + transition_xml(schedule) +
           transition_summary_text(schedule);
}

Schedule schedule_now(const Cib& cib) { return schedule(unpack(cib, recalled_at)); }

/// Asked again and again, and read anew; then the same after each of some transitions.
void check_recalled(Cib cib) {
    unpack(cib, recalled_at);
    unpack(cib, recalled_at);
    for (int round = 0; round < 4; ++round) {
        schedule_now(cib);
        const Schedule again = schedule_now(cib);
        REQUIRE(recalled_words(again) == recalled_words(schedule_now(Cib::from_text(cib.xml()))));
        cib = carry_out(cib, again, {.whole_effects = true}).cib;
    }
}

} // namespace

TEST_CASE("what is recalled is what is read") {
    for (std::uint64_t seed = 0; seed < recalled_clusters; ++seed) {
        CAPTURE(seed);
        check_recalled(Cib::from_text(property::random_cluster(seed, property::Kinds::All).xml()));
    }
}

TEST_SUITE("large") {
    TEST_CASE("what is recalled is what is read, in the scheduler corpus") {
        const char* const corpus = std::getenv("PLACEMENT_SCHEDULER_TESTS");
        const std::filesystem::path folder = std::filesystem::path(corpus == nullptr ? "" : corpus) / "xml";
        if (!std::filesystem::exists(folder)) return;
        for (const auto& entry : std::filesystem::directory_iterator(folder)) {
            CAPTURE(entry.path().string());
            check_recalled(Cib::from_file(entry.path().string()));
        }
    }
}
