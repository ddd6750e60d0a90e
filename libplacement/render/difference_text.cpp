#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "base/line_of.h"
#include "placement/render.h"
#include "render/fold.h"
#include "render/lines.h"
#include "render/paint.h"
#include "render/release_words.h"
#include "render/words.h"

namespace placement {

namespace {

constexpr std::size_t listed_at_most = 3;

/// "promoted on pg02, also on pg03", "on n1", "stopped", "stuck (…)".
std::string standing(const SweptService& service) {
    if (service.running.empty()) {
        switch (service.state) {
        case ServiceState::Undetected: return "undetected (dead, and no monitor notices)";
        case ServiceState::Unknown: return "unknown (its node is unclean: it may run or not)";
        case ServiceState::Stuck: return "stuck (dead or failed, and the cluster leaves it so)";
        default: return "stopped";
        }
    }
    const bool partly = service.state == ServiceState::Undetected || service.state == ServiceState::Unknown ||
                        service.state == ServiceState::Stuck;
    const std::string more = partly ? fmt::format(", {} elsewhere", text(service.state)) : "";
    if (service.promoted.empty()) return "on " + joined(service.running, " ") + more;
    std::vector<std::string> others;
    for (const std::string& node : service.running) {
        if (std::ranges::find(service.promoted, node) == service.promoted.end()) others.push_back(node);
    }
    const std::string also = others.empty() ? "" : ", also on " + joined(others, " ");
    return fmt::format("promoted on {}{}{}", joined(service.promoted, " "), also, more);
}

/// Something that differs, and in which scenarios.
struct ToldDifference {
    int rank = 0; ///< what matters most comes first
    std::string text; ///< lines, indented
    std::vector<std::size_t> responsible;
    std::vector<std::size_t> together; ///< if none is alone
    bool searched = true;
    std::set<std::size_t> scenarios; ///< indexes in Difference::scenarios
};

class DifferenceText {
public:
    DifferenceText(const Difference& difference, const TextStyle& style)
        : difference_(difference), everything_(style.everything), paint_(style.color) {}

    std::string run() {
        line(paint_.bold(title()));
        if (!difference_.mismatches.empty()) return mismatches();
        if (!difference_.corosync.empty()) line(fmt::format("Quorum is counted by {}", difference_.corosync));
        if (of_releases()) {
            out_ += comparison_lines({difference_.old_release, difference_.new_release});
        } else {
            edits();
        }
        if (!difference_.unchecked_kinds.empty()) list("Not checked against that Pacemaker", difference_.unchecked_kinds);
        if (!difference_.not_compared.empty()) list("Not compared", difference_.not_compared);
        protection();
        commit();
        scenarios();
        responsible_rules();
        line("");
        line(verdict());
        return std::move(out_);
    }

private:
    bool of_releases() const { return difference_.old_release != difference_.new_release; }

    std::string title() const {
        if (of_releases()) {
            return fmt::format("{}: Pacemaker {} -> {}", difference_.new_name, text(difference_.old_release),
                               text(difference_.new_release));
        }
        const std::string names = fmt::format("{} -> {}", difference_.old_name, difference_.new_name);
        if (difference_.new_release == default_release && difference_.nearest_to.empty()) return names;
        return fmt::format("{} ({})", names, release_words(difference_.new_release, difference_.nearest_to, {}));
    }

    void line(const std::string& text) { out_ += as_line(text, paint_); }

    void list(const char* title, const std::vector<std::string>& lines) {
        line("");
        line(paint_.bold(title));
        for (const std::string& each : lines) line("  " + each);
    }

    std::string mismatches() {
        list("These are CIBs of different clusters", difference_.mismatches);
        return std::move(out_);
    }

    void edits() {
        std::vector<std::string> lines;
        for (const Edit& edit : difference_.edits) lines.push_back(edit.text + line_of(edit.position));
        if (lines.empty()) lines.emplace_back("none");
        list("Edits", lines);
    }

