#pragma once

#include <optional>
#include <string>
#include <vector>

#include "placement/scenario.h"

namespace placement {

/// What comes of a schedule's placements: a resource that has a node may still not start, because something that must be
/// started before it will not be, or because it cannot leave a node that must be fenced first.
class Plan {
public:
    explicit Plan(const Schedule& schedule);

    /// Where the primitive will run; several places only for what was found on several nodes and stays there.
    std::vector<RunningOn> running(ResourceId primitive) const;
    /// Why the primitive does not run (or is not promoted) although it was given a node (or that role).
    const std::optional<Obstacle>& obstacle(ResourceId primitive) const { return fates_[primitive].obstacle; }

private:
    /// `then` (or its promotion) needs the firsts, all of them or one, to be started (or promoted).
    struct Prerequisite {
        std::vector<ResourceId> firsts;
        bool all = true;
        Role first_role = Role::Started;
        ResourceId then;
        Role then_role = Role::Started;
        /// How many instances of a first that is a clone are needed, wherever they are; 0: one, and where both clones
        /// are interleaved the one on the same node.
        std::int32_t minimum = 0;
        /// It does not stop what has been started already.
        bool for_starts_alone = false;
        Obstacle obstacle;
    };
    struct PrimitiveFate {
        bool stays = false;    ///< unmanaged, blocked, or held by an unclean node
        bool runs = false;     ///< will run on its placement's node
        bool promoted = false; ///< and be promoted there
        std::optional<Obstacle> obstacle;
    };

    void begin(ResourceId primitive);
    void collect_prerequisites();
    void collect_from(const OrderingConstraint& ordering);
    void collect_from_sets(const OrderingConstraint& ordering);
    void collect_groups();
    void add(std::vector<ResourceId> firsts, bool all, const std::string& first_action, ResourceId then,
             const std::string& then_action, std::int32_t minimum, bool symmetrical, const OrderingConstraint& ordering);

    /// One round over all prerequisites; true if something was taken back.
    bool settle();
    bool settle_prerequisite(const Prerequisite& prerequisite);
    bool settle_guests();
    bool settle_colocations();
    bool hold(ResourceId primitive, Role role, const Obstacle& obstacle);

    bool applies(const Prerequisite& prerequisite, ResourceId then) const;
    bool satisfied(const Prerequisite& prerequisite, ResourceId then) const;
    bool satisfied_by(ResourceId first, const Prerequisite& prerequisite, ResourceId then) const;
    /// Whether it, and for a group each of its members, runs in the role.
    bool whole_runs(ResourceId resource, Role role) const;
    bool whole_is_on(ResourceId resource, NodeId node) const;
    bool runs_in(ResourceId primitive, Role role) const;
    NodeId node_of(ResourceId primitive) const { return schedule_.placements[primitive].node; }
    std::vector<ResourceId> primitives_in(ResourceId resource) const;
    ResourceId clone_of(ResourceId resource) const;

    const Schedule& schedule_;
    const Cluster& cluster_;
    IdVector<ResourceId, PrimitiveFate> fates_;
    std::vector<Prerequisite> prerequisites_;
};

/// The role as it is told: an instance of a promotable clone that is not promoted is Unpromoted.
Role told_role(const Cluster& cluster, ResourceId primitive, Role role);

} // namespace placement
