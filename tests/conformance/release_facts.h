#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace placement::conformance {

/// What a release's crm_simulate says, without its wording: each a sorted list.
struct ReleaseFacts {
    std::vector<std::string> places; ///< after the transition: resource, role and node
    std::vector<std::string> scores; ///< of every kind: for what, on which node, how much
    std::vector<std::string> graph;  ///< the actions, and what each waits for
};

/// From what it printed and wrote: the state after the transition, the scores, and the transition as XML. None if there is
/// neither a state nor a transition.
std::optional<ReleaseFacts> release_facts(std::string_view summary, std::string_view scores, const std::string& graph);

} // namespace placement::conformance
