#include "render/history_words.h"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "base/characters.h"
#include "render/shown_state.h"
#include "render/words.h"

namespace placement {

namespace {

std::string listed(const std::vector<std::string>& words, const std::string& none) {
    return words.empty() ? none : joined(words, ", ");
}

std::string failure_words(const OutsideEvent& event) {
    const std::string every = event.interval_ms == 0 ? "" : fmt::format(" every {:g} s", event.interval_ms / 1000.0);
    const std::string said = event.reason.empty() ? "" : ": " + event.reason;
    return fmt::format("{}{} of {} on {} ends with {} ({}){}", event.operation, every, event.resource, event.node,
                       event.exit_status, exit_status_text(event.exit_status), said);
}

std::string attribute_change_words(const OutsideEvent& event) {
    const bool shutdown = event.name == "shutdown";
    if (shutdown && event.after && *event.after != "0") return fmt::format("{} is to be shut down", event.node);
    if (!event.before) return fmt::format("{} of {} becomes {}", event.name, event.node, event.after.value_or(""));
    if (!event.after) return fmt::format("{} of {} is removed (it was {})", event.name, event.node, *event.before);
    return fmt::format("{} of {} changes from {} to {}", event.name, event.node, *event.before, *event.after);
}

std::string_view cause_words(UnlikePrediction::Cause cause) {
    switch (cause) {
    case UnlikePrediction::Cause::OperationFailed: return "an operation failed";
    case UnlikePrediction::Cause::NodeChanged: return "a node joined or was lost";
    case UnlikePrediction::Cause::HistoryRemoved: return "what was known of it was removed, by a clean-up or a reprobe";
    case UnlikePrediction::Cause::FoundByProbe: return "a probe found it";
    case UnlikePrediction::Cause::NotDone: return "the transition was abandoned before, or is not that far";
    case UnlikePrediction::Cause::HalfDone: return "the transition was abandoned on the way, or is not finished";
    case UnlikePrediction::Cause::NotExplained: break;
    }
    return "nothing that is recorded explains this";
}

/// Whether the words name it, and not something whose name contains it.
bool names(const std::string& text, const std::string& name) {
    const auto is_part = [](char c) { return c == '_' || c == '-' || c == '.' || is_letter(c) || is_digit(c); };
    for (std::size_t at = text.find(name); at != std::string::npos; at = text.find(name, at + 1)) {
        const std::size_t end = at + name.size();
        if ((at == 0 || !is_part(text[at - 1])) && (end == text.size() || !is_part(text[end]))) return true;
    }
    return false;
}

bool concerns(const OutsideEvent& event, const std::string& service) {
    return event.resource == service || (event.kind == OutsideEvent::Kind::ConfigurationEdited && names(event.text, service));
}

} // namespace

std::string event_words(const OutsideEvent& event) {
    switch (event.kind) {
    case OutsideEvent::Kind::NodeJoins: return fmt::format("{} joins", event.node);
    case OutsideEvent::Kind::NodeIsLost: return fmt::format("{} is lost", event.node);
    case OutsideEvent::Kind::OperationFails: return failure_words(event);
    case OutsideEvent::Kind::AttributeChanges: return attribute_change_words(event);
    case OutsideEvent::Kind::ConfigurationEdited: return event.text;
    case OutsideEvent::Kind::HistoryRemoved:
        return fmt::format("what was known of {} on {} is removed (a clean-up or a reprobe)", event.resource, event.node);
    case OutsideEvent::Kind::ProbeFinds: return fmt::format("a probe finds {} on {}", event.resource, event.node);
    case OutsideEvent::Kind::QuorumChanges: break;
    }
    return event.after == "1" ? "quorum is regained" : "quorum is lost";
}

std::string action_words(const LoggedAction& action) {
    std::string words = action.change + " " + action.subject;
    if (!action.where.empty()) words += " (" + action.where + ")";
    if (!action.reason.empty()) words += ", due to " + action.reason;
    return words + (action.blocked ? " (blocked)" : "");
}

std::string unlike_words(const UnlikePrediction& unlike) {
    return fmt::format("{} is not where the decision before would have it ({}), but: {}; {}", unlike.resource,
                       listed(unlike.predicted, "stopped"), listed(unlike.recorded, "stopped"), cause_words(unlike.cause));
}

std::string duration_words(std::int64_t seconds) {
    constexpr std::int64_t minute = 60;
    constexpr std::int64_t hour = 60 * minute;
    constexpr std::int64_t day = 24 * hour;
    const auto two = [](std::int64_t large, const char* unit, std::int64_t small, const char* smaller) {
        return small == 0 ? fmt::format("{} {}", large, unit) : fmt::format("{} {} {} {}", large, unit, small, smaller);
    };
    if (seconds >= day) return two(seconds / day, "d", seconds % day / hour, "h");
    if (seconds >= hour) return two(seconds / hour, "h", seconds % hour / minute, "min");
    if (seconds >= minute) return two(seconds / minute, "min", seconds % minute, "s");
    return fmt::format("{} s", seconds);
}

std::string input_name(const SavedInput& input) {
    const std::size_t at = input.file.find_last_of("/:");
    const std::string name = at == std::string::npos ? input.file : input.file.substr(at + 1);
    return input.node.empty() ? name : input.node + "/" + name;
}

std::string outage_cause_words(const ToldHistory& told, const ServiceOutage& outage) {
    const std::size_t first = outage.first_input;
    std::vector<const OutsideEvent*> events;
    for (std::size_t i = first == 0 ? 0 : first - 1; i <= first && i < told.decisions.size(); ++i) {
        for (const OutsideEvent& event : told.decisions[i].since_before) events.push_back(&event);
    }
    const auto found = [&](const auto& test) {
        const auto last =
            std::ranges::find_if(events.rbegin(), events.rend(), [&](const OutsideEvent* event) { return test(*event); });
        return last == events.rend() ? nullptr : *last;
    };
    using Kind = OutsideEvent::Kind;
    for (const OutsideEvent* const event :
         {found([&](const OutsideEvent& each) { return each.kind == Kind::OperationFails && concerns(each, outage.service); }),
          found([](const OutsideEvent& each) { return each.kind == Kind::NodeIsLost; }),
          found([&](const OutsideEvent& each) { return concerns(each, outage.service); }),
          found([](const OutsideEvent& each) { return each.kind == Kind::OperationFails || each.kind == Kind::QuorumChanges; }),
          found([](const OutsideEvent& each) { return each.kind == Kind::AttributeChanges && each.name == "shutdown"; }),
          found([](const OutsideEvent& each) { return each.kind == Kind::ConfigurationEdited; })}) {
        if (event != nullptr) return event_words(*event);
    }
    if (first == 0) return {};
    for (const LoggedAction& action : told.decisions[first - 1].actions) {
        if (action.subject == outage.service) return action_words(action);
    }
    return {};
}

} // namespace placement
