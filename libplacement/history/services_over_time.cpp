#include "history/services_over_time.h"

#include <algorithm>
#include <utility>

#include "simulate/comparison.h"

namespace placement {

namespace {

ServiceSpell spell_of(std::size_t input, Time at, const ResourceOutcome& service) {
    ServiceSpell spell{input, at, false, {}, {}};
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
void add_outages(const ServiceStory& story, std::vector<ServiceOutage>& outages) {
    bool was_up = false;
    std::optional<ServiceOutage> open;
    for (const ServiceSpell& spell : story.spells) {
        if (spell.up && open) {
            open->to = spell.at;
            open->last_input = spell.input;
            outages.push_back(*std::exchange(open, std::nullopt));
        } else if (!spell.up && was_up && !open) {
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
    std::vector<std::string> seen;
    for (const ResourceOutcome& each : recorded_resources(cluster, {})) {
        if (!each.service) continue;
        ServiceStory& story = story_of(each.id, each.promotable);
        const ServiceSpell spell = spell_of(input, cluster.now, each);
        if (story.spells.empty() || !(story.spells.back() == spell)) story.spells.push_back(spell);
        seen.push_back(each.id);
    }
    // One that is not configured any more is nowhere, and nobody misses it.
    for (ServiceStory& story : stories_) {
        const bool gone = std::ranges::find(seen, story.id) == seen.end();
        if (gone && !story.spells.back().running.empty()) story.spells.push_back({input, cluster.now, true, {}, {}});
    }
}

void ServicesOverTime::write(ToldHistory& told, Time end) const {
    told.services = stories_;
    for (const ServiceStory& story : stories_) add_outages(story, told.outages);
    std::ranges::stable_sort(told.outages, std::greater<>(), [end](const ServiceOutage& each) { return length(each, end); });
}

} // namespace placement
