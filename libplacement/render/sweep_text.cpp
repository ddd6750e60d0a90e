#include <algorithm>

#include <fmt/format.h>

#include "placement/render.h"
#include "render/columns.h"
#include "render/paint.h"
#include "render/release_words.h"
#include "render/sweep_words.h"

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
        line(paint_.bold(sweep_.name + ": every single failure"));
        out_ += release_line(sweep_.release, sweep_.unchecked_kinds);
        events();
        single_points();
        pairs();
        unanswered();
        line("");
        const std::string text = verdict(sweep_);
        line(sweep_.single_points_of_failure().empty() ? paint_.green(text) : paint_.red(text));
        return std::move(out_);
    }

private:
    void line(std::string text) {
        while (!text.empty() && text.back() == ' ') text.pop_back();
        out_ += text + "\n";
    }

    std::string cell(const SweptScenario& scenario, std::size_t service) const {
        return fate_in_a_cell(sweep_.now[service], scenario.services[service]);
    }

    std::string colored(const SweptService& service, const std::string& text) const {
        if (service.lost()) return paint_.red(text);
        return service.fate == Fate::Reduced ? paint_.yellow(text) : text;
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
        if (matrix_width(columns) <= widest_matrix) {
            matrix(columns);
        } else {
            lists();
        }
        if (as_they_are > 0) {
            line(paint_.faint(fmt::format("  {} stay as they are whatever fails", as_they_are)));
        }
    }

    std::size_t name_width() const {
        std::size_t widest = 3;
        for (const SweptScenario* scenario : singles_) widest = std::max(widest, shown_width(scenario->name));
        return widest;
    }

    std::size_t column_width(std::size_t service) const {
        std::size_t widest = std::max(shown_width(sweep_.services[service]), shown_width(place_now(service)));
        for (const SweptScenario* scenario : singles_) widest = std::max(widest, shown_width(cell(*scenario, service)));
        return widest;
    }

    std::size_t matrix_width(const std::vector<std::size_t>& columns) const {
        std::size_t total = 2 + name_width() + 2 + 6;
        for (const std::size_t service : columns) {
            total += 2 + column_width(service);
            if (total > widest_matrix) break;
        }
        return total;
    }

    std::string place_now(std::size_t service) const {
        const SweptService& now = sweep_.now[service];
        if (now.running.empty()) return "stopped";
        const std::vector<std::string>& nodes = now.promoted.empty() ? now.running : now.promoted;
        std::string text = now.promoted.empty() ? "" : "promoted";
        for (const std::string& node : nodes) text += (text.empty() ? "" : " ") + node;
        return text;
    }

    void matrix(const std::vector<std::size_t>& columns) {
        const std::size_t first = name_width();
        std::vector<std::size_t> widths;
        std::string heading = "  " + padded("", first) + "  quorum";
        std::string now = "  " + padded("now", first) + "        ";
        for (const std::size_t service : columns) {
            widths.push_back(column_width(service));
            heading += "  " + padded(sweep_.services[service], widths.back());
            now += "  " + padded(place_now(service), widths.back());
        }
        line(paint_.bold(heading));
        line(now);
        for (const SweptScenario* scenario : singles_) {
            std::string text = fmt::format("  {}  {}", padded(scenario->name, first), quorum(*scenario));
            for (std::size_t i = 0; i < columns.size(); ++i) {
                const std::string what = cell(*scenario, columns[i]);
                text += "  " + colored(scenario->services[columns[i]], padded(what.empty() ? "." : what, widths[i]));
            }
            line(text + unrest(*scenario));
        }
    }

    std::string quorum(const SweptScenario& scenario) const {
        if (!scenario.error.empty()) return "?     ";
        return scenario.quorum ? "yes   " : paint_.red("no") + "    ";
    }

    static std::string unrest(const SweptScenario& scenario) { return scenario.settles ? "" : "  (never comes to rest)"; }

    /// Where there are too many services for columns.
    void lists() {
        for (const SweptScenario* scenario : singles_) {
            const std::string lost_quorum = scenario->quorum || !scenario->error.empty() ? "" : ", " + paint_.red("no quorum");
            line(fmt::format("  {}{}{}", scenario->name, lost_quorum, unrest(*scenario)));
            Limited limited(*this);
            for (const auto& [service, fares] : scenario->services.affected()) {
                limited.add(fmt::format("    {}: {}", sweep_.services[service], colored(fares, cell(*scenario, service))));
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
                             fares.fate == Fate::Lost ? "is stopped" : "has no promoted instance"));
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

// ---- CSV ------------------------------------------------------------------------------------------------------

namespace {

std::string csv_field(const std::string& text) {
    if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
    std::string result = "\"";
    for (const char c : text) result += c == '"' ? std::string("\"\"") : std::string(1, c);
    return result + "\"";
}

const char* word(bool yes) { return yes ? "yes" : "no"; }

} // namespace

std::string sweep_csv(const Sweep& sweep) {
    std::string csv = "failure,done,quorum,settles,error";
    for (const std::string& service : sweep.services) csv += "," + csv_field(service);
    csv += "\r\n";
    for (const SweptScenario& scenario : sweep.scenarios) {
        const bool answered = scenario.done && scenario.error.empty();
        csv += fmt::format("{},{},{},{},{}", csv_field(scenario.name), word(scenario.done),
                           answered ? word(scenario.quorum) : "", answered ? word(scenario.settles) : "",
                           csv_field(scenario.error));
        for (std::size_t service = 0; service < sweep.services.size(); ++service) {
            csv += ",";
            if (answered) csv += csv_field(fate_in_a_cell(sweep.now[service], scenario.services[service]));
        }
        csv += "\r\n";
    }
    return csv;
}

} // namespace placement
