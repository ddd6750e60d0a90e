#include <algorithm>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"
#include "base/xml_text.h"
#include "unpack/resource_building.h"
#include "unpack/xml.h"

namespace placement {

namespace {

constexpr const char* default_remote_port = "3121";
constexpr const char* remote_key_file = "/etc/pacemaker/authkey";
constexpr const char* bundle_log_directory = "/var/log/pacemaker/bundles";
constexpr const char* remote_daemon = "/usr/sbin/pacemaker-remoted";

/// The score of what runs inside on its own container's node.
constexpr std::int32_t own_node_score = 500;

struct Mount {
    std::string source;
    std::string target;
    std::optional<std::string> options;
    bool own_directory = false; ///< each replica has one below `source`
};

struct Port {
    std::string source;
    std::string target;
};

/// A <bundle> as it is written.
struct BundleDefinition {
    std::string prefix;
    std::string agent;
    std::int32_t promoted_max = 0;
    std::int32_t replicas = 0;
    std::int32_t replicas_per_host = 0;
    std::optional<std::string> run_command;
    std::optional<std::string> launcher_options;
    std::optional<std::string> image;
    std::optional<std::string> container_network;
    std::optional<std::string> ip_range_start;
    std::optional<std::string> host_netmask;
    std::optional<std::string> host_interface;
    std::optional<std::string> control_port;
    bool add_host = true;
    std::vector<Port> ports;
    std::vector<Mount> mounts;
    pugi::xml_node primitive;
    /// Options for each container that name all replicas' addresses.
    std::string host_entries;
};

pugi::xml_node first_child(const ResourceSource& source, const char* name) {
    const auto children = source.children(name);
    return children.empty() ? pugi::xml_node() : children.front();
}

void read_network(UnpackContext& context, pugi::xml_node network, BundleDefinition& bundle) {
    if (!network) return;
    bundle.ip_range_start = attribute_text(network, "ip-range-start");
    bundle.host_netmask = attribute_text(network, "host-netmask");
    bundle.host_interface = attribute_text(network, "host-interface");
    bundle.control_port = attribute_text(network, "control-port");
    bundle.add_host = parse_bool(attribute_or_empty(network, "add-host")).value_or(true);
    for (const pugi::xml_node mapping : network.children("port-mapping")) {
        auto source = attribute_text(mapping, "port");
        auto target = source ? attribute_text(mapping, "internal-port") : std::nullopt;
        if (!source) source = attribute_text(mapping, "range");
        if (!source || source->empty()) {
            context.error("invalid-port-mapping", context.position(mapping),
                          fmt::format("a port mapping of bundle `{}` has neither `port` nor `range` and is ignored",
                                      bundle.prefix));
            continue;
        }
        bundle.ports.push_back({*source, target.value_or(*source)});
    }
}

void read_storage(UnpackContext& context, pugi::xml_node storage, BundleDefinition& bundle) {
    for (const pugi::xml_node mapping : storage.children("storage-mapping")) {
        auto source = attribute_text(mapping, "source-dir");
        const bool own_directory = !source;
        if (!source) source = attribute_text(mapping, "source-dir-root");
        const auto target = attribute_text(mapping, "target-dir");
        if (!source || !target) {
            context.error("invalid-storage-mapping", context.position(mapping),
                          fmt::format("a storage mapping of bundle `{}` lacks a source or target and is ignored",
                                      bundle.prefix));
            continue;
        }
        bundle.mounts.push_back({*source, *target, attribute_text(mapping, "options"), own_directory});
    }
}

std::optional<BundleDefinition> read_definition(UnpackContext& context, ResourceId id, const ResourceSource& source) {
    BundleDefinition bundle;
    bundle.prefix = context.cluster.resources[id].id;
    const Position position = context.cluster.resources[id].position;
    pugi::xml_node container;
    for (const char* agent : {"docker", "podman"}) {
        if (container) break;
        container = first_child(source, agent);
        if (container) bundle.agent = agent;
    }
    if (!container) {
        context.error("unknown-container-technology", position,
                      fmt::format("bundle `{}` has neither <docker> nor <podman>", bundle.prefix));
        return std::nullopt;
    }
    bundle.promoted_max = parse_integer_from(attribute_or_empty(container, "promoted-max"), 0);
    const auto replicas = attribute(container, "replicas");
    bundle.replicas = !replicas && bundle.promoted_max > 0 ? bundle.promoted_max
                                                           : parse_integer_from(replicas.value_or(""), 1);
    bundle.replicas_per_host = parse_integer_from(attribute_or_empty(container, "replicas-per-host"), 1);
    bundle.run_command = attribute_text(container, "run-command");
    bundle.launcher_options = attribute_text(container, "options");
    bundle.image = attribute_text(container, "image");
    bundle.container_network = attribute_text(container, "network");
    read_network(context, first_child(source, "network"), bundle);
    read_storage(context, first_child(source, "storage"), bundle);
    bundle.primitive = first_child(source, "primitive");
    return bundle;
}

/// Whether replicas can be reached; a control port without addresses allows one replica a host only.
/// (Pacemaker: valid_network)
bool is_reachable(UnpackContext& context, BundleDefinition& bundle, Position position) {
    if (bundle.ip_range_start) return true;
    if (!bundle.control_port) return false;
    if (bundle.replicas_per_host > 1) {
        context.error("control-port-replicas", position,
                      fmt::format("bundle `{}` has a control-port and no ip-range-start, which allows one replica a host",
                                  bundle.prefix));
        bundle.replicas_per_host = 1;
    }
    return true;
}

/// The address after `address`; empty where there is none. (Pacemaker: next_ip)
std::string next_address(std::string_view address) {
    std::uint32_t octets[4] = {};
    for (int i = 0; i < 4; ++i) {
        const auto number = scan_integer(address);
        if (!number) return {};
        octets[i] = static_cast<std::uint32_t>(number->value);
        address = number->rest;
        if (i == 3) break;
        if (!address.starts_with('.')) return {};
        address.remove_prefix(1);
    }
    if (octets[2] > 253) return {};
    if (octets[3] > 253) {
        ++octets[2];
        octets[3] = 1;
    } else {
        ++octets[3];
    }
    return fmt::format("{}.{}.{}.{}", octets[0], octets[1], octets[2], octets[3]);
}

/// Builds one bundle's implied resources; the bundle is in the model already.
class BundleBuilder {
public:
    BundleBuilder(UnpackContext& context, ResourceId id, BundleDefinition definition)
        : context_(context), cluster_(context.cluster), id_(id), position_(context.cluster.resources[id].position),
          definition_(std::move(definition)) {}

