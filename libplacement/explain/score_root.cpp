#include "explain/score_root.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/line_of.h"
#include "explain/words.h"

namespace placement {

namespace {

const ScorePart* worst_of(const ScoreExplanation& explanation) {
    const auto worst = std::ranges::min_element(explanation.parts, {}, amount_of);
    return worst == explanation.parts.end() || amount_of(*worst) >= Score() ? nullptr : &*worst;
}

/// An instance that found no node when it was tried first is stopped after that: what kept it off the node then.
std::optional<ScorePart> first_attempt(const Schedule& schedule, const ScorePart& part, ResourceId of, NodeId node) {
    if (part.cause.kind != CauseKind::TargetRole || schedule.cluster->resources[of].next_role == Role::Stopped) {
        return std::nullopt;
    }
    std::optional<ScorePart> found;
    for (const LedgerEntry& entry : *schedule.ledger) {
        if (entry.resource != of || entry.node != node || entry.table != LedgerEntry::Table::Node) continue;
        if (!entry.after || !entry.after->is_minus_infinity()) continue;
        if (entry.cause.kind == CauseKind::TargetRole || entry.cause.kind == CauseKind::Restore) continue;
        found = ScorePart{entry.change, entry.after, of, entry.stage, entry.cause, describe(schedule, entry),
                          constraint_id(schedule, entry.cause), cause_position(schedule, entry)};
    }
    return found;
}

/// Members of a group, a guest node and what it runs in are kept together without a constraint of the configuration; one with a
/// mandatory score bans where the other is not.
bool goes_with_another(const ScorePart& part) {
    if (part.cause.kind != CauseKind::Colocation) return false;
    return part.constraint.empty() || (!part.change && amount_of(part).is_minus_infinity());
}

bool is_with_promoted(const Schedule& schedule, const Cause& cause) {
    const Colocation* const colocation = schedule.cluster->colocations.find(ColocationId(cause.id));
    return cause.kind == CauseKind::Colocation && colocation != nullptr && colocation->primary_role == Role::Promoted;
}

/// What is no score by itself is told without one.
std::string clause(const ScorePart& part) {
    const std::string text = part.text + line_of(part.position);
    switch (part.cause.kind) {
    case CauseKind::Guest:
    case CauseKind::Capacity:
    case CauseKind::InstanceLimit:
    case CauseKind::TargetRole:
    case CauseKind::Wish:
        if (amount_of(part).is_minus_infinity()) return text;
        break;
    default: break;
    }
    const bool says_by_whom = text.starts_with("taken by ") || text.starts_with("given by ");
    return fmt::format("{} {}{}", amount_of(part).text(), says_by_whom ? "" : "by ", text);
}

} // namespace

Score amount_of(const ScorePart& part) {
    return part.change.value_or(part.after.value_or(Score::minus_infinity()));
}

std::optional<ScoreRoot> root_of(const Schedule& schedule, const ScoreExplanation& explanation) {
    const ScorePart* first = worst_of(explanation);
    if (first == nullptr) return std::nullopt;
    const NodeId node = explanation.node;
    ScoreRoot root{*first, explanation.resource, amount_of(*first), ""};
    if (const auto attempt = first_attempt(schedule, *first, root.of, node)) root.part = *attempt;
    std::vector<ResourceId> seen{root.of};
    bool with_promoted = false;
    while (node && goes_with_another(root.part)) {
        const ResourceId with = root.part.cause.via;
        if (!with || std::ranges::find(seen, with) != seen.end()) break;
        seen.push_back(with);
        const ScoreExplanation of_other = explain_score(schedule, with, node);
        const ScorePart* worst = worst_of(of_other);
        if (worst == nullptr) break;
        if (!root.part.constraint.empty() && !amount_of(*worst).is_minus_infinity()) break;
        with_promoted = is_with_promoted(schedule, root.part.cause);
        root.part = *worst;
        root.of = with;
    }
    root.text = clause(root.part);
    if (root.of != explanation.resource) {
        root.text = fmt::format("it must be with {}, which cannot {} there: {}", shown_name(schedule.cluster->resources[root.of]),
                                with_promoted ? "be promoted" : "run", root.text);
    }
    return root;
}

} // namespace placement
