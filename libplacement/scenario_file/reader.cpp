#include "scenario_file/reader.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>
#include <stdexcept>

#include <fmt/format.h>

#include "base/text.h"
#include "placement/error.h"
#include "placement/scenario_file.h"
#include "placement/sequence.h"

namespace placement {

namespace {

const std::vector<std::string_view>& keys_of(std::string_view mapping) {
    const auto& mappings = scenario_file_mappings();
    const auto found = std::ranges::find(mappings, mapping, &ScenarioFileMapping::name);
    if (found == mappings.end()) throw std::logic_error(fmt::format("no kind of mapping `{}`", mapping));
    return found->keys;
}

bool is_known(std::string_view mapping, std::string_view key) {
    const auto& keys = keys_of(mapping);
    return std::ranges::find(keys, key) != keys.end();
}

std::vector<std::string> texts(const std::vector<std::string_view>& views) { return {views.begin(), views.end()}; }

const char* what_it_is(const YamlValue& value) {
    switch (value.kind) {
    case YamlValue::Kind::Null:
        return "there is nothing";
    case YamlValue::Kind::Scalar:
        return "there is a text";
    case YamlValue::Kind::Sequence:
        return "there is a list";
    case YamlValue::Kind::Mapping:
        break;
    }
    return "there is a mapping";
}

/// Milliseconds; none where a unit is not known, or anything is less than a millisecond or far beyond what a cluster is up.
std::optional<std::int64_t> parse_duration(const std::string& text) {
    static const std::map<std::string, std::int64_t> units{{"", 1000},    {"ms", 1},       {"s", 1000},
                                                           {"sec", 1000}, {"min", 60'000}, {"h", 3'600'000}};
    constexpr std::int64_t most = 100LL * 366 * 86'400;
    std::int64_t whole = 0;
    auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), whole);
    if (error != std::errc() || whole < 0 || whole > most || text.starts_with('-')) return std::nullopt;
    const char* const end = text.data() + text.size();
    std::int64_t thousandths = 0;
    if (rest != end && *rest == '.') {
        const char* const digits = rest + 1;
        rest = std::find_if(digits, end, [](char c) { return c < '0' || c > '9'; });
        if (rest == digits || rest - digits > 3) return std::nullopt;
        for (int i = 0; i < 3; ++i) thousandths = 10 * thousandths + (digits + i < rest ? digits[i] - '0' : 0);
    }
    const auto unit = units.find(std::string(rest, end));
    if (unit == units.end() || (unit->second == 1 && thousandths != 0)) return std::nullopt;
    const std::int64_t milliseconds = whole * unit->second + thousandths * unit->second / 1000;
    if (milliseconds / 1000 > most) return std::nullopt;
    return milliseconds;
}

/// "event" for a step, "key" elsewhere: what somebody who mistypes it means to write.
const char* name_of_keys(std::string_view mapping) { return mapping == "step" ? "event" : "key"; }

} // namespace

void Complaints::fail(Position position, const std::string& message) const {
    throw InputError(file_, position, on_one_line(message));
}

void Complaints::unknown(Position position, std::string_view kind, const std::string& name,
                         const std::vector<std::string>& known) const {
    std::vector<std::string> nearest = nearest_names(name, known);
    // A key that is nothing like any other is answered with what there is.
    const std::string all = nearest.empty() ? fmt::format("; there are: {}", fmt::join(known, ", ")) : "";
    fail(position, UnknownName(std::string(kind), name, nearest).what() + all);
}

void Complaints::located(Position position, const std::function<void()>& something) const {
    try {
        something();
    } catch (const UnknownName& error) {
        fail(position, error.what());
    } catch (const InvalidArgument& error) {
        fail(position, error.what());
    }
}

MappingReader::MappingReader(const Complaints& complaints, const YamlValue& value, std::string_view mapping)
    : complaints_(complaints), value_(value), mapping_(mapping) {
    if (value.kind != YamlValue::Kind::Mapping) {
        complaints.fail(value.position, fmt::format("a mapping is expected (with some of: {}), and {}",
                                                    fmt::join(keys_of(mapping), ", "), what_it_is(value)));
    }
    for (const YamlEntry& entry : value.entries) {
        if (is_known(mapping, entry.key)) continue;
        complaints.unknown(entry.position, name_of_keys(mapping), entry.key, texts(keys_of(mapping)));
    }
}

const YamlValue* MappingReader::find(std::string_view key) const {
    if (!is_known(mapping_, key)) throw std::logic_error(fmt::format("`{}` is not a key of `{}`", key, mapping_));
    const auto found = std::ranges::find(value_.entries, key, &YamlEntry::key);
    return found == value_.entries.end() ? nullptr : &found->value;
}

const YamlValue& MappingReader::require(std::string_view key) const {
    if (const YamlValue* found = find(key)) return *found;
    complaints_.fail(value_.position, fmt::format("`{}` is missing", key));
}

const YamlEntry& only_entry(const Complaints& complaints, const YamlValue& value, std::string_view mapping) {
    const MappingReader checked(complaints, value, mapping);
    if (value.entries.size() == 1) return value.entries.front();
    if (value.entries.empty())
        complaints.fail(value.position, fmt::format("one {} is expected here", name_of_keys(mapping)));
    complaints.fail(value.entries[1].position, fmt::format("one {} a list item: begin another item for `{}`",
                                                           name_of_keys(mapping), value.entries[1].key));
}

std::string text_of(const Complaints& complaints, const YamlValue& value, std::string_view what) {
    if (value.kind == YamlValue::Kind::Scalar && !value.scalar.empty()) return value.scalar;
    complaints.fail(value.position,
                    fmt::format("{} is expected, and {}", what,
                                value.kind == YamlValue::Kind::Scalar ? "the text is empty" : what_it_is(value)));
}

std::int64_t number_of(const Complaints& complaints, const YamlValue& value, std::int64_t least, std::int64_t most) {
    const std::string text = text_of(complaints, value, "a number");
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size() || number < least || number > most) {
        complaints.fail(value.position, fmt::format("`{}` is not a number from {} to {}", text, least, most));
    }
    return number;
}

