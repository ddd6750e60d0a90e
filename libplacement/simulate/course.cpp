#include "simulate/course.h"
#include "placement/action.h"
#include "placement/carry_out.h"
#include "placement/cluster.h"
#include "placement/ids.h"
#include "placement/schedule.h"

#include <algorithm>
#include <string_view>

#include "simulate/standing.h"

namespace placement {

namespace {

bool changes_place(std::string_view task) {
    return task == task::stop || task == task::start || task == task::promote || task == task::demote ||
           task == task::migrate_to || task == task::migrate_from;
}

bool is_lost(const Node& node) { return !node.online || node.unclean; }

} // namespace

CourseTracker::Followed& CourseTracker::followed(const std::string& process, const std::string& element) {
    const auto [found, is_new] = followed_.try_emplace(process);
    Followed& followed = found->second;
    if (!is_new) return followed;
    followed.element = element;
    for (const ResourceId id : before_.resources.ids()) {
        const Resource& each = before_.resources[id];
        if (each.role == Role::Stopped || !each.is_primitive() || process_name(each) != process) continue;
        for (const NodeId node : each.active_nodes) {
            // What was on a node that is gone and safe has been interrupted already.
            if (!before_.nodes[node].online && !is_uncertain(before_, node)) continue;
            Place& place = followed.places[before_.nodes[node].name];
            place.up = true;
            // What has failed has been interrupted already, too.
            place.whole = place.whole || !(has_failed_on(before_, id, node) || has_ignored_failure(before_, id, node));
            place.promoted = place.promoted || each.role == Role::Promoted;
            followed.last.insert(before_.nodes[node].name);
        }
    }
    return followed;
}

std::vector<std::string> CourseTracker::moves_of(const Resource& resource) const {
    const auto found = followed_.find(process_name(resource));
    return found == followed_.end() ? std::vector<std::string>() : found->second.moves;
}

void CourseTracker::interrupt(Followed& followed, Place& place) {
    if (place.whole) ++courses_[followed.element].interruptions;
    place.whole = false;
}

void CourseTracker::look_at(const Cluster& cluster) {
    for (const Node& was : before_.nodes) {
        if (was.active_resources.empty() || lost_nodes_.contains(was.name)) continue;
        const NodeId same = cluster.find_node(was.name);
        if (same && !is_lost(cluster.nodes[same])) continue;
        lost_nodes_.insert(was.name);
        for (const ResourceId resource : was.active_resources) {
            if (before_.resources[resource].is_primitive()) followed(before_.resources[resource]);
        }
    }
    for (auto& [process, each] : followed_) {
        for (auto& [name, place] : each.places) {
            if (!place.up) continue;
            const NodeId node = cluster.find_node(name);
            if (node && !is_lost(cluster.nodes[node])) continue;
            interrupt(each, place);
            place = {};
        }
    }
    for (const ResourceId id : cluster.resources.ids()) {
        const Resource& resource = cluster.resources[id];
        if (!(resource.failed || resource.ignore_failure) || !resource.is_primitive()) continue;
        for (const NodeId node : resource.active_nodes) {
            if (!has_failed_on(cluster, id, node) && !has_ignored_failure(cluster, id, node)) continue;
            Followed& failed = followed(resource);
            Place& place = failed.places[cluster.nodes[node].name];
            if (place.up) interrupt(failed, place);
        }
    }
}

void CourseTracker::lose(const DeadProcess& died) {
    Followed& lost = followed(died.resource, died.element);
    interrupt(lost, lost.places[died.node]);
    started_.erase({died.resource, died.node});
}

void CourseTracker::follow(const Schedule& schedule, const std::vector<CarriedOutStep>& steps) {
    remember_places();
    look_at(*schedule.cluster);
    for (const CarriedOutStep& each : steps) step(schedule, each);
}

/// Where it was before it was stopped everywhere: what starts there again did not move.
void CourseTracker::remember_places() {
    for (auto& [process, each] : followed_) {
        std::set<std::string> up;
        for (const auto& [node, place] : each.places) {
            if (place.up) up.insert(node);
        }
        if (!up.empty()) each.last = std::move(up);
    }
}

/// It comes to the node, which is a move if it runs nowhere else and was not there before.
void CourseTracker::arrive(Followed& followed, const std::string& node) {
    const bool elsewhere = std::ranges::any_of(
        followed.places, [&](const auto& each) { return each.first != node && each.second.up && !each.second.migrated_away; });
    if (!elsewhere && !followed.last.empty() && !followed.last.contains(node)) {
        Course& course = courses_[followed.element];
        ++course.moves;
        course.nodes.push_back(node);
        followed.moves.push_back(node);
        followed.last.clear();
    }
    followed.last.insert(node);
}

void CourseTracker::step(const Schedule& schedule, const CarriedOutStep& step) {
    const bool pseudo = step.kind == CarriedOutStep::Kind::Pseudo;
    if ((step.kind != CarriedOutStep::Kind::Resource && !pseudo) || step.failed_with) return;
    const Action& action = schedule.actions[schedule.transition.actions[step.action].action];
    if (!action.resource || !action.node || !changes_place(action.task)) return;
    const Resource& resource = schedule.cluster->resources[action.resource];
    if (!resource.is_primitive()) return;
    const std::string& node = schedule.cluster->nodes[action.node].name;
    Followed& followed = this->followed(resource);
    Place& place = followed.places[node];
    Course& course = courses_[followed.element];
    if (action.task == task::stop) {
        if (!pseudo || place.up) ++course.stops;
        if (!place.migrated_away) interrupt(followed, place);
        place = {};
        return;
    }
    if (pseudo) return;
    if (action.task == task::start) {
        arrive(followed, node);
        ++course.starts;
        place = {.up = true, .whole = true};
        started_.insert({process_name(resource), node});
    } else if (action.task == task::promote) {
        ++course.promotions;
        place.promoted = place.whole = true;
    } else if (action.task == task::demote) {
        ++course.demotions;
        if (place.promoted) interrupt(followed, place);
        place.promoted = false;
    } else if (action.task == task::migrate_to) {
        place.migrated_away = true;
    } else if (action.task == task::migrate_from) {
        ++course.migrations;
        arrive(followed, node);
        place = {.up = true, .whole = true};
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
