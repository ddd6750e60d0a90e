#include "simulate/search/race.h"

#include <algorithm>
#include <optional>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/text.h"
#include "placement/schedule.h"
#include "rules/parameters.h"

namespace placement {

namespace {

/// How long a side waits before it fences a node, in seconds, and by what.
struct Wait {
    std::size_t side = 0;
    std::string node;
    std::uint32_t least = 0;
    std::uint32_t most = 0;
    std::vector<std::string> causes = {};

    bool by_chance() const { return least != most; }
};

std::uint32_t seconds(std::string_view interval) { return parse_interval(interval).value_or(0) / 1000; }

/// pcmk_delay_base has one interval for all nodes, or "n1:10s;n2:5s". (Pacemaker: get_value_for_target)
std::uint32_t base_delay(const std::string& value, const std::string& node) {
    for (const std::string& mapping : split(value, "; \t")) {
        const std::size_t colon = mapping.find(':');
        if (colon == std::string::npos || !equals_ignoring_case(mapping.substr(0, colon), node)) continue;
        if (colon + 1 < mapping.size()) return seconds(mapping.substr(colon + 1));
    }
    return seconds(value);
}

/// What its parameters make the device wait. (Pacemaker: schedule_stonith_command)
void add_device(const Cluster& cluster, const std::string& device, Wait& wait) {
    const auto found = std::ranges::find(cluster.resources, device, &Resource::id);
    if (found == cluster.resources.end()) return;
    const ResourceId id(static_cast<std::size_t>(found - cluster.resources.begin()));
    const AttributeTable parameters = parameters_on(cluster, id, nullptr);
    const auto value = [&](const char* name) {
        const auto set = parameters.find(name);
        return set == parameters.end() ? std::string() : set->second;
    };
    const std::uint32_t configured = base_delay(value("pcmk_delay_base"), wait.node);
    const std::uint32_t greatest = seconds(value("pcmk_delay_max"));
    const std::uint32_t most = greatest == 0 ? configured : greatest;
    const std::uint32_t least = std::min(configured, most);
    const std::uint32_t of_agent = seconds(value("delay"));
    wait.least += least + of_agent;
    wait.most += most + of_agent;
    if (least > 0) wait.causes.push_back("pcmk_delay_base of " + device);
    if (most > least) wait.causes.push_back("pcmk_delay_max of " + device);
    if (of_agent > 0) wait.causes.push_back("delay of " + device);
}

/// The first device alone, or all devices of the first level.
void add_devices(const SplitSide& side, Wait& wait) {
    const auto node = std::ranges::find(side.outcome.nodes, wait.node, &NodeOutcome::name);
    if (node == side.outcome.nodes.end() || node->fenced_by.means.empty()) return;
    const FencingMeans& first = node->fenced_by.means.front();
    for (const FencingMeans& means : node->fenced_by.means) {
        if (&means != &first && (first.level == 0 || means.level != first.level)) continue;
        if (means.kind == FencingMeans::Kind::Device) add_device(*side.outcome.after, means.device, wait);
    }
}

constexpr const char* priority_delay = "priority-fencing-delay";

/// What the scheduler asks for.
void add_priority(const Schedule& schedule, Wait& wait) {
    for (const ActionId id : schedule.actions.ids()) {
        const Action& action = schedule.actions[id];
        if (action.task != task::fence || !action.node || schedule.cluster->nodes[action.node].name != wait.node) continue;
        const auto asked = action.meta->find(priority_delay);
        if (asked == action.meta->end() || seconds(asked->second) == 0) continue;
        wait.least += seconds(asked->second);
        wait.most += seconds(asked->second);
        wait.causes.emplace_back(priority_delay);
    }
}

std::vector<Wait> waits_of(const std::vector<SplitSide>& sides, const std::vector<std::size_t>& racing) {
    std::vector<Wait> waits;
    for (const std::size_t side : racing) {
        const Schedule first = schedule(sides[side].outcome.after);
        for (const SplitFencing& fencing : sides[side].fences) {
            if (!fencing.done || std::ranges::find(racing, fencing.side) == racing.end()) continue;
            Wait wait{side, fencing.node};
            add_priority(first, wait);
            add_devices(sides[side], wait);
            waits.push_back(std::move(wait));
        }
    }
    return waits;
}

std::string words(const Wait& wait) {
    const std::string when = wait.most == 0     ? "at once"
                             : wait.by_chance() ? fmt::format("after {} to {} s", wait.least, wait.most)
                                                : fmt::format("after {} s", wait.least);
    const std::string why = wait.causes.empty() ? "" : fmt::format(" ({})", fmt::join(wait.causes, ", "));
    return fmt::format("side {} fences {} {}{}", wait.side + 1, wait.node, when, why);
}

std::string who_leads(const Wait& one, const Wait& other) {
    const Wait& first = one.least + one.most <= other.least + other.most ? one : other;
    const Wait& second = &first == &one ? other : one;
    if (first.most < second.least) return fmt::format("so that side {} is likely to win", first.side + 1);
    if (first.least + first.most < second.least + second.most)
        return fmt::format("so that side {} has the lead, but chance decides", first.side + 1);
    return first.by_chance() ? "so that chance decides" : "which gives neither the lead: both can be fenced at the same moment";
}

/// It is set, and gives no node an advantage.
bool has_idle_priority_delay(const Cluster& cluster) {
    if (cluster.options.priority_fencing_delay_ms == 0) return false;
    std::optional<std::int32_t> priority;
    for (const Node& node : cluster.nodes) {
        if (node.is_remote()) continue;
        if (priority && *priority != node.priority) return false;
        priority = node.priority;
    }
    return true;
}

std::string of_the_waits(const std::vector<Wait>& waits) {
    if (std::ranges::all_of(waits, [](const Wait& wait) { return wait.most == 0; }))
        return "nothing delays either side, so both can be fenced at the same moment";
    std::vector<std::string> clauses;
    for (const Wait& wait : waits) clauses.push_back(words(wait));
    const bool each_one = waits.size() == 2 && waits[0].side != waits[1].side;
    return fmt::format("{}{}", fmt::join(clauses, ", "), each_one ? ", " + who_leads(waits[0], waits[1]) : "");
}

} // namespace

std::string what_decides(const std::vector<SplitSide>& sides, const std::vector<std::size_t>& racing) {
    std::string text = of_the_waits(waits_of(sides, racing));
    const Cluster& cluster = *sides[racing.front()].outcome.after;
    if (has_idle_priority_delay(cluster)) {
        text += fmt::format("; {} ({} s) does not count, as no node is more important by the priorities of its resources",
                            priority_delay, (cluster.options.priority_fencing_delay_ms + 500) / 1000);
    }
    return text;
}

} // namespace placement
