#include "placement/repair.h"

#include <algorithm>

#include "placement/error.h"
#include "repair/goal.h"
#include "repair/repairer.h"

namespace placement {

std::string_view text(Protection protection) {
    switch (protection) {
    case Protection::Fencing: return "fencing";
    case Protection::Quorum: return "quorum";
    case Protection::Constraints: return "constraints";
    case Protection::Bans: return "bans";
    case Protection::Failures: return "failures";
    case Protection::Capacity: return "capacity";
    case Protection::Data: break;
    }
    return "data";
}

const std::vector<Protection>& all_protections() {
    static const std::vector<Protection> all{Protection::Fencing, Protection::Quorum,   Protection::Constraints,
                                             Protection::Bans,    Protection::Failures, Protection::Capacity,
                                             Protection::Data};
    return all;
}

Protection require_protection(const std::string& name) {
    std::vector<std::string> names;
    for (const Protection each : all_protections()) {
        if (text(each) == name) return each;
        names.emplace_back(text(each));
    }
    // They are few enough to be named all.
    throw UnknownName("protection", name, names);
}

std::vector<ConfigurationChange> Repair::changes() const {
    std::vector<ConfigurationChange> all;
    for (const RepairEdit& edit : edits) all.push_back(edit.change);
    return all;
}

bool Repairs::any_harmless() const {
    return std::ranges::any_of(repairs, [](const Repair& each) { return each.harmless() && each.leaves.empty(); });
}

Repairs repair(const std::vector<ScenarioTest>& tests, const RepairOptions& options) {
    if (tests.empty()) throw InvalidArgument("repair: there is nothing that is wanted");
    RepairTask task{tests.front().scenario, Goal(tests), {}};
    task.scenario.events.clear();
    Repairs repairs = repairs_of(task.scenario);
    repairs.wants = task.goal.size();
    repairs.unmet = task.goal.unmet(task.concern);
    if (!repairs.holds_already()) search_repairs(task, options, repairs);
    return repairs;
}

} // namespace placement
