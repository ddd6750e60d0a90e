#include "simulate/events/events.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "simulate/events/event_context.h"
#include "simulate/events/overloaded.h"

namespace placement {

namespace {

void require_ticket(const Cluster& cluster, const std::string& name) {
    std::vector<std::string> known;
    for (const Ticket& ticket : cluster.tickets) known.push_back(ticket.id);
    if (std::ranges::find(known, name) == known.end()) throw UnknownName("ticket", name, nearest_names(name, known));
}

/// The primitive whose agent would set the promotion score of what has this name.
ResourceId promotable_primitive(const Cluster& cluster, const std::string& name) {
    std::vector<ResourceId> primitives;
    for (const ResourceId resource : require_resources(cluster, name)) collect_primitives(cluster, resource, primitives);
    for (const ResourceId primitive : primitives) {
        for (ResourceId at = primitive; at; at = cluster.resources[at].parent) {
            const Resource& around = cluster.resources[at];
            if (around.is_clone() && around.clone().promotable) return primitive;
        }
    }
    throw ImpossibleEvent(fmt::format("`{}` is in no promotable clone or bundle: nothing asks for its promotion score", name));
}

} // namespace

void note(const EventContext& context, const char* code, std::string message, Position position) {
    context.notes.push_back({Severity::Warning, code, std::move(message), position});
}

void happen(const TicketChanges& event, const EventContext& context) {
    require_ticket(context.cluster, event.ticket);
    const bool is_standby = event.to == TicketChanges::To::Standby || event.to == TicketChanges::To::Active;
    const bool on = event.to == TicketChanges::To::Standby || event.to == TicketChanges::To::Granted;
    context.edit.set_ticket_state(event.ticket, is_standby ? "standby" : "granted", on ? "true" : "false");
    if (event.to == TicketChanges::To::Granted) {
        context.edit.set_ticket_state(event.ticket, "last-granted", fmt::format("{}", context.cluster.now.seconds));
    }
}

void happen(const TimePasses& event, const EventContext&) {
    if (event.seconds >= 0 && event.milliseconds >= 0) return;
    throw ImpossibleEvent(fmt::format("{} s cannot pass: time does not go back", seconds_text(event)));
}

void happen(const PromotionScoreSet& event, const EventContext& context) {
    const Cluster& cluster = context.cluster;
    const Node& node = cluster.nodes[require_node(cluster, event.node)];
    const ResourceId primitive = promotable_primitive(cluster, event.resource);
    const std::size_t colon = event.resource.rfind(':');
    const std::string instance = colon == std::string::npos ? "" : event.resource.substr(colon);
    context.edit.set_promotion_score(node.name, cluster.resources[primitive].xml_id + instance, event.score.text());
}

void happen(const ClusterSettles&, const EventContext&) {}

void apply(const Event& event, const Cluster& cluster, CibEdit& edit, Diagnostics& notes) {
    const EventContext context{cluster, edit, notes};
    std::visit([&context](const auto& what) { happen(what, context); }, event);
}

} // namespace placement
