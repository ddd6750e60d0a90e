#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

/// XML as it is written: where in a well-formed text tags, attributes and elements begin and end.
namespace placement {

struct TextSpan {
    std::size_t begin = 0;
    std::size_t end = 0; ///< one past
};

struct WrittenAttribute {
    std::string_view name;
    TextSpan whole;          ///< with the blanks before it
    TextSpan value;          ///< between the quotes
    std::string_view blanks; ///< before it
    char quote = '"';
};

struct WrittenTag {
    TextSpan whole;
    std::string_view name;
    std::vector<WrittenAttribute> attributes;
    std::size_t content_end = 0; ///< of the name and the attributes; what follows are blanks and ">" or "/>"
    bool is_empty = false;       ///< "/>"

    /// Null where there is none.
    const WrittenAttribute* find(std::string_view attribute) const;
};

/// The tag with which an element begins, whose "<" is at the offset.
WrittenTag tag_at(std::string_view text, std::size_t offset);
/// The element that begins at the offset, with all that is in it.
TextSpan element_span(std::string_view text, std::size_t offset);

/// The blanks from the beginning of its line up to the offset; none where something else is there, too.
struct LineStart {
    bool alone = false; ///< nothing else is before it
    std::string_view blanks;
};
LineStart line_start(std::string_view text, std::size_t offset);
/// Where the line ends that the offset is on: its line end, or the text's.
std::size_t line_end(std::string_view text, std::size_t offset);

} // namespace placement
