#pragma once

#include <algorithm>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "placement/unpack.h"

/// A CIB of a few lines, and what it is read as.
namespace placement {

/// The parts of a CIB that a test is about; all else is as plain as can be: three nodes, no fencing.
struct Configuration {
    std::string resources;
    std::string constraints;
    std::string properties = property("fencing-enabled", "false");
    std::string nodes = R"(<node id="1" uname="n1"/><node id="2" uname="n2"/><node id="3" uname="n3"/>)";
    std::string resource_defaults;
    std::string operation_defaults;
    std::string tags;
    std::string topology;
    std::string status;
    std::string attributes = R"(have-quorum="1" dc-uuid="1")"; ///< of <cib>
    std::string schema = "pacemaker-4.0"; ///< "none" for what no schema allows

    static std::string property(std::string_view name, std::string_view value) {
        return fmt::format(R"(<nvpair id="option-{0}" name="{0}" value="{1}"/>)", name, value);
    }

    std::string text() const {
        return fmt::format(
            R"(<cib crm_feature_set="3.20.5" validate-with="{}" epoch="1" num_updates="0" admin_epoch="0" {}>
<configuration>
<crm_config><cluster_property_set id="cib-bootstrap-options">{}</cluster_property_set></crm_config>
<nodes>{}</nodes>
<resources>{}</resources>
<constraints>{}</constraints>
<tags>{}</tags>
<fencing-topology>{}</fencing-topology>
<rsc_defaults>{}</rsc_defaults>
<op_defaults>{}</op_defaults>
</configuration>
<status>{}</status>
</cib>)",
            schema, attributes, properties, nodes, resources, constraints, tags, topology, resource_defaults, operation_defaults,
            status);
    }

    std::shared_ptr<const Cluster> read(const char* now = "2024-03-01T12:00:00Z") const {
        return unpack(Cib::from_text(text()), Time::parse(now));
    }
};

/// <nvpair>s for "name=value" pairs.
inline std::string pairs(const std::string& id, std::initializer_list<std::pair<const char*, const char*>> values) {
    std::string result;
    for (const auto& [name, value] : values) {
        result += fmt::format(R"(<nvpair id="{0}-{1}" name="{1}" value="{2}"/>)", id, name, value);
    }
    return result;
}

inline std::string meta(const std::string& id, std::initializer_list<std::pair<const char*, const char*>> values) {
    return fmt::format(R"(<meta_attributes id="{0}-meta">{1}</meta_attributes>)", id, pairs(id, values));
}

inline std::string primitive(const std::string& id, const std::string& content = "", const char* agent = "Dummy") {
    return fmt::format(R"(<primitive id="{}" class="ocf" provider="pacemaker" type="{}">{}</primitive>)", id, agent,
                       content);
}

inline std::string group(const std::string& id, const std::string& content) {
    return fmt::format(R"(<group id="{}">{}</group>)", id, content);
}

inline std::string clone(const std::string& id, const std::string& content) {
    return fmt::format(R"(<clone id="{}">{}</clone>)", id, content);
}

inline std::string resource_set(const std::string& id, std::initializer_list<const char*> members,
                                const std::string& attributes = "") {
    std::string result = fmt::format(R"(<resource_set id="{}" {}>)", id, attributes);
    for (const char* member : members) result += fmt::format(R"(<resource_ref id="{}"/>)", member);
    return result + "</resource_set>";
}

inline std::shared_ptr<const Cluster> with_resources(const std::string& resources) {
    Configuration configuration;
    configuration.resources = resources;
    return configuration.read();
}

/// The resource with this full id; a test fails where there is none.
inline const Resource& resource(const Cluster& cluster, const std::string& id) {
    return cluster.resources[cluster.resource_by_id.at(id)];
}

inline std::string name(const Cluster& cluster, ResourceId id) {
    return id ? cluster.resources[id].id : "(none)";
}

inline std::string name(const Cluster& cluster, NodeId id) {
    return id ? cluster.nodes[id].name : "(none)";
}

inline std::vector<std::string> names(const Cluster& cluster, const std::vector<ResourceId>& ids) {
    std::vector<std::string> result;
    for (const ResourceId id : ids) result.push_back(cluster.resources[id].id);
    return result;
}

inline std::vector<std::string> node_names(const Cluster& cluster) {
    std::vector<std::string> result;
    for (const Node& node : cluster.nodes) result.push_back(node.name);
    return result;
}

/// "n1=0 n2=-INFINITY(never)": the nodes that the resource's table begins with.
inline std::string table(const Cluster& cluster, const std::string& id) {
    std::string result;
    const auto& row = cluster.initial_nodes[cluster.resource_by_id.at(id)];
    for (const NodeId node : cluster.nodes.ids()) {
        if (!row[node].listed) continue;
        if (!result.empty()) result += ' ';
        result += fmt::format("{}={}", cluster.nodes[node].name, row[node].score.text());
        if (row[node].probe_mode == ProbeMode::Never) result += "(never)";
        if (row[node].probe_mode == ProbeMode::Exclusive) result += "(exclusive)";
    }
    return result;
}

/// The first diagnostic with this code, or null.
inline const Diagnostic* find_diagnostic(const Cluster& cluster, std::string_view code) {
    const auto found = std::find_if(cluster.diagnostics.begin(), cluster.diagnostics.end(),
                                    [code](const Diagnostic& diagnostic) { return diagnostic.code == code; });
    return found == cluster.diagnostics.end() ? nullptr : &*found;
}

inline bool has_diagnostic(const Cluster& cluster, std::string_view code) {
    const Diagnostic* found = find_diagnostic(cluster, code);
    return found != nullptr && found->position.known();
}

} // namespace placement
