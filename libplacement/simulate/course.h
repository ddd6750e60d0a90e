#pragma once

#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "placement/scenario.h"

namespace placement {

/// Follows what is done to primitives from one scheduler run to the next, and counts it by the ids of their elements.
class CourseTracker {
public:
    /// `before`: the cluster in which the events begin; it has to outlive the tracker.
    explicit CourseTracker(const Cluster& before) : before_(before) {}

    /// What a run of the scheduler found, and what was then done.
    void follow(const Schedule& schedule, const std::vector<CarriedOutStep>& steps);
    /// What was found at the end.
    void look_at(const Cluster& cluster);
    /// The process on the node died, and the cluster does not know.
    void lose(const std::string& resource, const std::string& node);
    /// It runs on there, out of the cluster's sight, until it is found again.
    void leave(const std::string& resource, const std::string& node) { place(resource, node) = {}; }
    void find_again(const std::string& resource, const std::string& node) { place(resource, node) = {.up = true, .whole = true}; }

    /// Of the primitives to which anything was done.
    const std::unordered_map<std::string, Course>& courses() const { return courses_; }
    /// Where something was started again on a node, by element and node.
    const std::set<std::pair<std::string, std::string>>& started() const { return started_; }

private:
    /// An element's instances on one node.
    struct Place {
        bool up = false;
        bool promoted = false;
        bool whole = false; ///< not interrupted since it last did its work
        bool migrated_away = false;
    };
    using Places = std::map<std::string, Place>;

    Places& places_of(const std::string& resource);
    Place& place(const std::string& resource, const std::string& node) { return places_of(resource)[node]; }
    void interrupt(const std::string& resource, Place& place);
    void step(const Schedule& schedule, const CarriedOutStep& step);
    void arrive(const std::string& resource, const std::string& node);

    const Cluster& before_;
    std::unordered_map<std::string, Places> places_;
    std::unordered_map<std::string, Course> courses_;
    std::unordered_map<std::string, std::string> last_node_;
    std::set<std::pair<std::string, std::string>> started_;
    std::set<std::string> lost_nodes_;
};

/// What was done to a resource: the sum of what was done to the primitives in it, which `names` lists.
Course sum_of(const CourseTracker& tracker, const std::vector<std::string>& names);

} // namespace placement
