#pragma once

#include <concepts>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace [[gnu::visibility("default")]] placement {

/// A text or a list that is nearly always empty, and then takes no more room than a pointer. There are very many actions.
template <typename Value>
class Rare {
public:
    Rare() = default;
    Rare(Value value) { *this = std::move(value); }
    Rare(const Rare& other) { *this = other.get(); }
    Rare(Rare&&) noexcept = default;
    ~Rare() = default;

    Rare& operator=(Value value) {
        value_ = value.empty() ? nullptr : std::make_unique<Value>(std::move(value));
        return *this;
    }
    Rare& operator=(const Rare& other) {
        if (this != &other) *this = Value(other.get());
        return *this;
    }
    Rare& operator=(Rare&&) noexcept = default;

    const Value& operator*() const { return get(); }
    const Value& get() const { return value_ ? *value_ : none; }
    operator const Value&() const { return get(); }
    bool empty() const { return value_ == nullptr || value_->empty(); }
    const Value* operator->() const { return &get(); }
    /// To add something to it.
    Value& to_change() {
        if (!value_) value_ = std::make_unique<Value>();
        return *value_;
    }
    void clear() { value_.reset(); }
    auto begin() const { return get().begin(); }
    auto end() const { return get().end(); }

    friend bool operator==(const Rare& left, const Rare& right) { return left.get() == right.get(); }
    template <typename Text>
    requires std::same_as<Value, std::string> && std::convertible_to<const Text&, std::string_view>
    friend bool operator==(const Rare& left, const Text& right) {
        return std::string_view(left.get()) == std::string_view(right);
    }

private:
    static inline const Value none = {};

    std::unique_ptr<Value> value_;
};

using RareText = Rare<std::string>;

/// Something that something else keeps: the place of a value, which must live on.
template <typename Value>
class Elsewhere {
public:
    Elsewhere() = default;
    Elsewhere(const Value& kept) : value_(&kept) {}
    Elsewhere(Value&&) = delete;

    const Value& operator*() const { return *value_; }
    const Value* operator->() const { return value_; }

private:
    static inline const Value none = {};

    const Value* value_ = &none;
};

/// A text that something else keeps. It reads like the text.
class KeptText : public Elsewhere<std::string> {
public:
    using Elsewhere::Elsewhere;

    const std::string& get() const { return **this; }
    operator const std::string&() const { return **this; }
    operator std::string_view() const { return **this; }
    bool empty() const { return get().empty(); }

    template <typename Text>
    requires std::convertible_to<const Text&, std::string_view>
    friend bool operator==(const KeptText& left, const Text& right) {
        return std::string_view(left.get()) == std::string_view(right);
    }
    friend std::string operator+(std::string left, const KeptText& right) { return std::move(left) + right.get(); }
};

} // namespace placement
