#pragma once

// What C++20 has and the library of Debian's emscripten (libc++ 13) does not. Included before each source of the module, and in
// no other build.

#include <algorithm>
#include <atomic>
#include <cctype>
#include <cerrno>
#include <charconv>
#include <compare>
#include <condition_variable>
#include <cstdlib>
#include <functional>
#include <iterator>
#include <memory>
#include <mutex>
#include <ranges>
#include <string>
#include <string_view>
#include <system_error>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

static_assert(_LIBCPP_VERSION < 15000, "a newer libc++ has these itself");

namespace std::ranges {

namespace missing {

/// The condition, of what the projection makes of an element.
template <typename Condition, typename Projection>
constexpr auto projected(Condition& condition, Projection& projection) {
    return [&](auto&& element) -> bool { return invoke(condition, invoke(projection, element)); };
}

template <typename Order, typename Projection>
constexpr auto ordered(Order& order, Projection& projection) {
    return [&](auto&& one, auto&& other) -> bool { return invoke(order, invoke(projection, one), invoke(projection, other)); };
}

template <typename Order, typename First, typename Second>
constexpr auto ordered(Order& order, First& first, Second& second) {
    return [&](auto&& one, auto&& other) -> bool { return invoke(order, invoke(first, one), invoke(second, other)); };
}

template <typename Value, typename Projection>
constexpr auto equal_to_value(const Value& value, Projection& projection) {
    return [&](auto&& element) -> bool { return invoke(projection, element) == value; };
}

} // namespace missing

struct Find {
    template <range Elements, typename Value, typename Projection = identity>
    constexpr auto operator()(Elements&& elements, const Value& value, Projection projection = {}) const {
        return std::find_if(ranges::begin(elements), ranges::end(elements), missing::equal_to_value(value, projection));
    }
    template <input_iterator Iterator, typename Value, typename Projection = identity>
    constexpr auto operator()(Iterator from, Iterator to, const Value& value, Projection projection = {}) const {
        return std::find_if(from, to, missing::equal_to_value(value, projection));
    }
};
inline constexpr Find find{};

struct FindIf {
    template <range Elements, typename Condition, typename Projection = identity>
    constexpr auto operator()(Elements&& elements, Condition condition, Projection projection = {}) const {
        return std::find_if(ranges::begin(elements), ranges::end(elements), missing::projected(condition, projection));
    }
    template <input_iterator Iterator, typename Condition, typename Projection = identity>
    constexpr auto operator()(Iterator from, Iterator to, Condition condition, Projection projection = {}) const {
        return std::find_if(from, to, missing::projected(condition, projection));
    }
};
inline constexpr FindIf find_if{};

struct AnyOf {
    template <range Elements, typename Condition, typename Projection = identity>
    constexpr bool operator()(Elements&& elements, Condition condition, Projection projection = {}) const {
        return std::any_of(ranges::begin(elements), ranges::end(elements), missing::projected(condition, projection));
    }
    template <input_iterator Iterator, typename Condition, typename Projection = identity>
    constexpr bool operator()(Iterator from, Iterator to, Condition condition, Projection projection = {}) const {
        return std::any_of(from, to, missing::projected(condition, projection));
    }
};
inline constexpr AnyOf any_of{};

struct AllOf {
    template <range Elements, typename Condition, typename Projection = identity>
    constexpr bool operator()(Elements&& elements, Condition condition, Projection projection = {}) const {
        return std::all_of(ranges::begin(elements), ranges::end(elements), missing::projected(condition, projection));
    }
    template <input_iterator Iterator, typename Condition, typename Projection = identity>
    constexpr bool operator()(Iterator from, Iterator to, Condition condition, Projection projection = {}) const {
        return std::all_of(from, to, missing::projected(condition, projection));
    }
};
inline constexpr AllOf all_of{};

struct NoneOf {
    template <range Elements, typename Condition, typename Projection = identity>
    constexpr bool operator()(Elements&& elements, Condition condition, Projection projection = {}) const {
        return std::none_of(ranges::begin(elements), ranges::end(elements), missing::projected(condition, projection));
    }
    template <input_iterator Iterator, typename Condition, typename Projection = identity>
    constexpr bool operator()(Iterator from, Iterator to, Condition condition, Projection projection = {}) const {
        return std::none_of(from, to, missing::projected(condition, projection));
    }
};
inline constexpr NoneOf none_of{};

struct Count {
    template <range Elements, typename Value, typename Projection = identity>
    constexpr auto operator()(Elements&& elements, const Value& value, Projection projection = {}) const {
        return std::count_if(ranges::begin(elements), ranges::end(elements), missing::equal_to_value(value, projection));
    }
};
inline constexpr Count count{};

struct CountIf {
    template <range Elements, typename Condition, typename Projection = identity>
    constexpr auto operator()(Elements&& elements, Condition condition, Projection projection = {}) const {
        return std::count_if(ranges::begin(elements), ranges::end(elements), missing::projected(condition, projection));
    }
};
inline constexpr CountIf count_if{};

struct Equal {
    template <range First, range Second, typename Relation = equal_to, typename Projection = identity, typename Other = identity>
    constexpr bool operator()(First&& first, Second&& second, Relation relation = {}, Projection projection = {},
                              Other other = {}) const {
        return std::equal(ranges::begin(first), ranges::end(first), ranges::begin(second), ranges::end(second),
                          missing::ordered(relation, projection, other));
    }
};
inline constexpr Equal equal{};

struct Sort {
    template <range Elements, typename Order = less, typename Projection = identity>
    constexpr void operator()(Elements&& elements, Order order = {}, Projection projection = {}) const {
        std::sort(ranges::begin(elements), ranges::end(elements), missing::ordered(order, projection));
    }
    template <random_access_iterator Iterator, typename Order = less, typename Projection = identity>
    constexpr void operator()(Iterator from, Iterator to, Order order = {}, Projection projection = {}) const {
        std::sort(from, to, missing::ordered(order, projection));
    }
};
inline constexpr Sort sort{};

struct StableSort {
    template <range Elements, typename Order = less, typename Projection = identity>
    constexpr void operator()(Elements&& elements, Order order = {}, Projection projection = {}) const {
        std::stable_sort(ranges::begin(elements), ranges::end(elements), missing::ordered(order, projection));
    }
};
inline constexpr StableSort stable_sort{};

struct Move {
    template <range Elements, typename To>
    constexpr void operator()(Elements&& elements, To to) const {
        std::move(ranges::begin(elements), ranges::end(elements), to);
    }
};
inline namespace algorithms { // beside ranges::swap and its like, which are found by their arguments
inline constexpr Move move{};
} // namespace algorithms

struct CopyIf {
    template <range Elements, typename To, typename Condition, typename Projection = identity>
    constexpr void operator()(Elements&& elements, To to, Condition condition, Projection projection = {}) const {
        std::copy_if(ranges::begin(elements), ranges::end(elements), to, missing::projected(condition, projection));
    }
};
inline constexpr CopyIf copy_if{};

struct Replace {
    template <range Elements, typename Value, typename With>
    constexpr void operator()(Elements&& elements, const Value& value, const With& with) const {
        std::replace(ranges::begin(elements), ranges::end(elements), value, with);
    }
};
inline constexpr Replace replace{};

struct ReplaceIf {
    template <range Elements, typename Condition, typename With>
    constexpr void operator()(Elements&& elements, Condition condition, const With& with) const {
        std::replace_if(ranges::begin(elements), ranges::end(elements), condition, with);
    }
};
inline constexpr ReplaceIf replace_if{};

struct Transform {
    template <range Elements, typename To, typename Change>
    constexpr void operator()(Elements&& elements, To to, Change change) const {
        std::transform(ranges::begin(elements), ranges::end(elements), to,
                       [&](auto&& element) -> decltype(auto) { return invoke(change, element); });
    }
};
inline constexpr Transform transform{};

struct Reverse {
    template <range Elements>
    constexpr void operator()(Elements&& elements) const {
        std::reverse(ranges::begin(elements), ranges::end(elements));
    }
};
inline constexpr Reverse reverse{};

struct LowerBound {
    template <range Elements, typename Value, typename Order = less, typename Projection = identity>
    constexpr auto operator()(Elements&& elements, const Value& value, Order order = {}, Projection projection = {}) const {
        return std::lower_bound(
            ranges::begin(elements), ranges::end(elements), value,
            [&](auto&& element, auto&& wanted) -> bool { return invoke(order, invoke(projection, element), wanted); });
    }
};
inline constexpr LowerBound lower_bound{};

struct UpperBound {
    template <range Elements, typename Value, typename Order = less, typename Projection = identity>
    constexpr auto operator()(Elements&& elements, const Value& value, Order order = {}, Projection projection = {}) const {
        return std::upper_bound(
            ranges::begin(elements), ranges::end(elements), value,
            [&](auto&& wanted, auto&& element) -> bool { return invoke(order, wanted, invoke(projection, element)); });
    }
};
inline constexpr UpperBound upper_bound{};

struct MinElement {
    template <range Elements, typename Order = less, typename Projection = identity>
    constexpr auto operator()(Elements&& elements, Order order = {}, Projection projection = {}) const {
        return std::min_element(ranges::begin(elements), ranges::end(elements), missing::ordered(order, projection));
    }
};
inline constexpr MinElement min_element{};

struct MaxElement {
    template <range Elements, typename Order = less, typename Projection = identity>
    constexpr auto operator()(Elements&& elements, Order order = {}, Projection projection = {}) const {
        return std::max_element(ranges::begin(elements), ranges::end(elements), missing::ordered(order, projection));
    }
};
inline constexpr MaxElement max_element{};

struct Max {
    template <range Elements, typename Order = less, typename Projection = identity>
    constexpr auto operator()(Elements&& elements, Order order = {}, Projection projection = {}) const {
        return *std::max_element(ranges::begin(elements), ranges::end(elements), missing::ordered(order, projection));
    }
};
inline constexpr Max max{};

struct Includes {
    template <range First, range Second, typename Order = less>
    constexpr bool operator()(First&& first, Second&& second, Order order = {}) const {
        return std::includes(ranges::begin(first), ranges::end(first), ranges::begin(second), ranges::end(second), order);
    }
};
inline constexpr Includes includes{};

struct SetUnion {
    template <range First, range Second, typename To, typename Order = less>
    constexpr void operator()(First&& first, Second&& second, To to, Order order = {}) const {
        std::set_union(ranges::begin(first), ranges::end(first), ranges::begin(second), ranges::end(second), to, order);
    }
};
inline constexpr SetUnion set_union{};

struct SetIntersection {
    template <range First, range Second, typename To, typename Order = less>
    constexpr void operator()(First&& first, Second&& second, To to, Order order = {}) const {
        std::set_intersection(ranges::begin(first), ranges::end(first), ranges::begin(second), ranges::end(second), to, order);
    }
};
inline constexpr SetIntersection set_intersection{};

struct Merge {
    template <range First, range Second, typename To, typename Order = less, typename Projection = identity,
              typename Other = identity>
    constexpr void operator()(First&& first, Second&& second, To to, Order order = {}, Projection one = {},
                              Other other = {}) const {
        auto left = ranges::begin(first);
        auto right = ranges::begin(second);
        while (left != ranges::end(first) || right != ranges::end(second)) {
            const bool take_right = left == ranges::end(first) ||
                                    (right != ranges::end(second) && invoke(order, invoke(other, *right), invoke(one, *left)));
            *to++ = take_right ? *right++ : *left++;
        }
    }
};
inline constexpr Merge merge{};

} // namespace std::ranges

