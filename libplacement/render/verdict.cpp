#include <algorithm>

#include <fmt/format.h>

#include "placement/quoting.h"
#include "placement/render.h"
#include "render/services.h"
#include "render/words.h"

namespace placement {

namespace {

/// Whether a service was before what it is not now, or was about to be.
enum class Was : std::uint8_t { Either, Already, AboutTo };

/// What is wrong with services in a state: of one, and of several.
struct StateWords {
    Fate fate;
    Was was;
    const char* one;
    const char* several;
};

constexpr StateWords words_of_fates[] = {
    {Fate::Lost, Was::Already, "1 service that ran is down", "{} services that ran are down"},
    {Fate::Lost, Was::AboutTo, "1 service that was about to start is down", "{} services that were about to start are down"},
    {Fate::Stuck, Was::Either, "1 service failed and is not recovered", "{} services failed and are not recovered"},
    {Fate::Unknown, Was::Either, "1 service may run or not, on a node that is gone and not fenced",
     "{} services may run or not, on a node that is gone and not fenced"},
    {Fate::Undetected, Was::Either, "1 service is dead and no monitor detects it",
     "{} services are dead and no monitor detects it"},
    {Fate::LostPromoted, Was::Either, "1 service has no promoted instance left", "{} services have no promoted instance left"},
};

/// What ran between the events alone was there already, too.
Was was(const Outcome& outcome, const ResourceOutcome& resource) {
    if (!resource.before.empty() || !outcome.anyway) return Was::Already;
    const auto anyway = std::ranges::find(outcome.anyway->resources, resource.id, &ResourceOutcome::id);
    return anyway == outcome.anyway->resources.end() || anyway->after.empty() ? Was::Already : Was::AboutTo;
}

std::vector<std::string> services_with(const Outcome& outcome, Fate fate, Was before = Was::Either) {
    std::vector<std::string> found;
    for (const ResourceOutcome& each : outcome.resources) {
        if (!each.service || each.fate != fate) continue;
        if (before == Was::Either || before == was(outcome, each)) found.push_back(each.id);
    }
    return found;
}

/// "1 service that ran is down: db. 2 services …".
std::string losses_text(const Outcome& outcome) {
    std::string text;
    for (const StateWords& words : words_of_fates) {
        const std::vector<std::string> found = services_with(outcome, words.fate, words.was);
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
    switch (outcome.settled->end) {
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
