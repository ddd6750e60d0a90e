#include "cib/id_table.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace placement {

std::size_t IdTable::hash_of(std::string_view id) {
    constexpr std::uint64_t factor = 0x9E3779B97F4A7C15U;
    std::uint64_t hash = id.size() * factor;
    while (!id.empty()) {
        std::uint64_t word = 0;
        const std::size_t length = std::min(id.size(), sizeof(word));
        std::memcpy(&word, id.data(), length);
        hash = (hash ^ word) * factor;
        hash ^= hash >> 32U;
        id.remove_prefix(length);
    }
    return static_cast<std::size_t>(hash);
}

std::size_t IdTable::place_of(std::string_view id, std::size_t hash) const {
    const std::size_t last = entries_.size() - 1;
    std::size_t place = hash & last;
    while (!entries_[place].is_free() && (entries_[place].hash != hash || entries_[place].id != id)) place = (place + 1) & last;
    return place;
}

const IdTable::Entry& IdTable::add(std::string_view id, pugi::xml_node element) {
    const std::size_t hash = hash_of(id);
    std::size_t place = place_of(id, hash);
    if (!entries_[place].is_free()) return entries_[place];
    if (++taken_ * 2 > entries_.size()) {
        grow();
        place = place_of(id, hash);
    }
    return entries_[place] = {id, element, hash};
}

void IdTable::grow() {
    const std::vector<Entry> before = std::exchange(entries_, std::vector<Entry>(entries_.size() * 2));
    for (const Entry& entry : before) {
        if (!entry.is_free()) entries_[place_of(entry.id, entry.hash)] = entry;
    }
}

} // namespace placement
