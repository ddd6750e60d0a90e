#include "base/text.h"

#include <algorithm>
#include <array>
#include <limits>
#include <numeric>
#include <optional>

#include "base/characters.h"
#include "base/iso8601.h"
#include "placement/error.h"

namespace placement {

bool equals_ignoring_case(std::string_view left, std::string_view right) {
    return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                      [](char l, char r) { return lower(l) == lower(r); });
}

std::string to_lower(std::string_view text) {
    std::string result(text);
    for (char& c : result) c = lower(c);
    return result;
}

std::optional<bool> parse_bool(std::string_view text) {
    const auto is_word = [text](std::string_view word) { return equals_ignoring_case(text, word); };
    constexpr std::array<std::string_view, 5> yes = {"true", "on", "yes", "y", "1"};
    constexpr std::array<std::string_view, 5> no = {"false", "off", "no", "n", "0"};
    if (std::any_of(yes.begin(), yes.end(), is_word)) return true;
    if (std::any_of(no.begin(), no.end(), is_word)) return false;
    return std::nullopt;
}

bool is_true(std::string_view text) {
    return parse_bool(text).value_or(false);
}

std::optional<ScannedInteger> scan_integer(std::string_view text) {
    using Limits = std::numeric_limits<std::int64_t>;
    text.remove_prefix(count_leading(text, is_blank));
    const bool negative = !text.empty() && text.front() == '-';
    if (negative || (!text.empty() && text.front() == '+')) text.remove_prefix(1);
    const std::size_t digits = count_leading(text, is_digit);
    if (digits == 0) return std::nullopt;

    ScannedInteger result;
    result.rest = text.substr(digits);
    constexpr std::size_t always_fit = std::numeric_limits<std::int64_t>::digits10;
    if (digits <= always_fit) {
        for (const char c : text.substr(0, digits)) result.value = result.value * 10 + (c - '0');
        if (negative) result.value = -result.value;
        return result;
    }
    for (const char c : text.substr(0, digits)) {
        // Counted below zero, where the range is larger by one.
        const int digit = c - '0';
        if (result.value < (Limits::min() + digit) / 10) {
            result.fits = false;
            break;
        }
        result.value = result.value * 10 - digit;
    }
    if (!result.fits || (!negative && result.value == Limits::min())) {
        result.fits = false;
        result.value = negative ? Limits::min() : Limits::max();
    } else if (!negative) {
        result.value = -result.value;
    }
    return result;
}

std::optional<std::int64_t> parse_integer(std::string_view text) {
    const auto scanned = scan_integer(text);
    if (!scanned || !scanned->fits) return std::nullopt;
    return scanned->value;
}

std::int32_t parse_integer_from(std::string_view text, std::int32_t minimum) {
    const auto scanned = scan_integer(text);
    if (!scanned) return minimum;
    return static_cast<std::int32_t>(
        std::clamp<std::int64_t>(scanned->value, minimum, std::numeric_limits<std::int32_t>::max()));
}

ParsedScore parse_score(std::string_view text, Score default_value, const HealthScores& health) {
    if (text == "-INFINITY") return {Score::minus_infinity(), true};
    if (text == "INFINITY" || text == "+INFINITY") return {Score::infinity(), true};
    if (equals_ignoring_case(text, "red")) return {health.red, true};
    if (equals_ignoring_case(text, "yellow")) return {health.yellow, true};
    if (equals_ignoring_case(text, "green")) return {health.green, true};
    if (const auto scanned = scan_integer(text)) return {Score(scanned->value), true};
    return {default_value, false};
}

