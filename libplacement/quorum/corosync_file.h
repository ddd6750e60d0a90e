#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "placement/diagnostic.h"

namespace placement {

/// A line of a corosync.conf that means something: a section begins or a key gets a value.
struct CorosyncEntry {
    std::string path; ///< of the section, or of the section and the key: "quorum.device.votes"
    std::string key;  ///< empty where a section begins
    std::string value;
    Position position; ///< of the value, or of the section's name
};

/// The entries of the text in order. Throws InputError where corosync cannot read it.
std::vector<CorosyncEntry> read_corosync_file(std::string_view text, const std::string& file_name);

} // namespace placement
