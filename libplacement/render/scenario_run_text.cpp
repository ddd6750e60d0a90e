#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "placement/error.h"
#include "placement/quoting.h"
#include "placement/scenario_run.h"
#include "render/columns.h"
#include "render/fold.h"
#include "render/lines.h"
#include "render/paint.h"
#include "render/release_words.h"
#include "render/sequence_words.h"
#include "render/services.h"

namespace placement {

namespace {

/// "msPostgresql: pg02 Promoted, pg03 Unpromoted".
std::vector<std::string> where_everything_is(const Outcome& outcome) {
    std::vector<std::string> lines;
    for (const ServiceRow& row : service_rows(outcome.resources)) {
        if (row.heading) continue;
        lines.push_back(fmt::format("{}: {}", row.resource->id, fmt::join(places(row.resource->after), ", ")));
    }
    return lines;
}

std::string release_of(const Outcome& outcome) {
    return release_name(outcome.before->release, outcome.before->nearest_to, unchecked_kinds(*outcome.before));
}

/// The name, and the release if the name does not say it.
std::string heading(const ScenarioRun& run) {
    const std::string release(text(run.outcome.before->release));
    const bool told = run.name.find(release) != std::string::npos && unchecked_kinds(*run.outcome.before).empty();
    return told ? run.name : fmt::format("{} ({})", run.name, release_of(run.outcome));
}

// ---- beside each other ----------------------------------------------------------------------------------------

struct Cell {
    enum class Look : std::uint8_t { Plain, Event, Bad };
    std::string text;
    Look look = Look::Plain;
};

/// What of a timeline is told.
class Story {
public:
    explicit Story(const Sequence& sequence) : sequence_(sequence) {
        for (const TimelineEntry& entry : sequence.timeline) {
            if (is_a_further_turn(entry)) continue;
            tell(entry);
        }
        if (!sequence.loop) return;
        const Loop& loop = *sequence.loop;
        add(loop.since_ms + loop.period_ms, {fmt::format("… and so on, every {} s", seconds_text(loop.period_ms)), Cell::Look::Bad});
    }

    const std::map<std::int64_t, std::vector<Cell>>& rows() const { return rows_; }

private:
    bool is_a_further_turn(const TimelineEntry& entry) const {
        return sequence_.loop && entry.kind != TimelineEntry::Kind::EventHappens &&
               entry.at_ms >= sequence_.loop->since_ms + sequence_.loop->period_ms;
    }

    void add(std::int64_t at_ms, Cell cell) { rows_[at_ms].push_back(std::move(cell)); }

    static bool moves_something(const std::string& operation) {
        return operation == "start" || operation == "stop" || operation == "promote" || operation == "demote" ||
               operation == "migrate_to" || operation == "migrate_from";
    }

    /// It asks to be promoted, or is fit to be.
    static bool is_good_score(const TimelineEntry& entry) {
        const bool score = entry.attribute.starts_with("master-") || entry.attribute.starts_with("promotion-");
        return score && entry.after && Score::parse(*entry.after).value_or(Score(-1)) >= Score(0);
    }

    void tell(const TimelineEntry& entry) {
        switch (entry.kind) {
        case TimelineEntry::Kind::EventHappens: return add(entry.at_ms, {entry.text, Cell::Look::Event});
        case TimelineEntry::Kind::OperationBegins:
            if (entry.interval_ms == 0 && moves_something(entry.operation)) add(entry.at_ms, {entry.text, {}});
            return;
        case TimelineEntry::Kind::OperationEnds:
            if (entry.exit_status != entry.expected && moves_something(entry.operation)) {
                add(entry.at_ms, {entry.text, Cell::Look::Bad});
            }
            return;
        case TimelineEntry::Kind::MonitorReports:
        case TimelineEntry::Kind::NodeChanges: return add(entry.at_ms, {entry.text, {}});
        case TimelineEntry::Kind::AttributeChanges:
            if (is_good_score(entry)) add(entry.at_ms, {entry.text, {}});
            return;
        case TimelineEntry::Kind::SchedulerRun:
        case TimelineEntry::Kind::Abort: return;
        }
    }

    const Sequence& sequence_;
    std::map<std::int64_t, std::vector<Cell>> rows_;
};

/// Breaks at spaces; a word that is too long stands alone.
std::vector<std::string> wrapped(const std::string& text, std::size_t width) {
    std::vector<std::string> lines;
    std::string line;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find(' ', at), text.size());
        const std::string word = text.substr(at, end - at);
        at = end + 1;
        if (word.empty()) continue;
        if (!line.empty() && shown_width(line) + 1 + shown_width(word) > width) lines.push_back(std::exchange(line, "  "));
        if (!line.empty() && line != "  ") line += ' ';
        line += word;
    }
    if (!line.empty()) lines.push_back(line);
    return lines;
}

class Columns {
public:
    Columns(const std::vector<ScenarioRun>& runs, std::size_t width, const TextStyle& style)
        : runs_(runs), paint_(style.color) {
        if (runs.empty()) throw InvalidArgument("there is no scenario to show");
        const std::size_t between = 3 * (runs.size() - 1);
        const std::size_t room = width > times + between ? (width - times - between) / runs.size() : 0;
        if (room < 20) throw InvalidArgument(fmt::format("{} columns do not fit in {} characters", runs.size(), width));
        column_ = room;
    }

    std::string run() {
        head();
        moments();
        rule();
        ends();
        return std::move(out_);
    }

private:
    static constexpr std::size_t times = 9;

    using Cells = std::vector<std::vector<Cell>>; ///< one list a column, a line an entry

    static Cells cells_of(std::size_t columns) { return Cells(columns); }

