#pragma once

#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "placement/carry_out.h"
#include "placement/cluster.h"
#include "placement/scenario.h"
#include "placement/schedule.h"
#include "simulate/events/dead_process.h"

namespace placement {

/// Follows what is done to primitives from one scheduler run to the next, and counts it by the ids of their elements. Instances that
/// are like each other are followed as one, all others by themselves.
class CourseTracker {
public:
    /// `before`: the cluster in which the events begin; it has to outlive the tracker.
    explicit CourseTracker(const Cluster& before) : before_(before) {}

    /// What a run of the scheduler found, and what was then done.
    void follow(const Schedule& schedule, const std::vector<CarriedOutStep>& steps);
    /// What was found at the end.
    void look_at(const Cluster& cluster);
    /// The process died, and the cluster does not know.
    void lose(const DeadProcess& died);
    /// It runs on there, out of the cluster's sight, until it is found again.
    void leave(const std::string& process, const std::string& element, const std::string& node) {
        followed(process, element).places[node] = {};
    }
    void find_again(const std::string& process, const std::string& element, const std::string& node) {
        followed(process, element).places[node] = {.up = true, .whole = true};
    }

    /// Of the primitives to which anything was done.
    const std::unordered_map<std::string, Course>& courses() const { return courses_; }
    /// Whether what process_name() calls so was started on the node again.
    bool has_started(const std::string& process, const std::string& node) const { return started_.contains({process, node}); }
    /// The nodes to which it moved, in order.
    std::vector<std::string> moves_of(const Resource& resource) const;

private:
    /// It, or instances that are like each other, on one node.
    struct Place {
        bool up = false;
        bool promoted = false;
        bool whole = false; ///< not interrupted since it last did its work
        bool migrated_away = false;
    };
    struct Followed {
        std::string element;
        std::map<std::string, Place> places;
        std::set<std::string> last; ///< where it was when a run of the scheduler last found it anywhere
        std::vector<std::string> moves;
    };

    Followed& followed(const std::string& process, const std::string& element);
    Followed& followed(const Resource& resource) { return followed(process_name(resource), resource.xml_id); }
    void interrupt(Followed& followed, Place& place);
    void remember_places();
    void step(const Schedule& schedule, const CarriedOutStep& step);
    void arrive(Followed& followed, const std::string& node);

    const Cluster& before_;
    std::unordered_map<std::string, Followed> followed_; ///< by the name of the process
    std::unordered_map<std::string, Course> courses_;
    std::set<std::pair<std::string, std::string>> started_; ///< processes and nodes
    std::set<std::string> lost_nodes_;
};

/// What was done to a resource: the sum of what was done to the primitives in it, which `names` lists.
Course sum_of(const CourseTracker& tracker, const std::vector<std::string>& names);

} // namespace placement
