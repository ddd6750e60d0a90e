#include "placement/scenario_file.h"

namespace placement {

const std::vector<ScenarioFileMapping>& scenario_file_mappings() {
    static const std::vector<ScenarioFileMapping> mappings{
        {"file",
         {"cib", "corosync", "pacemaker", "at", "from", "not_services", "quorum", "max_transitions", "agents", "timing",
          "tests"}},
        {"test",
         {"name", "cib", "corosync", "pacemaker", "at", "from", "not_services", "quorum", "max_transitions", "agents", "timing",
          "steps", "expect"}},
        {"step", {"fail",    "down",    "up",       "standby", "unstandby",  "maintenance", "unmaintenance",
                  "disable", "enable",  "unmanage", "manage",  "move",       "ban",         "clear",
                  "cleanup", "refresh", "op",       "op_fail", "fence_fail", "attribute",   "promotion_score",
                  "ticket",  "option",  "watchdog", "wait",    "expect"}},
        {"placement", {"resource", "node", "promoted"}},
        {"attribute", {"node", "name", "value", "permanent"}},
        {"promotion_score", {"resource", "node", "score"}},
        {"timing", {"limit", "runs", "scheduler", "fencing", "repetitions", "in_time", "operations"}},
        {"operation_time", {"resource", "operation", "takes"}},
        {"expect",
         {"promoted", "running", "not_on", "stopped", "moves_at_most", "interruptions_at_most", "state", "score",
          "promotion_score", "margin_at_least", "lost", "settles", "loops", "holds", "at_all_times"}},
        {"at_all_times", {"promoted", "running", "not_on", "stopped", "state"}},
        {"range", {"at_least", "at_most"}},
    };
    return mappings;
}

} // namespace placement
