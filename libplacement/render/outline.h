#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace placement {

/// Nested lists as text, in the layout of Pacemaker's tools: a heading ends with a colon, and what is below it is
/// indented by two spaces a level and has a bullet.
class Outline {
public:
    /// Without bullets there is neither heading nor indent: only the items' own text.
    explicit Outline(bool bullets = true) : bullets_(bullets) {}

    void begin(std::string_view heading) {
        if (bullets_) text_.append(lead()).append(heading).append(":\n");
        ++depth_;
    }
    /// One level deeper, without a heading.
    void begin() { ++depth_; }
    void item(std::string_view text) { text_.append(lead()).append(text).append("\n"); }
    void item(std::string_view label, std::string_view text) {
        text_.append(lead());
        if (bullets_) text_.append(label).append(": ");
        text_.append(text).append("\n");
    }
    void end() { --depth_; }
    void blank_line() { text_.append("\n"); }

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
