#include "render/transition_summary.h"

#include <algorithm>
#include <ranges>

#include <fmt/format.h>

#include "render/columns.h"
#include "base/text.h"
#include "placement/render.h"
#include "render/lines.h"

namespace placement {

namespace {

std::string meta_value(const Action& action, std::string_view name) {
    const auto found = action.meta->find(name);
    return found == action.meta.end() ? std::string() : found->second;
}

std::string task_words(const Action& action) {
    if (action.task == task::shutdown) return "Shutdown";
    if (action.task == task::fence) return fmt::format("Fence ({})", meta_value(action, "stonith_action"));
    return {};
}

std::string node_words(const Cluster& cluster, NodeId id) {
    const Node& node = cluster.nodes[id];
    if (!node.is_guest() || !node.connection) return node.name;
    const ResourceId launcher = cluster.resources[node.connection].launcher;
    return fmt::format("{} (resource: {})", node.name, launcher ? cluster.resources[launcher].id : "");
}

/// Finds what changes for one primitive.
class PrimitiveChange {
public:
    PrimitiveChange(const Schedule& schedule, ResourceId id, std::vector<ResourceChange>& changes)
        : schedule_(schedule), id_(id), resource_(schedule.cluster->resources[id]), placement_(schedule.placements[id]),
          changes_(changes), current_(placement_.node_before), next_(placement_.node), role_(placement_.role_before),
          next_role_(placement_.next_role) {
        if (!resource_.active_nodes.empty() && role_ == Role::Stopped) role_ = Role::Started;
    }

    void find() {
        if (!current_ && resource_.removed) return;
        if (!placement_.managed || (!current_ && !next_)) return;
        find_actions();
        if (role_ == next_role_) {
            if (next_) keeps_role();
        } else {
            changes_role();
        }
    }

private:
    /// The oldest action for the task on the node; on any, if it is none.
    const Action* oldest(std::string_view task, NodeId node) const {
        for (const ActionId id : placement_.actions) {
            const Action& action = schedule_.actions[id];
            if (action.key != ActionKey{.task = task}) continue;
            if (!node || !action.node || action.node == node) return &action;
        }
        return nullptr;
    }

    void find_actions() {
        start_ = oldest(task::start, next_);
        stop_ = oldest(task::stop, is_runnable(start_) ? current_ : NodeId::none());
        if (stop_ == nullptr && placement_.stop_unexpected) stop_ = oldest(task::stop, {});
        promote_ = oldest(task::promote, next_);
        demote_ = oldest(task::demote, next_);
    }

    static bool is_runnable(const Action* action) { return action != nullptr && action->runnable(); }
    static bool is_required(const Action* action) { return action != nullptr && !action->optional(); }
    bool is_moving() const { return current_ && next_ && current_ != next_; }

    void add(std::string_view change, NodeId origin, NodeId destination, const Action* action,
             const Action* source = nullptr) {
        if (source == nullptr) source = action;
        changes_.push_back({.change = change,
                            .resource = id_,
                            .role = role_,
                            .next_role = next_role_,
                            .origin = origin,
                            .destination = destination,
                            .reason = source == nullptr ? std::string() : source->reason.get(),
                            .blocked = action != nullptr && !action->runnable()});
    }

    void keeps_role() {
        const Action* arrival = oldest(task::migrate_from, next_);
        if (current_ && is_runnable(arrival)) {
            add("Migrate", current_, next_, start_);
        } else if (placement_.reloading) {
            add("Reload", current_, next_, start_);
        } else if (!is_required(start_)) {
            if (is_required(demote_) && is_required(promote_)) add("Re-promote", current_, next_, promote_, demote_);
        } else if (!start_->runnable()) {
            const bool stop_tells = stop_ != nullptr && !stop_->reason.empty();
            add("Stop", current_, {}, stop_, stop_tells ? stop_ : start_);
        } else if (is_moving()) {
            add(placement_.failed ? "Recover" : "Move", current_, next_, stop_);
        } else if (placement_.failed) {
            add("Recover", current_, {}, stop_);
        } else {
            add("Restart", current_, next_, start_);
        }
    }

    void changes_role() {
        const bool cannot_start = start_ != nullptr && !start_->runnable();
        if (stop_ != nullptr && (next_role_ == Role::Stopped || cannot_start)) {
            stops_everywhere();
        } else if (stop_ != nullptr && placement_.failed && placement_.stop_if_failed) {
            add("Recover", current_, next_, stop_, start_);
        } else if (is_moving()) {
            add("Move", current_, next_, stop_);
        } else if (placement_.reloading) {
            add("Reload", current_, next_, start_);
        } else if (is_required(stop_)) {
            add("Restart", current_, next_, start_);
        } else if (role_ == Role::Promoted) {
            add("Demote", current_, next_, demote_);
        } else if (next_role_ == Role::Promoted) {
            add("Promote", current_, next_, promote_);
        } else if (role_ == Role::Stopped && next_role_ > Role::Stopped) {
            add("Start", current_, next_, start_);
        }
    }

