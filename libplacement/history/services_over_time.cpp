#include "history/services_over_time.h"

#include <algorithm>
#include <functional>
#include <optional>
#include <utility>

#include "base/text.h"
#include "simulate/comparison.h"

namespace placement {

namespace {

/// Whether its target-role lets it run, and be promoted, if it can be.
bool is_wanted(const Cluster& cluster, const ResourceOutcome& service) {
    for (const Resource& resource : cluster.resources) {
        if (resource.xml_id != service.id && resource.id != service.id) continue;
        const auto role = resource.meta.find("target-role");
        if (role == resource.meta.end()) continue;
        if (equals_ignoring_case(role->second, "Stopped")) return false;
        const bool unpromoted = equals_ignoring_case(role->second, "Unpromoted") || equals_ignoring_case(role->second, "Slave");
        if (service.promotable && unpromoted) return false;
    }
    return true;
}

ServiceSpell spell_of(std::size_t input, const Cluster& cluster, const ResourceOutcome& service) {
    ServiceSpell spell{input, cluster.now, false, is_wanted(cluster, service), {}, {}};
    const auto add = [](std::vector<std::string>& nodes, const std::string& node) {
        if (std::ranges::find(nodes, node) == nodes.end()) nodes.push_back(node);
    };
    for (const RunningOn& each : service.before) {
        if (each.state != InstanceState::Running) continue;
        add(spell.running, each.node);
        if (each.role == Role::Promoted) add(spell.promoted, each.node);
    }
    std::ranges::sort(spell.running);
    std::ranges::sort(spell.promoted);
    spell.up = service.promotable ? !spell.promoted.empty() : !spell.running.empty();
    return spell;
}

std::int64_t length(const ServiceOutage& outage, Time end) { return outage.to.value_or(end).seconds - outage.from.seconds; }

/// Only what had been up can go down.
void add_outages(const ServiceStory& story, const std::vector<Time>& times, std::vector<ServiceOutage>& outages) {
    bool was_up = false;
    std::optional<ServiceOutage> open;
    for (const ServiceSpell& spell : story.spells) {
        const bool missed = spell.wanted && !spell.up;
        if (!missed && open) {
            // The decision before brought it back; that nothing was decided until this one says nothing of the time.
            open->to = spell.wanted ? times[spell.input - 1] : spell.at;
            open->last_input = spell.input;
            if (open->to->seconds > open->from.seconds) outages.push_back(*open);
            open.reset();
        } else if (missed && was_up && !open) {
            open = ServiceOutage{story.id, spell.input, spell.at, std::nullopt, std::nullopt};
        }
        was_up = was_up || spell.up;
    }
    if (open) outages.push_back(*open);
}

} // namespace

ServiceStory& ServicesOverTime::story_of(const std::string& id, bool promotable) {
    const auto known = std::ranges::find(stories_, id, &ServiceStory::id);
    return known != stories_.end() ? *known : stories_.emplace_back(ServiceStory{id, promotable, {}});
}

void ServicesOverTime::look_at(std::size_t input, const Cluster& cluster) {
    times_.resize(input + 1, cluster.now);
    std::vector<std::string> seen;
    for (const ResourceOutcome& each : recorded_resources(cluster, {})) {
        if (!each.service) continue;
        ServiceStory& story = story_of(each.id, each.promotable);
        const ServiceSpell spell = spell_of(input, cluster, each);
        if (story.spells.empty() || !(story.spells.back() == spell)) story.spells.push_back(spell);
        seen.push_back(each.id);
    }
    for (ServiceStory& story : stories_) {
        if (std::ranges::find(seen, story.id) != seen.end()) continue;
        const ServiceSpell gone{input, cluster.now, false, false, {}, {}}; // from the configuration
        if (!(story.spells.back() == gone)) story.spells.push_back(gone);
    }
}

void ServicesOverTime::write(ToldHistory& told, Time end) const {
    told.services = stories_;
    for (const ServiceStory& story : stories_) add_outages(story, times_, told.outages);
    std::ranges::stable_sort(told.outages, std::greater<>(), [end](const ServiceOutage& each) { return length(each, end); });
}

} // namespace placement
