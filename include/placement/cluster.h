#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <variant>
#include <vector>

#include "placement/attributes.h"
#include "placement/behavior.h"
#include "placement/diagnostic.h"
#include "placement/ids.h"
#include "placement/rule.h"
#include "placement/score.h"
#include "placement/shared.h"
#include "placement/time.h"
#include "placement/vocabulary.h"

/// The immutable, parsed model: what the scheduler reads. unpack/ fills it from a Cib; nothing changes it afterwards.
namespace [[gnu::visibility("default")]] placement {

// ---- options --------------------------------------------------------------------------------------------------

/// The cluster's properties, parsed; durations in milliseconds.
struct Options {
    bool symmetric_cluster = true;
    bool fencing_enabled = true;
    bool startup_fencing = true;
    bool concurrent_fencing = true;
    bool maintenance_mode = false;
    bool stop_all_resources = false;
    bool stop_removed_resources = true; // stop-orphan-resources
    bool cancel_removed_actions = true; // stop-orphan-actions
    bool remove_after_stop = false; ///< only before 3.0.0
    bool start_failure_is_fatal = true;
    bool startup_probes = true; // enable-startup-probes
    bool have_watchdog = false;
    bool shutdown_lock = false;
    bool fence_remote_without_quorum = false;
    std::uint32_t shutdown_lock_limit_ms = 0;
    std::uint32_t node_pending_timeout_ms = 0;
    std::uint32_t fencing_timeout_ms = 60'000;
    std::uint32_t priority_fencing_delay_ms = 0;
    std::string fencing_action = "reboot";
    NoQuorumPolicy no_quorum_policy = NoQuorumPolicy::Stop;
    PlacementStrategy placement_strategy = PlacementStrategy::Default;
    HealthStrategy health_strategy = HealthStrategy::None;
    Score health_base, health_red, health_yellow, health_green;
    /// Every property by its current name, after rules; the default if it is missing or invalid.
    AttributeTable values;
};

// ---- nodes ----------------------------------------------------------------------------------------------------

struct Node {
    std::string id;   ///< as in the CIB; Pacemaker's tables are keyed by it
    std::string name; ///< uname
    NodeKind kind = NodeKind::Cluster;
    Position position;

    bool online = false;
    bool unclean = false;
    bool pending = false;
    bool shutdown = false;
    bool maintenance = false;
    bool standby = false;
    bool standby_on_failure = false; ///< put there by on-fail="standby"
    bool expected_up = false;
    bool seen = false;     ///< has a node_state
    bool unpacked = false; ///< its node_state has been read completely
    bool is_dc = false;
    bool probes_allowed = true; ///< resource-discovery-enabled
    bool remote_needs_reset = false;
    bool remote_was_fenced = false;
    bool remote_in_maintenance = false;
    /// The initial score of a resource on this node, when the node first joins its table; the status sets it to -INFINITY for a
    /// cluster node that is offline or shutting down.
    Score base_score;
    /// The same for the probe mode: a bundle's node accepts only what was put there.
    ProbeMode base_probe_mode = ProbeMode::Always;

    /// Sum of the node's active resources' priorities is computed by fencing; this is what `priority` on it adds.
    std::int32_t priority = 0;
    /// Permanent and transient attributes together; transient ones win.
    AttributeTable attributes;
    AttributeTable utilization;
    AttributeTable digests; ///< "#digests-all", "#digests-secure", … of unfencing, as attributes have them
    /// The connection resource of a remote or guest node.
    ResourceId connection;
    /// Resources found active here, in the order in which they were found.
    std::vector<ResourceId> active_resources;

    bool is_remote() const { return kind != NodeKind::Cluster; }
    bool is_guest() const { return kind == NodeKind::Guest; }
};

// ---- resources ------------------------------------------------------------------------------------------------

/// A resource's initial score on a node, and its changes.
struct AllowedNode {
    Score score;
    ProbeMode probe_mode = ProbeMode::Always;
    /// "Not in the table" is neither "-INFINITY" nor "temporarily unusable".
    bool listed = false;

