#include "schedule/colocation/summed_changes.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <iterator>
#include <utility>

#include "schedule/state/nodes.h"

namespace placement {

namespace {

constexpr std::int64_t infinite = Score::infinite_value;

bool same(const Cause& left, const Cause& right) {
    return left.kind == right.kind && left.id == right.id && left.via == right.via;
}

bool finite(std::int64_t amount) { return -infinite < amount && amount < infinite; }

/// A factor by which no score counts for more than a point, whatever exactly it is: all of one sign do the same.
constexpr float negligible = 4e-7F;
/// The least factor that floating point keeps in full.
constexpr double least_exact = 1e-37;

double size_of(float factor) { return std::abs(static_cast<double>(factor)); }

bool is_negligible(float factor, double smallest_share) {
    return size_of(factor) < negligible && size_of(factor) * smallest_share > least_exact;
}

float sign_of(float factor) { return factor < 0 ? -negligible : negligible; }

/// Finite amounts, ordered and if need be divided so that adding them up never leaves the range of scores.
class InRange {
public:
    InRange(std::vector<NodeChanges::Entry> amounts, Score start) : amounts_(std::move(amounts)), sum_(start.value()) {}

    std::vector<NodeChanges::Entry> run() {
        if (!finite(sum_) || fits()) return std::move(amounts_);
        while (true) {
            auto next = std::ranges::find_if(amounts_, [&](const auto& each) { return each.amount != 0 && (each.amount > 0) == (sum_ <= 0); });
            if (next == amounts_.end()) next = std::ranges::find_if(amounts_, [](const auto& each) { return each.amount != 0; });
            if (next == amounts_.end()) return std::move(ordered_);
            take(*next);
        }
    }

private:
    bool fits() const {
        std::int64_t sum = sum_;
        return std::ranges::all_of(amounts_, [&](const NodeChanges::Entry& each) { return finite(each.amount) && finite(sum += each.amount); });
    }

    void take(NodeChanges::Entry& from) {
        NodeChanges::Entry part = from;
        const std::int64_t room = from.amount > 0 ? infinite - 1 - sum_ : infinite - 1 + sum_;
        const std::int64_t size = std::min(std::abs(from.amount), room);
        // At an end of the range: nothing is left but to go beyond it.
        if (size > 0) part.amount = from.amount > 0 ? size : -size;
        from.amount -= part.amount;
        sum_ += part.amount;
        ordered_.push_back(part);
    }

    std::vector<NodeChanges::Entry> amounts_;
    std::int64_t sum_;
    std::vector<NodeChanges::Entry> ordered_;
};

/// Writes entries one after the other, each beginning where the one before ended.
class LedgerWriter {
public:
    LedgerWriter(LedgerEntry like, Score score, Ledger& ledger) : entry_(std::move(like)), score_(score), ledger_(ledger) {}

    Score score() const { return score_; }
    void add(const NodeChanges::Entry& change) {
        const Score amount(change.amount);
        write(score_ + amount, amount, change.cause);
    }
    void set(Score value, Cause cause) { write(value, std::nullopt, cause); }

private:
    void write(Score after, std::optional<Score> change, Cause cause) {
        if (after == score_) return;
        entry_.before = score_;
        entry_.after = after;
        entry_.change = change;
        entry_.cause = cause;
        ledger_.push_back(entry_);
        score_ = after;
    }

