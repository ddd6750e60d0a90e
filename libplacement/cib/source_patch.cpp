#include "cib/source_patch.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "base/xml_text.h"
#include "cib/edit_elements.h"
#include "cib/element_path.h"
#include "cib/source_markup.h"
#include "cib/upgrade_references.h"

namespace placement {

namespace {

using EditKind = ConfigurationEdit::Kind;

struct Replacement {
    TextSpan span;
    std::string text;
};

/// Spans that do not overlap.
std::string with_replacements(std::string_view text, std::vector<Replacement> replacements) {
    std::stable_sort(replacements.begin(), replacements.end(), [](const Replacement& left, const Replacement& right) {
        return std::pair(left.span.begin, left.span.end) < std::pair(right.span.begin, right.span.end);
    });
    std::string result;
    std::size_t done = 0;
    for (const Replacement& each : replacements) {
        result += text.substr(done, each.span.begin - done);
        result += each.text;
        done = each.span.end;
    }
    return result += text.substr(done);
}

std::string quoted_value(std::string_view value, char quote) {
    std::string text;
    for (const char c : escaped_attribute(value)) {
        if (c == quote) { // double quotes are escaped already
            text += "&apos;";
        } else {
            text += c;
        }
    }
    return text;
}

/// How lines of an element's content begin. On one line: not at all.
struct Layout {
    std::string line_break; ///< none where everything is on one line
    std::string indentation;
    std::string step; ///< what each further level adds
};

void write_element(std::string& text, pugi::xml_node element, const Layout& layout, const std::string& indentation) {
    text += layout.line_break + indentation;
    if (element.type() == pugi::node_comment) {
        text += fmt::format("<!--{}-->", element.value());
        return;
    }
    text += fmt::format("<{}", element.name());
    for (const pugi::xml_attribute attribute : element.attributes()) {
        text += fmt::format(" {}=\"{}\"", attribute.name(), escaped_attribute(attribute.value()));
    }
    if (!element.first_child()) {
        text += "/>";
        return;
    }
    text += ">";
    for (const pugi::xml_node child : element.children()) write_element(text, child, layout, indentation + layout.step);
    text += fmt::format("{}{}</{}>", layout.line_break, indentation, element.name());
}

class SourcePatch {
public:
    SourcePatch(const CibDocument& original, const CibDocument& edited)
        : original_(original), edited_(edited), text_(original.source->text()) {}

    bool add(const ConfigurationEdit& edit) {
        switch (edit.kind) {
        case EditKind::Attribute: return set_attribute(edit);
        case EditKind::Removed: return remove(edit.path);
        case EditKind::Added: return insert(edit.path);
        case EditKind::Reordered: reordered_.push_back(edit.path); return true;
        case EditKind::State: return true;
        }
        return false;
    }

    std::optional<std::string> text() {
        for (const auto& [begin, insertion] : insertions_) {
            replacements_.push_back({insertion.span, insertion.before + insertion.elements + insertion.after});
        }
        // What is within something else first.
        std::stable_sort(reordered_.begin(), reordered_.end(),
                         [](const ElementPath& left, const ElementPath& right) { return left.size() > right.size(); });
        for (const ElementPath& path : reordered_) {
            if (!reorder(path)) return std::nullopt;
        }
        return with_replacements(text_, replacements_);
    }

private:
    /// Elements that are added in one place, and what makes room for them there.
    struct Insertion {
        TextSpan span;
        std::string before;
        std::string elements;
        std::string after;
        Layout layout;
    };

    std::optional<std::size_t> offset(pugi::xml_node element) const {
        if (!element) return std::nullopt;
        const std::size_t found = original_.configuration_part.tree->offset(element);
        return found == std::string::npos ? std::nullopt : std::optional(found);
    }
    std::optional<std::size_t> offset(const ElementPath& path) const {
        return offset(element_at(original_.configuration(), path));
    }

    bool set_attribute(const ConfigurationEdit& edit) {
        const std::optional<std::size_t> begin = offset(edit.path);
        if (!begin) return false;
        const WrittenTag tag = tag_at(text_, *begin);
        const WrittenAttribute* attribute = tag.find(edit.attribute);
        if ((attribute != nullptr) != edit.before.has_value()) return false;
        if (attribute == nullptr) {
            append_attribute(tag, edit.attribute, *edit.after);
        } else if (edit.after) {
            replacements_.push_back({attribute->value, quoted_value(*edit.after, attribute->quote)});
        } else {
            replacements_.push_back({attribute->whole, ""});
        }
        return true;
    }

