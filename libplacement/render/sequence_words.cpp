#include "render/sequence_words.h"

#include <fmt/format.h>

#include "base/line_of.h"
#include "render/transition_summary.h"

namespace placement {

namespace {

std::string node_name(const Cluster& cluster, NodeId node) { return node ? cluster.nodes[node].name : ""; }

const char* role_name(Role role) {
    switch (role) {
    case Role::Promoted: return "Promoted";
    case Role::Unpromoted: return "Unpromoted";
    case Role::Stopped: return "Stopped";
    default: return "Started";
    }
}

std::string change_words(const Cluster& cluster, const ResourceChange& change) {
    std::string where = node_name(cluster, change.origin ? change.origin : change.destination);
    if (change.origin && change.destination && !change.same_host()) {
        where = fmt::format("{} -> {}", node_name(cluster, change.origin), node_name(cluster, change.destination));
    }
    std::string roles;
    if (change.shows_roles()) {
        roles = change.same_role() ? fmt::format("{} ", role_name(change.role))
                                   : fmt::format("{} -> {} ", role_name(change.role), role_name(change.next_role));
    }
    return fmt::format("{} {} ({}{}){}", change.change, cluster.resources[change.resource].id, roles, where,
                       change.blocked ? ", blocked" : "");
}

std::string instance_words(const Loop::Instance& instance) {
    std::string what = fmt::format("{} on {}", instance.resource, instance.node);
    if (instance.instances.size() > 1) what += fmt::format(" (in turn {})", fmt::join(instance.instances, ", "));
    return what;
}

std::string turn_words(const Loop::Instance& instance) {
    std::vector<std::string> parts;
    const auto add = [&](std::size_t count, const char* done) {
        if (count > 0) parts.push_back(count == 1 ? std::string(done) : fmt::format("{} {} times", done, count));
    };
    add(instance.demotes, "demoted");
    add(instance.stops, "stopped");
    add(instance.starts, "started");
    add(instance.promotes, "promoted");
    return fmt::format("{}", fmt::join(parts, " and "));
}

std::vector<std::string> loop_words(const Sequence& sequence) {
    const Loop& loop = *sequence.loop;
    std::vector<std::string> lines{
        fmt::format("It loops: every {} s ({} scheduler runs), from {} s on:",
                    seconds_text(loop.period_ms), loop.runs, seconds_text(loop.since_ms))};
    for (const Loop::Instance& instance : loop.instances) {
        const std::string so_far =
            instance.in_all == 0 ? "" : fmt::format("; {} stops in {} s", instance.in_all, seconds_text(sequence.end_ms));
        lines.push_back(fmt::format("  {} is {} in each turn{}", instance_words(instance), turn_words(instance), so_far));
    }
    if (loop.fed_by.empty()) lines.emplace_back("  no single constraint feeds it");
    for (const Loop::Feeder& feeder : loop.fed_by) {
        const std::string line = feeder.position.known() ? fmt::format(", line {}", feeder.position.line) : "";
        lines.push_back(fmt::format("  fed by {}: {}{}", feeder.constraint, feeder.what, line));
    }
    for (const std::string& end : loop.ended_by) lines.push_back(fmt::format("  would end: {}", end));
    return lines;
}

} // namespace

std::string seconds_text(std::int64_t milliseconds) {
    return fmt::format("{}.{:02}", milliseconds / 1000, milliseconds % 1000 / 10);
}

std::vector<std::string> wanted_by(const SchedulerRun& run) {
    const Cluster& cluster = *run.schedule.cluster;
    std::vector<std::string> wanted;
    for (const NodeChange& change : node_changes(run.schedule)) wanted.push_back(fmt::format("{} {}", change.task, change.node));
    for (const ResourceChange& change : resource_changes(run.schedule)) wanted.push_back(change_words(cluster, change));
    return wanted;
}

std::vector<std::string> end_of(const Sequence& sequence) {
    switch (sequence.end) {
    case Sequence::End::Loop: return loop_words(sequence);
    case Sequence::End::AtRest:
        return {fmt::format("After {} s and {} runs of the scheduler nothing is left to do.",
                            seconds_text(sequence.end_ms), sequence.runs.size())};
    case Sequence::End::LimitReached: break;
    }
    return {fmt::format("After {} s and {} runs of the scheduler it has not come to rest, and was not watched longer.",
                        seconds_text(sequence.end_ms), sequence.runs.size())};
}

std::vector<std::string> short_end_of(const Sequence& sequence) {
    if (sequence.loop) return short_words(*sequence.loop, sequence.end_ms);
    if (sequence.end == Sequence::End::AtRest) return {};
    return end_of(sequence);
}

std::vector<std::string> short_words(const Loop& loop, std::optional<std::int64_t> end_ms) {
    std::vector<std::string> lines;
    for (const Loop::Instance& instance : loop.instances) {
        std::string line = fmt::format("A loop without end: {} on {} is {} every {} s", instance.resource, instance.node,
                                       turn_words(instance), seconds_text(loop.period_ms));
        if (end_ms && instance.in_all > 0) line += fmt::format(", {} times in {} s", instance.in_all, seconds_text(*end_ms));
        lines.push_back(std::move(line));
    }
    for (const Loop::Feeder& feeder : loop.fed_by) {
        lines.push_back(fmt::format("Fed by {}: {}{}", feeder.constraint, feeder.what, line_of(feeder.position)));
    }
    if (loop.fed_by.empty()) lines.emplace_back("No single constraint feeds it");
    if (!loop.ended_by.empty()) lines.push_back(fmt::format("Any of these would end it: {}", fmt::join(loop.ended_by, "; ")));
    return lines;
}

} // namespace placement
