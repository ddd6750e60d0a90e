#include "schedule/colocation/preferences.h"

#include <algorithm>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "placement/diagnostic.h"
#include "schedule/colocation/effect.h"
#include "schedule/colocation/lists.h"
#include "schedule/colocation/summed_changes.h"
#include "schedule/state/chain.h"
#include "schedule/state/locations.h"
#include "schedule/state/nodes.h"
#include "schedule/state/scores.h"

namespace placement {

namespace {

/// A member of a group that is colocated by itself.
bool is_later_member(const WorkingState& state, ResourceId source, const Colocation& colocation) {
    const ResourceId parent = state.resource(source).parent;
    return source == colocation.dependent && colocation.configured && parent && state.resource(parent).is_group() &&
           state[parent].children.front() != source;
}

/// Its scores, with the group's location scores, which otherwise only the first member has.
NodeTable scores_of_later_member(const WorkingState& state, ResourceId source) {
    NodeTable table = state.scores[source];
    const ResourceId parent = state.resource(source).parent;
    for (const LocationId id : state[parent].locations) {
        const LocationConstraint& location = state.cluster.locations[id];
        if (!applies(state, location, source)) continue;
        for (const auto& [node, score] : location.nodes) {
            NodeEntry& entry = table[node];
            entry.score = entry.listed ? entry.score + score : score;
            entry.listed = true;
        }
    }
    return table;
}

/// Whether each node can run resources.
using UsableNodes = IdVector<NodeId, char>;

UsableNodes usable_nodes(const WorkingState& state) {
    UsableNodes usable(state.nodes.size());
    for (const NodeId node : usable.ids()) usable[node] = can_run_resources(state, node) ? 1 : 0;
    return usable;
}

/// For each node of the target, the best score of the source on nodes with the same value of the colocation's
/// attribute. (Pacemaker: best_node_score_matching_attr)
class BestScores {
public:
    BestScores(const WorkingState& state, const UsableNodes& nodes, ResourceId source, ResourceId target,
               const Colocation& colocation)
        : state_(state), nodes_(nodes), target_(target), colocation_(colocation), table_(&state.scores[source]),
          same_node_only_(colocation.node_attribute == "#uname" && !state.cluster.have_remote_nodes) {
        if (state.cluster.behavior.later_members_have_locations && is_later_member(state, source, colocation)) {
            own_table_ = scores_of_later_member(state, source);
            table_ = &own_table_;
        }
        if (same_node_only_) return;
        for (const NodeId node : table_->ids()) {
            if (!usable(node)) continue;
            candidates_.push_back({colocation_value(state, node, colocation, source), (*table_)[node].score});
        }
    }
    BestScores(const BestScores&) = delete;
    BestScores& operator=(const BestScores&) = delete;
    ~BestScores() = default;

    Score on(NodeId node) const {
        if (same_node_only_) return usable(node) ? (*table_)[node].score : Score::minus_infinity();
        const std::string* wanted = colocation_value(state_, node, colocation_, target_);
        Score best = Score::minus_infinity();
        for (const Candidate& candidate : candidates_) {
            if (candidate.score > best && same_value(wanted, candidate.value)) best = candidate.score;
        }
        return best;
    }

private:
    struct Candidate {
        const std::string* value;
        Score score;
    };

    bool usable(NodeId node) const { return (*table_)[node].listed && nodes_[node]; }

