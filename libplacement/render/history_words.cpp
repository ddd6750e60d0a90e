#include "render/history_words.h"

#include <vector>

#include <fmt/format.h>

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

std::string_view unlike_cause_words(UnlikePrediction::Cause cause) {
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

} // namespace

std::string event_words(const OutsideEvent& event) {
    switch (event.kind) {
    case OutsideEvent::Kind::NodeJoins: return fmt::format("{} joins", event.node);
    case OutsideEvent::Kind::NodeIsLost: return fmt::format("{} is lost", event.node);
    case OutsideEvent::Kind::NodeLeaves: return fmt::format("{} leaves the cluster, as was expected of it", event.node);
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
                       listed(unlike.predicted, "stopped"), listed(unlike.recorded, "stopped"), unlike_cause_words(unlike.cause));
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

std::string suspicion_words(const History& history, const ToldHistory& told, const Suspicion& suspicion) {
    const auto earlier = [&] { return input_name(history.inputs[told.decisions[*suspicion.earlier].input]); };
    const std::string& resource = suspicion.resource;
    switch (suspicion.kind) {
    case Suspicion::Kind::GoesDown: return fmt::format("{} goes down", resource);
    case Suspicion::Kind::StaysDown: return fmt::format("{} stays down", resource);
    case Suspicion::Kind::NotPromoted: return fmt::format("{} runs, and no instance is promoted", resource);
    case Suspicion::Kind::Restarts: return fmt::format("{} is stopped and started again where it runs", resource);
    case Suspicion::Kind::StartsAgain: return fmt::format("{} is started where {} stopped it", resource, earlier());
    case Suspicion::Kind::MovesAgain: return fmt::format("{} is moved once more, after {}", resource, earlier());
    case Suspicion::Kind::Repeats: break;
    }
    return fmt::format("the same as at {}, and before: the cluster goes round in circles", earlier());
}

std::string cause_words(const OutageCause& cause) {
    switch (cause.kind) {
    case OutageCause::Kind::OperationFailed:
    case OutageCause::Kind::NodeLost: return event_words(*cause.event);
    case OutageCause::Kind::Decided:
        return fmt::format("the cluster decided so: {}{}{}", action_words(*cause.action), cause.because.empty() ? "" : "; ",
                           cause.because);
    case OutageCause::Kind::NotRecorded: break;
    }
    return "nothing that is recorded says why";
}

} // namespace placement
