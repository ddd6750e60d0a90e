#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "placement/render.h"
#include "render/columns.h"
#include "render/paint.h"
#include "render/release_words.h"
#include "render/score_sum.h"
#include "render/services.h"
#include "render/steps.h"
#include "render/time_text.h"

namespace placement {

namespace {

/// So many services fit on a screen; of more than that, those that stay as they are get one line together.
constexpr std::size_t services_on_a_screen = 20;

void trim_right(std::string& line) {
    while (!line.empty() && line.back() == ' ') line.pop_back();
}

class AnswerText {
public:
    AnswerText(const Outcome& outcome, const TextStyle& style)
        : outcome_(outcome), style_(style), paint_(style.color) {}

    std::string run() {
        heading();
        nodes();
        services();
        transitions();
        stays_down();
        promotions();
        out_ += "\n" + colored_verdict() + "\n";
        return std::move(out_);
    }

private:
    void line(std::string text) {
        trim_right(text);
        out_ += text + "\n";
    }

    void heading() {
        std::string what = outcome_.events.empty() ? "nothing happens" : "";
        for (const Event& event : outcome_.events) {
            if (!what.empty()) what += ", ";
            what += text(event);
        }
        line(fmt::format("{} {}", paint_.bold(fmt::format("{}: {}", outcome_.name, what)),
                         paint_.faint(fmt::format("(judged at {}, by the rules of {})", time_text(outcome_.at), release()))));
        out_ += "\n";
    }

    std::string release() const { return release_words(outcome_.after->release, unchecked_kinds(*outcome_.after)); }

    // -- nodes --

    void nodes() {
        line(paint_.bold("Nodes"));
        std::size_t name_width = 0;
        for (const NodeOutcome& node : outcome_.nodes) name_width = std::max(name_width, shown_width(node.name));
        for (const NodeOutcome& node : outcome_.nodes) {
            line(fmt::format("  {}  {}", padded(node.name, name_width), node_state(node)));
        }
        const std::string answer = outcome_.quorum ? paint_.green("yes") : paint_.red("no");
        line(fmt::format("{} {}: {}", paint_.bold("Quorum"), answer, quorum_text()));
        out_ += "\n";
    }

    std::string node_state(const NodeOutcome& node) const {
        const bool same = node.before == node.after;
        std::string state = same ? node.after : fmt::format("{} -> {}", node.before, node.after);
        if (!same) state = node.after == "online" ? paint_.green(state) : paint_.red(state);
        if (!node.fencing) return state;
        if (!node.fencing_possible) {
            return fmt::format("{}, {}: {}", state, paint_.red("is not fenced"), text(node.fenced_by));
        }
        return fmt::format("{}, {}{}{}", state, paint_.red("must be fenced"), node.fencing_reason.empty() ? "" : ": ",
                           node.fencing_reason);
    }

    std::string quorum_text() const {
        if (outcome_.quorum) return outcome_.quorum_explanation;
        constexpr std::array names{"freeze", "stop", "ignore", "demote", "suicide (fence)"};
        const auto policy = static_cast<std::size_t>(outcome_.after->options.no_quorum_policy);
        return fmt::format("{}; no-quorum-policy is {}", outcome_.quorum_explanation, names.at(policy));
    }

    // -- services --

    struct TableLine {
        std::string name;
        std::string before;
        std::string after;
        std::string change;
        Fate fate = Fate::Runs;
    };

    void services() {
        const std::vector<ServiceRow> rows = service_rows(outcome_);
        std::vector<TableLine> lines{{"Services", "before", "after", "", Fate::Runs}};
        const bool all = style_.everything || rows.size() <= services_on_a_screen;
        std::size_t hidden_running = 0;
        std::size_t hidden_stopped = 0;
        for (const ServiceRow& row : rows) {
            if (!all && row.heading && !concerns_anybody(*row.resource)) continue;
            if (!all && !row.heading && row.resource->changes.empty()) {
                ++(row.resource->after.empty() ? hidden_stopped : hidden_running);
                continue;
            }
            add_row(row, lines);
        }
        print_table(lines);
        if (hidden_running > 0) line(paint_.faint(fmt::format("  {} more run as before", hidden_running)));
        if (hidden_stopped > 0) line(paint_.faint(fmt::format("  {} more are stopped, as before", hidden_stopped)));
    }

    bool concerns_anybody(const ResourceOutcome& heading) const {
        return std::ranges::any_of(outcome_.resources, [&](const ResourceOutcome& each) {
            return each.parent == heading.id && (!each.changes.empty() || concerns_anybody(each));
        });
    }

    void add_row(const ServiceRow& row, std::vector<TableLine>& lines) const {
        const ResourceOutcome& resource = *row.resource;
        const std::string indent(static_cast<std::size_t>(2 + 2 * row.depth), ' ');
        if (row.heading) {
            lines.push_back({indent + resource.id + ":", "", "", "", Fate::Runs});
            return;
        }
        const std::vector<std::string> before = places(resource.before);
        const std::vector<std::string> after = places(resource.after);
        std::vector<std::string> changes;
        for (const Change& change : resource.changes) changes.push_back(change_text(outcome_, change));
        const std::size_t count = std::max({before.size(), after.size(), changes.size()});
        const auto at = [](const std::vector<std::string>& list, std::size_t i) {
            return i < list.size() ? list[i] : std::string();
        };
        for (std::size_t i = 0; i < count; ++i) {
            lines.push_back({i == 0 ? indent + resource.id : "", at(before, i), at(after, i), at(changes, i),
                             resource.fate});
        }
    }

