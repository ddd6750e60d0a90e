#pragma once

#include <string>
#include <string_view>

#include "placement/history.h"

namespace placement {

/// "start of db on node1 fails with 5 (Not installed): no such command"
std::string event_words(const OutsideEvent& event);
/// "Move vip (node1 -> node2)", with its reason, if it has one.
std::string action_words(const LoggedAction& action);
/// "where db was to be: node1; is: stopped (the transition did not get that far)"
std::string unlike_words(const UnlikePrediction& unlike);
/// "1 d 2 h", "3 min 20 s": the two largest units.
std::string duration_words(std::int64_t seconds);
/// "15sp1-1/pe-warn-4.bz2"
std::string input_name(const SavedInput& input);
/// "db is stopped and started again where it runs"
std::string suspicion_words(const History& history, const ToldHistory& told, const Suspicion& suspicion);
/// What took the service down: a clause.
std::string cause_words(const OutageCause& cause);

} // namespace placement
