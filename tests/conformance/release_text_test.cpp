#include "conformance/release_text.h"

#include <doctest/doctest.h>

using namespace placement::conformance;

TEST_CASE("scores are apart, in outlines and in lines") {
    const ReleaseText outline = with_scores_apart("A:\n  * a\n\nAssignment Scores:\n  * x score on n1: 1\n\nB:\n");
    CHECK(outline.scores == "x score on n1: 1\n");
    CHECK(evened(outline.summary) == "A:\n  * a\n\nB:\n");
    const ReleaseText lines = with_scores_apart("\nA:\n a\n\nAllocation scores:\nx score on n1: 1\n\nB:\n");
    CHECK(lines.scores == "x score on n1: 1\n");
    CHECK(evened(lines.summary) == "\nA:\n a\n\nB:\n");
}

TEST_CASE("what comes with the scores alone is not compared") {
    CHECK(evened("Only 'private' parameters to 0s-interval start for a on n1 changed: 0:0\nA:\n\n\n") == "A:\n");
    CHECK(evened_scores("Allocation scores:\na promotion score on none: 0\n\n") == "a promotion score on none: 0\n");
}
