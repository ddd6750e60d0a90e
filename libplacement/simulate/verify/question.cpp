#include "simulate/verify/question.h"

#include <fmt/format.h>

#include "placement/error.h"
#include "simulate/simulate.h"

namespace placement {

SequenceQuestion question_of(const Scenario& scenario, const Cluster& cluster) {
    return {{},
            cluster.release,
            scenario.behavior,
            time_of(scenario),
            {scenario.quorum, scenario.corosync, std::nullopt},
            scenario.failing,
            scenario.sequence};
}

void require_known_expectations(const VerifyOptions& options, const Cluster& cluster) {
    for (const Expectation& each : options.always) {
        require_known(each, cluster);
        if (each.at_all_times && !is_of_each_moment(each.kind)) {
            throw InvalidArgument(
                fmt::format("`{}` is of the cluster at rest, and cannot be asked for at all times", text(each.kind)));
        }
        if (each.kind == Expectation::Kind::Margin) {
            throw InvalidArgument(
                fmt::format("`{}` cannot be asked for whatever fails: with another score something may be elsewhere, "
                            "where what fails in a sequence cannot fail; ask for it in a test",
                            text(each.kind)));
        }
        if (each.kind == Expectation::Kind::Holds)
            throw InvalidArgument("`holds` names properties, which are asked for by themselves (--property)");
    }
}

} // namespace placement
