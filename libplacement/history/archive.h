#pragma once

#include <string>

#include "history/collection.h"

namespace placement {

/// Adds what is wanted of a tar archive, compressed or not; false where the bytes are none. Throws InputError where the library was
/// built without libarchive.
bool collect_archive(const std::string& bytes, const std::string& name, Collection& collection);

} // namespace placement
