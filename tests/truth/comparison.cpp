#include "truth/comparison.h"

#include <algorithm>
#include <utility>

#include "simulate/simulate.h"
#include "truth/reference.h"

namespace placement::truth {

namespace {

class Comparison {
public:
    Comparison(const Cib& cib, Time at, const Failure& failure)
        : cib_(cib), at_(at), failure_(failure),
          outcome_(simulate({.cib = cib, .events = failure.events, .release = default_release, .at = at}, SimulateOptions{})),
          all_(state_of(*outcome_.at_rest)) {}

    Compared run() {
        Compared result;
        result.ours = all_;
        result.reference = state_of(*iterate(cib_, at_, failure_).cluster);
        result.different = different(result.ours, result.reference);
        State all = result.ours;
        all.insert(result.reference.begin(), result.reference.end());
        result.resources = all.size();
        result.told_otherwise = different(told(), known());
        if (!result.equal()) result.rules = names(fewest_rules());
        return result;
    }

private:
    /// What the answer says, where nodes are online.
    State told() const {
        State state;
        for (const ResourceOutcome& resource : outcome_.resources) {
            if (resource.kind != "primitive") continue;
            for (const RunningOn& is : resource.after) {
                if (is_online(is.node)) state[resource.id].insert({is.node, std::string(text(is.role))});
            }
        }
        return state;
    }

    /// The same of the state at rest.
    State known() const {
        State state;
        for (const ResourceOutcome& resource : outcome_.resources) {
            const auto found = resource.kind == "primitive" ? all_.find(resource.id) : all_.end();
            if (found == all_.end()) continue;
            for (const There& there : found->second) {
                if (is_online(there.node)) state[resource.id].insert({there.node, there.role});
            }
        }
        return state;
    }

    bool is_online(const std::string& node) const {
        return outcome_.at_rest->nodes[outcome_.at_rest->find_node(node)].online;
    }

    bool agrees(const Rules& rules) const {
        const ReferenceEnd end = iterate(cib_, at_, Happened{cib_, *outcome_.before, failure_, outcome_}, rules);
        State reference = state_of(*end.cluster);
        State ours = all_;
        for (const Rule* rule : rules) {
            if (rule->shown == nullptr) continue;
            rule->shown(*end.cluster, reference);
            rule->shown(*outcome_.at_rest, ours);
        }
        return ours == reference;
    }

    /// One rule where one is enough; else all of them but those that are not needed.
    Rules fewest_rules() const {
        Rules all;
        for (const Rule& rule : all_rules()) {
            if (agrees({&rule})) return {&rule};
            all.push_back(&rule);
        }
        if (!agrees(all)) return {};
        for (const Rule& rule : all_rules()) {
            Rules fewer = all;
            std::erase(fewer, &rule);
            if (agrees(fewer)) all = std::move(fewer);
        }
        return all;
    }

    static std::vector<std::string> names(const Rules& rules) {
        std::vector<std::string> names;
        for (const Rule* rule : rules) names.emplace_back(rule->name);
        return names;
    }

    const Cib& cib_;
    Time at_;
    const Failure& failure_;
    Outcome outcome_;
    State all_; ///< where our answer ends
};

} // namespace

Compared compare(const Cib& cib, Time at, const Failure& failure) {
    return Comparison(cib, at, failure).run();
}

} // namespace placement::truth
