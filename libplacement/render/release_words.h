#pragma once

#include <set>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "placement/behavior.h"
#include "placement/comparisons.h"
#include "placement/releases.h"
#include "render/lines.h"

namespace placement {

/// "Pacemaker 1.1.10, for which bundles are not checked", "Pacemaker 2.1.5, the nearest to 2.1.4".
inline std::string release_name(Release release, const std::string& nearest_to,
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

/// The same with how well the release was compared, unless it is the default one.
inline std::string release_words(Release release, const std::string& nearest_to,
                                 const std::vector<std::string>& unchecked_kinds) {
    const std::string name = release_name(release, nearest_to, unchecked_kinds);
    return release == default_release ? name : fmt::format("{}; {}", name, comparison_words(release));
}

/// How well each of the releases was compared, a line for each but the default one.
inline std::string comparison_lines(const std::set<Release>& releases) {
    std::string lines;
    for (const Release release : releases) {
        if (release != default_release) lines += as_line(comparison_words(release) + ".");
    }
    return lines;
}

/// The same as a line of its own; nothing where the default release's rules applied as they are.
inline std::string release_line(Release release, const std::string& nearest_to,
                                const std::vector<std::string>& unchecked_kinds) {
    if (release == default_release && nearest_to.empty()) return "";
    return as_line(fmt::format("By the rules of {}.", release_words(release, nearest_to, unchecked_kinds)));
}

/// "transient_utilization_counts: utilization among … (2.1.6: f79a84d99a)".
inline std::string changed_rule_words(const ChangedRule& rule) {
    std::string sources;
    for (const BehaviorChange& change : rule.changes) {
        sources += fmt::format("{}{}: {}", sources.empty() ? "" : "; ", text(change.from), change.source);
    }
    const std::string words = fmt::format("{}: {}", rule.field, rule.words);
    return sources.empty() ? words : fmt::format("{} ({})", words, sources);
}

} // namespace placement
