#include "cib/configuration_edits.h"

#include <algorithm>
#include <cstring>
#include <iterator>
#include <memory>
#include <string_view>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>
#include <pugixml.hpp>

#include "cib/document.h"
#include "cib/edit_elements.h"
#include "cib/element_path.h"
#include "cib/elements.h"

namespace placement {

namespace {

using Kind = ConfigurationEdit::Kind;

std::string_view name_of(pugi::xml_node element) { return element.name(); }
std::string id_of(pugi::xml_node element) { return element.attribute("id").value(); }

bool counts(pugi::xml_node element, pugi::xml_attribute attribute) {
    return name_of(element) != "nvpair" || std::string_view(attribute.name()) != "id";
}

// ---- words ----------------------------------------------------------------------------------------------------

bool is_constraint(std::string_view name) {
    return name == "rsc_colocation" || name == "rsc_location" || name == "rsc_order" || name == "rsc_ticket";
}

/// "constraint vip-with-db", "primitive db", "operation db-monitor (monitor) of primitive db", …
std::string describe(pugi::xml_node element);

/// Of whom a pair speaks, before its own name.
std::string describe_pair(pugi::xml_node pair) {
    const std::string name = pair.attribute("name").value();
    const pugi::xml_node set = pair.parent();
    const pugi::xml_node owner = set.parent();
    const std::string_view owner_name = name_of(owner);
    if (owner_name == "crm_config") return "property " + name;
    if (owner_name == "rsc_defaults") return "resource default " + name;
    if (owner_name == "op_defaults") return "operation default " + name;
    const std::string_view set_name = name_of(set);
    std::string what = "attribute";
    if (owner_name != "node") {
        if (set_name == "meta_attributes") what = "meta attribute";
        if (set_name == "instance_attributes") what = "parameter";
    }
    if (set_name == "utilization") what = "utilization";
    return fmt::format("{} {} of {}", what, name, describe(owner));
}

std::string describe(pugi::xml_node element) {
    const std::string_view name = name_of(element);
    if (name == "nvpair") return describe_pair(element);
    if (name == "node") return fmt::format("node {}", element.attribute("uname").value());
    if (is_constraint(name)) return "constraint " + id_of(element);
    if (names_resource(name)) return fmt::format("{} {}", name, id_of(element));
    if (name == "op") {
        return fmt::format("operation {} ({}) of {}", id_of(element), element.attribute("name").value(),
                           describe(element.parent().parent()));
    }
    const std::string own = id_of(element).empty() ? std::string(name) : fmt::format("{} {}", name, id_of(element));
    const pugi::xml_node parent = element.parent();
    const bool at_the_top = name_of(parent) == "configuration" || name_of(parent.parent()) == "configuration";
    return at_the_top || !parent ? own : fmt::format("{} of {}", own, describe(parent));
}

/// What a new or lost element says, in parentheses.
std::string content(pugi::xml_node element) {
    if (name_of(element) == "nvpair") return fmt::format(" ({})", element.attribute("value").value());
    std::string text;
    if (is_constraint(name_of(element))) text = element.name();
    for (const pugi::xml_attribute attribute : element.attributes()) {
        const std::string_view name = attribute.name();
        if (name == "id" || (name == "uname" && name_of(element) == "node")) continue;
        text += fmt::format("{}{}={}", text.empty() ? "" : " ", name, attribute.value());
    }
    return text.empty() ? "" : fmt::format(" ({})", text);
}

std::string quoted(const std::optional<std::string>& value) {
    if (!value) return "(none)";
    return value->empty() ? "\"\"" : *value;
}

std::string attribute_words(pugi::xml_node element, const ConfigurationEdit& edit) {
    const bool value_of_pair = name_of(element) == "nvpair" && edit.attribute == "value";
    return fmt::format("{}:{} {} -> {}", describe(element), value_of_pair ? "" : " " + edit.attribute,
                       quoted(edit.before), quoted(edit.after));
}

// ---- comparing ------------------------------------------------------------------------------------------------

std::optional<std::string> value_if_present(pugi::xml_attribute attribute) {
    return attribute ? std::optional<std::string>(attribute.value()) : std::nullopt;
}

/// The elements in one, found by what tells them apart.
class Children {
public:
    explicit Children(pugi::xml_node parent) {
        for (const pugi::xml_node child : elements_in(parent)) {
            keys_.push_back(element_key(child));
            elements_.push_back(child);
            first_.try_emplace(keys_.back(), child);
        }
    }

