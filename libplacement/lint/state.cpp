#include "lint/rules.h"

namespace placement {

void add_state_rules(LintRules&) {}

} // namespace placement