    void stops_everywhere() {
        for (const NodeId node : resource_.active_nodes) {
            const Action* stop = oldest(task::stop, node);
            const bool stop_tells = stop != nullptr && !stop->reason.empty();
            add("Stop", node, {}, stop, stop_tells ? stop : start_);
        }
    }

    const Schedule& schedule_;
    ResourceId id_;
    const Resource& resource_;
    const Placement& placement_;
    std::vector<ResourceChange>& changes_;
    NodeId current_;
    NodeId next_;
    Role role_;
    Role next_role_;
    const Action* start_ = nullptr;
    const Action* stop_ = nullptr;
    const Action* promote_ = nullptr;
    const Action* demote_ = nullptr;
};

void add_changes(const Schedule& schedule, ResourceId id, std::vector<ResourceChange>& changes) {
    const Resource& resource = schedule.cluster->resources[id];
    if (resource.is_bundle()) {
        for (const BundleReplica& replica : resource.bundle().replicas) {
            for (const ResourceId part : {replica.ip, replica.container, replica.remote, replica.child}) {
                if (part) add_changes(schedule, part, changes);
            }
        }
        return;
    }
    for (const ResourceId child : schedule.placements[id].children) add_changes(schedule, child, changes);
    if (schedule.placements[id].children.empty()) PrimitiveChange(schedule, id, changes).find();
}

/// From where to where, and in which role.
std::string details(const Cluster& cluster, const ResourceChange& change, const Wording& words) {
    const auto name = [&](NodeId node) { return node ? cluster.nodes[node].name : std::string(); };
    const std::string origin = name(change.origin);
    const std::string destination = name(change.destination);
    const std::string_view role = words.role(change.role);
    const std::string_view next_role = words.role(change.next_role);
    if (!change.origin) {
        return change.shows_roles() ? fmt::format("{} -> {} {}", role, next_role, destination) : destination;
    }
    if (!change.destination || (change.same_role() && change.same_host())) {
        return change.shows_roles() ? fmt::format("{} {}", role, origin) : origin;
    }
    if (change.same_role()) {
        const std::string nodes = fmt::format("{} -> {}", origin, destination);
        return change.shows_roles() ? fmt::format("{} {}", nodes, role) : nodes;
    }
    if (change.same_host()) return fmt::format("{} -> {} {}", role, next_role, origin);
    return fmt::format("{} {} -> {} {}", role, origin, next_role, destination);
}

std::string reason_words(const ResourceChange& change, const Wording& words) {
    std::string reason;
    if (!change.reason.empty()) {
        reason = fmt::format("due to {}{}", words.reason(change.reason), change.blocked ? " (blocked)" : "");
    } else if (change.blocked) {
        reason = "blocked";
    }
    if (words.summary_pads_reasons) return reason.empty() ? "  " : "   " + reason;
    return reason.empty() ? "" : "  " + reason;
}

/// The columns' widths: as wide as what goes in, but a resource's grows by two more than it must.
struct Widths {
    std::size_t resource = 5;
    std::size_t details = 5;
};

} // namespace

std::vector<NodeChange> node_changes(const Schedule& schedule, bool with_unexplained) {
    std::vector<ActionId> newest_first;
    for (const ActionId id : schedule.actions.ids()) newest_first.push_back(id);
    std::ranges::reverse(newest_first);

    std::vector<NodeChange> changes;
    for (const ActionId id : newest_first) {
        const Action& action = schedule.actions[id];
        if (action.resource || action.optional() || !action.node) continue;
        if (action.reason.empty() && !with_unexplained) continue;
        const std::string words = task_words(action);
        if (!words.empty()) changes.push_back({words, node_words(*schedule.cluster, action.node), action.reason});
    }
    return changes;
}

std::vector<ResourceChange> resource_changes(const Schedule& schedule) {
    std::vector<ResourceChange> changes;
    for (const ResourceId resource : schedule.top_resources) add_changes(schedule, resource, changes);
    return changes;
}

std::string transition_summary_text(const Schedule& schedule, const Wording& words) {
    const Cluster& cluster = *schedule.cluster;
    std::string text = as_line("Transition Summary:");
    const auto item = [&](const std::string& line) { text += as_line_with_tabs(std::string(words.bullet) + line); };
    for (const NodeChange& change : node_changes(schedule, words.summary_has_unexplained)) {
        const std::string reason = change.reason.empty() ? "" : fmt::format(" '{}'", words.reason(change.reason));
        item(fmt::format("{} {}{}", change.task, change.node, reason));
    }
    const std::vector<ResourceChange> changes = resource_changes(schedule);
    Widths widths;
    for (const ResourceChange& change : changes) {
        const std::size_t length = cluster.resources[change.resource].id.size();
        if (length > widths.resource) widths.resource = length + 2;
        widths.details = std::max(widths.details, details(cluster, change, words).size());
    }
    for (const ResourceChange& change : changes) {
        item(fmt::format("{}   {}   ( {} ){}", filled(change.change, 8),
                         filled(cluster.resources[change.resource].id, widths.resource),
                         filled(details(cluster, change, words), widths.details, true), reason_words(change, words)));
    }
    return text;
}

} // namespace placement
