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
        constexpr std::size_t word_size = sizeof(std::uint64_t);
        const char* const end = text.data() + text.size();
        if (text.size() < word_size) return mix(short_word(text));
        for (const char* at = text.data(); at + word_size <= end; at += word_size) mix(load<std::uint64_t>(at));
        if (text.size() % word_size != 0) mix(load<std::uint64_t>(end - word_size));
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
    template <typename Number>
    static Number load(const char* from) {
        Number number = 0;
        std::memcpy(&number, from, sizeof number);
        return number;
    }
    /// Of less than eight bytes, all of them: some of them twice, which is quicker than to take each once.
    static std::uint64_t short_word(std::string_view text) {
        const char* const begin = text.data();
        const std::size_t size = text.size();
        if (size >= 4) return load<std::uint32_t>(begin) | std::uint64_t{load<std::uint32_t>(begin + size - 4)} << 32;
        if (size == 0) return 0;
        const auto byte = [begin](std::size_t place) {
            return static_cast<std::uint64_t>(static_cast<unsigned char>(begin[place]));
        };
        return byte(0) | byte(size / 2) << 8 | byte(size - 1) << 16;
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
