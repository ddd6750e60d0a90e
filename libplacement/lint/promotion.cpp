#include "lint/rules.h"

namespace placement {

void add_promotion_rules(LintRules&) {}

} // namespace placement
