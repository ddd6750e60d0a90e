#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "unpack/constraints.h"

namespace placement {

namespace {

using Kind = OrderingConstraint::Kind;

bool is_known_action(std::string_view action) {
    constexpr std::string_view actions[] = {"start",    "stop",    "promote", "demote",
                                            "promoted", "demoted", "running", "stopped"};
    return std::find(std::begin(actions), std::end(actions), action) != std::end(actions);
}

/// One rsc_order.
class OrderingReader {
public:
    OrderingReader(ConstraintContext& context, pugi::xml_node element)
        : context_(context), unpacking_(context.unpacking), cluster_(context.cluster), element_(element),
          id_(attribute_or_empty(element, "id")), position_(context.unpacking.position(element)) {}

    void read() {
        const Kind kind = kind_of(element_);
        const bool symmetrical = is_symmetrical(element_, kind, std::nullopt);
        std::vector<ResourceSet> made;
        if (!has_tags_in_sets(context_, element_) && !sets_of_tags(made)) return;
        const bool has_sets = element_.child("resource_set") || !made.empty();
        OrderingConstraint ordering;
        ordering.id = id_;
        ordering.kind = kind;
        ordering.symmetrical = symmetrical;
        ordering.position = position_;
        if (has_sets) {
            read_sets(ordering, resource_sets(context_, element_, std::move(made)));
        } else {
            read_simple(std::move(ordering));
        }
    }

private:
    /// (Pacemaker: get_ordering_type)
    Kind kind_of(pugi::xml_node element) {
        const auto kind = attribute(element, "kind");
        if (!kind) {
            const auto score = attribute(element, "score");
            if (!score) return Kind::Mandatory;
            unpacking_.note("deprecated-order-score", unpacking_.position(element),
                            fmt::format("`score` in ordering `{}` is deprecated: use `kind`", id_));
            return parse_score(*score, Score(), unpacking_.health_scores()).score == Score() ? Kind::Optional
                                                                                            : Kind::Mandatory;
        }
        if (*kind == "Mandatory") return Kind::Mandatory;
        if (*kind == "Optional") return Kind::Optional;
        if (*kind == "Serialize") return Kind::Serialize;
        unpacking_.error("invalid-order-kind", unpacking_.position(element),
                         fmt::format("`{}` is not a kind of ordering (Mandatory, Optional or Serialize); `{}` is mandatory",
                                     *kind, id_));
        return Kind::Mandatory;
    }

    /// Whether stopping goes the other way round. `inherited` is what the constraint around a set says.
    /// (Pacemaker: get_ordering_symmetry)
    bool is_symmetrical(pugi::xml_node element, Kind kind, const std::optional<std::string>& inherited) {
        if (attribute(element, "kind") || attribute(element, "score")) kind = kind_of(element);
        std::optional<bool> symmetrical = parse_bool(attribute(element, "symmetrical").value_or(""));
        if (!symmetrical && inherited) symmetrical = is_true(*inherited);
        if (!symmetrical) return kind != Kind::Serialize;
        if (*symmetrical && kind == Kind::Serialize) {
            unpacking_.warn("symmetrical-serialize", unpacking_.position(element),
                            fmt::format("ordering `{}` cannot be symmetrical, because it is of the kind Serialize", id_));
            return false;
        }
        return *symmetrical;
    }

    /// (Pacemaker: unpack_order_tags)
    bool sets_of_tags(std::vector<ResourceSet>& made) {
        const auto first_name = attribute(element_, "first");
        const auto then_name = attribute(element_, "then");
        if (!first_name || !then_name) return true;
        const NamedResource first = find_named(context_, element_, *first_name);
        if (!first.valid()) return false;
        const NamedResource then = find_named(context_, element_, *then_name);
        if (!then.valid()) return false;
        if (first.resource && then.resource) return true;
        made.push_back(make_set(context_, element_, *first_name, first));
        made.back().action = attribute_text(element_, "first-action");
        made.push_back(make_set(context_, element_, *then_name, then));
        made.back().action = attribute_text(element_, "then-action");
        return true;
    }

    void check_action(const std::string& action, bool symmetrical) {
        if (!symmetrical || is_known_action(action)) return;
        unpacking_.warn("unknown-action", position_,
                        fmt::format("ordering `{}` has no inverse, because the action `{}` has none", id_, action));
    }

    // -- without sets (Pacemaker: unpack_simple_rsc_order) --

