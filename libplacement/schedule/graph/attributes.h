#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "schedule/state/working_state.h"

namespace placement {

/// What actions are executed with: the operation's and the resource's parameters, the operation's meta-attributes
/// ("CRM_meta_timeout", …) and what the resource, its parents and its guest add. Actions that differ in their node alone share it.
/// (Pacemaker: add_action_attributes)
class AttributeMaker {
public:
    explicit AttributeMaker(const WorkingState& state) : state_(state) {}

    /// Quickest for actions of one resource after the other.
    SharedAttributes attributes(ActionId action);
    /// What says where an action is executed.
    SharedAttributes::Table on_node(NodeId node);

private:
    /// What was made for an action, and serves others.
    struct Made {
        ActionId example;
        SharedAttributes::Table attributes;
    };

    SharedAttributes::Table common(ActionId action);

    const WorkingState& state_;
    ResourceId resource_;
    std::vector<Made> of_resource_;
    std::vector<SharedAttributes::Table> of_nodes_;
};

/// Minds the moments at which rules will change how the actions made so far are configured.
void recheck_by_operation_rules(WorkingState& state);

} // namespace placement
