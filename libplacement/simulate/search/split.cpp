#include "placement/split.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "cib/edit.h"
#include "placement/carry_out.h"
#include "placement/error.h"
#include "placement/unpack.h"
#include "simulate/events/quorum.h"
#include "simulate/search/race.h"
#include "simulate/services.h"
#include "simulate/simulate.h"

namespace placement {

namespace {

using Sides = std::vector<std::vector<std::string>>;

std::string trimmed(std::string text) {
    const std::size_t begin = text.find_first_not_of(" \t");
    if (begin == std::string::npos) return "";
    return text.substr(begin, text.find_last_not_of(" \t") + 1 - begin);
}

std::vector<std::string> pieces(const std::string& text, char separator) {
    std::vector<std::string> found;
    std::size_t begin = 0;
    while (true) {
        const std::size_t end = text.find(separator, begin);
        found.push_back(trimmed(text.substr(begin, end == std::string::npos ? end : end - begin)));
        if (end == std::string::npos) return found;
        begin = end + 1;
    }
}

/// Refuses sides that the members cannot divide into.
void require_division(const Cluster& cluster, const Sides& sides) {
    const QuorumSide members = members_for_quorum(cluster);
    if (sides.size() < 2) throw ImpossibleEvent("a split needs two sides, with | between them");
    std::set<std::string> seen;
    for (const auto& side : sides) {
        if (side.empty()) throw ImpossibleEvent("a side of the split is empty");
        for (const std::string& name : side) {
            const Node& node = cluster.nodes[require_node(cluster, name)];
            if (node.is_remote())
                throw ImpossibleEvent(fmt::format("{} is a {} node; only cluster nodes can be sides of a split", node.name,
                                                  node.is_guest() ? "guest" : "remote"));
            if (std::ranges::find(members, node.name) == members.end())
                throw ImpossibleEvent(fmt::format("{} is no member and cannot be on a side of the split", node.name));
            if (!seen.insert(node.name).second) throw ImpossibleEvent(fmt::format("{} is named twice in the split", node.name));
        }
    }
    for (const std::string& member : members) {
        if (!seen.contains(member)) throw ImpossibleEvent(fmt::format("{} is a member, but on no side of the split", member));
    }
}

/// Events that say only how something will end from now on.
bool concerns_the_future(const Event& event) {
    return std::holds_alternative<OperationWillFail>(event) || std::holds_alternative<FencingWillFail>(event);
}

bool runs(const RunningOn& each) { return each.state == InstanceState::Running; }

/// All there is to fence it is its own watchdog, which the other sides can only wait for.
bool by_watchdog_alone(const NodeFencing& fencing) {
    return fencing.possible() && std::ranges::all_of(fencing.means, [](const FencingMeans& means) {
               return means.kind == FencingMeans::Kind::Watchdog;
           });
}

class Splitting {
public:
    Splitting(const Scenario& scenario, const Sides& sides, StopFlag stop) : sides_(sides), stop_(stop), begun_(scenario) {}

    Split run() {
        split_.events = begun_.events;
        begin();
        require_division(*cluster_, sides_);
        split_.name = begun_.cib.name();
        split_.at = time_of(begun_);
        split_.release = cluster_->release;
        split_.nearest_to = cluster_->nearest_to;
        const std::vector<std::optional<Quorum>> quorum = count_quorum();
        for (std::size_t side = 0; side < sides_.size(); ++side) split_.sides.push_back(play(side, quorum[side]));
        note_fencing();
        judge();
        return std::move(split_);
    }

private:
    /// The cluster before the split.
    void begin() {
        if (begun_.events.empty()) {
            begun_ = with_its_beginning(begun_, stop_);
        } else {
            Outcome before = simulate(begun_, SimulateOptions{.stop = stop_});
            split_.diagnostics = before.diagnostics;
            std::erase_if(begun_.events, [](const Event& event) { return !concerns_the_future(event); });
            begun_.cib = before.settled->cib;
            begun_.at = before.at;
            begun_.from = StartFrom::Recorded;
            begun_.assume_online = false;
        }
        cluster_ = unpack(begun_.cib, time_of(begun_), begun_.release, begun_.behavior);
    }

    /// Each side's, where it does not follow from what the side sees alone.
    std::vector<std::optional<Quorum>> count_quorum() {
        std::vector<std::optional<Quorum>> quorum(sides_.size());
        if (begun_.quorum || !begun_.corosync) return quorum;
        const QuorumState nobody(begun_.corosync, quorum_nodes(*cluster_));
        add_diagnostics(corosync_diagnostics(nobody));
        if (!nobody.can_tell()) return quorum;
        Diagnostics notes;
        const QuorumState state =
            recorded_quorum(nobody, members_for_quorum(*cluster_), cluster_->have_quorum, notes).divided(sides_);
        add_diagnostics(notes);
        for (std::size_t side = 0; side < sides_.size(); ++side) {
            const QuorumAnswer answer = state.answer(sides_[side]);
            quorum[side] = Quorum{answer.quorate, answer.explanation};
        }
        return quorum;
    }

