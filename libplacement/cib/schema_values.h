#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace placement {

/// What an attribute's value may be.
struct SchemaValue {
    enum class Kind : std::uint8_t {
        Text,
        Id,        ///< a name that no other element has
        Reference, ///< the id of another element
        Boolean,
        Integer,
        Count,     ///< an integer that is not negative
        Positive,
        Level,     ///< 1 to 9
        Score,     ///< an integer, or an infinity
        Devices,   ///< names with commas between them
        Ports,     ///< digits and dashes
        SchemaName,
        OneOf,
        NoneOf,
    };
    Kind kind = Kind::Text;
    /// Of OneOf and NoneOf.
    std::vector<std::string_view> words = {};

    bool allows(std::string_view value) const;
    /// "true, false, 1 or 0".
    std::string wanted() const;
};

/// The kinds of values that have a name of their own in the table of the schemas: "boolean", "score", …
std::optional<SchemaValue> named_schema_value(std::string_view name);

/// The value without blanks at its ends, as ids and references are compared.
std::string_view without_blank_ends(std::string_view value);

} // namespace placement
