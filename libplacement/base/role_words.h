#pragma once

#include <string>

#include "placement/vocabulary.h"

namespace placement {

/// "promoted db", "db".
inline std::string with_role(const std::string& resource, Role role) {
    switch (role) {
    case Role::Promoted: return "promoted " + resource;
    case Role::Unpromoted: return "unpromoted " + resource;
    case Role::Stopped: return "stopped " + resource;
    case Role::Started:
    case Role::Unknown: break;
    }
    return resource;
}

} // namespace placement
