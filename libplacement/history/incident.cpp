#include <algorithm>
#include <chrono>
#include <iterator>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/operation_status.h"
#include "base/text.h"
#include "history/names_in_records.h"
#include "placement/action.h"
#include "placement/history.h"
#include "placement/scenario.h"
#include "placement/scenario_file.h"
#include "placement/unpack.h"

namespace placement {

namespace {

/// "2017-10-10T09:45:02Z"
std::string iso8601(Time time) {
    const std::chrono::sys_seconds at{std::chrono::seconds(time.seconds)};
    const auto day = std::chrono::floor<std::chrono::days>(at);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss clock(at - day);
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                       static_cast<unsigned>(date.day()), clock.hours().count(), clock.minutes().count(),
                       clock.seconds().count());
}

bool is_trouble(const OutsideEvent& event) {
    return event.kind == OutsideEvent::Kind::OperationFails || event.kind == OutsideEvent::Kind::NodeIsLost ||
           event.kind == OutsideEvent::Kind::NodeLeaves;
}

class Writer {
public:
    Writer(const History& history, const ToldHistory& told, const ServiceOutage& outage)
        : history_(history), told_(told), outage_(outage), first_(first_decision()), cib_(input(first_).cib()),
          cluster_(unpack(cib_, input(first_).at, told.decisions[first_].release)) {
        for (Agent& agent : suggested_agents(*cluster_)) agents_.push_back(std::move(agent));
    }

    Incident run(const std::string& cib_file) {
        const Decision& first = told_.decisions[first_];
        steps();
        WrittenScenarioFile file;
        file.comments = {fmt::format("An outage of {}, from the inputs that the cluster saved: {} and those after it.",
                                     outage_.service, input(first_).file),
                         "The test fails as long as the same events take the service down, and keep it down."};
        file.cib_file = cib_file;
        file.release = first.release;
        file.at = iso8601(cluster_->now);
        file.agents = agents_;
        file.tests = {{outage_.service + " survives what happened", std::move(steps_), {"lost: none"}}};
        return {scenario_file_text(file), cib_.xml()};
    }

private:
    const SavedInput& input(std::size_t decision) const { return history_.inputs[told_.decisions[decision].input]; }

    /// Back to where nothing was going on, unless that is long before.
    std::size_t first_decision() const {
        constexpr std::int64_t long_before = 600;
        std::size_t first = outage_.first_input == 0 ? 0 : outage_.first_input - 1;
        const auto is_at_rest = [&](std::size_t i) {
            return told_.decisions[i].actions.empty() && std::ranges::none_of(told_.decisions[i].since_before, is_trouble);
        };
        while (first > 0 && !is_at_rest(first) && told_.decisions[first - 1].error.empty() &&
               input(outage_.first_input).at.seconds - input(first - 1).at.seconds < long_before)
            --first;
        return first;
    }

    void step(Event event) { steps_.push_back({std::move(event), {}}); }
    void note(std::string text) { steps_.push_back({std::nullopt, std::move(text)}); }

    void steps() {
        const std::size_t end = std::min(outage_.last_input.value_or(told_.decisions.size()), told_.decisions.size());
        std::int64_t now = input(first_).at.seconds;
        bool settles = false;
        for (std::size_t i = first_ + 1; i < end; ++i) {
            const Decision& decision = told_.decisions[i];
            const auto repeats = [](const Suspicion& each) { return each.kind == Suspicion::Kind::Repeats; };
            if (std::ranges::any_of(decision.suspicions, repeats)) break; // what follows is the cluster's own doing
            std::vector<WrittenStep> before = std::exchange(steps_, {});
            for (const OutsideEvent& event : decision.since_before) add(event);
            std::vector<WrittenStep> added = std::exchange(steps_, std::move(before));
            // The cluster carries out what it had decided; with agents, in the time that this takes.
            settles = settles || (agents_.empty() && !told_.decisions[i - 1].actions.empty() && i > first_ + 1);
            if (added.empty()) continue;
            if (std::exchange(settles, false)) step(ClusterSettles{});
            const std::int64_t later = input(i).at.seconds - now;
            if (later > 0) step(TimePasses{later, 0});
            now = input(i).at.seconds;
            std::ranges::move(added, std::back_inserter(steps_));
        }
    }

    void add(const OutsideEvent& event) {
        switch (event.kind) {
        case OutsideEvent::Kind::NodeJoins: return step(NodeJoins{event.node});
        case OutsideEvent::Kind::NodeIsLost: return step(NodeFails{event.node});
        case OutsideEvent::Kind::NodeLeaves: return step(NodeLeaves{event.node});
        case OutsideEvent::Kind::OperationFails: return failure(event);
        case OutsideEvent::Kind::AttributeChanges: return attribute(event);
        case OutsideEvent::Kind::HistoryRemoved: return step(ResourceRefreshed{event.resource, event.node});
        case OutsideEvent::Kind::ConfigurationEdited: return note("an edit, which is no step: " + event.text);
        case OutsideEvent::Kind::ProbeFinds: return note("a probe found " + event.resource + " on " + event.node);
        case OutsideEvent::Kind::QuorumChanges: break;
        }
        note(event.after == "1" ? "quorum was regained" : "quorum was lost");
    }

    /// A monitor that finds it dead is a process that died; what else fails does so every time.
    void failure(const OutsideEvent& event) {
        const OperationResult result{event.resource, event.operation, event.interval_ms, event.node, event.exit_status};
        if (event.operation == task::monitor && event.exit_status == exit_status::not_running)
            return step(ResourceFails{event.resource, event.node});
        if (event.operation == task::monitor) return step(OperationEnds{result});
        if (!is_played(event.resource)) step(OperationWillFail{result});
    }

    void attribute(const OutsideEvent& event) {
        // A node that is shut down leaves, and agents set their attributes themselves.
        if (event.name == "shutdown" || !agents_.empty()) return;
        step(NodeAttributeSet{event.node, event.name, event.after});
    }

    bool is_played(const std::string& resource) const {
        return std::ranges::any_of(agents_, [&](const Agent& agent) {
            const auto parts = told_.parts.find(agent.resource);
            return agent.resource == resource || (parts != told_.parts.end() && parts->second.contains(resource));
        });
    }

    const History& history_;
    const ToldHistory& told_;
    const ServiceOutage& outage_;
    std::size_t first_; ///< decision
    Cib cib_;
    std::shared_ptr<const Cluster> cluster_;
    std::vector<Agent> agents_;
    std::vector<WrittenStep> steps_;
};

} // namespace

Incident incident(const History& history, const ToldHistory& told, const ServiceOutage& outage, const std::string& cib_file) {
    return Writer(history, told, outage).run(cib_file);
}

} // namespace placement