    const WorkingState& state_;
    const UsableNodes& nodes_;
    ResourceId target_;
    const Colocation& colocation_;
    NodeTable own_table_; ///< where the source's scores count otherwise than they are
    const NodeTable* table_;
    bool same_node_only_;
    std::vector<Candidate> candidates_;
};

/// factor x score, rounded half away from zero, and never 0 unless one of them is; or as an older release has it.
Score attenuated(float factor, Score score, Scaling scaling) {
    const float exact = factor * static_cast<float>(score.value());
    if (scaling == Scaling::TowardZero) return Score(static_cast<std::int32_t>(exact));
    auto rounded = static_cast<std::int32_t>(exact < 0 ? static_cast<double>(exact) - 0.5
                                                       : static_cast<double>(exact) + 0.5);
    if (rounded == 0 && score != Score() && scaling == Scaling::NeverZero) {
        if (factor > 0) rounded = 1;
        if (factor < 0) rounded = -1;
    }
    return Score(rounded);
}

bool allowed_on_exactly_one(const NodeTable& table) {
    int allowed = 0;
    for (const NodeEntry& entry : table) {
        if (entry.listed && entry.score >= Score()) ++allowed;
    }
    return allowed == 1;
}

/// Whether a dislike of what is disliked counts as a preference: only for a dependent that has one node left, and only
/// where it outweighs the primary's stickiness.
bool double_negative_counts(const WorkingState& state, const Colocation& colocation, Score score) {
    return state.cluster.behavior.double_negatives_count &&
           state.resource(colocation.primary).stickiness < -score.value() &&
           has_influence(state, colocation, colocation.primary) &&
           allowed_on_exactly_one(state.scores[colocation.dependent]);
}

float onward(const WorkingState& state, const Colocation& colocation, float factor) {
    const float before = state.cluster.behavior.chained_strengths_multiply ? factor : (factor < 0 ? -1.0F : 1.0F);
    return before * static_cast<float>(colocation.score.value()) / static_cast<float>(Score::infinite_value);
}

/// What follows a group follows its last member, once the group has its place.
ResourceId followed(const WorkingState& state, ResourceId source, FlowOptions options) {
    const bool is_group = state.resource(source).is_group() && !state[source].children.empty();
    const bool group_itself = options.along_dependents ||
                              state.cluster.behavior.group_preferences == GroupPreferences::Group;
    return is_group && !group_itself ? state[source].children.back() : source;
}

/// One walk from a resource along colocations, path by path. Where too many paths lead to the same resources, what a part of the
/// way changed is remembered, and done again without walking it (SummedChanges).
class PreferenceWalk {
public:
    enum class Kind : bool { PathByPath, Summed };

    PreferenceWalk(WorkingState& state, Kind kind) : state_(state), usable_(usable_nodes(state)), number_(++state.walks) {
        if (kind == Kind::Summed) summed_.emplace(state.nodes.size(), state.options.with_ledger);
    }

    /// Whether it was given up, as there are too many paths.
    bool too_long() const { return !summed_ && repeated_steps_ > state_.options.steps_path_by_path; }

    void merge(ResourceId source, ResourceId target, std::optional<Preferences>& preferences, ColocationId colocation,
               float factor, FlowOptions options) {
        count_step(source);
        if (too_long()) return;
        if (by_first_member(source)) return merge_group(source, target, preferences, colocation, factor, options);
        const SummedChanges::Step step{source, colocation, factor, options.roll_back};
        const bool in_progress = summed_ && preferences;
        if (in_progress && repeat(step, options.only_nonnegative, preferences->table)) return;
        if (state_[source].merging_scores) return not_repeatable();
        if (in_progress) summed_->begin(step);
        state_[source].merging_scores = true;
        const bool kept = merge_source(source, target, preferences, colocation, factor, options);
        state_[source].merging_scores = false;
        if (!in_progress) return;
        if (kept) {
            summed_->keep(step);
        } else {
            summed_->give_up();
        }
    }

    /// In older releases a group that is itself colocated with `target` begins with its first member, and what follows the
    /// group counts in full. (Pacemaker 2.0: pcmk__group_merge_weights)
    void merge_group_then_followers(ResourceId group, ResourceId target, std::optional<Preferences>& preferences,
                                    ColocationId colocation, float factor, FlowOptions options) {
        if (state_[group].merging_scores || state_[group].children.empty()) return;
        state_[group].merging_scores = true;
        merge(state_[group].children.front(), target, preferences, colocation, factor, options);
        for (const ColocationId id : with_this(state_, group)) {
            const Colocation& follower = state_.colocations[id];
            merge(follower.dependent, target, preferences, id, strength(follower), options);
        }
        state_[group].merging_scores = false;
    }

