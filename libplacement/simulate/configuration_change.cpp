#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "base/xml_text.h"
#include "cib/edit.h"
#include "placement/edit.h"
#include "placement/error.h"

namespace placement {

namespace {

using Kind = ConfigurationChange::Kind;

bool is_in(const std::vector<std::string>& names, const std::string& name) {
    return std::ranges::find(names, name) != names.end();
}

[[noreturn]] void refuse(const std::string& kind, const std::string& name, const std::vector<std::string>& names) {
    throw UnknownName(kind, name, nearest_names(name, names));
}

void require_score(const ConfigurationChange& change) {
    if (parse_score(change.value).valid) return;
    throw InvalidArgument(fmt::format("`{}` is not a score for `{}` (a number, INFINITY or -INFINITY)", change.value, change.id));
}

void set_score(CibEdit& edit, const ConfigurationChange& change) {
    require_score(change);
    if (edit.set_constraint_score(change.id, change.value)) return;
    const std::vector<std::string> known = edit.constraint_ids();
    if (!is_in(known, change.id)) refuse("constraint", change.id, known);
    throw InvalidArgument(fmt::format("constraint `{}` has no score: it is neither a location nor a colocation", change.id));
}

/// Of the resource or an instance of it.
void require_resource_and_node(const CibEdit& edit, const ConfigurationChange& change) {
    const std::vector<std::string> resources = edit.resource_ids();
    const std::string configured = change.id.substr(0, change.id.rfind(':'));
    if (!is_in(resources, change.id) && !is_in(resources, configured)) refuse("resource", change.id, resources);
    if (!edit.find_node_id(change.node) && !edit.node_state_id(change.node)) {
        refuse("node", change.node, edit.node_names());
    }
}

void set_promotion_score(CibEdit& edit, const ConfigurationChange& change) {
    require_score(change);
    require_resource_and_node(edit, change);
    edit.set_promotion_score(change.node, change.id, change.value);
}

void set_fail_count(CibEdit& edit, const ConfigurationChange& change) {
    require_score(change);
    require_resource_and_node(edit, change);
    edit.remove_fail_counts(change.node, change.id);
    if (change.value == "0") return;
    edit.set_transient_attribute(change.node, fmt::format("fail-count-{}#{}", change.id, change.name), change.value);
}

// ---- constraints ----------------------------------------------------------------------------------------------

/// What an attribute of a constraint names must be there, and a score must be one.
void require_usable(const CibEdit& edit, const std::string& name, const std::string& value) {
    if (name == "rsc" || name == "with-rsc" || name == "first" || name == "then") {
        const std::vector<std::string> resources = edit.resource_ids();
        if (!is_in(resources, value) && !is_in(edit.tag_ids(), value)) refuse("resource", value, resources);
    } else if (name == "node") {
        if (!edit.find_node_id(value) && !edit.node_state_id(value)) refuse("node", value, edit.node_names());
    } else if (name == "score" && !parse_score(value).valid) {
        throw InvalidArgument(fmt::format("`{}` is not a score (a number, INFINITY or -INFINITY)", value));
    }
}

void require_attribute(const std::string& name) {
    if (is_xml_name(name) && name != "id") return;
    throw InvalidArgument(fmt::format("`{}` cannot be set: it is not the name of an attribute other than the id", name));
}

void require_attributes(const ConfigurationChange::Attributes& attributes) {
    std::vector<std::string> seen;
    for (const auto& [name, value] : attributes) {
        require_attribute(name);
        if (is_in(seen, name)) throw InvalidArgument(fmt::format("the attribute `{}` is given twice", name));
        seen.push_back(name);
    }
}

void add_constraint(CibEdit& edit, const ConfigurationChange& change) {
    if (change.name != "rsc_location" && change.name != "rsc_colocation" && change.name != "rsc_order") {
        throw InvalidArgument(
            fmt::format("`{}` cannot be added: it is none of rsc_location, rsc_colocation and rsc_order", change.name));
    }
    if (!is_xml_name(change.id)) throw InvalidArgument(fmt::format("`{}` cannot be an id in XML", change.id));
    if (edit.is_id_taken(change.id)) {
        throw InvalidArgument(fmt::format("the id `{}` is taken: a new constraint needs another", change.id));
    }
    require_attributes(change.attributes);
    for (const auto& [name, value] : change.attributes) require_usable(edit, name, value);
    edit.add_constraint(change.name, change.id, change.attributes);
}

void set_constraint_attribute(CibEdit& edit, const ConfigurationChange& change) {
    require_attribute(change.name);
    if (edit.constraint_element(change.id).empty()) refuse("constraint", change.id, edit.constraint_ids());
    if (!change.value.empty()) require_usable(edit, change.name, change.value);
    edit.set_constraint_attribute(change.id, change.name, change.value);
    // A schema allows one of them, and the kind is what counts.
    const bool says_kind = change.name == "kind" && !change.value.empty();
    if (says_kind && edit.constraint_element(change.id) == "rsc_order") edit.set_constraint_attribute(change.id, "score", "");
}

// ---- resources ------------------------------------------------------------------------------------------------

void set_own_meta_attribute(CibEdit& edit, const ConfigurationChange& change) {
    if (edit.resource_element(change.id).empty()) refuse("resource", change.id, edit.resource_ids());
    if (change.value.empty()) {
        edit.remove_own_meta_attribute(change.id, change.name);
    } else {
        edit.set_own_meta_attribute(change.id, change.name, change.value);
    }
}

void set_operation(CibEdit& edit, const ConfigurationChange& change) {
    require_attribute(change.name);
    if (edit.set_configured_operation(change.id, change.name, change.value)) return;
    refuse("operation", change.id, edit.operation_ids());
}

void add_operation(CibEdit& edit, const ConfigurationChange& change) {
    require_attributes(change.attributes);
    if (edit.add_configured_operation(change.id, change.name, change.attributes)) return;
    const std::string element = edit.resource_element(change.id);
    if (element.empty()) refuse("resource", change.id, edit.resource_ids());
    throw InvalidArgument(fmt::format("{} `{}` has no operations: give a primitive or template", element, change.id));
}

/// Where the configuration has the node, in an element of its own.
void set_node_attribute(CibEdit& edit, const ConfigurationChange& change) {
    require_attribute(change.name);
    if (!edit.is_node_configured(change.node)) refuse("node", change.node, edit.node_names());
    if (change.value.empty()) {
        edit.remove_node_attribute(change.node, change.name);
    } else {
        edit.set_node_attribute(change.node, change.name, change.value);
    }
}

void set_container(CibEdit& edit, const ConfigurationChange& change) {
    require_attribute(change.name);
    const std::string element = edit.resource_element(change.id);
    if (element.empty()) refuse("resource", change.id, edit.resource_ids());
    if (edit.set_container_attribute(change.id, change.name, change.value)) return;
    throw InvalidArgument(fmt::format("{} `{}` has no container: give a bundle", element, change.id));
}

void require_number(const ConfigurationChange& change) {
    if (change.value.empty() || parse_integer(change.value)) return;
    throw InvalidArgument(
        fmt::format("`{}` cannot be the utilization attribute {}: it is not a number", change.value, change.name));
}

void set_utilization(CibEdit& edit, const ConfigurationChange& change) {
    require_number(change);
    const std::string element = edit.resource_element(change.id);
    if (element.empty()) refuse("resource", change.id, edit.resource_ids());
    if (edit.set_utilization(change.id, change.name, change.value)) return;
    throw InvalidArgument(fmt::format("{} `{}` has no utilization: give a primitive or template", element, change.id));
}

void set_capacity(CibEdit& edit, const ConfigurationChange& change) {
    require_number(change);
    if (!edit.set_capacity(change.node, change.name, change.value)) refuse("node", change.node, edit.node_names());
}

void apply_change(CibEdit& edit, const ConfigurationChange& change) {
    switch (change.kind) {
    case Kind::RemoveConstraint:
        if (!edit.remove_constraint(change.id)) refuse("constraint", change.id, edit.constraint_ids());
        break;
    case Kind::SetScore: set_score(edit, change); break;
    case Kind::SetMetaAttribute:
        if (!edit.set_meta_attribute(change.id, change.name, change.value)) {
            refuse("resource", change.id, edit.resource_ids());
        }
        break;
    case Kind::SetDefault: edit.set_resource_default(change.name, change.value); break;
    case Kind::SetProperty: edit.set_cluster_property(change.name, change.value); break;
    case Kind::SetPromotionScore: set_promotion_score(edit, change); break;
    case Kind::SetFailCount: set_fail_count(edit, change); break;
    case Kind::AddConstraint: add_constraint(edit, change); break;
    case Kind::SetConstraintAttribute: set_constraint_attribute(edit, change); break;
    case Kind::SetOwnMetaAttribute: set_own_meta_attribute(edit, change); break;
    case Kind::SetOwnDefault: edit.set_own_resource_default(change.name, change.value); break;
    case Kind::SetParameter:
        if (!edit.set_parameter(change.id, change.name, change.value)) refuse("resource", change.id, edit.resource_ids());
        break;
    case Kind::SetOperation: set_operation(edit, change); break;
    case Kind::AddOperation: add_operation(edit, change); break;
    case Kind::SetNodeAttribute: set_node_attribute(edit, change); break;
    case Kind::RemoveNode:
        if (!edit.remove_node(change.id)) refuse("id of a node", change.id, edit.configured_node_ids());
        break;
    case Kind::SetContainer: set_container(edit, change); break;
    case Kind::SetUtilization: set_utilization(edit, change); break;
    case Kind::SetCapacity: set_capacity(edit, change); break;
    }
}

} // namespace

Cib changed(const Cib& cib, const std::vector<ConfigurationChange>& changes) {
    CibEdit edit(cib);
    for (const ConfigurationChange& change : changes) apply_change(edit, change);
    return edit.cib();
}

} // namespace placement