    LedgerEntry entry_;
    Score score_;
    Ledger& ledger_;
};

} // namespace

void NodeChanges::add(Cause cause, Score change) {
    add(Entry{cause, change.value(), change.is_infinite(), false});
}

void NodeChanges::add(Entry entry) {
    if (ends_ == Ends::Minus || (ends_ == Ends::Plus && !(entry.infinite && entry.amount < 0))) return;
    if (entry.infinite) {
        ends_ = entry.amount < 0 ? Ends::Minus : Ends::Plus;
        entry.seals = true;
    } else {
        sum_ += entry.amount;
        lowest_ = std::min(lowest_, sum_);
        highest_ = std::max(highest_, sum_);
        for (std::size_t i = open_; i < entries_.size(); ++i) {
            if (!same(entries_[i].cause, entry.cause)) continue;
            entries_[i].amount += entry.amount;
            if (entry.seals) seal();
            return;
        }
    }
    entries_.push_back(entry);
    if (entry.seals) open_ = entries_.size();
}

void NodeChanges::seal() {
    if (!entries_.empty()) entries_.back().seals = true;
    open_ = entries_.size();
}

void NodeChanges::reset(Cause cause, Score value) {
    *this = NodeChanges();
    reset_.emplace();
    reset_->cause = cause;
    reset_->after = value;
}

void NodeChanges::append(const NodeChanges& later) {
    if (later.reset_) {
        *this = later;
        return;
    }
    const std::int64_t before = sum_;
    const bool was_finite = ends_ == Ends::Finite;
    for (const Entry& entry : later.entries_) add(entry);
    if (!was_finite) return;
    lowest_ = std::min(lowest_, before + later.lowest_);
    highest_ = std::max(highest_, before + later.highest_);
}

void NodeChanges::write(LedgerEntry like, Score before, Score after, Ledger& ledger) const {
    LedgerWriter writer(std::move(like), before, ledger);
    if (reset_) writer.set(*reset_->after, reset_->cause);
    std::vector<Entry> run;
    const auto write_run = [&] {
        for (const Entry& each : InRange(std::move(run), writer.score()).run()) writer.add(each);
        run.clear();
    };
    for (const Entry& entry : entries_) {
        if (entry.infinite) {
            write_run();
            writer.add(entry);
            continue;
        }
        run.push_back(entry);
        if (entry.seals) write_run();
    }
    write_run();
    if (writer.score() != after && !entries_.empty()) writer.set(after, entries_.back().cause);
}

void WalkedPart::visit(ResourceId resource) {
    const auto place = std::ranges::lower_bound(visited, resource);
    if (place == visited.end() || *place != resource) visited.insert(place, resource);
}

void WalkedPart::append(const WalkedPart& later, double smallest) {
    for (const NodeId node : nodes.ids()) {
        if (!later.nodes[node].empty()) nodes[node].append(later.nodes[node]);
    }
    std::vector<ResourceId> all;
    std::ranges::set_union(visited, later.visited, std::back_inserter(all));
    visited = std::move(all);
    repeatable = repeatable && later.repeatable;
    smallest_factor = std::min(smallest_factor, smallest);
}

WalkedPart SummedChanges::begun(std::size_t nodes) {
    WalkedPart part;
    part.nodes = IdVector<NodeId, NodeChanges>(nodes);
    return part;
}

void SummedChanges::begin(const Step& step) {
    open_.push_back(begun(open_.front().nodes.size()));
    part().visit(step.source);
    part().smallest_factor = size_of(step.factor);
}

void SummedChanges::give_up() {
    open_.pop_back();
    part().repeatable = false;
}

void SummedChanges::keep(const Step& step) {
    WalkedPart done = std::move(open_.back());
    open_.pop_back();
    part().append(done, done.smallest_factor);
    if (!done.repeatable) return;
    const double share = step.factor != 0 ? done.smallest_factor / size_of(step.factor) : 0;
    const float factor = is_negligible(step.factor, share) ? sign_of(step.factor) : step.factor;
    known_.insert_or_assign(key_of(step, factor), KnownPart{std::move(done), share});
}

const SummedChanges::KnownPart* SummedChanges::find(const Step& step) const {
    if (const auto exact = known_.find(key_of(step, step.factor)); exact != known_.end()) return &exact->second;
    const auto alike = known_.find(key_of(step, sign_of(step.factor)));
    return alike != known_.end() && is_negligible(step.factor, alike->second.smallest_share) ? &alike->second : nullptr;
}

bool SummedChanges::repeat(const WorkingState& state, const Step& step, bool only_nonnegative, NodeTable& table) {
    const KnownPart* known = find(step);
    if (known == nullptr) return false;
    const WalkedPart& walked = known->part;
    for (const ResourceId each : walked.visited) {
        if (state[each].merging_scores) return false;
    }
    bool available_throughout = false;
    for (const NodeId node : table.ids()) {
        const NodeEntry& entry = table[node];
        const NodeChanges& changes = walked.nodes[node];
        if (!entry.listed) continue;
        if (entry.unusable) return false;
        const std::int64_t lowest = entry.score.value() + changes.lowest();
        const std::int64_t highest = entry.score.value() + changes.highest();
        if (!changes.to_minus_infinity() && lowest >= 0 && can_run_resources(state, node)) available_throughout = true;
        if (changes.empty() || entry.score.is_minus_infinity()) continue;
        if (!entry.score.is_plus_infinity() && (!finite(lowest) || !finite(highest))) return false;
        const bool never_below = lowest >= 0 && !changes.to_minus_infinity();
        const bool always_below = highest < 0 && !changes.to_infinity();
        if (only_nonnegative && !never_below && !always_below) return false;
    }
    if (!available_throughout) return false;
    for (const NodeId node : table.ids()) {
        NodeEntry& entry = table[node];
        const NodeChanges& changes = walked.nodes[node];
        if (!entry.listed || changes.empty()) continue;
        entry.score += Score(changes.sum());
        if (changes.to_infinity()) entry.score += Score::infinity();
        if (changes.to_minus_infinity()) entry.score = Score::minus_infinity();
    }
    part().append(walked, size_of(step.factor) * known->smallest_share);
    return true;
}

void SummedChanges::write(Stage stage, ResourceId target, const NodeTable& before, const NodeTable& after, Ledger& ledger) const {
    const IdVector<NodeId, NodeChanges>& changes = open_.front().nodes;
    LedgerEntry like;
    like.stage = stage;
    like.resource = target;
    for (const NodeId node : changes.ids()) {
        like.node = node;
        if (!changes[node].empty()) changes[node].write(like, before[node].score, after[node].score, ledger);
    }
}

} // namespace placement
