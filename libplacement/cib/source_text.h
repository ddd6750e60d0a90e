#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "placement/diagnostic.h"

namespace placement {

/// A CIB's text in UTF-8 as it was given, which turns offsets into lines and columns.
class SourceText {
public:
    /// `name` stands for the file in messages.
    SourceText(std::string name, std::string text);

    const std::string& name() const { return name_; }
    const std::string& text() const { return text_; }
    /// The line and column (in characters) of a byte of the text; one past the last byte is the text's end.
    Position position(std::size_t offset) const;
    /// The line without its end; empty where there is none.
    std::string_view line(std::uint32_t number) const;
    /// Throws InputError that points at the byte.
    [[noreturn]] void fail(std::size_t offset, const std::string& message) const;

private:
    std::size_t count_continuations(std::size_t begin, std::size_t end) const;

    std::string name_;
    std::string text_;
    std::vector<std::size_t> line_starts_;
    std::vector<std::uint32_t> lines_before_blocks_; ///< so that a position needs no search through all lines
    std::vector<std::size_t> continuations_; ///< offsets of bytes that are no column of their own
};

} // namespace placement
