#pragma once

#include <string_view>

#include <pugixml.hpp>

#include "cib/document.h"
#include "placement/cluster.h"

/// Cib -> Cluster, a file a section of the CIB. unpack.cpp shows the order.
namespace placement {

/// What the sections share while the model is being built.
struct UnpackContext {
    const CibDocument& document;
    Cluster& cluster;
    /// The XML of each resource (an instance has its clone's child); empty for one without a configuration.
    IdVector<ResourceId, pugi::xml_node> resource_xml;
};

/// options.cpp: the cluster's properties.
void unpack_options(UnpackContext& context);
/// nodes.cpp: the configured nodes, in configuration order.
void unpack_nodes(UnpackContext& context);
/// resources.cpp (and group.cpp, clone.cpp, bundle.cpp): defaults, resources, templates, remote and guest nodes.
void unpack_resources(UnpackContext& context);
/// tags.cpp, fencing_topology.cpp
void unpack_tags(UnpackContext& context);
void unpack_fencing_topology(UnpackContext& context);
/// status.cpp (and node_state.cpp, operation_history.cpp, operation_result.cpp, fail_counts.cpp, tickets.cpp):
/// may add removed resources and anonymous instances.
void unpack_status(UnpackContext& context);
/// locations.cpp, colocations.cpp, orderings.cpp, ticket_constraints.cpp; after the status, whose attributes rules read.
void unpack_constraints(UnpackContext& context);

/// resources.cpp: one more instance of a clone, numbered after the last. (Pacemaker: pe__create_clone_child)
ResourceId add_clone_instance(UnpackContext& context, ResourceId clone);
/// resources.cpp: a primitive that only the status knows; joins no table of scores but its own. The element is an
/// <lrm_resource>. (Pacemaker: create_fake_resource)
ResourceId add_removed_resource(UnpackContext& context, std::string_view id, pugi::xml_node lrm_resource);
/// nodes.cpp: a node that the configured nodes lack (remote, guest). (Pacemaker: pe__create_node)
NodeId add_node(UnpackContext& context, std::string_view id, std::string_view name, NodeKind kind, Position position);

/// attribute_sets.cpp: the sets named `element` ("meta_attributes", …) under `parent`, id-refs resolved.
AttributeSets read_attribute_sets(UnpackContext& context, pugi::xml_node parent, const char* element);
/// attribute_sets.cpp: one <rule>.
Rule read_rule(UnpackContext& context, pugi::xml_node rule);

} // namespace placement
