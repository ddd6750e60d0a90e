#pragma once

#include <string>
#include <vector>

#include "placement/expectation.h"

namespace placement::sim {

/// Expectations, and the text of each.
struct WrittenExpectations {
    std::vector<Expectation> expectations;
    std::vector<std::string> texts;
};

/// What an option says that takes expectations, as in `expect` of a scenario file. Throws InputError, whose place is in the option's
/// text.
WrittenExpectations expectations_of(const std::string& option, const std::vector<std::string>& texts, const Cib& cib);

} // namespace placement::sim
