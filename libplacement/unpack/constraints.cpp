#include "unpack/constraints.h"

#include <algorithm>
#include <memory>
#include <set>

#include <fmt/format.h>

#include "base/text.h"
#include "unpack/known_names.h"

namespace placement {

// ---- names ----------------------------------------------------------------------------------------------------

namespace {

void collect_names(const Cluster& cluster, ResourceId id, std::unordered_map<std::string, ResourceId>& names) {
    const Resource& resource = cluster.resources[id];
    names.emplace(resource.id, id);
    if (!resource.history_id.empty()) names.emplace(resource.history_id, id);
    for (const ResourceId child : resource.children) collect_names(cluster, child, names);
}

} // namespace

ConstraintNames::ConstraintNames(UnpackContext& context) : context_(context) {
    for (const ResourceId resource : context.cluster.top_resources) collect_names(context.cluster, resource, resources_);
    for (const auto& [id, references] : context.templates) tags_.emplace(id, &references);
    for (const Tag& tag : context.cluster.tags) {
        if (!tag.references.empty()) tags_.emplace(tag.id, &tag.references);
    }
}

ResourceId ConstraintNames::resource(std::string_view name) const {
    const auto found = resources_.find(std::string(name));
    if (found == resources_.end()) return {};
    const Cluster& cluster = context_.cluster;
    return cluster.resources[found->second].id == name ? found->second : cluster.top(found->second);
}

const std::vector<std::string>* ConstraintNames::references(std::string_view name, Position position) const {
    const auto found = tags_.find(std::string(name));
    if (found == tags_.end()) return nullptr;
    if (found->second->empty()) {
        context_.note("unused-template", position, fmt::format("no resource is derived from template `{}`", name));
        return nullptr;
    }
    return found->second;
}

// ---- sets -----------------------------------------------------------------------------------------------------

namespace {

std::vector<std::string> set_references(pugi::xml_node set) {
    std::vector<std::string> references;
    for (const pugi::xml_node reference : set.children("resource_ref")) {
        references.push_back(attribute_or_empty(reference, "id"));
    }
    return references;
}

ResourceSet read_resource_set(ConstraintContext& context, pugi::xml_node element) {
    ResourceSet set;
    set.id = attribute_or_empty(element, "id");
    set.element = element;
    set.references = set_references(element);
    set.role = attribute_text(element, "role");
    set.action = attribute_text(element, "action");
    set.sequential = attribute_text(element, "sequential");
    set.position = context.unpacking.position(element);
    return set;
}

/// Replaces the tags in a set's references. What a tag stands for may be a tag again.
class TagExpansion {
public:
    TagExpansion(ConstraintContext& context, pugi::xml_node constraint) : context_(context), constraint_(constraint) {}

    bool any_tags() const { return any_tags_; }

    /// None, after a diagnostic, where one of them is unknown or a tag stands for itself.
    std::optional<std::vector<std::string>> expand(pugi::xml_node set) {
        std::vector<std::string> expanded;
        for (const pugi::xml_node element : set.children("resource_ref")) {
            if (!append(attribute_or_empty(element, "id"), context_.unpacking.position(element), expanded)) {
                return std::nullopt;
            }
        }
        return expanded;
    }

private:
    static constexpr std::size_t most_members = 100'000;

    bool append(const std::string& name, Position position, std::vector<std::string>& expanded) {
        if (context_.names.resource(name)) {
            expanded.push_back(name);
            return expanded.size() <= most_members || refuse("endless-tags", position, "its tags have too many members");
        }
        const std::vector<std::string>* references = context_.names.references(name, position);
        if (references == nullptr) {
            return refuse("unknown-resource", position, fmt::format("`{}` is not a resource or tag", name));
        }
        any_tags_ = true;
        if (!open_.insert(name).second) {
            return refuse("endless-tags", position, fmt::format("tag `{}` stands for itself", name));
        }
        for (const std::string& reference : *references) {
            if (!append(reference, position, expanded)) return false;
        }
        open_.erase(name);
        return true;
    }

    bool refuse(const char* code, Position position, const std::string& why) {
        context_.unpacking.error(code, position, fmt::format("the tags in constraint `{}` are not replaced: {}",
                                                             constraint_.attribute("id").value(), why));
        return false;
    }