    friend bool operator==(const AllowedNode&, const AllowedNode&) = default;
};

struct Primitive {};

struct Group {
    bool ordered = true;
    bool colocated = true;
};

struct Clone {
    std::int32_t clone_max = 0;
    std::int32_t clone_node_max = 1;
    std::int32_t promoted_max = 0;
    std::int32_t promoted_node_max = 0;
    bool promotable = false;
    bool globally_unique = false;
    bool ordered = false;
    bool interleave = false;
};

struct BundleReplica {
    std::int32_t offset = 0;
    std::string ip_address;
    ResourceId container;
    ResourceId ip;     ///< none without ip-range-start
    ResourceId remote; ///< the connection into the container; none without a control port
    ResourceId child;  ///< the instance of the contained primitive; none without one
    NodeId node;       ///< the guest node inside the container
};

struct Bundle {
    std::string agent; ///< docker, podman
    std::string image;
    std::int32_t promoted_max = 0;
    std::int32_t replicas_per_host = 1;
    ResourceId child; ///< the clone made for the contained primitive; none without one
    std::vector<BundleReplica> replicas;
    std::string container_network;
    std::string attribute_target; ///< container-attribute-target
};

using ResourceVariant = std::variant<Primitive, Group, Clone, Bundle>;

/// An <op> of a resource after templates, defaults and rules that need no node.
struct OperationConfiguration {
    std::string id;
    std::string name;
    std::string interval_text;
    std::uint32_t interval_ms = 0;
    std::optional<Role> role;
    bool enabled = true;
    /// The XML attributes of <op> itself, for actions/ to resolve (timeout, on-fail, start-delay, …).
    AttributeTable attributes;
    AttributeSets meta_attributes;
    AttributeSets instance_attributes;
    Position position;
};

struct Resource {
    /// With the instance's number if it has one ("rsc:0").
    std::string id;
    /// The name that the operation history has for it if that is not `id` ("rsc" or "rsc:1" for the anonymous instance
    /// "rsc:0"); otherwise empty.
    std::string history_id;
    /// The id of the XML element, without an instance's number.
    std::string xml_id;
    /// The XML element after its template: "primitive", "group", "clone", "bundle".
    std::string element;
    std::string standard; ///< class: "ocf", "systemd", "stonith", …
    std::string provider;
    std::string agent; ///< type
    std::string template_id;
    std::string description;
    Position position;

    ResourceVariant variant;
    ResourceId parent;
    std::vector<ResourceId> children; ///< members, instances or a bundle's implicit resources, in Pacemaker's order
    /// The container that launches this resource (guest nodes, bundles), and what this one launches.
    ResourceId launcher;
    std::vector<ResourceId> launched;
    /// The node that this remote connection gives, if it is one.
    NodeId remote_node;

    AttributeTable meta;
    Shared<AttributeSets> parameters; ///< instance attributes, its own before the template's; evaluated by node when they are
                                      ///< needed
    AttributeTable utilization;
    Shared<std::vector<OperationConfiguration>> operations;

    std::int32_t priority = 0;
    std::int32_t stickiness = 0;
    std::int32_t migration_threshold = Score::infinite_value; ///< INFINITY: never; 0: disabled
    std::uint32_t failure_timeout_ms = 0;
    std::uint32_t remote_reconnect_ms = 0;
    MultipleActive multiple_active = MultipleActive::StopStart;
    Requires requirement = Requires::Nothing;
    /// The configured target-role as the next role; Unknown if there is none. The history may have changed it.
    Role next_role = Role::Unknown;
    /// What set next_role ("target-role", …).
    std::string next_role_reason;

    bool managed = true;
    bool maintenance = false;
    bool critical = true;
    bool notify = false;
    bool unique = false; ///< not an instance of an anonymous clone
    bool promotable = false;
    bool fencing_device = false;
    bool remote_connection = false;
    bool migratable = false;
    bool container_of_replica = false;
    bool removed = false; ///< only in the status ("orphan")
    bool removed_launched = false;
    bool remote_nesting_allowed = false;
    bool exclusive_discovery = false;

    // -- what the status says --
    Role role = Role::Stopped;
    std::vector<NodeId> active_nodes; ///< in the order in which the histories were read
    /// Nodes on which the resource's state is known (probed there), with the score entry that Pacemaker keeps.
    std::vector<NodeId> known_nodes;
    bool failed = false;
    bool blocked = false;
    bool ignore_failure = false;
    bool stop_if_failed = false;
    bool stop_unexpected = false;
    bool start_pending = false;
    std::string pending_action;
    NodeId pending_node;
    NodeId lock_node; ///< shutdown lock
    std::int64_t lock_time = 0;
    NodeId partial_migration_source;
    NodeId partial_migration_target;
    std::vector<NodeId> dangling_migration_sources;

