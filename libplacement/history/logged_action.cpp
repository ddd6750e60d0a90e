#include <algorithm>
#include <array>
#include <string>

#include "base/characters.h"
#include "base/text.h"
#include "history/log_line.h"
#include "placement/history.h"

namespace placement {

namespace {

std::string_view take_first(std::string_view& text, std::string_view ends) {
    const std::string_view word = text.substr(0, std::min(text.find_first_of(ends), text.size()));
    text = trimmed(text.substr(word.size()));
    return word;
}

/// "( a  ( b ) )" from its front, without the outer parentheses.
std::string_view take_parentheses(std::string_view& text) {
    if (!text.starts_with('(')) return {};
    int depth = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '(') ++depth;
        if (text[i] == ')' && --depth == 0) {
            const std::string_view inside = trimmed(text.substr(1, i - 1));
            text = trimmed(text.substr(i + 1));
            return inside;
        }
    }
    return {};
}

/// With single blanks, and roles as they are called today.
std::string normalized(std::string_view text) {
    std::string result;
    for (std::string word : split(std::string(text), " ")) {
        if (word == "Master") word = "Promoted";
        if (word == "Slave") word = "Unpromoted";
        result += (result.empty() ? "" : " ") + word;
    }
    return result;
}

bool is_change_of_resource(std::string_view word) {
    static constexpr std::array<std::string_view, 10> words{"Start",   "Stop",   "Move",   "Restart",    "Recover",
                                                            "Promote", "Demote", "Reload", "Re-promote", "Migrate"};
    return std::ranges::find(words, word) != words.end();
}

std::string_view without_word(std::string_view text, std::string_view word) {
    return text.starts_with(word) ? trimmed(text.substr(word.size())) : text;
}

std::optional<LoggedAction> action_of_node(std::string_view change, std::string_view rest) {
    LoggedAction action;
    action.change = change;
    if (change == "Fence") {
        const std::string_view how = take_parentheses(rest);
        if (how.empty()) return std::nullopt;
        action.change += " (" + std::string(how) + ")";
    }
    action.subject = take_first(rest, " \t");
    if (rest.starts_with('\'') && rest.ends_with('\'') && rest.size() > 1) rest = rest.substr(1, rest.size() - 2);
    action.reason = rest;
    return action;
}

} // namespace

std::optional<LoggedAction> parse_logged_action(std::string_view line) {
    const auto logged = parse_log_line(line);
    std::string_view rest = trimmed(logged ? logged->message : line);
    rest = without_word(rest, "*");
    const std::string_view change = take_first(rest, " \t");
    if (change == "Shutdown" || change == "Fence") return rest.empty() ? std::nullopt : action_of_node(change, rest);
    if (!is_change_of_resource(change)) return std::nullopt;
    LoggedAction action;
    action.change = change;
    action.subject = take_first(rest, " \t(");
    if (!rest.starts_with('(') || action.subject.empty()) return std::nullopt;
    action.where = normalized(take_parentheses(rest));
    if (action.where.empty()) return std::nullopt;
    constexpr std::string_view blocked = "(blocked)";
    if (rest.ends_with(blocked) || rest == "blocked") {
        action.blocked = true;
        rest = trimmed(rest.substr(0, rest.size() - std::min(rest.size(), blocked.size())));
    }
    action.reason = without_word(rest, "due to");
    return action;
}

} // namespace placement
