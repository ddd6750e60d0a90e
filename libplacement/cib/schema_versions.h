#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace placement {

/// A schema that Pacemaker 3.0.2 has, by its place in their order: 1.0, 1.2, 1.3, 2.0 to 2.10, 3.0 to 3.10, 4.0.
enum class SchemaVersion : std::uint8_t {};

inline constexpr SchemaVersion oldest_schema{0};
inline constexpr SchemaVersion schema_1_3{2};
inline constexpr SchemaVersion schema_2_0{3};
inline constexpr SchemaVersion schema_2_10{13};
inline constexpr SchemaVersion schema_3_0{14};
inline constexpr SchemaVersion schema_3_7{21};
inline constexpr SchemaVersion schema_3_10{24};
inline constexpr SchemaVersion newest_schema{25};

/// The one after it; of the newest there is none.
SchemaVersion next_schema(SchemaVersion version);

/// The schema of a number such as "2.10", and of the name that validate-with has, "pacemaker-2.10".
std::optional<SchemaVersion> schema_of_number(std::string_view number);
std::optional<SchemaVersion> schema_of_name(std::string_view name);
std::string schema_name(SchemaVersion version);

/// Some of the schemas.
class SchemaSet {
public:
    constexpr SchemaSet() = default;
    static constexpr SchemaSet from_to(SchemaVersion first, SchemaVersion last) {
        const auto up_to = [](int index) { return (std::uint32_t{1} << index) - 1; };
        return SchemaSet(up_to(static_cast<int>(last) + 1) & ~up_to(static_cast<int>(first)));
    }
    static constexpr SchemaSet all() { return from_to(oldest_schema, newest_schema); }
    static constexpr SchemaSet only(SchemaVersion version) { return from_to(version, version); }

    constexpr bool empty() const { return bits_ == 0; }
    constexpr bool has(SchemaVersion version) const { return !(*this & only(version)).empty(); }
    /// Those that are in the one and not in the other.
    constexpr SchemaSet without(SchemaSet other) const { return SchemaSet(bits_ & ~other.bits_); }
    friend constexpr SchemaSet operator&(SchemaSet a, SchemaSet b) { return SchemaSet(a.bits_ & b.bits_); }
    friend constexpr SchemaSet operator|(SchemaSet a, SchemaSet b) { return SchemaSet(a.bits_ | b.bits_); }
    friend constexpr bool operator==(SchemaSet, SchemaSet) = default;

private:
    explicit constexpr SchemaSet(std::uint32_t bits) : bits_(bits) {}
    std::uint32_t bits_ = 0;
};

} // namespace placement
