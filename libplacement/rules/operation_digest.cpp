#include "rules/operation_digest.h"

#include <algorithm>
#include <array>
#include <vector>

#include <fmt/format.h>

#include "base/md5.h"
#include "base/text.h"
#include "base/xml_text.h"
#include "placement/version.h"
#include "rules/operation_configuration.h"
#include "rules/parameters.h"
#include "rules/typed_values.h"

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
        if (const std::string_view reference = markup_reference(c); !reference.empty()) {
            text += reference;
        } else if (is_control(static_cast<unsigned char>(c))) {
            text += fmt::format("&#x{:02X};", static_cast<unsigned>(c));
        } else {
            text += c;
        }
    }
}

std::string digest_of(const AttributeTable& parameters) {
    std::string text = " <parameters";
    for (const auto& [name, value] : parameters) {
        text += ' ';
        text += name;
        text += "=\"";
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

bool contains(const std::vector<std::string>& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

AttributeTable only(AttributeTable parameters, std::string_view names) {
    const std::vector<std::string> wanted = split(names, " ");
    erase_if(parameters, [&](const auto& parameter) { return !contains(wanted, parameter.first); });
    return parameters;
}

void erase_what_does_not_count(AttributeTable& parameters) {
    erase_if(parameters, [](const auto& parameter) { return !counts(parameter.first); });
}

/// What a fencing device's parameters tell the cluster and not the agent. (Pacemaker: pcmk_stonith_param)
bool is_for_fencer(std::string_view name) {
    static constexpr std::array<std::string_view, 9> names = {
        "provides",       "stonith-timeout",    "pcmk_action_limit", "pcmk_delay_base", "pcmk_delay_max",
        "pcmk_host_argument", "pcmk_host_check", "pcmk_host_list",    "pcmk_host_map"};
    if (std::find(names.begin(), names.end(), name) != names.end()) return true;
    constexpr std::string_view prefix = "pcmk_";
    if (!name.starts_with(prefix)) return false;
    const auto end = name.find('_', prefix.size());
    if (end == std::string_view::npos) return false;
    const std::string_view rest = name.substr(end);
    return rest == "_action" || rest == "_timeout" || rest == "_retries";
}

/// What an operation's digests are calculated from.
struct DigestInput {
    const Cluster& cluster;
    ResourceId resource;
    NodeId node;
    std::string_view task;
    std::uint32_t interval_ms = 0;
    const OperationHistory* recorded = nullptr; ///< null: of nothing that was done
    std::string_view address;
};

/// The feature set that the digests were recorded by.
std::string_view recorded_feature_set(const DigestInput& input) {
    if (input.recorded != nullptr) {
        if (const auto written = input.recorded->attributes.find("crm_feature_set")) return *written;
    }
    return input.cluster.feature_set.empty() ? feature_set : std::string_view(input.cluster.feature_set);
}

std::optional<std::string_view> secret_parameters(const DigestInput& input) {
    if (input.recorded == nullptr) return " passwd password user ";
    return input.recorded->attributes.find("op-secure-params");
}

/// (Pacemaker 2.0: rsc_action_digest)
std::string digest_without_secrets(const DigestInput& input, AttributeTable parameters) {
    const auto names = input.recorded == nullptr ? " passwd password " : secret_parameters(input);
    if (names) {
        const std::vector<std::string> secrets = split(*names, " ");
        erase_if(parameters, [&](const auto& parameter) { return contains(secrets, parameter.first); });
    }
    return digest_of(parameters);
}

/// Old versions left out what belongs to the operation and to the fencer. (Pacemaker: calculate_secure_digest)
std::string secure_digest(const DigestInput& input, const AttributeTable& own_of_resource, const AttributeTable& all) {
    if (!input.cluster.behavior.sanitized_digests_leave_out_meta) return digest_without_secrets(input, all);
    const bool old = !input.cluster.behavior.sanitized_digests_cover_operations || compare_versions(recorded_feature_set(input), "3.16.0") < 0;
    AttributeTable parameters = old ? own_of_resource : all;
    if (const auto names = secret_parameters(input)) {
        const std::vector<std::string> secrets = split(*names, " ");
        erase_if(parameters, [&](const auto& parameter) { return contains(secrets, parameter.first); });
    }
    if (old && equals_ignoring_case(input.cluster.resources[input.resource].standard, "stonith")) {
        erase_if(parameters, [](const auto& parameter) { return is_for_fencer(parameter.first); });
    }
    erase_what_does_not_count(parameters); // the timeout too
    return digest_of(parameters);
}

/// Where nothing was recorded to compare with, nobody asks for it.
bool needs_secure(const DigestInput& input) {
    return input.recorded == nullptr || !input.recorded->digest_secure.empty();
}

/// (Pacemaker: pe__calculate_digests)
ParameterDigests calculate(const DigestInput& input, NextChange* next_change) {
    const Cluster& cluster = input.cluster;
    const Node& node = cluster.nodes[input.node];
    const std::uint32_t interval = input.interval_ms;
    const auto* configured = find_operation(cluster.resources[input.resource], input.task, interval);
    const AttributeTable of_resource = parameters_on(cluster, input.resource, &node.attributes, next_change);
    AttributeTable own = own_parameters(cluster, configured, node, next_change);

    ParameterDigests result;
    // Parameters of an operation that is run once come into force with the next start alone.
    if (interval == 0 && !own.empty() && cluster.behavior.operation_parameters_force_restart) {
        result.last = DigestComparison::NeedsRestart;
    }
    AttributeTable parameters = of_resource;
    if (!input.address.empty()) parameters.insert_or_assign("addr", std::string(input.address));
    parameters.merge(own);
    erase_what_does_not_count(parameters);
    if (interval != 0) {
        const auto meta = operation_meta(cluster, input.resource, input.task, interval, configured, next_change);
        parameters.insert_or_assign("CRM_meta_timeout", std::to_string(operation_timeout(meta)));
    }
    result.all = digest_of(parameters);
    if (needs_secure(input)) result.secure = secure_digest(input, of_resource, parameters);
    if (input.recorded != nullptr && !input.recorded->digest_nonreloadable.empty()) {
        const auto names = input.recorded->attributes.find("op-force-restart");
        result.nonreloadable = names ? digest_of(only(parameters, *names)) : result.all;
    }
    return result;
}

/// The operation key, after the node's number.
std::string key_of(const DigestInput& input) {
    std::string key = std::to_string(input.node.index());
    key += ' ';
    key += input.cluster.resources[input.resource].id;
    key += '_';
    key += input.task;
    key += '_';
    key += std::to_string(input.interval_ms);
    return key;
}

template <typename Cache>
ParameterDigests& digests_in(Cache& cache, const DigestInput& input, NextChange* next_change) {
    std::string key = key_of(input);
    auto found = cache.find(key);
    if (found == cache.end()) found = cache.emplace(std::move(key), calculate(input, next_change)).first;
    return found->second;
}

} // namespace

std::string parameter_digest(const AttributeTable& parameters) {
    AttributeTable counted = parameters;
    erase_what_does_not_count(counted);
    const auto interval = parameters.find("CRM_meta_interval");
    const auto timeout = parameters.find("CRM_meta_timeout");
    const bool recurring = interval != parameters.end() && parse_integer(interval->second).value_or(0) != 0;
    if (recurring && timeout != parameters.end()) counted.insert(*timeout);
    return digest_of(counted);
}

const ParameterDigests& OperationDigests::compare(const Cluster& cluster, ResourceId resource, NodeId node,
                                                  const OperationHistory& recorded, NextChange* next_change,
                                                  std::string_view address) {
    const DigestInput input{cluster, resource, node, recorded.task, recorded.interval_ms, &recorded, address};
    ParameterDigests& digests = digests_in(digests_, input, next_change);
    if (digests.secure.empty() && needs_secure(input)) digests.secure = calculate(input, next_change).secure;
    const bool comparable = digests.nonreloadable.has_value() && !recorded.digest_nonreloadable.empty();
    const bool is_same = !comparable || *digests.nonreloadable == recorded.digest_nonreloadable;
    if (!is_same) {
        digests.last = DigestComparison::NeedsRestart;
    } else if (recorded.digest_all.empty()) {
        digests.last = DigestComparison::Unknown;
    } else if (recorded.digest_all == digests.all) {
        digests.last = DigestComparison::Same;
    } else if (recorded.interval_ms != 0 || digests.last != DigestComparison::NeedsRestart) {
        digests.last = DigestComparison::Changed;
    }
    return digests;
}

const ParameterDigests& OperationDigests::unfencing(const Cluster& cluster, ResourceId device, NodeId node,
                                                    NextChange* next_change) {
    const DigestInput input{cluster, device, node, "stonith-on", 0, nullptr, {}};
    return digests_in(digests_, input, next_change);
}

} // namespace placement
