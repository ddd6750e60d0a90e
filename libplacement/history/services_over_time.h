#pragma once

#include <vector>

#include "placement/cluster.h"
#include "placement/history.h"

namespace placement {

/// Follows the services through the inputs, one after the other.
class ServicesOverTime {
public:
    void look_at(std::size_t input, const Cluster& cluster);
    void write(ToldHistory& told, Time end) const;

private:
    ServiceStory& story_of(const std::string& id, bool promotable);

    std::vector<ServiceStory> stories_;
    std::vector<Time> times_; ///< of the inputs
};

} // namespace placement
