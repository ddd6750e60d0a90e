#include "cib/schema_content.h"

#include <algorithm>
#include <deque>
#include <stdexcept>
#include <unordered_map>
#include <utility>

#include "cib/schema_forms.h"
#include "cib/schema_table.h"

namespace placement {

/// All elements; the parts of one point at others.
class SchemaElements {
public:
    SchemaElements() {
        std::vector<SchemaRow> rows = schema_table();
        by_row_.reserve(rows.size());
        for (SchemaRow& row : rows) {
            const std::string_view name = row.element.substr(0, row.element.find('.'));
            by_row_.emplace(row.element, &elements_.emplace_back(name, std::move(row.content), *this));
        }
    }

    const SchemaElement* find(std::string_view row) const {
        const auto found = by_row_.find(row);
        return found == by_row_.end() ? nullptr : found->second;
    }

private:
    std::deque<SchemaElement> elements_;
    std::unordered_map<std::string_view, const SchemaElement*> by_row_;
};

namespace {

/// Reads the notation of the table. A fault in it is one of the library, which every test of it meets: std::logic_error.
class ContentReader {
public:
    ContentReader(std::string_view text, const SchemaElements& elements) : text_(text), elements_(elements) {}

    SchemaPart whole() {
        SchemaPart part = alternatives();
        if (!rest().empty()) fail();
        return part;
    }

private:
    [[noreturn]] void fail() const { throw std::logic_error("schema table: " + std::string(text_)); }

    std::string_view rest() {
        while (at_ < text_.size() && text_[at_] == ' ') ++at_;
        return text_.substr(at_);
    }
    bool take(std::string_view sign) {
        if (!text_.substr(at_).starts_with(sign)) return false;
        at_ += sign.size();
        return true;
    }
    void expect(std::string_view sign) {
        if (!take(sign)) fail();
    }
    std::string_view word_until(std::string_view ends) {
        const std::size_t end = std::min(text_.find_first_of(ends, at_), text_.size());
        const std::string_view word = text_.substr(at_, end - at_);
        at_ = end;
        if (word.empty()) fail();
        return word;
    }

    SchemaPart alternatives() {
        SchemaPart all;
        all.kind = SchemaPart::Kind::Choice;
        do {
            all.parts.push_back(sequence(SchemaPart::Kind::Sequence));
        } while (rest().starts_with('|') && take("|"));
        if (all.parts.size() == 1) return std::move(all.parts.front());
        // Where its only part is not there, an alternative is not an empty one, but none.
        for (SchemaPart& each : all.parts) {
            if (each.kind == SchemaPart::Kind::Sequence && each.parts.size() == 1) each = SchemaPart(each.parts.front());
        }
        return all;
    }

    SchemaPart sequence(SchemaPart::Kind kind) {
        SchemaPart all;
        all.kind = kind;
        while (!rest().empty() && std::string_view("|)}").find(rest().front()) == std::string_view::npos) {
            add(part(), all.parts);
        }
        if (kind == SchemaPart::Kind::AnyOrder && all.parts.size() > most_in_any_order) fail();
        return all;
    }

    /// An attribute that one schema has so and a later one otherwise stays one part.
    static void add(SchemaPart part, std::vector<SchemaPart>& parts) {
        const bool goes_on = part.kind == SchemaPart::Kind::Attribute && !parts.empty() &&
                             parts.back().kind == SchemaPart::Kind::Attribute && parts.back().name == part.name &&
                             (parts.back().schemas & part.schemas).empty();
        if (!goes_on) return parts.push_back(std::move(part));
        SchemaPart& whole = parts.back();
        if (whole.parts.empty()) whole.parts.push_back(SchemaPart(whole));
        whole.schemas = whole.schemas | part.schemas;
        whole.parts.push_back(std::move(part));
    }

