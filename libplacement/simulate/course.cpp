#include "simulate/course.h"

#include <algorithm>

namespace placement {

namespace {

bool is_lost(const Node& node) { return !node.online || node.unclean; }

} // namespace

CourseTracker::Places& CourseTracker::places_of(const std::string& resource) {
    const auto [found, is_new] = places_.try_emplace(resource);
    if (!is_new) return found->second;
    for (const Resource& each : before_.resources) {
        if (each.xml_id != resource || each.role == Role::Stopped) continue;
        for (const NodeId node : each.active_nodes) {
            // What was on a node that is gone and safe has been interrupted already.
            if (!before_.nodes[node].online && !before_.nodes[node].unclean) continue;
            Place& place = found->second[before_.nodes[node].name];
            place.up = true;
            place.whole = place.whole || !each.failed; // what has failed has been interrupted already, too
            place.promoted = place.promoted || each.role == Role::Promoted;
            last_node_[resource] = before_.nodes[node].name;
        }
    }
    return found->second;
}

void CourseTracker::interrupt(const std::string& resource, Place& place) {
    if (place.whole) ++courses_[resource].interruptions;
    place.whole = false;
}

void CourseTracker::look_at(const Cluster& cluster) {
    for (const Node& was : before_.nodes) {
        if (was.active_resources.empty() || lost_nodes_.contains(was.name)) continue;
        const NodeId same = cluster.find_node(was.name);
        if (same && !is_lost(cluster.nodes[same])) continue;
        lost_nodes_.insert(was.name);
        for (const ResourceId resource : was.active_resources) {
            if (before_.resources[resource].is_primitive()) places_of(before_.resources[resource].xml_id);
        }
    }
    for (auto& [resource, places] : places_) {
        for (auto& [name, place] : places) {
            if (!place.up) continue;
            const NodeId node = cluster.find_node(name);
            if (node && !is_lost(cluster.nodes[node])) continue;
            interrupt(resource, place);
            place = {};
        }
    }
    for (const Resource& resource : cluster.resources) {
        if (!resource.failed || !resource.is_primitive()) continue;
        for (const NodeId node : resource.active_nodes) {
            Place& failed = place(resource.xml_id, cluster.nodes[node].name);
            if (failed.up) interrupt(resource.xml_id, failed);
        }
    }
}

void CourseTracker::lose(const std::string& resource, const std::string& node) {
    interrupt(resource, place(resource, node));
    started_.erase({resource, node});
}

void CourseTracker::follow(const Schedule& schedule, const std::vector<CarriedOutStep>& steps) {
    look_at(*schedule.cluster);
    for (const CarriedOutStep& each : steps) step(schedule, each);
}

/// An element that runs nowhere else comes to the node.
void CourseTracker::arrive(const std::string& resource, const std::string& node) {
    const Places& places = places_of(resource);
    const bool elsewhere = std::ranges::any_of(
        places, [&](const auto& each) { return each.first != node && each.second.up && !each.second.migrated_away; });
    std::string& last = last_node_[resource];
    if (!elsewhere && !last.empty() && last != node) {
        ++courses_[resource].moves;
        courses_[resource].nodes.push_back(node);
    }
    last = node;
}

void CourseTracker::step(const Schedule& schedule, const CarriedOutStep& step) {
    const bool pseudo = step.kind == CarriedOutStep::Kind::Pseudo;
    if ((step.kind != CarriedOutStep::Kind::Resource && !pseudo) || step.failed_with) return;
    const Action& action = schedule.actions[schedule.transition.actions[step.action].action];
    if (!action.resource || !action.node) return;
    const Resource& resource = schedule.cluster->resources[action.resource];
    if (!resource.is_primitive()) return;
    const std::string& id = resource.xml_id;
    const std::string& node = schedule.cluster->nodes[action.node].name;
    if (action.task == task::stop) {
        Place& stopped = place(id, node);
        if (!pseudo || stopped.up) ++courses_[id].stops;
        if (!stopped.migrated_away) interrupt(id, stopped);
        stopped = {};
        return;
    }
    if (pseudo) return;
    if (action.task == task::start) {
        arrive(id, node);
        Place& started = place(id, node);
        ++courses_[id].starts;
        started = {.up = true, .whole = true};
        started_.insert({id, node});
    } else if (action.task == task::promote) {
        Place& promoted = place(id, node);
        ++courses_[id].promotions;
        promoted.promoted = promoted.whole = true;
    } else if (action.task == task::demote) {
        Place& demoted = place(id, node);
        ++courses_[id].demotions;
        if (demoted.promoted) interrupt(id, demoted);
        demoted.promoted = false;
    } else if (action.task == task::migrate_to) {
        place(id, node).migrated_away = true;
    } else if (action.task == task::migrate_from) {
        ++courses_[id].migrations;
        arrive(id, node);
        place(id, node) = {.up = true, .whole = true};
    }
}

Course sum_of(const CourseTracker& tracker, const std::vector<std::string>& names) {
    Course sum;
    for (const std::string& name : names) {
        const auto found = tracker.courses().find(name);
        if (found == tracker.courses().end()) continue;
        const Course& each = found->second;
        sum.stops += each.stops;
        sum.starts += each.starts;
        sum.promotions += each.promotions;
        sum.demotions += each.demotions;
        sum.migrations += each.migrations;
        sum.moves += each.moves;
        sum.interruptions += each.interruptions;
        if (names.size() == 1) sum.nodes = each.nodes;
    }
    return sum;
}

} // namespace placement
