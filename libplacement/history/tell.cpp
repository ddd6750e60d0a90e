#include <algorithm>
#include <map>
#include <new>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/all_cores.h"
#include "base/text.h"
#include "history/between.h"
#include "history/decision_reasons.h"
#include "history/names_in_records.h"
#include "history/otherwise.h"
#include "history/outage.h"
#include "history/recorded_votes.h"
#include "history/services_over_time.h"
#include "history/suspicion.h"
#include "placement/history.h"
#include "placement/names.h"
#include "placement/render.h"
#include "placement/schedule.h"
#include "placement/unpack.h"
#include "placement/wording.h"

namespace placement {

namespace {

/// A log is written when the calculation ends, on a clock that may be another's.
constexpr std::int64_t seconds_apart = 60;

/// Which calculations are of which input. Numbers are used again when they are used up, so a calculation before the input was saved
/// is of another one; one after it uses the same input once more.
class Matching {
public:
    explicit Matching(const History& history) : history_(history) {
        for (std::size_t i = 0; i < history.calculations.size(); ++i) {
            by_name_[name_without_endings(history.calculations[i].input)].push_back(i);
        }
    }

    std::vector<std::size_t> of(const SavedInput& input) const {
        std::vector<std::size_t> found;
        const auto named = by_name_.find(name_without_endings(input.file));
        if (named == by_name_.end()) return found;
        for (const std::size_t i : named->second) {
            const LoggedCalculation& calculation = history_.calculations[i];
            const bool of_node = input.node.empty() || calculation.node.empty() || same_host(input.node, calculation.node);
            if (of_node && (!calculation.at || calculation.at->seconds >= input.at.seconds - seconds_apart)) found.push_back(i);
        }
        return found;
    }

private:
    /// With or without the domain.
    static bool same_host(std::string_view left, std::string_view right) {
        const auto shortened = [](std::string_view name) { return name.substr(0, name.find('.')); };
        return left == right || shortened(left) == shortened(right);
    }

    const History& history_;
    std::map<std::string, std::vector<std::size_t>> by_name_;
};

std::vector<LoggedAction> actions_of(const Schedule& schedule) {
    std::vector<LoggedAction> actions;
    for (const std::string& line : split(transition_summary_text(schedule, wording_of(schedule.cluster->release)), "\n")) {
        if (auto action = parse_logged_action(line)) actions.push_back(std::move(*action));
    }
    return actions;
}

/// In any order.
bool same_decision(std::vector<LoggedAction> left, std::vector<LoggedAction> right) {
    const auto key = [](const LoggedAction& action) { return std::tie(action.change, action.subject, action.where); };
    std::ranges::sort(left, {}, key);
    std::ranges::sort(right, {}, key);
    return left == right;
}

/// None for an input that has not got what is to be changed.
std::optional<std::vector<LoggedAction>> decided_otherwise(const JudgedInput& input, const Otherwise& otherwise) {
    try {
        const Cluster& cluster = *input.cluster;
        const Cib cib = with_changes(input.cib, otherwise);
        return actions_of(schedule(otherwise.release ? unpack(cib, cluster.now, otherwise.release)
                                                     : unpack(cib, cluster.now, cluster.release, cluster.behavior)));
    } catch (const UnknownName&) {
        return std::nullopt;
    }
}

std::optional<JudgedInput> judge(const SavedInput& input, const HistoryOptions& options, Decision& decision) {
    try {
        const Cib cib = input.cib();
        const auto cluster = unpack(cib, input.at, options.release);
        decision.release = cluster->release;
        decision.nearest_to = cluster->nearest_to;
        JudgedInput judged{cib, cluster, schedule(cluster)};
        decision.actions = actions_of(judged.schedule);
        if (!decision.actions.empty()) decision.because = reasons_for(decision.actions, schedule(cluster, {.with_ledger = true}));
        if (!options.otherwise.empty()) decision.otherwise = decided_otherwise(judged, options.otherwise);
        return judged;
    } catch (const std::bad_alloc&) {
        throw;
    } catch (const std::exception& error) {
        decision.error = error.what();
        return std::nullopt;
    }
}

void compare(const History& history, Decision& decision, ToldHistory& told) {
    if (decision.calculations.empty() || !decision.error.empty()) return;
    ++told.logged;
    decision.agreement = Agreement::Equal;
    for (const std::size_t i : decision.calculations) {
        const std::vector<LoggedAction>& logged = history.calculations[i].actions;
        if (same_decision(logged, decision.actions)) continue;
        decision.agreement = Agreement::Different;
        decision.logged = logged;
        return;
    }
    ++told.equal;
}

void count(const Decision& decision, ToldHistory& told) {
    if (!decision.compared) return;
    ++told.neighbours;
    if (decision.unlike.empty()) ++told.as_predicted;
    const bool explained = std::ranges::none_of(
        decision.unlike, [](const UnlikePrediction& each) { return each.cause == UnlikePrediction::Cause::NotExplained; });
    if (explained) ++told.explained;
}

/// One input, on the way to its decision.
struct Judgement {
    Decision decision;
    std::optional<JudgedInput> judged;
};

/// As many at a time as keep all cores busy; more would only need memory.
std::size_t inputs_at_a_time() { return std::clamp<std::size_t>(2 * std::size_t{std::thread::hardware_concurrency()}, 4, 32); }

/// Two clusters have no node in common.
bool are_of_one_cluster(const Cluster& one, const Cluster& other) {
    if (one.nodes.empty() || other.nodes.empty()) return true;
    return std::ranges::any_of(one.nodes, [&](const Node& node) { return other.find_node(node.name).valid(); });
}

void add_parts(const Cluster& cluster, ToldHistory& told) {
    for (const Resource& resource : cluster.resources) {
        std::set<std::string>& own = told.parts[resource.xml_id];
        own.insert(resource.xml_id);
        for (ResourceId parent = resource.parent; parent; parent = cluster.resources[parent].parent) {
            told.parts[cluster.resources[parent].xml_id].insert(resource.xml_id);
        }
    }
}

/// Each with the input before it, of which the first is that of an earlier call.
void compare_each_with_the_one_before(const std::optional<JudgedInput>& first, std::vector<Judgement>& judgements) {
    struct Pair {
        const JudgedInput* before = nullptr;
        Judgement* after = nullptr;
    };
    std::vector<Pair> pairs;
    const JudgedInput* before = first ? &*first : nullptr;
    for (Judgement& each : judgements) {
        if (!each.judged) continue;
        if (before != nullptr && are_of_one_cluster(*before->cluster, *each.judged->cluster)) pairs.push_back({before, &each});
        before = &*each.judged;
    }
    on_all_cores(pairs, [](const Pair& pair) { compare_neighbours(*pair.before, *pair.after->judged, pair.after->decision); });
}

class Teller {
public:
    Teller(const History& history, const HistoryOptions& options)
        : history_(history), options_(options), matching_(history), votes_(history.corosync) {}

