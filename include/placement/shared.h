#pragma once

#include <cstddef>
#include <memory>
#include <utility>

namespace [[gnu::visibility("default")]] placement {

/// A list with several holders: the instances of a clone share what their one element says, and all readings of a CIB share its
/// operation histories. Copying it costs nothing. It reads like the list.
template <typename List>
class Shared {
public:
    Shared() = default;
    Shared(List list) : list_(std::make_shared<const List>(std::move(list))) {}
    explicit Shared(std::shared_ptr<const List> list) : list_(std::move(list)) {}

    /// Makes a separate copy, which can be changed without affecting the other holders.
    List& own() {
        auto copy = std::make_shared<List>(get());
        list_ = copy;
        return *copy;
    }

    operator const List&() const { return get(); }
    const List& get() const { return list_ ? *list_ : none; }

    auto begin() const { return get().begin(); }
    auto end() const { return get().end(); }
    const auto& front() const { return get().front(); }
    const auto& back() const { return get().back(); }
    std::size_t size() const { return get().size(); }
    bool empty() const { return get().empty(); }
    template <typename Index>
    const auto& operator[](Index index) const {
        return get()[index];
    }
    /// Of a table that is indexed by ids.
    auto ids() const { return get().ids(); }
    /// Throws std::out_of_range.
    const auto& at(std::size_t index) const { return get().at(index); }

private:
    static inline const List none = {};

    std::shared_ptr<const List> list_;
};

} // namespace placement
