#include "cib/schema_forms.h"

#include <algorithm>
#include <array>
#include <bit>
#include <stdexcept>

namespace placement {

namespace {

constexpr std::size_t most_attribute_parts = 64;

bool has_attributes(const SchemaPart& part) {
    return part.kind == SchemaPart::Kind::Attribute || std::ranges::any_of(part.parts, has_attributes);
}

/// Of both together; no schemas where they do not go together.
SchemaForm joined(const SchemaForm& first, const SchemaForm& second) {
    SchemaForm both = first;
    both.schemas = both.schemas & second.schemas;
    both.attributes |= second.attributes;
    both.elements.insert(both.elements.end(), second.elements.begin(), second.elements.end());
    return both;
}

/// Finds the forms of a content.
class FormFinder {
public:
    explicit FormFinder(const std::vector<const SchemaPart*>& attributes) : attributes_(attributes) {}

    std::vector<SchemaForm> forms_of(const SchemaPart& part) const {
        SchemaForm form;
        if (part.kind == SchemaPart::Kind::Attribute) {
            form.attributes = bits_of(part);
            return {form};
        }
        if (!has_attributes(part)) {
            form.elements.push_back(&part);
            return {form};
        }
        if (part.may_come_again()) throw std::logic_error("schema table: attributes cannot come again");
        std::vector<SchemaForm> forms = part.kind == SchemaPart::Kind::Choice ? forms_of_choice(part) : forms_of_sequence(part);
        if (part.may_be_left_out()) forms.emplace_back();
        return forms;
    }

private:
    std::uint64_t bits_of(const SchemaPart& attribute) const {
        std::uint64_t bits = 0;
        for (std::size_t i = 0; i < attributes_.size(); ++i) {
            const bool is_variant =
                std::ranges::any_of(attribute.parts, [&](const SchemaPart& each) { return &each == attributes_[i]; });
            if (attributes_[i] == &attribute || is_variant) bits |= std::uint64_t{1} << i;
        }
        return bits;
    }

    std::vector<SchemaForm> forms_of_choice(const SchemaPart& choice) const {
        std::vector<SchemaForm> all;
        for (const SchemaPart& alternative : choice.parts) {
            for (SchemaForm& form : forms_of(alternative)) {
                form.schemas = form.schemas & alternative.schemas;
                all.push_back(std::move(form));
            }
        }
        return all;
    }

    std::vector<SchemaForm> forms_of_sequence(const SchemaPart& sequence) const {
        std::vector<SchemaForm> all(1);
        for (const SchemaPart& part : sequence.parts) {
            std::vector<SchemaForm> more;
            const std::vector<SchemaForm> next = forms_in_sequence(part);
            for (const SchemaForm& before : all) {
                for (const SchemaForm& form : next) {
                    SchemaForm both = joined(before, form);
                    if (!both.schemas.empty()) more.push_back(std::move(both));
                }
            }
            all = std::move(more);
        }
        return all;
    }

    /// In other schemas than its own a part of a sequence is as if it were not written. (A single attribute's and elements'
    /// schemas are looked at when they are matched.)
    std::vector<SchemaForm> forms_in_sequence(const SchemaPart& part) const {
        std::vector<SchemaForm> forms = forms_of(part);
        if (part.kind == SchemaPart::Kind::Attribute || !has_attributes(part)) return forms;
        for (SchemaForm& form : forms) form.schemas = form.schemas & part.schemas;
        const SchemaSet elsewhere = SchemaSet::all().without(part.schemas);
        if (!elsewhere.empty()) forms.emplace_back().schemas = elsewhere;
        return forms;
    }

    const std::vector<const SchemaPart*>& attributes_;
};

} // namespace

SchemaForms::SchemaForms(const SchemaContent& content) : attributes_(content.attributes) {
    if (attributes_.size() > most_attribute_parts) throw std::logic_error("schema table: too many attributes");
    for (std::size_t i = 0; i < attributes_.size(); ++i) {
        const std::uint64_t bit = std::uint64_t{1} << i;
        if (!attributes_[i]->may_be_left_out()) required_ |= bit;
        auto known = std::ranges::find(names_, attributes_[i]->name, &AttributeName::name);
        if (known == names_.end()) known = names_.insert(known, {attributes_[i]->name, 0});
        known->parts |= bit;
    }
    forms_ = FormFinder(attributes_).forms_of(content.whole);
    const ElementParts nothing_within;
    for (SchemaForm& form : forms_) {
        form.without_elements = ContentMatch(nothing_within).match_elements(form.elements, form.schemas);
    }
}

/// Of the parts by the attribute's name, those that are in some of the schemas and allow its value.
std::uint64_t SchemaForms::parts_that_allow(const ElementParts::Attribute& attribute, SchemaSet schemas) const {
    const auto known = std::ranges::find(names_, attribute.name, &AttributeName::name);
    if (known == names_.end()) return 0;
    std::uint64_t allowing = 0;
    for (std::uint64_t rest = known->parts; rest != 0; rest &= rest - 1) {
        const SchemaPart& part = *attributes_[static_cast<std::size_t>(std::countr_zero(rest))];
        if (!(part.schemas & schemas).empty() && part.value.allows(attribute.value)) allowing |= rest & (~rest + 1);
    }
    return allowing;
}

SchemaSet SchemaForms::schemas_of(std::uint64_t parts) const {
    SchemaSet all;
    for (; parts != 0; parts &= parts - 1) all = all | attributes_[static_cast<std::size_t>(std::countr_zero(parts))]->schemas;
    return all;
}

SchemaSet SchemaForms::match(const ElementParts& parts, SchemaSet schemas) const {
    std::array<std::uint64_t, most_attribute_parts> allowing;
    if (parts.attributes.size() > allowing.size()) return {};
    std::uint64_t taken = 0;
    for (std::size_t i = 0; i < parts.attributes.size(); ++i) {
        allowing[i] = parts_that_allow(parts.attributes[i], schemas);
        if (allowing[i] == 0) return {};
        taken |= allowing[i];
    }
    SchemaSet matched;
    for (const SchemaForm& form : forms_) {
        SchemaSet here = (form.schemas & schemas).without(schemas_of(form.attributes & required_ & ~taken));
        for (std::size_t i = 0; i < parts.attributes.size() && !here.empty(); ++i) {
            here = here & schemas_of(form.attributes & allowing[i]);
        }
        here = here.without(matched);
        if (here.empty()) continue;
        matched = matched | (parts.elements.empty() ? here & form.without_elements
                                                    : ContentMatch(parts).match_elements(form.elements, here));
    }
    return matched;
}

} // namespace placement
