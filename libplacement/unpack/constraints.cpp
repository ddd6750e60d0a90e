#include "unpack/constraints.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

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

ResourceSet read_set(ConstraintContext& context, pugi::xml_node element) {
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

/// The references of one set with tags replaced; none where one of them is unknown.
std::optional<std::vector<std::string>> expand_tags(ConstraintContext& context, pugi::xml_node constraint,
                                                    pugi::xml_node set, bool& any_tags) {
    std::vector<std::string> expanded;
    for (const pugi::xml_node element : set.children("resource_ref")) {
        const std::string name = attribute_or_empty(element, "id");
        if (context.names.resource(name)) {
            expanded.push_back(name);
            continue;
        }
        const Position position = context.unpacking.position(element);
        const std::vector<std::string>* references = context.names.references(name, position);
        if (references == nullptr) {
            context.unpacking.error("unknown-resource", position,
                                    fmt::format("`{}` in constraint `{}` is no resource or tag", name,
                                                constraint.attribute("id").value()));
            return std::nullopt;
        }
        any_tags = true;
        expanded.insert(expanded.end(), references->begin(), references->end());
    }
    return expanded;
}

/// The references of each set of the constraint that has a tag replaced; empty where no set has one, or one set names
/// something unknown.
std::map<pugi::xml_node, std::vector<std::string>> expand_sets(ConstraintContext& context, pugi::xml_node constraint) {
    std::map<pugi::xml_node, std::vector<std::string>> expanded;
    bool any_tags = false;
    for (const pugi::xml_node set : constraint.children("resource_set")) {
        auto references = expand_tags(context, constraint, set, any_tags);
        if (!references) return {};
        expanded.emplace(set, std::move(*references));
    }
    if (!any_tags) expanded.clear();
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
        ResourceSet set = read_set(context, element);
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
                                fmt::format("constraint `{}` is ignored: `{}` is no resource or tag",
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
    const Role role = parse_role(*text);
    if (role == Role::Started) return Role::Unknown;
    if (role == Role::Unknown) {
        context.unpacking.error("invalid-role", position,
                                fmt::format("constraint `{}` is ignored: `{}` is no role", id, *text));
        return std::nullopt;
    }
    return role;
}

// ---- all constraints ------------------------------------------------------------------------------------------

void unpack_constraints(UnpackContext& unpacking) {
    Cluster& cluster = unpacking.cluster;
    ConstraintContext context{unpacking, cluster, ConstraintNames(unpacking)};
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
            unpacking.error("unknown-constraint-type", position, fmt::format("<{}> is no kind of constraint", kind));
        }
    }
    // The newest is applied first.
    std::reverse(cluster.locations.begin(), cluster.locations.end());
}

} // namespace placement
