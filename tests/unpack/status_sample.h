#pragma once

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "base/preparation.h"
#include "placement/cib.h"
#include "placement/cluster.h"
#include "placement/unpack.h"

/// Clusters of three nodes (n1, n2, n3) whose status a test writes down entry by entry.
namespace placement {

inline constexpr std::int64_t sample_time = 1'700'000'000;

/// One <lrm_rsc_op>; `expected` is what the transition key says.
struct Entry {
    std::string task = "start";
    int exit_status = 0;
    int expected = 0;
    int call_id = 1;
    std::uint32_t interval_ms = 0;
    int execution_status = 0;
    std::int64_t changed = sample_time - 100;
    std::string more = ""; ///< further attributes
    std::string id = "";   ///< resource_task_interval unless given
};

inline const Entry started{.task = "start", .call_id = 2};
/// A probe that finds the resource stopped, as it should be.
inline const Entry probe{.task = "monitor", .exit_status = 7, .expected = 7, .call_id = 1};
inline const Entry failed_monitor{.task = "monitor", .exit_status = 1, .call_id = 3, .interval_ms = 10000};

inline std::string entry_xml(const std::string& resource, const Entry& entry) {
    const auto key = fmt::format("{}_{}_{}", resource, entry.task, entry.interval_ms);
    const auto transition = fmt::format("1:2:{}:11111111-2222-3333-4444-555555555555", entry.expected);
    return fmt::format(R"(<lrm_rsc_op id="{}" operation_key="{}" operation="{}" interval="{}" call-id="{}" rc-code="{}" )"
                       R"(op-status="{}" last-rc-change="{}" transition-key="{}" transition-magic="{}:{};{}" {}/>)",
                       entry.id.empty() ? key : entry.id, key, entry.task, entry.interval_ms, entry.call_id,
                       entry.exit_status, entry.execution_status, entry.changed, transition, entry.execution_status,
                       entry.exit_status, transition, entry.more);
}

/// One <lrm_resource>.
inline std::string history(const std::string& resource, std::initializer_list<Entry> entries,
                           const std::string& attributes = R"(class="ocf" provider="heartbeat" type="Dummy")") {
    std::string xml = fmt::format(R"(<lrm_resource id="{}" {}>)", resource, attributes);
    for (const Entry& entry : entries) xml += entry_xml(resource, entry);
    return xml + "</lrm_resource>";
}

/// "name=value" pairs as an attribute set.
inline std::string pairs(const char* element, const std::string& owner,
                         std::initializer_list<std::pair<std::string, std::string>> values) {
    std::string xml = fmt::format(R"(<{} id="{}-{}">)", element, owner, element);
    for (const auto& [name, value] : values) {
        xml += fmt::format(R"(<nvpair id="{}-{}-{}" name="{}" value="{}"/>)", owner, element, name, name, value);
    }
    return xml + fmt::format("</{}>", element);
}

class StatusSample {
public:
    using Pairs = std::initializer_list<std::pair<std::string, std::string>>;

    StatusSample& option(const std::string& name, const std::string& value) {
        properties_ += fmt::format(R"(<nvpair id="option-{}" name="{}" value="{}"/>)", name, name, value);
        return *this;
    }
    /// Fencing is enabled, and there is a device; without this it is disabled.
    StatusSample& fencing() {
        fencing_ = true;
        return resources(R"(<primitive id="fencing" class="stonith" type="fence_dummy"/>)");
    }
    StatusSample& no_quorum() {
        quorum_ = "0";
        return *this;
    }
    StatusSample& resources(const std::string& xml) {
        resources_ += xml;
        return *this;
    }
    StatusSample& primitive(const std::string& id, Pairs meta = {}, const std::string& operations = "") {
        return resources(primitive_xml(id, meta, operations));
    }
    static std::string primitive_xml(const std::string& id, Pairs meta = {}, const std::string& operations = "") {
        return fmt::format(R"(<primitive id="{}" class="ocf" provider="heartbeat" type="Dummy">{}<operations>{}</operations>)"
                           "</primitive>",
                           id, pairs("meta_attributes", id, meta), operations);
    }
    StatusSample& operation_defaults(Pairs meta) {
        operation_defaults_ = pairs("meta_attributes", "op-defaults", meta);
        return *this;
    }
    /// A <node_state> with these attributes, transient attributes and histories.
    StatusSample& state(const std::string& node, const std::string& attributes, const std::string& histories = "",
                        Pairs transient = {}) {
        const auto id = node.front() == 'n' ? node.substr(1) : node;
        status_ += fmt::format(R"(<node_state id="{}" uname="{}" {}><transient_attributes id="{}">{}</transient_attributes>)"
                               R"(<lrm id="{}"><lrm_resources>{}</lrm_resources></lrm></node_state>)",
                               id, node, attributes, id, pairs("instance_attributes", "status-" + node, transient), id,
                               histories);
        return *this;
    }
    StatusSample& online(const std::string& node, const std::string& histories = "", Pairs transient = {}) {
        return state(node, R"(in_ccm="true" crmd="online" join="member" expected="member")", histories, transient);
    }
    StatusSample& offline(const std::string& node, const std::string& histories = "") {
        return state(node, R"(in_ccm="false" crmd="offline" join="down" expected="down")", histories);
    }
    StatusSample& status(const std::string& xml) {
        status_ += xml;
        return *this;
    }