bool truth_of(const Complaints& complaints, const YamlValue& value) {
    const std::string text = text_of(complaints, value, "true or false");
    if (const std::optional<bool> truth = parse_bool(text)) return *truth;
    complaints.fail(value.position, fmt::format("`{}` is neither true nor false", text));
}

Score score_of(const Complaints& complaints, const YamlValue& value) {
    const std::string text = text_of(complaints, value, "a score");
    if (text == "INFINITY" || text == "+INFINITY") return Score::infinity();
    if (text == "-INFINITY") return Score::minus_infinity();
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size()) {
        complaints.fail(value.position, fmt::format("`{}` is not a score: a whole number, INFINITY or -INFINITY", text));
    }
    return Score(number);
}

std::int64_t milliseconds_of(const Complaints& complaints, const YamlValue& value) {
    const std::string text = text_of(complaints, value, "a duration");
    if (const std::optional<std::int64_t> milliseconds = parse_duration(text)) return *milliseconds;
    complaints.fail(value.position,
                    fmt::format("`{}` is not a duration: seconds, or such as 1.5, 500ms, 90s, 10min, 1h", text));
}

const std::vector<YamlEntry>& entries_of(const Complaints& complaints, const YamlValue& value, std::string_view what) {
    if (value.kind == YamlValue::Kind::Mapping) return value.entries;
    complaints.fail(value.position, fmt::format("a mapping of {} is expected, and {}", what, what_it_is(value)));
}

std::vector<PlacedName> names_of(const Complaints& complaints, const YamlValue& value, std::string_view what) {
    if (value.kind == YamlValue::Kind::Null) return {};
    if (value.kind == YamlValue::Kind::Scalar && value.scalar == "none") return {};
    if (value.kind != YamlValue::Kind::Sequence) return {{text_of(complaints, value, what), value.position}};
    std::vector<PlacedName> names;
    for (const YamlValue& item : value.items) names.push_back({text_of(complaints, item, what), item.position});
    return names;
}

} // namespace placement
