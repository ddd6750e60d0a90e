#pragma once

#include <deque>
#include <string>
#include <string_view>

namespace placement {

/// A text that outlives every view of it.
inline std::string_view kept_text(std::string text) {
    static std::deque<std::string> texts;
    return texts.emplace_back(std::move(text));
}

} // namespace placement
