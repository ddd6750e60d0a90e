#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "placement/wording.h"
#include "render/lines.h"

namespace placement {

/// What stands above a list.
struct Heading {
    std::string text;
    bool shown_in_lines = true;
    std::size_t indent_in_lines = 4; ///< of the list, further than the heading
};

/// Nested lists as text, in the layout of Pacemaker's tools. As an outline: a heading ends with a colon, and what is below it is
/// indented by two spaces a level and has a bullet. As lines: only the indent shows what belongs to what.
class Outline {
public:
    explicit Outline(StatusLayout layout) : as_lines_(layout == StatusLayout::Lines) {}

    void title(std::string_view text) {
        add(std::string(text) + ":");
        indents_.push_back(0);
    }
    void begin(const Heading& heading) {
        if (!as_lines_) {
            add(lead().append(heading.text).append(":"));
        } else if (heading.shown_in_lines) {
            add(lead().append(heading.text));
        }
        indents_.push_back(indents_.back() + heading.indent_in_lines);
    }
    void item(std::string_view text) { add(lead().append(text)); }
    void item(std::string_view label, std::string_view text) {
        add(lead().append(label).append(": ").append(text));
    }
    void end() { indents_.pop_back(); }
    void blank_line() { add(""); }

    const std::string& text() const { return text_; }

private:
    std::string lead() const {
        if (as_lines_) return std::string(indents_.back(), ' ');
        return std::string(2 * indents_.size(), ' ') + "* ";
    }
    void add(const std::string& line) { text_ += as_line_with_tabs(line); }

    bool as_lines_;
    std::vector<std::size_t> indents_; ///< of the lists that are open
    std::string text_;
};

} // namespace placement
