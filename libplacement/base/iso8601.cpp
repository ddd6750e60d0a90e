#include "base/iso8601.h"

#include <algorithm>
#include <array>
#include <limits>
#include <string>

#include <fmt/format.h>

#include "base/characters.h"
#include "placement/error.h"

namespace placement {

namespace {

constexpr std::int32_t seconds_per_minute = 60;
constexpr std::int32_t seconds_per_hour = 3600;
constexpr std::int32_t seconds_per_day = 86400;
constexpr std::int64_t days_per_400_years = 146'097;
constexpr std::int64_t days_before_1970 = 719'162; // from 0001-01-01
constexpr std::int32_t last_year = std::numeric_limits<std::int32_t>::max();

// ---- the calendar ---------------------------------------------------------------------------------------------

bool is_leap_year(std::int64_t year) {
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

std::int32_t days_in_year(std::int64_t year) {
    return is_leap_year(year) ? 366 : 365;
}

/// 0 for a month or year that does not exist.
std::int32_t days_in_month(std::int64_t month, std::int64_t year) {
    constexpr std::array<std::int32_t, 12> days = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (month < 1 || month > 12 || year < 1) return 0;
    return days[static_cast<std::size_t>(month - 1)] + (month == 2 && is_leap_year(year) ? 1 : 0);
}

/// 0 for a day that cannot be.
std::int32_t day_of_year(std::int64_t year, std::int64_t month, std::int64_t day) {
    if (year < 1 || month < 1 || month > 12 || day < 1 || day > 31) return 0;
    std::int64_t days = day;
    for (std::int64_t earlier = 1; earlier < month; ++earlier) days += days_in_month(earlier, year);
    return static_cast<std::int32_t>(days);
}

/// Days from 0001-01-01 to the year's first.
std::int64_t days_before_year(std::int64_t year) {
    const std::int64_t full = std::max<std::int64_t>(year - 1, 0);
    return full * 365 + full / 4 - full / 100 + full / 400;
}

/// Monday is 1. 0001-01-01 is a Monday.
std::int32_t first_weekday(std::int64_t year) {
    return static_cast<std::int32_t>(days_before_year(year) % 7) + 1;
}

/// A year has a 53rd week when it begins or ends on a Thursday.
std::int32_t weeks_in_year(std::int64_t year) {
    return first_weekday(year) == 4 || first_weekday(year + 1) == 5 ? 53 : 52;
}

/// The date that is this many days after 0001-01-01.
CalendarTime date_after(std::int64_t days) {
    CalendarTime result;
    const std::int64_t cycles = days / days_per_400_years;
    std::int64_t rest = days % days_per_400_years;
    std::int64_t year = cycles * 400 + 1;
    while (rest >= days_in_year(year)) {
        rest -= days_in_year(year);
        ++year;
    }
    if (year > last_year) {
        result.year = last_year;
        result.day = days_in_year(last_year);
        return result;
    }
    result.year = static_cast<std::int32_t>(year);
    result.day = static_cast<std::int32_t>(rest) + 1;
    return result;
}

CalendarTime in_utc(CalendarTime time) {
    const std::int32_t offset = time.utc_offset;
    time.utc_offset = 0;
    if (offset != 0) time.add_seconds(-offset);
    return time;
}

/// The product as the reference's 32-bit integers have it.
std::int32_t wrapped_product(std::int32_t left, std::int32_t right) {
    return static_cast<std::int32_t>(static_cast<std::uint32_t>(left) * static_cast<std::uint32_t>(right));
}

} // namespace

CalendarTime::CalendarTime(Time time) {
    // Beyond the last year, but far from where sums overflow.
    constexpr std::int64_t far = std::int64_t{1} << 62;
    const std::int64_t local = std::clamp(time.seconds, -far, far) + time.utc_offset;
    const std::int64_t remainder = local % seconds_per_day;
    const std::int64_t days = local / seconds_per_day - (remainder < 0 ? 1 : 0) + days_before_1970;
    *this = date_after(std::max<std::int64_t>(days, 0));
    second = static_cast<std::int32_t>(remainder < 0 ? remainder + seconds_per_day : remainder);
    utc_offset = time.utc_offset;
}

std::int64_t CalendarTime::seconds_since_epoch() const {
    const CalendarTime utc = in_utc(*this);
    const std::int64_t days = days_before_year(utc.year) + (utc.day > 0 ? utc.day - 1 : 0);
    return (days - days_before_1970) * seconds_per_day + utc.second;
}

void CalendarTime::add_years(std::int32_t count) {
    year = static_cast<std::int32_t>(std::clamp<std::int64_t>(std::int64_t{year} + count, 1, last_year));
}

void CalendarTime::add_months(std::int32_t count) {
    const MonthDay date = month_and_day(*this);
    std::int64_t new_year = year;
    std::int64_t new_month = date.month;
    // A day beyond the year's end has no month, and no later one follows it.
    if (count < 0 || new_month <= 12) {
        const std::int64_t months = new_year * 12 + (new_month - 1) + count;
        new_year = months / 12 - (months % 12 < 0 ? 1 : 0);
        new_month = months - new_year * 12 + 1;
        if (count == 0 && date.month > 12) new_month = date.month;
    }
    const std::int64_t new_day = std::min<std::int64_t>(date.day, days_in_month(new_month, new_year));
    year = static_cast<std::int32_t>(std::clamp<std::int64_t>(new_year, 0, last_year));
    day = day_of_year(new_year, new_month, new_day);
}

void CalendarTime::add_weeks(std::int32_t count) {
    add_days(wrapped_product(count, 7));
}

void CalendarTime::add_days(std::int32_t count) {
    std::int64_t new_year = year;
    std::int64_t new_day = std::int64_t{day} + count;
    if (count > 0) {
        const std::int64_t cycles = std::max<std::int64_t>(new_day - 1, 0) / days_per_400_years;
        new_year += cycles * 400;
        new_day -= cycles * days_per_400_years;
        while (new_day > days_in_year(new_year)) {
            new_day -= days_in_year(new_year);
            ++new_year;
        }
        if (new_year > last_year) {
            new_year = last_year;
            new_day = days_in_year(last_year);
        }
    } else if (count < 0) {
        const std::int64_t cycles = std::min(std::max<std::int64_t>(-new_day, 0) / days_per_400_years,
                                             std::max<std::int64_t>(new_year - 1, 0) / 400);
        new_year -= cycles * 400;
        new_day += cycles * days_per_400_years;
        while (new_day < 1 && new_year > 1) {
            --new_year;
            new_day += days_in_year(new_year);
        }
        new_day = std::max<std::int64_t>(new_day, 1);
    }
    year = static_cast<std::int32_t>(new_year);
    day = static_cast<std::int32_t>(new_day);
}

void CalendarTime::add_hours(std::int32_t count) {
    add_seconds(wrapped_product(count, seconds_per_hour));
}

void CalendarTime::add_minutes(std::int32_t count) {
    add_seconds(wrapped_product(count, seconds_per_minute));
}

void CalendarTime::add_seconds(std::int32_t count) {
    std::int32_t days = count / seconds_per_day;
    second += count % seconds_per_day;
    if (second > seconds_per_day) {
        ++days;
        second -= seconds_per_day;
    } else if (second < 0) {
        --days;
        second += seconds_per_day;
    }
    add_days(days);
}

void CalendarTime::add(const Duration& duration) {
    add_years(duration.years);
    add_months(duration.months);
    add_days(duration.days);
    add_seconds(duration.seconds);
}

std::strong_ordering compare(const CalendarTime& left, const CalendarTime& right) {
    const CalendarTime l = in_utc(left);
    const CalendarTime r = in_utc(right);
    if (const auto order = l.year <=> r.year; order != 0) return order;
    if (const auto order = l.day <=> r.day; order != 0) return order;
    return l.second <=> r.second;
}

MonthDay month_and_day(const CalendarTime& time) {
    MonthDay result{1, time.day};
    while (result.month <= 12 && result.day > days_in_month(result.month, time.year)) {
        result.day -= days_in_month(result.month, time.year);
        ++result.month;
    }
    return result;
}

WeekDate week_date(const CalendarTime& time) {
    const std::int32_t first = first_weekday(time.year);
    const std::int32_t days = time.day + first - 1; // since the Monday of the week with 1 January
    const std::int32_t weekday = (days - 1) % 7 + 1;
    // A week belongs to the year that has its Thursday.
    if (time.day <= 8 - first && first > 4) return {time.year - 1, weeks_in_year(time.year - 1), weekday};
    if (days_in_year(time.year) - time.day < 4 - weekday) return {time.year + 1, 1, weekday};
    return {time.year, (days + 7 - weekday) / 7 - (first > 4 ? 1 : 0), weekday};
}

// ---- reading --------------------------------------------------------------------------------------------------

namespace {

/// Reads unsigned numbers from a text one after the other, as C's scanf does: blanks and a sign may precede each, a
/// negative one wraps around, and only the lowest 32 bits count.
class NumberScanner {
public:
    explicit NumberScanner(std::string_view text) : rest_(text) {}

