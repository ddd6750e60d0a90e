#include <fmt/format.h>

#include "simulate/events/event_context.h"
#include "simulate/events/overloaded.h"

// Events in words.
namespace placement {

namespace {

std::string_view promoted_only(bool promoted) { return promoted ? "the promoted role of " : ""; }

std::string on_named_node(const std::optional<std::string>& node) { return node ? " on " + *node : ""; }

} // namespace

std::string seconds_text(const TimePasses& pause) {
    if (pause.milliseconds == 0) return fmt::format("{}", pause.seconds);
    return fmt::format("{:g}", static_cast<double>(pause.seconds) + static_cast<double>(pause.milliseconds) / 1000.0);
}

std::string_view text(TicketChanges::To change) {
    switch (change) {
    case TicketChanges::To::Granted: return "granted";
    case TicketChanges::To::Revoked: return "revoked";
    case TicketChanges::To::Standby: return "put in standby";
    case TicketChanges::To::Active: break;
    }
    return "taken out of standby";
}

std::string text(const Event& event) {
    return std::visit(
        Overloaded{
            [](const NodeFails& e) { return fmt::format("{} fails", e.node); },
            [](const NodeLeaves& e) { return fmt::format("{} leaves the cluster", e.node); },
            [](const NodeJoins& e) { return fmt::format("{} joins the cluster", e.node); },
            [](const NodeStandby& e) { return fmt::format("{} is put in standby", e.node); },
            [](const NodeUnstandby& e) { return fmt::format("{} leaves standby", e.node); },
            [](const NodeMaintenance& e) { return fmt::format("{} is put in maintenance mode", e.node); },
            [](const NodeUnmaintenance& e) { return fmt::format("{} leaves maintenance mode", e.node); },
            [](const ResourceDisabled& e) { return fmt::format("{} is disabled", e.resource); },
            [](const ResourceEnabled& e) { return fmt::format("{} is enabled", e.resource); },
            [](const ResourceUnmanaged& e) { return fmt::format("{} is unmanaged", e.resource); },
            [](const ResourceManaged& e) { return fmt::format("{} is managed again", e.resource); },
            [](const ResourceMoved& e) {
                return fmt::format("{}{} is moved {}", promoted_only(e.promoted), e.resource,
                                   e.node ? "to " + *e.node : "away from where it runs");
            },
            [](const ResourceBanned& e) {
                return fmt::format("{}{} is banned from {}", promoted_only(e.promoted), e.resource,
                                   e.node.value_or("where it runs"));
            },
            [](const ResourceCleared& e) {
                return fmt::format("moves and bans of {} are cleared{}", e.resource, on_named_node(e.node));
            },
            [](const ResourceCleanedUp& e) {
                return fmt::format("failures of {} are cleaned up{}", e.resource, on_named_node(e.node));
            },
            [](const ResourceRefreshed& e) {
                return fmt::format("the history of {} is cleaned up{}", e.resource, on_named_node(e.node));
            },
            [](const ResourceFails& e) { return fmt::format("{} fails on {}", e.resource, e.node); },
            [](const OperationEnds& e) { return fmt::format("{} ends", text(e.result)); },
            [](const TicketChanges& e) { return fmt::format("ticket {} is {}", e.ticket, text(e.to)); },
            [](const WatchdogChanges& e) { return std::string(e.present ? "there is a watchdog" : "there is no watchdog"); },
            [](const TimePasses& e) { return fmt::format("{} s pass", seconds_text(e)); },
            [](const NodeAttributeSet& e) {
                return e.value ? fmt::format("{} of {} becomes {}", e.name, e.node, *e.value)
                               : fmt::format("{} of {} is removed", e.name, e.node);
            },
            [](const PromotionScoreSet& e) {
                return fmt::format("the promotion score of {} on {} becomes {}", e.resource, e.node, e.score.text());
            },
            [](const OptionSet& e) { return fmt::format("the property {} becomes {}", e.name, e.value); },
            [](const FencingWillFail& e) { return fmt::format("from now on fencing of {} fails", e.node); },
            [](const OperationWillFail& e) { return fmt::format("from now on {}", text(e.result)); },
            [](const ClusterSettles&) { return std::string("the cluster comes to rest"); },
        },
        event);
}

} // namespace placement
