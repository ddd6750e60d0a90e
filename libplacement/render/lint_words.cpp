#include "render/lint_words.h"

#include <fmt/format.h>

#include "placement/quoting.h"
#include "render/event_options.h"

namespace placement {

namespace {

void append(std::string& text, const std::string& separator, const std::string& part) {
    if (!text.empty()) text += separator;
    text += part;
}

} // namespace

std::string scenario_text(const LintReport& report, const Proof& proof) {
    std::string text_of_it;
    for (const Event& event : proof.events) append(text_of_it, ", then ", text(event));
    for (const OperationResult& result : proof.failing) {
        if (&result == &proof.failing.front()) append(text_of_it, "; ", "failing: ");
        text_of_it += (&result == &proof.failing.front() ? "" : ", ") + text(result);
    }
    for (const ConfigurationChange& change : proof.changes) append(text_of_it, "; ", text(change));
    if (text_of_it.empty()) text_of_it = "the recorded cluster, without an event";
    if (proof.release != report.release) text_of_it += fmt::format(" (Pacemaker {})", text(proof.release));
    return text_of_it;
}

std::string scenario_command(const LintReport& report, const Proof& proof) {
    if (!proof.changes.empty()) return {};
    std::string command = "placement-sim " + cib_argument(report.name);
    for (const Event& event : proof.events) {
        const std::string option = option_of(event);
        if (option.empty()) return {};
        command += " " + option;
    }
    for (const OperationResult& result : proof.failing) command += " " + option_with("--op-fail", text(result));
    // Without the option the command follows the rules that the CIB names.
    const bool as_named = proof.release == release_for(report.cib, std::nullopt).release;
    if (!as_named) command += fmt::format(" --pacemaker {}", text(proof.release));
    return is_visible(command) ? command : std::string();
}

} // namespace placement
