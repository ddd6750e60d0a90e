#pragma once

#include <atomic>
#include <cstddef>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "repair/goal.h"
#include "repair/knob.h"

namespace placement {

/// One setting, as a search has found it.
struct FoundEdit {
    std::size_t knob = 0;
    Knob::Value value;
    std::optional<RepairRange> range;
};

/// Edits with which the goal is met, all of them needed.
struct FoundRepair {
    std::vector<FoundEdit> edits;

    std::set<Protection> weakens() const;
};

/// Tries the knobs, each alone and then two together.
class RepairSearch {
public:
    RepairSearch(const Cib& cib, const std::vector<Knob>& knobs, const Goal& goal, const RepairOptions& options);

    /// Those that do alone, the best first; those that weaken what is not allowed to be weakened are among them.
    std::vector<FoundRepair> single_edits();
    /// Afterwards: two that do together, and neither does alone.
    std::vector<FoundRepair> pairs();

    std::size_t edits_tried() const { return edits_tried_; }
    std::size_t pairs_tried() const { return pairs_tried_; }
    std::size_t runs() const { return runs_; }
    /// Why not everything was tried; empty if everything was.
    const std::string& why_partial() const { return why_partial_; }

private:
    /// A knob with what each of its values does.
    struct Tried {
        std::size_t knob = 0;
        std::vector<bool> holds;
        std::vector<std::size_t> met;
        std::vector<std::string> courses;
        std::vector<FoundEdit> found; ///< where the knob is a number, one; else each value that does
    };
    using Changes = std::vector<ConfigurationChange>;

    std::optional<Cib> edited(const Changes& changes) const;
    bool holds(const Changes& changes);
    bool may_go_on();
    void stop(const std::string& why);

    void try_values(Tried& tried);
    std::vector<FoundEdit> that_hold(const Knob& knob, std::size_t index, const std::vector<bool>& holds);
    std::optional<FoundEdit> nearest(const Knob& knob, std::size_t index, const std::vector<bool>& holds, const Changes& others);
    RepairRange range_of(const Knob& knob, std::size_t first, std::size_t last, const Changes& others);
    std::int64_t edge(const Knob& knob, std::int64_t holding, std::int64_t failing, const Changes& others);
    bool is_allowed(const std::set<Protection>& weakens) const;

    struct Half {
        std::size_t knob = 0;
        std::size_t value = 0;
        bool effective = false;
    };
    struct Pair {
        Half one, other;
        bool holds = false;
    };
    std::vector<Half> halves() const;
    std::vector<Pair> candidates() const;
    static bool has_same_settings(const Pair& one, const Pair& other);
    bool is_less(const Pair& one, const Pair& other) const;
    void sort(std::vector<FoundRepair>& found) const;
    FoundRepair pair_of(const Half& one, const Half& other);

    const Cib& cib_;
    const std::vector<Knob>& knobs_;
    const Goal& goal_;
    const RepairOptions& options_;
    Verdict base_;
    std::vector<Tried> tried_;
    std::atomic<std::size_t> runs_ = 0;
    std::atomic<std::size_t> edits_tried_ = 0;
    std::size_t pairs_tried_ = 0;
    std::mutex asking_;
    std::size_t done_ = 0;
    std::size_t total_ = 0;
    std::atomic<std::size_t> found_ = 0;
    std::string why_partial_;
};

/// Whether the one is to be told before the other, as far as the edits themselves say.
bool is_smaller(const FoundRepair& one, const FoundRepair& other, const std::vector<Knob>& knobs);

} // namespace placement
