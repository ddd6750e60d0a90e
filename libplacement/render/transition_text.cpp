#include <algorithm>
#include <string>

#include <fmt/format.h>

#include "placement/render.h"
#include "render/lines.h"

namespace placement {

namespace {

std::string item(std::string_view bullet, const std::string& words) { return as_line(std::string(bullet) + words); }

std::string attributes_text(const std::vector<InjectedAttribute>& attributes, const Wording& wording) {
    std::string text;
    for (const auto& [name, value, node_id] : attributes) {
        text += item(wording.injection_bullet, fmt::format("Injecting attribute {}={} into /node_state '{}'", name, value, node_id));
    }
    return text;
}

std::string words(const Injection& injection) {
    const std::string& subject = injection.subject;
    switch (injection.kind) {
    case Injection::Kind::Quorum: return "Setting quorum: " + subject;
    case Injection::Kind::Watchdog: return "Setting watchdog: " + subject;
    case Injection::Kind::NodeUp: return fmt::format("Bringing node {} online", subject);
    case Injection::Kind::NodeDown: return fmt::format("Taking node {} offline", subject);
    case Injection::Kind::NodeFails: return "Failing node " + subject;
    case Injection::Kind::TicketGranted: return "Granting ticket " + subject;
    case Injection::Kind::TicketRevoked: return "Revoking ticket " + subject;
    case Injection::Kind::TicketStandby: return fmt::format("Making ticket {} standby", subject);
    case Injection::Kind::TicketActive: return "Activating ticket " + subject;
    case Injection::Kind::OperationResult: break;
    }
    return fmt::format("Injecting {} into the configuration", subject);
}

std::string words(const CarriedOutStep& step) {
    switch (step.kind) {
    case CarriedOutStep::Kind::Pseudo:
        return fmt::format("Pseudo action:   {}{}{}", step.operation, step.node.empty() ? "" : " on ", step.node);
    case CarriedOutStep::Kind::Cluster:
        return fmt::format("Cluster action:  {}{}{} on {}", step.operation, step.resource.empty() ? "" : " for ",
                           step.resource, step.node);
    case CarriedOutStep::Kind::Fencing: return fmt::format("Fencing {} ({})", step.node, step.operation);
    case CarriedOutStep::Kind::Resource: break;
    }
    const std::string interval = step.interval_ms == 0 ? "" : fmt::format("={}", step.interval_ms);
    // As wide as its bytes are many, as the reference counts.
    constexpr std::size_t column = 15;
    const std::string blanks(column - std::min(column, step.resource.size()), ' ');
    return fmt::format("Resource action: {}{} {}{} on {}", step.resource, blanks, step.operation, interval, step.node);
}

} // namespace

std::string modifications_text(const std::vector<Modification>& modifications, const Wording& wording) {
    std::string text = as_line(wording.modifications);
    for (const Modification& modification : modifications) {
        text += item(wording.injection_bullet, words(modification.injection));
        text += attributes_text(modification.attributes, wording);
    }
    return text;
}

std::string carried_out_text(const CarriedOut& carried_out, const Schedule& schedule, const Wording& wording) {
    std::string text = as_line(wording.transition);
    for (const CarriedOutStep& step : carried_out.steps) {
        text += item(wording.bullet, words(step));
        if (step.failed_with) {
            const ActionId action = schedule.transition.actions[step.action].action;
            text += as_line_with_tabs(fmt::format("{}Pretending action {} failed with rc={}", wording.before_pretended,
                                                  number(action), *step.failed_with));
        }
        text += attributes_text(step.attributes, wording);
    }
    return text;
}

} // namespace placement
