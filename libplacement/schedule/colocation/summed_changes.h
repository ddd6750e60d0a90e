#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <tuple>
#include <vector>

#include "schedule/state/working_state.h"

/// What a walk through very many paths of colocations changes, summed: one amount for each cause, and a part of the walk that
/// would come out the same is not walked again.
namespace placement {

/// Changes of one node's score, in the order in which their causes first had a say.
class NodeChanges {
public:
    struct Entry {
        Cause cause;
        std::int64_t amount = 0;
        bool infinite = false;
        bool seals = false; ///< what follows is not summed with what was before
    };

    void add(Cause cause, Score change);
    /// The score met an end of its range by a finite change, so that what follows does not simply add up.
    void seal();
    /// The score is set, whatever it was.
    void reset(Cause cause, Score value);
    void append(const NodeChanges& later);

    bool empty() const { return !reset_ && entries_.empty(); }
    bool to_minus_infinity() const { return ends_ == Ends::Minus; }
    bool to_infinity() const { return ends_ == Ends::Plus; }
    std::int64_t sum() const { return sum_; }
    std::int64_t lowest() const { return lowest_; }
    std::int64_t highest() const { return highest_; }

    /// As entries of the ledger that lead from `before` to `after`.
    void write(LedgerEntry like, Score before, Score after, Ledger& ledger) const;

private:
    enum class Ends : std::uint8_t { Finite, Plus, Minus };

    void add(Entry entry);

    std::optional<LedgerEntry> reset_; ///< its cause and value alone count
    std::vector<Entry> entries_;
    std::size_t open_ = 0; ///< entries from here on may be added to
    Ends ends_ = Ends::Finite;
    /// The finite changes before the first infinite one: all together, and at their lowest and highest on the way.
    std::int64_t sum_ = 0;
    std::int64_t lowest_ = 0;
    std::int64_t highest_ = 0;
};

/// A part of a walk: a colocated resource, and all that is colocated with it in turn.
struct WalkedPart {
    IdVector<NodeId, NodeChanges> nodes;
    std::vector<ResourceId> visited; ///< sorted
    /// It did nothing but add, and heard everybody.
    bool repeatable = true;
    double smallest_factor = 1; ///< on the way

    void visit(ResourceId resource);
    void append(const WalkedPart& later, double smallest);
};

class SummedChanges {
public:
    /// Without a ledger, causes are not told apart.
    SummedChanges(std::size_t nodes, bool by_cause) : by_cause_(by_cause) { open_.push_back(begun(nodes)); }

    struct Step {
        ResourceId source;
        ColocationId colocation;
        float factor = 0;
        bool roll_back = false;
    };

    /// A part begins that may be repeated, given up, or kept.
    void begin(const Step& step);
    void give_up();
    void keep(const Step& step);

    void add(NodeId node, Cause cause, Score change) { part().nodes[node].add(by_cause_ ? cause : Cause(), change); }
    WalkedPart& part() { return open_.back(); }
    /// Does to the table what the step did before, if it surely would do the same. Whether it has.
    bool repeat(const WorkingState& state, const Step& step, bool only_nonnegative, NodeTable& table);

    /// The ledger of what was done to the table since the beginning.
    void write(Stage stage, ResourceId target, const NodeTable& before, const NodeTable& after, Ledger& ledger) const;

private:
    using Key = std::tuple<ResourceId, ColocationId, float, bool>;

    struct KnownPart {
        WalkedPart part;
        double smallest_share = 1; ///< the smallest factor on the way, as a share of the one that it began with
    };

    static WalkedPart begun(std::size_t nodes);
    static Key key_of(const Step& step, float factor) { return {step.source, step.colocation, factor, step.roll_back}; }
    const KnownPart* find(const Step& step) const;

    bool by_cause_;
    std::vector<WalkedPart> open_;
    std::map<Key, KnownPart> known_;
};

} // namespace placement
