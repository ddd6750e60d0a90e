#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "simulate/sequence/durations.h"
#include "simulate/sequence/played_agent.h"

namespace placement {

/// A recurring monitor that runs on a node.
struct RecurringMonitor {
    std::string node;
    std::string resource; ///< as configured
    std::string history;  ///< the resource as the history has it
    std::uint32_t interval_ms = 0;
    std::int32_t expected = 0;
    std::int32_t last = 0;   ///< the status that it reported last
    std::int64_t due_ms = 0; ///< when it begins or, if it runs, ends
    bool running = false;

    bool is_of(const std::string& on, const std::string& name) const { return node == on && history == name; }
    AgentOperation operation() const;
};

/// The recurring monitors of a cluster. Those of resources that nobody plays never report anything new: they are kept, but
/// nothing comes of them.
class RecurringMonitors {
public:
    RecurringMonitors(std::vector<RecurringMonitor> monitors, const std::vector<PlayedAgent>& agents, const Durations& durations)
        : monitors_(std::move(monitors)), agents_(agents), durations_(durations) {}

    /// The same of other agents.
    RecurringMonitors(const RecurringMonitors& other, const std::vector<PlayedAgent>& agents, const Durations& durations)
        : RecurringMonitors(other.monitors_, agents, durations) {}

    const std::vector<RecurringMonitor>& all() const { return monitors_; }
    /// When the next one begins or ends.
    std::int64_t next_ms() const;
    /// The one that is due begins or ends; the one that ended, or null.
    RecurringMonitor* pass_next(std::int64_t now_ms);
    /// How long they have to go on without a change until none will follow.
    std::int64_t quiet_ms() const;
    /// Those that are overdue would have changed nothing.
    void skip_to(std::int64_t now_ms);

    void start(RecurringMonitor monitor);
    void cancel(const std::string& node, const std::string& history, std::uint32_t interval_ms);
    /// All of the resource; what the history has of them stays there.
    void end(const std::string& node, const std::string& history);
    void lose_node(const std::string& node);
    /// The status is known, and no news any more.
    void expect(const std::string& node, const std::string& resource, std::int32_t status);

private:
    bool is_played(const RecurringMonitor& monitor) const { return find_played(agents_, monitor.resource) != nullptr; }

    std::vector<RecurringMonitor> monitors_;
    const std::vector<PlayedAgent>& agents_;
    const Durations& durations_;
};

} // namespace placement
