#include "base/iso8601.h"
#include "placement/error.h"

#include <string>

#include <doctest/doctest.h>

using namespace placement;

namespace {

std::int64_t seconds(const char* text) {
    return Time::parse(text).seconds;
}

/// "YEAR-DAY SECOND" as the calendar has it after the addition.
std::string sum(const char* date, const char* duration) {
    CalendarTime time = parse_calendar_time(date);
    time.add(parse_duration(duration));
    return std::to_string(time.year) + "-" + std::to_string(time.day) + " " + std::to_string(time.second);
}

std::string refusal(const char* text) {
    try {
        Time::parse(text);
        return "";
    } catch (const InvalidArgument& error) {
        return error.what();
    }
}

} // namespace

TEST_CASE("a day may be written by month, by year or by week") {
    CHECK(seconds("2024-02-29") == 1'709'164'800);
    CHECK(seconds("20240229") == 1'709'164'800);
    CHECK(seconds("2024-060") == 1'709'164'800);
    CHECK(seconds("2024-W09-4") == 1'709'164'800);
}

TEST_CASE("a year and a number are a day of the year, not a month") {
    CHECK(seconds("2024-02") == seconds("2024-01-02"));
}

TEST_CASE("the first and last weeks may reach into the neighbouring years") {
    CHECK(seconds("2009-W01-1") == seconds("2008-12-29"));
    CHECK(seconds("2009-W53-7") == seconds("2010-01-03"));
}

TEST_CASE("a time of day follows T or a blank") {
    CHECK(seconds("2024-02-29T12:30:15Z") == 1'709'209'815);
    CHECK(seconds("2024-02-29 12:30:15Z") == 1'709'209'815);
    CHECK(seconds("2024-02-29T123015Z") == 1'709'209'815);
    CHECK(seconds("2024-02-29T12:30Z") == 1'709'209'800);
    CHECK(seconds("2024-02-29T12Z") == 1'709'208'000);
}

TEST_CASE("an offset from UTC is taken off") {
    CHECK(seconds("2024-02-29T12:00:00+01:30") == seconds("2024-02-29T10:30:00Z"));
    CHECK(seconds("2024-02-29T12:00:00+0130") == seconds("2024-02-29T10:30:00Z"));
    CHECK(seconds("2024-02-29T12:00:00 -05") == seconds("2024-02-29T17:00:00Z"));
    CHECK(Time::parse("2024-02-29T12:00:00-05:30").utc_offset == -19'800);
}

TEST_CASE("without an offset a time is UTC") {
    CHECK(Time::parse("2024-02-29T12:00:00") == Time::parse("2024-02-29T12:00:00Z"));
}

TEST_CASE("24:00:00 is the next day's beginning") {
    CHECK(seconds("2023-12-31T24:00:00Z") == seconds("2024-01-01"));
}

TEST_CASE("the epoch has a name") {
    CHECK(seconds("epoch") == 0);
    CHECK(seconds("Epoch") == 0);
    CHECK(seconds("1970-01-01") == 0);
    CHECK(seconds("1969-12-31T23:59:59Z") == -1);
}

TEST_CASE("what is not a date is refused with the reason") {
    CHECK(refusal("") == "`` is not an ISO 8601 date and time: it is empty");
    CHECK(refusal("2024-13-01") == "`2024-13-01` is not an ISO 8601 date and time: 13 is not a month");
    CHECK(refusal("2023-02-29") == "`2023-02-29` is not an ISO 8601 date and time: 29 is not a day of the month");
    CHECK(refusal("2023-366") == "`2023-366` is not an ISO 8601 date and time: 366 is not a day of the year");
    CHECK(refusal("0000-01-01") == "`0000-01-01` is not an ISO 8601 date and time: 0 is not a year");
    CHECK(refusal("2024-W53-1") == "`2024-W53-1` is not an ISO 8601 date and time: 53 is not a week of the year");
    CHECK(refusal("2024-W09-8") == "`2024-W09-8` is not an ISO 8601 date and time: 8 is not a day of the week");
    CHECK(refusal("2024-01-01T25:00") == "`25:00` is not an ISO 8601 date and time: 25 is not an hour");
    CHECK(refusal("2024-01-01T24:00:01") == "`24:00:01` is not an ISO 8601 date and time: 24 is not an hour");
    CHECK(refusal("2024-01-01T12:60") == "`12:60` is not an ISO 8601 date and time: 60 is not a minute");
    CHECK(refusal("2024-01-01T12:00:60") == "`12:00:60` is not an ISO 8601 date and time: 60 is not a second");
    CHECK(refusal("2024-01-01T") == "`` is not an ISO 8601 date and time: an hour is missing");
    CHECK(refusal("T12:00") == "`T12:00` is not an ISO 8601 date and time: a date is missing");
    CHECK_FALSE(refusal("2024").empty());
    CHECK_FALSE(refusal("tomorrow").empty());
}

TEST_CASE("a time of day alone is today's, if today is known") {
    const CalendarTime today = parse_calendar_time("2024-02-29T20:00:00Z");
    CHECK(compare(parse_calendar_time("T12:00:00Z", today), parse_calendar_time("2024-02-29T12:00:00Z")) == 0);
    CHECK(compare(parse_calendar_time("12:00", today), parse_calendar_time("2024-02-29T12:00:00Z")) == 0);
}

TEST_CASE("a duration has units in any order") {
    CHECK(parse_duration("P1Y2M3W4DT5H6M7S") == Duration{1, 2, 25, 18'367});
    CHECK(parse_duration("PT90S1H") == Duration{0, 0, 0, 3'690});
    CHECK(parse_duration("P1M") == Duration{0, 1, 0, 0});
    CHECK(parse_duration("PT1M") == Duration{0, 0, 0, 60});
    CHECK(parse_duration("P-1D") == Duration{0, 0, -1, 0});
}

TEST_CASE("a blank or a slash ends a duration") {
    CHECK(parse_duration("P1D nonsense") == Duration{0, 0, 1, 0});
    CHECK(parse_duration("P1D/2024") == Duration{0, 0, 1, 0});
}

TEST_CASE("what is not a duration is refused") {
    for (const char* text :
         {"", "1D", "P", "PT", "P0D", "P1", "P1X", "P1.5D", "PD", "P9999999999D", "PT600000H", "P 1D"}) {
        CAPTURE(text);
        CHECK_THROWS_AS(parse_duration(text), InvalidArgument);
    }
}

TEST_CASE("a duration's length takes years of 365 days and months of 30") {
    CHECK(parse_duration("P1Y1M1DT1S").approximate_seconds() == 396 * 86'400 + 1);
}

TEST_CASE("a month's end is kept within the month that is reached") {
    CHECK(sum("2024-01-31", "P1M") == "2024-60 0");
    CHECK(sum("2023-01-31", "P1M") == "2023-59 0");
    CHECK(sum("2024-03-31", "P-1M") == "2024-60 0");
    CHECK(sum("2024-11-15", "P14M") == "2026-15 0");
}

TEST_CASE("days and seconds carry over") {
    CHECK(sum("2023-12-31T23:59:59Z", "PT1S1D") == "2024-1 86400");
    CHECK(sum("2023-12-31T23:59:59Z", "PT2S") == "2024-1 1");
    CHECK(sum("2024-01-01", "P-1D") == "2023-365 0");
    CHECK(sum("2024-01-01", "PT-1S") == "2023-365 86399");
    CHECK(sum("2000-01-01", "P146097D") == "2400-1 0");
}

TEST_CASE("adding years keeps the day of the year, so that no 366th day is left") {
    CHECK(sum("2024-02-29", "P1Y") == "2025-60 0");
    CalendarTime last = parse_calendar_time("2024-12-31");
    last.add_years(1);
    CHECK(last.day == 366);
    // Months are counted from a day that exists; with none, the sum has no day.
    CHECK(sum("2024-12-31", "P1Y") == "2025-0 0");
}

TEST_CASE("no date is before year 1 or after the last year") {
    CHECK(sum("0001-01-10", "P-20D") == "1-1 0");
    CHECK(sum("0002-01-10", "P-20Y") == "1-10 0");
    CHECK(sum("2024-01-10", "P2147483647Y") == "2147483647-10 0");
    CHECK(sum("2147483647-01-10", "P2147483647D") == "2147483647-365 0");
}

TEST_CASE("moments are compared in UTC") {
    CHECK(compare(parse_calendar_time("2024-01-01T01:00:00+02:00"), parse_calendar_time("2023-12-31T23:00:00Z")) == 0);
    CHECK(compare(parse_calendar_time("2024-01-01"), parse_calendar_time("2023-12-31T23:59:59Z")) > 0);
}

TEST_CASE("a moment and its calendar time are the same") {
    for (const char* text : {"1969-07-20T20:17:40Z", "2024-02-29T23:59:59+14:00", "0001-01-01", "2000-366"}) {
        CAPTURE(text);
        const CalendarTime time = parse_calendar_time(text);
        CHECK(compare(CalendarTime(Time::parse(text)), time) == 0);
        CHECK(CalendarTime(Time::parse(text)).day == time.day);
    }
}

TEST_CASE("moments far from any calendar are brought to its ends") {
    CHECK(CalendarTime(Time{INT64_MIN, 0}).year == 1);
    CHECK(CalendarTime(Time{INT64_MAX, 86'400}).year == INT32_MAX);
}

TEST_CASE("a day has a month and a week") {
    const CalendarTime day = parse_calendar_time("2024-02-29");
    CHECK(month_and_day(day).month == 2);
    CHECK(month_and_day(day).day == 29);
    CHECK(week_date(day).week == 9);
    CHECK(week_date(day).weekday == 4);
}

TEST_CASE("a week belongs to the year of its Thursday") {
    CHECK(week_date(parse_calendar_time("2008-12-29")).year == 2009);
    CHECK(week_date(parse_calendar_time("2008-12-29")).week == 1);
    CHECK(week_date(parse_calendar_time("2010-01-03")).year == 2009);
    CHECK(week_date(parse_calendar_time("2010-01-03")).week == 53);
}
