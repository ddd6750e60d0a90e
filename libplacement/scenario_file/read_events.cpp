#include "scenario_file/read_events.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "placement/agents.h"
#include "placement/names.h"
#include "placement/sequence.h"

namespace placement {

namespace {

class EventReader {
public:
    EventReader(const Complaints& complaints, const Cluster& cluster) : complaints_(complaints), cluster_(cluster) {}

    std::vector<Event> run(const YamlEntry& step) {
        const YamlValue& value = step.value;
        if (step.key == "fail") {
            for (const PlacedName& each : named(value, "a node, or RESOURCE@NODE")) fails(each);
        } else if (step.key == "down") {
            nodes<NodeLeaves>(value);
        } else if (step.key == "up") {
            nodes<NodeJoins>(value);
        } else if (step.key == "standby") {
            nodes<NodeStandby>(value);
        } else if (step.key == "unstandby") {
            nodes<NodeUnstandby>(value);
        } else if (step.key == "maintenance") {
            nodes<NodeMaintenance>(value);
        } else if (step.key == "unmaintenance") {
            nodes<NodeUnmaintenance>(value);
        } else if (step.key == "disable") {
            resources<ResourceDisabled>(value);
        } else if (step.key == "enable") {
            resources<ResourceEnabled>(value);
        } else if (step.key == "unmanage") {
            resources<ResourceUnmanaged>(value);
        } else if (step.key == "manage") {
            resources<ResourceManaged>(value);
        } else if (step.key == "move") {
            placements<ResourceMoved>(value);
        } else if (step.key == "ban") {
            placements<ResourceBanned>(value);
        } else if (step.key == "clear") {
            places<ResourceCleared>(value);
        } else if (step.key == "cleanup") {
            places<ResourceCleanedUp>(value);
        } else if (step.key == "refresh") {
            places<ResourceRefreshed>(value);
        } else if (step.key == "op") {
            for (const PlacedName& each : named(value, operation)) events_.emplace_back(OperationEnds{result(each)});
        } else if (step.key == "op_fail") {
            for (const PlacedName& each : named(value, operation)) {
                const OperationResult wanted = result(each);
                complaints_.located(each.position, [&] { require_possible(wanted, cluster_); });
                events_.emplace_back(OperationWillFail{wanted});
            }
        } else if (step.key == "fence_fail") {
            for (const PlacedName& each : named(value, "a node")) events_.emplace_back(FencingWillFail{node(each)});
        } else if (step.key == "attribute") {
            attribute(value);
        } else if (step.key == "promotion_score") {
            promotion_score(value);
        } else if (step.key == "ticket") {
            for (const YamlEntry& each : entries_of(complaints_, value, "tickets")) ticket(each);
        } else if (step.key == "option") {
            for (const YamlEntry& each : entries_of(complaints_, value, "cluster options")) {
                events_.emplace_back(OptionSet{each.key, text_of(complaints_, each.value, "a value")});
            }
        } else if (step.key == "watchdog") {
            events_.emplace_back(WatchdogChanges{truth_of(complaints_, value)});
        } else if (step.key == "wait") {
            wait(value);
        } else {
            throw std::logic_error("nobody reads the event `" + step.key + "`");
        }
        return std::move(events_);
    }

private:
    static constexpr const char* operation = "RESOURCE_OPERATION_INTERVAL@NODE=STATUS";
    static constexpr const char* place = "a resource, or RESOURCE@NODE";

    template <typename NodeEvent>
    void nodes(const YamlValue& value) {
        for (const PlacedName& each : named(value, "a node")) events_.emplace_back(NodeEvent{node(each)});
    }

    template <typename ResourceEvent>
    void resources(const YamlValue& value) {
        for (const PlacedName& each : named(value, "a resource")) events_.emplace_back(ResourceEvent{resource(each)});
    }

    template <typename PlaceEvent>
    void places(const YamlValue& value) {
        for (const PlacedName& each : named(value, place)) {
            const std::size_t at = each.name.rfind('@');
            PlaceEvent event;
            event.resource = resource({each.name.substr(0, at), each.position});
            if (at != std::string::npos) event.node = node({each.name.substr(at + 1), each.position});
            events_.emplace_back(std::move(event));
        }
    }

