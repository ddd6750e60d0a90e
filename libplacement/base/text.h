#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "placement/score.h"

/// Text as Pacemaker reads it, without a locale.
namespace placement {

bool equals_ignoring_case(std::string_view left, std::string_view right);
std::string to_lower(std::string_view text);

/// true/on/yes/y/1 and false/off/no/n/0 in any case; none for anything else. (Pacemaker: pcmk__parse_bool)
std::optional<bool> parse_bool(std::string_view text);
/// parse_bool, with everything unreadable as false. (Pacemaker: pcmk__is_true)
bool is_true(std::string_view text);

/// The integer that a text begins with.
struct ScannedInteger {
    std::int64_t value = 0;
    /// False where the number does not fit; `value` is then the end that it is beyond.
    bool fits = true;
    /// What follows the number.
    std::string_view rest;
};
/// Blanks, an optional sign and decimal digits; whatever follows is left over and no error. None without a digit.
/// (Pacemaker: scan_ll)
std::optional<ScannedInteger> scan_integer(std::string_view text);

/// The integer that the text begins with ("12abc" is 12); none without a digit or if it does not fit.
/// (Pacemaker: pcmk__scan_ll)
std::optional<std::int64_t> parse_integer(std::string_view text);

/// The integer that the text begins with, brought into [minimum, 2147483647]; `minimum` for an unreadable text.
/// (Pacemaker: pcmk__scan_min_int)
std::int32_t parse_integer_from(std::string_view text, std::int32_t minimum);

/// What the words red, yellow and green mean in a score: 0 unless a health strategy says otherwise.
/// (Pacemaker: pe__unpack_node_health_scores)
struct HealthScores {
    Score red;
    Score yellow;
    Score green;
};

struct ParsedScore {
    Score score;
    /// False where Pacemaker calls the text invalid (and uses the caller's default).
    bool valid = false;
};
/// INFINITY, +INFINITY, -INFINITY (in capitals), red/yellow/green in any case, or the integer that the text begins
/// with: "12abc" is 12, and "", "abc" and "infinity" are invalid. (Pacemaker: pcmk_parse_score)
ParsedScore parse_score(std::string_view text, Score default_value = Score(), const HealthScores& health = {});

/// "30", "30s", "1min", "PT5M": milliseconds, at most 2^32 - 1; none where Pacemaker refuses it, and callers that go on
/// then take 0. A unit is known by its first letters ("5 months" is five minutes), a fraction is cut off, and a duration
/// of nothing ("PT0S") is refused. (Pacemaker: pcmk_parse_interval_spec)
std::optional<std::uint32_t> parse_interval(std::string_view text);

/// "30", "30s", "1min": milliseconds, perhaps negative; none for what is no number, does not fit or has an unknown unit.
/// A fraction is cut off. (Pacemaker: pcmk__parse_ms)
std::optional<std::int64_t> parse_milliseconds(std::string_view text);

/// Node names as Pacemaker sorts its node list: numbers inside by value, letters without case.
/// (Pacemaker: pcmk__numeric_strcasecmp)
std::strong_ordering compare_naturally(std::string_view left, std::string_view right);

/// Splits at any of the separators; empty parts are dropped.
std::vector<std::string> split(std::string_view text, std::string_view separators);

/// The names that a person may have meant, nearest first, at most `most`.
std::vector<std::string> nearest_names(std::string_view name, const std::vector<std::string>& candidates,
                                       std::size_t most = 3);

} // namespace placement
