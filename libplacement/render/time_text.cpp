#include "render/time_text.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string_view>

#include <fmt/format.h>

namespace placement {

namespace {

constexpr std::int64_t seconds_a_day = 86'400;

struct Calendar {
    std::int64_t year = 0;
    std::int64_t month = 0;
    std::int64_t day = 0;
    std::int64_t weekday = 0; ///< Sunday is 0
    std::int64_t hour = 0;
    std::int64_t minute = 0;
    std::int64_t second = 0;
};

std::int64_t floor_div(std::int64_t number, std::int64_t divisor) {
    return number / divisor - (number % divisor < 0 ? 1 : 0);
}

/// The Gregorian date of a moment. (Howard Hinnant's civil_from_days)
Calendar calendar_of(std::int64_t seconds) {
    const std::int64_t days = floor_div(seconds, seconds_a_day);
    const std::int64_t rest = seconds - days * seconds_a_day;
    const std::int64_t shifted = days + 719'468;
    const std::int64_t era = floor_div(shifted, 146'097);
    const std::int64_t day_of_era = shifted - era * 146'097;
    const std::int64_t year_of_era =
        (day_of_era - day_of_era / 1'460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
    const std::int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const std::int64_t shifted_month = (5 * day_of_year + 2) / 153;
    const std::int64_t month = shifted_month < 10 ? shifted_month + 3 : shifted_month - 9;
    return {.year = year_of_era + era * 400 + (month <= 2 ? 1 : 0),
            .month = month,
            .day = day_of_year - (153 * shifted_month + 2) / 5 + 1,
            .weekday = days + 4 - floor_div(days + 4, 7) * 7,
            .hour = rest / 3'600,
            .minute = rest / 60 % 60,
            .second = rest % 60};
}

/// A recorded time may be any number; beyond some it is as good as another.
std::int64_t local_seconds(std::int64_t seconds, std::int32_t utc_offset) {
    constexpr std::int64_t furthest = std::int64_t{1} << 55;
    return std::clamp(seconds, -furthest, furthest) + utc_offset;
}

std::string digits(const Calendar& at) {
    return fmt::format("{:04}-{:02}-{:02} {:02}:{:02}:{:02}", at.year, at.month, at.day, at.hour, at.minute, at.second);
}

} // namespace

std::string time_text(Time time) { return digits(calendar_of(local_seconds(time.seconds, 0))) + "Z"; }

std::string clock_text(std::int64_t seconds, std::int32_t utc_offset) {
    constexpr std::array<std::string_view, 7> days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const Calendar at = calendar_of(local_seconds(seconds, utc_offset));
    return fmt::format("{} {} {:2} {:02}:{:02}:{:02} {}", days.at(static_cast<std::size_t>(at.weekday)),
                       months.at(static_cast<std::size_t>(at.month - 1)), at.day, at.hour, at.minute, at.second, at.year);
}

std::string zoned_time_text(std::int64_t seconds, std::int32_t utc_offset) {
    const std::string local = digits(calendar_of(local_seconds(seconds, utc_offset)));
    if (utc_offset == 0) return local + "Z";
    const std::int32_t minutes = std::abs(utc_offset) / 60;
    return fmt::format("{} {}{:02}:{:02}", local, utc_offset < 0 ? '-' : '+', minutes / 60, minutes % 60);
}

} // namespace placement
