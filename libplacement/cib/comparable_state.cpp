#include "cib/comparable_state.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "base/md5.h"
#include "cib/document.h"
#include "cib/elements.h"

namespace placement {

namespace {

/// Attributes that say when or how often something was written.
bool is_incidental(std::string_view name) {
    static constexpr std::array<std::string_view, 12> names{
        "admin_epoch",      "epoch",          "num_updates", "cib-last-written", "update-origin", "update-client",
        "crm-debug-origin", "last-rc-change", "last-run",    "exec-time",        "queue-time",    "transition-key"};
    return std::ranges::find(names, name) != names.end();
}

std::vector<int> call_ids(const StateElement& history) {
    std::vector<int> ids;
    for (const StateElement::Pointer& operation : history.children()) {
        if (operation->is("lrm_rsc_op")) ids.push_back(counter(operation->value("call-id")));
    }
    std::ranges::sort(ids);
    return ids;
}

void write_attributes(std::string& text, const StateElement& element, const std::vector<int>& sorted_call_ids) {
    for (const auto& [name, value] : element.attributes()) {
        if (is_incidental(name)) continue;
        text += ' ';
        text += name;
        text += '=';
        if (name == "call-id") {
            const int id = counter(value);
            // What is under way has no number yet.
            text += id < 0 ? "none"
                           : fmt::format("{}", std::ranges::lower_bound(sorted_call_ids, id) - sorted_call_ids.begin());
        } else if (name == "transition-magic") {
            text += value.substr(0, value.find(';'));
        } else {
            text += value;
        }
    }
}

bool is_time_of_failure(const StateElement& element) { return element.value("name").starts_with("last-failure-"); }

std::string fingerprint(const StateElement& element);

/// An element whose content means the same wherever it stands; there are many, and few of them change.
bool stands_alone(const StateElement& element) { return element.is("lrm_resource") || element.is("node_state"); }

void write(std::string& text, const StateElement& element, const std::vector<int>& sorted_call_ids) {
    if (element.is_comment() || is_time_of_failure(element)) return;
    text += '<';
    text += element.name();
    write_attributes(text, element, sorted_call_ids);
    text += ">\n";
    const std::vector<int> ids = call_ids(element);
    for (const StateElement::Pointer& child : element.children()) {
        if (stands_alone(*child)) {
            text += fingerprint(*child);
        } else {
            write(text, *child, ids);
        }
    }
    text += "/\n";
}

/// Of what the element says, in 32 digits.
std::string fingerprint(const StateElement& element) {
    if (const auto known = element.fingerprint()) return fmt::format("{:016x}{:016x}", known->high, known->low);
    std::string text;
    write(text, element, {});
    std::string digits = md5(text);
    const auto number = [&digits](std::size_t from) {
        constexpr std::size_t half = 16;
        std::uint64_t value = 0;
        std::from_chars(digits.data() + from, digits.data() + from + half, value, half);
        return value;
    };
    element.keep({.low = number(16), .high = number(0)});
    return digits;
}

std::string text_of_root(const StateElement& root) {
    std::string text;
    write_attributes(text, root, {});
    return text;
}

} // namespace

std::string comparable_state(const Cib& cib) {
    std::string text = text_of_root(cib.document().root());
    for (const StateElement::Pointer& part : cib.document().status().children()) text += fingerprint(*part);
    return md5(text);
}

bool same_state(const Cib& one, const Cib& other) {
    const CibDocument& left = one.document();
    const CibDocument& right = other.document();
    return text_of_root(left.root()) == text_of_root(right.root()) &&
           std::ranges::equal(left.status().children(), right.status().children(), [](const auto& part, const auto& like) {
               return part == like || fingerprint(*part) == fingerprint(*like);
           });
}

} // namespace placement
