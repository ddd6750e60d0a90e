#include <algorithm>

#include <fmt/format.h>

#include "placement/quoting.h"
#include "placement/render.h"
#include "render/services.h"
#include "render/words.h"

namespace placement {

namespace {

/// What is wrong with services in a state: of one, and of several.
struct StateWords {
    Fate fate;
    const char* one;
    const char* several;
};

constexpr StateWords words_of_fates[] = {
    {Fate::Lost, "1 service that ran is down", "{} services that ran are down"},
    {Fate::Stuck, "1 service failed and is not recovered", "{} services failed and are not recovered"},
    {Fate::Unknown, "1 service may run or not, on a node that is not fenced",
     "{} services may run or not, on a node that is not fenced"},
    {Fate::Undetected, "1 service is dead and no monitor detects it", "{} services are dead and no monitor detects it"},
    {Fate::LostPromoted, "1 service has no promoted instance left", "{} services have no promoted instance left"},
};

std::vector<std::string> services_with(const Outcome& outcome, Fate fate) {
    std::vector<std::string> found;
    for (const ResourceOutcome& each : outcome.resources) {
        if (each.service && each.fate == fate) found.push_back(each.id);
    }
    return found;
}

/// "1 service that ran is down: db. 2 services …".
std::string losses_text(const Outcome& outcome) {
    std::string text;
    for (const StateWords& words : words_of_fates) {
        const std::vector<std::string> found = services_with(outcome, words.fate);
        if (found.empty()) continue;
        if (!text.empty()) text += ". ";
        text += found.size() == 1 ? words.one : fmt::format(fmt::runtime(words.several), found.size());
        text += ": " + joined(found, ", ");
    }
    return text;
}

std::string survival_text(const Outcome& outcome) {
    const bool ran = std::ranges::any_of(outcome.resources, [](const auto& each) {
        return each.service && each.fate != Fate::Down && each.fate != Fate::Starts;
    });
    if (ran) return "Every service that ran still runs";
    const std::size_t started = services_with(outcome, Fate::Starts).size();
    if (started > 0) return fmt::format("No service ran; {}", started == 1 ? "1 starts" : fmt::format("{} start", started));
    return "No service ran and none starts: there is nothing to judge";
}

std::vector<std::string> reduced(const Outcome& outcome) {
    std::vector<std::string> found;
    for (const ServiceRow& row : service_rows(outcome.resources)) {
        if (!row.heading && row.resource->service && row.resource->fate == Fate::Reduced) found.push_back(row.resource->id);
    }
    return found;
}

std::size_t count_interrupted(const Outcome& outcome) {
    return static_cast<std::size_t>(std::ranges::count_if(outcome.resources, [](const ResourceOutcome& each) {
        return each.service && each.course.interruptions > 0 && serves(each.state) && !each.before.empty();
    }));
}

/// "; provided that fencing of n1 succeeds (device fence-n1, which runs on n2)", "; n1 is not fenced (…)".
std::string fencing_text(const Outcome& outcome) {
    std::vector<std::string> to_fence;
    std::string not_fenced;
    for (const NodeOutcome& node : outcome.nodes) {
        if (!node.fencing || node.kind == NodeKind::Guest) continue;
        const std::string with = text(node.fenced_by);
        if (node.fencing_possible) {
            to_fence.push_back(with.empty() ? node.name : fmt::format("{} succeeds ({})", node.name, with));
        } else {
            not_fenced += fmt::format("; {} is not fenced ({})", node.name, with);
        }
    }
    if (to_fence.empty()) return not_fenced;
    return fmt::format("; provided that fencing of {}", joined(to_fence, " and fencing of ")) + not_fenced;
}

std::string unrest_text(const Outcome& outcome) {
    switch (outcome.settled.end) {
    case SettledCluster::End::Settled: return {};
    case SettledCluster::End::Cycle: return "The cluster never comes to rest. ";
    case SettledCluster::End::LimitReached: break;
    }
    return "The cluster is not at rest yet. ";
}

} // namespace

std::string verdict(const Outcome& outcome) {
    std::string text = unrest_text(outcome);
    const std::string lost = losses_text(outcome);
    text += lost.empty() ? survival_text(outcome) : lost;
    const std::vector<std::string> fewer = reduced(outcome);
    if (!fewer.empty()) text += fmt::format("; with fewer instances: {}", joined(fewer, ", "));
    const std::size_t interrupted = count_interrupted(outcome);
    if (interrupted > 0) text += fmt::format("; {} {} interrupted", interrupted, interrupted == 1 ? "is" : "are");
    return text + fencing_text(outcome) + ".";
}

std::string diagnostic_text(const std::string& file, const Diagnostic& diagnostic) {
    std::string place = file;
    if (diagnostic.position.known()) {
        place += fmt::format(":{}:{}", diagnostic.position.line, diagnostic.position.column);
    }
    return visible(
        fmt::format("{}: {}: {} [{}]", place, severity_word(diagnostic.severity), diagnostic.message, diagnostic.code));
}

} // namespace placement
