#include "history/log_line.h"

#include <algorithm>
#include <array>
#include <string>

#include "base/characters.h"
#include "placement/error.h"

namespace placement {

namespace {

constexpr std::string_view blanks = " \t";

} // namespace

std::string_view take_word(std::string_view& text) {
    const std::string_view word = text.substr(0, std::min(text.find_first_of(blanks), text.size()));
    text.remove_prefix(word.size());
    text.remove_prefix(std::min(text.find_first_not_of(blanks), text.size()));
    return word;
}

namespace {

bool is_month(std::string_view word) {
    static constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                             "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    return std::ranges::find(months, word) != months.end();
}

bool is_clock(std::string_view word) {
    return word.size() >= 8 && is_digit(word[0]) && is_digit(word[1]) && word[2] == ':' && word[5] == ':';
}

/// "2019-03-22T10:39:51.974261+08:00", "2019-03-22T10:39:51+0800".
std::optional<Time> iso_moment(std::string_view word) {
    constexpr std::size_t seconds_end = 19;
    if (word.size() < seconds_end || word[4] != '-' || word[7] != '-' || word[10] != 'T') return std::nullopt;
    std::string text(word.substr(0, seconds_end));
    std::string_view zone = word.substr(seconds_end);
    if (zone.starts_with('.') || zone.starts_with(',')) {
        zone.remove_prefix(1);
        zone.remove_prefix(std::min(zone.find_first_not_of("0123456789"), zone.size()));
    }
    text += zone;
    try {
        return Time::parse(text);
    } catch (const InvalidArgument&) {
        return std::nullopt;
    }
}

/// "Mar 22 10:39:51", perhaps with the year or a fraction: whatever there is of it.
std::string_view take_moment(std::string_view& rest) {
    const char* const begin = rest.data();
    std::string_view ahead = rest;
    if (!is_month(take_word(ahead))) return {};
    take_word(ahead); // the day
    std::string_view after = ahead;
    if (!is_clock(take_word(after))) return {};
    const std::string_view clock = take_word(ahead);
    const std::string_view moment(begin, static_cast<std::size_t>(clock.data() + clock.size() - begin));
    rest = ahead;
    return moment;
}

bool is_severity(std::string_view word) {
    static constexpr std::array<std::string_view, 9> words{"emerg", "alert",  "crit", "error", "warning",
                                                           "warn",  "notice", "info", "debug"};
    return std::ranges::find(words, word) != words.end();
}

bool is_function(std::string_view word) {
    return !word.empty() && std::ranges::all_of(word, [](char c) {
        return is_digit(c) || c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    });
}

/// Without "notice:", "(log_rsc_action)" and "LogActions:".
std::string_view without_marks(std::string_view text) {
    std::string_view rest = text;
    std::string_view word = take_word(rest);
    if (word.starts_with('(') && word.ends_with(')')) {
        text = rest;
        word = take_word(rest);
    }
    if (!word.ends_with(':') || !is_severity(word.substr(0, word.size() - 1))) return text;
    text = rest;
    word = take_word(rest);
    // The function's name, in older releases.
    if (word.ends_with(':') && is_function(word.substr(0, word.size() - 1)) && word.find('_') != std::string_view::npos)
        return rest;
    if (word == "LogAction:" || word == "LogActions:") return rest;
    return text;
}

} // namespace

std::optional<LogLine> parse_log_line(std::string_view line) {
    LogLine parsed;
    std::string_view rest = line;
    if (const auto at = iso_moment(line.substr(0, std::min(line.find_first_of(blanks), line.size())))) {
        parsed.at = at;
        parsed.moment = take_word(rest);
    } else {
        parsed.moment = take_moment(rest);
        if (parsed.moment.empty()) return std::nullopt;
    }
    std::string_view word = take_word(rest);
    if (word.starts_with('[') && word.ends_with(']')) { // "[1234] node1 pengine:" of corosync.log
        parsed.number = word.substr(1, word.size() - 2);
        word = take_word(rest);
    }
    parsed.host = word;
    parsed.process = take_word(rest);
    if (parsed.process.ends_with(':')) parsed.process.remove_suffix(1);
    if (const std::size_t at = parsed.process.find('['); at != std::string_view::npos && parsed.process.ends_with(']')) {
        parsed.number = parsed.process.substr(at + 1, parsed.process.size() - at - 2);
        parsed.process = parsed.process.substr(0, at);
    }
    parsed.message = without_marks(rest);
    if (parsed.message.empty()) return std::nullopt;
    return parsed;
}

} // namespace placement
