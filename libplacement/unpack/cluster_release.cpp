#include <algorithm>
#include <array>
#include <string>

#include <fmt/format.h>

#include "cib/document.h"
#include "placement/behavior.h"
#include "placement/cib.h"
#include "rules/typed_values.h"

namespace placement {

namespace {

/// From which version, and from which feature set, on a release's rules are the nearest (docs/releases.md says why).
struct RulesFrom {
    Release release;
    std::string_view version;
    std::string_view feature_set;
    std::string_view own_feature_set;
};

constexpr std::array rules_from{
    RulesFrom{Release::v1_1_10, "", "", "3.0.7"},
    RulesFrom{Release::v1_1_11, "1.1.11", "3.0.8", "3.0.8"},
    RulesFrom{Release::v2_0_5, "1.1.17", "3.0.13", "3.6.1"},
    RulesFrom{Release::v2_1_5, "2.1.0", "3.7.0", "3.16.1"},
    RulesFrom{Release::v3_0_2, "2.1.7", "3.18.0", "3.20.5"},
};

/// The last of them that begins at or before what was found.
const RulesFrom& rules_at(std::string_view found, std::string_view RulesFrom::*from) {
    const auto after = std::ranges::find_if(
        rules_from, [&](const RulesFrom& rules) { return compare_versions(rules.*from, found) > 0; });
    return after == rules_from.begin() ? rules_from.front() : *std::prev(after);
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
    const Release release = rules_at(number, &RulesFrom::version).release;
    return ClusterRelease{release, text(release) == number ? "" : std::string(number)};
}

std::optional<ClusterRelease> cluster_release(const Cib& cib) {
    if (const auto named = nearest_release(dc_version(cib.document()))) return named;
    const std::string_view set = leading_version(cib.document().root().attribute("crm_feature_set").value());
    if (set.empty()) return std::nullopt;
    const RulesFrom& rules = rules_at(set, &RulesFrom::feature_set);
    // A feature set is shared by several releases, and says least of the newest.
    const bool told = rules.release != default_release && set != rules.own_feature_set;
    return ClusterRelease{rules.release, told ? fmt::format("feature set {}", set) : ""};
}

ClusterRelease release_for(const Cib& cib, std::optional<Release> wanted) {
    if (wanted) return {*wanted};
    return cluster_release(cib).value_or(ClusterRelease{});
}

} // namespace placement
