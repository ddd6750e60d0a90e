#pragma once

#include <compare>
#include <optional>
#include <string_view>

namespace placement {

/// How the values of an attribute expression are read.
enum class ValueType : unsigned char { Text, Integer, Number, Version };

/// "string", "integer", "number" or "version" in any case; none for any other. (Pacemaker: pcmk__parse_type)
std::optional<ValueType> value_type(std::string_view name);

/// Values that are unreadable as the type are compared as text, without regard to case; what is no number by either is
/// equal to all. (Pacemaker: pcmk__cmp_by_type)
std::weak_ordering compare_as(ValueType type, std::string_view left, std::string_view right);

/// Leading numbers with dots, number by number, the shorter filled up with 0. (Pacemaker: pcmk__compare_versions)
std::weak_ordering compare_versions(std::string_view left, std::string_view right);

/// The number that the text begins with, hexadecimal ones included; none where the reference has none: out of range, or
/// a zero that is not written with 0 and a point alone, such as "-0". (Pacemaker: pcmk__scan_double)
std::optional<double> parse_number(std::string_view text);

} // namespace placement
