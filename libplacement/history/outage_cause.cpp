#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "history/names_in_records.h"
#include "history/outage.h"

namespace placement {

namespace {

/// The nodes where the service was up before the outage.
std::vector<std::string> nodes_before(const ToldHistory& told, const ServiceOutage& outage) {
    const auto story = std::ranges::find(told.services, outage.service, &ServiceStory::id);
    std::vector<std::string> nodes;
    if (story == told.services.end()) return nodes;
    for (const ServiceSpell& spell : story->spells) {
        if (spell.input >= outage.first_input && !spell.up) break;
        if (spell.up) nodes = story->promotable ? spell.promoted : spell.running;
    }
    return nodes;
}

bool takes_down(const LoggedAction& action) {
    return !action.blocked && action.change != "Start" && action.change != "Promote" && action.change != "Reload";
}

} // namespace

OutageCause cause_of(const ToldHistory& told, const ServiceOutage& outage) {
    const std::vector<std::string> nodes = nodes_before(told, outage);
    const auto was_on = [&](const std::string& node) { return std::ranges::find(nodes, node) != nodes.end(); };
    const auto parts = told.parts.find(outage.service);
    const auto concerns = [&](const std::string& resource) {
        return parts != told.parts.end() && parts->second.contains(configured_name(resource));
    };
    OutageCause cause;
    cause.decision = outage.first_input;
    const std::vector<OutsideEvent>& events = told.decisions[outage.first_input].since_before;
    using Event = OutsideEvent::Kind;
    for (const auto& [kind, wanted] :
         {std::pair(OutageCause::Kind::OperationFailed, Event::OperationFails),
          std::pair(OutageCause::Kind::NodeLost, Event::NodeIsLost), std::pair(OutageCause::Kind::NodeLost, Event::NodeLeaves)}) {
        for (const OutsideEvent& event : events) {
            if (event.kind != wanted || !was_on(event.node)) continue;
            if (wanted == Event::OperationFails && !concerns(event.resource)) continue;
            cause.kind = kind;
            cause.event = event;
            return cause;
        }
    }
    if (outage.first_input == 0) return cause;
    const Decision& before = told.decisions[outage.first_input - 1];
    for (std::size_t i = 0; i < before.actions.size(); ++i) {
        const LoggedAction& action = before.actions[i];
        if (!takes_down(action) || (!concerns(action.subject) && !was_on(action.subject))) continue;
        cause.kind = OutageCause::Kind::Decided;
        cause.decision = outage.first_input - 1;
        cause.action = action;
        cause.because = before.because[i];
        return cause;
    }
    return cause;
}

std::string_view text(OutageCause::Kind kind) {
    switch (kind) {
    case OutageCause::Kind::OperationFailed: return "operation-failed";
    case OutageCause::Kind::NodeLost: return "node-lost";
    case OutageCause::Kind::Decided: return "decided";
    case OutageCause::Kind::NotRecorded: break;
    }
    return "not-recorded";
}

} // namespace placement
