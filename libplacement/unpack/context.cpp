#include <algorithm>

#include <fmt/format.h>

#include "unpack/unpack.h"

namespace placement {

Position UnpackContext::position(pugi::xml_node element) const {
    const pugi::xml_node root = element.root();
    const auto implied = implied_positions.find(root.internal_object());
    if (implied != implied_positions.end()) return implied->second;
    const auto of_state = std::ranges::find_if(state_trees, [root](const auto& tree) { return root == tree->document; });
    return of_state == state_trees.end() ? document.position(element) : position_in(*document.source, **of_state, element);
}

pugi::xml_node UnpackContext::as_xml(const StateElement& element) {
    XmlTree& tree = *state_trees.emplace_back(std::make_unique<XmlTree>());
    return append_copy(tree, tree.document, element);
}

void UnpackContext::report(Severity severity, const char* code, Position where, std::string message) {
    if (!reported.insert(fmt::format("{}:{}:{}:{}", where.line, where.column, code, message)).second) return;
    cluster.diagnostics.push_back({severity, code, std::move(message), where});
}

void UnpackContext::error(const char* code, Position where, std::string message) {
    report(Severity::Error, code, where, std::move(message));
}

void UnpackContext::warn(const char* code, Position where, std::string message) {
    report(Severity::Warning, code, where, std::move(message));
}

void UnpackContext::note(const char* code, Position where, std::string message) {
    report(Severity::Note, code, where, std::move(message));
}

HealthScores UnpackContext::health_scores() const {
    return {cluster.options.health_red, cluster.options.health_yellow, cluster.options.health_green};
}

} // namespace placement
