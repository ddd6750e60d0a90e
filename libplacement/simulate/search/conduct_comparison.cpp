#include "simulate/search/conduct_comparison.h"
#include "placement/action.h"
#include "placement/cluster.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include <fmt/format.h>

namespace placement {

namespace {

// ---- services ----

/// How a service fails to do its work; none where it does it, or is stopped.
std::optional<ServiceState> trouble(const SweptService& service) {
    const bool told = service.state == ServiceState::Undetected || service.state == ServiceState::Unknown ||
                      service.state == ServiceState::Stuck;
    return told ? std::optional(service.state) : std::nullopt;
}

bool stands_alike(const SweptService& left, const SweptService& right) {
    return left.promoted == right.promoted && left.running == right.running && trouble(left) == trouble(right);
}

/// Whether the one is worse than the other: it does not run, is not promoted, or has fewer instances.
bool is_worse(const SweptService& service, const SweptService& than) {
    if (service.running.empty() != than.running.empty()) return service.running.empty();
    if (service.promoted.size() != than.promoted.size()) return service.promoted.size() < than.promoted.size();
    if (service.running.size() != than.running.size()) return service.running.size() < than.running.size();
    return trouble(service).has_value() && !trouble(than).has_value();
}

// ---- words ----

/// "starts", "is promoted": of a resource that does it.
std::string does(const ConductAction& action) {
    if (action.task == task::start) return "starts";
    if (action.task == task::stop) return "stops";
    if (action.task == task::promote) return "is promoted";
    if (action.task == task::demote) return "is demoted";
    if (action.task == task::migrate_to || action.task == task::migrate_from) return "migrates";
    if (action.task == task::reload || action.task == task::reload_agent) return "reloads";
    if (action.task == task::fence) return "is fenced";
    if (action.task == task::shutdown) return "shuts down";
    return fmt::format("does {}", action.task);
}

/// "for web-address to start", "for the fencing of web1".
std::string for_it(const ConductAction& action) {
    if (action.task == task::fence) return fmt::format("for the fencing of {}", action.node);
    const std::string& who = action.resource.empty() ? action.node : action.resource;
    if (action.task == task::start) return fmt::format("for {} to start", who);
    if (action.task == task::stop) return fmt::format("for {} to stop", who);
    if (action.task == task::promote) return fmt::format("for {} to be promoted", who);
    if (action.task == task::demote) return fmt::format("for {} to be demoted", who);
    if (action.task == task::migrate_to || action.task == task::migrate_from) return fmt::format("for {} to migrate", who);
    return fmt::format("for the {} of {}", action.task, who);
}

/// "start", "monitor every 10 s", "probe".
std::string operation_words(const ConductAction& action) {
    if (action.task == task::monitor) {
        return action.interval_ms == 0 ? "probe" : fmt::format("monitor {}", every(action.interval_ms));
    }
    if (action.task == task::fence) return "fencing";
    if (action.task == task::clear_fail_count) return "clearing of the fail count";
    if (action.task == task::clear_history) return "clearing of the history";
    if (action.task == task::cancel) return fmt::format("cancellation of the monitor {}", every(action.interval_ms));
    return action.task;
}

class ConductComparison {
public:
    ConductComparison(const Conduct& before, const Conduct& after, const ConductContext& context,
                      const std::vector<ServiceDifference>& services)
        : before_(before), after_(after), context_(context) {
        for (const ServiceDifference& service : services) told_.insert(service.service);
    }

    std::vector<Deviation> run() {
        nodes();
        interruptions();
        order();
        others();
        actions();
        utilization();
        if (before_.at_rest != after_.at_rest) {
            add(Kind::End, "", after_.at_rest ? "the cluster now comes to rest" : "the cluster no longer comes to rest",
                !after_.at_rest);
        }
        return std::move(found_);
    }

private:
    using Kind = DeviationKind;

    void add(Kind kind, const std::string& subject, std::string text, bool worse = false) {
        const bool known = std::ranges::any_of(
            found_, [&](const Deviation& each) { return each.kind == kind && each.subject == subject && each.text == text; });
        if (!known) found_.push_back({kind, subject, std::move(text), worse, false, {}});
    }

    template <typename Value>
    std::vector<std::string> names(LayeredTable<Value> Conduct::*table) const {
        std::set<std::string> all = (before_.*table).names();
        all.merge((after_.*table).names());
        return {all.begin(), all.end()};
    }

    // ---- nodes ----

