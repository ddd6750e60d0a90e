#include "placement/version.h"

namespace placement {

const char* version() { return "0.1.0"; }

} // namespace placement
