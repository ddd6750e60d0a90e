#pragma once

#include <string>
#include <vector>

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
std::vector<ServiceRow> service_rows(const Outcome& outcome);

/// "pg01 Promoted, pg02 pg03 Unpromoted": one string a role, promoted first; "stopped" where it runs nowhere.
std::vector<std::string> places(const std::vector<RunningOn>& running);

/// "moves from pg01 to pg02": a change in words. A stop on a node that is gone is "lost with pg01".
std::string change_text(const Outcome& outcome, const Change& change);

} // namespace placement
