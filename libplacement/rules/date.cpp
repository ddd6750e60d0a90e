#include <array>
#include <limits>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "base/iso8601.h"
#include "base/text.h"
#include "placement/error.h"
#include "rules/conditions.h"

namespace placement {

namespace {

/// None for an unreadable text.
std::optional<CalendarTime> readable_time(const std::string& text, const CalendarTime& now) {
    try {
        return parse_calendar_time(text, now);
    } catch (const InvalidArgument&) {
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

constexpr std::array<std::pair<std::string_view, void (CalendarTime::*)(std::int32_t)>, 7> duration_units = {{
    {"years", &CalendarTime::add_years},
    {"months", &CalendarTime::add_months},
    {"weeks", &CalendarTime::add_weeks},
    {"days", &CalendarTime::add_days},
    {"hours", &CalendarTime::add_hours},
    {"minutes", &CalendarTime::add_minutes},
    {"seconds", &CalendarTime::add_seconds},
}};

/// None if unreadable or beyond 32 bits.
std::optional<std::int32_t> parse_amount(std::string_view text) {
    using Limits = std::numeric_limits<std::int32_t>;
    const auto amount = parse_integer(text);
    if (!amount || *amount < Limits::min() || *amount > Limits::max()) return std::nullopt;
    return static_cast<std::int32_t>(*amount);
}

/// Adds the units from the largest on; false for an unreadable amount. (Pacemaker: pcmk__unpack_duration)
bool add_duration(CalendarTime& time, const DurationElement& duration) {
    for (const auto& [unit, add] : duration_units) {
        const auto text = duration.find(unit);
        if (text == duration.end()) continue;
        const auto amount = parse_amount(text->second);
        if (!amount) return false;
        if (*amount != 0) (time.*add)(*amount);
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

/// Both ends included; none: open.
struct Range {
    std::optional<std::int64_t> first;
    std::optional<std::int64_t> last;

    bool has(std::int64_t value) const { return (!first || value >= *first) && (!last || value <= *last); }
};

/// "X", "X-Y", "X-" or "-Y"; none if unreadable. (Pacemaker: pcmk__parse_ll_range)
std::optional<Range> parse_range(std::string_view text) {
    const std::size_t dash = text.find('-');
    const std::string_view low = text.substr(0, dash);
    const std::string_view high = dash == std::string_view::npos ? low : text.substr(dash + 1);
    if (low.empty() && high.empty()) return std::nullopt;

    constexpr std::int64_t open = -1; // as is an end that is written so ("1--1")
    Range range{low.empty() ? open : bound(low), high.empty() ? open : bound(high)};
    if (!range.first || !range.last) return std::nullopt;
    if (range.first == open) range.first.reset();
    if (range.last == open) range.last.reset();
    return range;
}

bool range_has(std::string_view text, std::int32_t value) {
    const auto range = parse_range(text);
    return range && range->has(value);
}

constexpr std::array<std::string_view, 10> specification_fields = {
    "years", "months", "monthdays", "hours", "minutes", "seconds", "yeardays", "weekyears", "weeks", "weekdays"};

/// By the clock of `now`. (Pacemaker: pcmk__evaluate_date_spec)
bool matches(const DateSpecification& specification, const CalendarTime& now) {
    if (specification.id.empty()) return false;
    const MonthDay date = month_and_day(now);
    const WeekDate week = week_date(now);
    // In the order of the fields' names.
    const std::array<std::int32_t, specification_fields.size()> values = {
        now.year, date.month, date.day,  now.second / 3600, now.second / 60 % 60, now.second % 60,
        now.day,  week.year,  week.week, week.weekday,
    };
    for (std::size_t i = 0; i < specification_fields.size(); ++i) {
        const auto range = specification.fields.find(specification_fields[i]);
        if (range != specification.fields.end() && !range_has(range->second, values[i])) return false;
    }
    return true;
}

std::optional<std::string> unreadable(const char* what, const std::optional<std::string>& text) {
    if (!text) return std::nullopt;
    try {
        parse_calendar_time(*text, CalendarTime());
        return std::nullopt;
    } catch (const InvalidArgument& error) {
        return fmt::format("its {} is unreadable: {}", what, error.what());
    }
}

std::optional<std::string> fault_in_range(const DateExpression& expression) {
    if (auto fault = unreadable("start", expression.start)) return fault;
    if (auto fault = unreadable("end", expression.end)) return fault;
    if (!expression.start && !expression.end) return "it has neither a start nor an end";
    if (expression.end || !expression.duration) return std::nullopt;
    for (const auto& [unit, add] : duration_units) {
        const auto text = expression.duration->find(unit);
        if (text != expression.duration->end() && !parse_amount(text->second)) {
            return fmt::format("`{}` is not a number of {}", text->second, unit);
        }
    }
    return std::nullopt;
}

std::optional<std::string> fault_in(const std::optional<DateSpecification>& specification) {
    if (!specification) return "it has no <date_spec>";
    if (specification->id.empty()) return "its <date_spec> has no id";
    for (const std::string_view field : specification_fields) {
        const auto range = specification->fields.find(field);
        if (range != specification->fields.end() && !parse_range(range->second)) {
            return fmt::format("`{}` is not a range of {}", range->second, field);
        }
    }
    return std::nullopt;
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

std::optional<std::string> fault(const DateExpression& expression) {
    using Operation = DateExpression::Operation;
    switch (expression.operation) {
    case Operation::InRange: return fault_in_range(expression);
    case Operation::After: return expression.start ? unreadable("start", expression.start) : "it has no start";
    case Operation::Before: return expression.end ? unreadable("end", expression.end) : "it has no end";
    case Operation::Specification: return fault_in(expression.specification);
    case Operation::Invalid: return std::nullopt; // the reader's to report
    }
    return std::nullopt;
}

} // namespace placement
