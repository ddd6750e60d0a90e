#include "simulate/search/commit.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "placement/action.h"
#include "simulate/search/conduct_comparison.h"

namespace placement {

namespace {

/// What is done to one primitive.
class CommittedResource {
public:
    CommittedResource(const ResourceOutcome& resource, const std::vector<ConductAction>& actions)
        : resource_(resource), actions_(actions) {}

    /// Clauses without the resource's name; empty where nothing is done.
    std::vector<std::string> clauses() {
        for (const Change& change : resource_.changes) add_change(change);
        gather("stops", on_[Change::Kind::Stops]);
        gather("is demoted", on_[Change::Kind::Demotes]);
        gather("restarts", on_[Change::Kind::Restarts]);
        gather("starts", on_[Change::Kind::Starts]);
        gather("is promoted", on_[Change::Kind::Promotes]);
        if (clauses_.empty() && resource_.course.interruptions > 0) {
            clauses_.push_back(fmt::format("is interrupted {}", times(resource_.course.interruptions)));
        }
        gather("reloads its parameters", nodes_of({task::reload, task::reload_agent}, 0, true));
        if (clauses_.empty()) smaller_things();
        return std::move(clauses_);
    }

private:
    void gather(const char* does, const std::vector<std::string>& nodes) {
        if (!nodes.empty()) clauses_.push_back(fmt::format("{} on {}", does, and_joined(nodes)));
    }

    void add_change(const Change& change) {
        if (change.kind == Change::Kind::Moves) {
            clauses_.push_back(
                fmt::format("moves from {} to {}{}", change.from, change.to, resource_.course.migrations > 0 ? " (live)" : ""));
        } else if (change.kind == Change::Kind::Returns) {
            clauses_.push_back(fmt::format("moves from {} to {} and back", change.from, change.to));
        } else {
            on_[change.kind].push_back(change.to.empty() ? change.from : change.to);
        }
    }

    std::vector<std::string> nodes_of(const std::vector<std::string_view>& tasks, std::uint32_t interval_ms,
                                      bool any_interval = false) const {
        std::vector<std::string> nodes;
        for (const ConductAction& action : actions_) {
            if (std::ranges::find(tasks, std::string_view(action.task)) == tasks.end()) continue;
            if (any_interval || action.interval_ms == interval_ms) nodes.push_back(action.node);
        }
        return nodes;
    }

    /// Monitors, probes and the like, where nothing more is done.
    void smaller_things() {
        std::map<std::pair<std::string, std::uint32_t>, std::vector<std::string>> by_operation;
        for (const ConductAction& action : actions_) by_operation[{action.task, action.interval_ms}].push_back(action.node);
        for (const auto& [operation, nodes] : by_operation)
            clauses_.push_back(words(operation.first, operation.second, and_joined(nodes)));
    }

    static std::string words(const std::string& task, std::uint32_t interval_ms, const std::string& nodes) {
        if (task == task::monitor && interval_ms == 0) return fmt::format("is probed on {}", nodes);
        if (task == task::monitor) return fmt::format("is monitored {} on {}", every(interval_ms), nodes);
        if (task == task::cancel) return fmt::format("is no longer monitored {} on {}", every(interval_ms), nodes);
        if (task == task::clear_fail_count) return fmt::format("loses its fail count on {}", nodes);
        if (task == task::clear_history || task == task::delete_resource) return fmt::format("loses its history on {}", nodes);
        if (task == task::notify) return fmt::format("is notified on {}", nodes);
        if (task == task::stop) return fmt::format("is stopped on {}", nodes);
        if (task == task::start) return fmt::format("is started on {}", nodes);
        return fmt::format("does {} on {}", task, nodes);
    }

    const ResourceOutcome& resource_;
    const std::vector<ConductAction>& actions_;
    std::map<Change::Kind, std::vector<std::string>> on_;
    std::vector<std::string> clauses_;
};

std::map<std::string, std::vector<ConductAction>> by_resource(const Conduct& conduct) {
    std::map<std::string, std::vector<ConductAction>> actions;
    for (const auto& [action, rounds] : conduct.actions) {
        if (!action.resource.empty()) actions[action.resource].push_back(action);
    }
    return actions;
}

std::string resource_words(const std::string& id, const std::vector<std::string>& clauses, bool is_new, bool is_gone) {
    const std::string done = fmt::format("{}", fmt::join(clauses, ", "));
    if (is_gone) return fmt::format("{} is removed{}{}", id, done.empty() ? "" : ": it ", done);
    if (is_new) return fmt::format("{} is added{}", id, done.empty() ? ", and stays stopped" : ": it " + done);
    return fmt::format("{} {}", id, done);
}

bool interrupts(const ResourceOutcome& resource) { return resource.course.interruptions > 0; }

void add_committed_nodes(const Outcome& committed, std::vector<Deviation>& found) {
    for (const NodeOutcome& node : committed.nodes) {
        if (node.fenced > 0) {
            found.push_back({DeviationKind::Commit,
                             node.name,
                             fmt::format("{} is fenced: {}", node.name, node.fencing_reason),
                             false,
                             true,
                             {}});
        } else if (node.fencing && !node.fencing_possible) {
            found.push_back({DeviationKind::Commit,
                             node.name,
                             fmt::format("{} must be fenced and cannot be: {}", node.name, text(node.fenced_by)),
                             false,
                             false,
                             {}});
        } else if (node.before != node.after && !node.before.empty()) {
            found.push_back({DeviationKind::Commit,
                             node.name,
                             fmt::format("{} is {} (it was {})", node.name, node.after, node.before),
                             false,
                             false,
                             {}});
        }
    }
}

} // namespace

std::vector<Deviation> commit_deviations(const Outcome& committed, const std::set<std::string>& old_resources,
                                         const std::set<std::string>& new_resources) {
    std::vector<Deviation> found;
    add_committed_nodes(committed, found);
    const auto actions = by_resource(conduct_of(committed));
    const std::vector<ConductAction> none;
    std::vector<Deviation> harmless;
    for (const ResourceOutcome& resource : committed.resources) {
        if (resource.kind != "primitive") continue;
        const auto done = actions.find(resource.id);
        const std::vector<std::string> clauses =
            CommittedResource(resource, done == actions.end() ? none : done->second).clauses();
        const bool is_new = !old_resources.contains(resource.id);
        const bool is_gone = !new_resources.contains(resource.id);
        if (clauses.empty() && is_new == is_gone) continue;
        Deviation deviation{DeviationKind::Commit,
                            resource.id,
                            resource_words(resource.id, clauses, is_new, is_gone),
                            false,
                            interrupts(resource) && !is_gone,
                            {}};
        (interrupts(resource) ? found : harmless).push_back(std::move(deviation));
    }
    std::ranges::move(harmless, std::back_inserter(found));
    if (!committed.at_rest_in_the_end()) {
        found.push_back({DeviationKind::Commit, "", "the cluster never comes to rest", false, false, {}});
    }
    return found;
}

} // namespace placement
