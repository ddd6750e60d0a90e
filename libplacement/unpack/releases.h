#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "placement/behavior.h"

namespace placement {

/// What is known of a release, and which other versions have nearly its rules (docs/releases.md says why).
struct ReleaseRow {
    Release release;
    std::string_view name;
    std::string_view feature_set; ///< its own
    std::string_view schema;      ///< the newest that it has
    std::string_view from_version;     ///< from this version on its rules are the nearest …
    std::string_view from_feature_set; ///< … and from this feature set on
};

/// Oldest first.
std::span<const ReleaseRow> release_table();
const ReleaseRow& row_of(Release release);
/// The release whose rules are nearest to those of a crm_feature_set; none where it is no version.
std::optional<Release> release_of_feature_set(std::string_view feature_set);

} // namespace placement
