#include <algorithm>
#include <map>
#include <set>
#include <vector>

#include <fmt/format.h>

#include "placement/render.h"
#include "render/fold.h"
#include "render/history_words.h"
#include "render/lines.h"
#include "render/paint.h"
#include "render/release_words.h"
#include "render/table.h"
#include "render/time_text.h"
#include "render/words.h"

namespace placement {

namespace {

class HistoryText {
public:
    HistoryText(const History& history, const ToldHistory& told, const HistoryView& view, const TextStyle& style)
        : history_(history), told_(told), view_(view), style_(style), paint_(style.color) {}

    std::string run() {
        heading();
        agreement();
        otherwise();
        services();
        moments();
        doubts();
        return std::move(out_);
    }

private:
    void line(const std::string& text) { out_ += folded_lines(as_line(text, paint_), style_.width); }

    const SavedInput& input(std::size_t number) const { return history_.inputs[number]; }

    void heading() {
        std::map<std::string, std::size_t> by_node;
        for (const SavedInput& each : history_.inputs) ++by_node[each.node];
        std::string nodes;
        for (const auto& [node, count] : by_node) {
            if (!node.empty()) nodes += fmt::format("{}{} ({})", nodes.empty() ? ", of " : ", ", node, count);
        }
        line(paint_.bold(fmt::format("{} from {} to {}{}", counted(history_.inputs.size(), "input"),
                                     time_text(history_.inputs.front().at), time_text(history_.inputs.back().at), nodes)));
        std::set<std::string> rules;
        for (const Decision& decision : told_.decisions) {
            if (decision.error.empty()) rules.insert(release_line(decision.release, decision.nearest_to, {}));
        }
        for (const std::string& each : rules) out_ += each;
    }

    void agreement() {
        line("");
        if (told_.logged == 0) {
            line("No log says what the cluster decided, so there is nothing to compare these decisions with.");
        } else {
            const bool all = told_.equal == told_.logged;
            const std::string text =
                fmt::format("{} of {} decisions equal those that the cluster logged.", told_.equal, told_.logged);
            line(all ? paint_.green(text) : paint_.red(text));
        }
        if (told_.neighbours == 0) return;
        const std::size_t named = told_.explained - told_.as_predicted;
        line(fmt::format(
            "After {} of {} decisions each resource is where it was to be; after {}, what is otherwise has a cause that is "
            "recorded; after {}, it has none.",
            told_.as_predicted, told_.neighbours, named, told_.neighbours - told_.explained));
    }

    /// What the changes would have changed.
    void otherwise() {
        const auto changes = [](const Decision& each) { return each.differs_otherwise(); };
        const auto applies = [](const Decision& each) { return each.otherwise.has_value(); };
        const auto asked = std::ranges::count_if(told_.decisions, applies);
        if (asked == 0) return;
        const auto first = std::ranges::find_if(told_.decisions, changes);
        if (first == told_.decisions.end()) {
            line(fmt::format("Otherwise, each of {} decisions would have been the same.", asked));
            return;
        }
        line(paint_.yellow(fmt::format("Otherwise, {} of {} decisions would have been different; the first is {} ({}).",
                                       std::ranges::count_if(told_.decisions, changes), asked, time_text(input(first->input).at),
                                       input_name(input(first->input)))));
    }

    // ---- services -------------------------------------------------------------------------------------------------

    /// Also of what is in the resource, and of each instance.
    bool shows(const std::string& resource) const {
        if (view_.resource.empty() || view_.resource == resource) return true;
        const auto parts = told_.parts.find(view_.resource);
        return parts != told_.parts.end() && parts->second.contains(resource.substr(0, resource.find(':')));
    }

    /// From the one side to the other: a letter for each of equal parts of the time.
    std::string bar(const ServiceStory& story) const {
        constexpr std::size_t parts = 40;
        const std::int64_t begin = history_.inputs.front().at.seconds;
        const std::int64_t length = std::max<std::int64_t>(history_.inputs.back().at.seconds - begin, 1);
        std::string text;
        for (std::size_t part = 0; part < parts; ++part) {
            const std::int64_t from = begin + length * static_cast<std::int64_t>(part) / static_cast<std::int64_t>(parts);
            const std::int64_t to = begin + length * static_cast<std::int64_t>(part + 1) / static_cast<std::int64_t>(parts);
            text += letter(story, from, to);
        }
        return text;
    }