namespace std {

inline strong_ordering operator<=>(const string& one, const string& other) { return one.compare(other) <=> 0; }
constexpr strong_ordering operator<=>(string_view one, string_view other) { return one.compare(other) <=> 0; }

/// As the numbers of strtod in the C locale, which is the only one that a module has; without its signs, spaces and hexadecimals
/// where the format is another.
inline from_chars_result from_chars(const char* from, const char* to, double& value,
                                    chars_format format = chars_format::general) {
    const bool negative = from != to && *from == '-';
    const char* const digits = from + (negative ? 1 : 0);
    const bool begins = digits != to && (isalnum(static_cast<unsigned char>(*digits)) != 0 || *digits == '.');
    if (!begins) return {from, errc::invalid_argument};
    const bool hexadecimal = format == chars_format::hex;
    const bool has_prefix = to - digits > 1 && digits[0] == '0' && (digits[1] == 'x' || digits[1] == 'X');
    if (has_prefix) { // of which only the 0 is read
        value = negative ? -0.0 : 0.0;
        return {digits + 1, errc()};
    }
    const string text = (hexadecimal ? "0x" : "") + string(digits, to);
    char* end = nullptr;
    errno = 0;
    const double number = strtod(text.c_str(), &end);
    const ptrdiff_t read = end - text.c_str() - (hexadecimal ? 2 : 0);
    if (read <= 0) return {from, errc::invalid_argument};
    if (errno == ERANGE) return {digits + read, errc::result_out_of_range};
    value = negative ? -number : number;
    return {digits + read, errc()};
}

template <typename Array>
requires is_unbounded_array_v<Array> shared_ptr<Array> make_shared(size_t size) {
    return shared_ptr<Array>(new remove_extent_t<Array>[size]());
}

class stop_token {
public:
    stop_token() = default;
    explicit stop_token(shared_ptr<atomic<bool>> requested) : requested_(std::move(requested)) {}
    bool stop_requested() const { return requested_ && *requested_; }

private:
    shared_ptr<atomic<bool>> requested_;
};

/// The module has one thread: to start another fails, as it does where there is no room for one.
class jthread {
public:
    jthread() = default;
    template <typename Work>
    explicit jthread(Work&&) {
        throw system_error(make_error_code(errc::resource_unavailable_try_again));
    }
    bool joinable() const { return false; }
    bool request_stop() { return false; }
    void join() {}
};

/// Nobody waits for a thread that cannot start.
class condition_variable_for_no_thread : public condition_variable_any {
public:
    template <typename Lock, typename Duration, typename Condition>
    bool wait_for(Lock&, const stop_token&, const Duration&, Condition condition) {
        return condition();
    }
};

} // namespace std

#define condition_variable_any condition_variable_for_no_thread
