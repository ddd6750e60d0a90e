#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "cib/schema_values.h"
#include "cib/schema_versions.h"

namespace placement {

struct SchemaElement;

/// A part of what an element may have (schema_table.cpp has the notation).
struct SchemaPart {
    enum class Kind : std::uint8_t { Attribute, Element, Sequence, Choice, AnyOrder };
    enum class Times : std::uint8_t { Once, AtMostOnce, AnyNumber, AtLeastOnce };

    Kind kind = Kind::Sequence;
    Times times = Times::Once;
    /// In other schemas it is as if it were not written.
    SchemaSet schemas = SchemaSet::all();
    std::string_view name = {};                 ///< of an attribute or element
    SchemaValue value = {};                     ///< of an attribute
    const SchemaElement* element = nullptr;     ///< what an element may have
    /// Of an attribute, what it is in one range of schemas and in another; empty where it is the same in all that have it.
    std::vector<SchemaPart> parts = {};

    bool may_be_left_out() const { return times == Times::AtMostOnce || times == Times::AnyNumber; }
    bool may_come_again() const { return times == Times::AnyNumber || times == Times::AtLeastOnce; }
};

/// An element of the schemas, as it stands in one kind of place.
struct SchemaElement {
    std::string_view name;
    std::string text; ///< its content, as the table has it
    SchemaPart content;
    /// The attributes and elements in the content, however deep within parts.
    std::vector<const SchemaPart*> attributes;
    std::vector<const SchemaPart*> elements;
    /// Of the attributes, ids and references.
    std::vector<const SchemaPart*> names;
};

/// <cib>, with all that may be in it. <status> has no content: there, everything is allowed.
const SchemaElement& schema_of_cib();

} // namespace placement
