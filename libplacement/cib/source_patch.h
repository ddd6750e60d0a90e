#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cib/configuration_edits.h"
#include "cib/document.h"

namespace placement {

/// The source text of the original, with the edits of the configuration that lead to `edited`. None where an edit has no place in
/// the text: where the text has an older syntax than what was read of it.
std::optional<std::string> patched_source(const CibDocument& original, const CibDocument& edited,
                                          const std::vector<ConfigurationEdit>& edits);

} // namespace placement
