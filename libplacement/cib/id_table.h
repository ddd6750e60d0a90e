#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include <pugixml.hpp>

namespace placement {

/// The elements of a CIB by their ids, in one block of memory.
class IdTable {
public:
    struct Entry {
        std::string_view id;
        pugi::xml_node element; ///< the first that had the id
        std::size_t hash = 0;

        bool is_free() const { return id.data() == nullptr; }
    };

    /// What the id has; `element` itself where nothing had it before.
    const Entry& add(std::string_view id, pugi::xml_node element);
    bool contains(std::string_view id) const { return !entries_[place_of(id, hash_of(id))].is_free(); }

private:
    static constexpr std::size_t usual_size = 512;

    static std::size_t hash_of(std::string_view id);
    /// Of the id, or a free place for it.
    std::size_t place_of(std::string_view id, std::size_t hash) const;
    void grow();

    std::vector<Entry> entries_ = std::vector<Entry>(usual_size); ///< a power of two; half of them at most are taken
    std::size_t taken_ = 0;
};

} // namespace placement
