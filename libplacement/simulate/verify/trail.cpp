#include "simulate/verify/trail.h"

#include <algorithm>
#include <variant>

namespace placement {

bool Trail::fencing_fails(const std::string& node) const {
    return std::ranges::any_of(steps, [&](const Step& step) {
        return std::ranges::any_of(step.events, [&](const Event& event) {
            const auto* const fails = std::get_if<FencingWillFail>(&event);
            return fails != nullptr && fails->node == node;
        });
    });
}

bool Trail::is_one_event() const {
    std::size_t count = 0;
    for (const Step& step : steps) count += step.events.size();
    return count == 1;
}

std::vector<Event> events_of(const Trail& trail) {
    std::vector<Event> events;
    std::int64_t now = 0;
    for (const Trail::Step& step : trail.steps) {
        constexpr std::int64_t milliseconds = 1000;
        const std::int64_t later = step.at_ms - now;
        if (later > 0) events.emplace_back(TimePasses{later / milliseconds, later % milliseconds});
        now = step.at_ms;
        events.insert(events.end(), step.events.begin(), step.events.end());
    }
    return events;
}

} // namespace placement
