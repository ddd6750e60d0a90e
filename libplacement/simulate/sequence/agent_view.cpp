#include "simulate/sequence/agent_view.h"

namespace placement {

void AgentView::set_attribute(const std::string& node, const std::string& name, const std::optional<std::string>& value) {
    const std::optional<std::string> before = attribute(node, name);
    if (before == value || !cluster_.members().contains(node)) return;
    cluster_.set_transient_attribute(node, name, value);
    changes_.push_back({node, name, before, value});
}

void AgentView::set_permanent_attribute(const std::string& node, const std::string& name,
                                        const std::optional<std::string>& value) {
    const std::optional<std::string> before = permanent_attribute(node, name);
    if (before == value) return;
    cluster_.set_permanent_attribute(node, name, value);
    changes_.push_back({node, name, before, value});
}

} // namespace placement
