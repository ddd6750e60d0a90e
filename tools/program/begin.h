#pragma once

/// What the programs have in common.
namespace placement::program {

/// To be called first in main: from then on a file that may not grow is an error of writing and no signal, and a standard stream
/// that is closed stays apart from the files that are opened.
void begin();

} // namespace placement::program
