#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include <pugixml.hpp>

#include "cib/schema_content.h"
#include "cib/schema_versions.h"

namespace placement {

/// An element of a CIB as the schemas look at it: attributes, and elements in it.
struct ElementParts {
    struct Attribute {
        std::string_view name;
        std::string_view value;
    };
    std::vector<Attribute> attributes;
    std::vector<pugi::xml_node> elements;

    explicit ElementParts(pugi::xml_node element);
    /// The attribute's place among them; attributes.size() where there is none.
    std::size_t find(std::string_view attribute) const;
};

/// How far an attempt to match came.
struct ContentState {
    std::uint64_t used = 0; ///< a bit for each attribute
    std::size_t next = 0;   ///< element
    SchemaSet schemas;
};

/// What is missing where an attempt ended.
struct MissingPart {
    const SchemaPart* part = nullptr;
    ContentState state;
};

/// Matches one element, without what is within the elements in it.
class ContentMatch {
public:
    explicit ContentMatch(const ElementParts& parts) : parts_(parts) {}

    /// The schemas of those asked for that allow it.
    SchemaSet match(const SchemaElement& element, SchemaSet schemas);
    /// After match() has failed: what was missing where it came farthest; no part where something was left over.
    const MissingPart& missing() const { return missing_; }
    /// After match() has failed and nothing was missing: how far it came.
    const ContentState& farthest() const { return farthest_; }

private:
    using States = std::vector<ContentState>;
    States after(const SchemaPart& part, const States& before);
    void add_once(const SchemaPart& part, const ContentState& before, States& found);
    void add_attribute(const SchemaPart& part, ContentState state, States& found) const;
    void add_element(const SchemaPart& part, ContentState state, States& found) const;
    void add_any_order(const SchemaPart& part, ContentState state, States& found);
    void remember_missing(const SchemaPart& part, const ContentState& state);
    bool is_complete(const ContentState& state) const;

    const ElementParts& parts_;
    MissingPart missing_;
    ContentState farthest_;
};

} // namespace placement
