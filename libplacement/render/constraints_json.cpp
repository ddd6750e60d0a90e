#include "render/constraints_json.h"

#include <array>

namespace placement {

namespace {

class ConstraintsJson {
public:
    explicit ConstraintsJson(const Cluster& cluster) : cluster_(cluster) {}

    Json take() {
        for (const LocationConstraint& each : cluster_.locations) {
            if (!each.node_health) list_.push_back(one(each));
        }
        for (const Colocation& each : cluster_.colocations) {
            if (each.configured) list_.push_back(one(each));
        }
        for (const OrderingConstraint& each : cluster_.orderings) list_.push_back(one(each));
        for (const TicketConstraint& each : cluster_.ticket_constraints) list_.push_back(one(each));
        return std::move(list_);
    }

private:
    Json name(ResourceId id) const { return id ? Json(cluster_.resources[id].xml_id) : Json(nullptr); }

    static Json role_or_null(Role role) { return role == Role::Unknown ? Json(nullptr) : Json(text(role)); }

    static Json head(const char* kind, const std::string& id, Position position) {
        Json json{{"kind", kind}, {"id", id}};
        add_position(json, position);
        return json;
    }

    Json one(const LocationConstraint& constraint) const {
        Json json = head("location", constraint.id, constraint.position);
        json["resource"] = name(constraint.resource);
        json["role"] = role_or_null(constraint.role_filter);
        json["scores"] = Json::array();
        for (const LocationConstraint::NodeScore& each : constraint.nodes) {
            json["scores"].push_back({{"node", cluster_.nodes[each.node].name}, {"score", json_of(std::optional(each.score))}});
        }
        return json;
    }

    Json one(const Colocation& constraint) const {
        Json json = head("colocation", constraint.id, constraint.position);
        json["dependent"] = name(constraint.dependent);
        json["dependent_role"] = role_or_null(constraint.dependent_role);
        json["primary"] = name(constraint.primary);
        json["primary_role"] = role_or_null(constraint.primary_role);
        json["score"] = json_of(std::optional(constraint.score));
        return json;
    }

    Json one(const OrderingConstraint& constraint) const {
        constexpr std::array kinds{"Optional", "Mandatory", "Serialize"};
        Json json = head("order", constraint.id, constraint.position);
        json["order_kind"] = kinds.at(static_cast<std::size_t>(constraint.kind));
        json["symmetrical"] = constraint.symmetrical;
        json["first"] = name(constraint.first.resource);
        json["first_action"] = json_of_text(constraint.first.action);
        json["then"] = name(constraint.then.resource);
        json["then_action"] = json_of_text(constraint.then.action);
        json["sets"] = Json::array();
        for (const OrderingConstraint::Set& set : constraint.sets) {
            Json each{{"sequential", set.sequential}, {"require_all", set.require_all}, {"action", json_of_text(set.action)}};
            each["resources"] = Json::array();
            for (const ResourceId id : set.resources) each["resources"].push_back(name(id));
            json["sets"].push_back(std::move(each));
        }
        return json;
    }

    Json one(const TicketConstraint& constraint) const {
        Json json = head("ticket", constraint.id, constraint.position);
        json["resource"] = name(constraint.resource);
        json["role"] = role_or_null(constraint.role);
        json["ticket"] = cluster_.tickets[constraint.ticket].id;
        return json;
    }

    const Cluster& cluster_;
    Json list_ = Json::array();
};

} // namespace

Json constraints_json(const Cluster& cluster) { return ConstraintsJson(cluster).take(); }

} // namespace placement
