#include <fmt/format.h>

#include "placement/render.h"

namespace placement {

std::string lint_rule_manual(const LintRule& rule) {
    return fmt::format("### `{}`\n\n*{}, {}:* {}.\n\n{}\n\n**What to do:** {}\n", rule.code, rule.topic, level_text(rule.severity),
                       rule.summary, rule.explanation, rule.remedy);
}

} // namespace placement
