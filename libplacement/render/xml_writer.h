#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/xml_text.h"

namespace placement {

/// Writes XML element by element, indented by two blanks a level.
class XmlWriter {
public:
    /// `depth`: how many elements what is written will stand in.
    explicit XmlWriter(std::size_t depth = 0) : depth_(depth) {}

    void open(std::string_view element) {
        close_start_tag();
        text_.append(indent(), ' ').append("<").append(element);
        open_.emplace_back(element);
        is_start_tag_ = true;
    }

    void attribute(std::string_view name, std::string_view value) {
        text_ += fmt::format(" {}=\"{}\"", name, escaped_attribute(value));
    }

    void attribute_unless_empty(std::string_view name, std::string_view value) {
        if (!value.empty()) attribute(name, value);
    }

    void attribute(std::string_view name, bool value) { attribute(name, std::string_view(value ? "true" : "false")); }
    void attribute(std::string_view name, const char* value) { attribute(name, std::string_view(value)); }

    void close() {
        const std::string element = std::move(open_.back());
        open_.pop_back();
        if (is_start_tag_) {
            text_ += "/>\n";
            is_start_tag_ = false;
        } else {
            text_.append(indent(), ' ').append("</").append(element).append(">\n");
        }
    }

    /// Closes the element that was opened last, with text in it and nothing else.
    void close_with(std::string_view content) {
        const std::string element = std::move(open_.back());
        open_.pop_back();
        is_start_tag_ = false;
        text_.append(">").append(escaped_content(content)).append("</").append(element).append(">\n");
    }

    /// An element that has nothing but text in it.
    void text_element(std::string_view element, std::string_view content) {
        close_start_tag();
        is_start_tag_ = false;
        text_.append(indent(), ' ');
        text_ += fmt::format("<{0}>{1}</{0}>\n", element, escaped_attribute(content));
    }

    std::string text() && { return std::move(text_); }

private:
    std::size_t indent() const { return 2 * (depth_ + open_.size()); }

    void close_start_tag() {
        if (is_start_tag_) text_ += ">\n";
    }

    std::size_t depth_;
    std::string text_;
    std::vector<std::string> open_;
    bool is_start_tag_ = false;
};

} // namespace placement
