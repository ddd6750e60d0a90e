#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace [[gnu::visibility("default")]] placement {

/// A score as Pacemaker counts it: an integer from -1,000,000 to 1,000,000 whose two ends mean INFINITY.
///
/// Addition saturates at the ends, -INFINITY wins over +INFINITY, and so the order of additions matters.
/// (Pacemaker Explained, "Scores"; Pacemaker: pcmk__add_scores)
class Score {
public:
    static constexpr std::int32_t infinite_value = 1'000'000;

    constexpr Score() = default;
    /// Values outside the range are limited to it.
    constexpr explicit Score(std::int64_t value)
        : value_(value >= infinite_value    ? infinite_value
                 : value <= -infinite_value ? -infinite_value
                                            : static_cast<std::int32_t>(value)) {}

    static constexpr Score infinity() { return Score(infinite_value); }
    static constexpr Score minus_infinity() { return Score(-infinite_value); }

    constexpr std::int32_t value() const { return value_; }
    constexpr bool is_infinite() const { return is_plus_infinity() || is_minus_infinity(); }
    constexpr bool is_plus_infinity() const { return value_ == infinite_value; }
    constexpr bool is_minus_infinity() const { return value_ == -infinite_value; }

    friend constexpr auto operator<=>(Score, Score) = default;

    friend constexpr Score operator+(Score left, Score right) {
        if (left.is_minus_infinity() || right.is_minus_infinity()) return minus_infinity();
        if (left.is_plus_infinity() || right.is_plus_infinity()) return infinity();
        return Score(std::int64_t{left.value_} + right.value_);
    }
    friend constexpr Score operator-(Score score) { return Score(-std::int64_t{score.value_}); }
    constexpr Score& operator+=(Score other) { return *this = *this + other; }

    /// "INFINITY", "-INFINITY" or the decimal number.
    std::string text() const;
    /// Reads what text() writes, or "+INFINITY"; none for anything else, even if Pacemaker would interpret it in some way.
    static std::optional<Score> parse(std::string_view text);

private:
    std::int32_t value_ = 0;
};

} // namespace placement
