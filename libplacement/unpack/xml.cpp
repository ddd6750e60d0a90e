#include "unpack/xml.h"

namespace placement {

std::optional<std::string_view> attribute(pugi::xml_node element, const char* name) {
    const pugi::xml_attribute found = element.attribute(name);
    if (!found) return std::nullopt;
    return found.value();
}

std::optional<std::string_view> attribute(const StateElement& element, std::string_view name) { return element.find(name); }

std::optional<std::string> attribute_text(pugi::xml_node element, const char* name) {
    const auto value = attribute(element, name);
    if (!value) return std::nullopt;
    return std::string(*value);
}

std::string attribute_or_empty(pugi::xml_node element, const char* name) {
    return element.attribute(name).value();
}

std::vector<pugi::xml_node> child_elements(pugi::xml_node parent) {
    std::vector<pugi::xml_node> elements;
    for (const pugi::xml_node child : parent.children()) {
        if (child.type() == pugi::node_element) elements.push_back(child);
    }
    return elements;
}

bool is_element(pugi::xml_node element, std::string_view name) {
    return element.type() == pugi::node_element && name == element.name();
}

namespace {

class Collector : public pugi::xml_tree_walker {
public:
    explicit Collector(std::unordered_map<std::string, std::vector<pugi::xml_node>>& elements) : elements_(elements) {}

    bool for_each(pugi::xml_node& node) override {
        if (const auto id = attribute(node, "id")) elements_[std::string(*id)].push_back(node);
        return true;
    }

private:
    std::unordered_map<std::string, std::vector<pugi::xml_node>>& elements_;
};

} // namespace

ElementIndex::ElementIndex(const std::vector<pugi::xml_node>& roots) {
    Collector collector(elements_);
    for (pugi::xml_node root : roots) {
        collector.for_each(root);
        root.traverse(collector);
    }
}

pugi::xml_node ElementIndex::find(std::string_view name, std::string_view id) const {
    const auto found = elements_.find(std::string(id));
    if (found == elements_.end()) return {};
    for (const pugi::xml_node element : found->second) {
        if (is_element(element, name)) return element;
    }
    return {};
}

} // namespace placement
