#include "history/services_over_time.h"

#include <algorithm>
#include <functional>
#include <optional>
#include <unordered_map>
#include <utility>

#include "base/operation_status.h"
#include "base/text.h"
#include "cib/operation_history.h"
#include "placement/explain.h"
#include "simulate/comparison.h"

namespace placement {

namespace {

/// What is asked of a cluster about each of its services.
class ServiceView {
public:
    ServiceView(const Cluster& cluster, Time since) : cluster_(cluster), since_(since) {
        for (const Resource& resource : cluster.resources) {
            if (resource.removed) continue;
            resources_[resource.xml_id].push_back(cluster.find_resource(resource.id));
        }
    }

    bool is_configured(const std::string& service) const { return resources_.contains(service); }

    /// Whether its target-role lets it run, and be promoted, if it can be.
    bool is_wanted(const ResourceOutcome& service) const {
        return std::ranges::all_of(of(service.id), [&](ResourceId id) {
            const Resource& resource = cluster_.resources[id];
            const auto role = resource.meta.find("target-role");
            if (role == resource.meta.end()) return true;
            if (equals_ignoring_case(role->second, "Stopped")) return false;
            const bool unpromoted =
                equals_ignoring_case(role->second, "Unpromoted") || equals_ignoring_case(role->second, "Slave");
            return !service.promotable || !unpromoted;
        });
    }

    bool is_there(const std::string& node_name) const {
        const NodeId node = cluster_.find_node(node_name);
        return node && cluster_.nodes[node].online && !cluster_.nodes[node].unclean;
    }

    /// Whether the node, which is there, has lost what was recorded of something in the service.
    bool has_forgotten(const std::string& service, const std::string& node_name) const {
        const NodeId node = cluster_.find_node(node_name);
        std::set<std::string_view> recorded;
        each_history(service, [&](const ResourceHistory& history) {
            if (history.node == node && !history.operations.empty()) recorded.insert(cluster_.resources[history.resource].xml_id);
        });
        bool forgotten = false;
        for (const ResourceId id : of(service)) {
            each_primitive(cluster_, id, [&](ResourceId primitive) {
                forgotten = forgotten || !recorded.contains(cluster_.resources[primitive].xml_id);
            });
        }
        return forgotten;
    }

    /// The newest operation since the input before that brought the service up, or else took it down.
    std::optional<ServiceTurn> newest_turn(const ResourceOutcome& service, bool up) const {
        std::optional<ServiceTurn> newest;
        each_history(service.id, [&](const ResourceHistory& history) {
            if (up && !stands_for(history.resource, service.id)) return;
            for (const OperationHistory& operation : history.operations) {
                if (!brings(operation, up, service.promotable) || !operation.last_change) continue;
                constexpr std::int64_t milliseconds = 1000;
                const auto written = attribute(operation, "exec-time");
                const std::int64_t took = written ? parse_integer(*written).value_or(0) : 0;
                const Time end{*operation.last_change + std::max<std::int64_t>(took, 0) / milliseconds, 0};
                const bool between = end.seconds >= since_.seconds && end.seconds <= cluster_.now.seconds;
                if (between && (!newest || end.seconds > newest->at.seconds))
                    newest = ServiceTurn{end, cluster_.nodes[history.node].name, operation.call_id};
            }
        });
        return newest;
    }

    bool has_failed(const std::string& service) const {
        return std::ranges::any_of(cluster_.failed_operations, [&](const OperationReference& reference) {
            return is_part_of(cluster_.histories[reference.history].resource, service);
        });
    }

    /// Whether what is decided brings it up, or leaves it so.
    bool will_be_up(const Schedule& schedule, const ResourceOutcome& service) const {
        const Role role = service.promotable ? Role::Promoted : Role::Started;
        return any_primitive(service.id, [&](ResourceId id) {
            const Placement& placement = schedule.placements[id];
            if (!placement.node) return cannot_stop(schedule, id, service.promotable);
            if (service.promotable && placement.next_role != Role::Promoted) return false;
            const bool is_there = cluster_.resources[id].active_nodes.size() == 1 && !cluster_.resources[id].failed &&
                                  cluster_.resources[id].active_nodes.front() == placement.node &&
                                  (!service.promotable || cluster_.resources[id].role == Role::Promoted);
            return is_there || what_blocks(schedule, id, role).empty();
        });
    }

    bool will_run(const Schedule& schedule, const std::string& service) const {
        return any_primitive(service, [&](ResourceId id) { return schedule.placements[id].node.valid(); });
    }

private:
    const std::vector<ResourceId>& of(const std::string& service) const {
        const auto found = resources_.find(service);
        return found == resources_.end() ? none_ : found->second;
    }

