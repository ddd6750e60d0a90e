#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "placement/sequence.h"

namespace placement {

struct Scene;

/// Two scenes in which the scheduler is about to run, and that have the same one, go on in the same way, but for when monitors run.
std::string recurring_state(Scene& scene);

/// Notices that the cluster returns to the same state again and again.
class LoopDetection {
public:
    /// A state that was there so often will come again for ever.
    explicit LoopDetection(std::size_t repetitions) : repetitions_(repetitions) {}

    /// The scheduler is about to run in this state. Whether that closes a loop for the first time.
    bool see(const std::string& state, std::size_t run, std::int64_t at_ms);
    /// What was seen so far counts for nothing: an event happened.
    void start_over() { turns_.clear(); }
    /// The loop that the state seen last closes; not diagnosed.
    const std::optional<Loop>& found() const { return found_; }

private:
    struct Turn {
        std::size_t run = 0;
        std::int64_t at_ms = 0;
    };

    std::size_t repetitions_;
    std::map<std::string, std::vector<Turn>> turns_;
    std::optional<Loop> found_;
};

} // namespace placement
