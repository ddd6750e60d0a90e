#include "fuzz/promises.h"

#include <algorithm>
#include <cstdint>
#include <new>
#include <sstream>

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <pugixml.hpp>

#include "fuzz/target.h"
#include "placement/error.h"
#include "placement/explain.h"
#include "placement/render.h"

namespace placement::fuzz {

namespace {

[[noreturn]] void broken(std::string_view what, std::string_view why) {
    throw Broken(fmt::format("{}: {}", what, why));
}

/// The characters of UTF-8; throws Broken where the bytes are none.
std::u32string characters(std::string_view what, std::string_view text) {
    std::u32string result;
    for (std::size_t i = 0; i < text.size();) {
        const auto first = static_cast<unsigned char>(text[i]);
        const std::size_t length = first < 0x80 ? 1 : first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC2 ? 2 : 0;
        if (length == 0 || i + length > text.size()) broken(what, "is not UTF-8");
        std::uint32_t value = length == 1 ? first : first & (0x7FU >> length);
        for (std::size_t j = 1; j < length; ++j) {
            const auto next = static_cast<unsigned char>(text[i + j]);
            if ((next & 0xC0U) != 0x80U) broken(what, "is not UTF-8");
            value = (value << 6U) | (next & 0x3FU);
        }
        result += static_cast<char32_t>(value);
        i += length;
    }
    return result;
}

bool is_control(char32_t c) { return c < 0x20 || (c >= 0x7F && c < 0xA0); }
bool turns_direction(char32_t c) {
    return c == 0x200E || c == 0x200F || (c >= 0x2028 && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

void require_no_raw(std::string_view what, std::string_view text) {
    for (const char32_t c : characters(what, text)) {
        if (c == U'\n' || c == U'\t' || c == U'\r') continue;
        if (is_control(c)) broken(what, fmt::format("has the control character U+{:04X}", static_cast<std::uint32_t>(c)));
        if (c == 0xFFFE || c == 0xFFFF) broken(what, "has a character that is none");
    }
}

bool is_known(const ResourceOutcome& resource) { return !resource.id.empty(); }

} // namespace

bool survives(const std::function<void()>& work) {
    try {
        work();
        return true;
    } catch (const Broken&) {
        throw;
    } catch (const InputError&) {
    } catch (const NotSupported&) {
    } catch (const LimitReached&) {
    } catch (const UnknownName&) {
    } catch (const ImpossibleEvent&) {
    } catch (const TooManyRuns&) {
    } catch (const InvalidArgument&) {}
    return false;
}

void require_json(std::string_view what, const std::string& text) {
    require_no_raw(what, text);
    if (!nlohmann::json::accept(text)) broken(what, "is no JSON");
}

void require_xml(std::string_view what, const std::string& text) {
    require_no_raw(what, text);
    pugi::xml_document document;
    const pugi::xml_parse_result result = document.load_buffer(text.data(), text.size());
    if (!result) broken(what, fmt::format("is no XML: {}", result.description()));
}

void require_printable(std::string_view what, const std::string& text) {
    require_no_raw(what, text);
    for (const char32_t c : characters(what, text)) {
        if (c == U'\r') broken(what, "has a carriage return");
        if (turns_direction(c)) broken(what, fmt::format("has the mark U+{:04X}", static_cast<std::uint32_t>(c)));
    }
}

void require_dot(std::string_view what, const std::string& text) {
    require_no_raw(what, text);
    bool open = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\\' && open) {
            ++i;
        } else if (text[i] == '"') {
            open = !open;
        } else if (text[i] == '\n' && open) {
            broken(what, "has a line end inside quotes");
        }
    }
    if (open) broken(what, "has an open quote");
}

void require_csv(std::string_view what, const std::string& text) {
    require_no_raw(what, text);
    std::size_t fields = 1;
    std::size_t wanted = 0;
    bool quoted = false;
    bool cell_begins = true;
    for (const char c : text) {
        if (cell_begins && !quoted && (c == '=' || c == '@' || c == '+')) broken(what, "has a cell that begins a formula");
        cell_begins = false;
        if (c == '"') {
            quoted = !quoted;
        } else if (!quoted && c == ',') {
            ++fields;
            cell_begins = true;
        } else if (!quoted && c == '\n') {
            if (wanted == 0) wanted = fields;
            if (fields != wanted) broken(what, "has records of several lengths");
            fields = 1;
            cell_begins = true;
        }
    }
    if (quoted) broken(what, "has an open quote");
}

void require_replay(const Schedule& schedule) {
    const std::vector<std::string> faults = check_ledger(schedule);
    if (!faults.empty()) broken("ledger", faults.front());
}

void require_renderings(const Outcome& outcome) {
    require_printable("text", outcome_text(outcome, {.everything = true, .steps = true}));
    require_printable("narrow text", outcome_text(outcome, {.width = 40}));
    require_json("JSON", outcome_json(outcome, {.scores = true}));
    require_printable("verdict", verdict(outcome));
    require_xml("graph", transition_xml(*outcome.schedule));
    require_dot("DOT", transition_dot(*outcome.schedule));
    std::size_t explained = 0;
    for (const ResourceOutcome& resource : outcome.resources) {
        if (!is_known(resource) || ++explained > 6) continue;
        require_printable("explanation", explanation_text(outcome, resource.id, "", {}));
        const std::string json = explanation_json(outcome, resource.id, "");
        require_json("explanation", json);
    }
}

} // namespace placement::fuzz
