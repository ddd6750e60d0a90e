#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "simulate/sequence/playing.h"
#include "simulate/verify/judge.h"
#include "simulate/verify/observed.h"
#include "simulate/verify/trail.h"

namespace placement {

/// A moment from which sequences go on; shared by all that do.
class Moment {
public:
    /// It is read as it is then.
    Moment(Playing& playing, Trail trail) : playing_(playing.fork()), trail_(std::move(trail)) {
        playing_.scene().cluster.read();
    }

    Playing fork() {
        const std::scoped_lock lock(mutex_);
        return playing_.fork();
    }
    const Scene& scene() { return playing_.scene(); }
    const Trail& trail() const { return trail_; }
    std::int64_t now_ms() const { return playing_.now_ms(); }

private:
    std::mutex mutex_;
    Playing playing_;
    Trail trail_;
};

/// A sequence: what came of the others, and what happens then.
struct Attempt {
    std::shared_ptr<Moment> from; ///< none: nothing has happened yet
    std::vector<Event> events;

    struct Noticed {
        Violation violation;
        Trail trail;
        std::string home = {}; ///< not the violation, but what does not come home from the state with this signature
    };
    /// A state in which everything is back.
    struct Mended {
        explicit Mended(Playing& at_rest) : playing(at_rest.fork()) {}
        std::string signature;
        Playing playing;
    };
    /// A moment that was new.
    struct Reached {
        std::string signature;
        std::shared_ptr<Moment> moment; ///< none where no sequence goes on from it
    };
    // What came of it.
    bool possible = true;
    std::vector<Reached> reached = {};
    std::vector<std::unique_ptr<Mended>> mended = {}; ///< what comes home from there is not known yet
    std::vector<Noticed> noticed = {};
    std::set<std::string> operations = {}; ///< that might fail: what an OperationResult says of them
    std::size_t scheduler_runs = 0;
    std::size_t at_rest = 0;
    std::vector<ObservedMoment> observed = {};
};

} // namespace placement
