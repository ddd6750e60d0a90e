#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <utility>
#include <variant>

#include <fmt/format.h>

#include "base/operation_status.h"
#include "placement/action.h"
#include "placement/verify.h"
#include "simulate/sequence/played_agent.h"

namespace placement {

namespace {

/// "starts", for one resource and for several.
std::pair<std::string_view, std::string_view> verb_of(std::string_view operation) {
    if (operation == task::start) return {"starts", "start"};
    if (operation == task::stop) return {"stops", "stop"};
    if (operation == task::promote) return {"is promoted", "are promoted"};
    if (operation == task::demote) return {"is demoted", "are demoted"};
    if (operation == task::migrate_to) return {"migrates away", "migrate away"};
    if (operation == task::migrate_from) return {"migrates in", "migrate in"};
    return {};
}

/// The resources that a counterexample is about: its services, what is in them, and what its events name.
std::set<std::string> subjects_of(const Counterexample& counterexample) {
    std::set<std::string> subjects(counterexample.services.begin(), counterexample.services.end());
    for (const Event& event : counterexample.scenario.events) {
        if (const auto* fails = std::get_if<ResourceFails>(&event)) subjects.insert(without_instance(fails->resource));
        if (const auto* fails = std::get_if<OperationWillFail>(&event)) subjects.insert(without_instance(fails->result.resource));
    }
    for (const ResourceOutcome& each : counterexample.outcome->resources) {
        if (subjects.contains(each.parent)) subjects.insert(each.id);
    }
    return subjects;
}

class Story {
public:
    explicit Story(const Counterexample& counterexample) : counterexample_(counterexample) {
        tell_events();
        const Outcome* const outcome = counterexample.outcome.get();
        if (outcome == nullptr || !outcome->sequence) return;
        subjects_ = subjects_of(counterexample);
        if (const auto& loop = outcome->sequence->loop) end_ms_ = loop->since_ms + loop->period_ms;
        for (const TimelineEntry& entry : outcome->sequence->timeline) {
            if (!end_ms_ || entry.at_ms <= *end_ms_) tell(entry);
        }
        tell_operations();
        std::ranges::stable_sort(lines_, {}, [](const Line& each) { return each.line.at_ms; });
    }

    std::vector<StoryLine> in_lines(std::size_t most) {
        if (lines_.size() > most) std::erase_if(lines_, [](const Line& each) { return !each.about_it; });
        std::vector<StoryLine> told;
        for (Line& each : lines_) told.push_back(std::move(each.line));
        if (told.size() <= most) return told;
        const std::size_t left = told.size() - most;
        told.resize(most);
        told.push_back({told.back().at_ms, false, fmt::format("… and {} more", left)});
        return told;
    }

private:
    struct Line {
        StoryLine line;
        bool about_it = true;
    };
    /// What is done to several resources at once on a node is one line.
    struct Group {
        std::int64_t at_ms = 0;
        std::string_view operation;
        std::string node;
        bool about_it = false;
        friend auto operator<=>(const Group&, const Group&) = default;
    };

    void tell_events() {
        std::int64_t at_ms = 0;
        for (const Event& event : counterexample_.scenario.events) {
            if (const auto* pause = std::get_if<TimePasses>(&event)) {
                at_ms += pause->seconds * 1000 + pause->milliseconds;
            } else {
                lines_.push_back({{at_ms, true, text(event)}});
            }
        }
    }

    void tell(const TimelineEntry& entry) {
        if (entry.kind == TimelineEntry::Kind::NodeChanges) lines_.push_back({{entry.at_ms, false, entry.text}});
        if (entry.kind != TimelineEntry::Kind::OperationEnds || entry.interval_ms > 0 || verb_of(entry.operation).first.empty())
            return;
        const std::string resource = without_instance(entry.resource);
        const bool about_it = subjects_.contains(resource);
        if (entry.exit_status != entry.expected) {
            lines_.push_back({{entry.at_ms, false,
                               fmt::format("the {} of {} on {} fails (exit status {})", entry.operation, resource, entry.node,
                                           entry.exit_status)},
                              about_it});
            return;
        }
        std::vector<std::string>& together = operations_[{entry.at_ms, entry.operation, entry.node, about_it}];
        if (std::ranges::find(together, resource) == together.end()) together.push_back(resource);
    }

    void tell_operations() {
        for (const auto& [group, resources] : operations_) {
            const auto [one, several] = verb_of(group.operation);
            lines_.push_back({{group.at_ms, false,
                               fmt::format("{} {} on {}", names(resources), resources.size() == 1 ? one : several, group.node)},
                              group.about_it});
        }
    }

    static std::string names(const std::vector<std::string>& resources) {
        constexpr std::size_t most = 5;
        if (resources.size() <= most) return fmt::format("{}", fmt::join(resources, ", "));
        return fmt::format("{} and {} more", fmt::join(resources.begin(), resources.begin() + (most - 1), ", "),
                           resources.size() - (most - 1));
    }

    const Counterexample& counterexample_;
    std::set<std::string> subjects_;
    std::optional<std::int64_t> end_ms_;
    std::map<Group, std::vector<std::string>> operations_;
    std::vector<Line> lines_;
};

} // namespace

std::vector<StoryLine> story(const Counterexample& counterexample, std::size_t most) {
    return Story(counterexample).in_lines(most);
}

} // namespace placement
