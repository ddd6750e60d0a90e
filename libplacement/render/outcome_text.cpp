#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "placement/render.h"
#include "render/columns.h"
#include "render/fold.h"
#include "render/lines.h"
#include "render/paint.h"
#include "render/promotion_text.h"
#include "render/quorum_words.h"
#include "render/release_words.h"
#include "render/services.h"
#include "render/services_table.h"
#include "render/steps.h"
#include "render/table.h"
#include "render/time_text.h"
#include "render/words.h"

namespace placement {

namespace {

/// What makes up the answer, the most important thing first: the verdict, what would happen anyway, nodes, services, what is
/// done, what stays down and why, promotion, and the verdict again.
class AnswerText {
public:
    AnswerText(const Outcome& outcome, const TextStyle& style) : outcome_(outcome), style_(style), paint_(style.color) {}

    std::string run() {
        line(colored_verdict());
        heading();
        happens_anyway();
        nodes();
        services();
        phases();
        transitions();
        stays_down();
        out_ += folded_lines(promotion_text(outcome_, style_), style_.width);
        line("");
        line(colored_verdict());
        return std::move(out_);
    }

private:
    void line(std::string text) {
        while (!text.empty() && text.back() == ' ') text.pop_back();
        out_ += folded_lines(as_line(text, paint_), style_.width);
    }

    static std::string events_text(const std::vector<Event>& events) {
        std::string what;
        for (const Event& event : events) {
            if (!what.empty()) what += ", ";
            what += text(event);
        }
        return what;
    }

    void heading() {
        std::string what = outcome_.events.empty() ? begin_text() : events_text(outcome_.events);
        for (const OperationResult& each : outcome_.failing) what += fmt::format(", {} every time it runs", text(each));
        line(fmt::format("{} {}", paint_.bold(fmt::format("{}: {}", outcome_.name, what)),
                         paint_.faint(fmt::format("(judged at {}, by the rules of {})", time_text(outcome_.at), release()))));
        line("");
    }

    const char* begin_text() const { return outcome_.from == StartFrom::Rest ? "the cluster at rest" : "as recorded"; }

    std::string release() const {
        return release_words(outcome_.after->release, outcome_.before->nearest_to, unchecked_kinds(*outcome_.after));
    }

    // -- what happens without the events --

    void happens_anyway() {
        if (!outcome_.anyway) return;
        std::vector<std::string> changes;
        for (const ResourceOutcome& resource : outcome_.anyway->resources) {
            if (resource.kind == "group" || !concerns_itself(resource)) continue;
            for (const Change& change : resource.changes) {
                changes.push_back(fmt::format("{} {}", resource.id, change_text(outcome_.anyway->nodes, resource, change)));
            }
        }
        constexpr std::size_t shown = 5;
        std::string text =
            joined({changes.begin(), changes.begin() + static_cast<std::ptrdiff_t>(std::min(shown, changes.size()))}, "; ");
        if (changes.size() > shown) text += fmt::format("; and {} more", changes.size() - shown);
        if (outcome_.anyway->settled->end == SettledCluster::End::Cycle)
            text += text.empty() ? "it never comes to rest" : "; it never comes to rest";
        line(fmt::format("{} Without the event: {}.", paint_.yellow("The cluster is not at rest."),
                         text.empty() ? "services are interrupted" : text));
        line("");
    }

    /// It is not told by what is in it.
    bool concerns_itself(const ResourceOutcome& resource) const {
        if (resource.kind == "primitive") {
            const auto parent = std::ranges::find(outcome_.anyway->resources, resource.parent, &ResourceOutcome::id);
            return parent == outcome_.anyway->resources.end() || parent->kind == "group";
        }
        return std::ranges::none_of(outcome_.anyway->resources, [&](const ResourceOutcome& each) {
            return each.parent == resource.id && each.kind == "group";
        });
    }

    // -- nodes --

    void nodes() {
        line(paint_.bold("Nodes"));
        std::size_t name_width = 0;
        for (const NodeOutcome& node : outcome_.nodes) name_width = std::max(name_width, shown_width(node.name));
        for (const NodeOutcome& node : outcome_.nodes) {
            line(fmt::format("  {}  {}", padded(node.name, name_width), node_state(node)));
        }
        const std::string answer = outcome_.quorum ? paint_.green("yes") : paint_.red("no");
        line(fmt::format("{} {}: {}", paint_.bold("Quorum"), answer, quorum_words(outcome_)));
        line("");
    }

