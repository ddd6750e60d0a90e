#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "placement/explain.h"
#include "placement/what_if.h"

namespace placement {

/// The constraints that explanations of the outcome's scores name, each with a resource of whose scores it is a part.
inline std::map<std::string, std::string> constraints_explained(const Outcome& outcome) {
    std::map<std::string, std::string> named;
    const Schedule& schedule = *outcome.schedule;
    for (const ResourceId id : schedule.cluster->resources.ids()) {
        const auto name_all = [&](const std::vector<ScorePart>& parts) {
            for (const ScorePart& part : parts) {
                if (!part.constraint.empty()) named.try_emplace(part.constraint, schedule.cluster->resources[id].id);
            }
        };
        for (const NodeId node : schedule.cluster->nodes.ids()) name_all(explain_score(schedule, id, node).parts);
        name_all(explain_promotion_score(schedule, id).parts);
    }
    return named;
}

/// What a what-if says and two runs do not: the cluster as it was, and a cluster that is written with the change.
inline std::vector<std::string> false_claims(const WhatIf& claim, const Outcome& as_it_was, const Outcome& rerun) {
    std::vector<std::string> found;
    const auto compare_score = [&](const ScoreDifference& of, const std::optional<Score>& said, const Outcome& run) {
        const std::optional<Score> is = of.promotion ? run.promotion_score(of.resource, of.node) : run.score(of.resource, of.node);
        const bool agrees = of.promotion ? said == is : said.value_or(Score::minus_infinity()) == is;
        if (!agrees) found.push_back(fmt::format("the score of {} on {} is another", of.resource, of.node));
    };
    for (const ScoreDifference& difference : claim.scores) {
        compare_score(difference, difference.before, as_it_was);
        compare_score(difference, difference.after, rerun);
    }
    for (const auto* fared : {&claim.asked, &claim.others}) {
        for (const Fared& each : *fared) {
            const ResourceOutcome& is = rerun.resource(each.resource);
            if (each.after != is.after || each.fate_after != is.fate) found.push_back(each.resource + " fares differently");
        }
    }
    return found;
}

} // namespace placement
