#pragma once

#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "placement-sim/answer.h"

namespace placement::testing {

/// What a command of placement-sim ends with and prints.
struct Answer {
    sim::Status status;
    std::string out;
    std::string err;
};

/// `words` without the program's own name.
template <typename Command>
Answer answer_of(Command command, std::vector<std::string> words, const sim::Terminal& terminal = {}) {
    words.insert(words.begin(), "placement-sim");
    std::vector<const char*> line;
    for (const std::string& each : words) line.push_back(each.c_str());
    std::ostringstream out;
    std::ostringstream err;
    const sim::Status status = command(static_cast<int>(line.size()), line.data(), terminal, out, err);
    return {status, out.str(), err.str()};
}

} // namespace placement::testing
