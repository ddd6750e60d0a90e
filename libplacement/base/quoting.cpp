#include "placement/quoting.h"

#include <algorithm>

#include "base/characters.h"
#include "base/unseen.h"

namespace placement {

namespace {

/// Means nothing to any shell, wherever it stands in a word.
bool is_plain(char c) {
    constexpr std::string_view marks = "_./:=@%+,-";
    return is_digit(c) || is_letter(c) || marks.find(c) != std::string_view::npos;
}

} // namespace

std::string visible(std::string_view text) { return with_unseen_as(text, visible_form); }

bool is_visible(std::string_view text) {
    while (true) {
        text.remove_prefix(count_printable_ascii(text));
        if (text.empty()) return true;
        const Utf8Character character = first_character(text);
        if (is_unseen(character)) return false;
        text.remove_prefix(character.bytes.size());
    }
}

std::string shell_quoted(std::string_view word) {
    if (!word.empty() && std::ranges::all_of(word, is_plain)) return std::string(word);
    std::string quoted = "'";
    for (const char c : word) {
        if (c == '\'') {
            quoted += "'\\''"; // out of the quotes, one quote, and into them again
        } else {
            quoted += c;
        }
    }
    return quoted + "'";
}

} // namespace placement
