#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "render/lines.h"

namespace placement {

/// Nested lists as text, in the layout of Pacemaker's tools: a heading ends with a colon, and what is below it is
/// indented by two spaces a level and has a bullet.
class Outline {
public:
    /// Without bullets there is neither heading nor indent: only the items' own text.
    explicit Outline(bool bullets = true) : bullets_(bullets) {}

    void begin(std::string_view heading) {
        if (bullets_) text_ += as_line_with_tabs(lead().append(heading).append(":"));
        ++depth_;
    }
    /// One level deeper, without a heading.
    void begin() { ++depth_; }
    void item(std::string_view text) { text_ += as_line_with_tabs(lead().append(text)); }
    void item(std::string_view label, std::string_view text) {
        std::string line = lead();
        if (bullets_) line.append(label).append(": ");
        text_ += as_line_with_tabs(line.append(text));
    }
    void end() { --depth_; }
    void blank_line() { text_ += as_line(""); }

    const std::string& text() const { return text_; }

private:
    std::string lead() const {
        if (!bullets_ || depth_ == 0) return {};
        return std::string(2 * depth_, ' ') + "* ";
    }

    bool bullets_;
    std::size_t depth_ = 0;
    std::string text_;
};

} // namespace placement
