#include "cib/divided.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <string_view>
#include <unordered_set>

#include "cib/elements.h"
#include "cib/operation_history.h"

namespace placement {

namespace {

constexpr std::size_t in_every_part = std::string::npos;

bool is_outermost_resource(pugi::xml_node element) {
    return names_resource(element.name()) && std::string_view(element.name()) != "template";
}

std::string_view id_in(pugi::xml_node element) { return element.attribute("id").value(); }

/// What names in a configuration mean: the outermost resources that have something of the name, by their order.
class ResourceNames {
public:
    explicit ResourceNames(pugi::xml_node configuration) {
        for (const pugi::xml_node element : configuration.child("resources").children()) {
            if (is_outermost_resource(element)) {
                outermost_.push_back(element);
                add(element, outermost_.size() - 1);
            }
        }
        for (const pugi::xml_node element : configuration.child("tags").children("tag")) {
            for (const pugi::xml_node reference : element.children("obj_ref")) tags_[id_in(element)].push_back(id_in(reference));
        }
    }

    const std::vector<pugi::xml_node>& outermost() const { return outermost_; }
    bool unambiguous() const { return unambiguous_; }

    /// Adds those that the name means to `found`.
    void find(std::string_view name, std::vector<std::size_t>& found) const {
        std::unordered_set<std::string_view> followed;
        find(name, found, followed);
    }

private:
    void add(pugi::xml_node element, std::size_t outermost) {
        if (const pugi::xml_attribute id = element.attribute("id")) {
            unambiguous_ = elements_.emplace(id.value(), outermost).second && unambiguous_;
        }
        if (const pugi::xml_attribute used = element.attribute("template")) templates_[used.value()].push_back(outermost);
        for (const pugi::xml_node child : element.children()) add(child, outermost);
    }

    void find(std::string_view name, std::vector<std::size_t>& found, std::unordered_set<std::string_view>& followed) const {
        if (!followed.insert(name).second) return;
        if (const auto element = elements_.find(name); element != elements_.end()) found.push_back(element->second);
        if (const auto users = templates_.find(name); users != templates_.end()) {
            found.insert(found.end(), users->second.begin(), users->second.end());
        }
        if (const auto tag = tags_.find(name); tag != tags_.end()) {
            for (const std::string_view reference : tag->second) find(reference, found, followed);
        }
    }

