#include <algorithm>
#include <variant>

#include <fmt/format.h>

#include "placement/agents.h"
#include "placement/scenario_file.h"

namespace placement {

namespace {

std::string seconds_of(const TimePasses& pause) {
    constexpr std::int64_t milliseconds = 1000;
    if (pause.milliseconds == 0) return fmt::format("{}s", pause.seconds);
    return fmt::format("{}ms", pause.seconds * milliseconds + pause.milliseconds);
}

std::string pair_of(const std::string& resource, const std::optional<std::string>& node) {
    return scenario_scalar(node ? resource + "@" + *node : resource);
}

template <typename Placed>
std::string placement_of(const Placed& event) {
    if (!event.promoted) return pair_of(event.resource, event.node);
    return fmt::format("{{resource: {}{}, promoted: yes}}", scenario_scalar(event.resource),
                       event.node ? ", node: " + scenario_scalar(*event.node) : "");
}

std::string word_of(TicketChanges::To to) {
    switch (to) {
    case TicketChanges::To::Granted: return "granted";
    case TicketChanges::To::Revoked: return "revoked";
    case TicketChanges::To::Standby: return "standby";
    case TicketChanges::To::Active: break;
    }
    return "active";
}

/// Each event as an item of `steps`.
struct AsStep {
    using Text = std::string;
    Text operator()(const NodeFails& e) const { return "fail: " + scenario_scalar(e.node); }
    Text operator()(const NodeLeaves& e) const { return "down: " + scenario_scalar(e.node); }
    Text operator()(const NodeJoins& e) const { return "up: " + scenario_scalar(e.node); }
    Text operator()(const NodeStandby& e) const { return "standby: " + scenario_scalar(e.node); }
    Text operator()(const NodeUnstandby& e) const { return "unstandby: " + scenario_scalar(e.node); }
    Text operator()(const NodeMaintenance& e) const { return "maintenance: " + scenario_scalar(e.node); }
    Text operator()(const NodeUnmaintenance& e) const { return "unmaintenance: " + scenario_scalar(e.node); }
    Text operator()(const ResourceFails& e) const { return "fail: " + pair_of(e.resource, e.node); }
    Text operator()(const ResourceDisabled& e) const { return "disable: " + scenario_scalar(e.resource); }
    Text operator()(const ResourceEnabled& e) const { return "enable: " + scenario_scalar(e.resource); }
    Text operator()(const ResourceUnmanaged& e) const { return "unmanage: " + scenario_scalar(e.resource); }
    Text operator()(const ResourceManaged& e) const { return "manage: " + scenario_scalar(e.resource); }
    Text operator()(const ResourceMoved& e) const { return "move: " + placement_of(e); }
    Text operator()(const ResourceBanned& e) const { return "ban: " + placement_of(e); }
    Text operator()(const ResourceCleared& e) const { return "clear: " + pair_of(e.resource, e.node); }
    Text operator()(const ResourceCleanedUp& e) const { return "cleanup: " + pair_of(e.resource, e.node); }
    Text operator()(const ResourceRefreshed& e) const { return "refresh: " + pair_of(e.resource, e.node); }
    Text operator()(const OperationEnds& e) const { return "op: " + scenario_scalar(text(e.result)); }
    Text operator()(const OperationWillFail& e) const { return "op_fail: " + scenario_scalar(text(e.result)); }
    Text operator()(const FencingWillFail& e) const { return "fence_fail: " + scenario_scalar(e.node); }
    Text operator()(const TicketChanges& e) const {
        return fmt::format("ticket: {{{}: {}}}", scenario_scalar(e.ticket), word_of(e.to));
    }
    Text operator()(const WatchdogChanges& e) const { return e.present ? "watchdog: yes" : "watchdog: no"; }
    Text operator()(const TimePasses& e) const { return "wait: " + seconds_of(e); }
    Text operator()(const NodeAttributeSet& e) const {
        return fmt::format("attribute: {{node: {}, name: {}, value: {}{}}}", scenario_scalar(e.node), scenario_scalar(e.name),
                           e.value ? scenario_scalar(*e.value) : "null", e.permanent ? ", permanent: yes" : "");
    }
    Text operator()(const PromotionScoreSet& e) const {
        return fmt::format("promotion_score: {{resource: {}, node: {}, score: {}}}", scenario_scalar(e.resource),
                           scenario_scalar(e.node), e.score.text());
    }
    Text operator()(const OptionSet& e) const {
        return fmt::format("option: {{{}: {}}}", scenario_scalar(e.name), scenario_scalar(e.value));
    }
    Text operator()(const ClusterSettles&) const { return "settle"; }
};

/// In a comment nothing may begin a line.
std::string without_line_ends(std::string text) {
    std::ranges::replace_if(
        text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }, ' ');
    return text;
}

void write_agents(const std::vector<Agent>& agents, std::string& out) {
    if (!agents.empty()) out += "agents:\n";
    for (const Agent& agent : agents) {
        out += fmt::format("  {}: {{profile: {}", scenario_scalar(agent.resource), agent.profile);
        for (const auto& [name, value] : agent.parameters) out += fmt::format(", {}: {}", name, scenario_scalar(value));
        out += "}\n";
    }
}

void write_timing(const SequenceOptions& timing, std::string& out) {
    const SequenceOptions usual;
    std::string lines;
    if (timing.in_time) lines += "  in_time: yes\n";
    if (timing.limit_ms != usual.limit_ms) lines += fmt::format("  limit: {}ms\n", timing.limit_ms);
    if (!timing.durations.empty()) lines += "  operations:\n";
    for (const OperationDuration& each : timing.durations) {
        lines += fmt::format("    - {{operation: {}{}, takes: {}ms}}\n", scenario_scalar(each.task),
                             each.resource.empty() ? "" : ", resource: " + scenario_scalar(each.resource), each.milliseconds);
    }
    if (!lines.empty()) out += "timing:\n" + lines;
}

void write_test(const WrittenTest& test, std::string& out) {
    out += fmt::format("  - name: {}\n    steps:\n", scenario_scalar(test.name));
    for (const WrittenStep& step : test.steps) {
        out += step.event ? fmt::format("      - {}\n", std::visit(AsStep(), *step.event))
                          : fmt::format("      # {}\n", without_line_ends(step.comment));
    }
    const bool none = std::ranges::none_of(test.steps, [](const WrittenStep& step) { return step.event.has_value(); });
    if (none) out += "      - settle\n";
    out += "    expect:\n";
    for (const std::string& each : test.expect) out += "      " + each + "\n";
}

} // namespace

std::string scenario_scalar(std::string_view text) {
    std::string quoted = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') quoted += '\\';
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
            quoted += fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
        } else {
            quoted += c;
        }
    }
    return quoted + '"';
}

std::string scenario_file_text(const WrittenScenarioFile& file) {
    std::string out;
    for (const std::string& line : file.comments) out += "# " + without_line_ends(line) + "\n";
    out += fmt::format("cib: {}\npacemaker: {}\n", scenario_scalar(file.cib_file), text(file.release));
    if (!file.at.empty()) out += fmt::format("at: {}\n", file.at);
    out += "from: recorded\n";
    write_agents(file.agents, out);
    write_timing(file.timing, out);
    out += "tests:\n";
    for (const WrittenTest& test : file.tests) write_test(test, out);
    return out;
}

} // namespace placement
