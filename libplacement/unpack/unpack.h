#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include <pugixml.hpp>

#include "base/hashed_name.h"
#include "base/text.h"
#include "cib/document.h"
#include "placement/cluster.h"
#include "rules/evaluate.h"
#include "unpack/xml.h"

/// Cib -> Cluster, a file a section of the CIB. unpack.cpp shows the order.
namespace placement {

/// What a resource's element and its template list, before any rule is judged.
struct ResourceSets {
    Shared<AttributeSets> meta;
    Shared<AttributeSets> parameters; ///< instance attributes
    Shared<AttributeSets> utilization;
    Shared<std::vector<OperationConfiguration>> operations;
};

/// The configured resources by id, of duplicate ids the first.
struct ResourceById {
    ResourceId resource;
    bool alone = true; ///< no other resource has the id
};
using ResourcesById = std::unordered_map<std::string, ResourceById, NameHash, NameEqual>;

/// What is kept with a configuration that is recalled; it tells one from all others.
struct RecalledConfiguration {
    Kept constraints;
};

/// What reading the configuration leaves for the sections that come after it.
struct ReadConfiguration {
    /// The XML of each resource (an instance has its clone's child); empty for one without a configuration.
    IdVector<ResourceId, pugi::xml_node> resource_xml = {};

    /// The defaults of clones and what is in them.
    AttributeSets clone_defaults = {};
    /// The <meta_attributes> of each resource, which its children take over.
    IdVector<ResourceId, Shared<AttributeSets>> meta_sets = {};
    /// What was read of the elements of resources, which the instances of a clone share.
    std::unordered_map<pugi::xml_node_struct*, ResourceSets> resource_sets = {};
    /// What a clone clones, where that is no child of its element.
    std::map<ResourceId, pugi::xml_node> cloned_elements = {};
    /// A template's id to the ids of the elements derived from it, in order.
    std::map<std::string, std::vector<std::string>, std::less<>> templates = {};
    /// XML of what the configuration only implies (connections of guests, parts of bundles), and what implied it.
    std::vector<std::shared_ptr<const pugi::xml_document>> implied_documents = {};
    std::unordered_map<pugi::xml_node_struct*, Position> implied_positions = {};
    /// How many nodes, from the first, sort_nodes has sorted already.
    std::size_t sorted_nodes = 0;
    /// Diagnostics that were given already.
    std::unordered_set<std::string> reported = {};
    std::shared_ptr<const ResourcesById> names = nullptr;
    std::size_t configured_resources = 0;
    std::size_t configured_nodes = 0;
    /// Null where the configuration was not recalled.
    std::shared_ptr<RecalledConfiguration> recalled = nullptr;
};

/// What the sections share while the model is being built.
struct UnpackContext : ReadConfiguration {
    UnpackContext(const CibDocument& read, Cluster& built) : document(read), cluster(built) {}

    const CibDocument& document;
    Cluster& cluster;
    /// All elements of the configuration with ids; made when the first id-ref asks.
    std::optional<ElementIndex> elements = std::nullopt;
    /// The same of the status, for an id-ref that means none of those.
    std::optional<ElementIndex> state_elements = std::nullopt;
    /// What of the state is asked as XML.
    std::vector<std::unique_ptr<XmlTree>> state_trees = {};