    // -- what differs apart from failures --

    void protection() {
        if (difference_.protection.empty()) return;
        std::vector<std::string> lines;
        for (const Deviation& each : difference_.protection) {
            lines.push_back((each.worse ? paint_.red(each.text) : each.text) + because(each.responsible));
        }
        list("Protection", lines);
    }

    void commit() {
        const ScenarioDifference* committed = difference_.find("commit");
        if (committed == nullptr) return;
        const ScenarioDifference* now = difference_.find("now");
        std::vector<std::string> lines;
        for (const ServiceDifference& each : committed->services) {
            if (now == nullptr || !has(*now, each)) lines.push_back(service_words(each));
        }
        for (const Deviation& each : committed->deviations) lines.push_back(each.text + because(each.responsible));
        if (!lines.empty()) list(of_releases() ? "When Pacemaker is upgraded" : "When it is committed", lines);
    }

    static bool has(const ScenarioDifference& scenario, const ServiceDifference& service) {
        return std::ranges::any_of(scenario.services, [&](const ServiceDifference& each) {
            return each.service == service.service && standing(each.after) == standing(service.after);
        });
    }

    /// " (because of …)" where there are several edits and this is from one of them.
    std::string because(const std::vector<std::size_t>& responsible) const {
        if ((difference_.edits.size() < 2 && !of_releases()) || responsible.empty()) return "";
        std::vector<std::string> texts;
        for (const std::size_t change : responsible) texts.push_back(change_name(change));
        return fmt::format(" (because of {})", joined(texts, "; "));
    }

    /// An edit's words, or a changed rule's field.
    std::string change_name(std::size_t change) const {
        return of_releases() ? std::string(difference_.changed_rules[change].field) : difference_.edits[change].text;
    }

    // -- which rules of the releases it was --

    void responsible_rules() {
        std::set<std::size_t> rules;
        const auto note_all = [&](const auto& differences) {
            for (const auto& each : differences) rules.insert(each.responsible.begin(), each.responsible.end());
        };
        if (!of_releases()) return;
        note_all(difference_.protection);
        for (const ScenarioDifference& scenario : difference_.scenarios) {
            note_all(scenario.services);
            note_all(scenario.deviations);
            note_all(scenario.promotion_scores);
            rules.insert(scenario.responsible_together.begin(), scenario.responsible_together.end());
        }
        std::vector<std::string> lines;
        for (const std::size_t rule : rules) lines.push_back(changed_rule_words(difference_.changed_rules[rule]));
        if (!lines.empty()) list("Changed rules", lines);
    }

    // -- now and under failures --

    void scenarios() {
        for (std::size_t i = 0; i < difference_.scenarios.size(); ++i) {
            if (difference_.scenarios[i].name != "commit") add(i);
        }
        std::map<std::set<std::size_t>, std::vector<const ToldDifference*>> groups;
        for (const ToldDifference& each : told_) groups[each.scenarios].push_back(&each);
        std::vector<std::pair<int, const std::set<std::size_t>*>> in_order;
        for (const auto& [where, differences] : groups) {
            int rank = differences.front()->rank;
            for (const ToldDifference* each : differences) rank = std::min(rank, each->rank);
            in_order.emplace_back(rank, &where);
        }
        std::ranges::stable_sort(in_order, {}, [](const auto& each) { return each.first; });
        for (const auto& [rank, where] : in_order) group(*where, groups.at(*where));
    }