    ToldHistory run() {
        while (told_.decisions.size() < history_.inputs.size()) judge_some();
        if (!options_.otherwise.empty() && std::ranges::none_of(told_.decisions, &Decision::otherwise_applies))
            static_cast<void>(with_changes(history_.inputs.back().cib(), options_.otherwise)); // says why
        services_.write(told_, history_.inputs.empty() ? Time() : history_.inputs.back().at);
        tell_of_outages();
        return std::move(told_);
    }

private:
    void judge_some() {
        const std::size_t begin = told_.decisions.size();
        std::vector<Judgement> judgements(std::min(inputs_at_a_time(), history_.inputs.size() - begin));
        for (std::size_t i = 0; i < judgements.size(); ++i) judgements[i].decision.input = begin + i;
        on_all_cores(judgements, [this](Judgement& each) {
            each.judged = judge(history_.inputs[each.decision.input], options_, each.decision);
        });
        compare_each_with_the_one_before(before_, judgements);
        for (Judgement& each : judgements) add(std::move(each));
    }

    void add(Judgement judgement) {
        Decision& decision = judgement.decision;
        decision.calculations = matching_.of(history_.inputs[decision.input]);
        add_logged_events(decision);
        compare(history_, decision, told_);
        count(decision, told_);
        if (judgement.judged) {
            const JudgedInput& judged = *judgement.judged;
            if (before_ && !are_of_one_cluster(*before_->cluster, *judged.cluster)) tell_of_another_cluster(decision);
            add_parts(*judged.cluster, told_);
            for (Diagnostic& each : votes_.look_at(history_.inputs[decision.input], *judged.cluster))
                told_.diagnostics.push_back(std::move(each));
            decision.suspicions = services_.look_at(decision.input, judged.schedule);
            before_ = std::move(judgement.judged);
        }
        told_.decisions.push_back(std::move(decision));
        find_suspicions(history_, told_.decisions, told_.decisions.size() - 1);
        if (options_.progress) options_.progress(told_.decisions.size(), history_.inputs.size());
    }

    /// Those since the input before.
    void add_logged_events(Decision& decision) {
        const std::int64_t until = history_.inputs[decision.input].at.seconds;
        for (; next_event_ < history_.events.size(); ++next_event_) {
            const LoggedEvent& event = history_.events[next_event_];
            if (event.at && event.at->seconds > until) break;
            if (event.at && decision.input > 0) decision.logged_events.push_back(next_event_);
        }
    }

    void tell_of_another_cluster(const Decision& decision) {
        told_.diagnostics.push_back({Severity::Warning,
                                     "another-cluster",
                                     fmt::format("{} has no node in common with the input before it: the inputs are of "
                                                 "several clusters, and each should be told alone",
                                                 history_.inputs[decision.input].file),
                                     {}});
    }

    void tell_of_outages() {
        std::set<std::string> explained;
        for (ServiceOutage& outage : told_.outages) {
            outage.cause = cause_of(told_, outage);
            if (options_.explain_outages && explained.insert(outage.service).second)
                outage.explanation = explain(history_, told_, outage, options_, explained.size() <= options_.search_outages);
        }
    }

    const History& history_;
    const HistoryOptions& options_;
    Matching matching_;
    RecordedVotes votes_;
    ServicesOverTime services_;
    ToldHistory told_;
    std::optional<JudgedInput> before_;
    std::size_t next_event_ = 0;
};

} // namespace

ToldHistory tell(const History& history, const HistoryOptions& options) { return Teller(history, options).run(); }

} // namespace placement
