#pragma once

#include <string>
#include <vector>

#include <fmt/format.h>

#include "placement/behavior.h"

namespace placement {

/// "Pacemaker 1.1.10, for which bundles are not checked".
inline std::string release_words(Release release, const std::vector<std::string>& unchecked_kinds) {
    std::string kinds;
    for (std::size_t i = 0; i < unchecked_kinds.size(); ++i) {
        const char* before = i == 0 ? "" : i + 1 == unchecked_kinds.size() ? " and " : ", ";
        kinds += before + unchecked_kinds[i];
    }
    const std::string name = "Pacemaker " + std::string(text(release));
    return kinds.empty() ? name : fmt::format("{}, for which {} are not checked", name, kinds);
}

/// The same as a line of its own; nothing where the default release's rules applied.
inline std::string release_line(Release release, const std::vector<std::string>& unchecked_kinds) {
    if (release == default_release) return "";
    return fmt::format("By the rules of {}.\n", release_words(release, unchecked_kinds));
}

} // namespace placement
