#include "render/json.h"
#include "render/sequence_words.h"

namespace placement {

namespace {

Json entry_json(const TimelineEntry& entry, const Sequence& sequence) {
    Json json;
    json["at_ms"] = entry.at_ms;
    json["kind"] = text(entry.kind);
    json["text"] = entry.text;
    json["node"] = json_of_text(entry.node);
    json["resource"] = json_of_text(entry.resource);
    json["instance"] = json_of_text(entry.instance);
    json["operation"] = json_of_text(entry.operation);
    switch (entry.kind) {
    case TimelineEntry::Kind::OperationEnds:
    case TimelineEntry::Kind::MonitorReports:
        json["exit_status"] = entry.exit_status;
        json["expected"] = entry.expected;
        [[fallthrough]];
    case TimelineEntry::Kind::OperationBegins: json["interval_ms"] = entry.interval_ms; break;
    case TimelineEntry::Kind::AttributeChanges:
        json["attribute"] = entry.attribute;
        json["before"] = entry.before ? Json(*entry.before) : Json();
        json["after"] = entry.after ? Json(*entry.after) : Json();
        break;
    case TimelineEntry::Kind::SchedulerRun:
        json["run"] = entry.run + 1;
        json["wants"] = Json::array();
        if (entry.run < sequence.runs.size()) json["wants"] = wanted_by(sequence.runs[entry.run]);
        break;
    default: break;
    }
    return json;
}

} // namespace

Json json_of(const Loop& loop) {
    Json json;
    json["since_ms"] = loop.since_ms;
    json["period_ms"] = loop.period_ms;
    json["runs"] = loop.runs;
    json["first_run"] = loop.first_run + 1;
    json["instances"] = Json::array();
    for (const Loop::Instance& instance : loop.instances) {
        json["instances"].push_back({{"resource", instance.resource},
                                     {"node", instance.node},
                                     {"instances", instance.instances},
                                     {"stops", instance.stops},
                                     {"starts", instance.starts},
                                     {"promotes", instance.promotes},
                                     {"demotes", instance.demotes},
                                     {"stops_in_all", instance.in_all}});
    }
    json["fed_by"] = Json::array();
    for (const Loop::Feeder& feeder : loop.fed_by) {
        Json fed{{"constraint", feeder.constraint}, {"text", feeder.what}};
        add_position(fed, feeder.position);
        json["fed_by"].push_back(std::move(fed));
    }
    json["ended_by"] = loop.ended_by;
    return json;
}

Json json_of(const Sequence& sequence) {
    Json json;
    json["end"] = text(sequence.end);
    json["end_ms"] = sequence.end_ms;
    json["last_event_ms"] = sequence.last_event_ms;
    json["runs"] = sequence.runs.size();
    json["first_run_after_events"] = sequence.first_run_after_events + 1;
    json["timeline"] = Json::array();
    for (const TimelineEntry& entry : sequence.timeline) json["timeline"].push_back(entry_json(entry, sequence));
    json["loop"] = sequence.loop ? json_of(*sequence.loop) : Json();
    return json;
}

} // namespace placement
