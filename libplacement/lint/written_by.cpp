#include "lint/written_by.h"

#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/format.h>

namespace placement {

namespace {

/// The first release with a feature set. (Pacemaker: CRM_FEATURE_SET of each release)
struct FeatureSet {
    ReleaseNumbers numbers;
    ReleaseNumbers release;
};

constexpr std::array<FeatureSet, 23> feature_sets{{
    {{3, 0, 7}, {1, 1, 10}},  {{3, 0, 8}, {1, 1, 11}},  {{3, 0, 9}, {1, 1, 12}},  {{3, 0, 10}, {1, 1, 13}}, {{3, 0, 11}, {1, 1, 16}},
    {{3, 0, 13}, {1, 1, 17}}, {{3, 0, 14}, {1, 1, 18}}, {{3, 1, 0}, {2, 0, 0}},   {{3, 2, 0}, {2, 0, 3}},   {{3, 3, 0}, {2, 0, 4}},
    {{3, 6, 1}, {2, 0, 5}},   {{3, 10, 0}, {2, 1, 0}},  {{3, 10, 2}, {2, 1, 1}},  {{3, 11, 0}, {2, 1, 2}},  {{3, 15, 0}, {2, 1, 3}},
    {{3, 16, 1}, {2, 1, 5}},  {{3, 17, 4}, {2, 1, 6}},  {{3, 19, 0}, {2, 1, 7}},  {{3, 19, 5}, {2, 1, 8}},  {{3, 19, 6}, {2, 1, 9}},
    {{3, 20, 0}, {3, 0, 0}},  {{3, 20, 1}, {3, 0, 1}},  {{3, 20, 5}, {3, 0, 2}},
}};

/// From which release on what a code advises works, or what it warns of is so.
struct Advice {
    std::string_view code;
    ReleaseNumbers since;
    bool where_unknown; ///< it is told where nobody knows the release
};

constexpr std::array<Advice, 6> advice{{
    {"old-property-name", {3, 0, 2}, false},
    {"old-meta-name", {2, 0, 0}, true},
    {"old-role-name", {2, 1, 0}, true},
    {"old-spelling", {2, 0, 0}, true},
    {"deprecated-property", {3, 0, 0}, true},
    {"no-longer-supported", {3, 0, 0}, true},
}};

} // namespace

std::string text(ReleaseNumbers release) { return fmt::format("{}.{}.{}", release.major, release.minor, release.patch); }

std::optional<ReleaseNumbers> release_numbers(std::string_view text) {
    std::array<int, 3> numbers{};
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        if (i > 0) {
            if (!text.starts_with('.')) return std::nullopt;
            text.remove_prefix(1);
        }
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), numbers[i]);
        if (error != std::errc()) return std::nullopt;
        text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    }
    return ReleaseNumbers{numbers[0], numbers[1], numbers[2]};
}

std::optional<ReleaseNumbers> recorded_release(const Cluster& cluster) {
    if (const auto found = cluster.options.values.find("dc-version"); found != cluster.options.values.end()) {
        if (const auto numbers = release_numbers(found->second)) return numbers;
    }
    const auto feature_set = release_numbers(cluster.feature_set);
    if (!feature_set) return std::nullopt;
    std::optional<ReleaseNumbers> release;
    for (const FeatureSet& each : feature_sets) {
        if (each.numbers <= *feature_set) release = each.release;
    }
    return release ? release : std::optional(ReleaseNumbers{1, 0, 0});
}

bool is_too_new(std::string_view code, const std::optional<ReleaseNumbers>& written_by) {
    const auto found = std::ranges::find(advice, code, &Advice::code);
    if (found == advice.end()) return false;
    return written_by ? *written_by < found->since : !found->where_unknown;
}

} // namespace placement
