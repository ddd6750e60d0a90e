#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

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

/// The digests that a resource's operations would have now, each calculated once: what an operation's parameters were
/// found to be holds for all later entries of its key on the node, even where those record other nonreloadable
/// parameters. (Pacemaker: the node's digest_cache, rsc_action_digest)
class OperationDigests {
public:
    /// (Pacemaker: rsc_action_digest_cmp)
    DigestComparison compare(const Cluster& cluster, ResourceId resource, NodeId node, const OperationHistory& recorded,
                             NextChange* next_change = nullptr);

private:
    struct Digests {
        std::string all;
        std::optional<std::string> nonreloadable;
        DigestComparison last = DigestComparison::Same;
    };
    Digests calculate(const Cluster& cluster, ResourceId resource, NodeId node, const OperationHistory& recorded,
                      NextChange* next_change) const;

    std::map<std::pair<NodeId, std::string>, Digests> digests_;
};

/// The digest of parameters: MD5 of them as one XML element with its attributes by name. What the cluster itself adds to
/// parameters does not count. (Pacemaker: pcmk__digest_op_params, pcmk__filter_op_for_digest)
std::string parameter_digest(const AttributeTable& parameters);

} // namespace placement