    /// As the last one is written: with its quotes, and on a line of its own where that is.
    void append_attribute(const WrittenTag& tag, std::string_view name, std::string_view value) {
        const bool is_first = tag.attributes.empty();
        const char quote = is_first ? '"' : tag.attributes.back().quote;
        const std::string_view blanks = tag.attributes.size() < 2 ? " " : tag.attributes.back().blanks;
        replacements_.push_back({{tag.content_end, tag.content_end},
                                 fmt::format("{}{}={}{}{}", blanks, name, quote, quoted_value(value, quote), quote)});
    }

    /// Of a constraint that was one of several rules of another, the rule.
    static pugi::xml_node written_for(pugi::xml_node element) {
        const bool is_part = std::string_view(element.name()) == "rsc_location" &&
                             std::string_view(element.attribute("id").value()).starts_with(upgrade_prefix);
        const pugi::xml_node rule = element.child("rule");
        return is_part && rule ? rule : element;
    }

    bool remove(const ElementPath& path) {
        const std::optional<std::size_t> begin = offset(written_for(element_at(original_.configuration(), path)));
        if (!begin) return false;
        TextSpan span = element_span(text_, *begin);
        const LineStart start = line_start(text_, span.begin);
        const std::size_t rest = std::min(text_.find_first_not_of(" \t\r", span.end), text_.size());
        if (start.alone && rest < text_.size() && text_[rest] == '\n') span = {span.begin - start.blanks.size(), rest + 1};
        replacements_.push_back({span, ""});
        return true;
    }

    bool insert(const ElementPath& path) {
        const pugi::xml_node added = element_at(edited_.configuration(), path);
        const pugi::xml_node parent = element_at(original_.configuration(), parent_path(path));
        Insertion* insertion = place_for(parent, sibling_before(added, parent));
        if (!added || insertion == nullptr) return false;
        write_element(insertion->elements, added, insertion->layout, insertion->layout.indentation);
        return true;
    }

    /// What stands before it and is in the original, too.
    static pugi::xml_node sibling_before(pugi::xml_node added, pugi::xml_node parent) {
        for (pugi::xml_node each = added.previous_sibling(); each; each = each.previous_sibling()) {
            if (each.type() != pugi::node_element) continue;
            if (const pugi::xml_node there = child_with_key(parent, element_key(each))) return there;
        }
        return {};
    }

    Insertion* place_for(pugi::xml_node parent, pugi::xml_node sibling) {
        const std::optional<std::size_t> parent_begin = offset(parent);
        if (!parent_begin) return nullptr;
        if (sibling) {
            const std::optional<std::size_t> begin = offset(sibling);
            return begin ? &place_after(*begin, step_of(parent, *parent_begin)) : nullptr;
        }
        return &place_at_beginning(parent, *parent_begin);
    }

    Insertion& place_after(std::size_t sibling, const std::string& step) {
        const LineStart start = line_start(text_, sibling);
        std::size_t at = element_span(text_, sibling).end;
        if (start.alone) at = after_comments_of_line(at);
        Insertion& insertion = insertions_[at];
        insertion.span = {at, at};
        insertion.layout = start.alone ? Layout{line_break(), std::string(start.blanks), step} : Layout{};
        return insertion;
    }

    Insertion& place_at_beginning(pugi::xml_node parent, std::size_t parent_begin) {
        const WrittenTag tag = tag_at(text_, parent_begin);
        const LineStart start = line_start(text_, parent_begin);
        const std::string step = step_of(parent, parent_begin);
        const std::string own_level = std::string(start.blanks) + step;
        const LineStart first = start_of_content(parent).value_or(LineStart{start.alone, own_level});
        Layout layout;
        if (first.alone) layout = {line_break(), std::string(first.blanks), step};
        const std::size_t at = tag.is_empty ? tag.content_end : tag.whole.end;
        Insertion& insertion = insertions_[at];
        insertion.span = {at, tag.whole.end};
        insertion.layout = layout;
        const std::string end = layout.line_break + (layout.line_break.empty() ? "" : std::string(start.blanks));
        if (tag.is_empty) {
            insertion.before = ">";
            insertion.after = fmt::format("{}</{}>", end, tag.name);
        } else if (const std::size_t next = text_.find_first_not_of(" \t", at);
                   !layout.line_break.empty() && text_.substr(next).starts_with("</")) {
            insertion.span.end = next;
            insertion.after = end;
        }
        return insertion;
    }