    SchemaPart part() {
        SchemaPart part;
        if (take("(")) {
            part = alternatives();
            (void)rest();
            expect(")");
        } else if (take("{")) {
            part = sequence(SchemaPart::Kind::AnyOrder);
            (void)rest();
            expect("}");
        } else if (take("@")) {
            part.kind = SchemaPart::Kind::Attribute;
            part.name = word_until(" :?[");
            if (take(":")) part.value = value();
        } else {
            part.kind = SchemaPart::Kind::Element;
            const std::string_view row = word_until(" ?*+[");
            part.name = row.substr(0, row.find('.'));
            part.element = elements_.find(row);
            if (part.element == nullptr && row != "status") fail();
        }
        return with_suffix(std::move(part));
    }

    SchemaPart with_suffix(SchemaPart part) {
        using enum SchemaPart::Times;
        if (take("?")) part.times = AtMostOnce;
        if (take("*")) part.times = AnyNumber;
        if (take("+")) part.times = AtLeastOnce;
        if (!take("[")) return part;
        const SchemaVersion first = text_.substr(at_).starts_with("..") ? oldest_schema : version();
        expect("..");
        const SchemaVersion last = text_.substr(at_).starts_with("]") ? newest_schema : version();
        expect("]");
        part.schemas = SchemaSet::from_to(first, last);
        return part;
    }

    SchemaVersion version() {
        const std::size_t end = std::min({text_.find("..", at_), text_.find(']', at_), text_.size()});
        const auto found = schema_of_number(text_.substr(at_, end - at_));
        if (!found) fail();
        at_ = end;
        return *found;
    }

    SchemaValue value() {
        const bool is_not = take("not(");
        if (!is_not && !take("(")) {
            const auto named = named_schema_value(word_until(" ?["));
            if (!named) fail();
            return *named;
        }
        SchemaValue value{is_not ? SchemaValue::Kind::NoneOf : SchemaValue::Kind::OneOf, {}};
        do {
            value.words.push_back(listed_word());
        } while (take("|"));
        expect(")");
        return value;
    }

    /// A word of a list may have parentheses of its own.
    std::string_view listed_word() {
        const std::size_t begin = at_;
        for (int open = 0; at_ < text_.size() && text_[at_] != '|'; ++at_) {
            if (text_[at_] == '(') ++open;
            if (text_[at_] == ')' && open-- == 0) break;
        }
        return text_.substr(begin, at_ - begin);
    }

    std::string_view text_;
    const SchemaElements& elements_;
    std::size_t at_ = 0;
};

void list_attribute(const SchemaPart& part, SchemaContent& content) {
    using enum SchemaValue::Kind;
    content.attributes.push_back(&part);
    if (part.value.kind == Id || part.value.kind == Reference) content.names.push_back(&part);
}

/// A part within another one is there only where that one is.
void list_parts(SchemaPart& part, SchemaSet schemas, SchemaContent& content) {
    part.schemas = part.schemas & schemas;
    if (part.kind == SchemaPart::Kind::Attribute && part.parts.empty()) list_attribute(part, content);
    if (part.kind == SchemaPart::Kind::Element) content.elements.push_back(&part);
    for (SchemaPart& each : part.parts) list_parts(each, part.schemas, content);
}

} // namespace

SchemaElement::SchemaElement(std::string_view name, std::string content, const SchemaElements& all)
    : name_(name), text_(std::move(content)), all_(all) {}

SchemaElement::~SchemaElement() = default;

void SchemaElement::read() const {
    std::call_once(once_, [this] {
        auto content = std::make_unique<SchemaContent>();
        content->whole = ContentReader(text_, all_).whole();
        list_parts(content->whole, SchemaSet::all(), *content);
        forms_ = std::make_unique<SchemaForms>(*content);
        content_ = std::move(content);
    });
}

const SchemaContent& SchemaElement::content() const {
    read();
    return *content_;
}

const SchemaForms& SchemaElement::forms() const {
    read();
    return *forms_;
}

const SchemaElement& schema_of_cib() {
    static const SchemaElements elements;
    return *elements.find("cib");
}

} // namespace placement