    /// Adds to the ledger what was done to the target's scores.
    void write_ledger(ResourceId target, const NodeTable& before, const Preferences& preferences) {
        if (!state_.options.with_ledger) return;
        if (summed_) {
            summed_->write(state_.stage, target, before, preferences.table, state_.ledger);
        } else {
            state_.ledger.insert(state_.ledger.end(), preferences.changes.begin(), preferences.changes.end());
        }
    }

private:
    void count_step(ResourceId source) {
        if (std::exchange(state_[source].last_walk, number_) == number_) ++repeated_steps_;
        if (!summed_ || ++state_.steps <= state_.options.most_steps) return;
        throw LimitReached(fmt::format("the colocations around {} form too many paths: more than {} steps would be needed to add "
                                       "up their scores (limit)",
                                       state_.resource(source).id, state_.options.most_steps));
    }

    void not_repeatable() {
        if (summed_) summed_->part().repeatable = false;
    }

    bool by_first_member(ResourceId source) const {
        return state_.resource(source).is_group() &&
               state_.cluster.behavior.group_preferences == GroupPreferences::FirstMemberThroughout;
    }

    /// A group's preferences are its first member's when they flow into somebody else's, its last member's when they begin
    /// a table: the last one has all the others' already.
    void merge_group(ResourceId group, ResourceId target, std::optional<Preferences>& preferences, ColocationId colocation,
                     float factor, FlowOptions options) {
        if (state_[group].merging_scores) return not_repeatable();
        if (summed_) summed_->part().visit(group);
        const auto& members = state_[group].children;
        if (members.empty()) return;
        state_[group].merging_scores = true;
        const ResourceId member = preferences ? members.front() : members.back();
        merge(member, target, preferences, colocation, factor, options);
        state_[group].merging_scores = false;
    }

    /// An entry as it was before a change.
    struct Overwritten {
        NodeId node;
        NodeEntry entry;
    };

    /// What a walk that is rolled back goes back to.
    struct Mark {
        bool had_any = false;
        std::size_t overwritten = 0;
        std::size_t changes = 0;
    };

    Mark mark(const std::optional<Preferences>& preferences) const {
        return {preferences.has_value(), overwritten_.size(), preferences ? preferences->changes.size() : 0};
    }

    void go_back(const Mark& mark, std::optional<Preferences>& preferences) {
        if (!mark.had_any) {
            preferences.reset();
            overwritten_.resize(mark.overwritten);
            return;
        }
        for (; overwritten_.size() > mark.overwritten; overwritten_.pop_back()) {
            preferences->table[overwritten_.back().node] = overwritten_.back().entry;
        }
        preferences->changes.erase(preferences->changes.begin() + static_cast<std::ptrdiff_t>(mark.changes),
                                   preferences->changes.end());
    }

    bool repeat(const SummedChanges::Step& step, bool only_nonnegative, NodeTable& table) {
        const std::size_t before = overwritten_.size();
        for (const NodeId node : table.ids()) overwritten_.push_back({node, table[node]});
        const bool repeated = summed_->repeat(state_, step, only_nonnegative, table);
        if (!repeated) overwritten_.resize(before);
        return repeated;
    }

    /// Whether it is kept, and not rolled back.
    bool merge_source(ResourceId source, ResourceId target, std::optional<Preferences>& preferences, ColocationId colocation,
                      float factor, FlowOptions options) {
        const Chain chain(state_, Chain::Along::Colocations);
        const Mark before = mark(preferences);
        const bool kept = merge_or_leave(source, target, preferences, colocation, factor, options);
        if (!kept) go_back(before, preferences);
        return kept;
    }

    bool any_available(const NodeTable& table) const {
        for (const NodeId node : table.ids()) {
            if (usable_[node] && table[node].listed && !table[node].unusable && table[node].score >= Score()) return true;
        }
        return false;
    }

