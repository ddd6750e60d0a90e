#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "placement/cluster.h"
#include "rules/evaluate.h"

/// Whether a resource still has the parameters that an operation of the history was run with.
namespace placement {

/// What comparing an operation's recorded digests with today's says.
enum class DigestComparison : std::uint8_t {
    Same,
    Changed,      ///< a parameter that the agent can reload, or one of a recurring operation
    NeedsRestart, ///< a parameter that only a restart can change
    Unknown,      ///< nothing was recorded to compare with
};

/// MD5 digests of the parameters of an operation.
struct ParameterDigests {
    std::string all;
    std::optional<std::string> nonreloadable; ///< of what only a restart can change, where that was recorded
    std::string secure;                       ///< of what is no secret
    DigestComparison last = DigestComparison::Same;
};

/// The digests that a resource's operations would have now, each calculated once: what an operation's parameters were
/// found to be holds for all later entries of its key on the node, even where those record other nonreloadable
/// parameters. (Pacemaker: the node's digest_cache, rsc_action_digest)
class OperationDigests {
public:
    /// `address` is that of a bundle's connection, which is known once its container has a node; else empty. What is
    /// returned is the operation's digests, with the comparison as the last. (Pacemaker: rsc_action_digest_cmp)
    const ParameterDigests& compare(const Cluster& cluster, ResourceId resource, NodeId node,
                                    const OperationHistory& recorded, NextChange* next_change = nullptr,
                                    std::string_view address = {});
    /// Of a fencing device when it unfences the node. (Pacemaker: pe__compare_fencing_digest)
    const ParameterDigests& unfencing(const Cluster& cluster, ResourceId device, NodeId node,
                                      NextChange* next_change = nullptr);

private:
    std::unordered_map<std::string, ParameterDigests> digests_; ///< by node and operation key
};

/// The digest of parameters: MD5 of them as one XML element with its attributes by name. What the cluster itself adds to
/// parameters does not count, but for the timeout of a recurring operation. (Pacemaker: pcmk__digest_op_params,
/// pcmk__filter_op_for_digest)
std::string parameter_digest(const AttributeTable& parameters);

} // namespace placement
