#include "lint/rules.h"

namespace placement {

// What lint() itself finds; see lint.cpp.
void add_rules_about_lint(LintRules& rules) {
    rules.push_back({"rule-failed", "lint", Severity::Error, "a rule failed inside itself",
                     "The rule threw an exception instead of an answer. What it would have found is not known; all other rules "
                     "ran.",
                     "Report it with the CIB; switch the rule off until it is mended.", {}});
    rules.push_back({"not-looked", "lint", Severity::Note, "a rule would need more runs than are allowed",
                     "Rules that run the scheduler are bounded in how often they may, so that a large cluster does not take "
                     "minutes: where not every single failure can be tried, those of nodes are. Of what was not looked at, that "
                     "nothing was found says nothing.",
                     "Allow more with `--max-runs`, or ask `placement-sim sweep`.", {}});
    rules.push_back({"unknown-code", "lint", Severity::Warning, "a comment in the CIB switches off a code that no rule has",
                     "A comment `placement-lint disable` names a code that is none; it switches nothing off.",
                     "Write the code as `placement-sim lint --rules` lists it.", {}});
}

} // namespace placement
