#include <fmt/format.h>

#include "unpack/resource_building.h"

namespace placement {

namespace {

void set_if(std::optional<std::string>& target, pugi::xml_node pair) {
    if (const auto value = attribute(pair, "value")) {
        target = *value;
    } else {
        target.reset();
    }
}

/// What the bare meta attributes of an element, whatever their rules, say about a guest node that it gives.
/// (Pacemaker: expand_remote_rsc_meta)
std::optional<ImpliedConnection> guest_of(pugi::xml_node element) {
    ImpliedConnection connection;
    connection.container = attribute_or_empty(element, "id");
    connection.connect_timeout = "60s";
    std::optional<std::string> name;
    for (const pugi::xml_node set : element.children("meta_attributes")) {
        for (const pugi::xml_node pair : child_elements(set)) {
            const auto what = attribute(pair, "name");
            if (!what) continue;
            if (*what == "remote-node") set_if(name, pair);
            if (*what == "remote-addr") set_if(connection.server, pair);
            if (*what == "remote-port") set_if(connection.port, pair);
            if (*what == "remote-connect-timeout") set_if(connection.connect_timeout, pair);
            if (*what == "remote-allow-migrate") set_if(connection.allow_migrate, pair);
            if (*what == "is-managed") set_if(connection.is_managed, pair);
        }
    }
    if (!name) return std::nullopt;
    connection.name = *name;
    return connection;
}

void add_remote_node(UnpackContext& context, std::string_view name, Position position) {
    if (!context.cluster.find_node(name)) add_node(context, name, name, NodeKind::Remote, position);
}

} // namespace

pugi::xml_node imply_connection(UnpackContext& context, const ImpliedConnection& connection, Position position) {
    pugi::xml_node element = imply_element(context, "primitive", position);
    element.append_attribute("id") = connection.name.c_str();
    element.append_attribute("class") = "ocf";
    element.append_attribute("provider") = "pacemaker";
    element.append_attribute("type") = "remote";

    pugi::xml_node meta = element.append_child("meta_attributes");
    meta.append_attribute("id") = fmt::format("{}-meta_attributes", connection.name).c_str();
    add_pair(meta, "internal_rsc", "true");
    if (!connection.container.empty()) add_pair(meta, "container", connection.container);
    if (connection.allow_migrate) add_pair(meta, "allow-migrate", *connection.allow_migrate);
    if (connection.is_managed) add_pair(meta, "is-managed", *connection.is_managed);

    if (connection.server || connection.port) {
        pugi::xml_node parameters = element.append_child("instance_attributes");
        parameters.append_attribute("id") = fmt::format("{}-instance_attributes", connection.name).c_str();
        if (connection.server) add_pair(parameters, "addr", *connection.server);
        if (connection.port) add_pair(parameters, "port", *connection.port);
    }

    const pugi::xml_node operations = element.append_child("operations");
    add_operation(operations, connection.name, "monitor", "30s", "30s");
    if (connection.connect_timeout) add_operation(operations, connection.name, "start", "0", *connection.connect_timeout);
    return element;
}

std::vector<pugi::xml_node> unpack_remote_nodes(UnpackContext& context) {
    std::vector<pugi::xml_node> connections;
    const auto take_guest = [&](pugi::xml_node element) {
        const auto guest = guest_of(element);
        if (!guest) return;
        const Position position = context.position(element);
        connections.push_back(imply_connection(context, *guest, position));
        add_remote_node(context, guest->name, position);
    };
    for (const pugi::xml_node element : child_elements(context.document.configuration().child("resources"))) {
        if (is_remote_agent(attribute_or_empty(element, "class"), attribute_or_empty(element, "provider"),
                            attribute_or_empty(element, "type"))) {
            if (const auto id = attribute(element, "id")) add_remote_node(context, *id, context.position(element));
        } else if (is_element(element, "primitive")) {
            take_guest(element);
        } else if (is_element(element, "group")) {
            for (const pugi::xml_node member : child_elements(element)) take_guest(member);
        }
    }
    return connections;
}

} // namespace placement
