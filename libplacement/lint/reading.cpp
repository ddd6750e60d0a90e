#include "lint/rules.h"

namespace placement {

void add_reading_rules(LintRules&) {}

} // namespace placement
