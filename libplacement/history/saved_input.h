#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "history/files.h"
#include "placement/history.h"

namespace placement {

/// Whether the file's name is that of an input ("pe-warn-4.bz2").
bool is_input_name(std::string_view path);
/// Reads the head of an input. Throws InputError.
SavedInput saved_input(FoundFile file);
/// In the order in which they were calculated, as far as they say; doubts are told.
void put_in_order(std::vector<SavedInput>& inputs, Diagnostics& diagnostics);

} // namespace placement