    bool build() {
        if (definition_.replicas_per_host == 1) self().unique = false;
        if (definition_.primitive && !is_reachable(context_, definition_, position_)) {
            context_.error("unreachable-bundle", position_,
                           fmt::format("`{}` in bundle `{}` cannot be controlled without ip-range-start or control-port",
                                       definition_.primitive.attribute("id").value(), definition_.prefix));
            return false;
        }
        Bundle bundle;
        bundle.agent = definition_.agent;
        bundle.promoted_max = definition_.promoted_max;
        bundle.replicas_per_host = definition_.replicas_per_host;
        bundle.container_network = definition_.container_network.value_or("");
        bundle.image = definition_.image.value_or("");
        self().variant = std::move(bundle);
        if (!(definition_.primitive ? add_replicas_with_child() : add_bare_replicas())) return false;

        for (std::size_t i = 0; i < this->bundle().replicas.size(); ++i) {
            if (add_parts(i)) continue;
            context_.error("ignored-resource", position_,
                           fmt::format("the parts of bundle `{}` cannot be made", definition_.prefix));
            return false;
        }
        if (const ResourceId child = this->bundle().child) self().children.push_back(child);
        return true;
    }

private:
    Resource& self() { return cluster_.resources[id_]; }
    Bundle& bundle() { return std::get<Bundle>(self().variant); }
    Resource& resource(ResourceId id) { return cluster_.resources[id]; }

    // -- what runs inside --

