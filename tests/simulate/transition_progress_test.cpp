#include "simulate/carry_out/transition_progress.h"

#include <doctest/doctest.h>

#include "placement/score.h"
#include "support/hand_made_transition.h"

// Which steps of a transition go on.
using namespace placement;

namespace {

/// a starts; then a pseudo-action; then what tells of it, which goes on after an abort; then b starts.
HandMade chain() {
    HandMade made(Sketch("n1").resource(primitive("a")).resource(primitive("b")));
    made.operation("a", "start", "n1");
    made.pseudo("started", {0}).priority(Score::infinite_value);
    made.operation("a", "notify", "n1", {1}).priority(Score::infinite_value);
    made.operation("b", "start", "n1", {2});
    return made;
}

} // namespace

TEST_CASE("progress: a step is ready when its inputs are done, once") {
    const HandMade made = chain();
    TransitionProgress progress(made.schedule.transition);
    CHECK(progress.is_ready(0));
    CHECK_FALSE(progress.is_ready(1));
    progress.begin(0);
    CHECK_FALSE(progress.is_ready(0));
    progress.finish(0, false);
    CHECK(progress.is_ready(1));
    CHECK(progress.left() == std::vector<std::uint32_t>{1, 2, 3});
}

TEST_CASE("progress: after an abort notifications go on and nothing else begins") {
    const HandMade made = chain();
    TransitionProgress progress(made.schedule.transition);
    progress.abort();
    CHECK(progress.is_aborted());
    CHECK(progress.is_given_up(0));
    CHECK_FALSE(progress.is_given_up(1));
    CHECK_FALSE(progress.is_given_up(2));
    CHECK(progress.is_given_up(3));
}

TEST_CASE("progress: the next to begin is the first that is ready and not given up") {
    const HandMade made = chain();
    TransitionProgress progress(made.schedule.transition);
    CHECK(progress.next_to_begin(0) == 0);
    CHECK(progress.next_to_begin(1) == std::nullopt);
    progress.finish(0, false);
    CHECK(progress.next_to_begin(0) == 1);
}

TEST_CASE("progress: or not even notifications, where a scenario wants that") {
    const HandMade made = chain();
    TransitionProgress progress(made.schedule.transition, false);
    CHECK_FALSE(progress.is_given_up(2));
    progress.abort();
    CHECK(progress.is_given_up(1));
    CHECK(progress.is_given_up(2));
}

TEST_CASE("progress: what waits for a failure is not ready unless it goes on regardless") {
    const HandMade made = chain();
    TransitionProgress progress(made.schedule.transition);
    progress.begin(0);
    progress.finish(0, true);
    CHECK(progress.is_aborted());
    CHECK(progress.is_ready(1));
    TransitionProgress second(made.schedule.transition);
    second.finish(2, true);
    CHECK_FALSE(second.is_ready(3));
}
