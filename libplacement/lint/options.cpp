#include "lint/rules.h"

namespace placement {

void add_option_rules(LintRules&) {}

} // namespace placement
