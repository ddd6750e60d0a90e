#pragma once

#include <optional>
#include <string_view>

#include "placement/lint.h"

/// What release of Pacemaker a CIB is from, so that nobody is told to write what that cluster does not understand.
namespace placement {

/// The numbers at the beginning of "2.1.5-8.el8-a3f44794f94"; none where there are not three.
std::optional<ReleaseNumbers> release_numbers(std::string_view text);
/// By the property dc-version, else the first release that wrote the CIB's crm_feature_set.
std::optional<ReleaseNumbers> recorded_release(const Cluster& cluster);
/// Whether the advice that belongs to a code cannot be followed by the cluster that wrote the CIB, or nobody can tell.
bool is_too_new(std::string_view code, const std::optional<ReleaseNumbers>& written_by);

} // namespace placement
