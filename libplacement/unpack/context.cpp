#include <fmt/format.h>

#include "unpack/unpack.h"

namespace placement {

Position UnpackContext::position(pugi::xml_node element) const {
    const auto implied = implied_positions.find(element.root().internal_object());
    return implied == implied_positions.end() ? document.position(element) : implied->second;
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
