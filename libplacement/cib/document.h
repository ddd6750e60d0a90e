#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <pugixml.hpp>

#include "cib/kept.h"
#include "cib/source_text.h"
#include "cib/state_element.h"
#include "placement/cib.h"
#include "placement/cluster.h"
#include "placement/diagnostic.h"

namespace placement {

/// A tree of XML elements that remembers where in a text each of them stood.
class XmlTree {
public:
    pugi::xml_document document;

    /// The offset in the text of the element's "<"; std::string::npos for one that is not from the text.
    std::size_t offset(pugi::xml_node element) const;
    /// Keeps the place of an element whose name is about to change, or which is a copy or a successor of another.
    void remember(pugi::xml_node element, std::size_t offset);
    /// Appends a copy of `original` (an element of `tree`, which may be this one) that keeps every element's place.
    pugi::xml_node append_copy(pugi::xml_node parent, const XmlTree& tree, pugi::xml_node original);

private:
    /// For elements that pugixml itself cannot place.
    std::unordered_map<pugi::xml_node_struct*, std::size_t> offsets_;
};

/// Where the element, which is of this tree, stood in the text; unknown for one that an event or an upgrade made.
Position position_in(const SourceText& source, const XmlTree& tree, pugi::xml_node element);
Position position_in(const SourceText& source, const StateElement& element);

/// A meta attribute or property that means nothing today.
struct FormerOption {
    std::string owner; ///< the id of the resource or template; empty for the defaults and for properties
    std::string name;
    std::string value;
};

/// In a part of a CIB: resources that are in none but other parts have been assigned to the node when this part's turn comes.
struct LoadBesidePart {
    std::string before; ///< the id of the outermost resource of this part whose turn it is
    std::string node;
    std::int32_t resources = 0; ///< more than at the turn before
};

/// What a Cib holds: configuration and state in today's spelling, each immutable and shared between Cibs, and where each element
/// stood in the text.
struct [[gnu::visibility("hidden")]] CibDocument {
    /// <configuration>, within the tree that owns it.
    struct Configuration {
        std::shared_ptr<const XmlTree> tree;
        pugi::xml_node element;
        std::shared_ptr<Kept> kept = std::make_shared<Kept>();
        bool is_asked_again = false; ///< it is known that what is made of it will be wanted more than once
    };

    std::shared_ptr<const SourceText> source;
    /// The Cluster that was made of this, while somebody has it; null for what an edit made, which is asked about once.
    std::shared_ptr<Kept> cluster = {};
    /// The source is, byte by byte, what was given: nothing stood around it, and it was in UTF-8.
    bool source_is_as_given = false;
    Configuration configuration_part;
    /// <cib> and all that is in it, but for what is in <configuration>. All histories in it have been read.
    StateElement::Pointer state;
    Diagnostics diagnostics;
    /// What validate-with said in the text; after the upgrade it says the newest.
    std::string named_schema;
    /// As schema_violations() tells them.
    Diagnostics schema_violations;
    /// The ids of the pairs among the defaults that were cluster properties in the text, which older releases keep apart.
    std::vector<std::string> former_properties;
    /// Meta attributes and properties that the upgrade left out, and that older releases read.
    std::vector<FormerOption> former_options;
    /// Of a part of a CIB (see divided.h).
    std::vector<LoadBesidePart> beside;

    /// The <cib> element, for its attributes alone.
    const StateElement& root() const { return *state; }
    /// <status>; always there.
    const StateElement& status() const { return *state->child("status"); }
    /// <configuration>; always there.
    pugi::xml_node configuration() const { return configuration_part.element; }
    /// Where the element stood in the text; unknown for one that an event or an upgrade made.
    Position position(pugi::xml_node element) const;
    Position position(const StateElement& element) const;
};

} // namespace placement