    void print_table(const std::vector<TableLine>& lines) {
        std::size_t name = 0;
        std::size_t before = 0;
        std::size_t after = 0;
        for (const TableLine& each : lines) {
            name = std::max(name, shown_width(each.name));
            before = std::max(before, shown_width(each.before));
            after = std::max(after, shown_width(each.after));
        }
        for (const TableLine& each : lines) {
            const std::string left = fmt::format("{}  {}  ", padded(each.name, name), padded(each.before, before));
            if (&each == &lines.front()) {
                line(paint_.bold(left + each.after));
            } else {
                line(left + colored(each.fate, padded(each.after, after)) + "  " + each.change);
            }
        }
    }

    std::string colored(Fate fate, const std::string& text) const {
        if (fate >= Fate::LostPromoted) return paint_.red(text);
        return fate == Fate::Reduced ? paint_.yellow(text) : text;
    }

    // -- transitions --

    void transitions() {
        if (outcome_.sequence) {
            out_ += "\n" + paint_.bold("Timeline") + "\n" + sequence_text(*outcome_.sequence, style_);
            return;
        }
        line(fmt::format("\n{}: {}", paint_.bold("Transitions"), rest_text(outcome_.settled)));
        if (!style_.steps) return;
        for (std::size_t number = 0; number < outcome_.settled.rounds.size(); ++number) {
            line("\n" + paint_.bold(fmt::format("Transition {}", number + 1)));
            steps_of(outcome_.settled.rounds[number]);
        }
    }

    void steps_of(const SettledCluster::Round& round) {
        for (const CarriedOutStep& step : round.carried_out.steps) {
            const std::string text = step_text(step);
            if (!text.empty()) line("  " + (step.failed_with ? paint_.red(text) : text));
        }
        for (const std::uint32_t action : round.carried_out.left) {
            const std::string text = left_text(round.schedule, action);
            if (!text.empty()) line(paint_.faint(fmt::format("  not done: {}", text)));
        }
    }

    // -- what stays down --

    void stays_down() {
        obstacles_of("Stays down", [](Fate fate) { return fate >= Fate::LostPromoted; });
        obstacles_of("Fewer instances", [](Fate fate) { return fate == Fate::Reduced; });
    }

    template <typename Wanted>
    void obstacles_of(const char* title, const Wanted& wanted) {
        bool first = true;
        for (const ServiceRow& row : service_rows(outcome_)) {
            const ResourceOutcome& resource = *row.resource;
            if (row.heading || !wanted(resource.fate)) continue;
            if (first) line("\n" + paint_.bold(title));
            first = false;
            line(fmt::format("  {}", headline(resource)));
            for (const Obstacle& obstacle : resource.kept_down_by) {
                line(fmt::format("    {}{}{}", obstacle.node, obstacle.node.empty() ? "" : ": ", obstacle.text));
            }
            if (resource.kept_down_by.empty()) line("    no score or state explains it");
        }
    }

    std::string headline(const ResourceOutcome& resource) const {
        switch (resource.fate) {
        case Fate::LostPromoted: return paint_.red(resource.id) + " has no promoted instance";
        case Fate::Reduced:
            return fmt::format("{} runs {} of {}", paint_.yellow(resource.id), resource.after.size(),
                               resource.before.size());
        default: return paint_.red(resource.id) + " is stopped";
        }
    }

    // -- promotion --

    void promotions() {
        if (!outcome_.schedule.ledger) return;
        for (const ResourceOutcome& resource : outcome_.resources) {
            if (resource.kind != "clone" || !resource.promotable || !promotion_changes(resource)) continue;
            line("\n" + paint_.bold(fmt::format("Promotion of {}", resource.id)));
            for (const ResourceId instance : instances_of(resource.id)) promotion(instance);
        }
    }

    static bool promotion_changes(const ResourceOutcome& resource) {
        if (resource.fate == Fate::LostPromoted) return true;
        return std::ranges::any_of(resource.changes, [](const Change& change) {
            return change.kind == Change::Kind::Promotes || change.role == Role::Promoted;
        });
    }

    std::vector<ResourceId> instances_of(const std::string& clone) const {
        std::vector<ResourceId> instances;
        for (const ResourceId id : outcome_.after->resources.ids()) {
            if (outcome_.after->resources[id].xml_id != clone || !outcome_.after->resources[id].is_clone()) continue;
            for (const ResourceId child : outcome_.after->resources[id].children) {
                const Placement& placement = outcome_.schedule.placements[child];
                if (placement.promotion_considered && placement.node) instances.push_back(child);
            }
        }
        std::ranges::stable_sort(instances, std::greater(), [&](ResourceId id) {
            return outcome_.schedule.placements[id].promotion_score;
        });
        return instances;
    }

    void promotion(ResourceId instance) {
        const Placement& placement = outcome_.schedule.placements[instance];
        const ScoreExplanation explanation = explain_promotion_score(outcome_.schedule, instance);
        const bool promoted = placement.role == Role::Promoted;
        line(fmt::format("  {}: {}{}", outcome_.after->nodes[placement.node].name,
                         fmt::format("promotion score {}", placement.promotion_score.text()),
                         promoted ? ", " + paint_.green("is promoted") : ""));
        for (const std::string& part : part_lines(explanation.parts)) line("    " + part);
    }

    std::string colored_verdict() const {
        const std::string text = verdict(outcome_);
        return outcome_.all_services_survive() ? paint_.green(text) : paint_.red(text);
    }

    const Outcome& outcome_;
    const TextStyle& style_;
    Paint paint_;
    std::string out_;
};

} // namespace

std::string outcome_text(const Outcome& outcome, const TextStyle& style) {
    return AnswerText(outcome, style).run();
}

} // namespace placement