    /// The clone that the contained primitive's instances are of.
    pugi::xml_node imply_clone() {
        pugi::xml_node clone = imply_element(context_, "clone", position_);
        const char* suffix = definition_.promoted_max > 0 ? "master" : "clone";
        clone.append_attribute("id") = fmt::format("{}-{}", definition_.prefix, suffix).c_str();
        pugi::xml_node meta = clone.append_child("meta_attributes");
        meta.append_attribute("id") = fmt::format("{}-clone-meta", definition_.prefix).c_str();
        add_pair(meta, "ordered", "true");
        add_pair(meta, "clone-max", fmt::format("{}", definition_.replicas));
        add_pair(meta, "clone-node-max", fmt::format("{}", definition_.replicas_per_host));
        add_pair(meta, "globally-unique", definition_.replicas_per_host > 1 ? "true" : "false");
        if (definition_.promoted_max > 0) {
            add_pair(meta, "promotable", "true");
            add_pair(meta, "promoted-max", fmt::format("{}", definition_.promoted_max));
        }
        return clone;
    }

    bool add_replicas_with_child() {
        const pugi::xml_node clone = imply_clone();
        context_.cloned_elements[ResourceId(cluster_.resources.size())] = definition_.primitive;
        const ResourceId child = unpack_resource(context_, {clone}, id_);
        if (!child) return false;
        bundle().child = child;
        add_internal_mounts();

        for (const ResourceId instance : resource(child).children) {
            resource(instance).exclusive_discovery = true;
            if (resource(instance).notify) resource(child).notify = true;
            add_replica(instance);
        }
        const std::string* target = find_meta(resource(resource(child).children.back()), "container-attribute-target");
        if (target != nullptr) {
            const std::string value = *target;
            bundle().attribute_target = value;
            self().meta["container-attribute-target"] = value;
            resource(child).meta["container-attribute-target"] = value;
        }
        return true;
    }

    bool add_bare_replicas() {
        constexpr std::int32_t most_replicas = 100'000;
        if (definition_.replicas > most_replicas) {
            throw InputError(context_.document.source->name(), position_,
                             fmt::format("bundle `{}` has more than {} replicas", definition_.prefix, most_replicas));
        }
        for (std::int32_t count = 0; count < definition_.replicas; ++count) add_replica({});
        return true;
    }

    void add_internal_mounts() {
        const bool has_log = std::any_of(definition_.mounts.begin(), definition_.mounts.end(),
                                         [](const Mount& mount) { return mount.target == "/var/log"; });
        definition_.mounts.push_back({remote_key_file, remote_key_file, {}, false});
        if (!has_log) definition_.mounts.push_back({bundle_log_directory, "/var/log", {}, true});
        const std::string port = definition_.control_port.value_or(default_remote_port);
        definition_.ports.push_back({port, port});
    }

    void add_replica(ResourceId child) {
        BundleReplica replica;
        replica.offset = static_cast<std::int32_t>(bundle().replicas.size());
        replica.child = child;
        if (definition_.ip_range_start) {
            replica.ip_address = last_address_.empty() ? *definition_.ip_range_start : next_address(last_address_);
            last_address_ = replica.ip_address;
            if (replica.ip_address.empty()) {
                context_.error("address-range-exhausted", position_,
                               fmt::format("there are not enough addresses from `{}` on for the replicas of bundle `{}`",
                                           *definition_.ip_range_start, definition_.prefix));
            }
            definition_.host_entries +=
                definition_.add_host
                    ? fmt::format(" --add-host={}-{}:{}", definition_.prefix, replica.offset, address_text(replica))
                    : fmt::format(" --hosts-entry={}={}-{}", address_text(replica), definition_.prefix, replica.offset);
        }
        bundle().replicas.push_back(std::move(replica));
    }

    /// As the reference words an address that it has not got.
    static std::string address_text(const BundleReplica& replica) {
        return replica.ip_address.empty() ? "(null)" : replica.ip_address;
    }

    // -- the parts of a replica --

    bool add_parts(std::size_t index) {
        if (!add_container(index) || !add_address(index) || !add_connection(index)) return false;
        const BundleReplica& replica = bundle().replicas[index];
        if (replica.child && !replica.ip_address.empty()) {
            resource(replica.child).meta["external-ip"] = replica.ip_address;
        }
        if (replica.remote) resource(replica.remote).remote_nesting_allowed = true;
        // The container needs what runs in it needs.
        if (!replica.child || !context_.cluster.behavior.bundles_have_utilization) return true;
        std::swap(resource(replica.container).utilization, resource(replica.child).utilization);
        return true;
    }

