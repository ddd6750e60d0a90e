#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "placement/cib.h"

/// Edits of a cluster's configuration, one each, by chance. The same seed gives the same edits anywhere.
namespace placement::edits {

struct MadeEdit {
    std::string kind; ///< "monitor removed"
    std::string text; ///< "monitor of db removed"
    Cib cib;          ///< after it
};

/// So many different edits, of every kind that the cluster has something for as often as of any other; fewer where it has not
/// so many. Throws what reading the edited CIB throws.
std::vector<MadeEdit> make_edits(const Cib& cib, std::uint64_t seed, std::size_t count);

} // namespace placement::edits
