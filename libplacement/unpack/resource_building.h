#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "unpack/unpack.h"

/// What the files that build resources share: resources.cpp, meta_attributes.cpp, operations.cpp, group.cpp, clone.cpp,
/// bundle.cpp, remote_nodes.cpp.
namespace placement {

/// What a resource is read from.
struct ResourceSource {
    pugi::xml_node own;
    /// The template it is derived from; empty for none. Its attributes count instead of the resource's own, and its
    /// children stand before the resource's own. (Pacemaker: unpack_template)
    pugi::xml_node base = {};
    /// The instance's number, for what a clone clones.
    std::string number = {};

    std::optional<std::string_view> attribute(const char* name) const;
    /// The children of this name, the template's first.
    std::vector<pugi::xml_node> children(const char* name) const;
    /// All child elements, the template's first.
    std::vector<pugi::xml_node> children() const;
};

/// Adds the resource and all below it, if it is usable; else nothing is added. The caller puts it among its parent's
/// children. (Pacemaker: pe__unpack_resource)
ResourceId unpack_resource(UnpackContext& context, ResourceSource source, ResourceId parent);

/// The variants; false where the resource is unusable.
bool unpack_primitive(UnpackContext& context, ResourceId id);
bool unpack_group(UnpackContext& context, ResourceId id, const ResourceSource& source);
bool unpack_clone(UnpackContext& context, ResourceId id, const ResourceSource& source);
bool unpack_bundle(UnpackContext& context, ResourceId id, const ResourceSource& source);

/// The meta attributes: the element's own, its parents', the defaults. (Pacemaker: get_meta_attributes)
AttributeTable read_meta_attributes(UnpackContext& context, ResourceId id, const ResourceSource& source);
/// A meta attribute of a resource that is in the model; null where it is not set.
const std::string* find_meta(const Resource& resource, std::string_view name);

/// What the element lists; read once, however many instances it has.
const ResourceSets& read_sets(UnpackContext& context, const ResourceSource& source);
/// The operations, with those of the template that the resource does not configure itself.
std::vector<OperationConfiguration> read_operations(UnpackContext& context, const ResourceSource& source);

/// Puts the resource and its descendants into the score table, on every node that exists by now. (Pacemaker:
/// resource_location with "symmetric_default")
void allow_by_default(UnpackContext& context, ResourceId resource);

/// Whether the element is ocf:pacemaker:remote. (Pacemaker: xml_contains_remote_node)
bool is_remote_agent(std::string_view standard, std::string_view provider, std::string_view agent);
/// remote_nodes.cpp: adds the nodes behind connections and guests; gives the connections that guests imply, which are
/// unpacked after all configured resources. (Pacemaker: unpack_remote_nodes)
std::vector<pugi::xml_node> unpack_remote_nodes(UnpackContext& context);
/// remote_nodes.cpp: XML of a connection into a container. (Pacemaker: pe_create_remote_xml)
struct ImpliedConnection {
    std::string name;
    std::string container;
    std::optional<std::string> allow_migrate = {};
    std::optional<std::string> is_managed = {};
    std::optional<std::string> connect_timeout = {};
    std::optional<std::string> server = {};
    std::optional<std::string> port = {};
};
pugi::xml_node imply_connection(UnpackContext& context, const ImpliedConnection& connection, Position position);

/// A new element in a document of its own; diagnostics on it point at `position`.
pugi::xml_node imply_element(UnpackContext& context, const char* name, Position position);
void add_pair(pugi::xml_node set, const char* name, std::string_view value);
/// (Pacemaker: crm_create_op_xml)
void add_operation(pugi::xml_node operations, std::string_view prefix, const char* name, const char* interval,
                   std::string_view timeout);

/// "Stopped", "Started", "Unpromoted", "Promoted" and the old "Slave" and "Master", in any case; Unknown for all else.
/// (Pacemaker: pcmk_parse_role)
Role parse_role(std::string_view text);

} // namespace placement
