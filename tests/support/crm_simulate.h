#pragma once

#include <cstdint>
#include <sstream>
#include <string>
#include <vector>

#include "placement-crm-simulate/arguments.h"
#include "placement-crm-simulate/run.h"

namespace placement::testing {

/// What placement-crm-simulate leaves behind.
struct CrmSimulateAnswer {
    int status = 0;
    std::string out;
    std::string err;
};

/// The words behind the program's name, as it reads them.
inline crm_simulate::Parsed parsed_by_crm_simulate(const std::vector<std::string>& words) {
    std::vector<const char*> line{"placement-crm-simulate"};
    for (const std::string& word : words) line.push_back(word.c_str());
    return crm_simulate::parse(static_cast<int>(line.size()), line.data());
}

/// Its answer without the process, at this time, in UTC.
inline CrmSimulateAnswer answer_of_crm_simulate(const crm_simulate::Arguments& arguments, Time now) {
    std::ostringstream out;
    std::ostringstream err;
    const crm_simulate::Clocks clocks{.now = now,
                                      .utc_offset = [](std::int64_t) { return 0; },
                                      .processor_seconds = [] { return 0.5; }};
    const crm_simulate::Status status = crm_simulate::run(arguments, clocks, out, err);
    return {static_cast<int>(status), out.str(), err.str()};
}

} // namespace placement::testing
