#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <pugixml.hpp>

#include "cib/document.h"
#include "cib/source_text.h"
#include "placement/diagnostic.h"

namespace placement {

/// An element that the next series of schemas does not allow any more.
struct OldSpelling {
    enum class Today : std::uint8_t { SpelledOtherwise, LeftOut };
    enum class LaterSchemas : std::uint8_t {
        Refuse,
        Ignore, ///< 4.0 allows it, and it means nothing there
        Allow,  ///< a later schema of the next series allows it again
    };
    pugi::xml_node element;
    /// What it is, and what it is today.
    std::string message;
    Today today = Today::SpelledOtherwise;
    LaterSchemas later = LaterSchemas::Refuse;
};
using OldSpellings = std::vector<OldSpelling>;

/// What the steps of an upgrade share: the tree that they change in place, and what they say about it.
class UpgradeContext {
public:
    UpgradeContext(XmlTree& xml_tree, pugi::xml_node cib_element, const SourceText& source_text, Diagnostics& found)
        : tree(xml_tree), cib(cib_element), source(source_text), diagnostics(found),
          removed_(xml_tree.document.append_child("removed")) {}
    ~UpgradeContext() { tree.document.remove_child(removed_); }
    UpgradeContext(const UpgradeContext&) = delete;
    UpgradeContext& operator=(const UpgradeContext&) = delete;

    XmlTree& tree;
    pugi::xml_node cib;
    const SourceText& source;
    Diagnostics& diagnostics;
    /// The ids of the pairs that were cluster properties and are defaults now.
    std::vector<std::string> former_properties;
    std::vector<FormerOption> former_options;

    pugi::xml_node configuration() const { return cib.child("configuration"); }
    Position position(pugi::xml_node element) const;
    /// Says what an upgrade does with it: the note "old-spelling", or the warning "no-longer-supported" for what it leaves
    /// out.
    void tell(const OldSpelling& old);

    /// Takes the element out of the CIB. Its memory stays taken until the upgrade ends, so that no new element can be
    /// mistaken for it.
    void remove(pugi::xml_node element) { removed_.append_move(element); }
    /// Gives the element another name; it keeps its place in the text.
    void rename(pugi::xml_node element, const char* name);

private:
    pugi::xml_node removed_;
};

/// All elements of that name within `top`, in document order; of any name for nullptr. `top` itself is not among them.
std::vector<pugi::xml_node> descendants(pugi::xml_node top, const char* name = nullptr);
/// The children of that name, as a list that stays valid while they are changed.
std::vector<pugi::xml_node> children(pugi::xml_node parent, const char* name);

/// All primitives and templates, in document order.
std::vector<pugi::xml_node> primitives_and_templates(pugi::xml_node top);

bool is_named(pugi::xml_node element, std::string_view name);
/// The attribute's value, empty where there is none.
std::string_view value_of(pugi::xml_node element, const char* attribute);
/// Sets an attribute that may be there already.
void set_value(pugi::xml_node element, const char* attribute, const std::string& value);
/// Whether one of the set's <nvpair>s has the name.
bool has_pair(pugi::xml_node set, std::string_view name);
/// A set that a rule limits.
bool has_rule(pugi::xml_node set);

} // namespace placement
