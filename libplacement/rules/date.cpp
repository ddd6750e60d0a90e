#include <array>
#include <limits>
#include <stdexcept>
#include <string_view>
#include <utility>

#include "base/iso8601.h"
#include "base/text.h"
#include "rules/conditions.h"

namespace placement {

namespace {

/// None for an unreadable text.
std::optional<CalendarTime> readable_time(const std::string& text, const CalendarTime& now) {
    try {
        return parse_calendar_time(text, now);
    } catch (const std::invalid_argument&) {
        return std::nullopt;
    }
}

void lower_to(NextChange* next_change, const CalendarTime& moment) {
    if (next_change == nullptr) return;
    const std::int64_t seconds = moment.seconds_since_epoch();
    if (!*next_change || seconds < **next_change) *next_change = seconds;
}

CalendarTime second_after(CalendarTime time) {
    time.add_seconds(1);
    return time;
}

using DurationElement = std::map<std::string, std::string, std::less<>>;

/// Adds the units from the largest on; false for an unreadable amount. (Pacemaker: pcmk__unpack_duration)
bool add_duration(CalendarTime& time, const DurationElement& duration) {
    constexpr std::array<std::pair<std::string_view, void (CalendarTime::*)(std::int32_t)>, 7> units = {{
        {"years", &CalendarTime::add_years},
        {"months", &CalendarTime::add_months},
        {"weeks", &CalendarTime::add_weeks},
        {"days", &CalendarTime::add_days},
        {"hours", &CalendarTime::add_hours},
        {"minutes", &CalendarTime::add_minutes},
        {"seconds", &CalendarTime::add_seconds},
    }};
    using Limits = std::numeric_limits<std::int32_t>;
    for (const auto& [unit, add] : units) {
        const auto text = duration.find(unit);
        if (text == duration.end()) continue;
        const auto amount = parse_integer(text->second);
        if (!amount || *amount < Limits::min() || *amount > Limits::max()) return false;
        if (*amount != 0) (time.*add)(static_cast<std::int32_t>(*amount));
    }
    return true;
}

bool in_range(const DateExpression& expression, const CalendarTime& now, NextChange* next_change) {
    std::optional<CalendarTime> start;
    std::optional<CalendarTime> end;
    if (expression.start && !(start = readable_time(*expression.start, now))) return false;
    if (expression.end && !(end = readable_time(*expression.end, now))) return false;
    if (!start && !end) return false;
    if (!end && expression.duration) {
        end = start;
        if (!add_duration(*end, *expression.duration)) return false;
    }

    if (start && compare(now, *start) < 0) {
        lower_to(next_change, *start);
        return false;
    }
    if (end) {
        if (compare(now, *end) > 0) return false;
        lower_to(next_change, second_after(*end));
    }
    return true;
}

bool is_after_start(const DateExpression& expression, const CalendarTime& now, NextChange* next_change) {
    if (!expression.start) return false;
    const auto start = readable_time(*expression.start, now);
    if (!start) return false;
    if (compare(now, *start) > 0) return true;
    lower_to(next_change, second_after(*start));
    return false;
}

bool is_before_end(const DateExpression& expression, const CalendarTime& now, NextChange* next_change) {
    if (!expression.end) return false;
    const auto end = readable_time(*expression.end, now);
    if (!end || compare(now, *end) >= 0) return false;
    lower_to(next_change, *end);
    return true;
}

/// A number that fills the text to its end.
std::optional<std::int64_t> bound(std::string_view text) {
    const auto number = scan_integer(text);
    if (!number || !number->fits || !number->rest.empty()) return std::nullopt;
    return number->value;
}

/// "X", "X-Y", "X-" or "-Y". False for an unreadable range. (Pacemaker: pcmk__parse_ll_range)
bool range_has(std::string_view range, std::int32_t value) {
    const std::size_t dash = range.find('-');
    const std::string_view low = range.substr(0, dash);
    const std::string_view high = dash == std::string_view::npos ? low : range.substr(dash + 1);
    if (low.empty() && high.empty()) return false;

    constexpr std::int64_t open = -1; // as is a bound that is written so ("1--1")
    const auto first = low.empty() ? open : bound(low);
    const auto last = high.empty() ? open : bound(high);
    return first && last && (*first == open || value >= *first) && (*last == open || value <= *last);
}

/// By the clock of `now`. (Pacemaker: pcmk__evaluate_date_spec)
bool matches(const DateSpecification& specification, const CalendarTime& now) {
    if (specification.id.empty()) return false;
    const MonthDay date = month_and_day(now);
    const WeekDate week = week_date(now);
    const std::array<std::pair<std::string_view, std::int32_t>, 10> values = {{
        {"years", now.year},
        {"months", date.month},
        {"monthdays", date.day},
        {"hours", now.second / 3600},
        {"minutes", now.second / 60 % 60},
        {"seconds", now.second % 60},
        {"yeardays", now.day},
        {"weekyears", week.year},
        {"weeks", week.week},
        {"weekdays", week.weekday},
    }};
    for (const auto& [field, value] : values) {
        const auto range = specification.fields.find(field);
        if (range != specification.fields.end() && !range_has(range->second, value)) return false;
    }
    return true;
}

} // namespace

bool holds(const DateExpression& expression, const RuleInput& input, NextChange* next_change) {
    using Operation = DateExpression::Operation;
    if (expression.id.empty()) return false;
    const CalendarTime now(input.now);
    switch (expression.operation) {
    case Operation::InRange: return in_range(expression, now, next_change);
    case Operation::After: return is_after_start(expression, now, next_change);
    case Operation::Before: return is_before_end(expression, now, next_change);
    case Operation::Specification: return expression.specification && matches(*expression.specification, now);
    case Operation::Invalid: return false;
    }
    return false;
}

} // namespace placement
