#include "repair/search.h"

#include <algorithm>
#include <cstdlib>
#include <new>
#include <tuple>

#include <fmt/format.h>

#include "base/all_cores.h"
#include "placement/error.h"

namespace placement {

namespace {

std::int64_t number_of(const Knob::Value& value) { return Score::parse(value.text).value_or(Score()).value(); }

/// Whether the number is well away from the edge: by a factor of five, as scores are chosen.
bool is_clear_of(std::int64_t number, std::int64_t edge) {
    const std::int64_t larger = std::max(std::abs(number), std::abs(edge));
    return std::abs(number - edge) * 5 >= larger * 4;
}

/// Of the values from first to last, which all do: the least change that is well away from the edges.
std::size_t choice_within(const Knob& knob, std::size_t first, std::size_t last, const RepairRange& range) {
    std::vector<std::size_t> by_change;
    for (std::size_t i = first; i <= last; ++i) by_change.push_back(i);
    std::ranges::stable_sort(by_change, {}, [&](std::size_t i) { return std::abs(number_of(knob.values[i]) - knob.current); });
    const auto is_clear = [&](std::size_t i) {
        const std::int64_t number = number_of(knob.values[i]);
        return (!range.edge_below || is_clear_of(number, range.from.value())) &&
               (!range.edge_above || is_clear_of(number, range.to.value()));
    };
    const auto found = std::ranges::find_if(by_change, is_clear);
    return found == by_change.end() ? by_change[by_change.size() / 2] : *found;
}

} // namespace

std::set<Protection> FoundRepair::weakens() const {
    std::set<Protection> all;
    for (const FoundEdit& edit : edits) all.insert(edit.value.weakens.begin(), edit.value.weakens.end());
    return all;
}

RepairSearch::RepairSearch(const Cib& cib, const std::vector<Knob>& knobs, const Goal& goal, const RepairOptions& options)
    : cib_(cib), knobs_(knobs), goal_(goal), options_(options), base_(goal.judge(cib)) {}

/// None where that is no configuration: a value that the setting cannot have.
std::optional<Cib> RepairSearch::edited(const Changes& changes) const {
    try {
        return changed(cib_, changes);
    } catch (const InvalidArgument&) {
        return std::nullopt;
    } catch (const UnknownName&) {
        return std::nullopt;
    }
}

bool RepairSearch::holds(const Changes& changes) {
    const std::optional<Cib> cib = edited(changes);
    if (!cib) return false;
    ++runs_;
    try {
        return goal_.holds(*cib);
    } catch (const std::bad_alloc&) {
        throw;
    } catch (const std::exception&) {
        return false; // what cannot be simulated is no repair
    }
}

void RepairSearch::stop(const std::string& why) {
    if (why_partial_.empty()) why_partial_ = why;
}

bool RepairSearch::may_go_on() {
    const std::scoped_lock lock(asking_);
    if (!why_partial_.empty()) return false;
    if (runs_ >= options_.max_runs) stop(fmt::format("no more than {} simulations are run", options_.max_runs));
    if (options_.go_on && !options_.go_on({done_, total_, found_})) stop("it was ended");
    ++done_;
    return why_partial_.empty();
}

bool RepairSearch::is_allowed(const std::set<Protection>& weakens) const {
    return std::ranges::includes(options_.allow, weakens);
}

std::vector<FoundRepair> RepairSearch::single_edits() {
    tried_.resize(knobs_.size());
    for (std::size_t i = 0; i < knobs_.size(); ++i) tried_[i].knob = i;
    total_ = tried_.size();
    on_all_cores(tried_, [this](Tried& each) {
        if (may_go_on()) try_values(each);
    });
    std::vector<FoundRepair> found;
    for (const Tried& each : tried_) {
        for (const FoundEdit& edit : each.found) found.push_back({{edit}});
    }
    // What only changes a constraint is better than what removes it.
    std::set<std::string> changed_alone;
    for (const FoundRepair& each : found) {
        const Knob& knob = knobs_[each.edits.front().knob];
        if (knob.how < Knob::Change::Removal && is_allowed(each.weakens())) changed_alone.insert(knob.subject);
    }
    std::erase_if(found, [&](const FoundRepair& each) {
        const Knob& knob = knobs_[each.edits.front().knob];
        return knob.how == Knob::Change::Removal && changed_alone.contains(knob.subject);
    });
    sort(found);
    return found;
}

void RepairSearch::sort(std::vector<FoundRepair>& found) const {
    std::ranges::stable_sort(found,
                             [this](const FoundRepair& one, const FoundRepair& other) { return is_smaller(one, other, knobs_); });
}

void RepairSearch::try_values(Tried& tried) {
    const Knob& knob = knobs_[tried.knob];
    for (const Knob::Value& value : knob.values) {
        ++edits_tried_;
        Verdict verdict;
        if (const std::optional<Cib> cib = edited({knob.with(value.text)})) {
            ++runs_;
            try {
                verdict = goal_.judge(*cib);
            } catch (const std::bad_alloc&) {
                throw;
            } catch (const std::exception&) {
                verdict = {}; // what cannot be simulated is no repair
            }
        }
        const bool is_judged = !verdict.met.empty();
        tried.holds.push_back(is_judged && verdict.all());
        tried.met.push_back(is_judged ? verdict.count() : 0);
        tried.courses.push_back(is_judged ? std::move(verdict.course) : base_.course);
    }
    tried.found = that_hold(knob, tried.knob, tried.holds);
    if (!tried.found.empty()) ++found_;
}

/// Where one is refused on a closer look, another may do.
std::vector<FoundEdit> RepairSearch::that_hold(const Knob& knob, std::size_t index, const std::vector<bool>& holds) {
    std::vector<FoundEdit> found;
    if (knob.is_number) {
        if (auto edit = nearest(knob, index, holds, {})) found.push_back(std::move(*edit));
        return found;
    }
    for (std::size_t i = 0; i < holds.size(); ++i) {
        if (holds[i]) found.push_back({index, knob.values[i], std::nullopt});
    }
    return found;
}

/// The values that do and are nearest to the present one; what is allowed comes before what is not.
std::optional<FoundEdit> RepairSearch::nearest(const Knob& knob, std::size_t index, const std::vector<bool>& holds,
                                               const Changes& others) {
    std::optional<std::size_t> best;
    const auto rank = [&](std::size_t i) {
        const std::int64_t away =
            knob.is_number ? std::abs(number_of(knob.values[i]) - knob.current) : static_cast<std::int64_t>(i);
        return std::tuple(!is_allowed(knob.values[i].weakens), away);
    };
    for (std::size_t i = 0; i < holds.size(); ++i) {
        if (holds[i] && (!best || rank(i) < rank(*best))) best = i;
    }
    if (!best) return std::nullopt;
    if (!knob.is_number) return FoundEdit{index, knob.values[*best], std::nullopt};
    const auto goes_on = [&](std::size_t i, std::size_t next) {
        const std::int64_t one = number_of(knob.values[i]), other = number_of(knob.values[next]);
        const bool passes_current = std::min(one, other) < knob.current && knob.current < std::max(one, other);
        return holds[next] && !passes_current && knob.values[i].weakens == knob.values[next].weakens;
    };
    std::size_t first = *best, last = *best;
    while (first > 0 && goes_on(first, first - 1)) --first;
    while (last + 1 < holds.size() && goes_on(last, last + 1)) ++last;
    const RepairRange range = range_of(knob, first, last, others);
    return FoundEdit{index, knob.values[choice_within(knob, first, last, range)], range};
}

/// How far the values that do reach beyond those that were tried.
RepairRange RepairSearch::range_of(const Knob& knob, std::size_t first, std::size_t last, const Changes& others) {
    const std::int64_t low = number_of(knob.values[first]), high = number_of(knob.values[last]);
    std::optional<std::int64_t> below, above; // that do not
    if (first > 0) below = number_of(knob.values[first - 1]);
    if (last + 1 < knob.values.size()) above = number_of(knob.values[last + 1]);
    if (knob.current < low && (!below || knob.current > *below)) below = knob.current;
    if (knob.current > high && (!above || knob.current < *above)) above = knob.current;
    RepairRange range{Score(low), Score(high), below.has_value(), above.has_value()};
    if (below) range.from = Score(edge(knob, low, *below, others));
    if (above) range.to = Score(edge(knob, high, *above, others));
    return range;
}

/// The last value that does, on the way to one that does not.
std::int64_t RepairSearch::edge(const Knob& knob, std::int64_t holding, std::int64_t failing, const Changes& others) {
    while (std::abs(holding - failing) > 1) {
        const std::int64_t middle = holding + (failing - holding) / 2;
        Changes changes = others;
        changes.push_back(knob.with(Score(middle).text()));
        (holds(changes) ? holding : failing) = middle;
    }
    return holding;
}

// ---- two together ---------------------------------------------------------------------------------------------

/// What changes anything alone, once for each thing that it does; and what may hold something down together with another. What does
/// alone needs no other.
std::vector<RepairSearch::Half> RepairSearch::halves() const {
    std::vector<Half> effective;
    std::vector<Half> silent;
    for (const Tried& each : tried_) {
        const Knob& knob = knobs_[each.knob];
        std::set<std::string> seen{base_.course};
        std::optional<std::size_t> least; // without an effect of its own
        for (std::size_t i = 0; i < each.courses.size(); ++i) {
            if (!is_allowed(knob.values[i].weakens) || each.holds[i]) continue;
            const bool is_silent = each.courses[i] == base_.course;
            if (is_silent &&
                (!least || (knob.is_number && std::abs(number_of(knob.values[i])) < std::abs(number_of(knob.values[*least])))))
                least = i;
            if (seen.size() <= 3 && seen.insert(each.courses[i]).second) effective.push_back({each.knob, i, true});
        }
        const bool may_hold_down =
            knob.how == Knob::Change::Removal || knob.how == Knob::Change::Number || knob.how == Knob::Change::Choice;
        const bool has_effect = seen.size() > 1;
        if (least && may_hold_down && (!has_effect || !knob.is_number)) silent.push_back({each.knob, *least, false});
    }
    std::ranges::stable_sort(effective, std::greater<>(), [&](const Half& half) { return tried_[half.knob].met[half.value]; });
    effective.insert(effective.end(), silent.begin(), silent.end());
    return effective;
}

/// Those that do the most by themselves come first, together with all others.
std::vector<RepairSearch::Pair> RepairSearch::candidates() const {
    const std::vector<Half> all = halves();
    std::vector<Pair> pairs;
    for (std::size_t sum = 1; sum < 2 * all.size(); ++sum) {
        for (std::size_t i = 0; 2 * i < sum; ++i) {
            const std::size_t j = sum - i;
            if (j >= all.size() || all[i].knob == all[j].knob) continue;
            if (knobs_[all[i].knob].subject == knobs_[all[j].knob].subject && knobs_[all[j].knob].how == Knob::Change::Removal)
                continue;
            pairs.push_back({all[i], all[j]});
        }
    }
    return pairs;
}

std::vector<FoundRepair> RepairSearch::pairs() {
    std::vector<FoundRepair> found;
    std::vector<Pair> proposed; // one for each of found
    const std::vector<Pair> all = candidates();
    constexpr std::size_t at_a_time = 256;
    total_ = done_ + all.size();
    std::size_t settings = 0; // that differ from each other
    for (std::size_t begin = 0; begin < all.size() && settings < options_.most && why_partial_.empty(); begin += at_a_time) {
        const std::size_t end = std::min(begin + at_a_time, all.size());
        std::vector<Pair> batch(all.begin() + static_cast<std::ptrdiff_t>(begin), all.begin() + static_cast<std::ptrdiff_t>(end));
        on_all_cores(batch, [this](Pair& each) {
            if (!may_go_on()) return;
            const Knob& one = knobs_[each.one.knob];
            const Knob& other = knobs_[each.other.knob];
            each.holds = holds({one.with(one.values[each.one.value].text), other.with(other.values[each.other.value].text)});
            if (each.holds) ++found_;
        });
        pairs_tried_ += batch.size();
        for (const Pair& each : batch) {
            if (!each.holds) continue;
            const auto same = std::ranges::find_if(proposed, [&](const Pair& known) { return has_same_settings(known, each); });
            if (same == proposed.end() && settings == options_.most) continue;
            if (same == proposed.end()) {
                ++settings;
            } else if (!is_less(each, *same)) {
                continue;
            }
            // The lesser change of the same two comes first; the other one is there for where it is refused.
            found.insert(found.begin() + (same - proposed.begin()), pair_of(each.one, each.other));
            proposed.insert(same, each);
        }
    }
    sort(found);
    return found;
}

bool RepairSearch::has_same_settings(const Pair& one, const Pair& other) {
    return std::minmax(one.one.knob, one.other.knob) == std::minmax(other.one.knob, other.other.knob);
}

/// Of two pairs of the same settings. Choices are listed from the least; a number has its range.
bool RepairSearch::is_less(const Pair& one, const Pair& other) const {
    const auto rank = [this](const Pair& pair) {
        const auto of = [this](const Half& half) { return knobs_[half.knob].is_number ? 0 : half.value; };
        return of(pair.one) + of(pair.other);
    };
    return rank(one) < rank(other);
}

/// With the range of each number while the other stays.
FoundRepair RepairSearch::pair_of(const Half& one, const Half& other) {
    const auto with_range = [&](const Half& half, const Half& fixed) {
        const Knob& knob = knobs_[half.knob];
        const Knob& stays = knobs_[fixed.knob];
        if (!knob.is_number) return FoundEdit{half.knob, knob.values[half.value], std::nullopt};
        const Changes others{stays.with(stays.values[fixed.value].text)};
        std::vector<bool> do_hold;
        for (const Knob::Value& value : knob.values) {
            Changes changes = others;
            changes.push_back(knob.with(value.text));
            do_hold.push_back(is_allowed(value.weakens) && holds(changes));
        }
        return nearest(knob, half.knob, do_hold, others).value_or(FoundEdit{half.knob, knob.values[half.value], std::nullopt});
    };
    FoundEdit first = with_range(one, other);
    Half chosen = one;
    const Knob& knob = knobs_[one.knob];
    for (std::size_t i = 0; i < knob.values.size(); ++i) {
        if (knob.values[i].text == first.value.text) chosen.value = i;
    }
    FoundEdit second = with_range(other, chosen);
    return {{std::move(first), std::move(second)}};
}

bool is_smaller(const FoundRepair& one, const FoundRepair& other, const std::vector<Knob>& knobs) {
    const auto key = [&](const FoundRepair& each) {
        int change = 0;
        std::size_t distance = 0;
        bool is_indirect = false;
        for (const FoundEdit& edit : each.edits) {
            const Knob& knob = knobs[edit.knob];
            // What concerns the whole cluster is no small edit.
            change += static_cast<int>(knob.how) + (knob.subject.empty() ? 2 : 0);
            is_indirect |= knob.is_indirect;
            distance += knob.distance;
        }
        return std::tuple(each.weakens().size(), each.edits.size(), is_indirect, change, distance);
    };
    return key(one) < key(other);
}

} // namespace placement
