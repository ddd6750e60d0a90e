#include "cib/comparable_state.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>
#include <vector>

#include "cib/document.h"
#include "cib/elements.h"

namespace placement {

namespace {

/// Attributes that say when or how often something was written.
bool is_incidental(std::string_view name) {
    static constexpr std::array<std::string_view, 12> names{
        "admin_epoch",      "epoch",          "num_updates", "cib-last-written", "update-origin", "update-client",
        "crm-debug-origin", "last-rc-change", "last-run",    "exec-time",        "queue-time",    "transition-key"};
    // Few have the same length, and not many of those the same end.
    return std::ranges::any_of(names, [name](std::string_view each) {
        return each.size() == name.size() && each.back() == name.back() && each == name;
    });
}

std::vector<int> call_ids(const StateElement& history) {
    std::vector<int> ids;
    for (const StateElement::Pointer& operation : history.children()) {
        if (operation->is("lrm_rsc_op")) ids.push_back(counter(operation->value("call-id")));
    }
    std::ranges::sort(ids);
    return ids;
}

/// What is under way has no number yet.
std::ptrdiff_t rank(int call_id, const std::vector<int>& sorted_call_ids) {
    return call_id < 0 ? -1 : std::ranges::lower_bound(sorted_call_ids, call_id) - sorted_call_ids.begin();
}

void add_attributes(Fingerprinter& print, const StateElement& element, const std::vector<int>& sorted_call_ids) {
    for (const auto& [name, value] : element.attributes()) {
        if (is_incidental(name)) continue;
        print.add(name);
        if (name == "call-id") {
            print.add(rank(counter(value), sorted_call_ids));
        } else if (name == "transition-magic") {
            print.add(value.substr(0, value.find(';')));
        } else {
            print.add(value);
        }
    }
}

bool is_time_of_failure(const StateElement& element) { return element.value("name").starts_with("last-failure-"); }

Fingerprint fingerprint(const StateElement& element);

/// An element whose content means the same wherever it stands; there are many, and few of them change.
bool stands_alone(const StateElement& element) { return element.is("lrm_resource") || element.is("node_state"); }

void add_element(Fingerprinter& print, const StateElement& element, const std::vector<int>& sorted_call_ids) {
    if (element.is_comment() || is_time_of_failure(element)) return;
    print.add(element.name());
    add_attributes(print, element, sorted_call_ids);
    print.add(">");
    const std::vector<int> ids = call_ids(element);
    for (const StateElement::Pointer& child : element.children()) {
        if (stands_alone(*child)) {
            print.add(fingerprint(*child));
        } else {
            add_element(print, *child, ids);
        }
    }
    print.add("/");
}

Fingerprint fingerprint(const StateElement& element) {
    if (const auto known = element.fingerprint()) return *known;
    Fingerprinter print;
    add_element(print, element, {});
    element.keep(print.value());
    return print.value();
}

Fingerprint fingerprint_of_root(const StateElement& root) {
    Fingerprinter print;
    add_attributes(print, root, {});
    return print.value();
}

} // namespace

Fingerprint comparable_state(const CibDocument& document) {
    Fingerprinter print;
    add_attributes(print, document.root(), {});
    for (const StateElement::Pointer& part : document.status().children()) print.add(fingerprint(*part));
    return print.value();
}

Fingerprint comparable_state(const Cib& cib) { return comparable_state(cib.document()); }

bool same_state(const Cib& one, const Cib& other) {
    const CibDocument& left = one.document();
    const CibDocument& right = other.document();
    return fingerprint_of_root(left.root()) == fingerprint_of_root(right.root()) &&
           std::ranges::equal(left.status().children(), right.status().children(), [](const auto& part, const auto& like) {
               return part == like || fingerprint(*part) == fingerprint(*like);
           });
}

} // namespace placement
