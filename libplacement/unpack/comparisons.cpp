#include <array>

#include "placement/comparisons.h"

namespace placement {

namespace {

/// The conformance suite checks each number that it can repeat (tests/conformance/program/releases.cpp). They only rise.
constexpr std::array counts{
    ReleaseComparison{Release::v2_0_5, 844, 841, 841, 844, 844},
    ReleaseComparison{Release::v2_1_2, 783, 758, 781, 773, 768, false},
    ReleaseComparison{Release::v2_1_5, 849, 849, 849, 849, 849},
    ReleaseComparison{Release::v2_1_6, 807, 794, 805, 806, 794, false},
    ReleaseComparison{Release::v2_1_7, 852, 852, 852, 852, 852},
    ReleaseComparison{Release::v2_1_8, 852, 852, 852, 852, 852, false},
    ReleaseComparison{Release::v2_1_9, 852, 852, 852, 852, 852},
    ReleaseComparison{Release::v2_1_10, 852, 852, 852, 852, 852},
    ReleaseComparison{Release::v3_0_0, 852, 852, 852, 852, 852},
    ReleaseComparison{Release::v3_0_1, 851, 851, 851, 851, 851, false},
    ReleaseComparison{Release::v3_0_2, 852, 852, 852, 852, 852},
};

} // namespace

std::span<const ReleaseComparison> comparisons() { return counts; }

} // namespace placement
