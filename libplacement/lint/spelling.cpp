#include "lint/rules.h"

namespace placement {

void add_spelling_rules(LintRules&) {}

} // namespace placement
