#include "cib/schema_versions.h"

#include <algorithm>
#include <array>
#include <iterator>

namespace placement {

namespace {

constexpr std::array<std::string_view, 26> schema_numbers = {
    "1.0", "1.2", "1.3", "2.0", "2.1", "2.2", "2.3", "2.4", "2.5", "2.6", "2.7", "2.8",  "2.9",
    "2.10", "3.0", "3.1", "3.2", "3.3", "3.4", "3.5", "3.6", "3.7", "3.8", "3.9", "3.10", "4.0"};
static_assert(schema_numbers.size() == static_cast<std::size_t>(newest_schema) + 1);

constexpr std::string_view schema_name_prefix = "pacemaker-";

} // namespace

SchemaVersion next_schema(SchemaVersion version) { return SchemaVersion(static_cast<std::uint8_t>(version) + 1); }

std::optional<SchemaVersion> schema_of_number(std::string_view number) {
    const auto* const found = std::find(schema_numbers.begin(), schema_numbers.end(), number);
    if (found == schema_numbers.end()) return std::nullopt;
    return SchemaVersion(static_cast<std::uint8_t>(std::distance(schema_numbers.begin(), found)));
}

std::optional<SchemaVersion> schema_of_name(std::string_view name) {
    if (!name.starts_with(schema_name_prefix)) return std::nullopt;
    return schema_of_number(name.substr(schema_name_prefix.size()));
}

std::string schema_name(SchemaVersion version) {
    return std::string(schema_name_prefix) + std::string(schema_numbers[static_cast<std::size_t>(version)]);
}

} // namespace placement
