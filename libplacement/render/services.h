#pragma once

#include <string>
#include <vector>

#include "base/fate_words.h"
#include "placement/scenario.h"

namespace placement {

/// One line of the answer: a service, or the heading of a collective resource.
struct ServiceRow {
    const ResourceOutcome* resource = nullptr;
    int depth = 0;
    /// A group, or a clone of one: only a heading for what is in it.
    bool heading = false;
};

/// The resources as a person counts services: a clone or bundle of a primitive is one row and stands for what is in it.
std::vector<ServiceRow> service_rows(const std::vector<ResourceOutcome>& resources);

/// "pg01 Promoted", "pg02 pg03 Unpromoted", "pg04 (failed)": one string a role and state, promoted first; "stopped" where it
/// runs nowhere.
std::vector<std::string> places(const std::vector<RunningOn>& running);

/// "failed", "unknown: the node is unclean", …
std::string_view state_in_words(InstanceState state);

/// "moves from pg01 to pg02": a change of the resource in words. A stop on a node that is gone is "lost with pg01", one that nobody
/// carried out "found stopped on pg01", and moves that were live migrations alone are "migrates live".
std::string change_text(const std::vector<NodeOutcome>& nodes, const ResourceOutcome& resource, const Change& change);

/// "interrupted twice (1 stop, 2 starts)".
std::string interruptions_text(const Course& course);

} // namespace placement
