#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

/// Text in lines that fit a width. Lines break between words, never inside one: a word that is too long stands alone on a line
/// that is too long. A width of 0 is no limit.
namespace placement {

/// The text in lines without their ends. Those after the first begin with `hanging` blanks; those that the text itself begins
/// with stay.
std::vector<std::string> folded(std::string_view text, std::size_t width, std::size_t hanging = 0);

/// Each line of the text that is too long, folded: what follows stands below what the line has after its first gap of two
/// blanks ("  n1  online" has it below "online"), or two blanks deeper than the line begins.
std::string folded_lines(std::string_view text, std::size_t width);

} // namespace placement