    bool is_primitive() const { return std::holds_alternative<Primitive>(variant); }
    bool is_group() const { return std::holds_alternative<Group>(variant); }
    bool is_clone() const { return std::holds_alternative<Clone>(variant); }
    bool is_bundle() const { return std::holds_alternative<Bundle>(variant); }
    const Clone& clone() const { return std::get<Clone>(variant); }
    const Group& group() const { return std::get<Group>(variant); }
    const Bundle& bundle() const { return std::get<Bundle>(variant); }
};

// ---- constraints ----------------------------------------------------------------------------------------------

/// A location constraint (or one rule of it) after its rule has been evaluated for each node.
struct LocationConstraint {
    std::string id; ///< of the constraint or the rule; for node health, its strategy
    bool node_health = false; ///< made for an unhealthy node
    ResourceId resource;
    /// Unknown: any role. Otherwise the constraint counts only while the resource's next role is this one.
    Role role_filter = Role::Unknown;
    ProbeMode probe_mode = ProbeMode::Always;
    struct NodeScore {
        NodeId node;
        Score score;
    };
    std::vector<NodeScore> nodes;
    Position position;
};

struct Colocation {
    std::string id;
    ResourceId dependent;
    ResourceId primary;
    Role dependent_role = Role::Unknown; ///< Unknown: any
    Role primary_role = Role::Unknown;
    Score score;
    std::string node_attribute; ///< "#uname" unless the constraint names another
    bool influence = true;      ///< the dependent's preferences count for the primary
    bool configured = true;     ///< from the configuration, not made by a group, clone or bundle
    /// Its rank among the colocations and orderings of the configuration, which are turned into relations in this order.
    std::uint32_t sequence = 0;
    Position position;
};

/// A rsc_order. Kept as configured; ordering/ turns it into relations.
struct OrderingConstraint {
    enum class Kind : std::uint8_t { Optional, Mandatory, Serialize };
    std::string id;
    Kind kind = Kind::Mandatory;
    bool symmetrical = true;
    struct Side {
        ResourceId resource;
        std::string action; ///< start, stop, promote, demote
    };
    /// Simple constraints have one resource on each side; sets are kept in `sets` and leave these empty.
    Side first;
    Side then;
    /// How many instances of the first resource, a clone, must have completed their action; 0: all.
    std::int32_t minimum_first = 0;
    /// Although it is optional, each side implies the other (before 3.0.0, restart-type=restart of the later resource).
    bool restarts_then = false;
    /// Its members are ordered among each other according to the kind and symmetry of the set; the sets are ordered according
    /// to those of the constraint.
    struct Set {
        std::string id;
        Kind kind = Kind::Mandatory;
        bool symmetrical = true;
        bool sequential = true;           ///< among its members
        bool sequential_outwards = false; ///< towards other sets, only its first or last member counts
        bool require_all = true;
        std::string action;
        std::vector<ResourceId> resources;
        Position position;
    };
    std::vector<Set> sets;
    /// See Colocation::sequence.
    std::uint32_t sequence = 0;
    Position position;
};

struct Ticket {
    std::string id;
    bool granted = false;
    bool standby = false;
    std::int64_t last_granted = -1;
    AttributeTable state;
};

struct TicketConstraint {
    enum class LossPolicy : std::uint8_t { Stop, Demote, Fence, Freeze };
    std::string id;
    TicketId ticket;
    ResourceId resource;
    Role role = Role::Unknown;
    LossPolicy loss_policy = LossPolicy::Stop;
    Position position;
};

struct FencingLevel {
    std::string id;
    std::string target;
    std::string target_pattern;
    std::string target_attribute;
    std::string target_value;
    std::int32_t index = 0;
    std::vector<std::string> devices;
    Position position;
};

struct Tag {
    std::string id;
    std::vector<std::string> references;
    Position position;
};

// ---- state ----------------------------------------------------------------------------------------------------

/// One <lrm_rsc_op>; its texts are views of the CIB's, which the Cluster keeps.
struct OperationHistory {
    // -- what is asked of every entry of every history, side by side --
    std::string_view task;
    std::string_view defect; ///< why the entry cannot be used; empty if it can
    std::uint32_t interval_ms = 0;
    std::int32_t call_id = -1;
    std::int32_t expected_exit_status = -1;
    std::optional<std::int32_t> exit_status;      ///< rc-code as recorded
    std::optional<std::int32_t> execution_status; ///< op-status as recorded
    bool lacks_exit_status = false;               ///< rc-code is none from 0 to 255, and this is the only defect
    bool affects_state = false;                   ///< says something about where the resource is, unlike a notification
    bool last_failure = false;                    ///< an entry that records a failure, in addition to the last operations
    // -- the rest --
    std::string_view key; ///< "rsc_monitor_10000"
    std::optional<std::int64_t> last_run;
    std::optional<std::int64_t> last_change;
    std::string_view transition_key;
    std::string_view transition_magic;
    std::string_view exit_reason;
    std::string_view digest_all;
    std::string_view digest_nonreloadable;
    std::string_view digest_secure;
    std::string_view nonreloadable_parameters; ///< op-force-restart
    std::string_view secure_parameters;
    RecordedAttributes attributes; ///< everything that is written
    Position position;
};

/// How much of a history is known to be as configured, so that nobody needs to compare it.
enum class Conformity : std::uint8_t {
    Unknown,
    Agent,      ///< the agent; and the history's id means no other resource
    Parameters, ///< also the parameters of all that was done since the last start
};

/// One <lrm_resource>: what a node did with a resource, in the order in which Pacemaker sorts it (oldest first). Like
/// OperationHistory, it is a view of the CIB.
struct ResourceHistory {
    NodeId node;
    ResourceId resource;
    std::string_view xml_id;
    std::size_t xml_id_hash = 0;
    std::string_view node_name; ///< as the node_state has it
    std::optional<std::string_view> standard, provider, agent; ///< the agent that the history is for; absent if the history
                                                               ///< does not name it
    std::span<const OperationHistory> operations;
    /// Indexes of the operation that last made the resource active, and of the last successful stop; -1: none. (Pacemaker:
    /// calculate_active_ops)
    std::int32_t start_index = -1;
    std::int32_t stop_index = -1;
    Conformity conformity = Conformity::Unknown;
    Position position;
};

/// An operation in Cluster::histories.
struct OperationReference {
    std::uint32_t history = 0;
    std::uint32_t operation = 0;
};

/// A resource's failures on a node, for all operations together; failures of what it launched are not included.
struct FailCount {
    NodeId node;
    ResourceId resource; ///< the primitive instance
    std::int32_t count = 0;     ///< as recorded, INFINITY as 1,000,000
    std::int32_t effective = 0; ///< 0 when the failure has expired
    std::int64_t last_failure = 0; ///< seconds since 1970, 0 where unknown
};

struct Preparation;

// ---- all of it ------------------------------------------------------------------------------------------------

struct Cluster {
    Time now;
    Release release = default_release; ///< whose rules apply
    std::string nearest_to; ///< the cluster's own version, if the release was not requested and is not quite that version
    Behavior behavior; ///< … and what they are; stages ask this
    Options options;
    std::string feature_set; ///< crm_feature_set that the CIB was last written with; empty if it does not say
    bool have_quorum = false;
    bool have_fencing_devices = false;
    bool unfencing_enabled = false;
    bool have_remote_nodes = false;
    NodeId dc;

