#include <algorithm>

#include <fmt/format.h>

#include "placement/render.h"
#include "render/services.h"

namespace placement {

namespace {

struct Tally {
    std::vector<std::string> stopped;
    std::vector<std::string> without_promoted;
    std::vector<std::string> reduced;
    std::vector<std::string> to_fence;
    std::vector<std::string> not_fenced;
};

Tally tally(const Outcome& outcome) {
    Tally tally;
    const std::vector<std::string> lost = outcome.lost();
    for (const std::string& id : lost) {
        const bool stopped = outcome.resource(id).fate == Fate::Lost;
        (stopped ? tally.stopped : tally.without_promoted).push_back(id);
    }
    for (const ServiceRow& row : service_rows(outcome)) {
        if (!row.heading && row.resource->fate == Fate::Reduced) tally.reduced.push_back(row.resource->id);
    }
    for (const NodeOutcome& node : outcome.nodes) {
        if (!node.fencing || node.kind == NodeKind::Guest) continue;
        const std::string with = text(node.fenced_by);
        if (node.fencing_possible) {
            tally.to_fence.push_back(with.empty() ? node.name : fmt::format("{} succeeds ({})", node.name, with));
        } else {
            tally.not_fenced.push_back(fmt::format("{} is not fenced ({})", node.name, with));
        }
    }
    return tally;
}

std::string names(const std::vector<std::string>& all) {
    return fmt::format("{}", fmt::join(all, ", "));
}

} // namespace

std::string verdict(const Outcome& outcome) {
    const Tally found = tally(outcome);
    const bool anything_ran = std::ranges::any_of(outcome.resources, [](const auto& each) { return !each.before.empty(); });
    std::string text;
    if (found.stopped.empty() && found.without_promoted.empty()) {
        text = anything_ran ? "Every service that ran still runs" : "Nothing ran before";
    }
    if (!found.stopped.empty()) {
        text += fmt::format("{} that ran {} down: {}",
                            found.stopped.size() == 1 ? "1 service" : fmt::format("{} services", found.stopped.size()),
                            found.stopped.size() == 1 ? "stays" : "stay", names(found.stopped));
    }
    if (!found.without_promoted.empty()) {
        text += fmt::format("{}Nothing is promoted any more: {}", text.empty() ? "" : ". ",
                            names(found.without_promoted));
    }
    if (!found.reduced.empty()) text += fmt::format("; with fewer instances: {}", names(found.reduced));
    if (!found.to_fence.empty()) {
        text += fmt::format("; provided that fencing of {}", fmt::join(found.to_fence, " and fencing of "));
    }
    if (!found.not_fenced.empty()) text += fmt::format("; {}", fmt::join(found.not_fenced, "; "));
    return text + ".";
}

std::string diagnostic_text(const std::string& file, const Diagnostic& diagnostic) {
    const char* severity = diagnostic.severity == Severity::Error     ? "error"
                           : diagnostic.severity == Severity::Warning ? "warning"
                                                                      : "note";
    std::string place = file;
    if (diagnostic.position.known()) {
        place += fmt::format(":{}:{}", diagnostic.position.line, diagnostic.position.column);
    }
    return fmt::format("{}: {}: {} [{}]", place, severity, diagnostic.message, diagnostic.code);
}

} // namespace placement
