#include "render/services.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "render/words.h"

namespace placement {

namespace {

using Resources = std::vector<ResourceOutcome>;

bool has_children(const Resources& resources, const ResourceOutcome& resource) {
    return std::ranges::any_of(resources, [&](const ResourceOutcome& each) {
        return each.parent == resource.id && (each.kind == "group" || each.kind == "primitive");
    });
}

bool holds_group(const Resources& resources, const ResourceOutcome& resource) {
    return std::ranges::any_of(resources,
                               [&](const ResourceOutcome& each) { return each.parent == resource.id && each.kind == "group"; });
}

bool is_heading(const Resources& resources, const ResourceOutcome& resource) {
    if (resource.kind == "group") return has_children(resources, resource);
    return resource.kind == "clone" && holds_group(resources, resource);
}

void add_rows(const Resources& resources, const std::string& parent, int depth, std::vector<ServiceRow>& rows) {
    for (const ResourceOutcome& resource : resources) {
        if (resource.parent != parent) continue;
        const bool heading = is_heading(resources, resource);
        rows.push_back({&resource, depth, heading});
        if (heading) add_rows(resources, resource.id, depth + 1, rows);
    }
}

bool is_gone(const std::vector<NodeOutcome>& nodes, const std::string& node) {
    const auto found = std::ranges::find(nodes, node, &NodeOutcome::name);
    return found != nodes.end() && (found->fenced > 0 || found->after == "offline" || found->after == "unclean");
}

/// Each time that it moved.
bool migrated_live(const Course& course) { return course.moves > 0 && course.migrations >= course.moves && course.starts == 0; }

} // namespace

std::vector<ServiceRow> service_rows(const std::vector<ResourceOutcome>& resources) {
    std::vector<ServiceRow> rows;
    add_rows(resources, "", 0, rows);
    return rows;
}

std::vector<std::string> places(const std::vector<RunningOn>& running) {
    constexpr std::array roles{Role::Promoted, Role::Unpromoted, Role::Started, Role::Stopped, Role::Unknown};
    constexpr std::array states{InstanceState::Running, InstanceState::Failed, InstanceState::Unknown, InstanceState::Undetected};
    std::vector<std::string> lines;
    for (const Role role : roles) {
        for (const InstanceState state : states) {
            std::string nodes;
            for (const RunningOn& each : running) {
                if (each.role != role || each.state != state) continue;
                if (!nodes.empty()) nodes += ' ';
                nodes += each.node;
            }
            if (nodes.empty()) continue;
            if (role != Role::Started) nodes += fmt::format(" {}", text(role));
            if (state != InstanceState::Running) nodes += fmt::format(" ({})", state_in_words(state));
            lines.push_back(std::move(nodes));
        }
    }
    if (lines.empty()) lines.emplace_back("stopped");
    return lines;
}

std::string_view state_in_words(InstanceState state) {
    switch (state) {
    case InstanceState::Running: return "running";
    case InstanceState::Failed: return "failed";
    case InstanceState::Unknown: return "unknown: it may run or not";
    case InstanceState::Undetected: break;
    }
    return "dead, undetected";
}

std::string change_text(const std::vector<NodeOutcome>& nodes, const ResourceOutcome& resource, const Change& change) {
    switch (change.kind) {
    case Change::Kind::Starts: return fmt::format("starts on {}", change.to);
    case Change::Kind::Stops:
        if (is_gone(nodes, change.from)) return fmt::format("lost with {}", change.from);
        return fmt::format("{} {}", resource.course.stops == 0 ? "found stopped on" : "stops on", change.from);
    case Change::Kind::Moves:
        return fmt::format("{} from {} to {}", migrated_live(resource.course) ? "migrates live" : "moves", change.from,
                           change.to);
    case Change::Kind::Restarts: return fmt::format("restarts on {}", change.from);
    case Change::Kind::Promotes: return fmt::format("promoted on {}", change.to);
    case Change::Kind::Demotes: return fmt::format("demoted on {}", change.from);
    case Change::Kind::Returns: return fmt::format("moves to {} and back to {}", change.to, change.from);
    }
    return {};
}

std::string interruptions_text(const Course& course) {
    std::string text;
    const auto add = [&](std::size_t number, const char* what) {
        if (number > 0) text += (text.empty() ? "" : ", ") + counted(number, what);
    };
    add(course.stops, "stop");
    add(course.starts, "start");
    add(course.promotions, "promotion");
    add(course.demotions, "demotion");
    add(course.migrations, "live migration");
    const std::string often = course.interruptions <= 1   ? "interrupted"
                              : course.interruptions == 2 ? "interrupted twice"
                                                          : fmt::format("interrupted {} times", course.interruptions);
    return text.empty() ? often : fmt::format("{} ({})", often, text);
}

} // namespace placement