    std::string xml() const {
        return fmt::format(
            R"(<cib validate-with="pacemaker-4.0" crm_feature_set="3.20.5" epoch="1" num_updates="0" admin_epoch="0" )"
            R"(have-quorum="{}" dc-uuid="1"><configuration><crm_config><cluster_property_set id="options">)"
            R"(<nvpair id="option-fencing" name="stonith-enabled" value="{}"/>{}</cluster_property_set></crm_config>)"
            R"(<nodes><node id="1" uname="n1"/><node id="2" uname="n2"/><node id="3" uname="n3"/></nodes>)"
            "<resources>{}</resources><constraints/><op_defaults>{}</op_defaults></configuration>"
            "<status>{}</status></cib>",
            quorum_, fencing_, properties_, resources_, operation_defaults_, status_);
    }
    std::shared_ptr<const Cluster> unpack() const {
        return placement::unpack(Cib::from_text(xml()), Time{sample_time, 0});
    }

private:
    bool fencing_ = false;
    std::string quorum_ = "1";
    std::string properties_;
    std::string resources_;
    std::string operation_defaults_;
    std::string status_;
};

inline const Resource& resource(const std::shared_ptr<const Cluster>& cluster, const std::string& id) {
    return cluster->resources[cluster->resource_by_id.at(id)];
}

inline const Node& node(const std::shared_ptr<const Cluster>& cluster, const std::string& name) {
    return cluster->nodes[cluster->find_node(name)];
}

/// "n1 n2": where the resource is active, in the model's order.
inline std::string active(const std::shared_ptr<const Cluster>& cluster, const std::string& id) {
    std::string names;
    for (const NodeId node : resource(cluster, id).active_nodes) {
        if (!names.empty()) names += ' ';
        names += cluster->nodes[node].name;
    }
    return names;
}

/// The first wish of this kind for the resource, or null.
inline const Wish* wish(const std::shared_ptr<const Cluster>& cluster, Wish::Kind kind, const std::string& id) {
    for (const Wish& candidate : preparation_of(*cluster).wishes) {
        if (candidate.kind == kind && candidate.resource && cluster->resources[candidate.resource].id == id) {
            return &candidate;
        }
    }
    return nullptr;
}

/// What the wishes add to the resource's score on the node, or nothing.
inline std::optional<Score> wished_score(const std::shared_ptr<const Cluster>& cluster, const std::string& id,
                                         const std::string& node_name) {
    std::optional<Score> score;
    for (const Wish& candidate : preparation_of(*cluster).wishes) {
        if (candidate.kind != Wish::Kind::AddScore || cluster->resources[candidate.resource].id != id) continue;
        if (cluster->nodes[candidate.node].name == node_name) score = score.value_or(Score()) + candidate.score;
    }
    return score;
}

inline bool has_diagnostic(const std::shared_ptr<const Cluster>& cluster, std::string_view code) {
    return std::any_of(cluster->diagnostics.begin(), cluster->diagnostics.end(),
                       [&](const Diagnostic& diagnostic) { return diagnostic.code == code && diagnostic.position.known(); });
}

} // namespace placement
