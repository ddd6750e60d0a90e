#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "cib/constraint_elements.h"
#include "placement/action.h"
#include "placement/carry_out.h"
#include "placement/cluster.h"
#include "placement/edit.h"
#include "placement/ids.h"
#include "placement/ledger.h"
#include "placement/scenario_file.h"
#include "placement/schedule.h"
#include "placement/sequence.h"
#include "scenario_file/scenario_until.h"
#include "scenario_file/simulated.h"

namespace placement {

namespace {

/// What somebody can tell of how a scenario goes: where everything ends and what was done, in whatever order.
using Course = std::multiset<std::string>;

void add_steps(const CarriedOut& carried_out, Course& course) {
    for (const CarriedOutStep& step : carried_out.steps) {
        if (step.kind == CarriedOutStep::Kind::Pseudo) continue;
        course.insert(fmt::format("{} {} {} {}", step.operation, step.resource, step.interval_ms, step.node));
    }
}

Course course_of(const Outcome& outcome) {
    Course course;
    for (const ResourceOutcome& resource : outcome.resources) {
        if (resource.kind != "primitive") continue;
        for (const RunningOn& each : resource.after) {
            course.insert(fmt::format("{} is {} on {}", resource.id, static_cast<int>(each.role), each.node));
        }
    }
    for (const NodeOutcome& node : outcome.nodes) {
        course.insert(fmt::format("{} {} {}", node.name, node.after, node.fencing && node.fencing_possible));
    }
    for (const SettledCluster::Round& round : outcome.settled->rounds) add_steps(round.carried_out, course);
    if (outcome.sequence) course.insert(fmt::format("{}", text(outcome.sequence->end)));
    course.insert(fmt::format("{}", text(outcome.settled->end)));
    return course;
}

/// The ids of constraints (or their rules and sets) that changed scores, and of orderings that put actions in order.
struct Part {
    std::set<std::string> in_scores;
    std::set<std::string> in_order;
};

/// What has no place among those of the configuration is the scheduler's own: members of a group are kept together.
template <typename Constraints, typename Place>
void note(const Constraints& constraints, Place place, std::set<std::string>& ids) {
    if (const auto* const constraint = constraints.find(place)) ids.insert(constraint->id);
}

void add_scores(const Schedule& schedule, Part& part) {
    if (!schedule.ledger) return;
    const Cluster& cluster = *schedule.cluster;
    for (const LedgerEntry& entry : *schedule.ledger) {
        if (entry.before == entry.after) continue;
        switch (entry.cause.kind) {
        case CauseKind::Location:
            note(cluster.locations, LocationId(entry.cause.id), part.in_scores);
            break;
        case CauseKind::Colocation:
            note(cluster.colocations, ColocationId(entry.cause.id), part.in_scores);
            break;
        case CauseKind::Ticket:
            note(cluster.ticket_constraints, TicketConstraintId(entry.cause.id), part.in_scores);
            break;
        default:
            break;
        }
    }
}

void add_order(const Schedule& schedule, Part& part) {
    for (const ActionId id : schedule.actions.ids()) {
        for (const Relation& relation : schedule.actions[id].before) {
            if (relation.graphed() && relation.constraint) {
                part.in_order.insert(schedule.cluster->orderings[relation.constraint].id);
            }
        }
    }
}

Part part_of(const Outcome& outcome) {
    Part part;
    add_scores(*outcome.schedule, part);
    add_order(*outcome.schedule, part);
    add_scores(schedule(outcome.at_rest, {.with_ledger = true}), part);
    for (const SettledCluster::Round& round : outcome.settled->rounds) add_order(round.schedule, part);
    return part;
}

/// One point of a test at which something is expected.
struct Point {
    Scenario scenario;
    Course course;
    Part part;
};

bool is_in(const ConstraintElement& constraint, const std::set<std::string>& ids) {
    return ids.contains(constraint.id) ||
           std::ranges::any_of(constraint.parts, [&](const std::string& id) { return ids.contains(id); });
}

class Coverer {
public:
    explicit Coverer(StopFlag stop) : stop_(stop) {}

    Coverage run(const std::vector<ScenarioFile>& files) {
        for (const ScenarioFile& file : files) {
            for (const ScenarioTest& test : file.tests) add(test);
        }
        for (const auto& [name, points] : points_) cover(name, points);
        return std::move(coverage_);
    }

private:
    void add(const ScenarioTest& test) {
        std::vector<Point>& points = points_[test.scenario.cib.name()];
        for (const Checkpoint& checkpoint : test.checkpoints) {
            try {
                Predicted predicted = predict(scenario_until(test.scenario, checkpoint.events), stop_);
                points.push_back(
                    {std::move(predicted.scenario), course_of(predicted.outcome), part_of(predicted.outcome)});
            } catch (const ImpossibleEvent&) {
                return; // the test has said so
            }
        }
    }

    void cover(const std::string& name, const std::vector<Point>& points) {
        if (points.empty()) return;
        for (const ConstraintElement& constraint : constraint_elements(points.front().scenario.cib)) {
            ++coverage_.constraints;
            const bool decides =
                std::ranges::any_of(points, [&](const Point& point) { return decides_in(constraint, point); });
            if (decides) continue;
            const bool took_part = std::ranges::any_of(
                points, [&](const Point& point) { return is_in(constraint, point.part.in_scores); });
            coverage_.undecided.push_back({name, constraint.kind, constraint.id, constraint.position, took_part});
        }
    }

    bool decides_in(const ConstraintElement& constraint, const Point& point) {
        if (is_in(constraint, point.part.in_order)) return true;
        ++coverage_.runs;
        Scenario without = point.scenario;
        without.with_ledger = false;
        without.cib = changed(without.cib, {ConfigurationChange::without(constraint.id)});
        try {
            return course_of(simulated(without, stop_)) != point.course;
        } catch (const ImpossibleEvent&) {
            return true;
        }
    }

    StopFlag stop_;
    std::map<std::string, std::vector<Point>> points_;
    Coverage coverage_;
};

} // namespace

Coverage constraint_coverage(const std::vector<ScenarioFile>& files, const std::atomic<bool>* stop) {
    return Coverer(stop).run(files);
}

} // namespace placement