    void nodes() {
        for (const std::string& name : names(&Conduct::nodes)) {
            const Conduct::NodeConduct* was = before_.nodes.find(name);
            const Conduct::NodeConduct* is = after_.nodes.find(name);
            if (was == nullptr || is == nullptr || !context_.nodes.contains(name)) continue;
            fencing(name, *was, *is);
            if (was->state != is->state) {
                add(Kind::Node, name, fmt::format("{} is {} instead of {}", name, is->state, was->state));
            }
        }
    }

    void fencing(const std::string& name, const Conduct::NodeConduct& was, const Conduct::NodeConduct& is) {
        if (was.fencing && is.fencing && was.possible && !is.possible) {
            add(Kind::Fencing, name, fmt::format("{} must be fenced and cannot be: {}", name, is.means), true);
        } else if (was.fencing && is.fencing && !was.possible && is.possible) {
            add(Kind::Fencing, name, fmt::format("{} can be fenced, with {}", name, is.means));
        } else if (was.fenced > 0 && is.fenced == 0) {
            add(Kind::Fencing, name, fmt::format("{} is no longer fenced", name));
        } else if (was.fenced == 0 && is.fenced > 0) {
            add(Kind::Fencing, name, fmt::format("{} is fenced, with {}", name, is.means));
        } else if (was.fenced != is.fenced) {
            add(Kind::Fencing, name, fmt::format("{} is fenced {} instead of {}", name, times(is.fenced), times(was.fenced)));
        } else if (was.fencing != is.fencing) {
            add(Kind::Fencing, name,
                is.fencing ? fmt::format("{} must be fenced", name) : fmt::format("{} need no longer be fenced", name));
        } else if (was.means != is.means) {
            add(Kind::Fencing, name, fmt::format("{} is fenced with {} instead of {}", name, is.means, was.means));
        }
    }

    // ---- services ----

    void interruptions() {
        for (const std::string& name : names(&Conduct::services)) {
            const SweptService* was = before_.services.find(name);
            const SweptService* is = after_.services.find(name);
            if (was == nullptr || is == nullptr || was->interruptions == is->interruptions) continue;
            told_.insert(name);
            add(Kind::Interruptions, name, interruption_words(name, was->interruptions, is->interruptions));
            found_.back().more = static_cast<std::int64_t>(is->interruptions) - static_cast<std::int64_t>(was->interruptions);
        }
    }

    static std::string interruption_words(const std::string& name, std::size_t was, std::size_t is) {
        if (is == 0) return fmt::format("{} is no longer interrupted", name);
        if (was == 0) return fmt::format("{} is interrupted {}", name, times(is));
        return fmt::format("{} is interrupted {} instead of {}", name, times(is), times(was));
    }

    void others() {
        for (const std::string& name : names(&Conduct::others)) {
            const std::string* was = before_.others.find(name);
            const std::string* is = after_.others.find(name);
            if (was == nullptr || is == nullptr || *was == *is) continue;
            told_.insert(name);
            add(Kind::Resource, name, fmt::format("{} runs {} instead of {}", name, at(*is), at(*was)));
        }
    }

    static std::string at(const std::string& places) { return places == "nowhere" ? places : "on " + places; }

    // ---- order ----

    void order() {
        lost_order(before_, after_, "{} {} without waiting {}");
        lost_order(after_, before_, "{} {} only after waiting {}");
    }

    /// What waits in `one` and not in `other`, where both happen in both.
    void lost_order(const Conduct& one, const Conduct& other, const char* words) {
        for (const auto& [then, firsts] : one.waits_for) {
            if (!compared(then) || !other.actions.contains(then)) continue;
            for (const ConductAction& first : firsts) {
                if (first.resource == then.resource && !first.resource.empty()) continue;
                if (!compared(first) || !other.actions.contains(first) || comes_before(other, first, then)) continue;
                const std::string& who = then.resource.empty() ? then.node : then.resource;
                add(Kind::Order, who, fmt::format(fmt::runtime(words), who, does(then), for_it(first)));
            }
        }
    }

    bool compared(const ConductAction& action) const {
        return action.resource.empty() ? context_.nodes.contains(action.node) : context_.resources.contains(action.resource);
    }

    static bool comes_before(const Conduct& conduct, const ConductAction& first, const ConductAction& then) {
        if (conduct.actions.at(first).last < conduct.actions.at(then).first) return true;
        std::vector<ConductAction> to_visit{then};
        std::set<ConductAction> seen{then};
        while (!to_visit.empty()) {
            const ConductAction action = to_visit.back();
            to_visit.pop_back();
            const auto waits = conduct.waits_for.find(action);
            if (waits == conduct.waits_for.end()) continue;
            for (const ConductAction& each : waits->second) {
                if (each == first) return true;
                if (seen.insert(each).second) to_visit.push_back(each);
            }
        }
        return false;
    }

    // ---- actions ----

