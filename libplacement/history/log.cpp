#include "history/log.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "base/text.h"
#include "history/log_event.h"
#include "history/log_line.h"

namespace placement {

namespace {

struct Calculated {
    std::int64_t transition = -1;
    std::string_view file;
};

std::string_view after(std::string_view text, std::string_view mark) {
    const std::size_t at = text.find(mark);
    return at == std::string_view::npos ? std::string_view() : text.substr(at + mark.size());
}

/// "Calculated transition 4 (with warnings), saving inputs in FILE"; before 1.1.18 "Calculated Transition 4: FILE", and before
/// 1.1.10 "Transition 4: PEngine Input stored in: FILE".
std::optional<Calculated> parse_calculation(std::string_view message) {
    std::string_view rest = after(message, "alculated ");
    if (rest.empty() && message.starts_with("Transition ")) rest = message;
    if (rest.empty()) return std::nullopt;
    for (const std::string_view word : {"transition ", "Transition "}) {
        if (rest.starts_with(word)) rest.remove_prefix(word.size());
    }
    const auto number = scan_integer(rest);
    if (!number) return std::nullopt;
    std::string_view file;
    for (const std::string_view mark : {"saving inputs in ", "stored in: ", ": "}) {
        if (file.empty()) file = after(number->rest, mark);
    }
    file = file.substr(0, std::min(file.find_first_of(" \t\r\n"), file.size()));
    file.remove_prefix(file.find_last_of('/') == std::string_view::npos ? 0 : file.find_last_of('/') + 1);
    if (!file.starts_with("pe-")) return std::nullopt;
    return Calculated{number->value, file};
}

/// Calls `visit` with each line and its number, from 1.
template <typename Visit>
void each_line(std::string_view text, const Visit& visit) {
    std::uint32_t number = 0;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        visit(text.substr(0, end), ++number);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
}

/// Most lines are about something else; to look for a word is quicker than to take them apart.
bool may_matter(std::string_view line) {
    return line.find('(') != std::string_view::npos || line.find("ransition ") != std::string_view::npos ||
           line.find("Shutdown") != std::string_view::npos || line.find("state is now") != std::string_view::npos ||
           line.find("uorum ") != std::string_view::npos || line.find("Result of ") != std::string_view::npos;
}

bool is_by_scheduler(const LogLine& line) {
    return line.process.find("sched") != std::string_view::npos || line.process.starts_with("pengine");
}

} // namespace

LogContent read_log(std::string_view text, const std::string& name) {
    LogContent found;
    std::map<std::pair<std::string, std::string>, std::vector<LoggedAction>> pending; // by host and process
    each_line(text, [&](std::string_view line, std::uint32_t number) {
        if (!may_matter(line)) return;
        const auto parsed = parse_log_line(line);
        if (!parsed) return;
        if (!is_by_scheduler(*parsed)) {
            if (auto event = parse_logged_event(parsed->message)) {
                event->at = parsed->at;
                event->moment = parsed->moment;
                event->log = name;
                event->line = number;
                found.events.push_back(std::move(*event));
            }
            return;
        }
        auto& actions = pending[{std::string(parsed->host), std::string(parsed->number)}];
        if (const auto calculated = parse_calculation(parsed->message)) {
            found.calculations.push_back({parsed->at, std::string(parsed->moment), std::string(parsed->host),
                                          std::string(parsed->number), calculated->transition, std::string(calculated->file),
                                          std::exchange(actions, {}), name, number});
        } else if (auto action = parse_logged_action(parsed->message)) {
            actions.push_back(std::move(*action));
        }
    });
    return found;
}

bool is_log(std::string_view text) {
    constexpr int lines_looked_at = 50;
    int looked_at = 0;
    bool is_one = false;
    each_line(text.substr(0, std::min<std::size_t>(text.size(), std::size_t{1} << 16)),
              [&](std::string_view line, std::uint32_t) {
                  if (looked_at++ < lines_looked_at) is_one = is_one || parse_log_line(line).has_value();
              });
    return is_one;
}

} // namespace placement
