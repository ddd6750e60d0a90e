#include "edits/check.h"

#include <utility>

#include "edits/edit_generator.h"
#include "edits/observed.h"

namespace placement::edits {

std::vector<JudgedEdit> check(const Cib& cib, Time at, std::uint64_t seed, std::size_t count, const SaysDifferent& diff) {
    const Observed before = observe(cib, at);
    std::vector<JudgedEdit> judged;
    for (const MadeEdit& edit : make_edits(cib, seed, count)) {
        JudgedEdit one{edit.kind, edit.text, aspects_that_differ(before, observe(edit.cib, at))};
        one.told = diff(cib, edit.cib);
        judged.push_back(std::move(one));
    }
    return judged;
}

} // namespace placement::edits
