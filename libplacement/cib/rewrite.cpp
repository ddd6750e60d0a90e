#include "cib/rewrite.h"

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>

namespace placement {

namespace {

std::string_view identity(const StateElement& element) {
    const auto id = element.find("id");
    return id ? *id : element.value("id-ref");
}

StateElement& equal_or_new(StateElement& parent, const StateElement& element) {
    const auto& children = parent.children();
    const auto found = std::ranges::find_if(children, [&](const StateElement::Pointer& child) {
        return child->is(element.name()) && (identity(*child) == identity(element) || identity(element).empty());
    });
    return found == children.end() ? parent.append(element.name())
                                   : parent.own(static_cast<std::size_t>(found - children.begin()));
}

} // namespace

bool has_equal_siblings(const StateElement& element) {
    std::set<std::pair<std::string_view, std::string_view>> seen;
    std::set<std::string_view> names;
    for (const StateElement::Pointer& child : element.children()) {
        if (child->is_comment()) continue;
        const bool first_of_name = names.insert(child->name()).second;
        const bool first = seen.emplace(child->name(), identity(*child)).second && (first_of_name || !identity(*child).empty());
        if (!first || has_equal_siblings(*child)) return true;
    }
    return false;
}

void write_over(StateElement& target, const StateElement& changed) {
    for (const auto& [name, value] : changed.attributes()) target.set(name, value);
    for (const StateElement::Pointer& child : changed.children()) {
        if (!child->is_comment()) write_over(equal_or_new(target, *child), *child);
    }
}

} // namespace placement