    /// The worst of the time.
    static char letter(const ServiceStory& story, std::int64_t from, std::int64_t to) {
        char worst = ' ';
        for (std::size_t i = 0; i < story.spells.size(); ++i) {
            const ServiceSpell& spell = story.spells[i];
            const bool ends_before = i + 1 < story.spells.size() && story.spells[i + 1].at.seconds <= from;
            if (ends_before || spell.at.seconds >= to) continue;
            if (!spell.up && spell.wanted) return '.';
            if (spell.up) worst = '#';
        }
        return worst;
    }

    void services() {
        if (told_.services.empty()) return;
        line("");
        line(paint_.bold("Services over time (#: up; .: down, at least for a part of it; blank: not configured, or stopped by "
                         "its target-role)"));
        std::size_t widest = 0;
        for (const ServiceStory& story : told_.services) widest = std::max(widest, story.id.size());
        for (const ServiceStory& story : told_.services) {
            if (shows(story.id)) line(fmt::format("  {:<{}}  |{}|", story.id, widest, bar(story)));
        }
        outages();
    }

    void outages() {
        std::set<std::string> told;
        std::vector<const ServiceOutage*> longest;
        for (const ServiceOutage& outage : told_.outages) {
            if (shows(outage.service) && (told.insert(outage.service).second || style_.everything)) longest.push_back(&outage);
        }
        if (longest.empty()) return;
        line("");
        line(paint_.bold(style_.everything ? "Outages" : "The longest outage of each service"));
        for (const ServiceOutage* const outage : longest) {
            const Time end = outage->to.value_or(history_.inputs.back().at);
            const std::string cause = outage_cause_words(told_, *outage);
            line(fmt::format("  {}: {} from {} ({}){}{}", outage->service, duration_words(end.seconds - outage->from.seconds),
                             time_text(outage->from), input_name(input(outage->first_input)),
                             outage->to ? "" : ", and still at the end", cause.empty() ? "" : ": " + cause));
        }
    }

    // ---- moments --------------------------------------------------------------------------------------------------

    bool is_in_view(const Decision& decision) const {
        const std::int64_t at = input(decision.input).at.seconds;
        if ((view_.since && at < view_.since->seconds) || (view_.until && at > view_.until->seconds)) return false;
        if (view_.resource.empty()) return true;
        return std::ranges::any_of(decision.actions, [&](const LoggedAction& each) { return shows(each.subject); }) ||
               std::ranges::any_of(decision.unlike, [&](const UnlikePrediction& each) { return shows(each.resource); }) ||
               std::ranges::any_of(decision.since_before, [&](const OutsideEvent& each) { return shows(each.resource); });
    }

    bool is_worth_telling(const Decision& decision) const {
        return style_.everything || !decision.since_before.empty() || !decision.unlike.empty() || !decision.actions.empty() ||
               !decision.error.empty() || decision.agreement == Agreement::Different;
    }

    void moments() {
        line("");
        line(paint_.bold("What happened, and what the cluster decided"));
        std::size_t silent = 0;
        std::vector<const Decision*> shown;
        for (const Decision& decision : told_.decisions) {
            if (!is_in_view(decision)) continue;
            if (is_worth_telling(decision)) {
                shown.push_back(&decision);
            } else {
                ++silent;
            }
        }
        for (std::size_t at = 0; at < shown.size();) {
            const Repetition repeated = style_.everything ? Repetition{} : repetition_at(shown, at);
            for (std::size_t i = 0; i < repeated.length; ++i) moment(*shown[at + i]);
            if (repeated.times > 1) tell_of_repetition(shown, at, repeated);
            at += repeated.length * repeated.times;
        }
        if (silent > 0)
            line(fmt::format("  ({} at which nothing happened and nothing was decided: --all)", counted(silent, "more input")));
    }

    /// So many moments, and how often they come one after the other.
    struct Repetition {
        std::size_t length = 1;
        std::size_t times = 1;
    };

