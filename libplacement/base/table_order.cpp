#include "base/table_order.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>

namespace placement {

namespace {

constexpr std::size_t smallest_shift = 3;
/// The greatest primes below the powers of two, from 2^0; a table of 2^n slots begins to look at a name's hash modulo the
/// n-th.
constexpr std::array<std::uint32_t, 20> primes{1,   2,    3,    7,    13,   31,    61,    127,   251,    509,
                                               1021, 2039, 4093, 8191, 16381, 32749, 65521, 131071, 262139, 524287};

/// (Pacemaker: pcmk__str_hash)
std::uint32_t hash_of(std::string_view name) {
    std::uint32_t hash = 0;
    for (const char each : name) hash = hash * 31 + static_cast<std::uint32_t>(static_cast<signed char>(each));
    return hash < 2 ? 2 : hash;
}

/// A table with open addressing.
class Table {
public:
    void insert(std::string_view name) {
        place(name);
        ++count_;
        if (slots_.size() <= count_ + count_ / 16) grow();
    }

    std::vector<std::string_view> names() const {
        std::vector<std::string_view> names;
        for (const auto& slot : slots_) {
            if (slot) names.push_back(*slot);
        }
        return names;
    }

private:
    std::size_t first_slot(std::string_view name) const { return (hash_of(name) * 11) % primes.at(shift_); }

    /// The slot where the name goes: the first of those that it may have that is not `taken`.
    template <typename Taken>
    std::size_t slot_for(std::string_view name, const Taken& taken) const {
        std::size_t slot = first_slot(name);
        for (std::size_t step = 1; taken(slot); ++step) slot = (slot + step) & (slots_.size() - 1);
        return slot;
    }

    void place(std::string_view name) {
        slots_[slot_for(name, [this](std::size_t slot) { return slots_[slot].has_value(); })] = name;
    }

    /// Names move within the same slots: one that is in the way of another is moved next.
    void grow() {
        const std::size_t old_size = slots_.size();
        shift_ = std::max(smallest_shift, static_cast<std::size_t>(std::bit_width(count_ * 4 / 3)));
        shift_ = std::min(shift_, primes.size() - 1);
        slots_.resize(std::max(old_size, std::size_t{1} << shift_));
        std::vector<bool> moved(slots_.size());
        for (std::size_t slot = 0; slot < old_size; ++slot) {
            if (moved[slot]) continue;
            std::optional<std::string_view> moving = std::exchange(slots_[slot], std::nullopt);
            while (moving) {
                const std::size_t target = slot_for(*moving, [&](std::size_t each) { return moved[each]; });
                moved[target] = true;
                moving = std::exchange(slots_[target], moving);
            }
        }
    }

    std::size_t shift_ = smallest_shift;
    std::size_t count_ = 0;
    std::vector<std::optional<std::string_view>> slots_ = std::vector<std::optional<std::string_view>>(8);
};

} // namespace

std::vector<std::string_view> in_table_order(const std::vector<std::string_view>& names) {
    Table table;
    for (const std::string_view name : names) table.insert(name);
    return table.names();
}

} // namespace placement