    void add(std::size_t index) {
        const ScenarioDifference& scenario = difference_.scenarios[index];
        for (const ServiceDifference& service : scenario.services) {
            std::string text = as_line("  " + service_words(service), paint_) + why(service.after);
            note(index, service.worse ? 0 : 1, std::move(text), service.responsible);
        }
        for (const Deviation& each : scenario.deviations) {
            const std::string text = each.worse ? paint_.red(each.text) : each.text;
            const bool minor = each.kind >= DeviationKind::Resource;
            note(index, each.worse ? 0 : minor ? 3 : 2, as_line("  " + text, paint_), each.responsible);
        }
        for (const PromotionScoreDifference& score : scenario.promotion_scores) {
            const std::string text = fmt::format("  promotion score of {} on {}: {} -> {}", score.clone, score.node,
                                                 text_of(score.before), text_of(score.after));
            note(index, 4, as_line(text, paint_), score.responsible);
        }
    }

    void note(std::size_t index, int rank, std::string text, const std::vector<std::size_t>& responsible) {
        const ScenarioDifference& scenario = difference_.scenarios[index];
        ToldDifference difference{rank, std::move(text), responsible, {}, scenario.searched, {}};
        if (responsible.empty()) difference.together = scenario.responsible_together;
        const auto same = std::ranges::find_if(
            told_, [&](const ToldDifference& each) { return each.text == difference.text && same_reason(each, difference); });
        ToldDifference& told = same == told_.end() ? told_.emplace_back(std::move(difference)) : *same;
        told.scenarios.insert(index);
    }

    static bool same_reason(const ToldDifference& one, const ToldDifference& other) {
        return one.responsible == other.responsible && one.together == other.together && one.searched == other.searched;
    }

    /// What differs in the same scenarios.
    void group(const std::set<std::size_t>& where, std::vector<const ToldDifference*>& differences) {
        std::ranges::stable_sort(differences, {}, &ToldDifference::rank);
        line("");
        line(paint_.bold(heading(where)));
        if (everything_ && where.size() > listed_at_most) {
            std::vector<std::string> names;
            for (const std::size_t index : where) names.push_back(difference_.scenarios[index].name);
            line("  (" + joined(names, "; ") + ")");
        }
        const ToldDifference* last = nullptr;
        for (const ToldDifference* each : differences) {
            if (last != nullptr && !same_reason(*last, *each)) responsible(*last);
            out_ += each->text;
            last = each;
        }
        if (last != nullptr) responsible(*last);
    }

    std::string heading(const std::set<std::size_t>& where) const {
        std::vector<std::string> failures;
        for (const std::size_t index : where) {
            const std::string& name = difference_.scenarios[index].name;
            if (name != "now") failures.push_back(name.starts_with("from ") ? name : "if " + name);
        }
        const bool now = failures.size() < where.size();
        if (failures.empty()) return "Now";
        std::string text;
        const std::size_t all = failure_count();
        if (failures.size() == all && all > 1) {
            text = fmt::format("in each of {} failures", all);
        } else if (failures.size() > listed_at_most) {
            text = fmt::format("in {} of {} failures", failures.size(), all);
        } else {
            text = joined(failures, ", or ");
        }
        return now ? "Now, and " + text : first_in_capital(text);
    }

    std::string service_words(const ServiceDifference& service) const {
        const std::string verdict = service.worse ? ": " + paint_.red("worse") : service.better ? ": " + paint_.green("better") : "";
        return fmt::format("{}: {} -> {}{}", service.service, standing(service.before), standing(service.after), verdict);
    }

    static std::string text_of(std::optional<Score> score) { return score ? score->text() : "none"; }

    static std::string why(const SweptService& service) {
        std::string text;
        for (std::size_t i = 0; i < std::min(listed_at_most, service.kept_down_by.size()); ++i) {
            const Obstacle& obstacle = service.kept_down_by[i];
            const std::string where = obstacle.node.empty() ? "" : obstacle.node + ": ";
            text += as_line(fmt::format("    {}{}", where, obstacle.text));
        }
        return text;
    }

