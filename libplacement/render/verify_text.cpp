#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "placement/codes.h"
#include "placement/render.h"
#include "render/event_options.h"
#include "render/fold.h"
#include "render/lines.h"
#include "render/paint.h"
#include "render/release_words.h"
#include "render/sequence_words.h"
#include "render/words.h"

namespace placement {

namespace {

/// To two digits, and of a very large number its size: it is an estimate.
std::string estimate(double sequences) {
    constexpr double precise = 100, countable = 1e15;
    const double magnitude = sequences < precise ? 1 : std::floor(std::log10(sequences));
    if (sequences >= countable) return fmt::format("about 10^{:.0f}", magnitude);
    const double unit = std::pow(10.0, magnitude - 1);
    return fmt::format("about {:.0f}", std::round(sequences / unit) * unit);
}

/// How many sequences of up to 1, 2, … events there are, some of them counted.
struct ExtentWords {
    const std::vector<double>& sequences;
    std::size_t counted = 0;

    std::string number(std::size_t depth) const {
        if (depth <= counted) return fmt::format("{:.0f}", sequences[depth - 1]);
        return estimate(sequences[depth - 1]);
    }

    std::string less() const {
        constexpr std::size_t most = 5; // what is larger takes too long as well
        std::vector<std::string> all;
        for (std::size_t depth = 1; depth < sequences.size() && depth <= most; ++depth)
            all.push_back(fmt::format("{} with --depth {}", number(depth), depth));
        return all.empty() ? "" : fmt::format("Less is: {}; with --failures as small as that, no more.", joined(all, "; "));
    }
};

/// That a node is away is known from the events.
const Obstacle& first_but_of_nodes_away(const std::vector<Obstacle>& obstacles) {
    const auto found =
        std::ranges::find_if(obstacles, [](const Obstacle& each) { return each.code != obstacle_codes::node_offline; });
    return found == obstacles.end() ? obstacles.front() : *found;
}

class VerifyText {
public:
    VerifyText(const Verification& found, const TextStyle& style) : found_(found), style_(style), paint_(style.color) {}

    std::string run() {
        verdict();
        covered();
        without_place();
        std::size_t number = 0;
        for (const Counterexample& each : found_.counterexamples) counterexample(++number, each);
        return std::move(out_);
    }

private:
    void line(const std::string& text) { out_ += folded_lines(as_line(text, paint_), style_.width); }

    void verdict() {
        if (!found_.counterexamples.empty()) {
            const std::string count = counted(found_.counterexamples.size(), "counterexample");
            line(paint_.bold(paint_.red(fmt::format("It does not hold: {}.", count))));
        } else if (found_.partial) {
            line(paint_.bold(paint_.yellow("No counterexample so far.")));
        } else if (!found_.without_place.empty()) {
            line(paint_.bold(paint_.yellow("It holds: no counterexample. But after a single failure, nothing can run " +
                                           joined(services_without_place(), ", ") + ".")));
        } else {
            line(paint_.bold(paint_.green("It holds: no counterexample.")));
        }
    }

    std::vector<std::string> services_without_place() const {
        std::vector<std::string> names;
        for (const ServiceWithoutPlace& each : found_.without_place) names.push_back(each.service);
        return names;
    }

    /// What has no place after one event.
    void without_place() {
        constexpr std::size_t most = 12;
        if (found_.without_place.empty()) return;
        line("");
        line("Down after a single failure, because nothing can run it then (which breaks no property):");
        std::size_t shown = 0;
        for (const ServiceWithoutPlace& each : found_.without_place) {
            if (shown++ == most) return line(fmt::format("  … and {} more", found_.without_place.size() - most));
            line(fmt::format("  {} when {}{}{}", each.service, text(each.event),
                             each.others == 0 ? "" : fmt::format(" (and after {})", counted(each.others, "other event")),
                             each.why.empty() ? "" : ": " + each.why));
        }
    }

