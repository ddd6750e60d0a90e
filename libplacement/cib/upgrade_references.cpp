#include "cib/upgrade_references.h"

#include <algorithm>
#include <map>
#include <utility>

#include <fmt/format.h>

namespace placement {

namespace {

/// References within what is referred to may multiply; no CIB has nearly as much.
constexpr std::size_t most_copied_elements = 1'000'000;

/// Puts a copy of `original` in the place of `reference`.
pugi::xml_node replace_by_copy(UpgradeContext& context, pugi::xml_node reference, pugi::xml_node original) {
    pugi::xml_node parent = reference.parent();
    const pugi::xml_node copy = context.tree.append_copy(parent, context.tree, original);
    context.tree.remember(copy, context.tree.offset(reference));
    parent.insert_move_before(copy, reference);
    context.remove(reference);
    return copy;
}

void clear(UpgradeContext& context, pugi::xml_node element) {
    while (const pugi::xml_node child = element.first_child()) context.remove(child);
    element.remove_attributes();
}

} // namespace

ExpandedReferences::ExpandedReferences(UpgradeContext& context) : context_(context) {
    std::vector<pugi::xml_node> references;
    for (const pugi::xml_node element : descendants(context.cib)) {
        if (const pugi::xml_attribute id = element.attribute("id")) by_id_.try_emplace(id.value(), element);
        if (element.attribute("id-ref")) references.push_back(element);
    }
    for (const pugi::xml_node reference : references) {
        std::vector<std::string_view> open;
        expand(reference, open);
    }
}

void ExpandedReferences::expand(pugi::xml_node reference, std::vector<std::string_view>& open) {
    const auto found = by_id_.find(value_of(reference, "id-ref"));
    // Unpacking says what a reference to nothing means.
    if (found == by_id_.end()) return;
    const std::string_view id = found->first;
    if (std::find(open.begin(), open.end(), id) != open.end()) {
        throw InputError(context_.source.name(), context_.position(reference),
                         fmt::format("the id-ref to `{}` stands within what it refers to", id));
    }
    if (is_named(reference, "nvpair") && reference.attribute("name"))
        return expand_renamed_pair(reference, found->second);
    const pugi::xml_node copy = replace_by_copy(context_, reference, found->second);
    mark_as_copy(copy);
    open.push_back(id);
    for (const pugi::xml_node element : descendants(copy)) {
        if (element.attribute("id-ref")) expand(element, open);
    }
    open.pop_back();
}

/// A pair's value under another name.
void ExpandedReferences::expand_renamed_pair(pugi::xml_node reference, pugi::xml_node original) {
    const std::string name(value_of(reference, "name"));
    reference.remove_attributes();
    for (const pugi::xml_attribute attribute : original.attributes()) reference.append_copy(attribute);
    set_value(reference, "id", fmt::format("{}{}-{}", upgrade_prefix, value_of(original, "id"), name));
    set_value(reference, "name", name);
    mark_as_copy(reference);
}

void ExpandedReferences::mark_as_copy(pugi::xml_node element) {
    copies_.insert(element.internal_object());
    ++copied_;
    for (const pugi::xml_node inner : descendants(element)) {
        copies_.insert(inner.internal_object());
        ++copied_;
    }
    if (copied_ > most_copied_elements) {
        throw InputError(
            context_.source.name(), context_.position(element),
            fmt::format("its references repeat more than {} elements; more than any CIB has", most_copied_elements));
    }
}

void ExpandedReferences::collapse() {
    const std::vector<pugi::xml_node> elements = descendants(context_.cib);
    std::unordered_set<std::string> originals;
    for (const pugi::xml_node element : elements) {
        if (element.attribute("id") && !is_copy(element)) originals.emplace(value_of(element, "id"));
    }
    std::unordered_set<std::string> before;
    for (pugi::xml_node element : elements) {
        if (!element.attribute("id")) continue;
        const std::string id(value_of(element, "id"));
        const bool defined = originals.count(id) != 0 || !before.insert(id).second;
        if (!is_copy(element) || !defined) continue;
        clear(context_, element);
        set_value(element, "id-ref", id);
    }
}

namespace {

bool is_set(pugi::xml_node element) {
    return is_named(element, "cluster_property_set") || is_named(element, "instance_attributes") ||
           is_named(element, "meta_attributes");
}

std::string copied_id(std::string_view id) { return fmt::format("_cibtr-2_{}", id); }

/// Sets by element name and id.
using SetIndex = std::map<std::pair<std::string_view, std::string_view>, pugi::xml_node>;

SetIndex index_sets(pugi::xml_node cib) {
    SetIndex index;
    for (const pugi::xml_node element : descendants(cib)) {
        if (is_set(element) && element.attribute("id")) {
            index.try_emplace({element.name(), value_of(element, "id")}, element);
        }
    }
    return index;
}

pugi::xml_node find_set(const SetIndex& index, pugi::xml_node like, std::string_view id) {
    const auto found = index.find({like.name(), id});
    return found == index.end() ? pugi::xml_node() : found->second;
}

/// Whether two elements say the same, their ids and those within them apart.
bool says_the_same(pugi::xml_node left, pugi::xml_node right) {
    const auto next = [](pugi::xml_attribute attribute) {
        while (attribute && std::string_view(attribute.name()) == "id") attribute = attribute.next_attribute();
        return attribute;
    };
    if (!is_named(left, right.name())) return false;
    pugi::xml_attribute a = next(left.first_attribute());
    pugi::xml_attribute b = next(right.first_attribute());
    for (; a && b; a = next(a.next_attribute()), b = next(b.next_attribute())) {
        if (std::string_view(a.name()) != b.name() || std::string_view(a.value()) != b.value()) return false;
    }
    if (a || b) return false;
    pugi::xml_node l = left.first_child();
    pugi::xml_node r = right.first_child();
    for (; l && r; l = l.next_sibling(), r = r.next_sibling()) {
        if (!says_the_same(l, r)) return false;
    }
    return !l && !r;
}

} // namespace

ExpandedSets::ExpandedSets(UpgradeContext& context) : context_(context) {
    const SetIndex index = index_sets(context.cib);
    for (const pugi::xml_node reference : descendants(context.cib)) {
        if (!reference.attribute("id-ref") || !is_set(reference)) continue;
        const std::string id(value_of(reference, "id-ref"));
        const pugi::xml_node original = find_set(index, reference, id);
        if (!original) continue;
        pugi::xml_node copy = replace_by_copy(context, reference, original);
        set_value(copy, "id", copied_id(id));
        for (const pugi::xml_node inner : descendants(copy)) {
            if (inner.attribute("id")) {
                set_value(inner, "id", fmt::format("__cibtr-2_{}__{}", id, value_of(inner, "id")));
            }
        }
        copies_.push_back(copy);
    }
}

void ExpandedSets::collapse() {
    const SetIndex index = index_sets(context_.cib);
    for (pugi::xml_node copy : copies_) {
        const std::string id(value_of(copy, "id").substr(copied_id("").size()));
        const pugi::xml_node original = find_set(index, copy, id);
        if (!original || !says_the_same(original, copy)) continue;
        clear(context_, copy);
        set_value(copy, "id-ref", id);
    }
}

} // namespace placement
