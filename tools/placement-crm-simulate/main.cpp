#include <chrono>
#include <ctime>
#include <exception>
#include <iostream>

#include "placement-crm-simulate/arguments.h"
#include "placement-crm-simulate/run.h"

namespace {

placement::Time now() {
    const auto since_epoch = std::chrono::system_clock::now().time_since_epoch();
    return {std::chrono::duration_cast<std::chrono::seconds>(since_epoch).count(), 0};
}

std::int32_t utc_offset(std::int64_t seconds) {
    const auto moment = static_cast<std::time_t>(seconds);
    std::tm local{};
    return localtime_r(&moment, &local) == nullptr ? 0 : static_cast<std::int32_t>(local.tm_gmtoff);
}

double processor_seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

} // namespace

int main(int count, char** words) {
    using namespace placement::crm_simulate;
    try {
        const Parsed parsed = parse(count, words);
        if (!parsed.arguments) {
            std::cout << parsed.output;
            if (parsed.error.empty()) return static_cast<int>(Status::Ok);
            std::cerr << "placement-crm-simulate: " << parsed.error << '\n';
            return static_cast<int>(Status::Usage);
        }
        const Clocks clocks{.now = now(), .utc_offset = utc_offset, .processor_seconds = processor_seconds};
        return static_cast<int>(run(*parsed.arguments, clocks, std::cout, std::cerr));
    } catch (const std::exception& error) {
        std::cerr << "placement-crm-simulate: " << error.what() << '\n';
        return static_cast<int>(Status::BadInput);
    }
}