    SplitSide play(std::size_t side, const std::optional<Quorum>& quorum) {
        Scenario scenario = begun_;
        for (std::size_t other = 0; other < sides_.size(); ++other) {
            if (other == side) continue;
            for (const std::string& node : sides_[other]) scenario.events.emplace_back(NodeFails{node});
        }
        SplitSide played(
            simulate(scenario, {.before = cluster_, .at_once = true, .events_alone = true, .quorum = quorum, .stop = stop_}));
        played.members = sides_[side];
        add_diagnostics(played.outcome.diagnostics);
        return played;
    }

    /// Sides find the same problems.
    void add_diagnostics(const Diagnostics& found) {
        for (const Diagnostic& diagnostic : found) {
            const bool known = std::ranges::any_of(split_.diagnostics, [&](const Diagnostic& each) {
                return each.code == diagnostic.code && each.message == diagnostic.message && each.position == diagnostic.position;
            });
            if (!known) split_.diagnostics.push_back(diagnostic);
        }
    }

    std::optional<std::size_t> side_of(const std::string& node) const {
        for (std::size_t side = 0; side < sides_.size(); ++side) {
            if (std::ranges::find(sides_[side], node) != sides_[side].end()) return side;
        }
        return std::nullopt;
    }

    void note_fencing() {
        for (std::size_t side = 0; side < sides_.size(); ++side) {
            for (const NodeOutcome& node : split_.sides[side].outcome.nodes) {
                const auto whose = side_of(node.name);
                if (!whose || (!node.fencing && node.fenced == 0)) continue;
                if (*whose == side) {
                    if (node.fenced > 0) split_.sides[side].fences_itself.push_back(node.name);
                    continue;
                }
                split_.sides[side].fences.push_back(fencing_of_other(node, *whose));
                auto& fenced_by = split_.sides[*whose].fenced_by;
                if (split_.sides[side].fences.back().done && std::ranges::find(fenced_by, side) == fenced_by.end())
                    fenced_by.push_back(side);
            }
        }
    }

    /// The cluster takes a node whose watchdog must have fired for fenced, which it is not while its side has quorum.
    SplitFencing fencing_of_other(const NodeOutcome& node, std::size_t whose) const {
        if (node.fenced > 0 && by_watchdog_alone(node.fenced_by) && split_.sides[whose].quorum()) {
            return {node.name, whose, false,
                    "only its own watchdog could reset it, which a side with quorum keeps from firing. This side waits, and then "
                    "goes on as if it had fired. (An sbd that knows of corosync's two_node resets both nodes instead.) To let "
                    "one side survive, sbd needs a disk, or the cluster a quorum device"};
        }
        return {node.name, whose, node.fenced > 0, text(node.fenced_by)};
    }

    bool fences(std::size_t side, std::size_t other) const {
        const auto& by = split_.sides[other].fenced_by;
        return std::ranges::find(by, side) != by.end();
    }

    /// It fences a side that fences it.
    bool races(std::size_t side) const {
        return std::ranges::any_of(split_.sides[side].fenced_by, [&](std::size_t other) { return fences(side, other); });
    }

    void judge() {
        std::vector<std::size_t> racing;
        for (std::size_t side = 0; side < sides_.size(); ++side) {
            if (races(side)) racing.push_back(side);
        }
        for (const std::size_t winner : racing) split_.ends.push_back(end(winner));
        if (racing.empty()) split_.ends.push_back(end(std::nullopt));
        if (!racing.empty()) split_.race = what_decides(split_.sides, racing);
    }

    /// The nodes that are off in the end.
    std::set<std::string> fenced_nodes(std::optional<std::size_t> winner) const {
        std::set<std::string> fenced;
        for (std::size_t side = 0; side < sides_.size(); ++side) {
            if (winner && side != *winner && fences(*winner, side)) continue; // it is off before it fences anybody
            for (const SplitFencing& fencing : split_.sides[side].fences) {
                if (fencing.done && !(winner && fencing.side == *winner)) fenced.insert(fencing.node);
            }
        }
        return fenced;
    }

