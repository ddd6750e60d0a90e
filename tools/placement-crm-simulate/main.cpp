#include <chrono>
#include <ctime>
#include <exception>
#include <iostream>
#include <new>
#include <string>

#include "placement-crm-simulate/arguments.h"
#include "placement-crm-simulate/run.h"
#include "program/begin.h"
#include "program/output.h"

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
    placement::program::begin();
    try {
        const Parsed parsed = parse(count, words);
        if (!parsed.error.empty()) {
            placement::program::complain(std::cerr, "placement-crm-simulate: " + parsed.error);
            return static_cast<int>(Status::Usage);
        }
        if (!parsed.arguments) return static_cast<int>(tell(parsed.output, std::cout, std::cerr));
        const Clocks clocks{.now = now(), .utc_offset = utc_offset, .processor_seconds = processor_seconds};
        return static_cast<int>(run(*parsed.arguments, clocks, std::cout, std::cerr));
    } catch (const std::bad_alloc&) {
        std::cerr << "placement-crm-simulate: out of memory" << std::endl;
        return static_cast<int>(Status::OutOfMemory);
    } catch (const std::exception& error) {
        placement::program::complain(std::cerr, std::string("placement-crm-simulate: ") + error.what());
        return static_cast<int>(Status::BadInput);
    }
}
