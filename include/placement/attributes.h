#pragma once

#include <array>
#include <cstddef>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace [[gnu::visibility("default")]] placement {

/// Names and values, ordered by name, each name once. One block of memory: clusters have very many small ones.
class AttributeTable {
public:
    using value_type = std::pair<std::string, std::string>;
    using iterator = std::vector<value_type>::iterator;
    using const_iterator = std::vector<value_type>::const_iterator;

    AttributeTable() = default;
    /// If a name occurs twice, the first counts.
    AttributeTable(std::initializer_list<value_type> pairs) { merge(std::vector<value_type>(pairs)); }

    iterator begin() { return pairs_.begin(); }
    iterator end() { return pairs_.end(); }
    const_iterator begin() const { return pairs_.begin(); }
    const_iterator end() const { return pairs_.end(); }
    std::size_t size() const { return pairs_.size(); }
    bool empty() const { return pairs_.empty(); }
    void reserve(std::size_t count) { pairs_.reserve(count); }
    void clear() { pairs_.clear(); }

    iterator find(std::string_view name) {
        if (pairs_.size() > few) {
            const iterator found = place_of(name);
            return found != end() && found->first == name ? found : end();
        }
        // Few names have the same length: faster than to halve a short table.
        for (iterator pair = begin(); pair != end(); ++pair) {
            if (pair->first.size() == name.size() && pair->first == name) return pair;
        }
        return end();
    }
    const_iterator find(std::string_view name) const { return const_cast<AttributeTable*>(this)->find(name); }
    /// The first whose name is not less.
    const_iterator lower_bound(std::string_view name) const { return const_cast<AttributeTable*>(this)->place_of(name); }
    bool contains(std::string_view name) const { return find(name) != end(); }
    /// Throws std::out_of_range.
    const std::string& at(std::string_view name) const;
    /// The value, which is empty if the name is new.
    std::string& operator[](std::string_view name) { return emplace(name, std::string()).first->second; }

    /// Adds the pair unless the name is there.
    template <typename Name, typename Value>
    std::pair<iterator, bool> emplace(Name&& name, Value&& value) {
        const iterator place = place_of(name);
        if (place != end() && place->first == name) return {place, false};
        return {add(place, std::forward<Name>(name), std::forward<Value>(value)), true};
    }
    template <typename Name, typename Value>
    std::pair<iterator, bool> try_emplace(Name&& name, Value&& value) {
        return emplace(std::forward<Name>(name), std::forward<Value>(value));
    }
    std::pair<iterator, bool> insert(value_type pair) { return emplace(std::move(pair.first), std::move(pair.second)); }
    template <typename Name, typename Value>
    std::pair<iterator, bool> insert_or_assign(Name&& name, Value&& value) {
        const iterator place = place_of(name);
        if (place != end() && place->first == name) {
            place->second = std::forward<Value>(value);
            return {place, false};
        }
        return {add(place, std::forward<Name>(name), std::forward<Value>(value)), true};
    }
    /// Adds the pairs whose names are not in the table yet; if a name occurs twice among them, the first counts. Many are added
    /// at once, since one by one each would move those behind it.
    void merge(std::vector<value_type> pairs);
    void merge(const AttributeTable& other) { merge(other.pairs_); }

    std::size_t erase(std::string_view name) {
        const iterator found = find(name);
        if (found == end()) return 0;
        pairs_.erase(found);
        return 1;
    }
    iterator erase(const_iterator place) { return pairs_.erase(place); }
    template <typename Test>
    friend void erase_if(AttributeTable& table, const Test& test) {
        std::erase_if(table.pairs_, test);
    }

    friend bool operator==(const AttributeTable&, const AttributeTable&) = default;

private:
    iterator place_of(std::string_view name);

    template <typename Name, typename Value>
    iterator add(iterator place, Name&& name, Value&& value) {
        if (pairs_.capacity() == 0) {
            pairs_.reserve(usual);
            place = pairs_.begin();
        }
        return pairs_.emplace(place, std::string(std::forward<Name>(name)), std::string(std::forward<Value>(value)));
    }

    static constexpr std::size_t few = 24;
    static constexpr std::size_t usual = 6;

    std::vector<value_type> pairs_;
};

/// Attributes of which others have some, too, and share them. By name, each name once: what it has itself hides what is shared, and
/// what is shared for a second reason hides what is shared for the first.
class SharedAttributes {
public:
    using Table = std::shared_ptr<const AttributeTable>;

    SharedAttributes() = default;
    explicit SharedAttributes(AttributeTable own) : own_(std::move(own)) {}
    explicit SharedAttributes(Table shared) : shared_{nullptr, std::move(shared)} {}

    /// Adds a table that is shared for a second reason.
    void share(Table table) { shared_[0] = std::move(table); }
    /// Null if the name is not there.
    const std::string* find(std::string_view name) const {
        for (const AttributeTable* table : {&own_, shared_[0].get(), shared_[1].get()}) {
            if (table == nullptr) continue;
            if (const auto found = table->find(name); found != table->end()) return &found->second;
        }
        return nullptr;
    }
    /// Calls `visit` with each name and its value, in the order of names.
    template <typename Visit>
    void for_each(const Visit& visit) const {
        static const AttributeTable nothing;
        const AttributeTable& first = shared_[0] ? *shared_[0] : nothing;
        const AttributeTable& second = shared_[1] ? *shared_[1] : nothing;
        auto own = own_.begin();
        auto one = first.begin();
        auto other = second.begin();
        while (own != own_.end() || one != first.end() || other != second.end()) {
            const AttributeTable::value_type* next = own != own_.end() ? &*own : nullptr;
            if (one != first.end() && (next == nullptr || one->first < next->first)) next = &*one;
            if (other != second.end() && (next == nullptr || other->first < next->first)) next = &*other;
            if (next == nullptr) return; // never, as one of them has not ended
            const std::string& name = next->first;
            if (own != own_.end() && own->first == name) ++own;
            if (one != first.end() && one->first == name) ++one;
            if (other != second.end() && other->first == name) ++other;
            visit(name, next->second);
        }
    }
    /// All in one table.
    AttributeTable joined() const;

private:
    std::array<Table, 2> shared_;
    AttributeTable own_;
};

/// A view of attributes as written, which are kept elsewhere. There are very many, and few of them are ever looked up, by name.
class RecordedAttributes {
public:
    using Pair = std::pair<std::string_view, std::string_view>;

    RecordedAttributes() = default;
    explicit RecordedAttributes(std::span<const Pair> pairs) : pairs_(pairs) {}

    std::optional<std::string_view> find(std::string_view name) const {
        for (const auto& [written, value] : pairs_) {
            if (written == name) return value;
        }
        return std::nullopt;
    }
    /// Empty if it is not written.
    std::string_view text(std::string_view name) const { return find(name).value_or(std::string_view()); }

private:
    std::span<const Pair> pairs_;
};

} // namespace placement
