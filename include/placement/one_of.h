#pragma once

#include <concepts>
#include <variant>

namespace [[gnu::visibility("default")]] placement {

/// A value of one of several kinds. It is a std::variant in every respect (std::visit, std::get_if, …), but the library, not each file
/// that uses it, has the code with which it is created, copied and destroyed; the library has that for Event alone.
template <typename... Kinds>
class OneOf : public std::variant<Kinds...> {
public:
    OneOf();
    template <typename Kind>
    requires(std::same_as<Kind, Kinds> || ...) OneOf(Kind kind);
    OneOf(const OneOf& other);
    OneOf(OneOf&& other) noexcept;
    OneOf& operator=(const OneOf& other);
    OneOf& operator=(OneOf&& other) noexcept;
    ~OneOf();
};

} // namespace placement