    /// Of the line with the first element in it.
    std::optional<LineStart> start_of_content(pugi::xml_node element) const {
        const std::vector<pugi::xml_node> children = elements_in(element);
        if (children.empty()) return std::nullopt;
        const std::optional<std::size_t> begin = offset(children.front());
        if (!begin) return std::nullopt;
        return line_start(text_, *begin);
    }

    /// What a level of indentation is, from the element and what it is in.
    std::string step_of(pugi::xml_node element, std::size_t begin) const {
        const std::string_view own = line_start(text_, begin).blanks;
        const std::optional<std::size_t> outer_begin = offset(element.parent());
        const std::string_view inner = start_of_content(element).value_or(LineStart()).blanks;
        if (inner.size() > own.size()) return std::string(inner.substr(own.size()));
        const std::string_view outer = outer_begin ? line_start(text_, *outer_begin).blanks : std::string_view();
        if (own.size() > outer.size()) return std::string(own.substr(outer.size()));
        return "  ";
    }

    std::string line_break() const {
        const std::size_t first = text_.find('\n');
        return first != std::string_view::npos && first > 0 && text_[first - 1] == '\r' ? "\r\n" : "\n";
    }

    /// The end of the line where nothing but comments follows on it: they belong to what they follow.
    std::size_t after_comments_of_line(std::size_t at) const {
        const std::size_t end = line_end(text_, at);
        for (std::size_t next = at;;) {
            next = std::min(text_.find_first_not_of(" \t", next), end);
            if (next == end) return end;
            if (!text_.substr(next).starts_with("<!--")) return at;
            next = text_.find("-->", next);
            if (next == std::string_view::npos || next + 3 > end) return at;
            next += 3;
        }
    }

    /// Children that both have, in the places that they have in the text, come in their new order.
    bool reorder(const ElementPath& path) {
        const pugi::xml_node before = element_at(original_.configuration(), path);
        const pugi::xml_node after = element_at(edited_.configuration(), path);
        std::vector<TextSpan> places;
        std::vector<TextSpan> contents;
        for (const pugi::xml_node child : elements_in(before)) {
            if (!child_with_key(after, element_key(child))) continue;
            const std::optional<std::size_t> begin = offset(child);
            if (!begin) return false;
            places.push_back(element_span(text_, *begin));
        }
        for (const pugi::xml_node child : elements_in(after)) {
            const pugi::xml_node old = child_with_key(before, element_key(child));
            const std::optional<std::size_t> begin = offset(old);
            if (!old) continue;
            if (!begin) return false;
            contents.push_back(element_span(text_, *begin));
        }
        if (places.size() != contents.size()) return false;
        std::vector<Replacement> moved;
        for (std::size_t i = 0; i < places.size(); ++i) moved.push_back({places[i], content_of(contents[i])});
        std::erase_if(replacements_, [&](const Replacement& each) {
            return std::ranges::any_of(places, [&](const TextSpan& place) { return is_within(each.span, place); });
        });
        replacements_.insert(replacements_.end(), moved.begin(), moved.end());
        return true;
    }

    static bool is_within(const TextSpan& inner, const TextSpan& outer) {
        return inner.begin > outer.begin && inner.end < outer.end;
    }

    /// The text of the span, with what is replaced in it.
    std::string content_of(const TextSpan& span) const {
        std::vector<Replacement> inner;
        for (const Replacement& each : replacements_) {
            if (!is_within(each.span, span)) continue;
            inner.push_back({{each.span.begin - span.begin, each.span.end - span.begin}, each.text});
        }
        return with_replacements(text_.substr(span.begin, span.end - span.begin), std::move(inner));
    }

    const CibDocument& original_;
    const CibDocument& edited_;
    std::string_view text_;
    std::vector<Replacement> replacements_;
    std::map<std::size_t, Insertion> insertions_;
    std::vector<ElementPath> reordered_;
};

} // namespace

std::optional<std::string> patched_source(const CibDocument& original, const CibDocument& edited,
                                          const std::vector<ConfigurationEdit>& edits) {
    SourcePatch patch(original, edited);
    for (const ConfigurationEdit& edit : edits) {
        if (!patch.add(edit)) return std::nullopt;
    }
    return patch.text();
}

} // namespace placement
