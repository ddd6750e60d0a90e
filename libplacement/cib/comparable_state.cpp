#include "cib/comparable_state.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include <fmt/format.h>

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

std::vector<int> call_ids(pugi::xml_node history) {
    std::vector<int> ids;
    for (const pugi::xml_node operation : history.children("lrm_rsc_op")) {
        ids.push_back(counter(operation.attribute("call-id").value()));
    }
    std::ranges::sort(ids);
    return ids;
}

void write_attributes(std::string& text, pugi::xml_node element, const std::vector<int>& sorted_call_ids) {
    for (const pugi::xml_attribute attribute : element.attributes()) {
        const std::string_view name = attribute.name();
        const std::string_view value = attribute.value();
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

bool is_time_of_failure(pugi::xml_node element) {
    return std::string_view(element.attribute("name").value()).starts_with("last-failure-");
}

void write(std::string& text, pugi::xml_node element, const std::vector<int>& sorted_call_ids) {
    if (element.type() != pugi::node_element || is_time_of_failure(element)) return;
    text += fmt::format("<{}", element.name());
    write_attributes(text, element, sorted_call_ids);
    text += ">\n";
    const std::vector<int> ids = call_ids(element);
    for (const pugi::xml_node child : element.children()) write(text, child, ids);
    text += "/\n";
}

std::string text_of_root(const CibDocument& document) {
    std::string text;
    write_attributes(text, document.root(), {});
    return text;
}

std::string text_of_part(const CibDocument::StatusPart& part) {
    std::string text;
    write(text, part.element, {});
    return text;
}

} // namespace

std::string comparable_state(const Cib& cib) {
    std::string text = text_of_root(cib.document());
    for (const CibDocument::StatusPart& part : cib.document().status) write(text, part.element, {});
    return text;
}

bool same_state(const Cib& one, const Cib& other) {
    const CibDocument& left = one.document();
    const CibDocument& right = other.document();
    return text_of_root(left) == text_of_root(right) &&
           std::ranges::equal(left.status, right.status, [](const auto& part, const auto& like) {
               return part.element == like.element || text_of_part(part) == text_of_part(like);
           });
}

} // namespace placement
