#include "placement-sim/event_options.h"

#include <array>
#include <map>
#include <optional>
#include <utility>

#include <CLI/CLI.hpp>

#include "placement-sim/shared_options.h"
#include "placement/error.h"

namespace placement::sim {

namespace {

/// "RESOURCE@NODE" or "RESOURCE".
std::pair<std::string, std::optional<std::string>> place(const std::string& option, const std::string& text,
                                                         const char* form = "RESOURCE or RESOURCE@NODE") {
    const std::size_t at = text.rfind('@');
    if (text.empty() || at == 0 || at + 1 == text.size()) {
        throw InvalidArgument(option + ": `" + text + "` is not " + form);
    }
    if (at == std::string::npos) return {text, std::nullopt};
    return {text.substr(0, at), text.substr(at + 1)};
}

/// A move or a ban.
template <typename Constraint>
Event constraint(const std::string& option, const std::string& text) {
    constexpr const char* form = "RESOURCE or RESOURCE@NODE, optionally followed by =promoted";
    const std::size_t equals = text.rfind('=');
    const bool promoted = equals != std::string::npos;
    if (equals == 0 || (promoted && text.substr(equals) != "=promoted")) {
        throw InvalidArgument(option + ": `" + text + "` is not " + form);
    }
    auto [resource, node] = place(option, text.substr(0, equals), form);
    return Constraint{std::move(resource), std::move(node), promoted};
}

template <typename Cleaning>
Event cleaning(const std::string& option, const std::string& text) {
    auto [resource, node] = place(option, text);
    return Cleaning{std::move(resource), std::move(node)};
}

Event failure(const std::string& what) {
    const std::size_t at = what.rfind('@');
    if (at == std::string::npos) return NodeFails{what};
    return ResourceFails{what.substr(0, at), what.substr(at + 1)};
}

Event ticket_change(const std::string& text) {
    using To = TicketChanges::To;
    const std::map<std::string, To> words{
        {"granted", To::Granted}, {"revoked", To::Revoked}, {"standby", To::Standby}, {"active", To::Active}};
    const std::size_t equals = text.rfind('=');
    const auto word = equals == std::string::npos ? words.end() : words.find(text.substr(equals + 1));
    if (word == words.end()) {
        throw InvalidArgument("--ticket: `" + text + "` is not TICKET=granted, =revoked, =standby or =active");
    }
    return TicketChanges{text.substr(0, equals), word->second};
}

Event watchdog_change(const std::string& text) {
    if (text != "yes" && text != "no") throw InvalidArgument("--watchdog: `" + text + "` is neither yes nor no");
    return WatchdogChanges{text == "yes"};
}

Event pause(const std::string& text) {
    const std::int64_t time = milliseconds("--wait", text);
    return TimePasses{time / 1000, time % 1000};
}

Event attribute_set(const std::string& text) {
    const auto [node, pair] = halves(text, text.find(':'), "--attribute: `" + text + "` is not NODE:NAME=VALUE or NODE:NAME");
    const std::size_t equals = pair.find('=');
    if (equals == 0) throw InvalidArgument("--attribute: `" + text + "` is not NODE:NAME=VALUE or NODE:NAME");
    NodeAttributeSet event{node, pair.substr(0, equals), std::nullopt};
    if (equals != std::string::npos) event.value = pair.substr(equals + 1);
    return event;
}

Event promotion_score_set(const std::string& text) {
    const std::string complaint = "--promotion-score: `" + text + "` is not RESOURCE@NODE=SCORE";
    const auto [where, score] = halves(text, text.rfind('='), complaint);
    const auto [resource, node] = halves(where, where.rfind('@'), complaint);
    const std::optional<Score> value = Score::parse(score);
    if (!value) throw InvalidArgument("--promotion-score: `" + score + "` is not a score (a number, INFINITY or -INFINITY)");
    return PromotionScoreSet{resource, node, *value};
}

Event option_set(const std::string& text) {
    const auto [name, value] = halves(text, text.find('='), "--option: `" + text + "` is not NAME=VALUE");
    return OptionSet{name, value};
}

struct EventOption {
    const char* name;
    const char* argument;
    const char* help;
    Event (*read)(const std::string& text);
};

const auto event_options = std::to_array<EventOption>({
    {"--fail", "NODE|RESOURCE@NODE", "the node crashes, or the resource is found dead on the node (repeatable)", failure},
    {"--down", "NODE", "the node is shut down: what runs there is stopped or moved first (repeatable)",
     [](const std::string& text) -> Event { return NodeLeaves{text}; }},
    {"--up", "NODE", "the node joins the cluster (repeatable)", [](const std::string& text) -> Event { return NodeJoins{text}; }},
    {"--standby", "NODE", "the node is put in standby (repeatable)",
     [](const std::string& text) -> Event { return NodeStandby{text}; }},
    {"--unstandby", "NODE", "the node leaves standby (repeatable)",
     [](const std::string& text) -> Event { return NodeUnstandby{text}; }},
    {"--maintenance", "NODE", "the node is put in maintenance mode (repeatable)",
     [](const std::string& text) -> Event { return NodeMaintenance{text}; }},
    {"--unmaintenance", "NODE", "the node leaves maintenance mode (repeatable)",
     [](const std::string& text) -> Event { return NodeUnmaintenance{text}; }},
    {"--disable", "RESOURCE", "the resource gets target-role=Stopped (repeatable)",
     [](const std::string& text) -> Event { return ResourceDisabled{text}; }},
    {"--enable", "RESOURCE", "the resource's target-role is removed (repeatable)",
     [](const std::string& text) -> Event { return ResourceEnabled{text}; }},
    {"--unmanage", "RESOURCE", "the cluster stops managing the resource: is-managed=false (repeatable)",
     [](const std::string& text) -> Event { return ResourceUnmanaged{text}; }},
    {"--manage", "RESOURCE", "the resource's is-managed is removed (repeatable)",
     [](const std::string& text) -> Event { return ResourceManaged{text}; }},
    {"--move", "RESOURCE[@NODE][=promoted]",
     "as crm_resource --move: prefer the node, or without NODE ban the resource from the node where it runs (repeatable)",
     [](const std::string& text) { return constraint<ResourceMoved>("--move", text); }},
    {"--ban", "RESOURCE[@NODE][=promoted]",
     "as crm_resource --ban: keep the resource off the node, or without NODE off the node where it runs (repeatable)",
     [](const std::string& text) { return constraint<ResourceBanned>("--ban", text); }},
    {"--clear", "RESOURCE[@NODE]", "as crm_resource --clear: remove the constraints of --move and --ban (repeatable)",
     [](const std::string& text) { return cleaning<ResourceCleared>("--clear", text); }},
    {"--cleanup", "RESOURCE[@NODE]", "as crm_resource --cleanup: forget the resource's failures (repeatable)",
     [](const std::string& text) { return cleaning<ResourceCleanedUp>("--cleanup", text); }},
    {"--refresh", "RESOURCE[@NODE]", "as crm_resource --refresh: forget the resource's whole operation history (repeatable)",
     [](const std::string& text) { return cleaning<ResourceRefreshed>("--refresh", text); }},
    {"--op", "RESOURCE_OPERATION_INTERVAL@NODE=STATUS", "the operation has ended with this exit status (repeatable)",
     [](const std::string& text) -> Event { return OperationEnds{OperationResult::parse(text)}; }},
    {"--fence-fail", "NODE", "every attempt to fence the node fails from now on (repeatable)",
     [](const std::string& text) -> Event { return FencingWillFail{text}; }},
    {"--ticket", "TICKET=granted|revoked|standby|active",
     "the ticket is granted, revoked, put in standby or made active (repeatable)", ticket_change},
    {"--watchdog", "yes|no", "whether the cluster has a watchdog device", watchdog_change},
    {"--wait", "SECONDS", "this many seconds pass, such as 90 or 1.5 (repeatable)", pause},
    {"--attribute", "NODE:NAME[=VALUE]",
     "the transient node attribute gets this value; without =VALUE it is removed (repeatable)", attribute_set},
    {"--promotion-score", "RESOURCE@NODE=SCORE", "the resource's agent sets this promotion score on the node (repeatable)",
     promotion_score_set},
    {"--option", "NAME=VALUE", "the cluster property gets this value (repeatable)", option_set},
});

} // namespace

void EventOptions::add_to(CLI::App& app) {
    for (const EventOption& option : event_options) {
        add_repeated(app, option.name, values_[option.name], option.help, option.argument);
    }
    app.add_flag("--settle", settle_, "the cluster comes to rest before the next event (repeatable)");
}

std::vector<Event> EventOptions::in_order(const CLI::App& app) const {
    std::map<std::string, std::size_t> taken;
    std::vector<Event> events;
    for (const CLI::Option* given : app.parse_order()) {
        const std::string name = given->get_name();
        if (name == "--settle") events.push_back(ClusterSettles{});
        for (const EventOption& option : event_options) {
            if (name == option.name) events.push_back(option.read(values_.at(name).at(taken[name]++)));
        }
    }
    return events;
}

} // namespace placement::sim