    template <typename Test>
    bool any_primitive(const std::string& service, const Test& test) const {
        bool found = false;
        for (const ResourceId id : of(service)) {
            each_primitive(cluster_, id, [&](ResourceId primitive) { found = found || test(primitive); });
        }
        return found;
    }

    template <typename Visit>
    void each_history(const std::string& service, const Visit& visit) const {
        for (const ResourceHistory& history : cluster_.histories) {
            if (is_part_of(history.resource, service)) visit(history);
        }
    }

    bool is_part_of(ResourceId resource, const std::string& service) const {
        while (resource && cluster_.resources[resource].xml_id != service) resource = cluster_.resources[resource].parent;
        return resource.valid();
    }

    /// It would be stopped, and stays because that is blocked.
    bool cannot_stop(const Schedule& schedule, ResourceId id, bool promotable) const {
        const Resource& resource = cluster_.resources[id];
        if (resource.active_nodes.empty() || resource.failed || (promotable && resource.role != Role::Promoted)) return false;
        return std::ranges::any_of(schedule.placements[id].actions, [&](ActionId action) {
            const Action& each = schedule.actions[action];
            return each.task == task::stop && !each.optional() && !each.runnable();
        });
    }

    /// Not a part of a bundle's own machinery.
    bool stands_for(ResourceId resource, const std::string& service) const {
        return any_primitive(service, [&](ResourceId primitive) { return primitive == resource; });
    }

    static bool brings(const OperationHistory& operation, bool up, bool promotable) {
        if (!operation.affects_state || !operation.defect.empty()) return false;
        const bool ended_well =
            operation.exit_status == exit_status::ok || operation.exit_status == exit_status::running_promoted;
        const bool begins =
            promotable ? operation.task == task::promote : operation.task == task::start || operation.task == task::migrate_from;
        const bool ends = operation.task == task::stop || operation.task == task::demote;
        return up ? ended_well && begins : ends || (!ended_well && !is_probe(operation));
    }

    const Cluster& cluster_;
    Time since_; ///< when the input before was
    std::unordered_map<std::string_view, std::vector<ResourceId>> resources_;
    std::vector<ResourceId> none_;
};

ServiceSpell spell_of(std::size_t input, const Cluster& cluster, const ServiceView& view, const ResourceOutcome& service) {
    ServiceSpell spell;
    spell.input = input;
    spell.at = cluster.now;
    spell.configured = view.is_configured(service.id);
    spell.wanted = spell.configured && view.is_wanted(service);
    const auto add = [](std::vector<std::string>& nodes, const std::string& node) {
        if (std::ranges::find(nodes, node) == nodes.end()) nodes.push_back(node);
    };
    for (const RunningOn& each : service.before) {
        if (each.state != InstanceState::Running) continue;
        add(spell.running, each.node);
        if (each.role == Role::Promoted) add(spell.promoted, each.node);
    }
    std::ranges::sort(spell.running);
    std::ranges::sort(spell.promoted);
    spell.up = service.promotable ? !spell.promoted.empty() : !spell.running.empty();
    return spell;
}

std::optional<Suspicion::Kind> suspicion(const ServiceView& view, const Schedule& schedule, const ResourceOutcome& service,
                                         const ServiceSpell& spell, bool was_up) {
    if (!spell.wanted || !spell.known || view.will_be_up(schedule, service)) return std::nullopt;
    if (spell.up) return Suspicion::Kind::GoesDown;
    if (service.promotable && view.will_run(schedule, service.id)) return Suspicion::Kind::NotPromoted;
    return was_up || view.has_failed(service.id) ? std::optional(Suspicion::Kind::StaysDown) : std::nullopt;
}

/// Only what had been up can go down.
class OutageSearch {
public:
    OutageSearch(const ServiceStory& story, std::vector<ServiceOutage>& outages) : story_(story), outages_(outages) {}

    void run() {
        bool was_up = false;
        for (std::size_t i = 0; i < story_.spells.size(); ++i) {
            const ServiceSpell& spell = story_.spells[i];
            if (open_ && !spell.is_missed()) {
                close(spell);
            } else if (!open_ && spell.is_missed() && was_up && !is_only_started(i)) {
                open_.emplace();
                open_->service = story_.id;
                open_->first_input = spell.input;
                open_->from = spell.at;
            }
            was_up = spell.configured && (was_up || spell.up);
        }
        if (open_) outages_.push_back(*open_);
    }

private:
    void close(const ServiceSpell& spell) {
        open_->to = spell.at;
        open_->last_input = spell.input;
        if (open_->to->seconds > open_->from.seconds) outages_.push_back(*open_);
        open_.reset();
    }