    /// At most `width` characters after the blanks.
    bool number(std::uint32_t& value, std::size_t width = std::string_view::npos) {
        if (failed_) return false;
        rest_.remove_prefix(count_leading(rest_, is_blank));
        std::string_view field = rest_.substr(0, width);
        const bool negative = !field.empty() && field.front() == '-';
        if (negative || (!field.empty() && field.front() == '+')) field.remove_prefix(1);
        const std::size_t digits = count_leading(field, is_digit);
        if (digits == 0) return fail();
        value = wrapped(field.substr(0, digits), negative);
        rest_.remove_prefix(static_cast<std::size_t>(field.data() - rest_.data()) + digits);
        return true;
    }

    bool literal(std::string_view expected) {
        if (failed_ || rest_.substr(0, expected.size()) != expected) return fail();
        rest_.remove_prefix(expected.size());
        return true;
    }

private:
    bool fail() {
        failed_ = true;
        return false;
    }

    static std::uint32_t wrapped(std::string_view digits, bool negative) {
        constexpr std::uint64_t most = std::numeric_limits<std::uint64_t>::max();
        std::uint64_t value = 0;
        for (const char c : digits) {
            const auto digit = static_cast<std::uint64_t>(c - '0');
            if (value > (most - digit) / 10) return static_cast<std::uint32_t>(most);
            value = value * 10 + digit;
        }
        return static_cast<std::uint32_t>(negative ? 0 - value : value);
    }

