#pragma once

#include <set>
#include <string>
#include <vector>

#include "placement/cluster.h"
#include "placement/history.h"
#include "placement/schedule.h"

namespace placement {

/// Follows the services through the inputs, one after the other.
class ServicesOverTime {
public:
    /// What the decision for this input makes suspect of each service.
    std::vector<Suspicion> look_at(std::size_t input, const Schedule& schedule);
    /// The services, and their outages.
    void write(ToldHistory& told, Time end) const;

private:
    struct Followed {
        ServiceStory story;
        std::set<std::string> up_on; ///< the nodes where it was up when it last was
        bool was_up = false;         ///< since it is in the configuration

        void add(ServiceSpell spell);
    };
    Followed& followed(const std::string& id, bool promotable);

    std::vector<Followed> services_;
    std::vector<Time> times_; ///< of the inputs
};

} // namespace placement