    /// A part of the state as XML, for what is read there as it is in the configuration.
    pugi::xml_node as_xml(const StateElement& element);
    /// Where the element stood; for an implied one, where stood what implied it.
    Position position(pugi::xml_node element) const;
    Position position(const StateElement& element) const { return document.position(element); }
    /// Adds a diagnostic, once.
    void report(Severity severity, const char* code, Position where, std::string message);
    /// What Pacemaker calls a configuration error: something was ignored or reset. (Pacemaker: pcmk__config_err)
    void error(const char* code, Position where, std::string message);
    void warn(const char* code, Position where, std::string message);
    void note(const char* code, Position where, std::string message);
    /// The colours' scores for parse_score.
    HealthScores health_scores() const;
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
/// node_health.cpp: location constraints for nodes that are not well. (Pacemaker: pcmk__apply_node_health)
void unpack_node_health(UnpackContext& context);
/// constraints.cpp (and locations.cpp, colocations.cpp, orderings.cpp, ticket_constraints.cpp); after the status, whose
/// attributes rules read.
void unpack_constraints(UnpackContext& context);

/// clone.cpp: one more instance of a clone, numbered after the last; beyond clone-max it is a removed one. None where
/// what it clones is unusable. (Pacemaker: pe__create_clone_child)
ResourceId add_clone_instance(UnpackContext& context, ResourceId clone);
/// resources.cpp: a primitive that only the status knows, at the end of the top resources; a remote connection gets its
/// node, which is then shutting down. None where the history does not say enough. The element is an <lrm_resource>.
/// (Pacemaker: create_fake_resource)
ResourceId add_removed_resource(UnpackContext& context, std::string_view id, const StateElement& lrm_resource);
/// nodes.cpp: every resource has a row of nodes. Throws InputError, with this position, where there would be too much of them.
void require_room_for_rows(const UnpackContext& context, Position position);
/// nodes.cpp: a node that the configured nodes lack (remote, guest). Until sort_nodes its id is the next one.
/// (Pacemaker: pe__create_node)
NodeId add_node(UnpackContext& context, std::string_view id, std::string_view name, NodeKind kind, Position position);
/// nodes.cpp: gives the nodes the ids that their names' order asks for, wherever the model has an id. Ids held outside
/// the model are void afterwards. (Pacemaker: pe__cmp_node_name)
void sort_nodes(UnpackContext& context);
/// What <node> and <transient_attributes> have.
struct NodeSets {
    AttributeSets attributes;
    AttributeSets utilization;
};
/// nodes.cpp: the node's attributes and utilization, with those that every node has. Transient ones win over earlier ones.
/// (Pacemaker: add_node_attrs)
void add_node_attributes(UnpackContext& context, NodeId node, const NodeSets& sets, bool transient);
/// nodes.cpp: the value of an attribute of the node, or null.
const std::string* find_attribute(const Node& node, std::string_view name);
/// nodes.cpp: whether the node is to be fenced because nothing was heard of it. (Pacemaker: handle_startup_fencing)
void mark_startup_fencing(UnpackContext& context, NodeId node);

/// attribute_sets.cpp: the sets named `element` ("meta_attributes", …) under `parent`, id-refs resolved.
AttributeSets read_attribute_sets(UnpackContext& context, pugi::xml_node parent, const char* element);
/// attribute_sets.cpp: what is under <transient_attributes>.
NodeSets read_transient_sets(UnpackContext& context, const StateElement& transient_attributes);
/// attribute_sets.cpp: the same for a resource derived from a template: the template's, then its own. An id-ref within
/// a resource can only mean a set of the same resource.
AttributeSets read_resource_sets(UnpackContext& context, pugi::xml_node base, pugi::xml_node own, const char* element);
/// attribute_sets.cpp: one <rule>.
Rule read_rule(UnpackContext& context, pugi::xml_node rule);
/// attribute_sets.cpp: what the element's id-ref means, or the element itself; empty for one that means nothing, after
/// a diagnostic. (Pacemaker: pcmk__xe_resolve_idref)
pugi::xml_node resolve_reference(UnpackContext& context, pugi::xml_node element);
/// attribute_sets.cpp: merge_attributes, minding the next moment at which a rule changes.
void merge(UnpackContext& context, const AttributeSets& sets, const RuleInput& input, AttributeTable& target,
           std::string_view first_id = {});
/// attribute_sets.cpp: lowers the moment by which the cluster must be looked at again; 0 and the past do nothing.
/// (Pacemaker: pcmk__update_recheck_time)
void recheck_by(Cluster& cluster, std::int64_t moment);

} // namespace placement