    /// Where there is one edit, it is.
    void responsible(const ToldDifference& difference) {
        if (difference_.edits.size() == 1) return;
        for (const std::size_t change : difference.responsible) line("  because of " + change_name(change));
        if (!difference.responsible.empty()) return;
        if (!difference.together.empty()) {
            std::vector<std::string> names;
            for (const std::size_t change : difference.together) names.push_back(change_name(change));
            line("  because of these together: " + joined(names, ", "));
            return;
        }
        const char* const changes = of_releases() ? "changed rules" : "edits";
        if (difference_.edits.empty() && difference_.changed_rules.empty()) {
            line("  though nothing was edited");
        } else if (!difference.searched) {
            line(difference_.complete ? fmt::format("  (there are too many {} to try them all)", changes)
                                      : fmt::format("  (stopped before the {} were tried)", changes));
        } else {
            line(fmt::format("  because of several {} together: taking back any one of them changes nothing", changes));
        }
    }

    // -- the verdict --

    std::size_t failure_count() const {
        return difference_.scenarios_compared > 0 ? difference_.scenarios_compared - 1 : 0;
    }

    std::string compared() const {
        if (difference_.events_given) return "now or after the events";
        return fmt::format("now or in any of {}", counted(failure_count(), "failure"));
    }

    std::string verdict() const {
        const std::string stopped = difference_.complete ? "" : " It was stopped before all were compared.";
        if (!difference_.scenarios.empty()) return differences() + stopped;
        if (!difference_.protection.empty()) {
            const Deviation& first = difference_.protection.front();
            return fmt::format("Nothing differs {}, but {}.{}{}", compared(), first.worse ? paint_.red(first.text) : first.text,
                               difference_.protection.size() > 1 ? fmt::format(" {} more under Protection.", difference_.protection.size() - 1) : "",
                               stopped);
        }
        if (difference_.edits.empty()) return fmt::format("No difference, {}.{}", compared(), stopped);
        return fmt::format("Nothing differs {}, but the configuration does: see Edits.{}", compared(), stopped);
    }

    std::string differences() const {
        const std::size_t otherwise = difference_.count_outcomes();
        const std::size_t by_scores = static_cast<std::size_t>(
            std::ranges::count_if(difference_.scenarios, &ScenarioDifference::scores_alone));
        std::string text = otherwise == 0 ? fmt::format("Nothing differs {}", compared())
                                          : fmt::format("{} of {} scenarios differ", otherwise, difference_.scenarios_compared);
        if (by_scores > 0) text += fmt::format("; in {} the outcome is the same by other promotion scores", by_scores);
        text += "." + interruptions();
        std::set<std::string> worse;
        for (const ScenarioDifference& scenario : difference_.scenarios) {
            for (const ServiceDifference& each : scenario.services) {
                if (each.worse) worse.insert(each.service);
            }
        }
        for (const Deviation& each : difference_.protection) {
            if (each.worse) text += " " + paint_.red(fmt::format("Protection is lost: {}.", each.text.substr(0, each.text.find(": "))));
        }
        if (!worse.empty()) {
            const std::vector<std::string> names(worse.begin(), worse.end());
            text += " " + paint_.red(fmt::format("Worse: {}.", joined(names, ", ")));
        } else if (!difference_.any_worse()) {
            text += " " + paint_.green("No service gets worse.");
        }
        return text;
    }

    /// " Committing it interrupts website."
    std::string interruptions() const {
        const ScenarioDifference* committed = difference_.find("commit");
        if (committed == nullptr) return "";
        std::vector<std::string> names;
        for (const Deviation& each : committed->deviations) {
            if (each.interrupts) names.push_back(each.subject);
        }
        if (names.empty()) return committed->deviations.empty() ? "" : " What the commit does is above.";
        return fmt::format(" {} interrupts {}.", of_releases() ? "The upgrade" : "Committing it", joined(names, ", "));
    }

    const Difference& difference_;
    bool everything_;
    Paint paint_;
    std::vector<ToldDifference> told_;
    std::string out_;
};

} // namespace

std::string difference_text(const Difference& difference, const TextStyle& style) {
    return folded_lines(DifferenceText(difference, style).run(), style.width);
}

} // namespace placement
