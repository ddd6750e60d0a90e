#include "render/event_options.h"

#include <variant>

#include <fmt/format.h>

#include "placement/agents.h"
#include "placement/quorum.h"
#include "placement/quoting.h"
#include "placement/unpack.h"
#include "render/time_text.h"

namespace placement {

namespace {

std::string seconds_with_fraction(const TimePasses& pause) {
    if (pause.milliseconds == 0) return fmt::format("{}", pause.seconds);
    return fmt::format("{}.{:03}", pause.seconds, pause.milliseconds);
}

struct AsOption {
    std::string operator()(const NodeFails& e) const { return option_with("--fail", e.node); }
    std::string operator()(const NodeLeaves& e) const { return option_with("--down", e.node); }
    std::string operator()(const NodeJoins& e) const { return option_with("--up", e.node); }
    std::string operator()(const NodeStandby& e) const { return option_with("--standby", e.node); }
    std::string operator()(const ResourceFails& e) const { return option_with("--fail", e.resource + "@" + e.node); }
    std::string operator()(const OperationEnds& e) const { return option_with("--op", text(e.result)); }
    std::string operator()(const FencingWillFail& e) const { return option_with("--fence-fail", e.node); }
    std::string operator()(const TimePasses& e) const { return option_with("--wait", seconds_with_fraction(e)); }
    std::string operator()(const ClusterSettles&) const { return "--settle"; }
    std::string operator()(const NodeAttributeSet& e) const {
        const bool can_be_told = !e.permanent && e.node.find(':') == std::string::npos && e.name.find('=') == std::string::npos;
        if (!can_be_told) return {};
        return option_with("--attribute", fmt::format("{}:{}{}", e.node, e.name, e.value ? "=" + *e.value : ""));
    }
    std::string operator()(const PromotionScoreSet& e) const {
        return option_with("--promotion-score", fmt::format("{}@{}={}", e.resource, e.node, e.score.text()));
    }
    template <typename Other>
    std::string operator()(const Other&) const {
        return {};
    }
};

} // namespace

std::string option_with(const char* name, const std::string& value) {
    return fmt::format("{}{}{}", name, value.starts_with('-') ? '=' : ' ', shell_quoted(value));
}

std::string option_of(const Event& event) { return std::visit(AsOption(), event); }

std::string cib_argument(const std::string& name) {
    if (name == "<stdin>") return "-";
    if (name == "cibadmin --query") return "--live";
    return shell_quoted(name.starts_with('-') ? "./" + name : name);
}

std::string scenario_command(const Scenario& scenario, Release release, const std::string& beginning) {
    if (scenario.assume_online || !scenario.sequence.durations.empty()) return {};
    std::string command = "placement-sim " + cib_argument(scenario.cib.name()) + beginning;
    if (scenario.sequence.in_time && scenario.agents.empty()) command += " --in-time";
    if (scenario.corosync) command += " " + option_with("--corosync", scenario.corosync->file_name);
    for (const Agent& agent : scenario.agents) command += " " + option_with("--agent", text(agent));
    for (const OperationResult& result : scenario.failing) command += " " + option_with("--op-fail", text(result));
    bool has_begun = false;
    for (const Event& event : scenario.events) {
        // The option counts from the beginning, which is the same until something happens.
        const auto* const fails = std::get_if<OperationWillFail>(&event);
        const bool can_be_told = fails != nullptr && !has_begun;
        const std::string option = can_be_told ? option_with("--op-fail", text(fails->result)) : option_of(event);
        if (option.empty()) return {};
        command += " " + option;
        has_begun = has_begun || (fails == nullptr && !std::holds_alternative<TimePasses>(event));
    }
    const Time time = scenario.at.value_or(scenario.cib.default_time());
    // Without these options the command judges at the time, and by the rules, that the CIB names.
    const bool as_dated = scenario.cib.execution_date() && time == scenario.cib.execution_date();
    if (!as_dated) command += " " + option_with("--at", zoned_time_text(time.seconds, time.utc_offset));
    const bool as_named = release == release_for(scenario.cib, std::nullopt).release;
    if (!as_named) command += fmt::format(" --pacemaker {}", text(release));
    return is_visible(command) ? command : std::string();
}

std::string counterexample_command(const Counterexample& counterexample, const Verification& found) {
    const char* const settled = found.settled_first ? " --from rest" : "";
    return scenario_command(counterexample.scenario, found.release, found.assume_online ? " --assume-online" : settled);
}

} // namespace placement
