#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <string_view>
#include <type_traits>

namespace placement {

/// What tells something from all others, in 128 bits: what has another one differs. It is good for comparing within one run of a
/// program, and protects nothing.
struct Fingerprint {
    std::uint64_t low = 0;
    std::uint64_t high = 0;

    friend auto operator<=>(const Fingerprint&, const Fingerprint&) = default;
};

/// Makes the fingerprint of all that is added, in that order. Each text counts as one, whatever stands beside it.
class Fingerprinter {
public:
    void add(std::string_view text) {
        mix(text.size());
        for (; text.size() >= sizeof(std::uint64_t); text.remove_prefix(sizeof(std::uint64_t))) mix(word(text));
        if (!text.empty()) mix(word(text));
    }
    template <typename Number>
    requires std::is_integral_v<Number>
    void add(Number number) { mix(static_cast<std::uint64_t>(number)); }
    void add(const Fingerprint& part) {
        mix(part.low);
        mix(part.high);
    }

    Fingerprint value() const { return {.low = spread(low_ ^ (high_ >> half)), .high = spread(high_ + low_)}; }

private:
    static std::uint64_t word(std::string_view text) {
        std::uint64_t word = 0;
        std::memcpy(&word, text.data(), text.size() < sizeof word ? text.size() : sizeof word);
        return word;
    }

    static std::uint64_t turn(std::uint64_t number, int bits) { return (number << bits) | (number >> (64 - bits)); }

    /// Every bit of the result goes by every bit of the number.
    static std::uint64_t spread(std::uint64_t number) {
        number = (number ^ (number >> 33)) * 0xff51afd7ed558ccdULL;
        number = (number ^ (number >> 33)) * 0xc4ceb9fe1a85ec53ULL;
        return number ^ (number >> 33);
    }

    void mix(std::uint64_t word) {
        low_ = turn(low_ ^ (word * 0x9e3779b97f4a7c15ULL), 29) * 0xbf58476d1ce4e5b9ULL + 1;
        high_ = (turn(high_, 23) + spread(word)) * 0x94d049bb133111ebULL;
    }

    static constexpr int half = 32;

    std::uint64_t low_ = 0x243f6a8885a308d3ULL;
    std::uint64_t high_ = 0x13198a2e03707344ULL;
};

} // namespace placement

template <>
struct std::hash<placement::Fingerprint> {
    std::size_t operator()(const placement::Fingerprint& fingerprint) const noexcept {
        return static_cast<std::size_t>(fingerprint.low);
    }
};
