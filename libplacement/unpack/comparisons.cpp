#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "placement/comparisons.h"

namespace placement {

namespace {

/// The conformance suite checks each number that it can repeat (tests/conformance/program/releases.cpp). They only rise.
constexpr std::array counts{
    ReleaseComparison{Release::v2_0_5, 844, 844, 844, 844, 844},
    ReleaseComparison{Release::v2_1_2, 845, 845, 845, 845, 845, false},
    ReleaseComparison{Release::v2_1_5, 849, 849, 849, 849, 849},
    ReleaseComparison{Release::v2_1_6, 852, 852, 852, 852, 852, false},
    ReleaseComparison{Release::v2_1_7, 852, 852, 852, 852, 852},
    ReleaseComparison{Release::v2_1_8, 852, 852, 852, 852, 852, false},
    ReleaseComparison{Release::v2_1_9, 852, 852, 852, 852, 852},
    ReleaseComparison{Release::v2_1_10, 852, 852, 852, 852, 852},
    ReleaseComparison{Release::v3_0_0, 852, 852, 852, 852, 852},
    ReleaseComparison{Release::v3_0_1, 852, 852, 852, 852, 852, false},
    ReleaseComparison{Release::v3_0_2, 852, 852, 852, 852, 852},
};

constexpr std::array with_some_kinds{Release::v1_1_10, Release::v1_1_11};

} // namespace

std::span<const ReleaseComparison> comparisons() { return counts; }

const ReleaseComparison* comparison_of(Release release) {
    const auto found = std::ranges::find(counts, release, &ReleaseComparison::release);
    return found == counts.end() ? nullptr : &*found;
}

std::string_view text(ComparedExtent extent) {
    switch (extent) {
    case ComparedExtent::None: return "none";
    case ComparedExtent::Part: return "part";
    case ComparedExtent::Full: break;
    }
    return "full";
}

ComparedExtent compared_extent(Release release) {
    if (comparison_of(release) != nullptr) return ComparedExtent::Full;
    const bool in_part = std::ranges::find(with_some_kinds, release) != with_some_kinds.end();
    return in_part ? ComparedExtent::Part : ComparedExtent::None;
}

std::string comparison_words(Release release) {
    if (const ReleaseComparison* compared = comparison_of(release)) {
        return fmt::format("{} itself answers {} of {} regression inputs the same way", text(release), compared->equal, compared->inputs);
    }
    const bool in_part = compared_extent(release) == ComparedExtent::Part;
    return fmt::format("{} itself was {}", text(release), in_part ? "compared only in part" : "not compared");
}

} // namespace placement
