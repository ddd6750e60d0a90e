#include <fmt/format.h>

#include "placement/render.h"
#include "render/lines.h"
#include "render/paint.h"
#include "render/sequence_words.h"

namespace placement {

namespace {

class Timeline {
public:
    Timeline(const Sequence& sequence, const TextStyle& style)
        : sequence_(sequence), everything_(style.everything || style.steps), paint_(style.color) {}

    std::string run() {
        for (const TimelineEntry& entry : sequence_.timeline) {
            if (turned_already(entry)) continue;
            show(entry);
        }
        if (skipped_ > 0) line(paint_.faint(fmt::format("          … the same {} times more", skipped_)));
        for (const std::string& text : end_of(sequence_)) {
            line(sequence_.loop ? paint_.red(text) : text);
        }
        return std::move(out_);
    }

private:
    void line(const std::string& text) { out_ += as_line(text, paint_); }

    /// Of a loop, two turns are shown.
    bool turned_already(const TimelineEntry& entry) {
        if (!sequence_.loop || everything_) return false;
        const Loop& loop = *sequence_.loop;
        if (entry.at_ms < loop.since_ms + 2 * loop.period_ms) return false;
        if (entry.kind == TimelineEntry::Kind::EventHappens) return false;
        skipped_ = static_cast<std::size_t>((sequence_.end_ms - loop.since_ms) / std::max<std::int64_t>(loop.period_ms, 1)) - 2;
        return true;
    }

    void show(const TimelineEntry& entry) {
        switch (entry.kind) {
        case TimelineEntry::Kind::EventHappens: return at(entry, paint_.bold(entry.text));
        case TimelineEntry::Kind::SchedulerRun: return show_run(entry);
        case TimelineEntry::Kind::OperationBegins:
            if (everything_ || entry.interval_ms == 0) at(entry, "  " + entry.text);
            return;
        case TimelineEntry::Kind::OperationEnds:
            if (entry.exit_status != entry.expected) return at(entry, "  " + paint_.red(entry.text));
            if (everything_) at(entry, "  " + entry.text + " is done");
            return;
        case TimelineEntry::Kind::Abort:
            if (everything_) at(entry, paint_.faint("  the transition is aborted: " + entry.text));
            return;
        case TimelineEntry::Kind::AttributeChanges: return at(entry, "  " + paint_.faint(entry.text));
        case TimelineEntry::Kind::MonitorReports:
        case TimelineEntry::Kind::NodeChanges: return at(entry, "  " + entry.text);
        }
    }

    void show_run(const TimelineEntry& entry) {
        if (entry.run >= sequence_.runs.size()) return;
        const std::vector<std::string> wanted = wanted_by(sequence_.runs[entry.run]);
        std::string text = fmt::format("run {}: {}", entry.run + 1,
                                       wanted.empty() ? "nothing to do" : fmt::format("{}", fmt::join(wanted, "; ")));
        at(entry, text);
    }

    void at(const TimelineEntry& entry, const std::string& text) {
        line(fmt::format("  {:>7}  {}", seconds_text(entry.at_ms), text));
    }

    const Sequence& sequence_;
    bool everything_;
    Paint paint_;
    std::size_t skipped_ = 0;
    std::string out_;
};

} // namespace

std::string sequence_text(const Sequence& sequence, const TextStyle& style) { return Timeline(sequence, style).run(); }

} // namespace placement
