#include "schedule/colocation/preferences.h"

#include <utility>

#include "schedule/colocation/effect.h"
#include "schedule/colocation/lists.h"
#include "schedule/state/locations.h"
#include "schedule/state/nodes.h"
#include "schedule/state/scores.h"

namespace placement {

namespace {

/// The source's scores as they count here. A member of a group that is colocated by itself has the group's location
/// scores too, which otherwise only the first member has.
NodeTable source_scores(const WorkingState& state, ResourceId source, const Colocation& colocation) {
    NodeTable table = state.scores[source];
    if (!state.cluster.behavior.later_members_have_locations) return table;
    const ResourceId parent = state.resource(source).parent;
    const bool later_member = source == colocation.dependent && colocation.configured && parent &&
                              state.resource(parent).is_group() && state[parent].children.front() != source;
    if (!later_member) return table;
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

/// For each node of the target, the best score of the source on nodes with the same value of the colocation's
/// attribute. (Pacemaker: best_node_score_matching_attr)
class BestScores {
public:
    BestScores(const WorkingState& state, ResourceId source, ResourceId target, const Colocation& colocation)
        : state_(state), target_(target), colocation_(colocation), table_(source_scores(state, source, colocation)),
          same_node_only_(colocation.node_attribute == "#uname" && !state.cluster.have_remote_nodes) {
        if (same_node_only_) return;
        for (const NodeId node : table_.ids()) {
            if (!usable(node)) continue;
            candidates_.push_back({colocation_value(state, node, colocation, source), table_[node].score});
        }
    }

    Score on(NodeId node) const {
        if (same_node_only_) return usable(node) ? table_[node].score : Score::minus_infinity();
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

    bool usable(NodeId node) const { return table_[node].listed && can_run_resources(state_, node); }

    const WorkingState& state_;
    ResourceId target_;
    const Colocation& colocation_;
    NodeTable table_;
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

/// Keeps for the ledger what is about to change, until it is known whether the merge holds.
void note_change(const WorkingState& state, Preferences& preferences, ResourceId target, NodeId node, Score changed,
                 std::optional<Score> change, Cause cause) {
    const Score before = preferences.table[node].score;
    if (!state.keep_ledger || changed == before) return;
    preferences.changes.push_back({.table = LedgerEntry::Table::Node,
                                   .stage = state.stage,
                                   .resource = target,
                                   .node = node,
                                   .before = before,
                                   .after = changed,
                                   .change = change,
                                   .cause = cause});
}

/// (Pacemaker: add_node_scores_matching_attr)
void add_scores(WorkingState& state, ResourceId source, ResourceId target, Preferences& preferences,
                ColocationId id, float factor, bool only_nonnegative) {
    const Colocation& colocation = state.colocations[id];
    const BestScores best(state, source, target, colocation);
    for (const NodeId node : preferences.table.ids()) {
        NodeEntry& entry = preferences.table[node];
        if (!entry.listed) continue;
        const Score score = best.on(node);
        if (factor < 0 && score < Score() && !double_negative_counts(state, colocation, score)) continue;
        if (entry.unusable) continue;
        const Score change = attenuated(factor, score, state.cluster.behavior.scaling);
        const Score changed = entry.score + change;
        if (only_nonnegative && changed < Score() && entry.score > Score()) {
            entry.unusable = true;
            continue;
        }
        if (only_nonnegative && changed < Score() && entry.score == Score()) continue;
        note_change(state, preferences, target, node, changed, change, because(CauseKind::Colocation, id, source));
        entry.score = changed;
    }
}

/// A node that would have fallen below 0 keeps the least positive score.
void settle_unusable(WorkingState& state, ResourceId target, Preferences& preferences, ColocationId colocation) {
    for (const NodeId node : preferences.table.ids()) {
        NodeEntry& entry = preferences.table[node];
        if (!entry.unusable) continue;
        entry.unusable = false;
        note_change(state, preferences, target, node, Score(1), std::nullopt, because(CauseKind::Colocation, colocation));
        entry.score = Score(1);
    }
}

float onward(const WorkingState& state, const Colocation& colocation, float factor) {
    const float before = state.cluster.behavior.chained_strengths_multiply ? factor : (factor < 0 ? -1.0F : 1.0F);
    return before * static_cast<float>(colocation.score.value()) / static_cast<float>(Score::infinite_value);
}

void follow_colocations(WorkingState& state, ResourceId source, ResourceId target,
                        std::optional<Preferences>& preferences, float factor, FlowOptions options) {
    options.roll_back = options.roll_back || state.cluster.behavior.chains_leave_a_node;
    for (const ColocationId id : options.along_dependents ? this_with(state, source) : with_this(state, source)) {
        const Colocation& colocation = state.colocations[id];
        if (!options.along_dependents && !has_influence(state, colocation, colocation.primary)) continue;
        const ResourceId other = options.along_dependents ? colocation.primary : colocation.dependent;
        merge_preferences(state, other, target, preferences, id, onward(state, colocation, factor), options);
    }
}

/// The first part of merge_preferences for a group, where what follows the group is merged after it.
void merge_members(WorkingState& state, ResourceId group, ResourceId target, std::optional<Preferences>& preferences,
                   ColocationId colocation, float factor, FlowOptions options) {
    const auto members = state[group].children;
    switch (state.cluster.behavior.group_preferences) {
    case GroupPreferences::Group:
        add_scores(state, group, target, *preferences, colocation, factor, options.only_nonnegative);
        break;
    case GroupPreferences::MembersButLast:
        for (const ResourceId member : members) {
            if (member == members.back()) break;
            merge_preferences(state, member, target, preferences, colocation, factor, options);
        }
        break;
    case GroupPreferences::FirstMember:
    case GroupPreferences::FirstMemberThroughout:
        merge_preferences(state, members.front(), target, preferences, colocation, factor, options);
    }
}

/// What follows a group follows its last member, once the group has its place.
ResourceId followed(const WorkingState& state, ResourceId source, FlowOptions options) {
    const bool is_group = state.resource(source).is_group() && !state[source].children.empty();
    const bool group_itself = options.along_dependents ||
                              state.cluster.behavior.group_preferences == GroupPreferences::Group;
    return is_group && !group_itself ? state[source].children.back() : source;
}

/// A group's preferences are its first member's when they flow into somebody else's, its last member's when they begin
/// a table: the last one has all the others' already.
void merge_group(WorkingState& state, ResourceId group, ResourceId target, std::optional<Preferences>& preferences,
                 ColocationId colocation, float factor, FlowOptions options) {
    if (state[group].merging_scores) return;
    const auto& members = state[group].children;
    if (members.empty()) return;
    state[group].merging_scores = true;
    const ResourceId member = preferences ? members.front() : members.back();
    merge_preferences(state, member, target, preferences, colocation, factor, options);
    state[group].merging_scores = false;
}

} // namespace

float strength(const Colocation& colocation) {
    return static_cast<float>(colocation.score.value()) / static_cast<float>(Score::infinite_value);
}

void merge_preferences(WorkingState& state, ResourceId source, ResourceId target,
                       std::optional<Preferences>& preferences, ColocationId colocation, float factor,
                       FlowOptions options) {
    if (state.resource(source).is_group() &&
        state.cluster.behavior.group_preferences == GroupPreferences::FirstMemberThroughout) {
        return merge_group(state, source, target, preferences, colocation, factor, options);
    }
    if (state[source].merging_scores) return;
    state[source].merging_scores = true;

    std::optional<Preferences> merged = preferences;
    const bool is_group = state.resource(source).is_group() && !state[source].children.empty();
    if (!merged && is_group) {
        merge_preferences(state, state[source].children.back(), target, merged, colocation, factor, options);
        target = state[source].children.back();
    } else if (!merged) {
        merged = Preferences{state.scores[source], {}};
        target = source;
    } else if (is_group) {
        merge_members(state, source, target, merged, colocation, factor, options);
    } else {
        add_scores(state, source, target, *merged, colocation, factor, options.only_nonnegative);
    }

    if (any_available(state, merged->table)) {
        follow_colocations(state, followed(state, source, options), target, merged, factor, options);
    } else if (options.roll_back) {
        state[source].merging_scores = false;
        return;
    }
    if (options.only_nonnegative) settle_unusable(state, target, *merged, colocation);
    preferences = std::move(merged);
    state[source].merging_scores = false;
}

namespace {

/// In older releases a group that is itself colocated with `target` begins with its first member, and what follows the
/// group counts in full. (Pacemaker 2.0: pcmk__group_merge_weights)
void merge_group_then_followers(WorkingState& state, ResourceId group, ResourceId target,
                                std::optional<Preferences>& preferences, ColocationId colocation, float factor,
                                FlowOptions options) {
    if (state[group].merging_scores || state[group].children.empty()) return;
    state[group].merging_scores = true;
    merge_preferences(state, state[group].children.front(), target, preferences, colocation, factor, options);
    for (const ColocationId id : with_this(state, group)) {
        const Colocation& follower = state.colocations[id];
        merge_preferences(state, follower.dependent, target, preferences, id, strength(follower), options);
    }
    state[group].merging_scores = false;
}

} // namespace

void merge_into(WorkingState& state, ResourceId source, ResourceId resource, ColocationId colocation, float factor,
                FlowOptions options) {
    std::optional<Preferences> preferences = Preferences{state.scores[resource], {}};
    if (state.resource(source).is_group() && state.cluster.behavior.group_followers_count_in_full) {
        merge_group_then_followers(state, source, resource, preferences, colocation, factor, options);
    } else {
        merge_preferences(state, source, resource, preferences, colocation, factor, options);
    }
    state.scores[resource] = std::move(preferences->table);
    state.ledger.insert(state.ledger.end(), preferences->changes.begin(), preferences->changes.end());
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
