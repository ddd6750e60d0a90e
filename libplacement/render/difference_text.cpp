#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "base/line_of.h"
#include "placement/render.h"
#include "render/fold.h"
#include "render/paint.h"
#include "render/release_words.h"
#include "render/words.h"

namespace placement {

namespace {

/// "promoted on pg02, also on pg03", "on n1", "stopped".
std::string standing(const SweptService& service) {
    if (service.running.empty()) return "stopped";
    if (service.promoted.empty()) return "on " + joined(service.running, " ");
    std::vector<std::string> others;
    for (const std::string& node : service.running) {
        if (std::ranges::find(service.promoted, node) == service.promoted.end()) others.push_back(node);
    }
    const std::string also = others.empty() ? "" : ", also on " + joined(others, " ");
    return fmt::format("promoted on {}{}", joined(service.promoted, " "), also);
}

class DifferenceText {
public:
    DifferenceText(const Difference& difference, const TextStyle& style) : difference_(difference), paint_(style.color) {}

    std::string run() {
        line(paint_.bold(title()));
        if (!difference_.mismatches.empty()) return mismatches();
        if (!of_releases()) edits();
        if (!difference_.unchecked_kinds.empty()) list("Not checked against that Pacemaker", difference_.unchecked_kinds);
        if (!difference_.not_compared.empty()) list("Not compared", difference_.not_compared);
        scenarios();
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

    void line(const std::string& text) { out_ += text + "\n"; }

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

    /// Where the same differs in several of them, they are told together.
    void scenarios() {
        std::vector<std::pair<std::string, std::vector<std::string>>> told;
        const std::string before = std::exchange(out_, "");
        for (const ScenarioDifference& scenario : difference_.scenarios) {
            add(scenario);
            const std::string body = std::exchange(out_, "");
            const auto same = std::ranges::find(told, body, [](const auto& each) { return each.first; });
            const std::string when = scenario.events.empty() ? "now" : "if " + scenario.name;
            if (same == told.end()) told.push_back({body, {when}});
            else same->second.push_back(when);
        }
        out_ = before;
        for (const auto& [body, when] : told) {
            line("");
            line(paint_.bold(heading(when)));
            out_ += body;
        }
    }

    static std::string heading(const std::vector<std::string>& when) {
        constexpr std::size_t most = 10;
        std::string text;
        for (std::size_t i = 0; i < std::min(most, when.size()); ++i) text += (text.empty() ? "" : ", ") + when[i];
        if (when.size() > most) text += fmt::format(", and under {} more failures", when.size() - most);
        text.front() = text.front() == 'n' ? 'N' : 'I';
        return text;
    }

    void add(const ScenarioDifference& scenario) {
        for (const ServiceDifference& service : scenario.services) {
            const std::string verdict = service.worse    ? ": " + paint_.red("worse")
                                        : service.better ? ": " + paint_.green("better")
                                                         : "";
            line(fmt::format("  {}: {} -> {}{}", service.service, standing(service.before), standing(service.after),
                             verdict));
            why(service.after);
        }
        for (const PromotionScoreDifference& score : scenario.promotion_scores) {
            line(fmt::format("  promotion score of {} on {}: {} -> {}", score.clone, score.node, text_of(score.before),
                             text_of(score.after)));
        }
        responsible(scenario);
    }

    static std::string text_of(std::optional<Score> score) { return score ? score->text() : "none"; }

    void why(const SweptService& service) {
        constexpr std::size_t most = 3;
        for (std::size_t i = 0; i < std::min(most, service.kept_down_by.size()); ++i) {
            const Obstacle& obstacle = service.kept_down_by[i];
            const std::string where = obstacle.node.empty() ? "" : obstacle.node + ": ";
            line(fmt::format("    {}{}", where, obstacle.text));
        }
    }

    void responsible(const ScenarioDifference& scenario) {
        for (const std::size_t edit : scenario.responsible) line("  because of " + difference_.edits[edit].text);
        if (!scenario.responsible.empty() || of_releases()) return;
        if (difference_.edits.empty()) {
            line("  though nothing was edited");
        } else if (!scenario.searched) {
            line(difference_.complete ? "  (there are too many edits to try them all)" : "  (stopped before the edits were tried)");
        } else {
            line("  because of several edits together: taking back any one of them changes nothing");
        }
    }

    std::string verdict() const {
        const std::string stopped = difference_.complete ? "" : " It was stopped before all were compared.";
        if (difference_.scenarios.empty()) {
            return fmt::format("No difference, now or under any of {} failures.{}", failures(), stopped);
        }
        const std::size_t otherwise = difference_.count_outcomes();
        const std::size_t by_scores = difference_.scenarios.size() - otherwise;
        std::string text = fmt::format("{} of {} scenarios end otherwise", otherwise, difference_.scenarios_compared);
        if (by_scores > 0) text += fmt::format("; in {} the outcome is the same by other promotion scores", by_scores);
        const std::string what = difference_.any_worse() ? paint_.red("Something gets worse.")
                                                         : paint_.green("No service gets worse.");
        return fmt::format("{}. {}{}", text, what, stopped);
    }

    std::size_t failures() const {
        return difference_.scenarios_compared > 0 ? difference_.scenarios_compared - 1 : 0;
    }

    const Difference& difference_;
    Paint paint_;
    std::string out_;
};

} // namespace

std::string difference_text(const Difference& difference, const TextStyle& style) {
    return folded_lines(DifferenceText(difference, style).run(), style.width);
}

} // namespace placement
