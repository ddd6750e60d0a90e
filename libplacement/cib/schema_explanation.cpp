#include "cib/schema_explanation.h"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <vector>

#include <fmt/format.h>

namespace placement {

namespace {

std::string name_with_id(pugi::xml_node element) {
    const std::string_view id = element.attribute("id").value();
    return id.empty() ? fmt::format("<{}>", element.name()) : fmt::format("<{}> `{}`", element.name(), id);
}

bool may_be_left_out(const SchemaPart& part, SchemaSet schemas) {
    if (part.kind != SchemaPart::Kind::Attribute || part.parts.empty()) return part.may_be_left_out();
    return std::ranges::all_of(part.parts, [&](const SchemaPart& variant) {
        return variant.may_be_left_out() || (variant.schemas & schemas).empty();
    });
}

/// "`score` and `node`, or a <rule>".
std::string in_words(const SchemaPart& part, SchemaSet schemas) {
    if (part.kind == SchemaPart::Kind::Attribute) return fmt::format("`{}`", part.name);
    if (part.kind == SchemaPart::Kind::Element) return fmt::format("<{}>", part.name);
    const bool is_choice = part.kind == SchemaPart::Kind::Choice;
    std::string text;
    for (const SchemaPart& each : part.parts) {
        if ((each.schemas & schemas).empty() || (may_be_left_out(each, schemas) && !is_choice)) continue;
        const std::string words = in_words(each, schemas);
        if (words.empty()) continue;
        if (!text.empty()) text += is_choice ? " or " : " and ";
        text += words;
    }
    return text;
}

std::string unknown_attribute(const ElementParts& parts, const SchemaElement& schema, SchemaSet schemas) {
    for (const ElementParts::Attribute& attribute : parts.attributes) {
        const bool is_known = std::ranges::any_of(schema.content().attributes, [&](const SchemaPart* part) {
            return part->name == attribute.name && !(part->schemas & schemas).empty();
        });
        if (!is_known) return fmt::format("has no attribute `{}`", attribute.name);
    }
    return {};
}

std::string wrong_value(const ElementParts& parts, const SchemaElement& schema, SchemaSet schemas) {
    for (const ElementParts::Attribute& attribute : parts.attributes) {
        std::vector<const SchemaPart*> known;
        std::ranges::copy_if(schema.content().attributes, std::back_inserter(known), [&](const SchemaPart* part) {
            return part->name == attribute.name && !(part->schemas & schemas).empty();
        });
        if (std::ranges::any_of(known, [&](const SchemaPart* part) { return part->value.allows(attribute.value); })) continue;
        std::string wanted;
        for (const SchemaPart* part : known) {
            const std::string each = part->value.wanted();
            if (wanted.find(each) != std::string::npos) continue;
            wanted += (wanted.empty() ? "" : ", or ") + each;
        }
        return fmt::format("has {}=\"{}\", which must be {}", attribute.name, attribute.value.substr(0, 60), wanted);
    }
    return {};
}

std::string unknown_element(const ElementParts& parts, const SchemaElement& schema, SchemaSet schemas) {
    for (const ElementParts::Child& child : parts.elements) {
        const bool is_known = std::ranges::any_of(schema.content().elements, [&](const SchemaPart* part) {
            return part->name == child.name && !(part->schemas & schemas).empty();
        });
        if (!is_known) return fmt::format("cannot have {} in it", name_with_id(child.element));
    }
    return {};
}

std::string left_over(const ElementParts& parts, const ContentState& state) {
    if (state.next < parts.elements.size()) {
        return fmt::format("cannot have {} at this place in it, or so many of them", name_with_id(parts.elements[state.next].element));
    }
    for (std::size_t i = 0; i < parts.attributes.size(); ++i) {
        if ((state.used >> i & 1) == 0) {
            return fmt::format("cannot have `{}` beside its other attributes and elements", parts.attributes[i].name);
        }
    }
    return "has what does not go together";
}

} // namespace

std::string schema_explanation(pugi::xml_node element, const ElementParts& parts, const SchemaElement& schema,
                               const ContentMatch& match, SchemaSet schemas) {
    std::string fault = unknown_attribute(parts, schema, schemas);
    if (fault.empty()) fault = wrong_value(parts, schema, schemas);
    if (fault.empty()) fault = unknown_element(parts, schema, schemas);
    if (fault.empty() && match.missing().part != nullptr) fault = "needs " + in_words(*match.missing().part, schemas);
    if (fault.empty()) fault = left_over(parts, match.farthest());
    return name_with_id(element) + " " + fault;
}

} // namespace placement
