#pragma once

#include <string>
#include <string_view>

/// Names that other people chose, in places where their characters could do something. docs/robustness.md says what is
/// quoted and escaped where.
namespace [[gnu::visibility("default")]] placement {

/// The text on one line, with nothing in it that acts on a terminal or on whoever reads lines. Control characters and bytes
/// that are no UTF-8 become `\n`, `\t`, `\r` or `\x1b`; C1 controls, separators of lines and paragraphs, marks and overrides of
/// direction, and the noncharacters U+FFFE and U+FFFF become `\u202e`. A backslash stays, so `\n` may have been either.
std::string visible(std::string_view text);
/// Whether visible() changes nothing.
bool is_visible(std::string_view text);

/// The word as a POSIX shell reads it back: as it is where it is plain, else in single quotes. Quotes do not keep a program
/// from taking a leading `-` for an option.
std::string shell_quoted(std::string_view word);

} // namespace placement
