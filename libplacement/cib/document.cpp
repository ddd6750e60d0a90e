#include "cib/document.h"

#include <new>

namespace placement {

namespace {

/// The element after `element` in document order within `top`, moving over all kinds of nodes; empty after the last.
pugi::xml_node next_in(pugi::xml_node top, pugi::xml_node node) {
    if (node.first_child()) return node.first_child();
    while (node != top && !node.next_sibling()) node = node.parent();
    return node == top ? pugi::xml_node() : node.next_sibling();
}

} // namespace

std::size_t XmlTree::offset(pugi::xml_node element) const {
    if (!offsets_.empty()) {
        const auto remembered = offsets_.find(element.internal_object());
        if (remembered != offsets_.end()) return remembered->second;
    }
    const std::ptrdiff_t name = element.offset_debug();
    return name < 1 ? std::string::npos : static_cast<std::size_t>(name) - 1;
}

void XmlTree::remember(pugi::xml_node element, std::size_t offset) { offsets_[element.internal_object()] = offset; }

pugi::xml_node XmlTree::append_copy(pugi::xml_node parent, const XmlTree& tree, pugi::xml_node original) {
    // The copy may share its names with the original, after which pugixml can place neither: note both before.
    if (&tree == this) {
        for (pugi::xml_node node = original; node; node = next_in(original, node)) remember(node, offset(node));
    }
    const pugi::xml_node copy = parent.append_copy(original);
    pugi::xml_node from = original;
    for (pugi::xml_node to = copy; to; to = next_in(copy, to), from = next_in(original, from)) {
        remember(to, tree.offset(from));
    }
    // pugixml copies no further than it has memory. (A copy within the original becomes a part of it.)
    if (from && &tree != this) throw std::bad_alloc();
    return copy;
}

Position position_in(const SourceText& source, const XmlTree& tree, pugi::xml_node element) {
    const std::size_t offset = tree.offset(element);
    return offset == std::string::npos ? Position() : source.position(offset);
}

Position position_in(const SourceText& source, const StateElement& element) {
    return element.offset() == StateElement::nowhere ? Position() : source.position(element.offset());
}

Position CibDocument::position(pugi::xml_node element) const {
    if (!element || element.root() != configuration_part.tree->document) return {};
    return position_in(*source, *configuration_part.tree, element);
}

Position CibDocument::position(const StateElement& element) const { return position_in(*source, element); }

} // namespace placement
