#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/fingerprint.h"
#include "simulate/sequence/playing.h"
#include "simulate/verify/judge.h"
#include "simulate/verify/observed.h"
#include "simulate/verify/possible_events.h"
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
    /// What may happen next, while so much more may be broken, which is always the same; found once for all sequences that go on.
    const std::vector<Possibility>& possible(const AgentsElsewhere& agents, std::size_t may_break) {
        const std::scoped_lock lock(mutex_);
        if (possible_.empty()) possible_ = possible_events(playing_.scene(), agents, may_break);
        return possible_;
    }
    const Trail& trail() const { return trail_; }
    std::int64_t now_ms() const { return playing_.now_ms(); }

private:
    std::mutex mutex_;
    Playing playing_;
    Trail trail_;
    std::vector<Possibility> possible_;
};

/// Where sequences go on from: a moment, or how it is reached, so that it can be played once more.
class Departure {
public:
    struct Way {
        std::shared_ptr<Departure> from; ///< none: it is the beginning
        std::vector<Event> events;       ///< that happen there
        std::size_t number = 0;          ///< of the moments that come of them, which one it is
    };

    Departure(std::shared_ptr<Moment> moment, Way way) : moment_(std::move(moment)), way_(std::move(way)) {}

    const Way& way() const { return way_; }
    /// None where it was forgotten.
    std::shared_ptr<Moment> kept() const {
        const std::scoped_lock lock(mutex_);
        return moment_;
    }
    /// Where it was forgotten, it is remembered as what `play` comes to.
    template <typename Play>
    std::shared_ptr<Moment> remembered(const Play& play) {
        const std::scoped_lock lock(mutex_);
        if (!moment_) moment_ = play();
        return moment_;
    }
    void forget() {
        const std::scoped_lock lock(mutex_);
        moment_.reset();
    }

    bool stays = true;         ///< it is not forgotten while sequences are to go on from it
    std::size_t waiting = 0;   ///< so many sequences are
    std::size_t may_break = 0; ///< so much more may be broken there

private:
    mutable std::mutex mutex_;
    std::shared_ptr<Moment> moment_;
    Way way_;
};

/// A sequence: what came of the others, and what happens then.
struct Attempt {
    std::shared_ptr<Departure> from;
    std::vector<Event> events;   ///< none: not said yet, it is
    std::size_t possibility = 0; ///< the one with this number of what may happen there

    struct Noticed {
        Violation violation;
        Trail trail;
        std::optional<Fingerprint> home =
            {}; ///< not the violation, but what does not come home from the state with this signature
    };
    /// A state in which everything is back.
    struct Mended {
        explicit Mended(Playing& at_rest) : playing(at_rest.fork()) {}
        Fingerprint signature;
        Playing playing;
    };
    /// A moment that was new.
    struct Reached {
        Fingerprint signature;
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
