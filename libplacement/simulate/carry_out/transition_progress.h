#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <set>
#include <vector>

#include "placement/transition.h"

namespace placement {

/// Which steps of a transition are ready, done, or given up. A limit on how much may be under way at the same time
/// (batch-limit) limits nothing here. (Pacemaker: pcmk__execute_graph)
class TransitionProgress {
public:
    explicit TransitionProgress(const Transition& transition, bool goes_on_after_abort = true);

    bool is_done(std::size_t synapse) const { return done_[synapse]; }
    /// Its inputs are done, and it has not begun.
    bool is_ready(std::size_t synapse) const { return ready_.contains(synapse); }
    /// The first from this one on that is ready and not given up.
    std::optional<std::size_t> next_to_begin(std::size_t from) const;
    /// After a failure, or once it is aborted, only pseudo-actions and what has the highest priority go on.
    bool is_given_up(std::size_t synapse) const;

    void begin(std::size_t synapse);
    void finish(std::size_t synapse, bool failed);
    void abort() { aborted_ = called_off_ = true; }

    /// An action failed, or it was aborted.
    bool is_aborted() const { return aborted_; }
    bool has_begun(std::size_t synapse) const { return begun_[synapse]; }
    /// Indexes in Transition::actions of what was not done.
    std::vector<std::uint32_t> left() const;

private:
    bool goes_on(std::size_t synapse) const;
    bool is_pseudo(std::size_t synapse) const;

    const Transition& transition_;
    using Waiting = std::vector<std::vector<std::size_t>>;
    std::shared_ptr<const Waiting> waiting_; ///< by action: the synapses that have it as an input
    std::vector<std::size_t> inputs_left_;
    std::set<std::size_t> ready_;
    std::vector<bool> begun_;
    std::vector<bool> done_;
    bool goes_on_after_abort_;
    bool aborted_ = false;
    bool called_off_ = false; ///< from outside
};

} // namespace placement