    std::string_view rest_;
    bool failed_ = false;
};

/// Up to three numbers, and how many were found.
struct Numbers {
    std::array<std::uint32_t, 3> values{};
    int found = 0;
};

Numbers separated_numbers(std::string_view text, std::string_view first_separator, std::string_view second_separator) {
    Numbers numbers;
    NumberScanner scanner(text);
    if (!scanner.number(numbers.values[0])) return numbers;
    numbers.found = 1;
    if (!scanner.literal(first_separator) || !scanner.number(numbers.values[1])) return numbers;
    numbers.found = 2;
    if (!scanner.literal(second_separator) || !scanner.number(numbers.values[2])) return numbers;
    numbers.found = 3;
    return numbers;
}

Numbers adjacent_numbers(std::string_view text, std::array<std::size_t, 3> widths) {
    Numbers numbers;
    NumberScanner scanner(text);
    for (std::size_t i = 0; i < widths.size() && scanner.number(numbers.values[i], widths[i]); ++i) ++numbers.found;
    return numbers;
}

[[noreturn]] void refuse(std::string_view text, const std::string& reason) {
    throw InvalidArgument(fmt::format("`{}` is not an ISO 8601 date and time: {}", text, reason));
}

/// Seconds of the day of "12", "12:30", "123000", …; 86400 for 24:00:00.
std::int32_t seconds_of_day(std::string_view text) {
    Numbers numbers = separated_numbers(text, ":", ":");
    if (numbers.found == 1) numbers = adjacent_numbers(text, {2, 2, 2});
    if (numbers.found < 1) refuse(text, "an hour is missing");
    const auto [hour, minute, second] = numbers.values;
    const bool end_of_day = hour == 24 && minute == 0 && second == 0;
    if (hour >= 24 && !end_of_day) refuse(text, fmt::format("{} is not an hour", hour));
    if (minute >= 60) refuse(text, fmt::format("{} is not a minute", minute));
    if (second >= 60) refuse(text, fmt::format("{} is not a second", second));
    return static_cast<std::int32_t>(hour) * seconds_per_hour + static_cast<std::int32_t>(minute) * seconds_per_minute +
           static_cast<std::int32_t>(second);
}

/// What follows the time of day: "Z", "+01:30", "-05"; anything else means UTC, as does nothing.
std::int32_t utc_offset_in(std::string_view time) {
    std::size_t start = time.find('Z');
    if (start == std::string_view::npos) start = time.find_first_of(" +-");
    if (start == std::string_view::npos) return 0;
    std::string_view offset = time.substr(start);
    offset.remove_prefix(count_leading(offset, is_blank));
    if (offset.empty()) return 0;
    if (is_digit(offset.front())) return seconds_of_day(offset);
    if (offset.front() == '+') return seconds_of_day(offset.substr(1));
    if (offset.front() == '-') return -seconds_of_day(offset.substr(1));
    return 0;
}

void set_time_of_day(CalendarTime& date, std::string_view time) {
    date.second = seconds_of_day(time);
    date.utc_offset = utc_offset_in(time);
    if (date.second == seconds_per_day) {
        date.second = 0;
        date.add_days(1);
    }
}

std::int32_t checked_year(std::string_view text, std::uint32_t year) {
    if (year < 1 || year > static_cast<std::uint32_t>(last_year)) refuse(text, fmt::format("{} is not a year", year));
    return static_cast<std::int32_t>(year);
}

CalendarTime parsed_date(std::string_view text) {
    CalendarTime date;
    Numbers numbers = separated_numbers(text, "-", "-");
    if (numbers.found == 1) numbers = adjacent_numbers(text, {4, 2, 2});
    if (numbers.found == 3) {
        const auto [year, month, day] = numbers.values;
        if (month < 1 || month > 12) refuse(text, fmt::format("{} is not a month", month));
        date.year = checked_year(text, year);
        if (day < 1 || day > static_cast<std::uint32_t>(days_in_month(month, year))) {
            refuse(text, fmt::format("{} is not a day of the month", day));
        }
        date.day = day_of_year(year, month, day);
        return date;
    }

    numbers = separated_numbers(text, "-", "-");
    if (numbers.found == 2) {
        const auto [year, day, unused] = numbers.values;
        date.year = checked_year(text, year);
        if (day < 1 || day > static_cast<std::uint32_t>(days_in_year(year))) {
            refuse(text, fmt::format("{} is not a day of the year", day));
        }
        date.day = static_cast<std::int32_t>(day);
        return date;
    }

    numbers = separated_numbers(text, "-W", "-");
    if (numbers.found == 3) {
        const auto [year, week, weekday] = numbers.values;
        const std::int32_t first = first_weekday(checked_year(text, year));
        if (week < 1 || week > static_cast<std::uint32_t>(weeks_in_year(year))) {
            refuse(text, fmt::format("{} is not a week of the year", week));
        }
        if (weekday < 1 || weekday > 7) refuse(text, fmt::format("{} is not a day of the week", weekday));
        const std::int32_t first_monday = first <= 4 ? 1 - first : 8 - first;
        return date_after(days_before_year(year) + std::int64_t{week - 1} * 7 + first_monday + weekday - 1);
    }
    refuse(text, "neither a date like 2024-02-29 nor one like 2024-060 or 2024-W09-4");
}

bool is_epoch(std::string_view text) {
    constexpr std::string_view word = "epoch";
    if (text.size() < word.size()) return false;
    for (std::size_t i = 0; i < word.size(); ++i) {
        if (lower(text[i]) != word[i]) return false;
    }
    return text.size() == word.size() || text[word.size()] == '/' || is_blank(text[word.size()]);
}

} // namespace

CalendarTime parse_calendar_time(std::string_view text, const std::optional<CalendarTime>& today) {
    if (text.empty()) refuse(text, "it is empty");
    if (is_epoch(text)) return CalendarTime();

    CalendarTime result;
    std::optional<std::string_view> time;
    if (text.front() == 'T' || (text.size() > 2 && text[2] == ':')) {
        if (!today) refuse(text, "a date is missing");
        result = *today;
        time = text.front() == 'T' ? text.substr(1) : text;
    } else {
        result = parsed_date(text);
        const std::size_t end = text.find_first_not_of("0123456789-W");
        if (end != std::string_view::npos && (text[end] == ' ' || text[end] == 'T')) time = text.substr(end + 1);
    }
    if (time) set_time_of_day(result, *time);
    return result;
}

Time Time::parse(std::string_view text) {
    const CalendarTime time = parse_calendar_time(text);
    return {time.seconds_since_epoch(), time.utc_offset};
}

// ---- durations ------------------------------------------------------------------------------------------------

std::int64_t Duration::approximate_seconds() const {
    const std::int64_t all_days = std::int64_t{365} * years + std::int64_t{30} * months + days;
    return all_days * seconds_per_day + seconds;
}

namespace {

[[noreturn]] void refuse_duration(std::string_view text, const std::string& reason) {
    throw InvalidArgument(fmt::format("`{}` is not an ISO 8601 duration: {}", text, reason));
}

/// Takes a number with an optional sign from the front; none where there is none or it does not fit.
std::optional<std::int32_t> take_amount(std::string_view& text) {
    constexpr std::size_t most_digits = 10;
    std::string_view rest = text;
    const bool negative = !rest.empty() && rest.front() == '-';
    if (negative || (!rest.empty() && (rest.front() == '+' || rest.front() == ':'))) rest.remove_prefix(1);
    const std::size_t digits = std::min(count_leading(rest, is_digit), most_digits);
    if (digits == 0) return std::nullopt;
    std::int64_t value = 0;
    for (const char c : rest.substr(0, digits)) value = value * 10 + (c - '0');
    if (value > std::numeric_limits<std::int32_t>::max()) return std::nullopt;
    text = rest.substr(digits);
    return static_cast<std::int32_t>(negative ? -value : value);
}

/// False where the sum does not fit.
bool add_to(std::int32_t& sum, std::int32_t amount, std::int32_t unit) {
    const std::int64_t result = sum + std::int64_t{amount} * unit;
    if (result < std::numeric_limits<std::int32_t>::min() || result > std::numeric_limits<std::int32_t>::max()) {
        return false;
    }
    sum = static_cast<std::int32_t>(result);
    return true;
}

/// False where the sum does not fit; none for an unknown unit.
std::optional<bool> add_element(Duration& duration, std::int32_t amount, char unit, bool after_t) {
    switch (unit) {
    case 'Y': duration.years = amount; return true;
    case 'M':
        if (after_t) return add_to(duration.seconds, amount, seconds_per_minute);
        duration.months = amount;
        return true;
    case 'W': return add_to(duration.days, amount, 7);
    case 'D': return add_to(duration.days, amount, 1);
    case 'H': return add_to(duration.seconds, amount, seconds_per_hour);
    case 'S': return add_to(duration.seconds, amount, 1);
    default: return std::nullopt;
    }
}

} // namespace

Duration parse_duration(std::string_view text) {
    if (text.empty() || text.front() != 'P') refuse_duration(text, "it does not begin with P");
    std::string_view rest = text.substr(1);
    rest = rest.substr(0, count_leading(rest, [](char c) { return c != '/' && !is_blank(c); }));

    Duration duration;
    bool after_t = false;
    while (!rest.empty()) {
        if (rest.front() == 'T') {
            after_t = true;
            rest.remove_prefix(1);
            continue;
        }
        const auto amount = take_amount(rest);
        if (!amount) refuse_duration(text, "a whole number is missing, or too large");
        if (rest.empty()) refuse_duration(text, "the last number has no unit");
        const auto added = add_element(duration, *amount, rest.front(), after_t);
        if (!added) refuse_duration(text, fmt::format("{} is not a unit", rest.front()));
        if (!*added) refuse_duration(text, "it is too long");
        rest.remove_prefix(1);
    }
    if (duration == Duration()) refuse_duration(text, "it has no length");
    return duration;
}

} // namespace placement
