#include "fuzz/target.h"

#include <algorithm>

namespace placement::fuzz {

const std::vector<Target>& targets() {
    static const std::vector<Target> all{
        {"cib_bytes", run_cib_bytes},
        {"cib_structure", run_cib_structure, mutated_cib, crossed_cibs},
        {"question", run_question, mutated_question, crossed_questions},
        {"sequence", run_sequence, mutated_sequence, crossed_questions},
        {"search", run_search, mutated_search, crossed_questions},
        {"scenario_file", run_scenario_file},
        {"crm_simulate", run_crm_simulate, mutated_crm_simulate, crossed_questions},
    };
    return all;
}

const Target* find_target(std::string_view name) {
    const auto found = std::ranges::find(targets(), name, &Target::name);
    return found == targets().end() ? nullptr : &*found;
}

} // namespace placement::fuzz