    /// What is done by one of them alone, where nothing that is told already says so.
    void actions() {
        done_alone(after_, before_, "{}: also done: {}");
        done_alone(before_, after_, "{}: no longer done: {}");
    }

    void done_alone(const Conduct& one, const Conduct& other, const char* words) {
        std::map<std::string, std::map<std::string, std::vector<std::string>>> by_subject;
        for (const auto& [action, rounds] : one.actions) {
            if (other.actions.contains(action) || !compared(action) || is_told(action)) continue;
            const std::string& who = action.resource.empty() ? action.node : action.resource;
            by_subject[who][operation_words(action)].push_back(action.node);
        }
        for (const auto& [subject, operations] : by_subject) {
            std::vector<std::string> each;
            for (const auto& [operation, on] : operations) each.push_back(fmt::format("{} on {}", operation, and_joined(on)));
            add(Kind::Actions, subject, fmt::format(fmt::runtime(words), subject, fmt::join(each, ", ")));
        }
    }

    bool is_told(const ConductAction& action) const {
        if (action.resource.empty()) {
            return std::ranges::any_of(found_, [&](const Deviation& each) { return each.subject == action.node; });
        }
        const bool recurring = (action.task == task::monitor || action.task == task::cancel) && action.interval_ms > 0;
        if (recurring && context_.watched_otherwise.contains(action.resource)) return true;
        const auto service = context_.services.find(action.resource);
        return told_.contains(service == context_.services.end() ? action.resource : service->second);
    }

    // ---- utilization ----

    void utilization() {
        for (const std::string& name : names(&Conduct::left)) {
            const Conduct::Amounts* was = before_.left.find(name);
            const Conduct::Amounts* is = after_.left.find(name);
            if (was == nullptr || is == nullptr || *was == *is) continue;
            add(Kind::Utilization, name,
                fmt::format("{} has {} left instead of {}", name, amounts(*is, *was), amounts(*was, *is)));
        }
    }

    /// Those that the other one has otherwise.
    static std::string amounts(const Conduct::Amounts& of, const Conduct::Amounts& other) {
        std::string text;
        for (const auto& [name, amount] : of) {
            const auto same = other.find(name);
            if (same != other.end() && same->second == amount) continue;
            text += fmt::format("{}{}={}", text.empty() ? "" : " ", name, amount);
        }
        return text.empty() ? "nothing" : text;
    }

    const Conduct& before_;
    const Conduct& after_;
    const ConductContext& context_;
    std::set<std::string> told_; ///< services and resources of which something more important differs
    std::vector<Deviation> found_;
};

std::optional<Score> find_score(const Conduct::PromotionScores& scores, const std::pair<std::string, std::string>& where) {
    const auto found = scores.find(where);
    return found == scores.end() ? std::nullopt : std::optional(found->second);
}

} // namespace

std::string and_joined(const std::vector<std::string>& names) {
    if (names.empty()) return "none";
    std::string text = names.front();
    for (std::size_t i = 1; i < names.size(); ++i) text += (i + 1 == names.size() ? " and " : ", ") + names[i];
    return text;
}

std::string every(std::uint32_t interval_ms) { return fmt::format("every {:g} s", interval_ms / 1000.0); }

std::string times(std::size_t count) {
    if (count == 0) return "never";
    if (count == 1) return "once";
    if (count == 2) return "twice";
    return fmt::format("{} times", count);
}

std::vector<ServiceDifference> differing_services(const Conduct& before, const Conduct& after) {
    std::vector<ServiceDifference> found;
    std::set<std::string> names = before.services.names();
    names.merge(after.services.names());
    for (const std::string& name : names) {
        const SweptService* was = before.services.find(name);
        const SweptService* is = after.services.find(name);
        if (was == nullptr || is == nullptr || stands_alike(*was, *is)) continue;
        found.push_back({name, *was, *is, is_worse(*is, *was), is_worse(*was, *is), {}});
    }
    return found;
}

std::vector<Deviation> deviations(const Conduct& before, const Conduct& after, const ConductContext& context,
                                  const std::vector<ServiceDifference>& services) {
    return ConductComparison(before, after, context, services).run();
}

std::vector<PromotionScoreDifference> differing_scores(const Conduct& before, const Conduct& after) {
    Conduct::PromotionScores all = before.promotion_scores;
    all.insert(after.promotion_scores.begin(), after.promotion_scores.end());
    std::vector<PromotionScoreDifference> found;
    for (const auto& [where, score] : all) {
        PromotionScoreDifference difference{
            where.first, where.second, find_score(before.promotion_scores, where), find_score(after.promotion_scores, where), {}};
        if (difference.before != difference.after) found.push_back(std::move(difference));
    }
    return found;
}

} // namespace placement
