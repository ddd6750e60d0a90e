#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "base/operation_status.h"
#include "cib/source_text.h"
#include "cib/state_element.h"
#include "placement/behavior.h"
#include "placement/cluster.h"

/// Reading the operation history, putting it in order, and saying which entries can be used; nothing here knows what an
/// operation means for a resource.
namespace placement {

/// The parts of a transition key, "action:transition:expected:uuid". (Pacemaker: decode_transition_key)
struct TransitionKey {
    std::int32_t action = -1;
    std::int32_t transition = -1;
    std::int32_t expected_exit_status = -1;
    std::string_view uuid;
};
/// None where Pacemaker calls the key invalid.
std::optional<TransitionKey> parse_transition_key(std::string_view key);
/// The key in "status:exit;key"; none where Pacemaker calls it incomplete. (Pacemaker: decode_transition_magic)
std::optional<TransitionKey> parse_transition_magic(std::string_view magic);

/// An attribute of an operation as it was written; none if it was not.
std::optional<std::string_view> attribute(const OperationHistory& operation, std::string_view name);

/// A monitor without an interval. (Pacemaker: pcmk_is_probe)
bool is_probe(std::string_view task, std::uint32_t interval_ms);
bool is_probe(const OperationHistory& operation);
/// A probe that failed in a way that only says "cannot run here". (Pacemaker: pcmk_xe_mask_probe_failure)
bool is_maskable_probe_failure(const OperationHistory& operation);

/// Negative: `left` is older; 0: undecided; positive: `left` is newer. No strict weak order where entries lack call ids.
/// (Pacemaker: pe__is_newer_op)
int compare_age(const OperationHistory& left, const OperationHistory& right);
/// The same as releases before 3.0.0 have it: whether they are of the same node where one of them does not name its node is said.
int compare_age_as_before(const OperationHistory& left, const OperationHistory& right, bool same_node);

/// What an <lrm_resource> says, with its operations sorted, oldest first. Where the history belongs (its node, the node's name, its
/// resource) is left for who puts it into a Cluster.
struct RecordedHistory {
    const StateElement* element = nullptr; ///< that keeps this
    ResourceHistory history;
    std::vector<OperationHistory> operations; ///< what the history's are
    /// The same for who takes operations that do not name their node to be of the same one as the others; null where that makes no
    /// difference.
    std::unique_ptr<const RecordedHistory> of_one_node;
    /// All that it says is that a probe did not find the resource running.
    bool found_nothing = false;
};

/// As the release has it.
inline const RecordedHistory& as_read_by(const Behavior& behavior, const RecordedHistory& recorded) {
    return behavior.nameless_histories_are_of_one_node && recorded.of_one_node ? *recorded.of_one_node : recorded;
}

/// Reads the histories in <status> that have not been read yet.
void read_histories(const SourceText& source, const StateElement& status);

} // namespace placement
