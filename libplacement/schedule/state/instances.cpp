#include "schedule/state/instances.h"

#include <charconv>
#include <string>

#include "base/merge_sort.h"

namespace placement {

long instance_number(const WorkingState& state, ResourceId instance) {
    const std::string& id = state.resource(instance).id;
    std::size_t separator = id.rfind(':');
    if (separator == std::string::npos) separator = id.rfind('-');
    long number = 0;
    if (separator != std::string::npos) std::from_chars(id.data() + separator + 1, id.data() + id.size(), number);
    return number;
}

void sort_by_instance_number(const WorkingState& state, std::vector<ResourceId>& instances) {
    merge_sort(instances, [&](ResourceId left, ResourceId right) {
        return instance_number(state, left) - instance_number(state, right);
    });
}

} // namespace placement
