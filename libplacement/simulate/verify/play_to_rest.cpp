#include "simulate/verify/play_to_rest.h"

#include "simulate/sequence/loop_detection.h"

namespace placement {

bool play_to_rest(Playing& playing, const SequenceQuestion& question) {
    LoopDetection loops(question.options.repetitions);
    const std::int64_t limit = playing.now_ms() + question.options.limit_ms;
    constexpr std::size_t rechecks_at_most = 100;
    std::size_t rechecks = 0;
    for (std::size_t run = 0; run < question.options.run_limit;) {
        const std::int64_t next = playing.next_ms();
        if (playing.rests(next)) {
            const auto recheck = playing.scene().calls.recheck_ms();
            if (!recheck || rechecks++ == rechecks_at_most) return true;
            playing.rest_until_recheck(*recheck);
            continue;
        }
        if (next == never || (rechecks == 0 && next > limit)) return false;
        playing.scene().clock.advance_to(next);
        if (playing.is_schedulers_turn(next)) {
            playing.scene().calls.begin_run();
            loops.see(playing.scene(), run, playing.now_ms());
            if (loops.found()) return false;
            playing.run_scheduler(run++);
        } else {
            playing.pass(next);
        }
        if (playing.advance()) playing.drop_transition();
    }
    return false;
}

} // namespace placement
