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

/// A decimal integer with optional sign and surrounding blanks; none if anything else is in it or it does not fit.
std::optional<std::int64_t> parse_integer(std::string_view text);

struct ParsedScore {
    Score score;
    /// False where Pacemaker calls the text invalid (and uses the caller's default).
    bool valid = false;
};
/// INFINITY, +INFINITY, -INFINITY, red/yellow/green where `health` colours are given, or an integer; "12abc" is invalid.
/// (Pacemaker: pcmk_parse_score)
ParsedScore parse_score(std::string_view text, Score default_value = Score());

/// "30", "30s", "1min", "PT5M": milliseconds; none where Pacemaker refuses it. (Pacemaker: pcmk_parse_interval_spec)
std::optional<std::uint32_t> parse_interval(std::string_view text);

/// Node names as Pacemaker sorts its node list: numbers inside by value, letters without case.
/// (Pacemaker: pcmk__numeric_strcasecmp)
std::strong_ordering compare_naturally(std::string_view left, std::string_view right);

/// Splits at any of the separators; empty parts are dropped.
std::vector<std::string> split(std::string_view text, std::string_view separators);

/// The names that a person may have meant, nearest first, at most `most`.
std::vector<std::string> nearest_names(std::string_view name, const std::vector<std::string>& candidates,
                                       std::size_t most = 3);

} // namespace placement
