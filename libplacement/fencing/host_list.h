#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "placement/attributes.h"

/// Whom a fencing device says that it can fence.
namespace placement {

/// How a device is asked whom it can fence.
enum class HostCheck : unsigned char {
    StaticList, ///< pcmk_host_list and pcmk_host_map say it
    AtRunTime,  ///< the device does (dynamic-list, status), or what its agent can decides
    Anybody,    ///< none: it can fence every node
    Invalid,    ///< a word that is none: it can fence nobody
};

/// (Pacemaker: target_list_type)
HostCheck host_check(const AttributeTable& parameters);

/// The nodes in pcmk_host_list: at blanks, commas and semicolons; a name ends at a character that no name has.
/// (Pacemaker: stonith__parse_targets)
std::vector<std::string> listed_hosts(std::string_view host_list);

struct MappedHost {
    std::string node;
    std::string port;
};
/// The pairs NODE:PORT in pcmk_host_map, at blanks and semicolons. (Pacemaker: build_port_aliases)
std::vector<MappedHost> mapped_hosts(std::string_view host_map);

/// Whether a device with a static list can fence the node. A port that is called as the node is counts, too.
/// (Pacemaker: can_fence_host_with_device)
bool names_host(const AttributeTable& parameters, std::string_view node);

} // namespace placement
