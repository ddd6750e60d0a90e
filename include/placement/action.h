#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "placement/attributes.h"
#include "placement/cluster.h"
#include "placement/compact_vector.h"
#include "placement/flags.h"
#include "placement/ids.h"
#include "placement/rare.h"

/// What the cluster would do: actions, and what must come before what.
namespace [[gnu::visibility("default")]] placement {

/// The names of the actions that the scheduler knows. An action of a resource may have any other name that an <op> has.
namespace task {
inline constexpr std::string_view start = "start";
inline constexpr std::string_view started = "running"; ///< all starts of a group, clone or bundle are done
inline constexpr std::string_view stop = "stop";
inline constexpr std::string_view stopped = "stopped";
inline constexpr std::string_view promote = "promote";
inline constexpr std::string_view promoted = "promoted";
inline constexpr std::string_view demote = "demote";
inline constexpr std::string_view demoted = "demoted";
inline constexpr std::string_view monitor = "monitor";
inline constexpr std::string_view notify = "notify";
inline constexpr std::string_view notified = "notified";
inline constexpr std::string_view cancel = "cancel";
inline constexpr std::string_view migrate_to = "migrate_to";
inline constexpr std::string_view migrate_from = "migrate_from";
inline constexpr std::string_view reload = "reload";
inline constexpr std::string_view reload_agent = "reload-agent";
inline constexpr std::string_view clear_fail_count = "clear_failcount";
inline constexpr std::string_view clear_history = "lrm_delete";
inline constexpr std::string_view delete_resource = "delete";
inline constexpr std::string_view fence = "stonith";
inline constexpr std::string_view shutdown = "do_shutdown";
inline constexpr std::string_view maintenance_nodes = "maintenance_nodes";
} // namespace task

/// The four kinds of pseudo-actions and actions around a change about which instances are notified.
enum class NotificationKind : std::uint8_t { None, Pre, ConfirmedPre, Post, ConfirmedPost };

/// What identifies an action among those of its resource (on a node).
struct ActionKey {
    /// For a notification, what it is about.
    std::string_view task;
    std::uint32_t interval_ms = 0;
    NotificationKind notification = NotificationKind::None;

    friend bool operator==(const ActionKey&, const ActionKey&) = default;
};

enum class ActionFlag : std::uint16_t {
    Pseudo = 1 << 0,   ///< it is not executed; it only marks a point in the order
    Runnable = 1 << 1, ///< it can be done
    Optional = 1 << 2, ///< nothing requires it
    AlwaysInGraph = 1 << 3,
    Migratable = 1 << 4,     ///< part of a live migration
    InGraph = 1 << 5,        ///< has a synapse
    MigrationAbort = 1 << 6, ///< stops what a failed migration left
    Reschedule = 1 << 7,     ///< a recurring action that replaces one with other parameters
    DetectingLoop = 1 << 8,
    InputsMerged = 1 << 9, ///< each input occurs only once
    OnDc = 1 << 10,        ///< done by the controller, wherever its node is
    TookOver = 1 << 11,    ///< a cancellation that was what its key says
};
using ActionFlags = Flags<ActionFlag>;

/// How two actions are related. (Pacemaker: enum pcmk__action_relation_flags)
enum class RelationFlag : std::uint32_t {
    Ordered = 1u << 0,                  ///< first before then, if both happen
    IfFirstUnmigratable = 1u << 1,      ///< counts only if first is not part of a live migration
    ThenImpliesFirst = 1u << 2,         ///< then required makes first required
    FirstImpliesThen = 1u << 3,         ///< first required makes then required
    PromotedThenImpliesFirst = 1u << 4, ///< ThenImpliesFirst for a promoted instance
    UnmigratableThenBlocks = 1u << 5,   ///< first can be done only if then can, as part of a migration
    UnrunnableFirstBlocks = 1u << 6,    ///< then can be done only if first can
    FirstElseThen = 1u << 7,            ///< if first cannot be done, then becomes real and not a migration
    FirstImpliesSameNodeThen = 1u << 8, ///< FirstImpliesThen for the instance on first's node
    NestedRemoteProbe = 1u << 9,        ///< a container's start before the probe of its connection
    IntermediateStop = 1u << 10,        ///< first is the stop of a restart
    Serialize = 1u << 11,               ///< not at the same time
    IfOnSameNode = 1u << 12,            ///< counts only on one node
    ThenImpliesFirstGraphed = 1u << 13, ///< then required puts first into the graph
    FirstImpliesThenGraphed = 1u << 14, ///< first required and runnable puts then into the graph
    Asymmetric = 1u << 15,              ///< of a constraint that is not symmetrical
    IfOnSameNodeOrTarget = 1u << 16,    ///< counts on one node, or a migration's target
    MinRunnable = 1u << 17,             ///< then needs a number of its firsts
    IfRequiredOnSameNode = 1u << 18,    ///< counts only if first is required and on then's node
    GuestAllowed = 1u << 19,            ///< counts even if first runs on the guest that then creates
    ThenCancelsFirst = 1u << 20,        ///< then required makes first optional
    InGraph = 1u << 21,                 ///< first is an input of then in the graph
};
using RelationFlags = Flags<RelationFlag>;

constexpr RelationFlags operator|(RelationFlag left, RelationFlag right) {
    return RelationFlags(left) | RelationFlags(right);
}
constexpr ActionFlags operator|(ActionFlag left, ActionFlag right) { return ActionFlags(left) | ActionFlags(right); }

/// The other end of a relation.
struct Relation {
    ActionId action;
    RelationFlags flags;
    /// The ordering constraint that relates them, if one of the configuration does.
    OrderingId constraint = {};

