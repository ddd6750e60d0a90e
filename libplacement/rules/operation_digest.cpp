#include "rules/operation_digest.h"

#include <algorithm>
#include <array>
#include <vector>

#include <fmt/format.h>

#include "base/md5.h"
#include "base/text.h"
#include "rules/operation_configuration.h"
#include "rules/parameters.h"

namespace placement {

namespace {

constexpr std::string_view meta_prefix = "CRM_meta_";

bool counts(std::string_view name) {
    static constexpr std::array<std::string_view, 6> internal = {"id",           "crm_feature_set", "op-digest", "on_node",
                                                                 "on_node_uuid", "pcmk_external_ip"};
    return !name.starts_with(meta_prefix) && std::find(internal.begin(), internal.end(), name) == internal.end();
}

bool is_control(unsigned char c) { return c < 0x20 || c == 0x7f; }

void append_escaped(std::string& text, std::string_view value) {
    for (const char c : value) {
        switch (c) {
            case '<': text += "&lt;"; break;
            case '>': text += "&gt;"; break;
            case '&': text += "&amp;"; break;
            case '"': text += "&quot;"; break;
            default:
                if (is_control(static_cast<unsigned char>(c))) {
                    text += fmt::format("&#x{:02X};", static_cast<unsigned>(c));
                } else {
                    text += c;
                }
        }
    }
}

std::string digest_of(const AttributeTable& parameters) {
    std::string text = " <parameters";
    for (const auto& [name, value] : parameters) {
        text += fmt::format(" {}=\"", name);
        append_escaped(text, value);
        text += '"';
    }
    text += "/>\n";
    return md5(text);
}

AttributeTable own_parameters(const Cluster& cluster, const OperationConfiguration* configured, const Node& node,
                              NextChange* next_change) {
    AttributeTable parameters;
    if (configured == nullptr) return parameters;
    RuleInput input;
    input.now = cluster.now;
    input.node_attributes = &node.attributes;
    merge_attributes(configured->instance_attributes, input, parameters, {}, next_change);
    return parameters;
}

AttributeTable only(AttributeTable parameters, std::string_view names) {
    const std::vector<std::string> wanted = split(names, " ");
    std::erase_if(parameters, [&](const auto& parameter) {
        return std::find(wanted.begin(), wanted.end(), parameter.first) == wanted.end();
    });
    return parameters;
}

} // namespace

std::string parameter_digest(const AttributeTable& parameters) {
    AttributeTable counted = parameters;
    std::erase_if(counted, [](const auto& parameter) { return !counts(parameter.first); });
    return digest_of(counted);
}

OperationDigests::Digests OperationDigests::calculate(const Cluster& cluster, ResourceId resource_id, NodeId node_id,
                                                      const OperationHistory& recorded,
                                                      NextChange* next_change) const {
    const Node& node = cluster.nodes[node_id];
    const std::uint32_t interval = recorded.interval_ms;
    const auto* configured = find_operation(cluster.resources[resource_id], recorded.task, interval);
    AttributeTable parameters = parameters_on(cluster, resource_id, &node.attributes, next_change);
    AttributeTable own = own_parameters(cluster, configured, node, next_change);

    Digests result;
    // Parameters of an operation that is run once come into force with the next start alone.
    if (interval == 0 && !own.empty()) result.last = DigestComparison::NeedsRestart;
    parameters.merge(own);
    std::erase_if(parameters, [](const auto& parameter) { return !counts(parameter.first); });
    if (interval != 0) {
        const auto meta = operation_meta(cluster, resource_id, recorded.task, interval, configured, next_change);
        parameters.insert_or_assign("CRM_meta_timeout", std::to_string(operation_timeout(meta)));
    }
    result.all = digest_of(parameters);
    if (!recorded.digest_nonreloadable.empty()) {
        const auto names = recorded.attributes.find("op-force-restart");
        const bool is_listed = names != recorded.attributes.end();
        result.nonreloadable = digest_of(is_listed ? only(parameters, names->second) : parameters);
    }
    return result;
}

DigestComparison OperationDigests::compare(const Cluster& cluster, ResourceId resource, NodeId node,
                                           const OperationHistory& recorded, NextChange* next_change) {
    const std::pair key(node, fmt::format("{}_{}_{}", cluster.resources[resource].id, recorded.task, recorded.interval_ms));
    auto found = digests_.find(key);
    if (found == digests_.end()) {
        found = digests_.emplace(key, calculate(cluster, resource, node, recorded, next_change)).first;
    }
    Digests& digests = found->second;
    const bool was_nonreloadable = !recorded.digest_nonreloadable.empty();
    const bool is_same = digests.nonreloadable.has_value() == was_nonreloadable &&
                         (!was_nonreloadable || *digests.nonreloadable == recorded.digest_nonreloadable);
    if (!is_same) {
        digests.last = DigestComparison::NeedsRestart;
    } else if (recorded.digest_all.empty()) {
        digests.last = DigestComparison::Unknown;
    } else if (recorded.digest_all == digests.all) {
        digests.last = DigestComparison::Same;
    } else if (recorded.interval_ms != 0 || digests.last != DigestComparison::NeedsRestart) {
        digests.last = DigestComparison::Changed;
    }
    return digests.last;
}

} // namespace placement
