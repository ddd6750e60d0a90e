#pragma once

namespace placement {

/// The library's version, "MAJOR.MINOR.PATCH".
const char* version();

} // namespace placement
