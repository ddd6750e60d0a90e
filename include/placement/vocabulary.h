#pragma once

#include <cstdint>
#include <string_view>

/// The words with which a configuration and the state of a cluster are described.
namespace [[gnu::visibility("default")]] placement {

/// In the order in which Pacemaker compares roles.
enum class Role : std::uint8_t { Unknown, Stopped, Started, Unpromoted, Promoted };

/// "Unknown", "Stopped", "Started", "Unpromoted", "Promoted".
std::string_view text(Role role);

enum class NodeKind : std::uint8_t {
    Cluster,
    Remote, ///< ocf:pacemaker:remote
    Guest,  ///< a resource with the meta attribute remote-node, or a bundle's replica
};

enum class ProbeMode : std::uint8_t { Always, Never, Exclusive };
enum class NoQuorumPolicy : std::uint8_t { Freeze, Stop, Ignore, Demote, Fence };
enum class PlacementStrategy : std::uint8_t { Default, Utilization, Minimal, Balanced };
enum class HealthStrategy : std::uint8_t { None, MigrateOnRed, OnlyGreen, Progressive, Custom };

/// What `multiple-active` asks for when a resource is found active on several nodes.
enum class MultipleActive : std::uint8_t { StopStart, StopOnly, Block, StopUnexpected };

/// What an operation needs before it may run (`requires`).
enum class Requires : std::uint8_t { Nothing, Quorum, Fencing, Unfencing };

/// What follows a failed operation (`on-fail`), in the order in which Pacemaker compares severities.
enum class OnFail : std::uint8_t {
    Ignore,
    Demote,
    Restart,
    ResetRemote, ///< fence the remote node that the connection leads to, or reconnect
    RestartContainer,
    Ban,
    Block,
    Stop,
    StandbyNode,
    FenceNode
};

} // namespace placement
