#include <algorithm>

#include "explain/words.h"
#include "placement/error.h"
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
    std::vector<ScorePart> read(Table table, ResourceId resource, NodeId node, std::size_t end, int depth = 0) const {
        std::vector<ScorePart> parts;
        for (std::size_t i = 0; i < end; ++i) {
            const LedgerEntry& entry = ledger_[i];
            if (entry.table != table || entry.resource != resource) continue;
            if (table == Table::Node && entry.node != node) continue;
            if (entry.cause.kind == CauseKind::Restore) {
                undo(parts, entry.after);
            } else if (entry.before != entry.after) {
                add(entry, i, depth, parts);
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

    void add(const LedgerEntry& entry, std::size_t number, int depth, std::vector<ScorePart>& parts) const {
        if (entry.change) {
            parts.push_back(part(entry));
            return;
        }
        // What is set does not depend on what was there.
        std::vector<ScorePart> own = std::move(parts);
        parts = origin(entry, number, depth);
        if (parts.empty()) {
            parts.push_back(part(entry));
        } else if (entry.cause.kind == CauseKind::PromotionBase) {
            put_in_detail(entry.resource, own, parts);
        }
    }

    /// The parts of the score that was taken over, if it was.
    std::vector<ScorePart> origin(const LedgerEntry& entry, std::size_t number, int depth) const {
        const ResourceId from = entry.cause.via;
        if (entry.cause.kind == CauseKind::Colocation) return {}; // a ban because of the other's place, not its score
        if (!from || from == entry.resource || !entry.node || depth == deepest_origin) return {};
        std::vector<ScorePart> parts = read(Table::Node, from, entry.node, number, depth + 1);
        const bool all_there = !parts.empty() && parts.back().after == entry.after;
        return all_there ? parts : std::vector<ScorePart>();
    }

    /// An instance's promotion score so far is one part of the clone's score; its own parts say more.
    static void put_in_detail(ResourceId instance, const std::vector<ScorePart>& own, std::vector<ScorePart>& parts) {
        const auto whole = std::ranges::find_if(parts, [&](const ScorePart& part) {
            return part.cause.kind == CauseKind::PromotionAttribute && part.cause.via == instance;
        });
        if (whole == parts.end() || own.empty()) return;
        const auto first = parts.insert(parts.erase(whole), own.begin(), own.end());
        if (!first->change) first->change = first->after;
        std::optional<Score> sum = first == parts.begin() ? std::nullopt : std::prev(first)->after;
        for (auto part = first; part != parts.end(); ++part) {
            sum = part->change ? sum.value_or(Score()) + *part->change : part->after;
            part->after = sum;
        }
    }

    ScorePart part(const LedgerEntry& entry) const {
        ScorePart part;
        part.change = entry.change;
        part.after = entry.after;
        part.resource = entry.resource;
        part.stage = entry.stage;
        part.cause = entry.cause;
        part.text = words(schedule_, entry);
        part.constraint = constraint_id(schedule_, entry.cause);
        part.position = cause_position(schedule_, entry);
        return part;
    }

    const Schedule& schedule_;
    const Ledger& ledger_;
};

void require_ledger(const Schedule& schedule) {
    if (!schedule.ledger) throw InvalidArgument("the schedule was made without a ledger");
}

} // namespace

ScoreExplanation explain_score(const Schedule& schedule, ResourceId resource, NodeId node) {
    require_ledger(schedule);
    ScoreExplanation explanation;
    explanation.resource = resource;
    explanation.node = node;
    const AllowedNode& last = schedule.scores[resource][node];
    if (last.listed) explanation.score = last.score;
    explanation.parts = PartsReader(schedule).read(Table::Node, resource, node, schedule.ledger->size());
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
        PartsReader(schedule).read(Table::Promotion, instance, placement.node, schedule.ledger->size());
    return explanation;
}

std::string describe(const Schedule& schedule, const LedgerEntry& entry) {
    return words(schedule, entry);
}

} // namespace placement
