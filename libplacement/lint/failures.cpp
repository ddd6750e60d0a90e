#include "lint/rules.h"

namespace placement {

void add_failure_rules(LintRules&) {}

} // namespace placement