    /// Where it is not kept, the preferences are not worth anything afterwards.
    bool merge_or_leave(ResourceId source, ResourceId target, std::optional<Preferences>& preferences, ColocationId colocation,
                        float factor, FlowOptions options) {
        const bool is_group = state_.resource(source).is_group() && !state_[source].children.empty();
        if (!preferences && is_group) {
            merge(state_[source].children.back(), target, preferences, colocation, factor, options);
            target = state_[source].children.back();
            if (!preferences) return false; // given up
        } else if (!preferences) {
            preferences = Preferences{state_.scores[source], {}};
            target = source;
        } else if (is_group) {
            merge_members(source, target, preferences, colocation, factor, options);
        } else {
            add_scores(source, target, *preferences, colocation, factor, options.only_nonnegative);
        }

        if (any_available(preferences->table)) {
            follow_colocations(followed(state_, source, options), target, preferences, factor, options);
        } else {
            not_repeatable();
            if (options.roll_back) return false;
        }
        if (options.only_nonnegative) settle_unusable(target, *preferences, colocation);
        return true;
    }

    /// The first part of merge_source for a group, where what follows the group is merged after it.
    void merge_members(ResourceId group, ResourceId target, std::optional<Preferences>& preferences, ColocationId colocation,
                       float factor, FlowOptions options) {
        const auto members = state_[group].children;
        switch (state_.cluster.behavior.group_preferences) {
        case GroupPreferences::Group:
            add_scores(group, target, *preferences, colocation, factor, options.only_nonnegative);
            break;
        case GroupPreferences::MembersButLast:
            for (const ResourceId member : members) {
                if (member == members.back()) break;
                merge(member, target, preferences, colocation, factor, options);
            }
            break;
        case GroupPreferences::FirstMember:
        case GroupPreferences::FirstMemberThroughout:
            merge(members.front(), target, preferences, colocation, factor, options);
        }
    }

    void follow_colocations(ResourceId source, ResourceId target, std::optional<Preferences>& preferences, float factor,
                            FlowOptions options) {
        options.roll_back = options.roll_back || state_.cluster.behavior.chains_leave_a_node;
        for (const ColocationId id : options.along_dependents ? this_with(state_, source) : with_this(state_, source)) {
            const Colocation& colocation = state_.colocations[id];
            if (!options.along_dependents && !has_influence(state_, colocation, colocation.primary)) continue;
            const ResourceId other = options.along_dependents ? colocation.primary : colocation.dependent;
            merge(other, target, preferences, id, onward(state_, colocation, factor), options);
        }
    }

    /// (Pacemaker: add_node_scores_matching_attr)
    void add_scores(ResourceId source, ResourceId target, Preferences& preferences, ColocationId id, float factor,
                    bool only_nonnegative) {
        const Colocation& colocation = state_.colocations[id];
        const BestScores best(state_, usable_, source, target, colocation);
        for (const NodeId node : preferences.table.ids()) {
            NodeEntry& entry = preferences.table[node];
            if (!entry.listed) continue;
            const Score score = best.on(node);
            if (factor < 0 && score < Score() && !double_negative_counts(state_, colocation, score)) continue;
            if (entry.unusable) {
                not_repeatable();
                continue;
            }
            if (score == Score()) continue; // no share of it is anything else
            const Score change = attenuated(factor, score, state_.cluster.behavior.scaling);
            const Score changed = entry.score + change;
            if (only_nonnegative && changed < Score() && entry.score >= Score()) {
                not_repeatable();
                overwritten_.push_back({node, entry});
                if (entry.score > Score()) entry.unusable = true;
                continue;
            }
            note(preferences, target, node, changed, change, because(CauseKind::Colocation, id, source));
            overwritten_.push_back({node, entry});
            entry.score = changed;
        }
    }

    /// A node that would have fallen below 0 keeps the least positive score.
    void settle_unusable(ResourceId target, Preferences& preferences, ColocationId colocation) {
        for (const NodeId node : preferences.table.ids()) {
            NodeEntry& entry = preferences.table[node];
            if (!entry.unusable) continue;
            overwritten_.push_back({node, entry});
            entry.unusable = false;
            note(preferences, target, node, Score(1), std::nullopt, because(CauseKind::Colocation, colocation));
            entry.score = Score(1);
        }
    }

