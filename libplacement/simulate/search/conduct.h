#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>

#include "placement/action.h"
#include "placement/scenario.h"
#include "placement/sweep.h"

namespace placement {

/// A table of which only what differs from another one is kept: most of a cluster stays as it is in most scenarios.
template <typename Value>
class LayeredTable {
public:
    using Layer = std::map<std::string, Value>;

    void lie_on(std::shared_ptr<const Layer> base) { base_ = std::move(base); }
    void set(const std::string& name, Value value) {
        if (base_) {
            const auto same = base_->find(name);
            if (same != base_->end() && same->second == value) return;
        }
        own_.insert_or_assign(name, std::move(value));
    }
    /// Null where there is none.
    const Value* find(const std::string& name) const {
        if (const auto own = own_.find(name); own != own_.end()) return &own->second;
        if (!base_) return nullptr;
        const auto found = base_->find(name);
        return found == base_->end() ? nullptr : &found->second;
    }
    const Layer& own() const { return own_; }
    std::set<std::string> names() const {
        std::set<std::string> all;
        for (const auto& [name, value] : own_) all.insert(name);
        if (base_)
            for (const auto& [name, value] : *base_) all.insert(name);
        return all;
    }

private:
    Layer own_;
    std::shared_ptr<const Layer> base_;
};

/// What is done, without the number of an instance.
struct ConductAction {
    std::string resource; ///< the id of its element; empty where it is of none
    std::string task;
    std::uint32_t interval_ms = 0;
    std::string node;

    friend auto operator<=>(const ConductAction&, const ConductAction&) = default;
};

/// What a cluster does in one scenario, as far as two configurations of it are compared by it.
struct Conduct {
    struct NodeConduct {
        std::string state; ///< at rest
        std::size_t fenced = 0;
        bool fencing = false; ///< it is wanted
        bool possible = false;
        std::string means;

        friend bool operator==(const NodeConduct&, const NodeConduct&) = default;
    };
    struct Rounds {
        std::size_t first = 0;
        std::size_t last = 0;
    };
    using Amounts = std::map<std::string, std::int64_t>;
    using PromotionScores = std::map<std::pair<std::string, std::string>, Score>;

    LayeredTable<SweptService> services;
    LayeredTable<std::string> others; ///< where primitives are that are in no service
    LayeredTable<NodeConduct> nodes;
    LayeredTable<Amounts> left;              ///< utilization, by node
    std::map<ConductAction, Rounds> actions; ///< and in which transitions they are done
    /// What an action waits for within a transition: the nearest ones that change a resource or node.
    std::map<ConductAction, std::set<ConductAction>> waits_for;
    PromotionScores promotion_scores; ///< by clone and node, of the first schedule
    bool at_rest = true;
};

/// What a scenario of a cluster lies on: what it does when nothing happens.
struct ConductBase {
    std::shared_ptr<const std::map<std::string, SweptService>> services;
    std::shared_ptr<const std::map<std::string, std::string>> others;
    std::shared_ptr<const std::map<std::string, Conduct::NodeConduct>> nodes;
    std::shared_ptr<const std::map<std::string, Conduct::Amounts>> left;
};

Conduct conduct_of(const Outcome& outcome, const ConductBase& base = {});
ConductBase base_of(const Conduct& conduct);

/// Whether an action changes a resource or node, as a probe, a monitor or a notification does not.
bool changes_something(const ConductAction& action);

/// The service that each resource is, or is in.
std::map<std::string, std::string> services_by_resource(const Outcome& outcome);

} // namespace placement