namespace {

/// How many milliseconds a unit is, as a fraction.
struct Unit {
    std::int64_t multiplier;
    std::int64_t divisor;
};

std::optional<Unit> unit_named(std::string_view name) {
    const auto begins = [name](std::string_view prefix) {
        return equals_ignoring_case(name.substr(0, prefix.size()), prefix);
    };
    if (name.empty() || begins("s")) return Unit{1000, 1};
    if (begins("ms")) return Unit{1, 1};
    if (begins("us")) return Unit{1, 1000};
    if (begins("m")) return Unit{60'000, 1};
    if (begins("h")) return Unit{3'600'000, 1};
    return std::nullopt;
}

std::optional<std::int64_t> milliseconds_with_unit(std::string_view text) {
    const auto amount = scan_integer(text);
    if (!amount) return std::nullopt;
    std::string_view rest = amount->rest;
    rest.remove_prefix(count_leading(rest, [](char c) { return is_digit(c) || c == '.'; }));
    rest.remove_prefix(count_leading(rest, is_blank));
    const auto unit = unit_named(rest);
    if (!unit) return std::nullopt;

    using Limits = std::numeric_limits<std::int64_t>;
    if (amount->value > Limits::max() / unit->multiplier) return Limits::max();
    if (amount->value < Limits::min() / unit->multiplier) return Limits::min();
    return amount->value * unit->multiplier / unit->divisor;
}

std::optional<std::int64_t> milliseconds_of_duration(std::string_view text) {
    try {
        return parse_duration(text).approximate_seconds() * 1000;
    } catch (const InvalidArgument&) {
        return std::nullopt;
    }
}

} // namespace

std::optional<std::int64_t> parse_milliseconds(std::string_view text) {
    const auto amount = scan_integer(text);
    if (!amount || !amount->fits) return std::nullopt;
    return milliseconds_with_unit(text);
}

std::optional<std::uint32_t> parse_interval(std::string_view text) {
    constexpr std::int64_t most = std::numeric_limits<std::uint32_t>::max();
    const bool is_duration = !text.empty() && text.front() == 'P';
    const auto milliseconds = is_duration ? milliseconds_of_duration(text) : milliseconds_with_unit(text);
    if (!milliseconds || *milliseconds < 0) return std::nullopt;
    // A duration is bounded in whole seconds.
    const std::int64_t bound = is_duration ? most / 1000 * 1000 : most;
    return static_cast<std::uint32_t>(std::min(*milliseconds, bound));
}

namespace {

struct NumberInName {
    std::int64_t value;
    std::size_t length;
    friend std::strong_ordering operator<=>(const NumberInName&, const NumberInName&) = default;
};

NumberInName number_at_front(std::string_view text) {
    const auto scanned = scan_integer(text);
    return {scanned->value, text.size() - scanned->rest.size()};
}

} // namespace

std::strong_ordering compare_naturally(std::string_view left, std::string_view right) {
    while (!left.empty() && !right.empty()) {
        if (is_digit(left.front()) && is_digit(right.front())) {
            const NumberInName l = number_at_front(left);
            const NumberInName r = number_at_front(right);
            // Of equal numbers the one with fewer leading zeros is first.
            if (const auto order = l <=> r; order != 0) return order;
            left.remove_prefix(l.length);
            right.remove_prefix(r.length);
        } else {
            const auto l = static_cast<unsigned char>(lower(left.front()));
            const auto r = static_cast<unsigned char>(lower(right.front()));
            if (const auto order = l <=> r; order != 0) return order;
            left.remove_prefix(1);
            right.remove_prefix(1);
        }
    }
    return left.size() <=> right.size();
}

std::vector<std::string> split(std::string_view text, std::string_view separators) {
    std::vector<std::string> parts;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find_first_of(separators), text.size());
        if (end > 0) parts.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return parts;
}

namespace {

/// Insertions, deletions, replacements and swaps of neighbours that turn one into the other, without regard to case.
std::size_t edit_distance(std::string_view from, std::string_view to) {
    std::vector<std::size_t> before_last(to.size() + 1);
    std::vector<std::size_t> last(to.size() + 1);
    std::vector<std::size_t> row(to.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 1; i <= from.size(); ++i) {
        std::swap(before_last, last);
        std::swap(last, row);
        row[0] = i;
        for (std::size_t j = 1; j <= to.size(); ++j) {
            const bool same = lower(from[i - 1]) == lower(to[j - 1]);
            row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0 : 1)});
            const bool swapped = i > 1 && j > 1 && lower(from[i - 1]) == lower(to[j - 2]) &&
                                 lower(from[i - 2]) == lower(to[j - 1]);
            if (swapped) row[j] = std::min(row[j], before_last[j - 2] + 1);
        }
    }
    return row.back();
}

/// Longer names are no typing mistakes, and comparing them would cost too much.
constexpr std::size_t longest_comparable_name = 200;

std::size_t tolerated_distance(std::string_view name) {
    return std::max<std::size_t>(2, name.size() / 3);
}

/// "z1" of "z1.example.com".
bool is_first_part(std::string_view part, std::string_view whole) {
    return !part.empty() && whole.size() > part.size() + 1 && whole[part.size()] == '.' &&
           equals_ignoring_case(whole.substr(0, part.size()), part);
}

/// How far the candidate is from what was written; none where nobody can have meant it.
std::optional<std::size_t> distance_between(std::string_view name, std::string_view candidate) {
    if (candidate.size() > longest_comparable_name) return std::nullopt;
    if (is_first_part(name, candidate) || is_first_part(candidate, name)) return 0;
    const std::size_t tolerated = tolerated_distance(name);
    const std::size_t distance = edit_distance(name, candidate);
    // A short name must keep at least one letter.
    if (distance <= tolerated && distance < std::max(name.size(), candidate.size())) return distance;
    // A long name may have been broken off.
    if (name.size() >= 3 && candidate.starts_with(name)) return tolerated;
    return std::nullopt;
}

} // namespace

std::vector<std::string> nearest_names(std::string_view name, const std::vector<std::string>& candidates,
                                       std::size_t most) {
    if (name.size() > longest_comparable_name) return {};
    std::vector<std::pair<std::size_t, std::string>> near;
    for (const std::string& candidate : candidates) {
        if (const auto distance = distance_between(name, candidate)) near.emplace_back(*distance, candidate);
    }
    std::sort(near.begin(), near.end());
    near.erase(std::unique(near.begin(), near.end()), near.end());
    if (near.size() > most) near.resize(most);

    std::vector<std::string> names;
    for (auto& [distance, candidate] : near) names.push_back(std::move(candidate));
    return names;
}

} // namespace placement