    /// The same, or a mapping where it is for a role.
    template <typename PlacementEvent>
    void placements(const YamlValue& value) {
        if (value.kind != YamlValue::Kind::Mapping) return places<PlacementEvent>(value);
        const MappingReader reader(complaints_, value, "placement");
        PlacementEvent event;
        event.resource = resource(placed(reader.require("resource"), "a resource"));
        if (const YamlValue* on = reader.find("node")) event.node = node(placed(*on, "a node"));
        if (const YamlValue* promoted = reader.find("promoted")) event.promoted = truth_of(complaints_, *promoted);
        events_.emplace_back(std::move(event));
    }

    std::vector<PlacedName> named(const YamlValue& value, std::string_view what) {
        std::vector<PlacedName> names = names_of(complaints_, value, what);
        if (names.empty()) complaints_.fail(value.position, fmt::format("{} is expected", what));
        return names;
    }

    std::string node(const PlacedName& placed) {
        complaints_.located(placed.position, [&] { require_node(cluster_, placed.name); });
        return placed.name;
    }

    std::string resource(const PlacedName& placed) {
        complaints_.located(placed.position, [&] { require_resources(cluster_, placed.name); });
        return placed.name;
    }

    void fails(const PlacedName& placed) {
        const std::size_t at = placed.name.rfind('@');
        if (at == std::string::npos) {
            events_.emplace_back(NodeFails{node(placed)});
            return;
        }
        const std::string failing = resource({placed.name.substr(0, at), placed.position});
        events_.emplace_back(ResourceFails{failing, node({placed.name.substr(at + 1), placed.position})});
    }

    OperationResult result(const PlacedName& placed) {
        OperationResult parsed;
        complaints_.located(placed.position, [&] {
            parsed = OperationResult::parse(placed.name);
            require_known(parsed, cluster_);
        });
        return parsed;
    }

    void attribute(const YamlValue& value) {
        const MappingReader reader(complaints_, value, "attribute");
        NodeAttributeSet event;
        event.node = node(placed(reader.require("node"), "a node"));
        event.name = text_of(complaints_, reader.require("name"), "an attribute's name");
        const YamlValue& set_to = reader.require("value");
        // An empty text is a value, and nothing takes the attribute away.
        if (set_to.kind == YamlValue::Kind::Scalar) {
            event.value = set_to.scalar;
        } else if (set_to.kind != YamlValue::Kind::Null) {
            complaints_.fail(set_to.position, "a value is expected, or nothing to take the attribute away");
        }
        if (const YamlValue* permanent = reader.find("permanent")) event.permanent = truth_of(complaints_, *permanent);
        events_.emplace_back(std::move(event));
    }

    void promotion_score(const YamlValue& value) {
        const MappingReader reader(complaints_, value, "promotion_score");
        PromotionScoreSet event;
        event.resource = resource(placed(reader.require("resource"), "a resource"));
        event.node = node(placed(reader.require("node"), "a node"));
        event.score = score_of(complaints_, reader.require("score"));
        events_.emplace_back(std::move(event));
    }

    void ticket(const YamlEntry& entry) {
        using To = TicketChanges::To;
        static const std::vector<std::pair<std::string, To>> words{
            {"granted", To::Granted}, {"revoked", To::Revoked}, {"standby", To::Standby}, {"active", To::Active}};
        std::vector<std::string> known;
        for (const Ticket& each : cluster_.tickets) known.push_back(each.id);
        if (std::ranges::find(known, entry.key) == known.end()) {
            complaints_.unknown(entry.position, "ticket", entry.key, known);
        }
        const std::string becomes = text_of(complaints_, entry.value, "granted, revoked, standby or active");
        const auto found = std::ranges::find(words, becomes, [](const auto& word) { return word.first; });
        if (found == words.end()) {
            complaints_.fail(entry.value.position,
                             fmt::format("`{}` is not one of granted, revoked, standby, active", becomes));
        }
        events_.emplace_back(TicketChanges{entry.key, found->second});
    }

