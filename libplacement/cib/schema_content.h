#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "cib/schema_values.h"
#include "cib/schema_versions.h"

namespace placement {

class SchemaElement;

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

/// How many parts a content in any order has at most.
inline constexpr std::size_t most_in_any_order = 16;

struct SchemaContent {
    SchemaPart whole;
    /// The attributes and elements in it, however deep within parts.
    std::vector<const SchemaPart*> attributes;
    std::vector<const SchemaPart*> elements;
    /// Of the attributes, ids and references.
    std::vector<const SchemaPart*> names;
};

class SchemaElements;
class SchemaForms;

/// An element of the schemas, as it stands in one kind of place. What a CIB does not have in it is not read from the table.
class SchemaElement {
public:
    /// `content` is as in the table; its elements are among `all`.
    SchemaElement(std::string_view name, std::string content, const SchemaElements& all);
    ~SchemaElement();
    SchemaElement(const SchemaElement&) = delete;
    SchemaElement& operator=(const SchemaElement&) = delete;

    std::string_view name() const { return name_; }
    const SchemaContent& content() const;
    const SchemaForms& forms() const;

private:
    void read() const;

    std::string_view name_;
    std::string text_;
    const SchemaElements& all_;
    mutable std::once_flag once_;
    mutable std::unique_ptr<const SchemaContent> content_;
    mutable std::unique_ptr<const SchemaForms> forms_;
};

/// <cib>, with all that may be in it. <status> has no content: there, everything is allowed.
const SchemaElement& schema_of_cib();

} // namespace placement
