#include <algorithm>
#include <stdexcept>

#include "explain/words.h"
#include "placement/explain.h"

namespace placement {

namespace {

using Table = LedgerEntry::Table;

/// How far a score that was taken over from another resource is followed.
constexpr int deepest_origin = 4;

class PartsReader {
public:
    explicit PartsReader(const Schedule& schedule) : schedule_(schedule), ledger_(*schedule.ledger) {}

    /// The parts up to, and without, the entry numbered `end`.
    std::vector<ScorePart> read(Table table, ResourceId resource, NodeId node, std::size_t end, int depth) const {
        std::vector<ScorePart> parts;
        for (std::size_t i = 0; i < end; ++i) {
            const LedgerEntry& entry = ledger_[i];
            if (entry.table != table || entry.resource != resource) continue;
            if (table == Table::Node && entry.node != node) continue;
            if (entry.cause.kind == CauseKind::Restore) {
                undo(parts, entry.after);
            } else if (entry.before != entry.after) {
                parts.push_back(part(entry, i, depth));
            }
        }
        return parts;
    }

private:
    /// Leaves out what a trial did: everything after the last moment at which the score was what it is put back to.
    static void undo(std::vector<ScorePart>& parts, std::optional<Score> score) {
        const auto last = std::find_if(parts.rbegin(), parts.rend(),
                                       [&](const ScorePart& part) { return part.after == score; });
        parts.erase(last.base(), parts.end());
    }

    ScorePart part(const LedgerEntry& entry, std::size_t number, int depth) const {
        ScorePart part;
        part.change = entry.change;
        part.after = entry.after;
        part.stage = entry.stage;
        part.cause = entry.cause;
        part.text = words(schedule_, entry);
        part.constraint = constraint_id(schedule_, entry.cause);
        part.position = cause_position(schedule_, entry);
        if (!entry.change && entry.cause.via && entry.node && depth < deepest_origin) {
            part.origin = read(Table::Node, entry.cause.via, entry.node, number, depth + 1);
        }
        return part;
    }

    const Schedule& schedule_;
    const Ledger& ledger_;
};

void require_ledger(const Schedule& schedule) {
    if (!schedule.ledger) throw std::invalid_argument("the schedule was made without a ledger");
}

} // namespace

ScoreExplanation explain_score(const Schedule& schedule, ResourceId resource, NodeId node) {
    require_ledger(schedule);
    ScoreExplanation explanation;
    explanation.resource = resource;
    explanation.node = node;
    const AllowedNode& last = schedule.scores[resource][node];
    if (last.listed) explanation.score = last.score;
    explanation.parts = PartsReader(schedule).read(Table::Node, resource, node, schedule.ledger->size(), 0);
    return explanation;
}

ScoreExplanation explain_promotion_score(const Schedule& schedule, ResourceId instance) {
    require_ledger(schedule);
    const Placement& placement = schedule.placements[instance];
    ScoreExplanation explanation;
    explanation.resource = instance;
    explanation.node = placement.node;
    explanation.table = Table::Promotion;
    if (!placement.promotion_considered) return explanation;
    explanation.score = placement.promotion_score;
    explanation.parts =
        PartsReader(schedule).read(Table::Promotion, instance, placement.node, schedule.ledger->size(), 0);
    return explanation;
}

std::string describe(const Schedule& schedule, const LedgerEntry& entry) {
    return words(schedule, entry);
}

} // namespace placement