    std::size_t size() const { return elements_.size(); }
    pugi::xml_node element(std::size_t child) const { return elements_[child]; }
    const std::string& key(std::size_t child) const { return keys_[child]; }
    /// The first of several; none where there is none.
    pugi::xml_node find(const std::string& key) const {
        const auto found = first_.find(key);
        return found == first_.end() ? pugi::xml_node() : found->second;
    }
    std::vector<std::string> keys_shared_with(const Children& other) const {
        std::vector<std::string> shared;
        std::ranges::copy_if(keys_, std::back_inserter(shared), [&](const std::string& key) { return other.find(key); });
        return shared;
    }

private:
    std::vector<std::string> keys_;
    std::vector<pugi::xml_node> elements_;
    std::unordered_map<std::string, pugi::xml_node> first_;
};

bool same_attributes(pugi::xml_node left, pugi::xml_node right) {
    const auto same = [](pugi::xml_attribute one, pugi::xml_attribute other) {
        return std::strcmp(one.name(), other.name()) == 0 && std::strcmp(one.value(), other.value()) == 0;
    };
    return std::ranges::equal(left.attributes(), right.attributes(), same);
}

/// Whether both are written alike. Most inputs of a history have the configuration of the one before.
bool written_alike(pugi::xml_node left, pugi::xml_node right) {
    if (left == right) return true;
    if (std::strcmp(left.name(), right.name()) != 0 || !same_attributes(left, right)) return false;
    return std::ranges::equal(elements_in(left), elements_in(right), written_alike);
}

bool same_status(const CibDocument& left, const CibDocument& right) {
    const auto elements = [](const CibDocument& document) {
        std::vector<const StateElement*> found;
        for (const StateElement::Pointer& part : document.status().children()) {
            if (!part->is_comment()) found.push_back(part.get());
        }
        return found;
    };
    return std::ranges::equal(elements(left), elements(right),
                              [](const StateElement* one, const StateElement* other) { return say_the_same(*one, *other); });
}

class Comparison {
public:
    Comparison(const CibDocument& before, const CibDocument& after) : before_(before), after_(after) {}

    std::vector<ConfigurationEdit> run() {
        if (!written_alike(before_.configuration(), after_.configuration()))
            elements(before_.configuration(), after_.configuration(), {});
        const bool quorum_differs = before_.root().find("have-quorum") != after_.root().find("have-quorum");
        if (quorum_differs || !same_status(before_, after_)) {
            ConfigurationEdit edit;
            edit.kind = Kind::State;
            edit.text = "the state of the cluster (status)";
            edits_.push_back(std::move(edit));
        }
        return std::move(edits_);
    }

private:
    using Path = std::vector<std::string>;

    void elements(pugi::xml_node before, pugi::xml_node after, const Path& path) {
        attributes(before, after, path);
        const Children old_children(before);
        const Children new_children(after);
        for (std::size_t i = 0; i < old_children.size(); ++i) {
            const pugi::xml_node child = old_children.element(i);
            if (!new_children.find(old_children.key(i))) add(Kind::Removed, child, path, before_.position(child));
        }
        for (std::size_t i = 0; i < new_children.size(); ++i) {
            const pugi::xml_node child = new_children.element(i);
            const pugi::xml_node old = old_children.find(new_children.key(i));
            if (!old) {
                add(Kind::Added, child, path, after_.position(child));
            } else if (!written_alike(old, child)) {
                elements(old, child, below(path, child));
            }
        }
        if (old_children.keys_shared_with(new_children) != new_children.keys_shared_with(old_children)) {
            ConfigurationEdit edit;
            edit.kind = Kind::Reordered;
            edit.path = path;
            edit.position = after_.position(after);
            edit.text = fmt::format("{}: another order", path.empty() ? "configuration" : describe(after));
            edits_.push_back(std::move(edit));
        }
    }

    void attributes(pugi::xml_node before, pugi::xml_node after, const Path& path) {
        for (const pugi::xml_attribute attribute : before.attributes()) {
            if (counts(before, attribute)) compare(before, after, attribute.name(), path);
        }
        for (const pugi::xml_attribute attribute : after.attributes()) {
            if (counts(after, attribute) && !before.attribute(attribute.name())) {
                compare(before, after, attribute.name(), path);
            }
        }
    }

