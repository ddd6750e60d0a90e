#pragma once

#include <cstddef>
#include <string>

namespace [[gnu::visibility("default")]] placement {

/// A part of some work, so that several machines can share it: of all pieces in order, every `count`th from the `number`th.
struct Shard {
    std::size_t number = 1; ///< from 1
    std::size_t count = 1;

    bool whole() const { return count == 1; }
    /// `place` counts from 0.
    bool has(std::size_t place) const { return place % count == number - 1; }
    friend bool operator==(const Shard&, const Shard&) = default;
};
/// "2/5".
std::string text(const Shard& shard);
/// Throws InvalidArgument.
Shard parse_shard(const std::string& text);

} // namespace placement