    /// What happened and was decided, without when.
    static std::string without_times(const Decision& decision) {
        std::string text = decision.error;
        for (const OutsideEvent& event : decision.since_before) text += " | " + event_words(event);
        for (const UnlikePrediction& each : decision.unlike) text += " | " + unlike_words(each);
        for (const LoggedAction& action : decision.actions) text += " | " + action_words(action);
        for (const LoggedAction& action : decision.logged) text += " | log " + action_words(action);
        if (decision.differs_otherwise()) {
            for (const LoggedAction& action : *decision.otherwise) text += " | otherwise " + action_words(action);
        }
        return text;
    }

    static Repetition repetition_at(const std::vector<const Decision*>& shown, std::size_t at) {
        constexpr std::size_t longest = 8;
        constexpr std::size_t often = 3;
        for (std::size_t length = 1; length <= longest; ++length) {
            std::size_t times = 1;
            const auto same_again = [&] {
                const std::size_t next = at + times * length;
                if (next + length > shown.size()) return false;
                for (std::size_t i = 0; i < length; ++i) {
                    if (without_times(*shown[at + i]) != without_times(*shown[next + i])) return false;
                }
                return true;
            };
            while (same_again()) ++times;
            if (times >= often) return {length, times};
        }
        return {};
    }

    void tell_of_repetition(const std::vector<const Decision*>& shown, std::size_t at, const Repetition& repeated) {
        const std::size_t last = at + repeated.length * repeated.times - 1;
        const double seconds =
            static_cast<double>(input(shown[last + 1 - repeated.length]->input).at.seconds - input(shown[at]->input).at.seconds);
        const std::string what = repeated.length == 1 ? "such inputs" : fmt::format("these {} inputs", repeated.length);
        line(paint_.red(fmt::format("  … {} come {} times in all, every {:.1f} s, until {} ({})", what, repeated.times,
                                    seconds / static_cast<double>(repeated.times - 1), time_text(input(shown[last]->input).at),
                                    input_name(input(shown[last]->input)))));
    }

    void moment(const Decision& decision) {
        line(fmt::format("  {}  {}", time_text(input(decision.input).at), input_name(input(decision.input))));
        if (!decision.error.empty()) line(paint_.red("    cannot be judged: " + decision.error));
        std::string writer;
        for (const OutsideEvent& event : decision.since_before) {
            const bool edit = event.kind == OutsideEvent::Kind::ConfigurationEdited;
            line("    - " + (edit ? "edit: " : std::string()) + event_words(event));
            if (edit) writer = event.reason;
        }
        if (!writer.empty()) line("      (written by " + writer + ")");
        for (const UnlikePrediction& each : decision.unlike) line("    ~ " + unlike_words(each));
        for (const LoggedAction& action : decision.actions) line("    => " + action_words(action));
        if (decision.differs_otherwise()) {
            for (const LoggedAction& action : *decision.otherwise)
                line(paint_.yellow("    otherwise => " + action_words(action)));
            if (decision.otherwise->empty()) line(paint_.yellow("    otherwise => nothing"));
        }
        if (decision.agreement != Agreement::Different) return;
        line(paint_.red("    the cluster logged something else:"));
        for (const LoggedAction& action : decision.logged) line("    log: " + action_words(action));
        if (decision.logged.empty()) line("    log: nothing");
    }

    void doubts() {
        Diagnostics all = told_.diagnostics;
        all.insert(all.end(), history_.diagnostics.begin(), history_.diagnostics.end());
        if (all.empty()) return;
        constexpr std::size_t few = 5;
        line("");
        line(paint_.bold("Doubts"));
        std::size_t told = 0;
        for (const Diagnostic& each : all) {
            if (!style_.everything && told == few) break;
            ++told;
            line(fmt::format("  {} [{}]", each.message, each.code));
        }
        if (told < all.size()) line(fmt::format("  ({} more: --all)", all.size() - told));
    }

    const History& history_;
    const ToldHistory& told_;
    const HistoryView& view_;
    const TextStyle& style_;
    Paint paint_;
    std::string out_;
};

} // namespace

std::string history_text(const History& history, const ToldHistory& told, const HistoryView& view, const TextStyle& style) {
    return HistoryText(history, told, view, style).run();
}

} // namespace placement