    /// Keeps for the ledger what is about to change, until it is known whether the merge holds.
    void note(Preferences& preferences, ResourceId target, NodeId node, Score changed, std::optional<Score> change,
              Cause cause) {
        const Score before = preferences.table[node].score;
        if (summed_) return note_sum(node, before, changed, change, cause);
        if (!state_.options.with_ledger || changed == before) return;
        preferences.changes.push_back({.table = LedgerEntry::Table::Node,
                                       .stage = state_.stage,
                                       .resource = target,
                                       .node = node,
                                       .before = before,
                                       .after = changed,
                                       .change = change,
                                       .cause = cause});
    }

    void note_sum(NodeId node, Score before, Score changed, std::optional<Score> change, Cause cause) {
        WalkedPart& part = summed_->part();
        if (!change) {
            part.nodes[node].reset(cause, changed);
            part.repeatable = false;
            return;
        }
        if (*change == Score()) return;
        summed_->add(node, cause, *change);
        const bool met_the_end = changed.is_infinite() && !before.is_infinite() && !change->is_infinite();
        if (!met_the_end) return;
        part.nodes[node].seal();
        part.repeatable = false;
    }

    WorkingState& state_;
    std::optional<SummedChanges> summed_;
    UsableNodes usable_;
    std::vector<Overwritten> overwritten_; ///< by all that is under way, oldest first
    std::size_t number_;
    std::size_t repeated_steps_ = 0; ///< to resources where it was before
};

/// Walks path by path, and where that takes too long once more with sums. `walk` is given a PreferenceWalk and a copy of what
/// was there before, and leaves its result in it.
template <typename Walk>
PreferenceWalk walked(WorkingState& state, std::optional<Preferences>& preferences, const Walk& walk) {
    std::optional<Preferences> result = preferences;
    PreferenceWalk path_by_path(state, PreferenceWalk::Kind::PathByPath);
    walk(path_by_path, result);
    if (!path_by_path.too_long()) {
        preferences = std::move(result);
        return path_by_path;
    }
    PreferenceWalk summed(state, PreferenceWalk::Kind::Summed);
    walk(summed, preferences);
    return summed;
}

} // namespace

float strength(const Colocation& colocation) {
    return static_cast<float>(colocation.score.value()) / static_cast<float>(Score::infinite_value);
}

void merge_preferences(WorkingState& state, ResourceId source, ResourceId target,
                       std::optional<Preferences>& preferences, ColocationId colocation, float factor,
                       FlowOptions options) {
    walked(state, preferences, [&](PreferenceWalk& walk, std::optional<Preferences>& result) {
        walk.merge(source, target, result, colocation, factor, options);
    });
}

void merge_into(WorkingState& state, ResourceId source, ResourceId resource, ColocationId colocation, float factor,
                FlowOptions options) {
    const bool followers_in_full = state.resource(source).is_group() && state.cluster.behavior.group_followers_count_in_full;
    std::optional<Preferences> preferences = Preferences{state.scores[resource], {}};
    PreferenceWalk walk = walked(state, preferences, [&](PreferenceWalk& each, std::optional<Preferences>& result) {
        if (followers_in_full) {
            each.merge_group_then_followers(source, resource, result, colocation, factor, options);
        } else {
            each.merge(source, resource, result, colocation, factor, options);
        }
    });
    walk.write_ledger(resource, state.scores[resource], *preferences);
    state.scores[resource] = std::move(preferences->table);
}

void add_dependent_preferences(WorkingState& state, ColocationId id, ResourceId primary) {
    const Colocation& colocation = state.colocations[id];
    if (!has_influence(state, colocation, colocation.primary)) return;
    FlowOptions options;
    options.roll_back = true;
    options.only_nonnegative = state.resource(primary).is_clone();
    merge_into(state, colocation.dependent, primary, id, strength(colocation), options);
}

} // namespace placement
