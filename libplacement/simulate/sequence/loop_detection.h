#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "base/fingerprint.h"
#include "placement/cib.h"
#include "placement/sequence.h"

namespace placement {

struct Scene;

/// What decides how a scene goes on in which the scheduler is about to run, but for when monitors run: scenes with the same one go
/// on in the same way.
Fingerprint recurring_state(const Scene& scene);

/// Notices that the cluster returns to the same state again and again.
class LoopDetection {
public:
    /// A state that was there so often will come again for ever.
    explicit LoopDetection(std::size_t repetitions) : repetitions_(repetitions) {}

    /// The scheduler is about to run in this scene. Whether that closes a loop for the first time.
    bool see(Scene& scene, std::size_t run, std::int64_t at_ms);
    /// What was seen so far counts for nothing: an event happened.
    void start_over();
    /// The loop that the state seen last closes; not diagnosed.
    const std::optional<Loop>& found() const { return found_; }

private:
    struct Turn {
        std::size_t run = 0;
        std::int64_t at_ms = 0;
    };

    struct First {
        Cib cib;
        Fingerprint beside; ///< of what is not in the CIB
        Turn turn;
    };

    /// Whether that closes a loop for the first time.
    bool compare(const Fingerprint& state, const Turn& turn);

    std::size_t repetitions_;
    std::vector<First> first_; ///< too few for a loop, so that nobody needs to compare them yet
    std::map<Fingerprint, std::vector<Turn>> turns_;
    std::optional<Loop> found_;
};

} // namespace placement
