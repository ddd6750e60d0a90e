#include <fmt/format.h>

#include "placement/render.h"
#include "render/lines.h"
#include "render/score_sum.h"

namespace placement {

namespace {

std::string promotion_line(const Cluster& cluster, const ReportedScore& entry) {
    const std::string& instance = cluster.resources[entry.resource].id;
    const std::string score = entry.score.text();
    if (!entry.node && !cluster.behavior.unplaced_instances_have_promotion_score) {
        return fmt::format("{} promotion score (inactive): {}", instance, score);
    }
    const std::string_view node = entry.node ? std::string_view(cluster.nodes[entry.node].name) : "none";
    return fmt::format("{} promotion score on {}: {}", instance, node, score);
}

std::string amounts(const Schedule& schedule, const ReportedScore& entry) {
    const std::string& text = schedule.reported_amounts.at(entry.amounts);
    return text.empty() ? std::string() : " " + text;
}

std::string_view assigning_function(ReportedScore::By by, const Wording& words) {
    if (by == ReportedScore::By::Group) return words.group_scores;
    if (by == ReportedScore::By::Clone) return words.clone_scores;
    return by == ReportedScore::By::Bundle ? words.bundle_scores : words.primitive_scores;
}

std::string reported_line(const Schedule& schedule, const ReportedScore& entry, const Wording& words) {
    const Cluster& cluster = *schedule.cluster;
    switch (entry.kind) {
    case ReportedScore::Kind::Assignment:
        return fmt::format("{}: {} allocation score on {}: {}", assigning_function(entry.by, words),
                           cluster.resources[entry.resource].id, cluster.nodes[entry.node].name, entry.score.text());
    case ReportedScore::Kind::Promotion:
        return promotion_line(cluster, entry);
    case ReportedScore::Kind::Capacity:
        return fmt::format("{}: {} capacity:{}", text(entry.by), cluster.nodes[entry.node].name, amounts(schedule, entry));
    case ReportedScore::Kind::Utilization:
        return fmt::format("{}: {} utilization on {}:{}", words.resource_utilization, cluster.resources[entry.resource].id,
                           cluster.nodes[entry.node].name, amounts(schedule, entry));
    }
    return {};
}

} // namespace

std::string score_report(const Schedule& schedule, const ScoreReport& wanted) {
    std::string report;
    for (const ReportedScore& entry : schedule.reported_scores) {
        if (is_score(entry) ? wanted.scores : wanted.utilization) {
            report += as_line(reported_line(schedule, entry, wanted.words));
        }
    }
    return report;
}

} // namespace placement
