#pragma once

#include <string>
#include <string_view>

#include "placement/cluster.h"
#include "placement/ledger.h"
#include "placement/schedule.h"

namespace placement {

/// "location constraint prefer-n1", "stickiness", …: a cause in words, without the amount.
std::string words(const Schedule& schedule, const LedgerEntry& entry);
/// The id of the constraint behind a cause; empty where there is none.
std::string constraint_id(const Schedule& schedule, const Cause& cause);
/// Where in the CIB the cause stands: the constraint, else the resource.
Position cause_position(const Schedule& schedule, const LedgerEntry& entry);

/// Of a resource that is to run nowhere: "is stopped", or what else may be so of what is still active.
std::string where_it_stands(const Cluster& cluster, const Resource& resource);
/// A constraint by its id and where it stands: "ip-with-db, line 12".
std::string place_of(const std::string& id, Position position);
/// "started" for a start or its end, …: an action's task as what was done; "done with" for one that has no word.
std::string_view past_participle(std::string_view task);
/// The name that an administrator knows: of an anonymous clone's instance the one without its number.
const std::string& shown_name(const Resource& resource);

} // namespace placement