    SplitEnd end(std::optional<std::size_t> winner) const {
        const std::set<std::string> fenced = fenced_nodes(winner);
        SplitEnd end{winner, {}};
        const auto& resources = split_.sides.front().outcome.resources;
        for (std::size_t i = 0; i < resources.size(); ++i) {
            if (resources[i].service) end.services.push_back(service(i, fenced));
        }
        return end;
    }

    /// The side's own instances: what it knows of other sides' members is past.
    std::vector<RunningOn> running_there(std::size_t side, const ResourceOutcome& resource) const {
        std::vector<RunningOn> there;
        for (const RunningOn& running : resource.after) {
            const auto whose = side_of(running.node);
            if (runs(running) && (!whose || *whose == side)) there.push_back(running);
        }
        return there;
    }

    SplitService service(std::size_t index, const std::set<std::string>& fenced) const {
        SplitService service;
        std::size_t sides_with = 0;
        for (std::size_t side = 0; side < sides_.size(); ++side) {
            const ResourceOutcome& resource = split_.sides[side].outcome.resources[index];
            service.id = resource.id;
            service.ran = std::ranges::any_of(resource.before, runs);
            std::vector<RunningOn> there = running_there(side, resource);
            std::erase_if(there, [&](const RunningOn& each) { return fenced.contains(each.node) || is_off(side, fenced); });
            if (counts_once(resource, there)) ++sides_with;
            service.twice_for_a_while = service.twice_for_a_while || overtakes(side, resource, there, fenced);
            service.on_sides.push_back(std::move(there));
        }
        service.twice = sides_with > 1;
        if (service.twice) service.twice_for_a_while = false;
        return service;
    }

    /// All its members are fenced; what it runs on remote nodes has gone to another side.
    bool is_off(std::size_t side, const std::set<std::string>& fenced) const {
        return std::ranges::all_of(sides_[side], [&](const std::string& node) { return fenced.contains(node); });
    }

    /// There is something of it that may be on one side only.
    static bool counts_once(const ResourceOutcome& resource, const std::vector<RunningOn>& there) {
        if (resource.kind == "primitive") return !there.empty();
        return std::ranges::any_of(there, [](const RunningOn& each) { return each.role == Role::Promoted; });
    }

    /// What was on another side's node, which is not fenced, is here now.
    bool overtakes(std::size_t side, const ResourceOutcome& resource, const std::vector<RunningOn>& there,
                   const std::set<std::string>& fenced) const {
        if (!counts_once(resource, there)) return false;
        return std::ranges::any_of(resource.before, [&](const RunningOn& each) {
            const bool counts = runs(each) && (resource.kind == "primitive" || each.role == Role::Promoted);
            const auto whose = side_of(each.node);
            return counts && whose && *whose != side && !fenced.contains(each.node);
        });
    }

    const Sides& sides_;
    StopFlag stop_;
    Scenario begun_; ///< as the cluster is before the split
    std::shared_ptr<const Cluster> cluster_;
    Split split_;
};

std::vector<std::string> services_with(const Split& split, bool (*holds)(const SplitService&)) {
    std::vector<std::string> names;
    for (const SplitEnd& end : split.ends) {
        for (const SplitService& service : end.services) {
            if (holds(service) && std::ranges::find(names, service.id) == names.end()) names.push_back(service.id);
        }
    }
    return names;
}

} // namespace

std::vector<std::vector<std::string>> parse_sides(const std::string& text) {
    std::vector<std::vector<std::string>> sides;
    for (const std::string& side : pieces(text, '|')) {
        sides.push_back(pieces(side, ','));
        for (const std::string& name : sides.back()) {
            if (name.empty()) throw InvalidArgument("`" + text + "` is not NODE,NODE|NODE: the name of a node is missing");
        }
    }
    if (sides.size() < 2) throw InvalidArgument("`" + text + "` is not NODE,NODE|NODE: two sides need | between them");
    return sides;
}

bool SplitService::lost() const {
    return ran && std::ranges::all_of(on_sides, [](const auto& there) { return there.empty(); });
}

std::vector<std::string> Split::lost() const {
    return services_with(*this, [](const SplitService& service) { return service.lost(); });
}
std::vector<std::string> Split::twice() const {
    return services_with(*this, [](const SplitService& service) { return service.twice; });
}
std::vector<std::string> Split::twice_for_a_while() const {
    return services_with(*this, [](const SplitService& service) { return service.twice_for_a_while; });
}

Split split(const Scenario& scenario, const std::vector<std::vector<std::string>>& sides) {
    return Splitting(scenario, sides, nullptr).run();
}

Split split(const Scenario& scenario, const std::vector<std::vector<std::string>>& sides, const std::atomic<bool>& stop) {
    return Splitting(scenario, sides, &stop).run();
}

} // namespace placement