    IdVector<NodeId, Node> nodes; ///< sorted by name as Pacemaker sorts them
    IdVector<ResourceId, Resource> resources;
    /// The resources without a parent, in configuration order, then the removed ones as they were found.
    std::vector<ResourceId> top_resources;
    /// One row for each resource: the node scores before the first stage. See AllowedNode.
    IdVector<ResourceId, IdVector<NodeId, AllowedNode>> initial_nodes;

    /// In the order in which Pacemaker applies them.
    IdVector<LocationId, LocationConstraint> locations;
    /// In the order in which Pacemaker creates them.
    IdVector<ColocationId, Colocation> colocations;
    IdVector<OrderingId, OrderingConstraint> orderings;
    IdVector<TicketId, Ticket> tickets;
    IdVector<TicketConstraintId, TicketConstraint> ticket_constraints;
    std::vector<FencingLevel> fencing_levels;
    std::vector<Tag> tags;

    std::vector<ResourceHistory> histories;
    /// The names of nodes whose operation history is there more than once: it is not looked at for changed configurations.
    std::vector<std::string> nodes_with_several_histories;
    std::vector<FailCount> fail_counts;
    /// The failures that are shown to the user, in the order in which they were found, each key once for each node.
    std::vector<OperationReference> failed_operations;
    /// The next time at which a rule, an expiry or a lock would change the result; 0 if there is none.
    std::int64_t recheck_by = 0;

    Diagnostics diagnostics;
    /// What only the schedule needs to know.
    std::shared_ptr<const Preparation> preparation;

    AttributeSets resource_defaults;
    AttributeSets operation_defaults;

    /// Keeps the texts that the operation histories are views of.
    std::shared_ptr<const void> text;

    // -- names at the edges --
    std::unordered_map<std::string, NodeId> node_by_name; ///< names in lower case: Pacemaker ignores case in them
    std::unordered_map<std::string, ResourceId> resource_by_id; ///< by full id ("db:0"); of duplicate ids, the first

    NodeId find_node(std::string_view name) const;
    /// By full id ("db:0"), or by the id of the XML element if that is unambiguous.
    ResourceId find_resource(std::string_view id) const;
    /// The outermost ancestor; a bundle counts as one only if `include_bundle` is set.
    ResourceId top(ResourceId resource, bool include_bundle = false) const;
    /// The fail count entry, or none.
    const FailCount* fail_count(ResourceId resource, NodeId node) const;
};

// ---- names ----------------------------------------------------------------------------------------------------

/// The node with this name; throws UnknownName with the nearest names.
NodeId require_node(const Cluster& cluster, const std::string& name);
/// The resources that a name stands for: the one with this full id ("db:1"), or those made from the element with this id, which
/// can be several for a resource in a clone. Throws UnknownName with the nearest names.
std::vector<ResourceId> require_resources(const Cluster& cluster, const std::string& name);

} // namespace placement
