#include "lint/rules.h"

namespace placement {

void add_fencing_rules(LintRules&) {}

} // namespace placement
