#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "placement/cluster.h"
#include "placement/history.h"
#include "placement/schedule.h"

namespace placement {

/// The end of an operation that brought a service up, or took it down.
struct ServiceTurn {
    Time at;
    std::string node;
    std::int32_t call_id = -1;
    friend bool operator==(const ServiceTurn& left, const ServiceTurn& right) {
        return left.at.seconds == right.at.seconds && left.node == right.node && left.call_id == right.call_id;
    }
};

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
        std::set<std::string> up_on;           ///< the nodes where it was up when it last was
        bool was_up = false;                   ///< since it is in the configuration
        std::optional<ServiceTurn> last_began; ///< what the input before records as having brought it up, if it was down again

        void add(ServiceSpell spell);
        void add_spell_between(const std::optional<ServiceTurn>& began, const std::optional<ServiceTurn>& ended,
                               ServiceSpell& down);
    };
    Followed& followed(const std::string& id, bool promotable);

    std::vector<Followed> services_;
    std::vector<Time> times_; ///< of the inputs
};

} // namespace placement
