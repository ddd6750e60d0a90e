#pragma once

#include <string>
#include <string_view>

#include "history/collection.h"

namespace placement {

/// Whether its name ends as that of an archive does.
bool looks_like_archive(std::string_view path);

/// Adds what is wanted of a tar archive, compressed or not, and of the archives in it; false where the bytes are none. Throws InputError where the library was
/// built without libarchive.
bool collect_archive(const std::string& bytes, const std::string& name, Collection& collection);

} // namespace placement
