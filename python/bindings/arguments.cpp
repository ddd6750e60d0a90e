#include "arguments.h"
#include "placement/agents.h"
#include "placement/error.h"
#include "placement/quorum.h"

#include <array>
#include <map>
#include <utility>

#include <pybind11/stl.h>

namespace placement::python {

namespace {

using MaybeText = std::optional<std::string>;

std::string text_at(const py::dict& from, const char* key) { return get<std::string>(from, key); }
MaybeText maybe_at(const py::dict& from, const char* key) { return get<MaybeText>(from, key); }

template <typename Made>
Event about_node(const py::dict& event) {
    return Made{text_at(event, "node")};
}

template <typename Made>
Event about_resource(const py::dict& event) {
    return Made{text_at(event, "resource")};
}

template <typename Made>
Event about_resource_on(const py::dict& event) {
    return Made{text_at(event, "resource"), maybe_at(event, "node")};
}

template <typename Made>
Event about_placing(const py::dict& event) {
    return Made{text_at(event, "resource"), maybe_at(event, "node"), get<bool>(event, "promoted")};
}

template <typename Made>
Event about_operation(const py::dict& event) {
    return Made{OperationResult::parse(text_at(event, "operation"))};
}

Event about_ticket(const py::dict& event) {
    static const std::map<std::string, TicketChanges::To> changes{{"granted", TicketChanges::To::Granted},
                                                                  {"revoked", TicketChanges::To::Revoked},
                                                                  {"standby", TicketChanges::To::Standby},
                                                                  {"active", TicketChanges::To::Active}};
    const auto found = changes.find(text_at(event, "to"));
    if (found == changes.end()) throw InvalidArgument("a ticket is granted, revoked, standby or active");
    return TicketChanges{text_at(event, "ticket"), found->second};
}

Event about_attribute(const py::dict& event) {
    return NodeAttributeSet{text_at(event, "node"), text_at(event, "name"), maybe_at(event, "value"),
                            get<bool>(event, "permanent")};
}

Event about_promotion_score(const py::dict& event) {
    return PromotionScoreSet{text_at(event, "resource"), text_at(event, "node"), Score(get<std::int64_t>(event, "score"))};
}

Event about_time(const py::dict& event) {
    return TimePasses{get<std::int64_t>(event, "seconds"), get<std::int64_t>(event, "milliseconds")};
}

using MakeEvent = Event (*)(const py::dict&);

const std::map<std::string, MakeEvent>& event_kinds() {
    static const std::map<std::string, MakeEvent> kinds{
        {"node-fails", about_node<NodeFails>},
        {"node-leaves", about_node<NodeLeaves>},
        {"node-joins", about_node<NodeJoins>},
        {"node-standby", about_node<NodeStandby>},
        {"node-unstandby", about_node<NodeUnstandby>},
        {"node-maintenance", about_node<NodeMaintenance>},
        {"node-unmaintenance", about_node<NodeUnmaintenance>},
        {"fencing-will-fail", about_node<FencingWillFail>},
        {"resource-fails",
         [](const py::dict& event) -> Event {
             return ResourceFails{text_at(event, "resource"), text_at(event, "node")};
         }},
        {"resource-disabled", about_resource<ResourceDisabled>},
        {"resource-enabled", about_resource<ResourceEnabled>},
        {"resource-unmanaged", about_resource<ResourceUnmanaged>},
        {"resource-managed", about_resource<ResourceManaged>},
        {"resource-moved", about_placing<ResourceMoved>},
        {"resource-banned", about_placing<ResourceBanned>},
        {"resource-cleared", about_resource_on<ResourceCleared>},
        {"resource-cleaned-up", about_resource_on<ResourceCleanedUp>},
        {"resource-refreshed", about_resource_on<ResourceRefreshed>},
        {"operation-ends", about_operation<OperationEnds>},
        {"operation-will-fail", about_operation<OperationWillFail>},
        {"ticket-changes", about_ticket},
        {"watchdog-changes", [](const py::dict& event) -> Event { return WatchdogChanges{get<bool>(event, "present")}; }},
        {"time-passes", about_time},
        {"node-attribute-set", about_attribute},
        {"promotion-score-set", about_promotion_score},
        {"option-set",
         [](const py::dict& event) -> Event {
             return OptionSet{text_at(event, "name"), text_at(event, "value")};
         }},
        {"cluster-settles", [](const py::dict&) -> Event { return ClusterSettles{}; }},
    };
    return kinds;
}

/// The value whose text() is this.
template <typename Value, std::size_t count>
Value named(const std::array<Value, count>& values, const std::string& name, const char* what) {
    for (const Value value : values) {
        if (text(value) == name) return value;
    }
    throw InvalidArgument("unknown " + std::string(what) + " `" + name + "`");
}

Expectation::Kind expectation_kind(const std::string& name) {
    using Kind = Expectation::Kind;
    static constexpr std::array kinds{Kind::Promoted,      Kind::Running, Kind::NotOn, Kind::Stopped,        Kind::Moves,
                                      Kind::Interruptions, Kind::State,   Kind::Score, Kind::PromotionScore, Kind::Margin,
                                      Kind::Lost,          Kind::Settles, Kind::Loops, Kind::Holds};
    return named(kinds, name, "expectation");
}

ServiceState state_of(const std::string& name) {
    static constexpr std::array states{ServiceState::Running,    ServiceState::Reduced, ServiceState::NotPromoted,
                                       ServiceState::Undetected, ServiceState::Unknown, ServiceState::Stuck,
                                       ServiceState::Down};
    return named(states, name, "state");
}

std::optional<Score> score_at(const py::dict& from, const char* key) {
    const auto value = get<std::optional<std::int64_t>>(from, key);
    return value ? std::optional(Score(*value)) : std::nullopt;
}

ConfigurationChange::Kind change_kind(const std::string& name) {
    using Kind = ConfigurationChange::Kind;
    static const std::map<std::string, Kind> kinds{
        {"remove-constraint", Kind::RemoveConstraint},
        {"set-score", Kind::SetScore},
        {"set-meta-attribute", Kind::SetMetaAttribute},
        {"set-default", Kind::SetDefault},
        {"set-property", Kind::SetProperty},
        {"set-promotion-score", Kind::SetPromotionScore},
        {"set-fail-count", Kind::SetFailCount},
        {"add-constraint", Kind::AddConstraint},
        {"set-constraint-attribute", Kind::SetConstraintAttribute},
        {"set-own-meta-attribute", Kind::SetOwnMetaAttribute},
        {"set-own-default", Kind::SetOwnDefault},
        {"set-parameter", Kind::SetParameter},
        {"set-operation", Kind::SetOperation},
        {"add-operation", Kind::AddOperation},
    };
    const auto found = kinds.find(name);
    if (found == kinds.end()) throw InvalidArgument("unknown change `" + name + "`");
    return found->second;
}

Position position_at(const py::dict& from) { return {get<std::uint32_t>(from, "line"), get<std::uint32_t>(from, "column")}; }

Proof proof_of(const py::dict& proof) {
    Proof made;
    made.events = events_of(get<py::list>(proof, "events"));
    made.failing = results_of(get<std::vector<std::string>>(proof, "failing"));
    made.changes = changes_of(get<py::list>(proof, "changes"));
    made.shows = text_at(proof, "shows");
    made.lost = get<std::vector<std::string>>(proof, "lost");
    if (const auto release = release_of(maybe_at(proof, "release"))) made.release = *release;
    return made;
}

} // namespace

std::shared_ptr<const CorosyncConfiguration> shared(const std::optional<Corosync>& corosync) {
    return corosync ? corosync->configuration : nullptr;
}

std::optional<Time> time_of(const std::optional<std::string>& text) {
    return text ? std::optional(Time::parse(*text)) : std::nullopt;
}

std::optional<Release> release_of(const std::optional<std::string>& text) {
    return text ? std::optional(parse_release(*text)) : std::nullopt;
}

std::optional<QuorumRule> quorum_of(const std::optional<std::string>& text) {
    if (!text) return std::nullopt;
    if (*text == "votes") return QuorumRule::Votes;
    if (*text == "two-node") return QuorumRule::TwoNode;
    if (*text == "yes") return QuorumRule::Yes;
    if (*text == "no") return QuorumRule::No;
    if (*text == "as-recorded") return QuorumRule::AsRecorded;
    throw InvalidArgument("quorum is votes, two-node, yes, no or as-recorded, not `" + *text + "`");
}

StartFrom start_of(const std::string& name) {
    static constexpr std::array starts{StartFrom::Recorded, StartFrom::Rest};
    return named(starts, name, "start");
}

Event event_of(const py::dict& event) {
    const std::string kind = text_at(event, "event");
    const auto found = event_kinds().find(kind);
    if (found == event_kinds().end()) throw InvalidArgument("unknown event `" + kind + "`");
    return found->second(event);
}

std::vector<Event> events_of(const py::list& events) {
    std::vector<Event> made;
    made.reserve(events.size());
    for (const py::handle event : events) made.push_back(event_of(event.cast<py::dict>()));
    return made;
}

std::vector<OperationResult> results_of(const std::vector<std::string>& texts) {
    std::vector<OperationResult> results;
    for (const std::string& each : texts) results.push_back(OperationResult::parse(each));
    return results;
}

std::vector<Agent> agents_of(const std::vector<std::string>& texts) {
    std::vector<Agent> agents;
    for (const std::string& each : texts) agents.push_back(Agent::parse(each));
    return agents;
}

SequenceOptions sequence_of(const py::dict& options) {
    SequenceOptions made;
    made.limit_ms = get<std::int64_t>(options, "limit_ms");
    made.run_limit = get<std::size_t>(options, "run_limit");
    made.scheduler_ms = get<std::int64_t>(options, "scheduler_ms");
    made.notifications_go_on = get<bool>(options, "notifications_go_on");
    made.fencing_ms = get<std::int64_t>(options, "fencing_ms");
    made.repetitions = get<std::size_t>(options, "repetitions");
    made.in_time = get<bool>(options, "in_time");
    for (const py::handle each : get<py::list>(options, "durations")) {
        const auto duration = each.cast<py::dict>();
        made.durations.push_back(
            {text_at(duration, "resource"), text_at(duration, "task"), get<std::int64_t>(duration, "milliseconds")});
    }
    return made;
}

Scenario scenario_of(const py::dict& scenario) {
    Scenario made{.cib = get<Cib>(scenario, "cib")};
    made.events = events_of(get<py::list>(scenario, "events"));
    made.release = release_of(maybe_at(scenario, "release"));
    made.at = time_of(maybe_at(scenario, "at"));
    made.quorum = quorum_of(maybe_at(scenario, "quorum"));
    made.corosync = shared(get<std::optional<Corosync>>(scenario, "corosync"));
    made.failing = results_of(get<std::vector<std::string>>(scenario, "failing"));
    made.transition_limit = get<std::size_t>(scenario, "transition_limit");
    made.agents = agents_of(get<std::vector<std::string>>(scenario, "agents"));
    made.sequence = sequence_of(get<py::dict>(scenario, "timing"));
    made.with_ledger = get<bool>(scenario, "with_ledger");
    made.from = start_of(text_at(scenario, "start"));
    made.assume_online = get<bool>(scenario, "assume_online");
    made.not_services = get<std::vector<std::string>>(scenario, "not_services");
    return made;
}

SweepOptions sweep_options_of(const py::dict& options) {
    const Scenario scenario = scenario_of(options);
    SweepOptions made = placement::sweep_options_of(scenario);
    made.from = scenario.from;
    made.depth = get<int>(options, "depth");
    made.nodes = get<bool>(options, "nodes");
    made.resources = get<bool>(options, "resources");
    made.attributes = get<std::vector<std::string>>(options, "attributes");
    made.threads = get<unsigned>(options, "threads");
    made.max_runs = get<std::size_t>(options, "max_runs");
    return made;
}

Expectation expectation_of(const py::dict& expectation) {
    Expectation made;
    made.kind = expectation_kind(text_at(expectation, "expectation"));
    made.resource = text_at(expectation, "resource");
    made.nodes = get<std::vector<std::string>>(expectation, "nodes");
    made.services = get<std::vector<std::string>>(expectation, "services");
    made.at_least = score_at(expectation, "at_least");
    made.at_most = score_at(expectation, "at_most");
    made.number = get<std::int64_t>(expectation, "number");
    made.state = state_of(text_at(expectation, "state"));
    for (const std::string& name : get<std::vector<std::string>>(expectation, "properties"))
        made.properties.push_back(require_property(name));
    made.at_all_times = get<bool>(expectation, "at_all_times");
    return made;
}

std::vector<Expectation> expectations_of(const py::list& expectations) {
    std::vector<Expectation> made;
    for (const py::handle each : expectations) made.push_back(expectation_of(each.cast<py::dict>()));
    return made;
}

ConfigurationChange change_of(const py::dict& change) {
    ConfigurationChange made;
    made.kind = change_kind(text_at(change, "change"));
    made.id = text_at(change, "id");
    made.name = text_at(change, "name");
    made.value = text_at(change, "value");
    made.node = text_at(change, "node");
    made.attributes = get<ConfigurationChange::Attributes>(change, "attributes");
    return made;
}

std::vector<ConfigurationChange> changes_of(const py::list& changes) {
    std::vector<ConfigurationChange> made;
    for (const py::handle each : changes) made.push_back(change_of(each.cast<py::dict>()));
    return made;
}

VerifyOptions verify_options_of(const py::dict& options) {
    VerifyOptions made;
    made.failures = get<std::size_t>(options, "failures");
    made.depth = get<std::optional<std::size_t>>(options, "depth");
    const std::string timing = text_at(options, "timing");
    if (timing != "rest" && timing != "any") throw InvalidArgument("timing is rest or any, not `" + timing + "`");
    made.timing = timing == "any" ? VerifyTiming::Any : VerifyTiming::Rest;
    if (const auto names = get<std::optional<std::vector<std::string>>>(options, "properties")) {
        made.properties.clear();
        for (const std::string& name : *names) made.properties.insert(require_property(name));
    }
    made.always = expectations_of(get<py::list>(options, "always"));
    made.max_states = get<std::size_t>(options, "max_states");
    return made;
}

LintOptions lint_options_of(const py::dict& options) {
    LintOptions made;
    made.disabled = get<std::set<std::string>>(options, "disabled");
    for (const auto& [code, level] : get<std::map<std::string, std::string>>(options, "levels"))
        made.levels[code] = parse_level(level);
    made.at = time_of(maybe_at(options, "at"));
    made.quorum = quorum_of(maybe_at(options, "quorum"));
    made.release = release_of(maybe_at(options, "release"));
    made.max_runs = get<std::size_t>(options, "max_runs");
    made.max_work = get<std::size_t>(options, "max_work");
    made.threads = get<unsigned>(options, "threads");
    return made;
}

Finding finding_of(const py::dict& finding) {
    Finding made;
    made.code = text_at(finding, "code");
    if (const MaybeText level = maybe_at(finding, "level")) made.severity = parse_level(*level);
    made.message = text_at(finding, "message");
    made.position = position_at(finding);
    made.remedy = text_at(finding, "remedy");
    for (const py::handle each : get<py::list>(finding, "related")) {
        const auto place = each.cast<py::dict>();
        made.related.push_back({text_at(place, "text"), position_at(place)});
    }
    if (const auto proof = get<std::optional<py::dict>>(finding, "proof")) made.proof = proof_of(*proof);
    return made;
}

} // namespace placement::python
