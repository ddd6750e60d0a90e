#pragma once

#include <atomic>
#include <functional>

#include "placement/fleet.h"

namespace placement {

/// How long one file may take.
class Patience {
public:
    explicit Patience(const FleetOptions& options) : stop_(options.stop) {
        if (options.begin_file) time_is_up_ = options.begin_file();
    }

    /// Asks whether it is to end; once it is, it stays so.
    bool ended() {
        if (ended_) return true;
        stopped_ = stop_ != nullptr && stop_->load();
        too_long_ = !stopped_ && time_is_up_ && time_is_up_();
        ended_ = stopped_ || too_long_;
        return ended_;
    }

    /// Becomes true with that.
    const std::atomic<bool>& flag() const { return ended_; }
    /// The file was given up with everything.
    bool stopped() const { return stopped_; }

private:
    const std::atomic<bool>* stop_;
    std::function<bool()> time_is_up_;
    std::atomic<bool> ended_ = false;
    std::atomic<bool> stopped_ = false;
    std::atomic<bool> too_long_ = false;
};

/// Thrown where a file is given up.
struct FileGivenUp {
    std::string how_far; ///< a clause; may be empty
};

} // namespace placement
