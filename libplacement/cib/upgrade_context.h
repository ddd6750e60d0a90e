#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <pugixml.hpp>

#include "cib/document.h"
#include "cib/source_text.h"
#include "placement/diagnostic.h"

namespace placement {

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

    pugi::xml_node configuration() const { return cib.child("configuration"); }
    Position position(pugi::xml_node element) const;
    /// Code "old-spelling": what was written, and what it is today.
    void note_old_spelling(pugi::xml_node element, const std::string& message);
    /// Code "no-longer-supported": what was left out, and why.
    void warn_unsupported(pugi::xml_node element, const std::string& message);

    /// Takes the element out of the CIB. Its memory stays taken until the upgrade ends, so that no new element can be
    /// mistaken for it.
    void remove(pugi::xml_node element) { removed_.append_move(element); }
    /// Gives the element another name; it keeps its place in the text.
    void rename(pugi::xml_node element, const char* name);

private:
    pugi::xml_node removed_;
};

/// An element that the next series of schemas does not allow any more.
struct OldSpelling {
    pugi::xml_node element;
    /// What it is, and what it is today.
    std::string message;
    /// Schema 4.0 refuses it too; otherwise 4.0 allows it, though it means nothing there.
    bool refused_by_4_0 = true;
    /// A later schema of the same series allows it again.
    bool allowed_again = false;
};
using OldSpellings = std::vector<OldSpelling>;

/// All elements of that name within `top`, in document order; of any name for nullptr. `top` itself is not among them.
std::vector<pugi::xml_node> descendants(pugi::xml_node top, const char* name = nullptr);
/// The children of that name, as a list that stays valid while they are changed.
std::vector<pugi::xml_node> children(pugi::xml_node parent, const char* name);

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
