#include "commands/plain_words.h"

#include <algorithm>
#include <array>

namespace placement {

namespace {

bool is_alphanumeric(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

bool consists_of(std::string_view text, std::string_view marks) {
    return std::ranges::all_of(text, [marks](char c) { return is_alphanumeric(c) || marks.find(c) != std::string_view::npos; });
}

/// In small letters. What pcs and crm read as something else where a resource, node or constraint may stand.
bool is_word_of_tool(std::string_view text) {
    static constexpr std::array<std::string_view, 21> words{
        "then",    "with",     "and",        "or",    "set",    "rule", "start",    "stop",  "promote", "demote", "started",
        "stopped", "promoted", "unpromoted", "slave", "master", "inf",  "infinity", "rules", "xml",     "score"};
    std::string small(text);
    for (char& c : small) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return std::ranges::find(words, small) != words.end();
}

} // namespace

bool is_plain_name(std::string_view text) {
    if (text.empty() || !(is_alphanumeric(text.front()) || text.front() == '_')) return false;
    return consists_of(text, "_.-") && !is_word_of_tool(text);
}

bool are_plain_names(const std::vector<std::string>& names) {
    return std::ranges::all_of(names, [](const std::string& name) { return is_plain_name(name); });
}

bool is_plain_value(std::string_view text) { return !text.empty() && consists_of(text, "_.-:/@,+"); }

} // namespace placement
