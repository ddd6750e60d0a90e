#include "cib/schema_match.h"

#include <array>
#include <bit>
#include <utility>

namespace placement {

namespace {

constexpr std::size_t most_attributes = 64;

std::size_t progress(const ContentState& state) { return static_cast<std::size_t>(std::popcount(state.used)) + state.next; }

/// A part of a content in any order: an element or a choice of elements.
SchemaSet schemas_with(const SchemaPart& part, std::string_view element, SchemaSet schemas) {
    schemas = schemas & part.schemas;
    if (part.kind == SchemaPart::Kind::Element) return part.name == element ? schemas : SchemaSet();
    SchemaSet found;
    for (const SchemaPart& each : part.parts) found = found | schemas_with(each, element, schemas);
    return found;
}

} // namespace

void ContentStates::add(const ContentState& state) {
    for (std::size_t i = 0; i < size_; ++i) {
        ContentState& each = (*this)[i];
        if (each.used == state.used && each.next == state.next) {
            each.schemas = each.schemas | state.schemas;
            return;
        }
    }
    if (size_ == 0) {
        first_ = state;
    } else {
        more_.push_back(state);
    }
    ++size_;
}

void ContentStates::remove(std::size_t place) {
    (*this)[place] = (*this)[size_ - 1];
    if (size_ > 1) more_.pop_back();
    --size_;
}

void ElementParts::read(pugi::xml_node element) {
    attributes.clear();
    elements.clear();
    for (pugi::xml_attribute attribute = element.first_attribute(); attribute; attribute = attribute.next_attribute()) {
        const std::string_view name = attribute.name();
        const std::string_view value = attribute.value();
        // Naming a namespace is no attribute to a schema. One that all elements are put into is not left out: none has a place.
        if (name.starts_with("xmlns") && (name.substr(5).starts_with(':') || (name.size() == 5 && value.empty()))) continue;
        attributes.push_back({name, value});
    }
    for (pugi::xml_node child = element.first_child(); child; child = child.next_sibling()) {
        if (child.type() == pugi::node_element) elements.push_back({child.name(), child});
    }
}

std::size_t ElementParts::find(std::string_view attribute) const {
    std::size_t i = 0;
    while (i < attributes.size() && attributes[i].name != attribute) ++i;
    return i;
}

SchemaSet ContentMatch::match(const SchemaElement& element, SchemaSet schemas) {
    if (parts_.attributes.size() > most_attributes) return {};
    ContentStates states(ContentState{0, 0, schemas});
    advance(element.content().whole, states);
    SchemaSet complete;
    for (std::size_t i = 0; i < states.size(); ++i) {
        if (is_complete(states[i])) {
            complete = complete | states[i].schemas;
        } else if (progress(states[i]) >= progress(farthest_)) {
            farthest_ = states[i];
        }
    }
    return complete;
}

SchemaSet ContentMatch::match_elements(const std::vector<const SchemaPart*>& sequence, SchemaSet schemas) {
    ContentStates states(ContentState{0, 0, schemas});
    for (const SchemaPart* part : sequence) advance(*part, states);
    SchemaSet complete;
    for (std::size_t i = 0; i < states.size(); ++i) {
        if (states[i].next == parts_.elements.size()) complete = complete | states[i].schemas;
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

void ContentMatch::advance(const SchemaPart& part, ContentStates& states) {
    if (advance_in_place(part, states)) return;
    ContentStates found;
    for (std::size_t i = 0; i < states.size(); ++i) {
        const SchemaSet elsewhere = states[i].schemas.without(part.schemas);
        if (!elsewhere.empty()) found.add({states[i].used, states[i].next, elsewhere});
        const SchemaSet here = states[i].schemas & part.schemas;
        if (!here.empty()) advance_one(part, {states[i].used, states[i].next, here}, found);
    }
    states = std::move(found);
}

/// The usual case: one attribute or element at most, and no state becomes two.
bool ContentMatch::advance_in_place(const SchemaPart& part, ContentStates& states) {
    const bool is_attribute = part.kind == SchemaPart::Kind::Attribute;
    if (!is_attribute && (part.kind != SchemaPart::Kind::Element || part.may_come_again())) return false;
    for (std::size_t i = states.size(); i-- > 0;) {
        Step step = is_attribute ? try_attribute(part, states[i]) : try_element(part, states[i]);
        if (!step.missing.empty()) remember_missing(part, states[i]);
        if (!step.taken.schemas.empty() && !step.passed_over.empty()) {
            states[i].schemas = step.passed_over;
            states.add(step.taken);
        } else if (!step.taken.schemas.empty()) {
            states[i] = step.taken;
        } else if (!step.passed_over.empty()) {
            states[i].schemas = step.passed_over;
        } else {
            states.remove(i);
        }
    }
    return true;
}

void ContentMatch::advance_one(const SchemaPart& part, ContentState state, ContentStates& found) {
    ContentStates once;
    match_once(part, state, once);
    SchemaSet matched;
    for (std::size_t i = 0; i < once.size(); ++i) matched = matched | once[i].schemas;
    const SchemaSet unmatched = state.schemas.without(matched);
    if (!unmatched.empty()) {
        if (part.may_be_left_out()) {
            found.add({state.used, state.next, unmatched});
        } else {
            remember_missing(part, state);
        }
    }
    if (part.may_come_again()) return repeat(part, std::move(once), found);
    for (std::size_t i = 0; i < once.size(); ++i) found.add(once[i]);
}

/// As often as it goes; what comes next decides.
void ContentMatch::repeat(const SchemaPart& part, ContentStates once, ContentStates& found) {
    ContentStates more;
    ContentStates again;
    while (!once.empty()) {
        more.clear();
        for (std::size_t i = 0; i < once.size(); ++i) {
            again.clear();
            match_once(part, once[i], again);
            SchemaSet went_on;
            for (std::size_t j = 0; j < again.size(); ++j) {
                if (progress(again[j]) == progress(once[i])) continue;
                went_on = went_on | again[j].schemas;
                more.add(again[j]);
            }
            const SchemaSet ended = once[i].schemas.without(went_on);
            if (!ended.empty()) found.add({once[i].used, once[i].next, ended});
        }
        std::swap(once, more);
    }
}

void ContentMatch::match_once(const SchemaPart& part, const ContentState& before, ContentStates& found) {
    ContentState state = before;
    switch (part.kind) {
    case SchemaPart::Kind::Attribute:
    case SchemaPart::Kind::Element: {
        const Step step = part.kind == SchemaPart::Kind::Attribute ? try_attribute(part, state) : try_element(part, state);
        if (!step.taken.schemas.empty()) found.add(step.taken);
        return;
    }
    case SchemaPart::Kind::AnyOrder: return match_any_order(part, state, found);
    case SchemaPart::Kind::Sequence: {
        ContentStates states(before);
        for (const SchemaPart& each : part.parts) {
            advance(each, states);
            if (states.empty()) return;
        }
        for (std::size_t i = 0; i < states.size(); ++i) found.add(states[i]);
        return;
    }
    case SchemaPart::Kind::Choice:
        for (const SchemaPart& each : part.parts) {
            state.schemas = before.schemas & each.schemas;
            if (state.schemas.empty()) continue;
            ContentStates states(state);
            advance(each, states);
            for (std::size_t i = 0; i < states.size(); ++i) found.add(states[i]);
        }
        return;
    }
}

/// What the attribute is to some of the schemas.
void ContentMatch::try_variant(const SchemaPart& part, bool is_there, std::string_view value, Step& step) {
    const SchemaSet here = step.passed_over & part.schemas;
    if (here.empty()) return;
    if (is_there && part.value.allows(value)) {
        step.taken.schemas = step.taken.schemas | here;
        step.passed_over = step.passed_over.without(here);
    } else if (!part.may_be_left_out()) {
        step.missing = step.missing | here;
        step.passed_over = step.passed_over.without(here);
    }
}

ContentMatch::Step ContentMatch::try_attribute(const SchemaPart& part, const ContentState& state) const {
    Step step{state, state.schemas, {}};
    step.taken.schemas = {};
    const std::size_t place = parts_.find(part.name);
    const std::uint64_t bit = place < parts_.attributes.size() ? std::uint64_t{1} << place : 0;
    const bool is_there = bit != 0 && (state.used & bit) == 0;
    const std::string_view value = is_there ? parts_.attributes[place].value : std::string_view();
    step.taken.used |= bit;
    if (part.parts.empty()) try_variant(part, is_there, value, step);
    for (const SchemaPart& variant : part.parts) try_variant(variant, is_there, value, step);
    return step;
}

ContentMatch::Step ContentMatch::try_element(const SchemaPart& part, const ContentState& state) const {
    Step step{state, state.schemas, {}};
    step.taken.schemas = {};
    const bool is_there = state.next < parts_.elements.size() && part.name == parts_.elements[state.next].name;
    ++step.taken.next;
    try_variant(part, is_there, {}, step);
    return step;
}

void ContentMatch::match_any_order(const SchemaPart& part, ContentState state, ContentStates& found) {
    std::array<SchemaSet, most_in_any_order> seen;
    while (state.next < parts_.elements.size() && !state.schemas.empty()) {
        const std::string_view name = parts_.elements[state.next].name;
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
    if (!state.schemas.empty()) found.add(state);
}

} // namespace placement
