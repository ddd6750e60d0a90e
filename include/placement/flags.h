#pragma once

#include <type_traits>

namespace [[gnu::visibility("default")]] placement {

/// A set of bits, each an enumerator of `Bit`.
template <typename Bit>
class Flags {
    using Number = std::underlying_type_t<Bit>;

public:
    constexpr Flags() = default;
    constexpr Flags(Bit bit) : bits_(static_cast<Number>(bit)) {} // NOLINT: a bit is a set of one

    constexpr bool has(Bit bit) const { return (bits_ & static_cast<Number>(bit)) != 0; }
    constexpr bool has_any(Flags others) const { return (bits_ & others.bits_) != 0; }
    constexpr bool has_all(Flags others) const { return (bits_ & others.bits_) == others.bits_; }
    constexpr bool none() const { return bits_ == 0; }
    constexpr void set(Flags others) { bits_ = static_cast<Number>(bits_ | others.bits_); }
    constexpr void clear(Flags others) { bits_ = static_cast<Number>(bits_ & ~others.bits_); }
    constexpr void set(Flags others, bool on) { on ? set(others) : clear(others); }

    friend constexpr Flags operator|(Flags left, Flags right) {
        left.set(right);
        return left;
    }
    friend constexpr Flags operator&(Flags left, Flags right) {
        left.bits_ = static_cast<Number>(left.bits_ & right.bits_);
        return left;
    }
    friend constexpr bool operator==(Flags, Flags) = default;

private:
    Number bits_ = 0;
};

} // namespace placement
