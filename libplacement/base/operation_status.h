#pragma once

#include <cstdint>

/// How operations end, in numbers.
namespace placement {

/// An agent's answers (rc-code), as OCF numbers them.
namespace exit_status {
inline constexpr std::int32_t ok = 0;
inline constexpr std::int32_t unknown_error = 1;
inline constexpr std::int32_t invalid_parameter = 2;
inline constexpr std::int32_t unimplemented = 3;
inline constexpr std::int32_t insufficient_privileges = 4;
inline constexpr std::int32_t not_installed = 5;
inline constexpr std::int32_t not_configured = 6;
inline constexpr std::int32_t not_running = 7;
inline constexpr std::int32_t running_promoted = 8;
inline constexpr std::int32_t failed_promoted = 9;
inline constexpr std::int32_t degraded = 190;
inline constexpr std::int32_t degraded_promoted = 191;
inline constexpr std::int32_t unknown = 193;
inline constexpr std::int32_t highest = 255;
} // namespace exit_status

/// What became of the attempt to run an operation (op-status).
namespace execution_status {
inline constexpr std::int32_t unknown = -2;
inline constexpr std::int32_t pending = -1;
inline constexpr std::int32_t done = 0;
inline constexpr std::int32_t cancelled = 1;
inline constexpr std::int32_t timeout = 2;
inline constexpr std::int32_t not_supported = 3;
inline constexpr std::int32_t error = 4;
inline constexpr std::int32_t hard_error = 5;  ///< not again on this node
inline constexpr std::int32_t fatal_error = 6; ///< not again on any node
inline constexpr std::int32_t not_installed = 7;
inline constexpr std::int32_t not_connected = 8;
inline constexpr std::int32_t invalid = 9;
inline constexpr std::int32_t no_fence_device = 10;
inline constexpr std::int32_t no_secrets = 11;
inline constexpr std::int32_t highest = no_secrets;
} // namespace execution_status

} // namespace placement
