#pragma once

#include <cstddef>
#include <functional>
#include <string_view>

namespace placement {

/// A name whose hash is known, for tables that are asked for the same names again and again.
struct HashedName {
    std::string_view name;
    std::size_t hash = 0;
};

/// For tables by name that are also asked with views and hashed names.
struct NameHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view name) const { return std::hash<std::string_view>()(name); }
    std::size_t operator()(const HashedName& name) const { return name.hash; }
};

struct NameEqual {
    using is_transparent = void;
    bool operator()(std::string_view left, std::string_view right) const { return left == right; }
    bool operator()(const HashedName& left, std::string_view right) const { return left.name == right; }
    bool operator()(std::string_view left, const HashedName& right) const { return left == right.name; }
};

} // namespace placement
