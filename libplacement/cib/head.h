#pragma once

#include <string>

#include "cib/state_element.h"

namespace placement {

/// The attributes of <cib>, without reading what is in it: thousands of inputs are put in order by them. Empty where the bytes,
/// compressed or not, do not begin with a <cib>, but for an XML declaration and comments. Throws InputError for an archive that is
/// damaged at its beginning.
XmlAttributes head_of_cib(const std::string& bytes, const std::string& name);

} // namespace placement
