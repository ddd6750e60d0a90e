#include "render/lint_words.h"

#include <fmt/format.h>

#include "placement/quoting.h"

namespace placement {

namespace {

void append(std::string& text, const std::string& separator, const std::string& part) {
    if (!text.empty()) text += separator;
    text += part;
}

/// An option with its value as a shell and then the program must be given them: what begins with a dash is no option itself.
std::string option_with(const char* name, const std::string& value) {
    return fmt::format("{}{}{}", name, value.starts_with('-') ? '=' : ' ', shell_quoted(value));
}

/// An event as an option of placement-sim; empty for one that rules do not use.
struct AsOption {
    std::string operator()(const NodeFails& e) const { return option_with("--fail", e.node); }
    std::string operator()(const NodeLeaves& e) const { return option_with("--down", e.node); }
    std::string operator()(const NodeJoins& e) const { return option_with("--up", e.node); }
    std::string operator()(const NodeStandby& e) const { return option_with("--standby", e.node); }
    std::string operator()(const ResourceFails& e) const { return option_with("--fail", e.resource + "@" + e.node); }
    std::string operator()(const ClusterSettles&) const { return "--settle"; }
    std::string operator()(const PromotionScoreSet& e) const {
        return option_with("--promotion-score", fmt::format("{}@{}={}", e.resource, e.node, e.score.text()));
    }
    template <typename Other>
    std::string operator()(const Other&) const {
        return {};
    }
};

/// The argument that gives the CIB again, whatever placement-sim was given.
std::string cib_argument(const std::string& name) {
    if (name == "<stdin>") return "-";
    if (name == "cibadmin --query") return "--live";
    return shell_quoted(name.starts_with('-') ? "./" + name : name);
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
        const std::string option = std::visit(AsOption(), event);
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