    std::string node_state(const NodeOutcome& node) const {
        const bool same = node.before == node.after;
        std::string state = same ? node.after : fmt::format("{} -> {}", node.before, node.after);
        if (!same) state = node.after == "online" ? paint_.green(state) : paint_.red(state);
        if (node.fenced > 0) {
            state += ", " + paint_.red(node.fenced == 1 ? "is fenced" : fmt::format("is fenced {} times", node.fenced));
        } else if (node.fencing && (node.kind != NodeKind::Guest || node.after.starts_with("unclean"))) {
            state += ", " + paint_.red(node.fencing_possible ? "must be fenced" : "is not fenced");
            if (!node.fencing_possible) return state + ": " + text(node.fenced_by);
        }
        if (node.fencing && node.kind != NodeKind::Guest && !node.fencing_reason.empty()) state += ": " + node.fencing_reason;
        return state;
    }

    // -- services --

    void services() { out_ += services_table(outcome_.resources, outcome_.nodes, outcome_.anyway.get(), style_, false); }

    /// Each group of events with its own before and after.
    void phases() {
        for (std::size_t i = 0; i < outcome_.phases.size(); ++i) {
            const Phase& phase = outcome_.phases[i];
            line("");
            line(paint_.bold(fmt::format("Step {}: {}", i + 1,
                                         phase.events.empty() ? "the cluster comes to rest" : events_text(phase.events))));
            for (const NodeOutcome& node : phase.nodes) {
                if (node.before != node.after || node.fencing) line(fmt::format("  {}: {}", node.name, node_state(node)));
            }
            out_ += services_table(phase.resources, phase.nodes, nullptr, style_, true);
            line(fmt::format("  {}", rest_text(*phase.settled)));
        }
    }

    // -- transitions --

    void transitions() {
        if (outcome_.sequence) {
            line("");
            line(paint_.bold("Timeline"));
            out_ += sequence_text(*outcome_.sequence, style_);
            return;
        }
        if (outcome_.phases.empty()) {
            line("");
            line(first_in_capital(rest_text(*outcome_.settled)));
        }
        if (!style_.steps) return;
        std::size_t number = 0;
        const auto rounds = [&](const SettledCluster& settled) {
            for (const SettledCluster::Round& round : settled.rounds) {
                line("");
                line(paint_.bold(fmt::format("Transition {}", ++number)));
                steps_of(round);
            }
        };
        if (outcome_.phases.empty()) return rounds(*outcome_.settled);
        for (const Phase& phase : outcome_.phases) rounds(*phase.settled);
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

    // -- what does not run, and why --

    void stays_down() {
        obstacles_of("Down", {Fate::Lost, Fate::LostPromoted});
        obstacles_of("Failed and not recovered", {Fate::Stuck});
        obstacles_of("Unknown", {Fate::Unknown});
        obstacles_of("Dead, undetected", {Fate::Undetected});
        obstacles_of("Fewer instances", {Fate::Reduced});
    }

    void obstacles_of(const char* title, std::initializer_list<Fate> fates) {
        bool first = true;
        std::vector<ServiceRow> rows = service_rows(outcome_.resources);
        std::stable_partition(rows.begin(), rows.end(), [](const ServiceRow& row) { return row.resource->service; });
        for (const ServiceRow& row : rows) {
            const ResourceOutcome& resource = *row.resource;
            if (row.heading || std::ranges::find(fates, resource.fate) == fates.end()) continue;
            if (std::exchange(first, false)) {
                line("");
                line(paint_.bold(title));
            }
            line(fmt::format("  {}", headline(resource)));
            for (const Obstacle& obstacle : resource.kept_down_by) {
                line(fmt::format("    {}{}{}", obstacle.node, obstacle.node.empty() ? "" : ": ", obstacle.text));
            }
            if (resource.kept_down_by.empty()) line("    no score or state explains it");
        }
    }

    std::string headline(const ResourceOutcome& resource) const {
        if (resource.fate != Fate::Reduced) return fmt::format("{} {}", paint_.red(resource.id), loss_in_words(resource.fate));
        return fmt::format("{} runs {} of {}", paint_.yellow(resource.id),
                           std::ranges::count(resource.after, InstanceState::Running, &RunningOn::state), resource.before.size());
    }

    std::string colored_verdict() const {
        const std::string text = verdict(outcome_);
        const bool good = outcome_.all_services_survive() && outcome_.at_rest_in_the_end();
        return good ? paint_.green(text) : paint_.red(text);
    }

    const Outcome& outcome_;
    const TextStyle& style_;
    Paint paint_;
    std::string out_;
};

} // namespace

std::string outcome_text(const Outcome& outcome, const TextStyle& style) { return AnswerText(outcome, style).run(); }

} // namespace placement