    ConstraintContext& context_;
    pugi::xml_node constraint_;
    bool any_tags_ = false;
    std::set<std::string> open_;
};

/// The references of each set of the constraint that has a tag replaced; empty where no set has one, or one set names
/// something unknown.
std::map<pugi::xml_node, std::vector<std::string>> expand_sets(ConstraintContext& context, pugi::xml_node constraint) {
    std::map<pugi::xml_node, std::vector<std::string>> expanded;
    TagExpansion expansion(context, constraint);
    for (const pugi::xml_node set : constraint.children("resource_set")) {
        auto references = expansion.expand(set);
        if (!references) return {};
        expanded.emplace(set, std::move(*references));
    }
    if (!expansion.any_tags()) expanded.clear();
    return expanded;
}

} // namespace

bool has_tags_in_sets(ConstraintContext& context, pugi::xml_node constraint) {
    return !expand_sets(context, constraint).empty();
}

std::vector<ResourceSet> resource_sets(ConstraintContext& context, pugi::xml_node constraint,
                                       std::vector<ResourceSet> made) {
    const auto expanded = expand_sets(context, constraint);
    std::vector<ResourceSet> sets;
    std::set<pugi::xml_node> visited;
    pugi::xml_node element = constraint.child("resource_set");
    while (element) {
        // Pacemaker goes on with what follows the set that an id-ref means, wherever that is.
        element = resolve_reference(context.unpacking, element);
        if (!element) return sets;
        if (!visited.insert(element).second) {
            context.unpacking.error("circular-sets", context.unpacking.position(constraint),
                                    fmt::format("the sets of constraint `{}` refer to each other in a circle",
                                                constraint.attribute("id").value()));
            return sets;
        }
        ResourceSet set = read_resource_set(context, element);
        if (const auto found = expanded.find(element); found != expanded.end()) set.references = found->second;
        sets.push_back(std::move(set));
        element = element.next_sibling("resource_set");
    }
    for (ResourceSet& set : made) sets.push_back(std::move(set));
    return sets;
}

NamedResource find_named(ConstraintContext& context, pugi::xml_node constraint, std::string_view name) {
    NamedResource named;
    named.resource = context.names.resource(name);
    if (named.resource) return named;
    const Position position = context.unpacking.position(constraint);
    named.references = context.names.references(name, position);
    if (named.references == nullptr) {
        context.unpacking.error("unknown-resource", position,
                                fmt::format("constraint `{}` is ignored: `{}` is not a resource or tag",
                                            constraint.attribute("id").value(), name));
    }
    return named;
}

ResourceSet make_set(ConstraintContext& context, pugi::xml_node constraint, std::string_view name,
                     const NamedResource& named) {
    ResourceSet set;
    set.id = name;
    set.position = context.unpacking.position(constraint);
    if (named.references != nullptr) {
        set.references = *named.references;
        set.sequential = "false";
    } else {
        set.references = {std::string(name)};
    }
    return set;
}

std::optional<Role> constraint_role(ConstraintContext& context, std::string_view id,
                                    const std::optional<std::string>& text, Position position) {
    if (!text) return Role::Unknown;
    if (!is_known(NameKind::Role, *text, context.cluster)) {
        tell_unknown(context.unpacking, NameKind::Role, *text, position, fmt::format("constraint `{}` counts for every role", id));
        return Role::Unknown;
    }
    const Role role = parse_role(*text);
    if (role == Role::Started) return Role::Unknown;
    if (role == Role::Unknown) {
        context.unpacking.error("invalid-role", position,
                                fmt::format("constraint `{}` is ignored: `{}` is not a role", id, *text));
        return std::nullopt;
    }
    return role;
}

// ---- all constraints ------------------------------------------------------------------------------------------

namespace {

/// Constraints in the order of the configuration.
struct ReadConstraints {
    std::vector<LocationConstraint> locations;
    std::vector<Colocation> colocations;
    std::vector<OrderingConstraint> orderings;
};

/// Where the status added no resource, node or name, constraints mean what they mean in any state.
bool is_as_configured(const UnpackContext& context) {
    const Cluster& cluster = context.cluster;
    return cluster.resources.size() == context.configured_resources && cluster.nodes.size() == context.configured_nodes &&
           std::ranges::all_of(cluster.resources, [](const Resource& resource) { return resource.history_id.empty(); });
}

/// Whether the state may have a say: in rules, in what is asked by reference, in tickets.
bool may_ask_state(pugi::xml_node constraints) {
    return static_cast<bool>(constraints.find_node([](pugi::xml_node node) {
        return is_element(node, "rule") || is_element(node, "rsc_ticket") || node.attribute("id-ref");
    }));
}

template <typename Table>
auto copy_from(const Table& table, std::size_t first) {
    return std::vector(table.begin() + static_cast<std::ptrdiff_t>(first), table.end());
}

void read_constraints(UnpackContext& unpacking) {
    Cluster& cluster = unpacking.cluster;
    ConstraintContext context{unpacking, cluster, ConstraintNames(unpacking), TicketNames(cluster)};
    for (const pugi::xml_node element : child_elements(unpacking.document.configuration().child("constraints"))) {
        const std::string_view kind = element.name();
        const Position position = unpacking.position(element);
        if (!attribute(element, "id")) {
            unpacking.error("missing-id", position, fmt::format("a <{}> without an id is ignored", kind));
        } else if (kind == "rsc_order") {
            unpack_ordering(context, element);
        } else if (kind == "rsc_colocation") {
            unpack_colocation(context, element);
        } else if (kind == "rsc_location") {
            unpack_location(context, element);
        } else if (kind == "rsc_ticket") {
            unpack_ticket_constraint(context, element);
        } else {
            unpacking.error("unknown-constraint-type", position, fmt::format("<{}> is not a kind of constraint", kind));
        }
    }
}

void recall_constraints(const ReadConstraints& read, Cluster& cluster) {
    for (const LocationConstraint& each : read.locations) cluster.locations.push_back(each);
    for (const Colocation& each : read.colocations) cluster.colocations.push_back(each);
    for (const OrderingConstraint& each : read.orderings) cluster.orderings.push_back(each);
}

/// As read_constraints, and keeps what it reads if it can be nothing else in another state.
void read_and_keep_constraints(UnpackContext& unpacking) {
    Cluster& cluster = unpacking.cluster;
    const std::size_t locations = cluster.locations.size(); // of node health
    const std::size_t colocations = cluster.colocations.size();
    const std::size_t orderings = cluster.orderings.size();
    const std::size_t reported = unpacking.reported.size();
    read_constraints(unpacking);
    if (unpacking.reported.size() != reported || may_ask_state(unpacking.document.configuration().child("constraints"))) return;
    auto read = std::make_shared<ReadConstraints>();
    read->locations = copy_from(cluster.locations, locations);
    read->colocations = copy_from(cluster.colocations, colocations);
    read->orderings = copy_from(cluster.orderings, orderings);
    // These have marked their resources.
    if (std::ranges::any_of(read->locations, [](const auto& each) { return each.probe_mode == ProbeMode::Exclusive; })) return;
    unpacking.recalled->constraints.set(std::move(read));
}

} // namespace

void unpack_constraints(UnpackContext& unpacking) {
    if (!unpacking.recalled || !is_as_configured(unpacking)) {
        read_constraints(unpacking);
    } else if (const auto kept = std::static_pointer_cast<const ReadConstraints>(unpacking.recalled->constraints.get())) {
        recall_constraints(*kept, unpacking.cluster);
    } else {
        read_and_keep_constraints(unpacking);
    }
    // The newest is applied first.
    std::reverse(unpacking.cluster.locations.begin(), unpacking.cluster.locations.end());
}

void warn_of_rest_after_score(UnpackContext& unpacking, std::string_view text, const std::string& constraint,
                              Position position) {
    const auto number = scan_integer(text);
    if (!number || number->rest.empty()) return;
    unpacking.warn("score-with-rest", position,
                   fmt::format("the score `{}` of constraint `{}` is taken as {}: only a number, INFINITY or -INFINITY is "
                               "a score",
                               text, constraint, text.substr(0, text.size() - number->rest.size())));
}

} // namespace placement
