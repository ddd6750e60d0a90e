#include <doctest/doctest.h>

#include "rule_samples.h"

using namespace placement;
using namespace placement::samples;
using Operation = DateExpression::Operation;

namespace {

struct Answer {
    bool passes;
    NextChange next_change;
};

Answer judged(const DateExpression& expression, const char* now) {
    NextChange change;
    const bool passed = passes(rule_of(expression), at(now), &change);
    return {passed, change};
}

std::int64_t seconds(const char* time) {
    return Time::parse(time).seconds;
}

DateExpression lasting(const char* start, const char* unit, const char* amount) {
    DateExpression expression = range(start, std::nullopt);
    expression.duration.emplace().emplace(unit, amount);
    return expression;
}

bool on(const char* field, const char* ranges, const char* now) {
    DateExpression expression = dates(Operation::Specification);
    DateSpecification specification;
    specification.id = "specification";
    specification.fields.emplace(field, ranges);
    expression.specification = std::move(specification);
    return judged(expression, now).passes;
}

} // namespace

TEST_CASE("a range has both its ends") {
    const DateExpression year = range("2024-01-01", "2024-12-31");
    CHECK_FALSE(judged(year, "2023-12-31T23:59:59Z").passes);
    CHECK(judged(year, "2024-01-01").passes);
    CHECK(judged(year, "2024-12-31").passes);
    CHECK_FALSE(judged(year, "2024-12-31T00:00:01Z").passes);
}

TEST_CASE("a range changes at its start and a second after its end") {
    const DateExpression year = range("2024-01-01", "2024-12-31");
    CHECK(judged(year, "2023-05-05").next_change == seconds("2024-01-01"));
    CHECK(judged(year, "2024-05-05").next_change == seconds("2024-12-31T00:00:01Z"));
    CHECK(judged(year, "2025-05-05").next_change == std::nullopt);
}

TEST_CASE("a range may be open at one end") {
    CHECK(judged(range("2024-01-01", std::nullopt), "2999-01-01").passes);
    CHECK(judged(range(std::nullopt, "2024-01-01"), "1999-01-01").passes);
    CHECK_FALSE(judged(range(std::nullopt, std::nullopt), "2024-01-01").passes);
}

TEST_CASE("an unreadable end makes a range fail") {
    CHECK_FALSE(judged(range("2024-01-01", "never"), "2024-05-05").passes);
    CHECK_FALSE(judged(range("", "2030-01-01"), "2024-05-05").passes);
}

TEST_CASE("a duration ends a range") {
    CHECK(judged(lasting("2024-01-01", "months", "2"), "2024-03-01").passes);
    CHECK_FALSE(judged(lasting("2024-01-01", "months", "2"), "2024-03-02").passes);
    CHECK(judged(lasting("2024-01-01", "weeks", "1"), "2024-01-08").passes);
    CHECK_FALSE(judged(lasting("2024-01-01", "hours", "1"), "2024-01-01T01:00:01Z").passes);
    CHECK(judged(lasting("2024-01-01", "years", "1"), "2024-05-05").next_change == seconds("2025-01-01T00:00:01Z"));
}

TEST_CASE("a written end wins over a duration") {
    DateExpression expression = lasting("2024-01-01", "years", "5");
    expression.end = "2024-02-01";
    CHECK_FALSE(judged(expression, "2024-03-01").passes);
}

TEST_CASE("a duration needs a start and readable amounts") {
    DateExpression no_start = lasting("2024-01-01", "years", "5");
    no_start.start.reset();
    CHECK_FALSE(judged(no_start, "2024-03-01").passes);
    CHECK_FALSE(judged(lasting("2024-01-01", "years", "some"), "2024-03-01").passes);
    CHECK_FALSE(judged(lasting("2024-01-01", "days", "99999999999"), "2024-03-01").passes);
}

TEST_CASE("after a moment means later than it") {
    DateExpression expression = dates(Operation::After);
    expression.start = "2024-01-01";
    CHECK_FALSE(judged(expression, "2024-01-01").passes);
    CHECK(judged(expression, "2024-01-01").next_change == seconds("2024-01-01T00:00:01Z"));
    CHECK(judged(expression, "2024-01-01T00:00:01Z").passes);
}

TEST_CASE("before a moment means earlier than it") {
    DateExpression expression = dates(Operation::Before);
    expression.end = "2024-01-01";
    CHECK_FALSE(judged(expression, "2024-01-01").passes);
    CHECK(judged(expression, "2023-12-31T23:59:59Z").passes);
    CHECK(judged(expression, "2023-01-01").next_change == seconds("2024-01-01"));
}

TEST_CASE("before and after need their moment") {
    CHECK_FALSE(judged(dates(Operation::After), "2024-01-01").passes);
    CHECK_FALSE(judged(dates(Operation::Before), "2024-01-01").passes);
}

TEST_CASE("a time of day alone is that of the day being judged") {
    DateExpression expression = dates(Operation::After);
    expression.start = "T18:00:00Z";
    CHECK(judged(expression, "2024-01-01T19:00:00Z").passes);
    CHECK_FALSE(judged(expression, "2024-01-01T17:00:00Z").passes);
}

TEST_CASE("a specification's ranges have both their ends") {
    CHECK(on("hours", "9-16", "2024-02-29T16:59:59Z"));
    CHECK_FALSE(on("hours", "9-16", "2024-02-29T17:00:00Z"));
    CHECK(on("hours", "9-", "2024-02-29T23:00:00Z"));
    CHECK(on("hours", "-9", "2024-02-29T09:00:00Z"));
    CHECK(on("hours", "9", "2024-02-29T09:30:00Z"));
}

TEST_CASE("every field of a specification is read from the calendar") {
    const char* const now = "2024-02-29T12:34:56Z";
    CHECK(on("years", "2024", now));
    CHECK(on("months", "2", now));
    CHECK(on("monthdays", "29", now));
    CHECK(on("hours", "12", now));
    CHECK(on("minutes", "34", now));
    CHECK(on("seconds", "56", now));
    CHECK(on("yeardays", "60", now));
    CHECK(on("weekyears", "2024", now));
    CHECK(on("weeks", "9", now));
    CHECK(on("weekdays", "4", now));
}

TEST_CASE("an unknown field always matches") {
    CHECK(on("moon", "4", "2024-02-29"));
}

TEST_CASE("an unreadable range fails") {
    for (const char* ranges : {"", "-", "x", "1-2-3", "1 ", "0-99999999999999999999"}) {
        CAPTURE(ranges);
        CHECK_FALSE(on("hours", ranges, "2024-02-29T01:00:00Z"));
    }
}

TEST_CASE("a specification is read by the clock of the moment") {
    CHECK(on("hours", "1", "2024-02-29T01:00:00+02:00"));
    CHECK(on("monthdays", "29", "2024-02-29T01:00:00+02:00"));
}

TEST_CASE("a specification without an id, or none, fails") {
    CHECK_FALSE(judged(dates(Operation::Specification), "2024-02-29").passes);
    DateExpression expression = dates(Operation::Specification);
    expression.specification = DateSpecification();
    CHECK_FALSE(judged(expression, "2024-02-29").passes);
}

TEST_CASE("a date expression without an id or with an unknown operation fails") {
    DateExpression expression = range("2024-01-01", std::nullopt);
    expression.id.clear();
    CHECK_FALSE(judged(expression, "2024-02-29").passes);
    CHECK_FALSE(judged(dates(Operation::Invalid), "2024-02-29").passes);
}
