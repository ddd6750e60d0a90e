#include "render/lint_words.h"

#include <fmt/format.h>

namespace placement {

namespace {

void append(std::string& text, const std::string& separator, const std::string& part) {
    if (!text.empty()) text += separator;
    text += part;
}

/// An event as an option of placement-sim; empty for one that rules do not use.
struct AsOption {
    std::string operator()(const NodeFails& e) const { return "--fail " + e.node; }
    std::string operator()(const NodeLeaves& e) const { return "--down " + e.node; }
    std::string operator()(const NodeJoins& e) const { return "--up " + e.node; }
    std::string operator()(const NodeStandby& e) const { return "--standby " + e.node; }
    std::string operator()(const ResourceFails& e) const { return fmt::format("--fail {}@{}", e.resource, e.node); }
    std::string operator()(const ClusterSettles&) const { return "--settle"; }
    std::string operator()(const PromotionScoreSet& e) const {
        return fmt::format("--promotion-score {}@{}={}", e.resource, e.node, e.score.text());
    }
    template <typename Other>
    std::string operator()(const Other&) const {
        return {};
    }
};

} // namespace

std::string scenario_text(const LintReport& report, const Proof& proof) {
    std::string text_of_it;
    for (const Event& event : proof.events) append(text_of_it, ", then ", text(event));
    for (const OperationResult& result : proof.failing) {
        if (&result == &proof.failing.front()) append(text_of_it, "; ", "failing: ");
        text_of_it += (&result == &proof.failing.front() ? "" : ", ") + text(result);
    }
    for (const ConfigurationChange& change : proof.changes) append(text_of_it, "; ", text(change));
    if (text_of_it.empty()) text_of_it = "as it is, with nothing that happens";
    if (proof.release != report.release) text_of_it += fmt::format(" (Pacemaker {})", text(proof.release));
    return text_of_it;
}

std::string scenario_command(const LintReport& report, const Proof& proof) {
    if (!proof.changes.empty()) return {};
    std::string command = "placement-sim " + report.name;
    for (const Event& event : proof.events) {
        const std::string option = std::visit(AsOption(), event);
        if (option.empty()) return {};
        command += " " + option;
    }
    for (const OperationResult& result : proof.failing) command += " --op-fail " + text(result);
    // Without the option the command follows the rules that the CIB names.
    const bool as_named = proof.release == release_for(report.cib, std::nullopt).release;
    if (!as_named) command += fmt::format(" --pacemaker {}", text(proof.release));
    return command;
}

} // namespace placement