    pugi::xml_node imply_primitive(const std::string& id, const char* agent) {
        pugi::xml_node element = imply_element(context_, "primitive", position_);
        element.append_attribute("id") = id.c_str();
        element.append_attribute("class") = "ocf";
        element.append_attribute("provider") = "heartbeat";
        element.append_attribute("type") = agent;
        return element;
    }

    pugi::xml_node add_parameters(pugi::xml_node element, const BundleReplica& replica) {
        pugi::xml_node parameters = element.append_child("instance_attributes");
        parameters.append_attribute("id") = fmt::format("{}-attributes-{}", definition_.prefix, replica.offset).c_str();
        return parameters;
    }

    ResourceId add_part(pugi::xml_node element) {
        const ResourceId part = unpack_resource(context_, {element}, id_);
        if (part) self().children.push_back(part);
        return part;
    }

    std::string directory(const Mount& mount, const BundleReplica& replica) const {
        if (!mount.own_directory) return mount.source;
        return fmt::format("{}/{}-{}", mount.source, definition_.prefix, replica.offset);
    }

    /// The options that the container is started with.
    std::string run_options(const BundleReplica& replica) const {
        std::string options;
        if (definition_.agent == "docker") options += " --restart=no";
        if (definition_.ip_range_start) {
            options += fmt::format(" -h {}-{}", definition_.prefix, replica.offset);
        }
        options += " -e PCMK_stderr=1";
        if (definition_.container_network) options += " --net=" + *definition_.container_network;
        options += fmt::format(" -e PCMK_remote_port={}",
                               definition_.control_port.value_or(default_remote_port));
        for (const Mount& mount : definition_.mounts) {
            options += fmt::format(" -v {}:{}", directory(mount, replica), mount.target);
            if (mount.options) options += ":" + *mount.options;
        }
        for (const Port& port : definition_.ports) {
            if (!replica.ip_address.empty()) {
                options += fmt::format(" -p {}:{}:{}", replica.ip_address, port.source, port.target);
            } else if (definition_.container_network != "host") {
                options += fmt::format(" -p {}:{}", port.source, port.target);
            }
        }
        if (definition_.launcher_options) options += " " + *definition_.launcher_options;
        // The reference puts a blank before them even where there are none.
        options += " " + definition_.host_entries;
        return options;
    }

    std::string mount_points(const BundleReplica& replica) const {
        std::string directories;
        for (const Mount& mount : definition_.mounts) {
            if (!mount.own_directory) continue;
            if (!directories.empty()) directories += ',';
            directories += directory(mount, replica);
        }
        return directories;
    }

    bool add_container(std::size_t index) {
        const BundleReplica replica = bundle().replicas[index];
        const std::string id = as_xml_id(fmt::format("{}-{}-{}", definition_.prefix, definition_.agent, replica.offset));
        pugi::xml_node element = imply_primitive(id, definition_.agent.c_str());
        const pugi::xml_node parameters = add_parameters(element, replica);
        if (definition_.image) add_pair(parameters, "image", *definition_.image);
        add_pair(parameters, "allow_pull", "true");
        add_pair(parameters, "force_kill", "false");
        add_pair(parameters, "reuse", "false");
        add_pair(parameters, "run_opts", run_options(replica));
        add_pair(parameters, "mount_points", mount_points(replica));
        if (definition_.run_command) {
            add_pair(parameters, "run_cmd", *definition_.run_command);
        } else if (replica.child) {
            add_pair(parameters, "run_cmd", remote_daemon);
        }
        add_pair(parameters, "monitor_cmd", "/bin/true");
        add_operation(element.append_child("operations"), id, "monitor", "60s", "");

        const ResourceId container = add_part(element);
        if (!container) return false;
        resource(container).container_of_replica = true;
        bundle().replicas[index].container = container;
        return true;
    }