    void print(const std::string& time, const Cells& cells) {
        std::vector<std::vector<Cell>> lines(cells.size());
        std::size_t height = 0;
        for (std::size_t column = 0; column < cells.size(); ++column) {
            for (const Cell& cell : cells[column]) {
                for (const std::string& line : wrapped(visible(cell.text), column_)) lines[column].push_back({line, cell.look});
            }
            height = std::max(height, lines[column].size());
        }
        for (std::size_t row = 0; row < height; ++row) {
            std::string line = fmt::format("{:>{}}  ", row == 0 ? time : "", times - 2);
            for (std::size_t column = 0; column < cells.size(); ++column) {
                if (column > 0) line += " | ";
                const Cell cell = row < lines[column].size() ? lines[column][row] : Cell{};
                const std::size_t used = shown_width(cell.text);
                line += painted(cell) + std::string(used < column_ ? column_ - used : 0, ' ');
            }
            while (!line.empty() && line.back() == ' ') line.pop_back();
            out_ += as_line(line, paint_);
        }
    }

    std::string painted(const Cell& cell) const {
        switch (cell.look) {
        case Cell::Look::Event: return paint_.bold(cell.text);
        case Cell::Look::Bad: return paint_.red(cell.text);
        case Cell::Look::Plain: break;
        }
        return cell.text;
    }

    void head() {
        Cells cells = cells_of(runs_.size());
        for (std::size_t column = 0; column < runs_.size(); ++column) {
            cells[column].push_back({heading(runs_[column]), Cell::Look::Event});
        }
        print("seconds", cells);
        rule();
    }

    void rule() {
        std::string line(times, '-');
        for (std::size_t column = 0; column < runs_.size(); ++column) {
            if (column > 0) line += "-+-";
            line.append(column_, '-');
        }
        out_ += as_line(line, paint_);
    }

    void moments() {
        std::map<std::int64_t, Cells> rows;
        for (std::size_t column = 0; column < runs_.size(); ++column) {
            const auto& sequence = runs_[column].outcome.sequence;
            if (!sequence) {
                throw InvalidArgument(fmt::format("`{}` has no agents, and so no times", runs_[column].name));
            }
            const Story story(*sequence);
            for (const auto& [at_ms, cells] : story.rows()) {
                rows.try_emplace(at_ms, cells_of(runs_.size())).first->second[column] = on_one_line(cells);
            }
        }
        for (const auto& [at_ms, cells] : rows) print(seconds_text(at_ms), cells);
    }

    static std::string verb_of(const std::string& text) { return text.substr(0, text.find(' ')); }

    /// What happens at the same moment and looks the same.
    static std::vector<Cell> on_one_line(const std::vector<Cell>& cells) {
        std::vector<Cell> joined;
        std::string verb;
        for (const Cell& cell : cells) {
            if (joined.empty() || joined.back().look != cell.look) {
                joined.push_back(cell);
                verb = verb_of(cell.text);
            } else if (verb_of(cell.text) == verb) {
                // "stop db:0 on n1, db:1 on n2"
                joined.back().text += ", " + cell.text.substr(verb.size() + 1);
            } else {
                joined.back().text += "; " + cell.text;
                verb = verb_of(cell.text);
            }
        }
        return joined;
    }

    void ends() {
        Cells cells = cells_of(runs_.size());
        for (std::size_t column = 0; column < runs_.size(); ++column) {
            const Outcome& outcome = runs_[column].outcome;
            const bool good = outcome.all_services_survive() && outcome.sequence->end == Sequence::End::AtRest;
            for (const std::string& line : short_end_of(*outcome.sequence)) {
                cells[column].push_back({line, outcome.sequence->loop ? Cell::Look::Bad : Cell::Look::Plain});
            }
            if (!outcome.sequence->loop) {
                for (const std::string& line : where_everything_is(outcome)) cells[column].push_back({line, {}});
            }
            cells[column].push_back({verdict(outcome), good ? Cell::Look::Event : Cell::Look::Bad});
        }
        print("", cells);
        std::set<Release> releases;
        for (const ScenarioRun& run : runs_) releases.insert(run.outcome.before->release);
        out_ += comparison_lines(releases);
    }

    const std::vector<ScenarioRun>& runs_;
    Paint paint_;
    std::size_t column_ = 0;
    std::string out_;
};

} // namespace

std::string scenario_runs_text(const std::vector<ScenarioRun>& runs, const TextStyle& style) {
    const Paint paint(style.color);
    std::string out;
    for (const ScenarioRun& run : runs) {
        if (!out.empty()) out += as_line("");
        const Cluster& before = *run.outcome.before;
        // An outcome without a sequence says the rest itself.
        const std::string release = run.outcome.sequence ? release_words(before.release, before.nearest_to, unchecked_kinds(before))
                                                         : release_of(run.outcome);
        out += as_line(paint.bold(fmt::format("{} ({}, {})", run.name, run.outcome.name, release)), paint);
        if (!run.outcome.sequence) {
            TextStyle steps = style;
            steps.steps = true;
            out += outcome_text(run.outcome, steps);
            continue;
        }
        std::string story = sequence_text(*run.outcome.sequence, style);
        for (const std::string& line : where_everything_is(run.outcome)) story += as_line("  " + line);
        const std::string said = verdict(run.outcome);
        story += as_line(run.outcome.all_services_survive() ? paint.green(said) : paint.red(said), paint);
        out += folded_lines(story, style.width);
    }
    return out;
}

std::string scenario_runs_side_by_side(const std::vector<ScenarioRun>& runs, std::size_t width, const TextStyle& style) {
    return Columns(runs, width, style).run();
}

} // namespace placement