    void covered() {
        std::string properties;
        for (const Property each : found_.properties) properties += (properties.empty() ? "" : ", ") + std::string(text(each));
        line(fmt::format("Asked for: {}.", properties));
        line(fmt::format(
            "Tried: every sequence of up to {}, with up to {} broken at the same time, {}; {} that ran at the beginning.",
            counted(found_.depth, "event"), counted(found_.failures, "thing"),
            found_.timing == VerifyTiming::Rest ? "each while the cluster is at rest"
                                                : "each while the cluster is at rest or between any two steps of a transition",
            counted(found_.services, "service")));
        line(fmt::format("Events: {}.", joined(found_.event_kinds, "; ")));
        std::string agents;
        for (const Agent& each : found_.agents) agents += (agents.empty() ? "" : "; ") + text(each);
        if (!agents.empty())
            line(fmt::format("Agents that are played: {}. What others set is set again when a node comes back.", agents));
        line(fmt::format("Explored {} by {} and {}.{}", counted(found_.states, "state"), counted(found_.sequences, "sequence"),
                         counted(found_.scheduler_runs, "scheduler run"),
                         found_.partial ? paint_.yellow(fmt::format(" Partial: {}; complete to depth {}.", found_.why_partial,
                                                                    found_.complete_to))
                                        : ""));
        if (found_.partial) the_whole();
        out_ += release_line(found_.release, found_.nearest_to, found_.unchecked_kinds);
        if (!found_.partial && found_.counterexamples.empty())
            line("Not tried: longer sequences, more broken at once, failures of storage and networks that no resource or node "
                 "stands "
                 "for, and in which phase of its interval a monitor is when something fails.");
    }

    /// How much is left, and what would be less.
    void the_whole() {
        if (found_.sequences_to_depth.empty()) return;
        const ExtentWords words{found_.sequences_to_depth, found_.counted_to_depth};
        std::string text = fmt::format("The whole is {} sequences", words.number(words.sequences.size()));
        const double times = words.sequences.back() / static_cast<double>(std::max<std::size_t>(found_.sequences, 1));
        if (found_.sequences > 0 && times > 1)
            text += fmt::format(", {} times as many as were tried; --for and --max-states would have to grow as much",
                                estimate(std::ceil(times)));
        line(text + ".");
        if (const std::string less = words.less(); !less.empty()) line(less);
    }

    void counterexample(std::size_t number, const Counterexample& each) {
        line("");
        line(paint_.bold(fmt::format("{}. {}: {}", number, text(each.property), each.what)));
        for (const std::string& also : each.also) line("   and " + also);
        for (const StoryLine& told : story(each))
            line(fmt::format("   {:>8} s  {}{}", seconds_text(told.at_ms), told.is_event ? "" : "  ", told.text));
        if (each.scenario.events.empty()) line("   without any event");
        if (each.outcome) ends(*each.outcome);
        if (!each.decisive.empty() && each.property != Property::ComesToRest)
            line(fmt::format("   It would hold without {}", joined(each.decisive, ", or without ")));
        if (each.others > 0)
            line(
                fmt::format("   ({} {} the same)", counted(each.others, "more sequence"), each.others == 1 ? "breaks" : "break"));
        const std::string command = counterexample_command(each, found_);
        line("   " + (command.empty() ? "no single command shows it; as a test: --write-scenarios FILE" : command));
    }

    void ends(const Outcome& outcome) {
        if (outcome.sequence) {
            for (const std::string& each : short_end_of(*outcome.sequence)) line("   " + each);
        }
        for (const ResourceOutcome& each : outcome.resources) {
            if (!each.service || each.fate < Fate::LostPromoted) continue;
            std::string why;
            if (!each.kept_down_by.empty()) {
                const Obstacle& says_most = first_but_of_nodes_away(each.kept_down_by);
                why = fmt::format(": {}{}", says_most.node.empty() ? "" : "on " + says_most.node + ": ", says_most.text);
            }
            line(fmt::format("   {} is {}{}", each.id, text(each.fate), why));
        }
    }

    const Verification& found_;
    const TextStyle& style_;
    Paint paint_;
    std::string out_;
};

} // namespace

std::string verify_extent_text(const VerifyProgress& progress) {
    const ExtentWords words{progress.sequences_to_depth, progress.counted_to_depth};
    if (words.sequences.empty()) return {};
    const std::string less = words.less();
    return fmt::format("{} sequences of up to {}.{}{}", first_in_capital(words.number(words.sequences.size())),
                       counted(words.sequences.size(), "event"), less.empty() ? "" : " ", less);
}

std::string verify_text(const Verification& found, const TextStyle& style) { return VerifyText(found, style).run(); }

} // namespace placement
