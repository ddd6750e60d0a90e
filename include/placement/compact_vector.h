#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <iterator>
#include <new>
#include <type_traits>
#include <utility>

namespace [[gnu::visibility("default")]] placement {

/// A vector of plain values that takes little room: there are two for each action, and most are short.
template <typename Value>
class CompactVector {
    static_assert(std::is_trivially_copyable_v<Value>);

public:
    using value_type = Value;
    using iterator = Value*;
    using const_iterator = const Value*;

    CompactVector() = default;
    template <std::forward_iterator Iterator>
    CompactVector(Iterator first, Iterator last) {
        make_room(static_cast<std::uint32_t>(std::distance(first, last)));
        for (; first != last; ++first) values_[size_++] = *first;
    }
    CompactVector(const CompactVector& other) : CompactVector(other.begin(), other.end()) {}
    CompactVector(CompactVector&& other) noexcept { swap(other); }
    ~CompactVector() { std::free(values_); }
    CompactVector& operator=(CompactVector other) noexcept {
        swap(other);
        return *this;
    }

    iterator begin() { return values_; }
    iterator end() { return values_ + size_; }
    const_iterator begin() const { return values_; }
    const_iterator end() const { return values_ + size_; }
    std::size_t size() const { return size_; }
    bool empty() const { return size_ == 0; }
    Value& operator[](std::size_t index) { return values_[index]; }
    const Value& operator[](std::size_t index) const { return values_[index]; }

    void push_back(Value value) {
        if (size_ == capacity_) make_room(size_ < 2 ? 2 : (size_ + size_ / 2 + 1) & ~1u);
        values_[size_++] = value;
    }
    /// Takes those from this one on away, and the room for them.
    void end_at(iterator last) {
        size_ = static_cast<std::uint32_t>(last - values_);
        make_room(size_);
    }

private:
    void make_room(std::uint32_t capacity) {
        if (capacity == capacity_) return;
        if (capacity == 0) {
            std::free(std::exchange(values_, nullptr));
        } else {
            void* const room = std::realloc(values_, capacity * sizeof(Value));
            if (room == nullptr) throw std::bad_alloc();
            values_ = static_cast<Value*>(room);
        }
        capacity_ = capacity;
    }
    void swap(CompactVector& other) noexcept {
        std::swap(values_, other.values_);
        std::swap(size_, other.size_);
        std::swap(capacity_, other.capacity_);
    }

    Value* values_ = nullptr;
    std::uint32_t size_ = 0;
    std::uint32_t capacity_ = 0;
};

} // namespace placement
