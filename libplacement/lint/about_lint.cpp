#include "lint/rules.h"

namespace placement {

// What lint() itself finds; see lint.cpp.
void add_rules_about_lint(LintRules& rules) {
    rules.push_back({"rule-failed", "lint", Severity::Error, "a lint rule failed with an internal error",
                     "The rule threw an exception instead of returning findings. What it would have found is unknown; all other "
                     "rules ran.",
                     "Report it together with the CIB; disable the rule until it is fixed.", {}});
    rules.push_back({"not-looked", "lint", Severity::Note, "a rule would need more scheduler runs than allowed",
                     "Not everything was checked, so the absence of a finding means nothing there. The number of scheduler runs "
                     "is limited so that a large cluster does not take minutes. If there are too many single failures to try, "
                     "only those of nodes are tried.",
                     "Allow more runs with `--max-runs`, or use `placement-sim sweep`.", {}});
    rules.push_back({"unknown-code", "lint", Severity::Warning, "a comment in the CIB disables a code that does not exist",
                     "The comment `placement-lint disable` names an unknown code, and disables nothing for it.",
                     "Write the code as `placement-sim lint --rules` lists it.", {}});
}

} // namespace placement