    std::vector<pugi::xml_node> outermost_;
    std::unordered_map<std::string_view, std::size_t> elements_; ///< all that have an id and are in a resource
    std::unordered_map<std::string_view, std::vector<std::size_t>> templates_;
    std::unordered_map<std::string_view, std::vector<std::string_view>> tags_;
    bool unambiguous_ = true;
};

/// Calls `visit` with each element in `top`, and `top` itself.
template <typename Visit>
void each_element(pugi::xml_node top, const Visit& visit) {
    visit(top);
    for (const pugi::xml_node child : top.children()) each_element(child, visit);
}

/// The resources that the constraint names, each once.
std::vector<std::size_t> resources_in(pugi::xml_node constraint, const ResourceNames& names) {
    static constexpr std::array<const char*, 4> attributes{"rsc", "with-rsc", "first", "then"};
    std::vector<std::size_t> found;
    for (const char* const attribute : attributes) {
        if (const pugi::xml_attribute name = constraint.attribute(attribute)) names.find(name.value(), found);
    }
    each_element(constraint, [&](pugi::xml_node element) {
        if (std::string_view(element.name()) == "resource_ref") names.find(id_in(element), found);
    });
    std::ranges::sort(found);
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
}

/// The resources that something in `element` refers to.
std::vector<std::size_t> referred_to(pugi::xml_node element, const ResourceNames& names) {
    std::vector<std::size_t> found;
    each_element(element, [&](pugi::xml_node each) {
        if (const pugi::xml_attribute reference = each.attribute("id-ref")) names.find(reference.value(), found);
    });
    return found;
}

std::vector<std::string> ids_of(const std::vector<std::size_t>& outermost, const ResourceNames& names) {
    std::vector<std::string> ids;
    ids.reserve(outermost.size());
    for (const std::size_t each : outermost) ids.emplace_back(id_in(names.outermost()[each]));
    return ids;
}

bool refers_to_others(pugi::xml_node element) {
    const auto refers = [](pugi::xml_node each) { return !each.attribute("id-ref").empty(); };
    return refers(element) || element.find_node(refers);
}

/// Whether something in the configuration asks how often a resource failed, which every failure may change.
bool asks_for_failures(pugi::xml_node element) {
    for (const pugi::xml_attribute attribute : element.attributes()) {
        const std::string_view value = attribute.value();
        if (value.starts_with("fail-count-") || value.starts_with("last-failure-")) return true;
    }
    return std::ranges::any_of(element.children(), asks_for_failures);
}

void add_bonds_of_constraints(pugi::xml_node constraints, const ResourceNames& names, Bonds& bonds) {
    for (const pugi::xml_node constraint : constraints.children()) {
        bonds.complete = bonds.complete && !refers_to_others(constraint);
        const std::vector<std::size_t> named = resources_in(constraint, names);
        if (named.size() > 1) bonds.together.push_back(ids_of(named, names));
    }
}

void add_bonds_of_references(pugi::xml_node configuration, const ResourceNames& names, Bonds& bonds) {
    for (std::size_t each = 0; each < names.outermost().size(); ++each) {
        std::vector<std::size_t> bound = referred_to(names.outermost()[each], names);
        if (bound.empty()) continue;
        bound.push_back(each);
        bonds.together.push_back(ids_of(bound, names));
    }
    const auto bind_to_all = [&](pugi::xml_node element) {
        for (std::string& id : ids_of(referred_to(element, names), names)) bonds.with_all.push_back(std::move(id));
    };
    for (const pugi::xml_node element : configuration.child("resources").children()) {
        if (!is_outermost_resource(element)) bind_to_all(element);
    }
    for (const pugi::xml_node section : configuration.children()) {
        const std::string_view name = section.name();
        if (name != "resources" && name != "constraints") bind_to_all(section);
    }
}

bool contains_rule(pugi::xml_node element) {
    const auto is_rule = [](pugi::xml_node each) { return std::string_view(each.name()) == "rule"; };
    return static_cast<bool>(element.find_node(is_rule));
}

/// A pattern may mean any resource.
void add_what_rules_say_of(pugi::xml_node configuration, const ResourceNames& names, Bonds& bonds) {
    const auto add = [&](const std::vector<std::size_t>& outermost) {
        for (std::string& id : ids_of(outermost, names)) bonds.with_rules.push_back(std::move(id));
    };
    std::vector<std::size_t> all(names.outermost().size());
    std::iota(all.begin(), all.end(), std::size_t{0});
    for (const pugi::xml_node constraint : configuration.child("constraints").children()) {
        if (contains_rule(constraint)) add(constraint.attribute("rsc-pattern") ? all : resources_in(constraint, names));
    }
    for (const pugi::xml_node element : configuration.child("resources").children()) {
        if (!contains_rule(element)) continue;
        std::vector<std::size_t> found;
        names.find(id_in(element), found);
        add(found);
    }
}

std::size_t part_named(const DividedCib::PartsByName& parts, std::string_view name) {
    const auto found = parts.find(std::string(name));
    return found == parts.end() ? in_every_part : found->second;
}

/// The element with another child in a child's place.
StateElement::Pointer with_child(const StateElement& element, std::size_t place, StateElement::Pointer child) {
    std::vector<StateElement::Pointer> children = element.children();
    children[place] = std::move(child);
    return StateElement::with_content(element, std::move(children));
}

} // namespace

Bonds bonds_between_resources(const Cib& cib) {
    const pugi::xml_node configuration = cib.document().configuration();
    const ResourceNames names(configuration);
    Bonds bonds;
    bonds.complete = names.unambiguous() && !asks_for_failures(configuration);
    add_bonds_of_constraints(configuration.child("constraints"), names, bonds);
    add_bonds_of_references(configuration, names, bonds);
    add_what_rules_say_of(configuration, names, bonds);
    return bonds;
}

template <typename Element>
void DividedCib::Divided<Element>::add(std::size_t part, std::size_t place, Element element) {
    (part == in_every_part ? everywhere : parts[part]).push_back({place, std::move(element)});
}

template <typename Element>
std::vector<Element> DividedCib::Divided<Element>::in(const std::vector<std::size_t>& wanted) const {
    std::vector<Placed> placed = everywhere;
    for (const std::size_t part : wanted) placed.insert(placed.end(), parts[part].begin(), parts[part].end());
    std::ranges::sort(placed, {}, &Placed::place);
    std::vector<Element> elements;
    elements.reserve(placed.size());
    for (Placed& each : placed) elements.push_back(std::move(each.element));
    return elements;
}

DividedCib::DividedCib(const Cib& cib, const PartsByName& resources, const PartsByName& histories, std::size_t parts)
    : whole_(cib.shared_document()), count_(parts) {
    divide_configuration(resources);
    divide_state(histories);
}

void DividedCib::divide_configuration(const PartsByName& resources) {
    const pugi::xml_node configuration = whole_->configuration();
    const ResourceNames names(configuration);
    resources_.parts.resize(count_);
    constraints_.parts.resize(count_);
    std::size_t place = 0;
    for (const pugi::xml_node element : configuration.child("resources").children()) {
        const bool may_be_left_out = is_outermost_resource(element);
        resources_.add(may_be_left_out ? part_named(resources, id_in(element)) : in_every_part, place++, element);
    }
    for (const pugi::xml_node element : configuration.child("constraints").children()) {
        const std::vector<std::size_t> named = resources_in(element, names);
        std::size_t part = in_every_part;
        for (const std::size_t each : named) part = std::min(part, part_named(resources, id_in(names.outermost()[each])));
        constraints_.add(part, place++, element);
    }
}

void DividedCib::divide_state(const PartsByName& histories) {
    for (const StateElement::Pointer& element : whole_->status().children()) {
        nodes_.emplace_back();
        if (!element->is("node_state")) continue;
        const auto executor = find_child(*element, "lrm");
        if (!executor) continue;
        const StateElement& executed = *element->children()[*executor];
        const auto list = find_child(executed, "lrm_resources");
        if (!list) continue;
        auto node = std::make_unique<NodeHistories>(NodeHistories{element, *executor, *list, {}});
        node->histories.parts.resize(count_);
        std::size_t place = 0;
        for (const StateElement::Pointer& history : executed.children()[*list]->children()) {
            node->histories.add(part_named(histories, history->value("id")), place++, history);
        }
        nodes_.back() = std::move(node);
    }
}

CibDocument::Configuration DividedCib::configuration_of(const std::vector<std::size_t>& wanted) const {
    const XmlTree& from = *whole_->configuration_part.tree;
    auto tree = std::make_shared<XmlTree>();
    const auto append_shell = [&](pugi::xml_node parent, pugi::xml_node original) {
        pugi::xml_node copy = parent.append_child(original.name());
        for (const pugi::xml_attribute attribute : original.attributes()) copy.append_copy(attribute);
        tree->remember(copy, from.offset(original));
        return copy;
    };
    const pugi::xml_node top = append_shell(tree->document.root(), whole_->configuration());
    for (const pugi::xml_node section : whole_->configuration().children()) {
        const std::string_view name = section.name();
        if (name != "resources" && name != "constraints") {
            tree->append_copy(top, from, section);
            continue;
        }
        const pugi::xml_node copy = append_shell(top, section);
        for (const pugi::xml_node element : (name == "resources" ? resources_ : constraints_).in(wanted)) {
            tree->append_copy(copy, from, element);
        }
    }
    return {std::move(tree), top};
}

StateElement::Pointer DividedCib::state_of(const std::vector<std::size_t>& wanted) const {
    std::vector<StateElement::Pointer> states = whole_->status().children();
    for (std::size_t each = 0; each < states.size(); ++each) {
        if (!nodes_[each]) continue;
        const NodeHistories& node = *nodes_[each];
        const StateElement& executor = *node.node_state->children()[node.executor];
        const StateElement& list = *executor.children()[node.list];
        StateElement::Pointer some = StateElement::with_content(list, node.histories.in(wanted));
        states[each] = with_child(*node.node_state, node.executor, with_child(executor, node.list, std::move(some)));
    }
    const StateElement& root = whole_->root();
    const auto status = find_child(root, "status");
    return with_child(root, *status, StateElement::with_content(whole_->status(), std::move(states)));
}

Cib DividedCib::parts(const std::vector<std::size_t>& wanted, std::vector<LoadBesidePart> beside) const {
    auto document = std::make_shared<CibDocument>(*whole_);
    document->configuration_part = configuration_of(wanted);
    document->configuration_part.is_asked_again = true; // in each failure in the part
    document->state = state_of(wanted);
    document->beside = std::move(beside);
    read_histories(*document->source, document->status());
    return Cib(std::move(document));
}

} // namespace placement
