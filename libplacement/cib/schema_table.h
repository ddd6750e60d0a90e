#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace placement {

/// What an element may have, in every schema that there is. schema_table.cpp says how the content is written.
struct SchemaRow {
    /// The element's name; behind a dot what sets it apart from others of its name.
    std::string_view element;
    std::string content;
};

std::vector<SchemaRow> schema_table();

} // namespace placement
