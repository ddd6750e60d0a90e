#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

namespace [[gnu::visibility("default")]] placement {

/// A dense integer id that fits only the tables of its own kind. A default-constructed id means "none".
template <typename Tag>
class Id {
public:
    constexpr Id() = default;
    constexpr explicit Id(std::size_t index) : index_(static_cast<std::uint32_t>(index)) {}

    static constexpr Id none() { return Id(); }

    constexpr std::size_t index() const { return index_; }
    constexpr bool valid() const { return index_ != none_index; }
    constexpr explicit operator bool() const { return valid(); }

    friend constexpr auto operator<=>(Id, Id) = default;

private:
    static constexpr std::uint32_t none_index = std::numeric_limits<std::uint32_t>::max();
    std::uint32_t index_ = none_index;
};

using NodeId = Id<struct NodeTag>;
using ResourceId = Id<struct ResourceTag>;
using LocationId = Id<struct LocationTag>;
using ColocationId = Id<struct ColocationTag>;
using OrderingId = Id<struct OrderingTag>;
using TicketConstraintId = Id<struct TicketConstraintTag>;
using TicketId = Id<struct TicketTag>;
using ActionId = Id<struct ActionTag>;

/// A vector that can be indexed only by one kind of id.
template <typename IdType, typename Value>
class IdVector {
public:
    IdVector() = default;
    explicit IdVector(std::size_t count, const Value& value = Value()) : values_(count, value) {}

    decltype(auto) operator[](IdType id) { return values_[id.index()]; }
    decltype(auto) operator[](IdType id) const { return values_[id.index()]; }

    /// Null for an id that is not in the vector.
    const Value* find(IdType id) const { return id.index() < values_.size() ? &values_[id.index()] : nullptr; }

    IdType push_back(Value value) {
        values_.push_back(std::move(value));
        return IdType(values_.size() - 1);
    }

    std::size_t size() const { return values_.size(); }
    bool empty() const { return values_.empty(); }
    void resize(std::size_t count) { values_.resize(count); }
    void reserve(std::size_t count) { values_.reserve(count); }

    auto begin() { return values_.begin(); }
    auto end() { return values_.end(); }
    auto begin() const { return values_.begin(); }
    auto end() const { return values_.end(); }
    Value& back() { return values_.back(); }

    /// All ids of this vector, in order: `for (NodeId node : nodes.ids())`.
    class Ids {
    public:
        class Iterator {
        public:
            explicit Iterator(std::size_t index) : index_(index) {}
            IdType operator*() const { return IdType(index_); }
            Iterator& operator++() {
                ++index_;
                return *this;
            }
            bool operator!=(const Iterator& other) const { return index_ != other.index_; }

        private:
            std::size_t index_;
        };
        explicit Ids(std::size_t count) : count_(count) {}
        Iterator begin() const { return Iterator(0); }
        Iterator end() const { return Iterator(count_); }

    private:
        std::size_t count_;
    };
    Ids ids() const { return Ids(values_.size()); }

private:
    std::vector<Value> values_;
};

} // namespace placement
