#include "simulate/sequence/permanent_attributes.h"

#include <algorithm>

namespace placement {

/// To set what is set writes over it, so that only the last time counts.
void PermanentAttributes::Way::add(const std::string& attribute, const std::optional<std::string>& value) {
    const auto last = std::find_if(changes.rbegin(), changes.rend(), [&](const Change& each) { return each.first == attribute; });
    if (value && last != changes.rend() && last->second) {
        last->second = value;
    } else {
        changes.emplace_back(attribute, value);
    }
}

void PermanentAttributes::set(CibEdit& edit, const std::string& node, const std::string& name,
                              const std::optional<std::string>& value) {
    const std::string attribute = node + " " + name;
    all_[attribute] = value.value_or("");
    // Somebody else may have changed the configuration since.
    if (const auto& now = edit.document().configuration_part.tree; now != reached_) way_ = {now, {}};
    way_.add(attribute, value);
    const std::scoped_lock lock(made_->mutex);
    const auto known = made_->configurations.find(way_);
    if (known != made_->configurations.end()) {
        edit.set_configuration(known->second);
    } else {
        value ? edit.set_node_attribute(node, name, *value) : edit.remove_node_attribute(node, name);
        constexpr std::size_t most = 64; // each holds the configuration as text, and as it was read
        if (made_->configurations.size() < most) made_->configurations.emplace(way_, edit.shared_configuration());
    }
    reached_ = edit.document().configuration_part.tree;
}

} // namespace placement
