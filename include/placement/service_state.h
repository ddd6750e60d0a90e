#pragma once

#include <cstdint>
#include <string_view>

/// The one notion of how a service stands once the cluster is at rest. Verdict, exit status, sweeps, differences, tests and
/// lint all speak of it.
namespace placement {

/// How one instance stands where the cluster has it.
enum class InstanceState : std::uint8_t {
    Running,
    Failed,     ///< its process is dead or failed, and the cluster knows
    Unknown,    ///< its node is unclean: it may run or not
    Undetected, ///< its process is dead, and no monitor tells the cluster
};
/// "running", "failed", "unknown", "undetected".
std::string_view text(InstanceState state);

/// How a service stands at rest, from least to most trouble.
enum class ServiceState : std::uint8_t {
    Running,     ///< with as many instances, and as many promoted ones, as it had
    Reduced,     ///< with fewer than it had, but some
    NotPromoted, ///< had a promoted instance, and has none
    Undetected,  ///< dead, and no monitor tells the cluster
    Unknown,     ///< on an unclean node that nobody can fence: it may run or not
    Stuck,       ///< dead or failed, and the cluster leaves it so: blocked, unmanaged, or with its failure ignored
    Down,        ///< stopped
};
/// "running", "reduced", "not-promoted", "undetected", "unknown", "stuck", "down".
std::string_view text(ServiceState state);

/// Whether a service in this state does its work: it runs or is reduced.
constexpr bool serves(ServiceState state) { return state <= ServiceState::Reduced; }

} // namespace placement
