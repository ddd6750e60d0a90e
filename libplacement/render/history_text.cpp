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
#include "render/sequence_words.h"
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
        outages();
        services();
        moments();
        followed();
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

    /// Also the one that the resource is in.
    bool shows_service(const std::string& service) const {
        const auto parts = told_.parts.find(service);
        return shows(service) || (parts != told_.parts.end() && parts->second.contains(view_.resource));
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
            text += sign(letter(story, from, to));
        }
        return text;
    }

    static char letter(const ServiceStory& story, std::int64_t from, std::int64_t to) {
        std::int64_t up = 0, missed = 0;
        bool unknown = false;
        for (std::size_t i = 0; i < story.spells.size(); ++i) {
            const ServiceSpell& spell = story.spells[i];
            const std::int64_t begin = std::max(from, spell.at.seconds);
            const std::int64_t end = i + 1 < story.spells.size() ? std::min(to, story.spells[i + 1].at.seconds) : to;
            if (begin >= end) continue;
            (spell.is_missed() ? missed : up) += spell.is_missed() || spell.up ? end - begin : 0;
            unknown = unknown || !spell.known;
        }
        if (missed > 0) return missed > up ? '.' : '+';
        return unknown ? '?' : up > 0 ? '#' : ' ';
    }

    /// The letter, or the block that stands for it.
    std::string sign(char letter) const {
        if (style_.blocks && letter == '#') return "█";
        if (style_.blocks && letter == '+') return "▓";
        if (style_.blocks && letter == '.') return "░";
        return {letter};
    }

    void services() {
        if (std::ranges::none_of(told_.services, [&](const ServiceStory& each) { return shows_service(each.id); })) return;
        line("");
        line(paint_.bold(
            fmt::format("Services over time ({}: up; {}: up, but not all the time; {}: down; ?: its record was removed; "
                        "blank: not wanted)",
                        sign('#'), sign('+'), sign('.'))));
        // Of many services, those that fared alike are one line.
        const bool folds = !style_.everything && told_.services.size() > few_services;
        std::vector<std::pair<std::string, std::string>> lines; // a name, and the bar
        std::map<std::string, std::size_t> others;              // by the bar
        for (const ServiceStory& story : told_.services) {
            if (!shows_service(story.id)) continue;
            std::string shown = bar(story);
            if (folds && std::ranges::find(lines, shown, &std::pair<std::string, std::string>::second) != lines.end()) {
                ++others[shown];
            } else {
                lines.emplace_back(story.id, std::move(shown));
            }
        }
        std::size_t widest = 0;
        for (auto& [name, shown] : lines) {
            if (others.contains(shown)) name += fmt::format(" and {} more", others[shown]);
            widest = std::max(widest, name.size());
        }
        for (const auto& [name, shown] : lines) line(fmt::format("  {:<{}}  |{}|", name, widest, shown));
    }

    /// So many are shown whatever there is to say about them.
    static constexpr std::size_t few_services = 12;

    // ---- outages --------------------------------------------------------------------------------------------------

    void outages() {
        std::set<std::string> told;
        std::vector<const ServiceOutage*> shown;
        std::size_t shorter = 0;
        for (const ServiceOutage& outage : told_.outages) {
            if (!shows_service(outage.service)) continue;
            const bool longest = told.insert(outage.service).second;
            if (longest || style_.everything) shown.push_back(&outage);
            if (!longest) ++shorter;
        }
        line("");
        if (shown.empty()) {
            line(paint_.green(nothing_was_down()));
            return;
        }
        line(paint_.bold(style_.everything ? "Outages" : "The longest outage of each service"));
        tell_of(shown);
        if (shorter > 0 && !style_.everything) line(fmt::format("  ({}: --all)", counted(shorter, "shorter outage")));
    }

    std::string nothing_was_down() const {
        const std::string& of = view_.resource;
        if (of.empty()) return "No service that had been up was down, as far as the inputs say.";
        const bool is_told =
            std::ranges::any_of(told_.services, [&](const ServiceStory& each) { return shows_service(each.id); });
        if (!is_told) return of + " is no service: outages are told of services alone.";
        return fmt::format("Of {} alone: no service that had been up was down, as far as the inputs say.", of);
    }

    /// Those that began and ended together, and that the same would have ended, are told once.
    void tell_of(std::vector<const ServiceOutage*> outages) {
        const auto is_like = [](const ServiceOutage& one, const ServiceOutage& other) {
            if (one.from != other.from || one.to != other.to || !one.explanation || !other.explanation) return false;
            const OutageExplanation& first = *one.explanation;
            const OutageExplanation& second = *other.explanation;
            if (first.decision != second.decision || first.loop || second.loop) return false;
            if (second.searched && first.ended_by != second.ended_by) return false;
            if (second.searched && !first.ended_by.empty()) return true;
            return !first.kept_down_by.empty() && !second.kept_down_by.empty() &&
                   first.kept_down_by.front().text == second.kept_down_by.front().text;
        };
        while (!outages.empty()) {
            const ServiceOutage& first = *outages.front();
            outages.erase(outages.begin());
            tell_of(first);
            std::string others;
            std::erase_if(outages, [&](const ServiceOutage* other) {
                if (style_.everything || !is_like(first, *other)) return false;
                others += (others.empty() ? "" : ", ") + other->service;
                return true;
            });
            if (!others.empty()) line("    The same for " + others);
        }
    }

    void tell_of(const ServiceOutage& outage) {
        const std::string duration = duration_words(outage.length(history_.inputs.back().at));
        const std::string from = fmt::format("from {} ({})", time_text(outage.from), input_name(input(outage.first_input)));
        line(paint_.red(
            outage.to ? fmt::format("  {} was down for {} {}", outage.service, duration, from)
                      : fmt::format("  {} was down {} on, and still is {} later, at the end", outage.service, from, duration)));
        line("    It went down: " + cause_words(outage.cause));
        if (outage.explanation) explanation(*outage.explanation);
    }

    void explanation(const OutageExplanation& explanation) {
        std::string agents;
        for (const Agent& agent : explanation.agents)
            agents += fmt::format("{}{}'s agent played as {}", agents.empty() ? ", with " : ", ", agent.resource, agent.profile);
        line(fmt::format("    {} Simulated from {} on{}:",
                         explanation.comes_back ? "It was not brought back by then." : "It did not come back by itself.",
                         input_name(input(explanation.decision)), agents));
        if (explanation.comes_back) line("      it comes back, so what kept it down is not in this input");
        if (explanation.loop) {
            for (const std::string& each : short_words(*explanation.loop)) line("      " + each);
        }
        obstacles(explanation.kept_down_by);
        if (!explanation.loop && !explanation.ended_by.empty())
            line(fmt::format("      Any of these would have ended it: {}", joined(explanation.ended_by, "; ")));
        if (explanation.searched && !explanation.comes_back && !explanation.loop && explanation.ended_by.empty())
            line(
                "      No single change of a score, of stickiness or of a threshold would have ended it, nor a constraint less.");
        if (explanation.ends_otherwise) {
            line(*explanation.ends_otherwise ? paint_.green("      With what you ask for, it comes back.")
                                             : paint_.red("      With what you ask for, it does not come back either."));
        }
    }

    void obstacles(const std::vector<Obstacle>& found) {
        constexpr std::size_t few = 4;
        std::size_t told = 0;
        for (const Obstacle& each : found) {
            if (!style_.everything && told == few) break;
            ++told;
            line(fmt::format("      {}{}", each.node.empty() ? "" : "on " + each.node + ": ", each.text));
        }
        if (told < found.size()) line(fmt::format("      ({} more: --all)", found.size() - told));
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

    /// Something that the cluster does not do every day.
    bool matters(const Decision& decision) const {
        using Kind = OutsideEvent::Kind;
        const auto is_trouble = [](const OutsideEvent& event) {
            return event.kind == Kind::OperationFails || event.kind == Kind::NodeIsLost || event.kind == Kind::QuorumChanges;
        };
        const auto is_not_explained = [](const UnlikePrediction& each) {
            return each.cause == UnlikePrediction::Cause::NotExplained;
        };
        const auto is_fenced = [this](std::size_t each) { return is_about_fencing(history_.events[each]); };
        const auto fences = [](const LoggedAction& action) { return action.change.starts_with("Fence"); };
        const auto is_new_here = [&](const Suspicion& each) { return is_new(each, decision); };
        return std::ranges::any_of(decision.since_before, is_trouble) || std::ranges::any_of(decision.suspicions, is_new_here) ||
               std::ranges::any_of(decision.unlike, is_not_explained) || std::ranges::any_of(decision.actions, fences) ||
               std::ranges::any_of(decision.logged_events, is_fenced) || !decision.error.empty() ||
               decision.agreement == Agreement::Different || decision.differs_otherwise();
    }

    bool has_something(const Decision& decision) const {
        return !decision.since_before.empty() || !decision.logged_events.empty() || !decision.unlike.empty() ||
               !decision.actions.empty();
    }

    /// Whoever asks for a part wants to see that part.
    bool asks_for_a_part() const { return view_.since || view_.until || !view_.resource.empty(); }

    bool is_worth_telling(const Decision& decision) const {
        return style_.everything || matters(decision) || (asks_for_a_part() && has_something(decision));
    }

    void moments() {
        line("");
        line(paint_.bold(style_.everything || asks_for_a_part() ? "What happened, and what the cluster decided"
                                                                : "The moments that matter"));
        std::size_t quiet = 0;
        std::size_t silent = 0;
        std::vector<const Decision*> shown;
        for (const Decision& decision : told_.decisions) {
            if (!is_in_view(decision)) continue;
            if (is_worth_telling(decision)) {
                shown.push_back(&decision);
            } else if (has_something(decision)) {
                ++quiet;
            } else {
                ++silent;
            }
        }
        if (shown.empty()) {
            line(asks_for_a_part() ? "  none in what was asked for"
                                   : "  none: nothing failed, no node was lost, no service went down");
        }
        for (std::size_t at = 0; at < shown.size();) {
            const Repetition repeated = style_.everything ? Repetition{} : repetition_at(shown, at);
            for (std::size_t i = 0; i < repeated.length; ++i) moment(*shown[at + i]);
            if (repeated.times > 1) tell_of_repetition(shown, at, repeated);
            at += repeated.length * repeated.times;
        }
        if (quiet > 0)
            line(fmt::format("  ({}: edits, nodes that join, decisions like those above: --all)", counted(quiet, "more input")));
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

    /// Promotion scores, and what the cluster itself acts on.
    static bool says_much(const OutsideEvent& event) {
        return event.name.starts_with("master-") || event.name == "shutdown" || event.name == "standby" ||
               event.name == "maintenance" || event.name == "terminate";
    }

    /// The decision before was not suspect in the same way.
    bool is_new(const Suspicion& suspicion, const Decision& decision) const {
        if (decision.input == 0) return true;
        return std::ranges::none_of(told_.decisions[decision.input - 1].suspicions, [&](const Suspicion& each) {
            return each.kind == suspicion.kind && each.resource == suspicion.resource;
        });
    }

    static bool is_about_fencing(const LoggedEvent& event) {
        return event.kind == LoggedEvent::Kind::Fenced || event.kind == LoggedEvent::Kind::FencingFailed;
    }

    /// How often it goes round, from an input and the one that is the same.
    std::string how_often(std::size_t earlier, std::size_t now) const {
        const auto repeats = [](const Suspicion& each) { return each.kind == Suspicion::Kind::Repeats; };
        std::size_t last = now;
        while (last + 1 < told_.decisions.size() && std::ranges::any_of(told_.decisions[last + 1].suspicions, repeats)) ++last;
        const std::size_t rounds = (last - earlier) / (now - earlier);
        const std::size_t end = earlier + rounds * (now - earlier);
        const auto seconds = static_cast<double>(input(end).at.seconds - input(earlier).at.seconds);
        return fmt::format(", every {:.1f} s, {} times until {}", seconds / static_cast<double>(rounds), rounds + 1,
                           time_text(input(last).at));
    }

    void moment(const Decision& decision) {
        line(fmt::format("  {}  {}", time_text(input(decision.input).at), input_name(input(decision.input))));
        if (!decision.error.empty()) line(paint_.red("    cannot be judged: " + decision.error));
        std::string writer;
        std::size_t told = 0;
        std::size_t left = 0;
        constexpr std::size_t few = 6;
        for (const OutsideEvent& event : decision.since_before) {
            const bool detail = event.kind == OutsideEvent::Kind::AttributeChanges && !says_much(event);
            if (!style_.everything && (detail || told == few)) {
                ++left;
                continue;
            }
            ++told;
            const bool edit = event.kind == OutsideEvent::Kind::ConfigurationEdited;
            line("    - " + (edit ? "edit: " : std::string()) + event_words(event));
            if (edit) writer = event.reason;
        }
        for (const std::size_t each : decision.logged_events) {
            const LoggedEvent& event = history_.events[each];
            if (style_.everything || is_about_fencing(event))
                line(fmt::format("    - {} (log, {})", event.text, time_text(*event.at)));
        }
        if (left > 0) line(fmt::format("    - {}: --all", counted(left, told == 0 ? "attribute change" : "more change")));
        if (!writer.empty()) line("      (written by " + writer + ")");
        for (const UnlikePrediction& each : decision.unlike) {
            if (style_.everything || each.cause == UnlikePrediction::Cause::NotExplained) line("    ~ " + unlike_words(each));
        }
        for (std::size_t i = 0; i < decision.actions.size(); ++i) {
            line("    => " + action_words(decision.actions[i]));
            const std::string& because = decision.because[i];
            if (!because.empty() && (style_.everything || told_because_.insert(because).second))
                line("       because " + because);
        }
        for (const Suspicion& each : decision.suspicions) {
            if (!style_.everything && !is_new(each, decision)) continue;
            const bool circles = each.kind == Suspicion::Kind::Repeats && !style_.everything;
            line(paint_.yellow(fmt::format("    ! {}{}", suspicion_words(history_, told_, each),
                                           circles ? how_often(*each.earlier, decision.input) : "")));
        }
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

    void followed() {
        if (told_.neighbours == 0) return;
        line("");
        line(paint_.bold("What became of the decisions"));
        const auto told = [this](std::size_t number, const char* text) {
            if (number > 0) line(fmt::format("  {}: {}", counted(number, "decision"), text));
        };
        told(told_.as_predicted, "the next input has every resource where the decision was to bring it");
        told(told_.explained - told_.as_predicted,
             "the next input has a resource elsewhere, and records why: something failed, came between, or was not finished");
        told(told_.neighbours - told_.explained, "the next input has a resource elsewhere, and nothing recorded explains it");
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
    std::set<std::string> told_because_;
    std::string out_;
};

} // namespace

std::string history_text(const History& history, const ToldHistory& told, const HistoryView& view, const TextStyle& style) {
    return HistoryText(history, told, view, style).run();
}

} // namespace placement
