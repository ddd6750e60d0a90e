#include "cib/schema_match.h"

#include <algorithm>
#include <bit>

namespace placement {

namespace {

constexpr std::size_t most_attributes = 64;

std::size_t progress(const ContentState& state) { return static_cast<std::size_t>(std::popcount(state.used)) + state.next; }

/// States that differ in nothing but their schemas are one.
void add_state(const ContentState& state, std::vector<ContentState>& states) {
    for (ContentState& each : states) {
        if (each.used == state.used && each.next == state.next) {
            each.schemas = each.schemas | state.schemas;
            return;
        }
    }
    states.push_back(state);
}

/// A part of a content in any order: an element or a choice of elements.
SchemaSet schemas_with(const SchemaPart& part, std::string_view element, SchemaSet schemas) {
    schemas = schemas & part.schemas;
    if (part.kind == SchemaPart::Kind::Element) return part.name == element ? schemas : SchemaSet();
    SchemaSet found;
    for (const SchemaPart& each : part.parts) found = found | schemas_with(each, element, schemas);
    return found;
}

} // namespace

ElementParts::ElementParts(pugi::xml_node element) {
    for (const pugi::xml_attribute attribute : element.attributes()) {
        const std::string_view name = attribute.name();
        const std::string_view value = attribute.value();
        // Naming a namespace is no attribute to a schema. One that all elements are put into is not left out: none has a place.
        if (name.starts_with("xmlns:") || (name == "xmlns" && value.empty())) continue;
        attributes.push_back({name, value});
    }
    for (const pugi::xml_node child : element.children()) {
        if (child.type() == pugi::node_element) elements.push_back(child);
    }
}

std::size_t ElementParts::find(std::string_view attribute) const {
    std::size_t i = 0;
    while (i < attributes.size() && attributes[i].name != attribute) ++i;
    return i;
}

SchemaSet ContentMatch::match(const SchemaElement& element, SchemaSet schemas) {
    if (parts_.attributes.size() > most_attributes) return {};
    SchemaSet complete;
    for (const ContentState& state : after(element.content, {{0, 0, schemas}})) {
        if (is_complete(state)) {
            complete = complete | state.schemas;
        } else if (progress(state) >= progress(farthest_)) {
            farthest_ = state;
        }
    }
    return complete;
}

bool ContentMatch::is_complete(const ContentState& state) const {
    return state.next == parts_.elements.size() &&
           static_cast<std::size_t>(std::popcount(state.used)) == parts_.attributes.size();
}

void ContentMatch::remember_missing(const SchemaPart& part, const ContentState& state) {
    if (missing_.part == nullptr || progress(state) >= progress(missing_.state)) missing_ = {&part, state};
}

ContentMatch::States ContentMatch::after(const SchemaPart& part, const States& before) {
    States found;
    for (const ContentState& each : before) {
        const SchemaSet elsewhere = each.schemas.without(part.schemas);
        if (!elsewhere.empty()) add_state({each.used, each.next, elsewhere}, found);
        ContentState state = each;
        state.schemas = each.schemas & part.schemas;
        if (state.schemas.empty()) continue;
        States once;
        add_once(part, state, once);
        SchemaSet matched;
        for (const ContentState& one : once) matched = matched | one.schemas;
        const SchemaSet unmatched = state.schemas.without(matched);
        if (!unmatched.empty()) {
            if (part.may_be_left_out()) {
                add_state({state.used, state.next, unmatched}, found);
            } else {
                remember_missing(part, state);
            }
        }
        if (!part.may_come_again()) {
            for (const ContentState& one : once) add_state(one, found);
            continue;
        }
        while (!once.empty()) {
            States more;
            for (const ContentState& one : once) {
                States again;
                add_once(part, one, again);
                SchemaSet went_on;
                for (const ContentState& next : again) {
                    if (progress(next) == progress(one)) continue;
                    went_on = went_on | next.schemas;
                    add_state(next, more);
                }
                const SchemaSet ended = one.schemas.without(went_on);
                if (!ended.empty()) add_state({one.used, one.next, ended}, found);
            }
            once = std::move(more);
        }
    }
    return found;
}

void ContentMatch::add_once(const SchemaPart& part, const ContentState& before, States& found) {
    switch (part.kind) {
    case SchemaPart::Kind::Attribute: return add_attribute(part, before, found);
    case SchemaPart::Kind::Element: return add_element(part, before, found);
    case SchemaPart::Kind::AnyOrder: return add_any_order(part, before, found);
    case SchemaPart::Kind::Sequence: {
        States states = {before};
        for (const SchemaPart& each : part.parts) {
            states = after(each, states);
            if (states.empty()) return;
        }
        for (const ContentState& state : states) add_state(state, found);
        return;
    }
    case SchemaPart::Kind::Choice:
        for (const SchemaPart& each : part.parts) {
            ContentState state = before;
            state.schemas = before.schemas & each.schemas;
            if (state.schemas.empty()) continue;
            for (const ContentState& one : after(each, {state})) add_state(one, found);
        }
        return;
    }
}

void ContentMatch::add_attribute(const SchemaPart& part, ContentState state, States& found) const {
    const std::size_t place = parts_.find(part.name);
    if (place == parts_.attributes.size()) return;
    const std::uint64_t bit = std::uint64_t{1} << place;
    if ((state.used & bit) != 0 || !part.value.allows(parts_.attributes[place].value)) return;
    state.used |= bit;
    add_state(state, found);
}

void ContentMatch::add_element(const SchemaPart& part, ContentState state, States& found) const {
    if (state.next == parts_.elements.size() || part.name != parts_.elements[state.next].name()) return;
    ++state.next;
    add_state(state, found);
}

void ContentMatch::add_any_order(const SchemaPart& part, ContentState state, States& found) {
    std::vector<SchemaSet> seen(part.parts.size());
    while (state.next < parts_.elements.size() && !state.schemas.empty()) {
        const std::string_view name = parts_.elements[state.next].name();
        SchemaSet taken;
        for (std::size_t i = 0; i < part.parts.size(); ++i) {
            const SchemaSet here = schemas_with(part.parts[i], name, state.schemas);
            if (here.empty()) continue;
            taken = taken | (part.parts[i].may_come_again() ? here : here.without(seen[i]));
            seen[i] = seen[i] | here;
        }
        if (taken.empty()) break;
        state.schemas = taken;
        ++state.next;
    }
    for (std::size_t i = 0; i < part.parts.size(); ++i) {
        const SchemaPart& each = part.parts[i];
        if (each.may_be_left_out()) continue;
        const SchemaSet absent = (state.schemas & each.schemas).without(seen[i]);
        if (absent.empty()) continue;
        remember_missing(each, state);
        state.schemas = state.schemas.without(absent);
    }
    if (!state.schemas.empty()) add_state(state, found);
}

} // namespace placement