    /// It was not wanted before, and the first decision since starts it.
    bool is_only_started(std::size_t i) const {
        if (i == 0 || story_.spells[i - 1].wanted) return false;
        return i + 1 < story_.spells.size() && story_.spells[i + 1].up &&
               story_.spells[i + 1].input == story_.spells[i].input + 1;
    }

    const ServiceStory& story_;
    std::vector<ServiceOutage>& outages_;
    std::optional<ServiceOutage> open_;
};

} // namespace

ServicesOverTime::Followed& ServicesOverTime::followed(const std::string& id, bool promotable) {
    const auto known = std::ranges::find(services_, id, [](const Followed& each) { return each.story.id; });
    return known != services_.end() ? *known : services_.emplace_back(Followed{{id, promotable, {}}, {}, false, {}});
}

void ServicesOverTime::Followed::add(ServiceSpell spell) {
    const std::vector<std::string>& nodes = story.promotable ? spell.promoted : spell.running;
    if (spell.up) up_on = {nodes.begin(), nodes.end()};
    was_up = spell.configured && (was_up || spell.up);
    if (!was_up) up_on.clear();
    if (story.spells.empty() || !(story.spells.back() == spell)) story.spells.push_back(std::move(spell));
}

/// Between two inputs that record it as down it was up, if what brought it up is not recorded in the one before.
void ServicesOverTime::Followed::add_spell_between(const std::optional<ServiceTurn>& began,
                                                   const std::optional<ServiceTurn>& ended, ServiceSpell& down) {
    const bool is_new = began != last_began;
    last_began = began;
    if (!began || !is_new || story.spells.empty() || story.spells.back().up || began->at.seconds >= down.at.seconds) return;
    if (ended && ended->at.seconds <= began->at.seconds) return;
    ServiceSpell between = down;
    between.at = began->at;
    between.by_operation = between.up = true;
    between.running = {began->node};
    if (story.promotable) between.promoted = {began->node};
    if (ended) down.at = ended->at;
    down.by_operation = ended.has_value();
    add(std::move(between));
}

std::vector<Suspicion> ServicesOverTime::look_at(std::size_t input, const Schedule& schedule) {
    const Cluster& cluster = *schedule.cluster;
    const ServiceView view(cluster, times_.empty() ? cluster.now : times_.back());
    times_.resize(input + 1, cluster.now);
    std::vector<Suspicion> suspicions;
    std::set<std::string> seen;
    for (const ResourceOutcome& each : recorded_resources(cluster, {})) {
        if (!each.service) continue;
        seen.insert(each.id);
        Followed& service = followed(each.id, each.promotable);
        ServiceSpell spell = spell_of(input, cluster, view, each);
        // What happens to it on a node that is not there has another cause.
        std::erase_if(service.up_on, [&](const std::string& node) { return !view.is_there(node); });
        const auto is_forgotten = [&](const std::string& node) { return view.has_forgotten(each.id, node); };
        if (spell.wanted && !spell.up) spell.known = std::ranges::none_of(service.up_on, is_forgotten);
        const bool changes = !service.story.spells.empty() && service.story.spells.back().up != spell.up;
        if (const auto turn = changes ? view.newest_turn(each, spell.up) : std::nullopt) {
            spell.at = turn->at;
            spell.by_operation = true;
        } else if (changes && spell.up) {
            spell.at = times_[input - 1]; // the decision then brought it back; that none followed says nothing of the time
        }
        if (spell.is_missed()) service.add_spell_between(view.newest_turn(each, true), view.newest_turn(each, false), spell);
        if (const auto kind = suspicion(view, schedule, each, spell, service.was_up)) suspicions.push_back({*kind, each.id});
        service.add(std::move(spell));
    }
    for (Followed& service : services_) {
        if (seen.contains(service.story.id)) continue;
        ServiceSpell gone;
        gone.input = input;
        gone.at = cluster.now;
        gone.wanted = gone.configured = false;
        service.add(std::move(gone));
    }
    return suspicions;
}

void ServicesOverTime::write(ToldHistory& told, Time end) const {
    for (const Followed& service : services_) {
        told.services.push_back(service.story);
        OutageSearch(service.story, told.outages).run();
    }
    std::ranges::stable_sort(told.outages, std::greater<>(), [end](const ServiceOutage& each) { return each.length(end); });
}

} // namespace placement
