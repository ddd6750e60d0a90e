#pragma once

#include <string>
#include <vector>

#include <fmt/format.h>

#include "placement/behavior.h"
#include "render/lines.h"

namespace placement {

/// "Pacemaker 1.1.10, for which bundles are not checked", "Pacemaker 2.1.5, the nearest to 2.1.4".
inline std::string release_words(Release release, const std::string& nearest_to,
                                 const std::vector<std::string>& unchecked_kinds) {
    std::string kinds;
    for (std::size_t i = 0; i < unchecked_kinds.size(); ++i) {
        const char* before = i == 0 ? "" : i + 1 == unchecked_kinds.size() ? " and " : ", ";
        kinds += before + unchecked_kinds[i];
    }
    std::string name = "Pacemaker " + std::string(text(release));
    if (!nearest_to.empty()) name += ", the nearest to " + nearest_to;
    return kinds.empty() ? name : fmt::format("{}, for which {} are not checked", name, kinds);
}

/// The same as a line of its own; nothing where the default release's rules applied as they are.
inline std::string release_line(Release release, const std::string& nearest_to,
                                const std::vector<std::string>& unchecked_kinds) {
    if (release == default_release && nearest_to.empty()) return "";
    return as_line(fmt::format("By the rules of {}.", release_words(release, nearest_to, unchecked_kinds)));
}

} // namespace placement