    void compare(pugi::xml_node before, pugi::xml_node after, const char* name, const Path& path) {
        ConfigurationEdit edit;
        edit.kind = Kind::Attribute;
        edit.attribute = name;
        edit.before = value_if_present(before.attribute(name));
        edit.after = value_if_present(after.attribute(name));
        if (edit.before == edit.after) return;
        edit.path = path;
        edit.position = after_.position(after);
        edit.text = attribute_words(after, edit);
        edits_.push_back(std::move(edit));
    }

    void add(Kind kind, pugi::xml_node element, const Path& path, Position position) {
        ConfigurationEdit edit;
        edit.kind = kind;
        edit.path = below(path, element);
        edit.position = position;
        edit.text = fmt::format("{} {}{}", describe(element), kind == Kind::Added ? "added" : "removed", content(element));
        edits_.push_back(std::move(edit));
    }

    static Path below(Path path, pugi::xml_node element) {
        path.push_back(element_key(element));
        return path;
    }

    const CibDocument& before_;
    const CibDocument& after_;
    std::vector<ConfigurationEdit> edits_;
};

// ---- taking back ----------------------------------------------------------------------------------------------

/// Puts a copy of `lost` where it stood: after what stood before it and is still there.
void put_back(XmlTree& tree, pugi::xml_node parent, const XmlTree& from, pugi::xml_node lost) {
    pugi::xml_node copy = tree.append_copy(parent, from, lost);
    for (pugi::xml_node sibling = lost.previous_sibling(); sibling; sibling = sibling.previous_sibling()) {
        const bool is_element = sibling.type() == pugi::node_element;
        if (const pugi::xml_node there = is_element ? child_with_key(parent, element_key(sibling)) : pugi::xml_node()) {
            parent.insert_move_after(copy, there);
            return;
        }
    }
    parent.prepend_move(copy);
}

/// What both have, in the order of `old`; what is new stays in front.
void order_as(pugi::xml_node element, pugi::xml_node old) {
    for (const pugi::xml_node each : elements_in(old)) {
        if (const pugi::xml_node there = child_with_key(element, element_key(each))) element.append_move(there);
    }
}

void take_back(XmlTree& tree, pugi::xml_node configuration, const CibDocument::Configuration& old,
               const ConfigurationEdit& edit) {
    switch (edit.kind) {
    case Kind::Added: {
        const pugi::xml_node added = element_at(configuration, edit.path);
        if (added) added.parent().remove_child(added);
        return;
    }
    case Kind::Removed: {
        const pugi::xml_node parent = element_at(configuration, parent_path(edit.path));
        const pugi::xml_node lost = element_at(old.element, edit.path);
        if (parent && lost) put_back(tree, parent, *old.tree, lost);
        return;
    }
    case Kind::Attribute: {
        pugi::xml_node element = element_at(configuration, edit.path);
        if (!element) return;
        element.remove_attribute(edit.attribute.c_str());
        if (edit.before) element.append_attribute(edit.attribute.c_str()) = edit.before->c_str();
        return;
    }
    case Kind::Reordered: {
        const pugi::xml_node element = element_at(configuration, edit.path);
        if (element) order_as(element, element_at(old.element, edit.path));
        return;
    }
    case Kind::State: return;
    }
}

} // namespace

std::vector<ConfigurationEdit> configuration_edits(const Cib& old_cib, const Cib& new_cib) {
    return Comparison(old_cib.document(), new_cib.document()).run();
}

Cib with_state_of(const Cib& configuration, const Cib& state) {
    auto document = std::make_shared<CibDocument>(configuration.document());
    document->state = state.document().state;
    return Cib(std::move(document));
}

Cib taken_back(const Cib& old_cib, const Cib& new_cib, const ConfigurationEdit& edit) {
    if (edit.kind == Kind::State) return with_state_of(new_cib, old_cib);
    const CibDocument& old = old_cib.document();
    auto document = std::make_shared<CibDocument>(new_cib.document());
    auto tree = std::make_shared<XmlTree>();
    const CibDocument::Configuration& part = document->configuration_part;
    const pugi::xml_node configuration = tree->append_copy(tree->document, *part.tree, part.element);
    take_back(*tree, configuration, old.configuration_part, edit);
    document->configuration_part = {tree, configuration};
    return Cib(std::move(document));
}

} // namespace placement
