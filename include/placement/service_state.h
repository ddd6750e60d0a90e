#pragma once

#include <cstdint>
#include <string_view>

/// The states of a service once the cluster is at rest. Verdicts, exit statuses, sweeps, differences, tests and lint all use
/// them.
namespace [[gnu::visibility("default")]] placement {

/// The state of one instance, where it is as far as the cluster knows.
enum class InstanceState : std::uint8_t {
    Running,
    Failed,     ///< its process is dead or failed, and the cluster knows
    Unknown,    ///< it may or may not be running: its node is unclean, or left the cluster while it was not managed
    Undetected, ///< its process is dead, and no monitor reports that to the cluster
};
/// "running", "failed", "unknown", "undetected".
std::string_view text(InstanceState state);

/// The state of a service at rest, from least to most trouble.
enum class ServiceState : std::uint8_t {
    Running,     ///< as many instances, and as many promoted ones, as it had
    Reduced,     ///< fewer than it had, but at least one
    NotPromoted, ///< had a promoted instance, and has none
    Undetected,  ///< dead, and no monitor reports that to the cluster
    Unknown, ///< on an unclean node that cannot be fenced, or on one that left while it was not managed: it may or may not be running
    Stuck, ///< dead or failed, and the cluster does not recover it: blocked, unmanaged, or with its failure ignored
    Down,  ///< stopped
};
/// "running", "reduced", "not-promoted", "undetected", "unknown", "stuck", "down".
std::string_view text(ServiceState state);

/// Whether a service in this state does its work: it runs, perhaps reduced.
constexpr bool serves(ServiceState state) { return state <= ServiceState::Reduced; }

} // namespace placement
