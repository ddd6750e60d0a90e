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
#include "history/services_over_time.h"
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

std::string name_without_compression(std::string_view path) {
    const std::size_t at = path.find_last_of("/:");
    std::string name(at == std::string_view::npos ? path : path.substr(at + 1));
    return name.substr(0, name.find('.'));
}

/// Which calculations are of which input. Numbers are used again when they are used up, so a calculation before the input was saved
/// is of another one; one after it uses the same input once more.
class Matching {
public:
    explicit Matching(const History& history) : history_(history) {
        for (std::size_t i = 0; i < history.calculations.size(); ++i) {
            by_name_[name_without_compression(history.calculations[i].input)].push_back(i);
        }
    }

    std::vector<std::size_t> of(const SavedInput& input) const {
        std::vector<std::size_t> found;
        const auto named = by_name_.find(name_without_compression(input.file));
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
std::optional<std::vector<LoggedAction>> decided_otherwise(const JudgedInput& input,
                                                           const std::vector<ConfigurationChange>& changes) {
    try {
        const Cluster& cluster = *input.cluster;
        return actions_of(schedule(unpack(changed(input.cib, changes), cluster.now, cluster.release, cluster.behavior)));
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
        if (!options.changes.empty()) decision.otherwise = decided_otherwise(judged, options.changes);
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

} // namespace

ToldHistory tell(const History& history, const HistoryOptions& options) {
    const Matching matching(history);
    ServicesOverTime services;
    ToldHistory told;
    std::optional<JudgedInput> before;
    while (told.decisions.size() < history.inputs.size()) {
        const std::size_t begin = told.decisions.size();
        std::vector<Judgement> judgements(std::min(inputs_at_a_time(), history.inputs.size() - begin));
        for (std::size_t i = 0; i < judgements.size(); ++i) judgements[i].decision.input = begin + i;
        on_all_cores(judgements,
                     [&](Judgement& each) { each.judged = judge(history.inputs[each.decision.input], options, each.decision); });
        compare_each_with_the_one_before(before, judgements);
        for (Judgement& each : judgements) {
            each.decision.calculations = matching.of(history.inputs[each.decision.input]);
            compare(history, each.decision, told);
            count(each.decision, told);
            if (each.judged) {
                if (before && !are_of_one_cluster(*before->cluster, *each.judged->cluster)) {
                    told.diagnostics.push_back(
                        {Severity::Warning,
                         "another-cluster",
                         fmt::format("{} has no node in common with the input before it: the inputs are of "
                                     "several clusters, and each should be told alone",
                                     history.inputs[each.decision.input].file),
                         {}});
                }
                add_parts(*each.judged->cluster, told);
                services.look_at(each.decision.input, *each.judged->cluster);
                before = std::move(each.judged);
            }
            told.decisions.push_back(std::move(each.decision));
            if (options.progress) options.progress(told.decisions.size(), history.inputs.size());
        }
    }
    const bool applied = std::ranges::any_of(told.decisions, [](const Decision& each) { return each.otherwise.has_value(); });
    if (!options.changes.empty() && !applied)
        static_cast<void>(changed(history.inputs.back().cib(), options.changes)); // says why
    services.write(told, history.inputs.empty() ? Time() : history.inputs.back().at);
    return told;
}

} // namespace placement
