#include <algorithm>

#include <fmt/format.h>

#include "placement/render.h"
#include "render/columns.h"
#include "render/fold.h"
#include "render/lines.h"
#include "render/paint.h"
#include "render/release_words.h"
#include "render/services.h"
#include "render/sweep_words.h"
#include "render/table.h"

namespace placement {

namespace {

/// A wider matrix is not readable; what a failure does is then listed below it.
constexpr std::size_t widest_matrix = 150;
/// Obstacles, pairs, … in one list, unless all are wanted.
constexpr std::size_t longest_list = 20;

class SweepText {
public:
    SweepText(const Sweep& sweep, const TextStyle& style) : sweep_(sweep), style_(style), paint_(style.color) {
        for (const SweptScenario& scenario : sweep.scenarios) {
            if (scenario.pair_of.empty() && scenario.done) singles_.push_back(&scenario);
        }
    }

    std::string run() {
        const bool with_pairs =
            std::ranges::any_of(sweep_.scenarios, [](const SweptScenario& each) { return !each.pair_of.empty(); });
        line(paint_.bold(sweep_.name + (with_pairs ? ": every single failure, and every pair" : ": every single failure")));
        out_ += release_line(sweep_.release, sweep_.nearest_to, sweep_.unchecked_kinds);
        if (!sweep_.corosync.empty()) line(fmt::format("Quorum is counted by {}", sweep_.corosync));
        events();
        single_points();
        pairs();
        restless_pairs();
        unanswered();
        line("");
        const std::string text = verdict(sweep_);
        const bool rests = std::ranges::all_of(sweep_.scenarios, &SweptScenario::settles);
        const bool survives = sweep_.single_points_of_failure().empty();
        line(!survives ? paint_.red(text) : rests ? paint_.green(text) : paint_.yellow(text));
        return std::move(out_);
    }

private:
    void line(std::string text) {
        while (!text.empty() && text.back() == ' ') text.pop_back();
        out_ += folded_lines(as_line(text, paint_), style_.width);
    }

    std::string cell(const SweptScenario& scenario, std::size_t service) const {
        return fate_in_a_cell(sweep_.now[service], scenario.services[service]);
    }

    static Look look_of(const SweptService& service) {
        if (service.lost()) return Look::Red;
        return service.fate == Fate::Reduced ? Look::Yellow : Look::Plain;
    }

    // -- event against service --

    /// Those that some failure affects.
    std::vector<std::size_t> affected_services() const {
        std::vector<bool> affected(sweep_.services.size());
        for (const SweptScenario* scenario : singles_) {
            for (const auto& each : scenario->services.affected()) affected[each.first] = true;
        }
        std::vector<std::size_t> services;
        for (std::size_t i = 0; i < affected.size(); ++i) {
            if (affected[i]) services.push_back(i);
        }
        return services;
    }

    void events() {
        const std::vector<std::size_t> columns = affected_services();
        const std::size_t as_they_are = sweep_.services.size() - columns.size();
        line("");
        const Table matrix = matrix_of(columns);
        const std::size_t room = style_.width == 0 ? widest_matrix : std::min(style_.width, widest_matrix);
        if (style_.blocks && matrix.natural_width() > room) block_map(columns);
        if (matrix.natural_width() <= widest_matrix) {
            out_ += matrix.text(style_.width, paint_);
        } else {
            lists();
        }
        if (as_they_are > 0) {
            line(paint_.faint(fmt::format("  {} are not affected by any failure", as_they_are)));
        }
    }

    // -- the same at a glance, where the matrix is wider than the terminal --

    static std::string_view block_of(const SweptService& now, const SweptService& after) {
        if (after.lost()) return "█";
        if (after.fate == Fate::Reduced) return "▓";
        return after == now ? "·" : "░";
    }

    void block_map(const std::vector<std::size_t>& columns) {
        std::size_t widest = 0;
        for (const SweptScenario* scenario : singles_) widest = std::max(widest, shown_width(scenario->name));
        const std::size_t room = std::max<std::size_t>(style_.width, 80) - std::min<std::size_t>(widest + 4, 60);
        line(paint_.bold(
            "Failures and services, a block each (█: down; ▓: fewer instances; ░: moved or interrupted; ·: as before)"));
        for (std::size_t first = 0; first < columns.size(); first += room) block_map(columns, first, room, widest);
        line("");
    }

    void block_map(const std::vector<std::size_t>& columns, std::size_t first, std::size_t count, std::size_t widest) {
        const std::size_t last = std::min(first + count, columns.size());
        line(fmt::format("  from {} to {}", sweep_.services[columns[first]], sweep_.services[columns[last - 1]]));
        for (const SweptScenario* scenario : singles_) {
            std::string blocks(widest - shown_width(scenario->name), ' ');
            blocks += "  ";
            for (std::size_t i = first; i < last; ++i) {
                const SweptService& after = scenario->services[columns[i]];
                blocks += paint_.as(look_of(after), std::string(block_of(sweep_.now[columns[i]], after)));
            }
            out_ += as_line("  " + scenario->name + blocks, paint_); // as wide as it is meant to be
        }
    }

    std::string place_now(std::size_t service) const {
        const SweptService& now = sweep_.now[service];
        if (now.running.empty()) return "stopped";
        const std::vector<std::string>& nodes = now.promoted.empty() ? now.running : now.promoted;
        std::string text = now.promoted.empty() ? "" : "promoted";
        for (const std::string& node : nodes) text += (text.empty() ? "" : " ") + node;
        return text;
    }

