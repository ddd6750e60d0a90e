#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string_view>

#include "placement/time.h"

/// Dates and durations as Pacemaker reads, adds and compares them.
namespace placement {

/// A length of time as it was written: a year or a month has no length until it is added to a date.
struct Duration {
    std::int32_t years = 0;
    std::int32_t months = 0;
    std::int32_t days = 0;
    std::int32_t seconds = 0;

    /// With years of 365 days and months of 30. (Pacemaker: crm_time_get_seconds)
    std::int64_t approximate_seconds() const;

    friend bool operator==(const Duration&, const Duration&) = default;
};

/// "P1Y2M3W4DT5H6M7S": any order, signs allowed, no fractions; blanks or "/" end it. A duration of nothing is refused.
/// Throws InvalidArgument with the reason. (Pacemaker: crm_time_parse_duration)
Duration parse_duration(std::string_view text);

/// A moment on a calendar. The arithmetic keeps the reference's habits, which comparisons show: adding years keeps the
/// day of the year (so that it may be 366 in a year of 365 days), and a sum of seconds may end at 24:00:00.
struct CalendarTime {
    std::int32_t year = 1970;
    std::int32_t day = 1;        ///< of the year, from 1
    std::int32_t second = 0;     ///< of the day
    std::int32_t utc_offset = 0; ///< seconds east of UTC

    CalendarTime() = default;
    /// By the clock with the time's offset; never before year 1.
    explicit CalendarTime(Time time);

    /// Seconds since 1970-01-01T00:00:00Z. (Pacemaker: crm_time_get_seconds_since_epoch)
    std::int64_t seconds_since_epoch() const;

    void add_years(std::int32_t count);
    /// Keeps the day of the month, or takes the month's last.
    void add_months(std::int32_t count);
    void add_weeks(std::int32_t count);
    void add_days(std::int32_t count);
    void add_hours(std::int32_t count);
    void add_minutes(std::int32_t count);
    void add_seconds(std::int32_t count);
    /// Years, months, days, seconds, in this order. (Pacemaker: crm_time_add)
    void add(const Duration& duration);
};

/// Field by field, both brought to UTC. (Pacemaker: crm_time_compare)
std::strong_ordering compare(const CalendarTime& left, const CalendarTime& right);

/// The forms of Time::parse. A time of day without a date is `today`'s, and refused without one.
/// Throws InvalidArgument with the reason. (Pacemaker: parse_date)
CalendarTime parse_calendar_time(std::string_view text, const std::optional<CalendarTime>& today = std::nullopt);

struct MonthDay {
    std::int32_t month = 0;
    std::int32_t day = 0;
};
/// (Pacemaker: crm_time_get_gregorian)
MonthDay month_and_day(const CalendarTime& time);

struct WeekDate {
    std::int32_t year = 0; ///< that the week belongs to
    std::int32_t week = 0;
    std::int32_t weekday = 0; ///< Monday is 1
};
/// (Pacemaker: pcmk__time_get_ywd)
WeekDate week_date(const CalendarTime& time);

} // namespace placement
