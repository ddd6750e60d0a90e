#include "schedule/actions/notifications.h"

#include <algorithm>
#include <string>
#include <tuple>
#include <vector>

#include "schedule/state/actions.h"
#include "schedule/state/resources.h"

namespace placement {

namespace {

// ---- the points around a change -----------------------------------------------------------------------------------

/// A pseudo-action about `change`, with the same need.
ActionId notification_point(WorkingState& state, ResourceId resource, ActionId change, std::string_view told,
                            NotificationKind kind) {
    const bool done = kind == NotificationKind::ConfirmedPre || kind == NotificationKind::ConfirmedPost;
    const bool before = kind == NotificationKind::Pre || kind == NotificationKind::ConfirmedPre;
    const std::string_view task = state.actions[change].task;
    const ActionId id = schedule_action(state, resource, {task, 0, kind}, done ? task::notified : task::notify,
                                        NodeId::none(), state.actions[change].optional());
    Action& point = state.actions[id];
    point.flags.set(ActionFlag::Pseudo);
    point.meta.to_change().insert_or_assign("notify_key_type", std::string(text(kind)));
    point.meta.to_change().insert_or_assign("notify_key_operation", std::string(task));
    point.meta.to_change().insert_or_assign("notify_type", before ? "pre" : "post");
    point.meta.to_change().insert_or_assign("notify_operation", std::string(told));
    return id;
}

ActionId point_before(WorkingState& state, ResourceId resource, ActionId change, std::string_view told,
                      NotificationKind kind) {
    const ActionId id = notification_point(state, resource, change, told, kind);
    state.actions[id].flags.set(ActionFlag::Runnable);
    return id;
}

ActionId point_after(WorkingState& state, ResourceId resource, ActionId change, std::string_view told,
                     NotificationKind kind) {
    const ActionId id = notification_point(state, resource, change, told, kind);
    state.actions[id].flags.set(ActionFlag::Runnable, state.actions[change].runnable());
    state.actions[id].priority = most_urgent;
    return id;
}

/// The points around a change: before it begins and after it is done, each where there is such an action. Nothing where
/// the resource does not want to be told. (Pacemaker: pe__action_notif_pseudo_ops)
NotificationPoints add_points(WorkingState& state, ResourceId resource, std::string_view told, ActionId begin,
                              ActionId end) {
    NotificationPoints points;
    if (!state.resource(resource).notify) return points;
    points.task = told;
    if (begin) {
        points.pre = point_before(state, resource, begin, told, NotificationKind::Pre);
        points.pre_done = point_before(state, resource, begin, told, NotificationKind::ConfirmedPre);
        order_actions(state, points.pre, points.pre_done, RelationFlag::Ordered);
        order_actions(state, points.pre_done, begin, RelationFlag::Ordered);
    }
    if (end) {
        points.post = point_after(state, resource, end, told, NotificationKind::Post);
        points.post_done = point_after(state, resource, end, told, NotificationKind::ConfirmedPost);
        order_actions(state, end, points.post, RelationFlag::FirstImpliesThen);
        order_actions(state, points.post, points.post_done, RelationFlag::FirstImpliesThen);
    }
    if (begin && end) order_actions(state, points.pre_done, points.post, RelationFlag::Ordered);
    return points;
}

// ---- who does what where ------------------------------------------------------------------------------------------

/// An instance's primitive and the node where it is or where something happens to it.
struct Entry {
    ResourceId resource;
    NodeId node;
};
using Entries = std::vector<Entry>;

struct Changes {
    Entries starting, stopping, promoting, demoting;
    Entries active, inactive, promoted, unpromoted;
    /// The meta-attributes that tell of it.
    AttributeTable told;
};

void collect_role(const WorkingState& state, ResourceId primitive, Changes& changes) {
    const std::vector<NodeId>& nodes = state.resource(primitive).active_nodes;
    const Entry entry{primitive, nodes.empty() ? NodeId::none() : nodes.front()};
    switch (state[primitive].role) {
    case Role::Stopped: changes.inactive.push_back(entry); return;
    case Role::Started: break;
    case Role::Unpromoted: changes.unpromoted.push_back(entry); break;
    case Role::Promoted: changes.promoted.push_back(entry); break;
    case Role::Unknown: return;
    }
    changes.active.push_back(entry);
}

Entries* entries_for(std::string_view task, Changes& changes) {
    if (task == task::start) return &changes.starting;
    if (task == task::stop) return &changes.stopping;
    if (task == task::promote) return &changes.promoting;
    if (task == task::demote) return &changes.demoting;
    return nullptr;
}

void collect_actions(const WorkingState& state, ResourceId primitive, Changes& changes) {
    for (const ActionId id : state[primitive].actions) {
        const Action& action = state.actions[id];
        if (action.optional() || !action.node) continue;
        const bool stopped_by_fencing = action.task == task::stop && state.nodes[action.node].unclean;
        if (!stopped_by_fencing && !action.runnable()) continue;
        if (Entries* entries = entries_for(action.task, changes)) entries->push_back({primitive, action.node});
    }
}

template <typename Visit>
void for_each_primitive(WorkingState& state, ResourceId resource, const Visit& visit) {
    if (state[resource].children.empty()) return visit(resource);
    for (const ResourceId child : state[resource].children) for_each_primitive(state, child, visit);
}

/// Names with a blank between them; a blank where there is none.
class Names {
public:
    void add(std::string_view name) {
        if (!text_.empty()) text_ += ' ';
        text_ += name;
    }
    std::string text() const { return text_.empty() ? " " : text_; }

private:
    std::string text_;
};

struct EntryNames {
    Names resources;
    Names nodes;
};

/// By resource, each once; those without a node only where nodes are not asked for.
EntryNames names_of(const WorkingState& state, Entries entries, bool with_nodes) {
    std::erase_if(entries, [&](const Entry& entry) { return with_nodes && !entry.node; });
    const auto node_id = [&](NodeId node) -> std::string_view { return node ? state.node(node).id : std::string_view(); };
    std::stable_sort(entries.begin(), entries.end(), [&](const Entry& left, const Entry& right) {
        const int by_resource = state.resource(left.resource).id.compare(state.resource(right.resource).id);
        if (by_resource != 0) return by_resource < 0;
        return node_id(left.node) < node_id(right.node);
    });
    EntryNames names;
    ResourceId last;
    for (const Entry& entry : entries) {
        if (entry.resource == last) continue;
        last = entry.resource;
        names.resources.add(state.resource(entry.resource).id);
        if (entry.node) names.nodes.add(state.node(entry.node).name);
    }
    return names;
}

void tell(AttributeTable& told, std::string_view what, const EntryNames& names) {
    told.insert_or_assign("notify_" + std::string(what) + "_resource", names.resources.text());
    told.insert_or_assign("notify_" + std::string(what) + "_uname", names.nodes.text());
}

/// The node itself, or of a guest node the host on which its container is.
NodeId host_of(const WorkingState& state, NodeId node) {
    const ResourceId connection = state.node(node).connection;
    if (!state.node(node).is_guest() || !connection) return node;
    const ResourceId container = state.resource(connection).launcher;
    return state.resource(container).active_nodes.empty() ? node : current_node(state, container);
}

void tell_nodes(const WorkingState& state, ResourceId clone, AttributeTable& told) {
    Names available, all, hosts;
    for (const NodeId node : state.nodes.ids()) {
        const NodeEntry& entry = state.scores[clone][node];
        if (entry.listed && !entry.left_out) available.add(state.node(node).name);
        all.add(state.node(node).name);
        hosts.add(state.node(host_of(state, node)).name);
    }
    told.insert_or_assign("notify_available_uname", available.text());
    told.insert_or_assign("notify_all_uname", all.text());
    if (attribute_target(state.resource(clone)) == "host") told.insert_or_assign("notify_all_hosts", hosts.text());
}

/// (Pacemaker: add_notif_keys)
AttributeTable told_of(const WorkingState& state, ResourceId clone, const Changes& changes) {
    AttributeTable told;
    tell(told, "stop", names_of(state, changes.stopping, true));
    tell(told, "start", names_of(state, changes.starting, true));
    tell(told, "demote", names_of(state, changes.demoting, true));
    tell(told, "promote", names_of(state, changes.promoting, true));
    tell(told, "active", names_of(state, changes.active, true));
    for (const std::string_view name : {"unpromoted", "slave"}) {
        tell(told, name, names_of(state, changes.unpromoted, true));
    }
    for (const std::string_view name : {"promoted", "master"}) tell(told, name, names_of(state, changes.promoted, true));
    told.insert_or_assign("notify_inactive_resource", names_of(state, changes.inactive, false).resources.text());
    tell_nodes(state, clone, told);
    return told;
}

void add_told(Action& action, const AttributeTable& told) {
    for (const auto& [name, value] : told) action.meta.to_change().insert_or_assign(name, value);
}

// ---- the instances' notifications ---------------------------------------------------------------------------------

/// One primitive's notification between a point and its end. (Pacemaker: new_notify_action)
ActionId notify_one(WorkingState& state, ResourceId primitive, NodeId node, ActionId point, ActionId done,
                    NotificationKind kind, const NotificationPoints& points, const Changes& changes) {
    if (!point || !done || !state.nodes[node].online || !state.actions[point].runnable()) return ActionId::none();
    const ActionId id = schedule_action(state, primitive, {points.task, 0, kind}, task::notify, node,
                                        state.actions[point].optional());
    Action& action = state.actions[id];
    for (const auto& [name, value] : state.actions[point].meta) action.meta.to_change().emplace(name, value);
    add_told(action, changes.told);
    order_actions(state, point, id, RelationFlag::Ordered);
    order_actions(state, id, done, RelationFlag::Ordered);
    return id;
}

void notify_before(WorkingState& state, ResourceId primitive, NodeId node, const NotificationPoints& points,
                   const Changes& changes) {
    notify_one(state, primitive, node, points.pre, points.pre_done, NotificationKind::Pre, points, changes);
}

/// Recurring operations wait until all have been told.
void notify_after(WorkingState& state, ResourceId primitive, NodeId node, const NotificationPoints& points,
                  const Changes& changes) {
    const ActionId notification =
        notify_one(state, primitive, node, points.post, points.post_done, NotificationKind::Post, points, changes);
    if (notification) state.actions[notification].priority = most_urgent;
    if (!points.post_done) return;
    const std::vector<ActionId>& actions = state[primitive].actions;
    for (auto id = actions.rbegin(); id != actions.rend(); ++id) {
        const Action& action = state.actions[*id];
        if (action.key.interval_ms == 0 || action.task == task::cancel) continue;
        order_actions(state, points.post_done, *id, RelationFlag::Ordered);
    }
}

/// Where the primitive is: it hears of stops and demotions.
void notify_where_active(WorkingState& state, ResourceId primitive, const NotificationPoints& points,
                         const Changes& changes) {
    const ActionId stop = newest_action_with_task(state, primitive, task::stop);
    const bool goes_with_node = stop && state.actions[stop].pseudo();
    const bool stays = !stop || state.actions[stop].optional();
    for (const NodeId node : state.resource(primitive).active_nodes) {
        if (goes_with_node && (state.nodes[node].unclean || state.nodes[node].needs_reset)) continue;
        notify_before(state, primitive, node, points, changes);
        if (points.task == task::demote || stays) notify_after(state, primitive, node, points, changes);
    }
}

/// Whether the node is a remote one whose connection will not be there.
bool connection_cannot_start(const WorkingState& state, NodeId node) {
    if (!node || !state.node(node).connection) return false;
    const ActionId start = newest_action_with_task(state, state.node(node).connection, task::start);
    return start && !state.actions[start].runnable();
}

/// Where the primitive will be: it hears of starts and promotions.
void notify_where_assigned(WorkingState& state, ResourceId primitive, const NotificationPoints& points,
                           const Changes& changes) {
    const ActionId start = newest_action_with_task(state, primitive, task::start);
    if (start && connection_cannot_start(state, state.actions[start].node)) return;
    const NodeId node = state[primitive].assigned_node;
    if (!node) return;
    const bool is_there = !start || state.actions[start].optional();
    if (points.task != task::start || is_there) notify_before(state, primitive, node, points, changes);
    notify_after(state, primitive, node, points, changes);
}

bool nothing_to_tell(const NotificationPoints& points, const Changes& changes) {
    if (points.task == task::start) return changes.starting.empty();
    if (points.task == task::promote) return changes.promoting.empty();
    if (points.task == task::demote) return changes.demoting.empty();
    return false;
}

/// (Pacemaker: create_notify_actions)
void notify_primitive(WorkingState& state, ResourceId primitive, const NotificationPoints& points, Changes& changes) {
    for (const ActionId id : state[primitive].actions) {
        Action& action = state.actions[id];
        if (action.optional() || !action.node || entries_for(action.task, changes) == nullptr) continue;
        add_told(action, changes.told);
    }
    if (nothing_to_tell(points, changes)) return;
    const bool down = points.task == task::stop || points.task == task::demote;
    if (down && state[primitive].role != Role::Stopped) notify_where_active(state, primitive, points, changes);
    const bool up = points.task == task::start || points.task == task::promote;
    if (up && state[primitive].next_role != Role::Stopped) notify_where_assigned(state, primitive, points, changes);
}

void require_points(WorkingState& state, const NotificationPoints& points) {
    for (const ActionId point : {points.pre, points.pre_done, points.post, points.post_done}) {
        if (point) state.actions[point].flags.clear(ActionFlag::Optional);
    }
}

/// Whether the stops that count include one whose node is known, and so on for the other changes.
bool must_tell(const WorkingState& state, const NotificationPoints& points, Changes& changes) {
    if (points.task == task::stop) return names_of(state, changes.stopping, true).resources.text() != " ";
    const Entries* entries = entries_for(points.task, changes);
    return entries != nullptr && !entries->empty();
}

/// (Pacemaker: pe__create_action_notifications)
void notify_of(WorkingState& state, ResourceId clone, const NotificationPoints& points) {
    if (!points) return;
    Changes changes;
    for_each_primitive(state, clone, [&](ResourceId primitive) {
        collect_role(state, primitive, changes);
        collect_actions(state, primitive, changes);
    });
    changes.told = told_of(state, clone, changes);
    if (must_tell(state, points, changes)) require_points(state, points);
    for_each_primitive(state, clone,
                       [&](ResourceId primitive) { notify_primitive(state, primitive, points, changes); });
}

} // namespace

void add_start_notifications(WorkingState& state, ResourceId clone, const StartStopPoints& points) {
    ResourceState& instances = state[clone];
    if (instances.start_notifications) return;
    instances.start_notifications = add_points(state, clone, task::start, points.start, points.started);
}

void add_start_stop_notifications(WorkingState& state, ResourceId clone, const StartStopPoints& points) {
    add_start_notifications(state, clone, points);
    ResourceState& instances = state[clone];
    if (instances.stop_notifications) return;
    instances.stop_notifications = add_points(state, clone, task::stop, points.stop, points.stopped);
    order_actions(state, instances.stop_notifications.post_done, instances.start_notifications.pre,
                  RelationFlag::Ordered);
}

void add_promote_notifications(WorkingState& state, ResourceId clone, ActionId promote, ActionId promoted) {
    if (state[clone].promote_notifications) return;
    state[clone].promote_notifications = add_points(state, clone, task::promote, promote, promoted);
}

void add_demote_notifications(WorkingState& state, ResourceId clone, ActionId demote, ActionId demoted) {
    ResourceState& instances = state[clone];
    if (instances.demote_notifications) return;
    instances.demote_notifications = add_points(state, clone, task::demote, demote, demoted);
    const NotificationPoints& down = instances.demote_notifications;
    const NotificationPoints& up = instances.promote_notifications;
    order_actions(state, instances.stop_notifications.post_done, up.pre, RelationFlag::Ordered);
    order_actions(state, instances.start_notifications.post_done, up.pre, RelationFlag::Ordered);
    order_actions(state, down.post_done, up.pre, RelationFlag::Ordered);
    order_actions(state, down.post_done, instances.start_notifications.pre, RelationFlag::Ordered);
    order_actions(state, down.post_done, instances.stop_notifications.pre, RelationFlag::Ordered);
}

void notify_instances(WorkingState& state, ResourceId clone) {
    notify_of(state, clone, state[clone].start_notifications);
    notify_of(state, clone, state[clone].stop_notifications);
    notify_of(state, clone, state[clone].promote_notifications);
    notify_of(state, clone, state[clone].demote_notifications);
}

void order_notifications_after_fencing(WorkingState& state, ActionId stop, ResourceId resource, ActionId fencing) {
    const NotificationPoints points = add_points(state, resource, task::stop, ActionId::none(), fencing);
    if (!points) return;
    Changes changes;
    changes.told.emplace("notify_stop_resource", state.resource(resource).id);
    changes.told.emplace("notify_stop_uname", state.node(state.actions[stop].node).name);
    for_each_primitive(state, state.cluster.top(resource),
                       [&](ResourceId primitive) { notify_primitive(state, primitive, points, changes); });
}

} // namespace placement
