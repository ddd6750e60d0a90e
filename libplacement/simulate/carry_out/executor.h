#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include "cib/edit.h"
#include "placement/carry_out.h"
#include "simulate/carry_out/operation_record.h"

namespace placement {

/// How an action of a resource ends, where somebody knows better than the options.
struct ActionEnd {
    std::int32_t exit_status = 0;
    std::string exit_reason = {};
    bool counts = true; ///< a status that was not expected is a failure that counts
};

/// Does single actions of a transition, and writes their traces into a CIB.
class ActionExecutor {
public:
    ActionExecutor(CibEdit& edit, const Schedule& schedule, const CarryOutOptions& options);
    /// The same for another CIB, which is as that of the other is now.
    ActionExecutor(const ActionExecutor& other, CibEdit& edit, const CarryOutOptions& options);

    CarriedOutStep execute(std::uint32_t index, const std::optional<ActionEnd>& end = {});

    /// Whether it is not clear which state of its node an action is to be written into.
    bool is_ambiguous(const TransitionAction& action) const;
    /// The step of an action that is told before it is done, and then is not done; none where it is not told.
    std::optional<CarriedOutStep> announce(std::uint32_t index) const;

    /// What the options want the action to fail with.
    std::optional<OperationResult> wanted_failure(const TransitionAction& action);
    /// The configured id where the history has it, or else the instance's if the cluster knows that.
    std::string name_in_history(const ResourceElement& resource) const;
    std::vector<OperationResult> unused_failures() const;
    /// Whether the node is a guest or remote node.
    bool is_remote(const std::string& name) const;
    /// When what is done from here on ends.
    void set_time(Time at) { at_ = at; }

private:
    void fence(const TransitionAction& action, CarriedOutStep& step);
    /// Whether somebody can do it; the step says who, or why nobody.
    bool find_means(const TransitionAction& action, CarriedOutStep& step) const;
    /// What a guest or remote node loses when its container starts, or its connection comes or goes.
    void follow_connection(const TransitionAction& action);
    /// What runs after the action, as far as this transition has to do with it.
    void follow_process(const TransitionAction& action);
    /// Nothing runs any more on the guest or remote node.
    void empty(const std::string& node);
    /// Whether what a monitor looks for was stopped in this transition, or was on a node that it took down.
    bool is_gone(const TransitionAction& action) const;
    void operate(const TransitionAction& action, CarriedOutStep& step, const std::optional<ActionEnd>& end);
    void hear(const TransitionAction& action, CarriedOutStep& step, const std::optional<ActionEnd>& end);
    void count(const TransitionAction& action, const OperationResult& failure, CarriedOutStep& step);
    bool is_infinite(std::string_view offset) const;

    CibEdit& edit_;
    const Cluster& cluster_;
    const Transition& transition_;
    const CarryOutOptions& options_;
    Time at_;
    std::vector<std::string> fenced_; ///< nodes, so far
    std::set<std::string> emptied_;   ///< guests and remote nodes that were taken down
    std::map<std::pair<std::string, std::string>, bool> runs_; ///< by node and resource, what was started or stopped
    std::vector<bool> used_;          ///< which of the failures happened
    std::unordered_set<std::string> names_in_history_;
};

/// A meta-attribute that the action is executed with; empty where it has none.
std::string meta_attribute(const TransitionAction& action, std::string_view name);

} // namespace placement
