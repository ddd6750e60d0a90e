#include "simulate/sequence/monitors.h"

#include <algorithm>

#include "placement/action.h"
#include "simulate/sequence/clock.h"

namespace placement {

AgentOperation RecurringMonitor::operation() const {
    AgentOperation operation;
    operation.node = node;
    operation.task = task::monitor;
    operation.interval_ms = interval_ms;
    return operation;
}

std::int64_t RecurringMonitors::next_ms() const {
    std::int64_t next = never;
    for (const RecurringMonitor& monitor : monitors_) {
        if (is_played(monitor)) next = std::min(next, monitor.due_ms);
    }
    return next;
}

RecurringMonitor* RecurringMonitors::pass_next(std::int64_t now_ms) {
    RecurringMonitor& monitor =
        *std::ranges::find_if(monitors_, [&](const RecurringMonitor& each) { return each.due_ms <= now_ms && is_played(each); });
    monitor.running = !monitor.running;
    if (monitor.running) {
        monitor.due_ms = now_ms + durations_.of(monitor.operation(), monitor.resource);
        return nullptr;
    }
    monitor.due_ms = now_ms + monitor.interval_ms;
    return &monitor;
}

std::int64_t RecurringMonitors::quiet_ms() const {
    std::int64_t quiet = 0;
    for (const RecurringMonitor& monitor : monitors_) {
        const PlayedAgent* agent = find_played(agents_, monitor.resource);
        if (agent == nullptr) continue;
        const std::int64_t once = monitor.interval_ms + durations_.of(monitor.operation(), monitor.resource);
        quiet = std::max(quiet, once * agent->rules->monitors_until_rest());
    }
    return quiet;
}

void RecurringMonitors::skip_to(std::int64_t now_ms) {
    for (RecurringMonitor& monitor : monitors_) {
        if (monitor.due_ms >= now_ms) continue;
        monitor.running = false;
        monitor.due_ms = now_ms + monitor.interval_ms;
    }
}

void RecurringMonitors::start(RecurringMonitor monitor) {
    cancel(monitor.node, monitor.history, monitor.interval_ms);
    monitors_.push_back(std::move(monitor));
}

void RecurringMonitors::cancel(const std::string& node, const std::string& history, std::uint32_t interval_ms) {
    std::erase_if(monitors_, [&](const RecurringMonitor& monitor) {
        return monitor.is_of(node, history) && monitor.interval_ms == interval_ms;
    });
}

void RecurringMonitors::end(const std::string& node, const std::string& history) {
    std::erase_if(monitors_, [&](const RecurringMonitor& monitor) { return monitor.is_of(node, history); });
}

void RecurringMonitors::lose_node(const std::string& node) {
    std::erase_if(monitors_, [&](const RecurringMonitor& monitor) { return monitor.node == node; });
}

void RecurringMonitors::expect(const std::string& node, const std::string& resource, std::int32_t status) {
    for (RecurringMonitor& monitor : monitors_) {
        if (monitor.node == node && monitor.resource == resource) monitor.last = status;
    }
}

} // namespace placement
