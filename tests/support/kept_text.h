#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "placement/attributes.h"

namespace placement {

/// A text that outlives every view of it.
inline std::string_view kept_text(std::string text) {
    static std::deque<std::string> texts;
    return texts.emplace_back(std::move(text));
}

/// Attributes that outlive every view of them.
inline RecordedAttributes kept_attributes(std::vector<RecordedAttributes::Pair> pairs) {
    static std::deque<std::vector<RecordedAttributes::Pair>> kept;
    return RecordedAttributes(kept.emplace_back(std::move(pairs)));
}

} // namespace placement