    bool add_address(std::size_t index) {
        if (!definition_.ip_range_start) return true;
        const BundleReplica replica = bundle().replicas[index];
        const std::string id = as_xml_id(fmt::format("{}-ip-{}", definition_.prefix, address_text(replica)));
        pugi::xml_node element = imply_primitive(id, "IPaddr2");
        const pugi::xml_node parameters = add_parameters(element, replica);
        if (!replica.ip_address.empty()) add_pair(parameters, "ip", replica.ip_address);
        if (definition_.host_interface) add_pair(parameters, "nic", *definition_.host_interface);
        add_pair(parameters, "cidr_netmask", definition_.host_netmask.value_or("32"));
        add_operation(element.append_child("operations"), id, "monitor", "60s", "");
        bundle().replicas[index].ip = add_part(element);
        return bundle().replicas[index].ip.valid();
    }

    /// The connection's name, which is its node's too: another one where a resource before the bundle has it.
    std::string connection_name(const BundleReplica& replica) {
        const std::string name = fmt::format("{}-{}", definition_.prefix, replica.offset);
        const auto same = cluster_.resource_by_id.find(name);
        if (same == cluster_.resource_by_id.end() || !(same->second < id_)) return name;
        return fmt::format("pcmk-internal-{}-remote-{}", resource(replica.child).id, replica.offset);
    }

    NodeId add_own_node(const std::string& name) {
        NodeId node = cluster_.find_node(name);
        if (!node) node = add_node(context_, name, name, NodeKind::Remote, position_);
        cluster_.nodes[node].base_score = Score::minus_infinity();
        cluster_.nodes[node].base_probe_mode = ProbeMode::Never;
        return node;
    }

    /// Nothing but what runs inside may use the replica's node, if it was known before the bundle was.
    void close_node(NodeId node) {
        if (cluster_.nodes[node].id != cluster_.nodes[node].name) return; // the tables are by id, and asked by name
        for (const ResourceId top : cluster_.top_resources) close_node_for(top, node);
    }

    void close_node_for(ResourceId id, NodeId node) {
        AllowedNode& entry = cluster_.initial_nodes[id][node];
        if (entry.listed) entry = {Score::minus_infinity(), ProbeMode::Never, true};
        for (const ResourceId child : resource(id).children) close_node_for(child, node);
    }

    /// What runs inside may use no other node.
    void confine(ResourceId child, NodeId node) {
        for (AllowedNode& entry : cluster_.initial_nodes[child]) entry = {};
        cluster_.initial_nodes[child][node] = {Score(own_node_score), ProbeMode::Exclusive, true};
        cluster_.initial_nodes[resource(child).parent][node] = {Score::minus_infinity(), ProbeMode::Exclusive, true};
    }

    bool add_connection(std::size_t index) {
        const BundleReplica replica = bundle().replicas[index];
        if (!replica.child || !is_reachable(context_, definition_, position_)) return true;
        ImpliedConnection connection;
        connection.name = connection_name(replica);
        connection.container = resource(replica.container).id;
        connection.server = replica.ip_address.empty() ? "#uname" : replica.ip_address;
        connection.port = definition_.control_port.value_or(default_remote_port);
        const NodeId node = add_own_node(connection.name);
        close_node(node);
        confine(replica.child, node);

        const ResourceId remote = add_part(imply_connection(context_, connection, position_));
        if (!remote) return false;
        for (const NodeId other : cluster_.nodes.ids()) {
            AllowedNode& entry = cluster_.initial_nodes[remote][other];
            if (entry.listed && cluster_.nodes[other].is_remote()) entry.score = Score::minus_infinity();
        }
        cluster_.nodes[node].connection = remote;
        // A cluster node of this name stays one.
        if (cluster_.nodes[node].kind == NodeKind::Remote) cluster_.nodes[node].kind = NodeKind::Guest;
        cluster_.nodes[node].attributes["#kind"] = "container";
        resource(remote).launcher = replica.container;
        resource(remote).remote_node = node;
        bundle().replicas[index].remote = remote;
        bundle().replicas[index].node = node;
        return true;
    }

    UnpackContext& context_;
    Cluster& cluster_;
    ResourceId id_;
    Position position_;
    BundleDefinition definition_;
    std::string last_address_;
};

} // namespace

bool unpack_bundle(UnpackContext& context, ResourceId id, const ResourceSource& source) {
    auto definition = read_definition(context, id, source);
    return definition && BundleBuilder(context, id, std::move(*definition)).build();
}

} // namespace placement
