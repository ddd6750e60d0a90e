#include "cib/state_element.h"

#include <algorithm>
#include <cstring>

#include "cib/document.h"

namespace placement {

namespace {

/// Copies texts into one block, whose size was counted before.
class Block {
public:
    explicit Block(std::size_t size) : block_(std::make_shared<char[]>(size)), free_(block_.get()) {}

    std::string_view add(std::string_view text) {
        char* const begin = free_;
        if (!text.empty()) std::memcpy(begin, text.data(), text.size());
        free_ += text.size();
        return {begin, text.size()};
    }
    std::shared_ptr<const void> take() { return std::move(block_); }

private:
    std::shared_ptr<char[]> block_;
    char* free_;
};

bool is_element(pugi::xml_node node) { return node.type() == pugi::node_element; }

} // namespace

XmlAttributeViews views_of(const XmlAttributes& attributes) { return {attributes.begin(), attributes.end()}; }

StateElement::Pointer StateElement::shell(const std::shared_ptr<const XmlTree>& tree, pugi::xml_node node) {
    const Pointer made(new StateElement());
    made->memory_ = tree;
    made->comment_ = !is_element(node);
    made->name_ = made->comment_ ? node.value() : node.name();
    made->offset_ = made->comment_ ? nowhere : tree->offset(node);
    const auto attributes = node.attributes();
    made->attributes_.reserve(static_cast<std::size_t>(std::distance(attributes.begin(), attributes.end())));
    for (const pugi::xml_attribute attribute : attributes) made->attributes_.emplace_back(attribute.name(), attribute.value());
    return made;
}

StateElement::Pointer StateElement::from_xml(const std::shared_ptr<const XmlTree>& tree, pugi::xml_node node) {
    Pointer made = shell(tree, node);
    const auto children = node.children();
    made->children_.reserve(static_cast<std::size_t>(std::distance(children.begin(), children.end())));
    for (const pugi::xml_node child : children) made->children_.push_back(from_xml(tree, child));
    return made;
}

StateElement::Pointer StateElement::without_content(const std::shared_ptr<const XmlTree>& tree, pugi::xml_node node) {
    return shell(tree, node);
}

StateElement::Pointer StateElement::with_content(const StateElement& element, std::vector<Pointer> children) {
    Pointer made(new StateElement());
    made->memory_ = element.memory_;
    made->name_ = element.name_;
    made->attributes_ = element.attributes_;
    made->children_ = std::move(children);
    made->offset_ = element.offset_;
    made->comment_ = element.comment_;
    return made;
}

StateElement::StateElement(std::string_view name) {
    Block block(name.size());
    name_ = block.add(name);
    memory_ = block.take();
}

StateElement::StateElement(const StateElement& other)
    : memory_(other.memory_), name_(other.name_), attributes_(other.attributes_), children_(other.children_),
      offset_(other.offset_), comment_(other.comment_), no_equals_(other.has_no_equals()) {}

std::optional<std::string_view> StateElement::find(std::string_view attribute) const {
    for (const auto& [name, value] : attributes_) {
        if (name == attribute) return value;
    }
    return std::nullopt;
}

const StateElement* StateElement::child(std::string_view name) const {
    const auto found = std::ranges::find_if(children_, [name](const Pointer& child) { return child->is(name); });
    return found == children_.end() ? nullptr : found->get();
}

bool StateElement::set(std::string_view attribute, std::string_view value) {
    if (find(attribute) == value) return false;
    std::vector<Attribute> changed = attributes_;
    const auto present = std::ranges::find(changed, attribute, &Attribute::first);
    if (present != changed.end()) {
        present->second = value;
    } else {
        changed.emplace_back(attribute, value);
    }
    rewrite(changed);
    return true;
}

bool StateElement::set(const XmlAttributeViews& attributes) {
    std::vector<Attribute> changed;
    changed.reserve(attributes_.size() + attributes.size());
    changed.assign(attributes_.begin(), attributes_.end());
    bool any = false;
    auto next = changed.begin(); // most often the order is that in which they were written before
    for (const auto& [name, value] : attributes) {
        if (next == changed.end() || next->first != name) next = std::ranges::find(changed, name, &Attribute::first);
        if (next == changed.end()) {
            next = changed.emplace(next, name, value);
            any = true;
        } else if (next->second != value) {
            next->second = value;
            any = true;
        }
        ++next;
    }
    if (any) rewrite(changed);
    return any;
}

void StateElement::become(const StateElement& other) {
    memory_ = other.memory_;
    name_ = other.name_;
    attributes_ = other.attributes_;
    children_ = other.children_;
    forget();
}

StateElement& StateElement::append(std::string_view name) {
    add(std::make_shared<StateElement>(name));
    return *children_.back();
}

void StateElement::add(Pointer child) {
    forget();
    children_.push_back(std::move(child));
}

StateElement& StateElement::append_with_id(std::string_view name, std::string_view id) {
    StateElement& child = append(name);
    child.set("id", id);
    return child;
}

StateElement& StateElement::own(std::size_t child) {
    forget();
    Pointer& pointer = children_[child];
    if (is_shared(pointer)) pointer = std::make_shared<StateElement>(*pointer);
    return *pointer;
}

StateElement& StateElement::own_or_new(std::string_view name) {
    const auto found = std::ranges::find_if(children_, [name](const Pointer& child) { return child->is(name); });
    return found == children_.end() ? append(name) : own(static_cast<std::size_t>(found - children_.begin()));
}

void StateElement::remove(std::size_t child) {
    children_.erase(children_.begin() + static_cast<std::ptrdiff_t>(child));
    forget();
}

std::optional<Fingerprint> StateElement::fingerprint() const {
    const std::uint64_t low = low_.load(std::memory_order_acquire);
    if (low == 0) return std::nullopt;
    return Fingerprint{low, high_.load(std::memory_order_relaxed)};
}

void StateElement::keep(Fingerprint fingerprint) const {
    high_.store(fingerprint.high, std::memory_order_relaxed);
    low_.store(fingerprint.low, std::memory_order_release);
}

void StateElement::forget() {
    history_.reset();
    reading_.reset();
    low_.store(0, std::memory_order_relaxed);
}

void StateElement::rewrite(const std::vector<Attribute>& attributes) {
    std::size_t size = name_.size();
    for (const auto& [name, value] : attributes) size += name.size() + value.size();
    Block block(size);
    const std::string_view name = block.add(name_);
    std::vector<Attribute> written;
    written.reserve(attributes.size());
    for (const auto& [each, value] : attributes) {
        const std::string_view own_name = block.add(each);
        written.emplace_back(own_name, block.add(value));
    }
    name_ = name;
    attributes_ = std::move(written);
    memory_ = block.take();
    forget();
}

std::vector<const StateElement*> children_of(const StateElement& parent, std::string_view name) {
    std::vector<const StateElement*> found;
    for (const StateElement::Pointer& child : parent.children()) {
        if (child->is(name)) found.push_back(child.get());
    }
    return found;
}

std::optional<std::size_t> find_child(const StateElement& parent, std::string_view name) {
    const auto found = std::ranges::find_if(parent.children(), [name](const auto& child) { return child->is(name); });
    if (found == parent.children().end()) return std::nullopt;
    return static_cast<std::size_t>(found - parent.children().begin());
}

std::optional<std::size_t> find_child(const StateElement& parent, std::string_view name, std::string_view attribute,
                                      std::string_view value) {
    const auto found = std::ranges::find_if(parent.children(), [&](const StateElement::Pointer& child) {
        return child->is(name) && child->value(attribute) == value;
    });
    if (found == parent.children().end()) return std::nullopt;
    return static_cast<std::size_t>(found - parent.children().begin());
}

pugi::xml_node append_copy(XmlTree& tree, pugi::xml_node parent, const StateElement& element) {
    if (element.is_comment()) {
        pugi::xml_node comment = parent.append_child(pugi::node_comment);
        comment.set_value(std::string(element.name()).c_str());
        return comment;
    }
    pugi::xml_node copy = parent.append_child(std::string(element.name()).c_str());
    for (const auto& [name, value] : element.attributes()) {
        copy.append_attribute(std::string(name).c_str()) = std::string(value).c_str();
    }
    tree.remember(copy, element.offset());
    for (const StateElement::Pointer& child : element.children()) append_copy(tree, copy, *child);
    return copy;
}

bool say_the_same(const StateElement& left, const StateElement& right) {
    if (&left == &right) return true;
    if (left.name() != right.name() || left.attributes().size() != right.attributes().size()) return false;
    for (const auto& [name, value] : left.attributes()) {
        if (right.find(name) != value) return false;
    }
    const auto elements = [](const StateElement& parent) {
        std::vector<const StateElement*> found;
        for (const StateElement::Pointer& child : parent.children()) {
            if (!child->is_comment()) found.push_back(child.get());
        }
        return found;
    };
    return std::ranges::equal(elements(left), elements(right),
                              [](const StateElement* one, const StateElement* other) { return say_the_same(*one, *other); });
}

} // namespace placement
