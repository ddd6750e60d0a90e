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
    struct Child {
        std::string_view name;
        pugi::xml_node element;
    };
    std::vector<Attribute> attributes;
    std::vector<Child> elements;

    void read(pugi::xml_node element);
    /// The attribute's place among them; attributes.size() where there is none.
    std::size_t find(std::string_view attribute) const;
};

/// How far an attempt to match came.
struct ContentState {
    std::uint64_t used = 0; ///< a bit for each attribute
    std::uint32_t next = 0; ///< element
    SchemaSet schemas;
};

/// Nearly always one state, for which no memory is taken.
class ContentStates {
public:
    ContentStates() = default;
    explicit ContentStates(const ContentState& only) { add(only); }

    /// States that differ in nothing but their schemas are one.
    void add(const ContentState& state);
    void remove(std::size_t place);
    void clear() {
        size_ = 0;
        more_.clear();
    }
    std::size_t size() const { return size_; }
    bool empty() const { return size_ == 0; }
    ContentState& operator[](std::size_t place) { return place == 0 ? first_ : more_[place - 1]; }
    const ContentState& operator[](std::size_t place) const { return place == 0 ? first_ : more_[place - 1]; }

private:
    ContentState first_;
    std::vector<ContentState> more_;
    std::size_t size_ = 0;
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
    /// Those in which these are the elements in it.
    SchemaSet match_elements(const std::vector<const SchemaPart*>& sequence, SchemaSet schemas);
    /// After match() has failed: what was missing where it came farthest; no part where something was left over.
    const MissingPart& missing() const { return missing_; }
    /// After match() has failed and nothing was missing: how far it came.
    const ContentState& farthest() const { return farthest_; }

private:
    void advance(const SchemaPart& part, ContentStates& states);
    bool advance_in_place(const SchemaPart& part, ContentStates& states);
    void advance_one(const SchemaPart& part, ContentState state, ContentStates& found);
    void repeat(const SchemaPart& part, ContentStates once, ContentStates& found);
    void match_once(const SchemaPart& part, const ContentState& before, ContentStates& found);
    /// What a part does to a state: schemas by which it goes on behind the part, goes on without it, or ends.
    struct Step {
        ContentState taken;
        SchemaSet passed_over;
        SchemaSet missing;
    };
    static void try_variant(const SchemaPart& part, bool is_there, std::string_view value, Step& step);
    Step try_attribute(const SchemaPart& part, const ContentState& state) const;
    Step try_element(const SchemaPart& part, const ContentState& state) const;
    void match_any_order(const SchemaPart& part, ContentState state, ContentStates& found);
    void remember_missing(const SchemaPart& part, const ContentState& state);
    bool is_complete(const ContentState& state) const;

    const ElementParts& parts_;
    MissingPart missing_;
    ContentState farthest_;
};

} // namespace placement