    Table matrix_of(const std::vector<std::size_t>& columns) const {
        Table table(2, TableFold::BetweenColumns);
        std::vector<TableCell> heading{"", {"quorum", Look::Bold}};
        std::vector<TableCell> now{"now", ""};
        for (const std::size_t service : columns) {
            heading.emplace_back(sweep_.services[service], Look::Bold);
            now.emplace_back(place_now(service));
        }
        table.add(std::move(heading));
        table.add(std::move(now));
        for (const SweptScenario* scenario : singles_) {
            std::vector<TableCell> row{scenario->name, quorum(*scenario)};
            for (const std::size_t service : columns) {
                const std::string what = cell(*scenario, service);
                row.emplace_back(what.empty() ? "." : what, look_of(scenario->services[service]));
            }
            if (!scenario->settles) row.emplace_back("(never comes to rest)");
            table.add(std::move(row));
        }
        return table;
    }

    static TableCell quorum(const SweptScenario& scenario) {
        if (!scenario.error.empty()) return "?";
        return scenario.quorum ? TableCell("yes") : TableCell("no", Look::Red);
    }

    static std::string unrest(const SweptScenario& scenario) { return scenario.settles ? "" : "  (never comes to rest)"; }

    /// Where there are too many services for columns.
    void lists() {
        for (const SweptScenario* scenario : singles_) {
            const std::string lost_quorum = scenario->quorum || !scenario->error.empty() ? "" : ", " + paint_.red("no quorum");
            line(fmt::format("  {}{}{}", scenario->name, lost_quorum, unrest(*scenario)));
            Limited limited(*this);
            for (const auto& [service, fares] : scenario->services.affected()) {
                limited.add(fmt::format("    {}: {}", sweep_.services[service], paint_.as(look_of(fares), cell(*scenario, service))));
            }
            limited.end("    ");
        }
    }

    // -- what is taken down --

    void single_points() {
        const std::vector<std::size_t> points = sweep_.single_points_of_failure();
        if (points.empty()) return;
        line("");
        line(paint_.bold("Taken down by a single failure"));
        for (const std::size_t point : points) losses_in(sweep_.scenarios[point]);
    }

    void losses_in(const SweptScenario& scenario) {
        line("  " + scenario.name);
        for (const std::size_t service : sweep_.newly_lost(scenario)) {
            const SweptService& fares = scenario.services[service];
            line(fmt::format("    {} {}", paint_.red(sweep_.services[service]),
                             loss_in_words(fares.fate)));
            Limited limited(*this);
            for (const Obstacle& obstacle : fares.kept_down_by) {
                limited.add(fmt::format("      {}{}{}", obstacle.node, obstacle.node.empty() ? "" : ": ", obstacle.text));
            }
            limited.end("      ");
            if (fares.kept_down_by.empty()) line("      no score or state explains it");
        }
    }

    void pairs() {
        std::size_t shown = 0;
        std::size_t left = 0;
        for (const SweptScenario& scenario : sweep_.scenarios) {
            if (scenario.pair_of.empty() || !scenario.done || sweep_.newly_lost(scenario).empty()) continue;
            if (shown == longest_list && !style_.everything) {
                ++left;
                continue;
            }
            if (shown++ == 0) {
                line("");
                line(paint_.bold("Taken down by two failures, and by neither of them alone"));
            }
            losses_in(scenario);
        }
        if (left > 0) line(paint_.faint(fmt::format("  and by {} more pairs (--all shows them)", left)));
    }

    void restless_pairs() {
        std::vector<const SweptScenario*> found;
        for (const SweptScenario& scenario : sweep_.scenarios) {
            if (!scenario.pair_of.empty() && sweep_.newly_restless(scenario)) found.push_back(&scenario);
        }
        if (found.empty()) return;
        line("");
        line(paint_.bold("Never at rest after two failures, and after each of them alone at rest"));
        Limited limited(*this);
        for (const SweptScenario* scenario : found) limited.add("  " + scenario->name);
        limited.end("  ");
    }

    void unanswered() {
        std::size_t shown = 0;
        for (const SweptScenario& scenario : sweep_.scenarios) {
            if (scenario.error.empty()) continue;
            if (shown++ == 0) {
                line("");
                line(paint_.bold("Not answered"));
            }
            if (shown <= longest_list || style_.everything) line(fmt::format("  {}: {}", scenario.name, scenario.error));
        }
        if (shown > longest_list && !style_.everything) line(paint_.faint(fmt::format("  and {} more", shown - longest_list)));
    }

    /// A list that ends with how many more there would be.
    class Limited {
    public:
        explicit Limited(SweepText& text) : text_(text) {}
        void add(const std::string& item) {
            ++count_;
            if (count_ <= longest_list || text_.style_.everything) text_.line(item);
        }
        void end(const std::string& indent) {
            if (count_ <= longest_list || text_.style_.everything) return;
            text_.line(text_.paint_.faint(fmt::format("{}and {} more (--all shows them)", indent, count_ - longest_list)));
        }

    private:
        SweepText& text_;
        std::size_t count_ = 0;
    };

    const Sweep& sweep_;
    const TextStyle& style_;
    Paint paint_;
    std::vector<const SweptScenario*> singles_;
    std::string out_;
};

} // namespace

std::string sweep_text(const Sweep& sweep, const TextStyle& style) { return SweepText(sweep, style).run(); }

} // namespace placement
