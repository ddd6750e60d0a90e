#include "placement/names.h"

#include "base/text.h"

namespace placement {

UnknownName unknown_name(const std::string& kind, const std::string& name, const std::vector<std::string>& known) {
    return {kind, name, nearest_names(name, known)};
}

} // namespace placement