    void wait(const YamlValue& value) {
        const std::int64_t milliseconds = milliseconds_of(complaints_, value);
        events_.emplace_back(TimePasses{milliseconds / 1000, milliseconds % 1000});
    }

    PlacedName placed(const YamlValue& value, std::string_view what) {
        return {text_of(complaints_, value, what), value.position};
    }

    const Complaints& complaints_;
    const Cluster& cluster_;
    std::vector<Event> events_;
};

OperationDuration read_operation_time(const Complaints& complaints, const YamlValue& value, const Cluster& cluster) {
    const MappingReader reader(complaints, value, "operation_time");
    OperationDuration duration;
    if (const YamlValue* resource = reader.find("resource")) {
        duration.resource = text_of(complaints, *resource, "a resource");
        complaints.located(resource->position, [&] { require_resources(cluster, duration.resource); });
    }
    duration.task = text_of(complaints, reader.require("operation"), "an operation");
    duration.milliseconds = milliseconds_of(complaints, reader.require("takes"));
    return duration;
}

} // namespace

std::vector<Event> read_events(const Complaints& complaints, const YamlEntry& step, const Cluster& cluster) {
    return EventReader(complaints, cluster).run(step);
}

std::vector<Agent> read_agents(const Complaints& complaints, const YamlValue& value, const Cluster& cluster) {
    std::vector<Agent> agents;
    for (const YamlEntry& entry : entries_of(complaints, value, "resources")) {
        Agent agent;
        agent.resource = entry.key;
        const bool plain = entry.value.kind == YamlValue::Kind::Scalar;
        const std::vector<YamlEntry> none;
        const auto& parts = plain ? none : entries_of(complaints, entry.value, "`profile` and its parameters");
        const auto profile = std::ranges::find(parts, "profile", &YamlEntry::key);
        if (!plain && profile == parts.end()) complaints.fail(entry.value.position, "`profile` is missing");
        const YamlValue& named = plain ? entry.value : profile->value;
        agent.profile = text_of(complaints, named, "a profile");
        complaints.located(named.position, [&] { require_agent_profile(agent.profile); });
        complaints.located(entry.position, [&] { require_known(agent, cluster); });
        for (const YamlEntry& part : parts) {
            if (part.key == "profile") continue;
            agent.parameters[part.key] = text_of(complaints, part.value, "a value");
            complaints.located(part.position, [&] { require_known(agent, cluster); });
        }
        agents.push_back(std::move(agent));
    }
    return agents;
}

void read_timing(const Complaints& complaints, const YamlValue& value, const Cluster& cluster,
                 SequenceOptions& timing) {
    const MappingReader reader(complaints, value, "timing");
    if (const YamlValue* limit = reader.find("limit")) timing.limit_ms = milliseconds_of(complaints, *limit);
    if (const YamlValue* runs = reader.find("runs")) {
        timing.run_limit = static_cast<std::size_t>(number_of(complaints, *runs, 1, 100'000));
    }
    if (const YamlValue* scheduler = reader.find("scheduler"))
        timing.scheduler_ms = milliseconds_of(complaints, *scheduler);
    if (const YamlValue* fencing = reader.find("fencing")) timing.fencing_ms = milliseconds_of(complaints, *fencing);
    if (const YamlValue* repetitions = reader.find("repetitions")) {
        timing.repetitions = static_cast<std::size_t>(number_of(complaints, *repetitions, 1, 1000));
    }
    if (const YamlValue* in_time = reader.find("in_time")) timing.in_time = truth_of(complaints, *in_time);
    if (const YamlValue* operations = reader.find("operations")) {
        if (operations->kind != YamlValue::Kind::Sequence) complaints.fail(operations->position, "a list is expected");
        for (const YamlValue& each : operations->items) {
            timing.durations.push_back(read_operation_time(complaints, each, cluster));
        }
    }
}

} // namespace placement
