#include "placement/shard.h"

#include <charconv>

#include <fmt/format.h>

#include "placement/error.h"

namespace placement {

std::string text(const Shard& shard) { return fmt::format("{}/{}", shard.number, shard.count); }

Shard parse_shard(const std::string& text) {
    Shard shard;
    const char* const end = text.data() + text.size();
    const auto [slash, wrong_number] = std::from_chars(text.data(), end, shard.number);
    if (wrong_number == std::errc() && slash != end && *slash == '/') {
        const auto [rest, wrong_count] = std::from_chars(slash + 1, end, shard.count);
        const bool readable = wrong_count == std::errc() && rest == end;
        if (readable && shard.number >= 1 && shard.number <= shard.count) return shard;
    }
    throw InvalidArgument(fmt::format("`{}` is not a shard; write NUMBER/COUNT, such as 2/5", text));
}

} // namespace placement
