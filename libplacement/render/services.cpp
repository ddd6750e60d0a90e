#include "render/services.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace placement {

namespace {

bool has_children(const Outcome& outcome, const ResourceOutcome& resource) {
    return std::ranges::any_of(outcome.resources, [&](const ResourceOutcome& each) {
        return each.parent == resource.id && (each.kind == "group" || each.kind == "primitive");
    });
}

bool holds_group(const Outcome& outcome, const ResourceOutcome& resource) {
    return std::ranges::any_of(outcome.resources, [&](const ResourceOutcome& each) {
        return each.parent == resource.id && each.kind == "group";
    });
}

bool is_heading(const Outcome& outcome, const ResourceOutcome& resource) {
    if (resource.kind == "group") return has_children(outcome, resource);
    return resource.kind == "clone" && holds_group(outcome, resource);
}

void add_rows(const Outcome& outcome, const std::string& parent, int depth, std::vector<ServiceRow>& rows) {
    for (const ResourceOutcome& resource : outcome.resources) {
        if (resource.parent != parent) continue;
        const bool heading = is_heading(outcome, resource);
        rows.push_back({&resource, depth, heading});
        if (heading) add_rows(outcome, resource.id, depth + 1, rows);
    }
}

bool is_gone(const Outcome& outcome, const std::string& node) {
    const auto found = std::ranges::find(outcome.nodes, node, &NodeOutcome::name);
    return found != outcome.nodes.end() && (found->after == "offline" || found->after == "unclean");
}

} // namespace

std::vector<ServiceRow> service_rows(const Outcome& outcome) {
    std::vector<ServiceRow> rows;
    add_rows(outcome, "", 0, rows);
    return rows;
}

std::vector<std::string> places(const std::vector<RunningOn>& running) {
    constexpr std::array roles{Role::Promoted, Role::Unpromoted, Role::Started, Role::Stopped, Role::Unknown};
    std::vector<std::string> lines;
    for (const Role role : roles) {
        std::string nodes;
        for (const RunningOn& each : running) {
            if (each.role != role) continue;
            if (!nodes.empty()) nodes += ' ';
            nodes += each.node;
        }
        if (nodes.empty()) continue;
        lines.push_back(role == Role::Started ? nodes : fmt::format("{} {}", nodes, text(role)));
    }
    if (lines.empty()) lines.emplace_back("stopped");
    return lines;
}

std::string change_text(const Outcome& outcome, const Change& change) {
    switch (change.kind) {
    case Change::Kind::Starts: return fmt::format("starts on {}", change.to);
    case Change::Kind::Stops:
        return fmt::format("{} {}", is_gone(outcome, change.from) ? "lost with" : "stops on", change.from);
    case Change::Kind::Moves: return fmt::format("moves from {} to {}", change.from, change.to);
    case Change::Kind::Restarts: return fmt::format("restarts on {}", change.from);
    case Change::Kind::Promotes: return fmt::format("promoted on {}", change.to);
    case Change::Kind::Demotes: return fmt::format("demoted on {}", change.from);
    }
    return {};
}

} // namespace placement
