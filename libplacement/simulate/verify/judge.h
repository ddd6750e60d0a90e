#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <unordered_set>
#include <vector>

#include "placement/edit.h"
#include "placement/verify.h"
#include "simulate/sequence/playing.h"
#include "simulate/verify/agents_elsewhere.h"
#include "simulate/verify/trail.h"

namespace placement {

/// A property that does not hold, where it was noticed.
struct Violation {
    Property property = Property::ServiceRuns;
    std::vector<std::string> services;
    std::string what; ///< a sentence
    std::vector<std::string> decisive = {};
    std::optional<std::size_t> expectation = {}; ///< Always: which
    bool is_fault = true;                        ///< false: nothing could run the service, which is told and breaks nothing
};

/// Says which properties hold, moment by moment. What it is compared with is the cluster at rest before anything failed.
class Judge {
public:
    /// `not_services`: what does not count as one, in this cluster or in another that holds it.
    Judge(const Scenario& scenario, const SequenceQuestion& question, const VerifyOptions& options, Playing& at_rest,
          std::unordered_set<std::string> not_services);

    std::size_t count_services() const { return services_.size(); }
    /// The nodes that were away from the beginning.
    const std::set<std::string>& away() const { return away_; }
    const AgentsElsewhere& agents_elsewhere() const { return agents_elsewhere_; }

    /// What has to do with the events, from the cluster as it was before them.
    void follow(const std::vector<Event>& events, const Cluster& before, Trail& trail) const;
    /// What a transition did that has ended.
    std::vector<Violation> transition(const TransitionUnderWay& ended, Trail& trail) const;
    /// What is so between two steps.
    std::vector<Violation> moment(Scene& scene) const;
    /// The cluster is at rest, and was read then. `is_home`: it is known that nothing more comes of it once everything is back.
    std::vector<Violation> rest(Playing& playing, const Trail& trail, bool is_home = false) const;
    /// Whether it is asked what comes home from there.
    bool asks_for_home(const Trail& trail) const { return asks_for(Property::ComesHome) && !trail.steps.empty(); }
    /// Whether nothing that failed is away or made to fail any more in the cluster, which was read.
    bool is_everything_back(const Scene& scene) const;
    /// Everything that failed comes back to the cluster, which is at rest and was read then.
    void mend(Playing& at_rest) const;
    /// What does not come home once everything is back.
    std::vector<Violation> left_behind(Playing& mended) const;
    /// Nothing will happen by itself any more: what the caller expects at rest.
    std::vector<Violation> expectations(const Trail& trail) const;
    /// It never will be. What is down meanwhile is what it is about.
    std::vector<Violation> unrest(Playing& playing, const std::string& how) const;

private:
    struct Service {
        std::string id;
        bool promotable = false;
        std::size_t up_at_most = 1;  ///< promoted, if it is promotable
        std::set<std::string> nodes; ///< where it was up
    };
    struct Standings {
        std::map<std::string, std::size_t> up; ///< in how many places
        std::set<std::string> unknown;         ///< on a node that must be fenced, and is not
    };

    bool asks_for(Property property) const { return options_.properties.contains(property); }
    /// Something happened to the resource.
    void affect(const Cluster& cluster, ResourceId resource, Trail& trail) const;
    std::size_t group_of(const Cluster& cluster, ResourceId resource) const;
    Standings standings(const Cluster& cluster, const std::vector<DeadProcess>& dead) const;
    void services_that_run(Playing& playing, const Standings& now, const Trail& trail, std::vector<Violation>& found) const;
    /// What is wrong with a service that is down; none where nothing could run it.
    std::optional<Violation> fault_of(Playing& playing, const Service& service, const Standings& now) const;
    void started_unfenced(const Standings& now, const Trail& trail, std::vector<Violation>& found) const;
    void services_left_behind(const Cluster& cluster, const Standings& now, std::vector<Violation>& found) const;
    void expectations_of_moment(Scene& scene, std::vector<Violation>& found) const;
    bool needs_another(const Cluster& cluster, const std::string& service, const std::set<std::string>& others) const;
    /// Whether the service comes up from this state with the changes.
    bool runs_with(Playing& playing, const std::vector<ConfigurationChange>& changes, const std::string& service) const;
    std::string reason(const Cluster& cluster, const Service& service) const;
    /// Of a service that the cluster believes to be up, and that is dead: why the cluster does not know; else empty.
    std::string unknown_death_of(const Scene& scene, const std::string& service) const;

    const Scenario& scenario_;
    const SequenceQuestion& question_;
    const VerifyOptions& options_;
    bool asks_at_all_times_; ///< for an expectation
    std::shared_ptr<const Cluster> at_rest_;
    AgentsElsewhere agents_elsewhere_;
    std::unordered_set<std::string> not_services_;
    std::vector<Service> services_; ///< that were up
    std::set<std::string> away_;
    std::map<std::string, std::size_t> groups_;           ///< of top resources, by their ids
    std::map<std::string, std::string> service_of_;       ///< of each resource in one
    std::map<std::string, std::size_t> promoted_at_most_; ///< of each played resource
};

} // namespace placement
