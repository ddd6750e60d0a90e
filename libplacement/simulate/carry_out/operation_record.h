#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cib/edit.h"
#include "placement/carry_out.h"
#include "placement/rule.h"
#include "placement/time.h"

/// What a simulation writes about an operation that ended.
namespace placement {

/// Who says that it wrote something (crm-debug-origin).
inline constexpr std::string_view simulation_origin = "crm_simulate";

struct FinishedOperation {
    std::string resource; ///< as the keys have it
    std::string task;
    std::uint32_t interval_ms = 0;
    std::int32_t exit_status = 0;
    std::int32_t expected = 0;
    std::int32_t execution_status = 0; ///< 0: the agent answered
    std::string exit_reason;           ///< if it failed
    Time at;
    /// What it was run with, meta-attributes with their prefix; null where nobody asked.
    const AttributeTable* parameters = nullptr;
    /// Its entry does not name the node where those that are there do not.
    bool may_be_nameless = false;
};

/// Adds the operation to the history named `history` on the node, which is made with `agent` where there is none. Returns
/// the entry's id; of a failed operation's two, the one that is not of failures.
/// (Pacemaker: pcmk__create_history_xml)
std::string record(CibEdit& edit, const std::string& node, const std::string& history, const XmlAttributeViews& agent,
                   const FinishedOperation& operation);

/// Whether the node has several states, or one without an id: as require_node would look for it.
/// (Pacemaker: pcmk__inject_node)
bool has_ambiguous_state(const CibEdit& edit, const std::string& node, const std::optional<std::string>& id);

/// The primitive that the history knows by this name, or none. (Pacemaker: pe_find_resource)
ResourceId find_by_history_name(const Cluster& cluster, const std::string& name);

/// class, provider and type, where they are not empty.
XmlAttributeViews agent_attributes(std::string_view standard, std::string_view provider, std::string_view agent);

/// Who writes what happened: a cluster, or crm_simulate, which did it in its own way in older releases.
enum class Recorder : std::uint8_t { Cluster, CrmSimulate };

/// What a fail count is named after, as the cluster's release has it: "db#monitor_10000", or the resource alone.
std::string failure_name(const Cluster& cluster, const OperationResult& result, Recorder recorder);

/// Counts a failure as the reference's simulation does: what succeeded, or ended with 7 and does not recur, is none.
/// (Pacemaker: pcmk__inject_failcount)
std::vector<InjectedAttribute> inject_fail_count(CibEdit& edit, const Cluster& cluster, const OperationResult& result,
                                                 bool infinite, Time at, Recorder recorder);

/// What a failure adds to the fail count.
enum class FailureWeight : std::uint8_t { Once, Forever, Ignored };

/// The same as a cluster does: probes, migrations and reloads do not count; of a failure that is ignored only the time is
/// known. (Pacemaker: update_failcount)
std::vector<InjectedAttribute> count_failure(CibEdit& edit, const Cluster& cluster, const OperationResult& result,
                                             FailureWeight weight, Time at);

/// Writes that the operation ended so, and counts its failure: for ever where it is a stop, or a start whose failure is
/// fatal. Throws UnknownName. (Pacemaker: inject_action)
std::vector<InjectedAttribute> end_operation(CibEdit& edit, const Cluster& cluster, const OperationResult& result, Time at,
                                             bool add_nodes, Recorder recorder);

/// Makes sure that the node has a state: by `id`, or else by the id that the CIB knows it by. With `add`, a node that is
/// not configured is added first. Throws UnknownName. (Pacemaker: pcmk__inject_node)
void require_node(CibEdit& edit, const std::string& node, const std::optional<std::string>& id, bool add);

/// A member of the cluster, or one that left it. (Pacemaker: pcmk__inject_node_state_change)
XmlAttributes member_state(bool is_member);

} // namespace placement
