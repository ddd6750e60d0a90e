#include <chrono>
#include <cstdlib>
#include <iostream>
#include <string_view>

#include <unistd.h>

#include "placement-sim/answer.h"
#include "placement-sim/arguments.h"

namespace {

bool wants_color() {
    const char* terminal = std::getenv("TERM");
    const bool able = terminal != nullptr && std::string_view(terminal) != "dumb";
    return able && std::getenv("NO_COLOR") == nullptr && isatty(STDOUT_FILENO) == 1;
}

placement::Time clock_now() {
    const auto since_epoch = std::chrono::system_clock::now().time_since_epoch();
    return {std::chrono::duration_cast<std::chrono::seconds>(since_epoch).count(), 0};
}

} // namespace

int main(int count, char** words) {
    const placement::sim::Parsed parsed = placement::sim::parse(count, words);
    if (!parsed.arguments) {
        std::cout << parsed.output;
        if (parsed.error.empty()) return 0;
        std::cerr << "placement-sim: " << parsed.error << '\n';
        return static_cast<int>(placement::sim::Status::Unusable);
    }
    const placement::sim::Terminal terminal{.color = wants_color(), .now = clock_now()};
    return static_cast<int>(placement::sim::answer(*parsed.arguments, terminal, std::cout, std::cerr));
}
