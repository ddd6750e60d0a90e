#pragma once

#include <string_view>

#include "placement/scenario.h"

namespace placement {

/// What became of a service that is lost, as the end of a sentence: "is stopped", "may run or not", …
inline std::string_view loss_in_words(Fate fate) {
    switch (fate) {
    case Fate::LostPromoted: return "has no promoted instance";
    case Fate::Stuck: return "failed and is not recovered";
    case Fate::Unknown: return "may run or not";
    case Fate::Undetected: return "is dead, and no monitor detects it";
    default: return "is stopped";
    }
}

} // namespace placement
