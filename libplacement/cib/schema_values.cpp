#include "cib/schema_values.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <utility>

#include "cib/schema_versions.h"

namespace placement {

namespace {

constexpr bool is_xml_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
constexpr bool is_ascii_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_ascii_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
/// Letters outside ASCII are taken as letters without a look at the tables of Unicode.
constexpr bool begins_name(char c) { return is_ascii_letter(c) || c == '_' || static_cast<unsigned char>(c) >= 0x80; }
constexpr bool continues_name(char c) { return begins_name(c) || is_ascii_digit(c) || c == '-' || c == '.'; }

bool is_name(std::string_view value) {
    value = without_blank_ends(value);
    return !value.empty() && begins_name(value.front()) && std::ranges::all_of(value, [](char c) { return continues_name(c); });
}

struct WholeNumber {
    bool negative = false;
    std::string_view digits = {}; ///< without zeros at the front
};

std::optional<WholeNumber> whole_number(std::string_view value) {
    value = without_blank_ends(value);
    WholeNumber number;
    if (!value.empty() && (value.front() == '-' || value.front() == '+')) {
        number.negative = value.front() == '-';
        value.remove_prefix(1);
    }
    if (value.empty() || !std::ranges::all_of(value, [](char c) { return is_ascii_digit(c); })) return std::nullopt;
    value.remove_prefix(std::min(value.find_first_not_of('0'), value.size()));
    constexpr std::size_t most_digits = 24; // more are no number to the reference's parser
    if (value.size() > most_digits) return std::nullopt;
    number.digits = value;
    return number;
}

bool is_count(std::string_view value) {
    const auto number = whole_number(value);
    return number && (!number->negative || number->digits.empty());
}

bool is_positive(std::string_view value) {
    const auto number = whole_number(value);
    return number && !number->negative && !number->digits.empty();
}

bool is_level(std::string_view value) { return is_positive(value) && whole_number(value)->digits.size() == 1; }

bool is_boolean(std::string_view value) {
    constexpr std::array<std::string_view, 4> booleans = {"true", "false", "1", "0"};
    return std::ranges::find(booleans, without_blank_ends(value)) != booleans.end();
}

/// The first word, which the text loses with the blanks around it.
std::string_view take_word(std::string_view& text) {
    text = without_blank_ends(text);
    const std::string_view word = text.substr(0, text.find_first_of(" \t\n\r"));
    text = without_blank_ends(text.substr(word.size()));
    return word;
}

/// Compares words as XML's tokens: however many blanks are between and around them.
bool same_words(std::string_view a, std::string_view b) {
    if (a == b) return true;
    while (!a.empty() || !b.empty()) {
        if (take_word(a) != take_word(b)) return false;
    }
    return true;
}

bool is_any_of(std::span<const std::string_view> words, std::string_view value) {
    if (std::ranges::find(words, value) != words.end()) return true;
    const bool is_one_word = std::ranges::none_of(value, [](char c) { return is_xml_blank(c); });
    return !is_one_word && std::ranges::any_of(words, [&](std::string_view word) { return same_words(value, word); });
}

bool is_infinity(std::string_view value) {
    static constexpr std::array<std::string_view, 3> words = {"INFINITY", "+INFINITY", "-INFINITY"};
    return is_any_of(words, value);
}

bool is_device_name_part(char c) {
    return is_ascii_letter(c) || is_ascii_digit(c) || c == '_' || c == '.' || c == '-';
}

bool is_device_list(std::string_view value) {
    bool in_name = false;
    for (const char c : value) {
        if (c != ',' && !is_device_name_part(c)) return false;
        if (c == ',' && !in_name) return false;
        in_name = c != ',';
    }
    return in_name;
}

bool is_port_range(std::string_view value) {
    return !value.empty() && std::ranges::all_of(value, [](char c) { return is_ascii_digit(c) || c == '-'; });
}

std::string listed_words(const std::vector<std::string_view>& words) {
    std::string text;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (i > 0) text += i + 1 == words.size() ? " or " : ", ";
        text += words[i];
    }
    return text;
}

} // namespace

std::string_view without_blank_ends(std::string_view value) {
    while (!value.empty() && is_xml_blank(value.front())) value.remove_prefix(1);
    while (!value.empty() && is_xml_blank(value.back())) value.remove_suffix(1);
    return value;
}

bool SchemaValue::allows(std::string_view value) const {
    switch (kind) {
    case Kind::Text: return true;
    case Kind::Id:
    case Kind::Reference: return is_name(value);
    case Kind::Boolean: return is_boolean(value);
    case Kind::Integer: return whole_number(value).has_value();
    case Kind::Count: return is_count(value);
    case Kind::Positive: return is_positive(value);
    case Kind::Level: return is_level(value);
    case Kind::Score: return whole_number(value) || is_infinity(value);
    case Kind::Devices: return is_device_list(value);
    case Kind::Ports: return is_port_range(value);
    case Kind::SchemaName: return same_words(value, "none") || schema_of_name(without_blank_ends(value));
    case Kind::OneOf: return is_any_of(words, value);
    case Kind::NoneOf: return !is_any_of(words, value);
    }
    return false;
}

std::string SchemaValue::wanted() const {
    switch (kind) {
    case Kind::Text: return "any text";
    case Kind::Id: return "a name of letters, digits, `_`, `-` and `.` that begins with a letter or `_`";
    case Kind::Reference: return "the id of another element";
    case Kind::Boolean: return "true, false, 1 or 0";
    case Kind::Integer: return "an integer";
    case Kind::Count: return "an integer from 0";
    case Kind::Positive: return "an integer from 1";
    case Kind::Level: return "an integer from 1 to 9";
    case Kind::Score: return "an integer, INFINITY or -INFINITY";
    case Kind::Devices: return "ids of fencing devices with commas between them, and no blanks";
    case Kind::Ports: return "a range of ports such as 80-88";
    case Kind::SchemaName: return "the name of a schema, such as " + schema_name(newest_schema);
    case Kind::OneOf: return listed_words(words);
    case Kind::NoneOf: return "none of " + listed_words(words);
    }
    return {};
}

std::optional<SchemaValue> named_schema_value(std::string_view name) {
    using enum SchemaValue::Kind;
    constexpr std::array<std::pair<std::string_view, SchemaValue::Kind>, 12> names = {{{"text", Text},
                                                                                        {"id", Id},
                                                                                        {"reference", Reference},
                                                                                        {"boolean", Boolean},
                                                                                        {"integer", Integer},
                                                                                        {"count", Count},
                                                                                        {"positive", Positive},
                                                                                        {"level", Level},
                                                                                        {"score", Score},
                                                                                        {"devices", Devices},
                                                                                        {"ports", Ports},
                                                                                        {"schema", SchemaName}}};
    for (const auto& [known, kind] : names) {
        if (known == name) return SchemaValue{kind, {}};
    }
    return std::nullopt;
}

} // namespace placement
