#include <fmt/format.h>

#include "base/text.h"
#include "unpack/constraints.h"

namespace placement {

namespace {

using LossPolicy = TicketConstraint::LossPolicy;

/// One rsc_ticket.
class TicketReader {
public:
    TicketReader(ConstraintContext& context, pugi::xml_node element)
        : context_(context), unpacking_(context.unpacking), cluster_(context.cluster), element_(element),
          id_(attribute_or_empty(element, "id")), position_(context.unpacking.position(element)) {}

    void read() {
        const auto ticket = attribute(element_, "ticket");
        if (!ticket) return ignore("missing-ticket", "it names no ticket");
        ticket_ = context_.tickets.find_or_add(*ticket);
        std::vector<ResourceSet> made;
        const auto name = attribute(element_, "rsc");
        if (name && !has_tags_in_sets(context_, element_)) {
            const NamedResource named = find_named(context_, element_, *name);
            if (!named.valid()) return;
            if (named.references != nullptr) {
                made.push_back(make_set(context_, element_, *name, named));
                made.back().role = attribute_text(element_, "rsc-role");
            }
        }
        const bool has_sets = element_.child("resource_set") || !made.empty();
        for (const ResourceSet& set : resource_sets(context_, element_, std::move(made))) {
            if (!read_set(set)) return;
        }
        if (!has_sets) read_simple(name);
    }

private:
    void ignore(const char* code, const std::string& why) {
        unpacking_.error(code, position_, fmt::format("ticket constraint `{}` is ignored: {}", id_, why));
    }

    void read_simple(std::optional<std::string_view> name) {
        if (!name) return ignore("missing-resource", "it names no resource");
        add(id_, context_.names.resource(*name), attribute_text(element_, "rsc-role"), position_);
    }

    /// False where Pacemaker leaves out all that follows. (Pacemaker: unpack_rsc_ticket_set)
    bool read_set(const ResourceSet& set) {
        if (set.id.empty()) {
            ignore("missing-id", "one of its resource sets has no id");
            return false;
        }
        for (const std::string& name : set.references) {
            const ResourceId resource = context_.names.resource(name);
            if (!resource) {
                unpacking_.error("unknown-resource", set.position,
                                 fmt::format("there is no resource `{}`: it and what follows it in ticket constraint `{}` "
                                             "is ignored", name, id_));
                return false;
            }
            add(set.id, resource, set.role, set.position);
        }
        return true;
    }

    /// (Pacemaker: rsc_ticket_new)
    void add(const std::string& id, ResourceId resource, const std::optional<std::string>& role_text, Position position) {
        const auto role = constraint_role(context_, id, role_text, position);
        if (!role) return;
        TicketConstraint constraint;
        constraint.id = id;
        constraint.ticket = ticket_;
        constraint.resource = resource;
        constraint.role = *role;
        constraint.loss_policy = loss_policy(*role);
        constraint.position = position;
        cluster_.ticket_constraints.push_back(std::move(constraint));
    }

    LossPolicy loss_policy(Role role) {
        const auto text = attribute(element_, "loss-policy");
        const LossPolicy default_policy = role == Role::Promoted ? LossPolicy::Demote : LossPolicy::Stop;
        if (!text) return default_policy;
        if (equals_ignoring_case(*text, "stop")) return LossPolicy::Stop;
        if (equals_ignoring_case(*text, "demote")) return LossPolicy::Demote;
        if (equals_ignoring_case(*text, "freeze")) return LossPolicy::Freeze;
        if (!equals_ignoring_case(*text, "fence")) {
            unpacking_.warn("invalid-loss-policy", position_,
                            fmt::format("`{}` is not a loss-policy for ticket constraint `{}` (stop, demote, fence or freeze); "
                                        "the default is used", *text, id_));
            return default_policy;
        }
        if (cluster_.options.fencing_enabled) return LossPolicy::Fence;
        unpacking_.error("loss-policy-reset", position_,
                         fmt::format("the loss-policy of ticket constraint `{}` is reset from `fence` to `stop`, because "
                                     "fencing is disabled", id_));
        return LossPolicy::Stop;
    }

    ConstraintContext& context_;
    UnpackContext& unpacking_;
    Cluster& cluster_;
    pugi::xml_node element_;
    std::string id_;
    Position position_;
    TicketId ticket_;
};

} // namespace

void unpack_ticket_constraint(ConstraintContext& context, pugi::xml_node element) {
    TicketReader(context, element).read();
}

} // namespace placement
