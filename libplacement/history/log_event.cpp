#include "history/log_event.h"

#include <algorithm>
#include <string>

#include "base/characters.h"
#include "base/operation_status.h"
#include "base/text.h"
#include "history/log_line.h"
#include "placement/action.h"

namespace placement {

namespace {

using Logged = LoggedEvent::Kind;

bool skip(std::string_view& text, std::string_view beginning) {
    if (!text.starts_with(beginning)) return false;
    text.remove_prefix(beginning.size());
    return true;
}

LoggedEvent event_of(Logged kind, std::string_view node) {
    LoggedEvent event;
    event.kind = kind;
    event.node = node;
    return event;
}

/// "Node n1 state is now lost"; in older releases with " | …", or as "Node n1[2] - state is now lost (was member)".
std::optional<LoggedEvent> membership(std::string_view message) {
    const std::size_t at = message.find(" state is now ");
    if (at == std::string_view::npos) return std::nullopt;
    std::string_view rest = message.substr(0, at);
    if (rest.ends_with(" -")) rest.remove_suffix(2);
    const std::size_t blank = rest.find_last_of(' ');
    std::string_view node = blank == std::string_view::npos ? rest : rest.substr(blank + 1);
    node = node.substr(0, node.find('['));
    if (node.empty() || node == "(null)") return std::nullopt;
    std::string_view state = message.substr(at + std::string_view(" state is now ").size());
    state = take_word(state);
    if (state == "member") return event_of(Logged::NodeJoined, node);
    if (state == "lost") return event_of(Logged::NodeLost, node);
    return std::nullopt;
}

/// "Peer n1 was terminated (reboot) by n2 on behalf of pacemaker-controld.1: OK", "Peer n1 was not terminated (off) by …: No route".
std::optional<LoggedEvent> fencing(std::string_view message) {
    if (!skip(message, "Peer ")) return std::nullopt;
    const std::string_view node = take_word(message);
    if (!skip(message, "was ")) return std::nullopt;
    const bool failed = skip(message, "not ");
    if (!message.starts_with("terminated")) return std::nullopt;
    return event_of(failed ? Logged::FencingFailed : Logged::Fenced, node);
}

std::optional<LoggedEvent> quorum(std::string_view message) {
    const bool lost = message.starts_with("Quorum lost") || message.find(": quorum lost") != std::string_view::npos;
    const bool acquired = message.starts_with("Quorum acquired") || message.find(": quorum acquired") != std::string_view::npos;
    if (!lost && !acquired) return std::nullopt;
    return event_of(lost ? Logged::QuorumLost : Logged::QuorumAcquired, {});
}

/// "7 (not running)", "not running | rc=7 …", "ok".
bool ended_as_it_should(std::string_view result, bool probe) {
    const auto number = scan_integer(result);
    const bool ok = number ? number->value == exit_status::ok : result == "ok" || result.starts_with("ok ");
    const bool not_running = number ? number->value == exit_status::not_running : result.starts_with("not running");
    const bool promoted =
        number ? number->value == exit_status::running_promoted : result.starts_with("promoted") || result.starts_with("master");
    return ok || (probe && (not_running || promoted));
}

/// "Result of start operation for db on n1: 1 (error)".
std::optional<LoggedEvent> result_of_operation(std::string_view message) {
    if (!skip(message, "Result of ")) return std::nullopt;
    const std::string_view operation = take_word(message);
    if (!skip(message, "operation for ")) return std::nullopt;
    const std::string_view resource = take_word(message);
    if (!skip(message, "on ")) return std::nullopt;
    const std::size_t colon = message.find(": ");
    if (colon == std::string_view::npos) return std::nullopt;
    if (ended_as_it_should(trimmed(message.substr(colon + 1)), operation == "probe" || operation == task::monitor))
        return std::nullopt;
    LoggedEvent event = event_of(Logged::OperationFailed, message.substr(0, colon));
    event.resource = resource;
    event.operation = operation;
    return event;
}

/// "Operation db_start_0: not running (node=n1, call=5, rc=7, …)", of releases before 1.1.17.
std::optional<LoggedEvent> end_of_operation(std::string_view message) {
    if (!skip(message, "Operation ")) return std::nullopt;
    const std::string_view key = take_word(message);
    const std::size_t at = message.find("(node=");
    if (!key.ends_with(':') || at == std::string_view::npos) return std::nullopt;
    const std::size_t interval = key.rfind('_');
    const std::size_t name = interval == std::string_view::npos ? interval : key.rfind('_', interval - 1);
    if (name == std::string_view::npos || name == 0) return std::nullopt;
    const std::string_view operation = key.substr(name + 1, interval - name - 1);
    if (ended_as_it_should(message.substr(0, at), operation == task::monitor)) return std::nullopt;
    std::string_view node = message.substr(at + std::string_view("(node=").size());
    LoggedEvent event = event_of(Logged::OperationFailed, node.substr(0, node.find_first_of(",)")));
    event.resource = key.substr(0, name);
    event.operation = operation;
    return event;
}

} // namespace

std::optional<LoggedEvent> parse_logged_event(std::string_view message) {
    for (const auto parse : {membership, fencing, quorum, result_of_operation, end_of_operation}) {
        if (auto event = parse(message)) {
            event->text = message.substr(0, message.find(" | "));
            return event;
        }
    }
    return std::nullopt;
}

std::string_view text(LoggedEvent::Kind kind) {
    switch (kind) {
    case Logged::NodeJoined: return "node-joined";
    case Logged::NodeLost: return "node-lost";
    case Logged::Fenced: return "fenced";
    case Logged::FencingFailed: return "fencing-failed";
    case Logged::OperationFailed: return "operation-failed";
    case Logged::QuorumAcquired: return "quorum-acquired";
    case Logged::QuorumLost: break;
    }
    return "quorum-lost";
}

} // namespace placement
