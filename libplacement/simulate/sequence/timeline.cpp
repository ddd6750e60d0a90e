#include "simulate/sequence/timeline.h"

namespace placement {

TimelineEntry& Timeline::note(TimelineEntry::Kind kind, std::string text) {
    if (!kept_) entries_.clear();
    TimelineEntry entry;
    entry.at_ms = clock_.now_ms();
    entry.kind = kind;
    entry.text = std::move(text);
    entry.run = run_;
    return entries_.emplace_back(std::move(entry));
}

std::string_view text(TimelineEntry::Kind kind) {
    switch (kind) {
    case TimelineEntry::Kind::EventHappens: return "event";
    case TimelineEntry::Kind::SchedulerRun: return "scheduler-run";
    case TimelineEntry::Kind::OperationBegins: return "operation-begins";
    case TimelineEntry::Kind::OperationEnds: return "operation-ends";
    case TimelineEntry::Kind::MonitorReports: return "monitor-reports";
    case TimelineEntry::Kind::AttributeChanges: return "attribute-changes";
    case TimelineEntry::Kind::Abort: return "abort";
    case TimelineEntry::Kind::NodeChanges: break;
    }
    return "node-changes";
}

} // namespace placement
