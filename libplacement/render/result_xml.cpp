#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.h"
#include "placement/render.h"
#include "render/score_sum.h"
#include "render/shown_state.h"
#include "render/transition_summary.h"
#include "render/xml_writer.h"

namespace placement {

namespace {

/// "cpus=2 memory=4096" as an element each.
void write_amounts(XmlWriter& xml, std::string_view amounts) {
    for (const std::string& each : split(amounts, " ")) {
        const std::size_t equals = each.find('=');
        if (equals == std::string::npos) continue;
        const std::string name = each.substr(0, equals);
        if (is_xml_name(name)) {
            xml.text_element(name, each.substr(equals + 1));
        } else {
            xml.open("param");
            xml.attribute("name", name);
            xml.attribute("value", each.substr(equals + 1));
            xml.close();
        }
    }
}

void write(XmlWriter& xml, const Schedule& schedule, const ReportedScore& entry) {
    const Cluster& cluster = *schedule.cluster;
    const auto node = [&] { return entry.node ? std::string_view(cluster.nodes[entry.node].name) : std::string_view(); };
    switch (entry.kind) {
    case ReportedScore::Kind::Assignment:
        xml.open("node_weight");
        xml.attribute("function", fmt::format("pcmk__{}_assign", text(entry.by)));
        xml.attribute("node", node());
        xml.attribute("score", entry.score.text());
        xml.attribute("id", cluster.resources[entry.resource].id);
        break;
    case ReportedScore::Kind::Promotion:
        xml.open("promotion_score");
        xml.attribute("id", cluster.resources[entry.resource].id);
        xml.attribute("score", entry.score.text());
        xml.attribute_unless_empty("node", node());
        break;
    case ReportedScore::Kind::Capacity:
        xml.open("capacity");
        xml.attribute("node", node());
        xml.attribute("comment", text(entry.by));
        write_amounts(xml, schedule.reported_amounts.at(entry.amounts));
        break;
    case ReportedScore::Kind::Utilization:
        xml.open("utilization");
        xml.attribute("resource", cluster.resources[entry.resource].id);
        xml.attribute("node", node());
        xml.attribute("function", "pcmk__assign_resource");
        write_amounts(xml, schedule.reported_amounts.at(entry.amounts));
        break;
    }
    xml.close();
}

/// From where to where, and in which role: what is alike before and after is said once.
void write_places(XmlWriter& xml, const Cluster& cluster, const ResourceChange& change) {
    const auto name = [&](NodeId node) { return node ? std::string_view(cluster.nodes[node].name) : std::string_view(); };
    const bool stays = change.same_role() && change.same_host();
    if (!change.origin) {
        if (!change.shows_roles()) {
            xml.attribute("node", name(change.destination));
            return;
        }
        xml.attribute("role", text(change.role));
        xml.attribute("next-role", text(change.next_role));
        xml.attribute("dest", name(change.destination));
        return;
    }
    if (!change.destination || stays) {
        if (change.shows_roles()) xml.attribute("role", text(change.role));
        xml.attribute(change.destination ? "source" : "node", name(change.origin));
        return;
    }
    if (change.same_role()) {
        xml.attribute("source", name(change.origin));
        xml.attribute("dest", name(change.destination));
        if (change.shows_roles()) xml.attribute("role", text(change.role));
        return;
    }
    xml.attribute("role", text(change.role));
    if (change.same_host()) {
        xml.attribute("next-role", text(change.next_role));
        xml.attribute("source", name(change.origin));
        return;
    }
    xml.attribute("source", name(change.origin));
    xml.attribute("next-role", text(change.next_role));
    xml.attribute("dest", name(change.destination));
}

void write_attribute(XmlWriter& xml, const InjectedAttribute& attribute) {
    xml.open("inject_attr");
    xml.attribute("name", attribute.name);
    xml.attribute("value", attribute.value);
    xml.attribute("node_path", "/node_state");
    xml.attribute("cib_node", attribute.node_id);
    xml.close();
}

void write_element(XmlWriter& xml, std::string_view element, std::string_view action, std::string_view name,
                   std::string_view subject) {
    xml.open(element);
    xml.attribute("action", action);
    xml.attribute(name, subject);
    xml.close();
}

void write(XmlWriter& xml, const Injection& injection) {
    using Kind = Injection::Kind;
    switch (injection.kind) {
    case Kind::Quorum:
    case Kind::Watchdog: return;
    case Kind::NodeUp: return write_element(xml, "modify_node", "Online", "node", injection.subject);
    case Kind::NodeDown: return write_element(xml, "modify_node", "Offline", "node", injection.subject);
    case Kind::NodeFails: return write_element(xml, "modify_node", "Failing", "node", injection.subject);
    case Kind::TicketGranted: return write_element(xml, "modify_ticket", "Granting", "ticket", injection.subject);
    case Kind::TicketRevoked: return write_element(xml, "modify_ticket", "Revoking", "ticket", injection.subject);
    case Kind::TicketStandby: return write_element(xml, "modify_ticket", "Standby", "ticket", injection.subject);
    case Kind::TicketActive: return write_element(xml, "modify_ticket", "Activating", "ticket", injection.subject);
    case Kind::OperationResult:
        xml.open("inject_spec");
        xml.attribute("spec", injection.subject);
        xml.close();
    }
}

void write(XmlWriter& xml, const CarriedOutStep& step) {
    switch (step.kind) {
    case CarriedOutStep::Kind::Pseudo:
        xml.open("pseudo_action");
        xml.attribute("task", step.operation);
        xml.attribute_unless_empty("node", step.node);
        break;
    case CarriedOutStep::Kind::Cluster:
        xml.open("cluster_action");
        xml.attribute("task", step.operation);
        xml.attribute("node", step.node);
        xml.attribute_unless_empty("id", step.resource);
        break;
    case CarriedOutStep::Kind::Fencing:
        xml.open("fencing_action");
        xml.attribute("target", step.node);
        xml.attribute("op", step.operation);
        break;
    case CarriedOutStep::Kind::Resource:
        xml.open("rsc_action");
        xml.attribute("resource", step.resource);
        xml.attribute("op", step.operation);
        xml.attribute("node", step.node);
        if (step.interval_ms != 0) xml.attribute("interval", std::to_string(step.interval_ms));
        break;
    }
    xml.close();
}

} // namespace

std::string score_report_xml(const Schedule& schedule, const ScoreReport& wanted) {
    XmlWriter xml(1);
    xml.open(!wanted.utilization ? "allocations" : wanted.scores ? "allocations_utilizations" : "utilizations");
    for (const ReportedScore& entry : schedule.reported_scores) {
        if (is_score(entry) ? wanted.scores : wanted.utilization) write(xml, schedule, entry);
    }
    xml.close();
    return std::move(xml).text();
}

std::string transition_summary_xml(const Schedule& schedule) {
    XmlWriter xml(1);
    xml.open("actions");
    for (const NodeChange& change : node_changes(schedule)) {
        xml.open("node_action");
        xml.attribute("task", change.task);
        xml.attribute("node", change.node);
        xml.attribute("reason", change.reason);
        xml.close();
    }
    for (const ResourceChange& change : resource_changes(schedule)) {
        xml.open("rsc_action");
        xml.attribute("action", to_lower(change.change));
        xml.attribute("resource", schedule.cluster->resources[change.resource].id);
        write_places(xml, *schedule.cluster, change);
        xml.attribute_unless_empty("reason", change.reason);
        if (change.blocked) xml.attribute("blocked", true);
        xml.close();
    }
    xml.close();
    return std::move(xml).text();
}

std::string modifications_xml(const std::vector<Modification>& modifications) {
    XmlWriter xml(1);
    xml.open("modifications");
    for (const auto& [injection, attributes] : modifications) {
        if (injection.kind == Injection::Kind::Quorum) xml.attribute("quorum", injection.subject);
        if (injection.kind == Injection::Kind::Watchdog) xml.attribute("watchdog", injection.subject);
    }
    for (const Modification& modification : modifications) write(xml, modification.injection);
    for (const Modification& modification : modifications) {
        for (const InjectedAttribute& attribute : modification.attributes) write_attribute(xml, attribute);
    }
    xml.close();
    return std::move(xml).text();
}

std::string carried_out_xml(const CarriedOut& carried_out) {
    XmlWriter xml(1);
    xml.open("transition");
    for (const CarriedOutStep& step : carried_out.steps) {
        write(xml, step);
        for (const InjectedAttribute& attribute : step.attributes) write_attribute(xml, attribute);
    }
    xml.close();
    return std::move(xml).text();
}

std::string timings_xml(const std::vector<ResultTiming>& timings) {
    XmlWriter xml(1);
    xml.open("timings");
    for (const ResultTiming& timing : timings) {
        xml.open("timing");
        xml.attribute("file", timing.file);
        xml.attribute("duration", fmt::format("{:f}", timing.seconds));
        xml.close();
    }
    xml.close();
    return std::move(xml).text();
}

std::string result_xml(const std::string& request, const std::string& elements, int exit_status,
                       const std::vector<std::string>& errors) {
    XmlWriter status(1);
    status.open("status");
    status.attribute("code", std::to_string(exit_status));
    status.attribute("message", exit_status_text(exit_status));
    if (!errors.empty()) {
        status.open("errors");
        for (const std::string& error : errors) status.text_element("error", error);
        status.close();
    }
    status.close();
    return fmt::format("<pacemaker-result api-version=\"2.42\" request=\"{}\">\n{}{}</pacemaker-result>\n",
                       escaped_attribute(request), elements, std::move(status).text());
}

} // namespace placement