    ResourceId resource_of(const char* side) {
        const auto name = attribute(element_, side);
        if (!name) {
            unpacking_.error("incomplete-order", position_,
                             fmt::format("ordering `{}` is ignored: it has no `{}`", id_, side));
            return {};
        }
        const ResourceId resource = context_.names.resource(*name);
        if (!resource) {
            unpacking_.error("unknown-resource", position_,
                             fmt::format("ordering `{}` is ignored: there is no resource `{}`", id_, *name));
        }
        return resource;
    }

    /// (Pacemaker: get_minimum_first_instances)
    std::int32_t minimum_first(ResourceId first) {
        const Resource& resource = cluster_.resources[first];
        if (!resource.is_clone()) return 0;
        if (const std::string* minimum = find_meta(resource, "clone-min")) return parse_integer_from(*minimum, 0);
        const auto require_all = attribute(element_, "require-all");
        if (!require_all) return 0;
        unpacking_.note("deprecated-require-all", position_,
                        fmt::format("`require-all` of ordering `{}` is deprecated: use clone-min of `{}`", id_,
                                    resource.id));
        return is_true(*require_all) ? 0 : 1;
    }

    bool has_restart_type(ResourceId then) const {
        if (!cluster_.behavior.restart_type_counts) return false;
        const std::string* type = find_meta(cluster_.resources[then], "restart-type");
        return type != nullptr && equals_ignoring_case(*type, "restart");
    }

    void read_simple(OrderingConstraint ordering) {
        ordering.first.resource = resource_of("first");
        if (!ordering.first.resource) return;
        ordering.then.resource = resource_of("then");
        if (!ordering.then.resource) return;
        ordering.first.action = attribute(element_, "first-action").value_or("start");
        ordering.then.action = attribute(element_, "then-action").value_or(ordering.first.action);
        ordering.minimum_first = minimum_first(ordering.first.resource);
        ordering.restarts_then = ordering.kind == Kind::Optional && has_restart_type(ordering.then.resource);
        check_action(ordering.first.action, ordering.symmetrical);
        check_action(ordering.then.action, ordering.symmetrical);
        add(std::move(ordering));
    }

    void add(OrderingConstraint ordering) {
        ordering.sequence = context_.next_sequence++;
        cluster_.orderings.push_back(std::move(ordering));
    }

    // -- with sets (Pacemaker: pcmk__unpack_ordering, unpack_order_set, order_rsc_sets) --

    void read_sets(const OrderingConstraint& constraint, const std::vector<ResourceSet>& sets) {
        OrderingConstraint ordering = constraint;
        for (const ResourceSet& set : sets) {
            auto read = read_set(set, constraint.kind);
            if (!read) break;
            // Nothing can come after the last of no members: Pacemaker stops there, with this set's own order made.
            if (!ordering.sets.empty() && lacks_last_member(ordering.sets.back())) {
                add(ordering);
                ordering.sets = {std::move(*read)};
                break;
            }
            ordering.sets.push_back(std::move(*read));
        }
        if (!ordering.sets.empty()) add(std::move(ordering));
    }

    static bool lacks_last_member(const OrderingConstraint::Set& set) {
        const bool all_needed = set.require_all || set.action == "stop" || set.action == "demote";
        return set.resources.empty() && set.sequential_outwards && all_needed;
    }

    std::optional<OrderingConstraint::Set> read_set(const ResourceSet& set, Kind kind) {
        OrderingConstraint::Set result;
        result.id = set.id;
        result.position = set.position;
        result.action = set.action.value_or("start");
        result.kind = attribute(set.element, "kind") ? kind_of(set.element) : kind;
        result.symmetrical = is_symmetrical(set.element, kind, attribute_text(element_, "symmetrical"));
        result.sequential = is_true(set.sequential.value_or("true"));
        result.sequential_outwards = is_true(set.sequential.value_or("false"));
        result.require_all = parse_bool(attribute(set.element, "require-all").value_or("true")).value_or(true);
        check_action(result.action, result.symmetrical);
        for (const std::string& name : set.references) {
            const ResourceId resource = context_.names.resource(name);
            if (!resource) {
                unpacking_.error("unknown-resource", set.position,
                                 fmt::format("there is no resource `{}`: its set and those that follow are ignored in "
                                             "ordering `{}`", name, id_));
                return std::nullopt;
            }
            result.resources.push_back(resource);
        }
        return result;
    }

    ConstraintContext& context_;
    UnpackContext& unpacking_;
    Cluster& cluster_;
    pugi::xml_node element_;
    std::string id_;
    Position position_;
};

} // namespace

void unpack_ordering(ConstraintContext& context, pugi::xml_node element) {
    OrderingReader(context, element).read();
}

} // namespace placement