    /// It is an input in the graph.
    bool graphed() const { return flags.has(RelationFlag::InGraph); }
};

struct Action {
    ResourceId resource; ///< none: an action on a node, or a pseudo-action with its own name
    NodeId node;
    std::string_view task; ///< what is done; for a cancellation "cancel", while the key names what is cancelled
    ActionKey key;
    RareText name; ///< for an action without a resource: its unique name ("stonith-node1-reboot")
    RareText reason;
    ActionFlags flags;
    Requires requirement = Requires::Nothing;
    /// What a monitor is to find (op_target_rc); -1 where the configuration says so, or nothing does.
    std::int8_t expected_exit_status = -1;
    std::int32_t priority = 0;
    /// What the scheduler adds to the operation's meta-attributes.
    Rare<AttributeTable> meta;
    std::int32_t runnable_before = 0;
    /// How many of its MinRunnable firsts must be runnable; 0: it has none.
    std::int32_t required_runnable_before = 0;
    /// Oldest first; Pacemaker visits both newest first.
    CompactVector<Relation> before;
    CompactVector<Relation> after;

    bool is(ActionFlag flag) const { return flags.has(flag); }
    /// The task that it was created for, whose configuration it has: a cancellation may have been a monitor.
    std::string_view configured_task() const { return is(ActionFlag::TookOver) ? key.task : task; }
    bool optional() const { return flags.has(ActionFlag::Optional); }
    bool runnable() const { return flags.has(ActionFlag::Runnable); }
    bool pseudo() const { return flags.has(ActionFlag::Pseudo); }
};

/// All actions in the order in which they were created; an action keeps its place when others are added.
class ActionTable {
public:
    Action& operator[](ActionId id) { return blocks_[id.index() / block_size][id.index() % block_size]; }
    const Action& operator[](ActionId id) const { return blocks_[id.index() / block_size][id.index() % block_size]; }
    ActionId push_back(Action action) {
        if (size_ % block_size == 0) blocks_.emplace_back().reserve(block_size);
        blocks_.back().push_back(std::move(action));
        return ActionId(size_++);
    }
    std::size_t size() const { return size_; }
    bool empty() const { return size_ == 0; }
    IdVector<ActionId, Action>::Ids ids() const { return IdVector<ActionId, Action>::Ids(size_); }

private:
    static constexpr std::size_t block_size = 64;

    std::vector<std::vector<Action>> blocks_; ///< all are full except the last, and none is ever moved
    std::size_t size_ = 0;
};

/// The action's number in the graph: from 1, in the order of creation.
inline std::size_t number(ActionId action) { return action.index() + 1; }

/// "db_start_0", "db:1_monitor_10000", "db_confirmed-post_notify_started_0": as Pacemaker writes a key.
std::string text(const ActionKey& key, std::string_view resource);
/// "pre", "confirmed-pre", "post", "confirmed-post".
std::string_view text(NotificationKind kind);

} // namespace placement
