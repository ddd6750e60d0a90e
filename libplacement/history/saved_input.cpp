#include "history/saved_input.h"

#include <algorithm>
#include <array>
#include <map>
#include <sstream>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"
#include "cib/head.h"
#include "history/names_in_records.h"

namespace placement {

namespace {

struct InputName {
    std::string_view kind;
    std::int64_t number = -1;
};

/// "pe-input-42.bz2", "pe-error-3", "pe-warn-12.xml.gz".
std::optional<InputName> parse_name(std::string_view path) {
    std::string_view name = file_name(path);
    for (const std::string_view kind : {"input", "warn", "error"}) {
        const std::string begin = fmt::format("pe-{}-", kind);
        if (!name.starts_with(begin)) continue;
        const auto number = scan_integer(name.substr(begin.size()));
        if (!number) return std::nullopt;
        static constexpr std::array<std::string_view, 9> endings{"",     ".bz2",     ".gz",     ".xz",    ".zst",
                                                                 ".xml", ".xml.bz2", ".xml.gz", ".xml.xz"};
        if (std::ranges::find(endings, number->rest) == endings.end()) return std::nullopt;
        return InputName{kind, number->value};
    }
    return std::nullopt;
}

/// The folder above the inputs' own, unless that is a part of Pacemaker's own path.
std::string node_of(std::string_view path) {
    const std::vector<std::string> parts = split(path, "/:");
    for (std::size_t i = 1; i + 1 < parts.size(); ++i) {
        const bool of_inputs = parts[i] == "pengine" || parts[i] == "scheduler" || parts[i] == "pe-inputs";
        if (of_inputs && parts[i - 1] != "pacemaker" && parts[i - 1] != "crm") return parts[i - 1];
    }
    return {};
}

std::string value_in(const XmlAttributes& head, std::string_view name) {
    const auto found = std::ranges::find(head, name, &std::pair<std::string, std::string>::first);
    return found == head.end() ? std::string() : found->second;
}

std::int64_t counter_in(const XmlAttributes& head, std::string_view name) {
    return parse_integer(value_in(head, name)).value_or(0);
}

} // namespace

bool is_input_name(std::string_view path) { return parse_name(path).has_value(); }

Cib SavedInput::cib() const {
    std::istringstream stream(*bytes);
    return Cib::from_stream(stream, file);
}

SavedInput saved_input(FoundFile file) {
    SavedInput input;
    input.node = node_of(file.path);
    input.file = std::move(file.path);
    if (const auto name = parse_name(input.file)) {
        input.kind = name->kind;
        input.number = name->number;
    }
    input.bytes = std::make_shared<const std::string>(std::move(file.bytes));
    const XmlAttributes head = head_of_cib(*input.bytes, input.file);
    const auto date = parse_integer(value_in(head, "execution-date"));
    input.has_execution_date = date.has_value();
    input.at = date ? Time{*date, 0} : input.cib().default_time();
    input.admin_epoch = counter_in(head, "admin_epoch");
    input.epoch = counter_in(head, "epoch");
    input.num_updates = counter_in(head, "num_updates");
    input.coordinator = value_in(head, "dc-uuid");
    return input;
}

void put_in_order(std::vector<SavedInput>& inputs, Diagnostics& diagnostics) {
    const auto place = [](const SavedInput& input) {
        return std::tuple(input.at.seconds, input.admin_epoch, input.epoch, input.num_updates, input.node, input.number,
                          input.kind);
    };
    std::ranges::stable_sort(inputs, {}, place);
    for (const SavedInput& input : inputs) {
        if (input.has_execution_date) continue;
        diagnostics.push_back(
            {Severity::Warning,
             "order-in-doubt",
             fmt::format("{} does not say when it was calculated (execution-date): it stands where the newest time "
                         "that it records belongs",
                         input.file),
             {}});
    }
    for (std::size_t i = 1; i < inputs.size(); ++i) {
        const SavedInput& before = inputs[i - 1];
        const SavedInput& after = inputs[i];
        if (std::tie(after.admin_epoch, after.epoch) >= std::tie(before.admin_epoch, before.epoch)) continue;
        diagnostics.push_back(
            {Severity::Warning,
             "order-in-doubt",
             fmt::format(
                 "{} is later than {} by its time, and earlier by its counters ({}.{}.{} after {}.{}.{}): the nodes' clocks "
                 "disagree, or a configuration was restored",
                 after.file, before.file, after.admin_epoch, after.epoch, after.num_updates, before.admin_epoch, before.epoch,
                 before.num_updates),
             {}});
    }
    // Of each node, numbers that follow one another: a hole is a gap in the story.
    std::map<std::tuple<std::string, std::string>, std::int64_t> last;
    for (const SavedInput& input : inputs) {
        if (input.number < 0) continue;
        const auto [known, is_new] = last.try_emplace({input.node, input.kind}, input.number);
        if (is_new) continue;
        if (input.number > known->second + 1) {
            diagnostics.push_back(
                {Severity::Note,
                 "gap",
                 fmt::format("between {} and the one before it, {} inputs are missing: pe-{}-{} to {}", input.file,
                             input.number - known->second - 1, input.kind, known->second + 1, input.number - 1),
                 {}});
        }
        known->second = input.number;
    }
}

} // namespace placement
