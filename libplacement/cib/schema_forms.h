#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "cib/schema_content.h"
#include "cib/schema_match.h"
#include "cib/schema_versions.h"

namespace placement {

/// One way to write an element: of each choice between attributes one alternative. What the attributes say is then known
/// from a few sets of bits, whatever their order; only the elements within are matched one after the other.
struct SchemaForm {
    SchemaSet schemas = SchemaSet::all();
    std::uint64_t attributes = 0;            ///< a bit for each part of SchemaForms::attributes
    std::vector<const SchemaPart*> elements; ///< in their order
    SchemaSet without_elements;              ///< where there need be none
};

/// An element's content as its forms. It gives the answer of ContentMatch, in less time and without a reason.
class SchemaForms {
public:
    explicit SchemaForms(const SchemaContent& content);

    /// The schemas of those asked for that allow the element, without what is within the elements in it.
    SchemaSet match(const ElementParts& parts, SchemaSet schemas) const;

private:
    struct AttributeName {
        std::string_view name;
        std::uint64_t parts = 0;
    };

    std::uint64_t parts_that_allow(const ElementParts::Attribute& attribute, SchemaSet schemas) const;
    SchemaSet schemas_of(std::uint64_t parts) const;

    std::vector<const SchemaPart*> attributes_;
    std::uint64_t required_ = 0;
    std::vector<AttributeName> names_;
    std::vector<SchemaForm> forms_;
};

} // namespace placement
