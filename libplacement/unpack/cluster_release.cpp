#include <algorithm>
#include <string>

#include <fmt/format.h>

#include "cib/document.h"
#include "placement/behavior.h"
#include "placement/cib.h"
#include "rules/typed_values.h"
#include "unpack/releases.h"

namespace placement {

namespace {

/// The last of them that begins at or before what was found.
const ReleaseRow& row_at(std::string_view found, std::string_view ReleaseRow::*from) {
    const auto rows = release_table();
    const auto after =
        std::ranges::find_if(rows, [&](const ReleaseRow& row) { return compare_versions(row.*from, found) > 0; });
    return after == rows.begin() ? rows.front() : *std::prev(after);
}

/// The numbers with dots that it begins with.
std::string_view leading_version(std::string_view text) {
    std::string_view version = text.substr(0, text.find_first_not_of("0123456789."));
    while (version.ends_with('.')) version.remove_suffix(1);
    return version.find('.') == std::string_view::npos ? std::string_view() : version;
}

std::string_view dc_version(const CibDocument& document) {
    for (const pugi::xml_node set : document.configuration().child("crm_config").children("cluster_property_set")) {
        const pugi::xml_node pair = set.find_child_by_attribute("nvpair", "name", "dc-version");
        if (pair) return pair.attribute("value").value();
    }
    return {};
}

} // namespace

std::optional<ClusterRelease> nearest_release(std::string_view version) {
    const std::string_view number = leading_version(version);
    if (number.empty()) return std::nullopt;
    const Release release = row_at(number, &ReleaseRow::from_version).release;
    return ClusterRelease{release, text(release) == number ? "" : std::string(number)};
}

std::optional<Release> release_of_feature_set(std::string_view feature_set) {
    const std::string_view set = leading_version(feature_set);
    if (set.empty()) return std::nullopt;
    return row_at(set, &ReleaseRow::from_feature_set).release;
}

std::optional<ClusterRelease> cluster_release(const Cib& cib) {
    if (const auto named = nearest_release(dc_version(cib.document()))) return named;
    const std::string_view set = leading_version(cib.document().root().value("crm_feature_set"));
    if (set.empty()) return std::nullopt;
    const ReleaseRow& row = row_at(set, &ReleaseRow::from_feature_set);
    return ClusterRelease{row.release, set != row.feature_set ? fmt::format("feature set {}", set) : ""};
}

ClusterRelease release_for(const Cib& cib, std::optional<Release> wanted) {
    if (wanted) return {*wanted};
    return cluster_release(cib).value_or(ClusterRelease{});
}

} // namespace placement
