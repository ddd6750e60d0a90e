#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>

#include "fuzz/target.h"

// One target as libFuzzer drives it; which one is fixed when this is compiled (PLACEMENT_FUZZ_TARGET).
using namespace placement::fuzz;

extern "C" {
std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t most);
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t most, unsigned seed);
std::size_t LLVMFuzzerCustomCrossOver(const std::uint8_t* one, std::size_t one_size, const std::uint8_t* other, std::size_t other_size,
                                      std::uint8_t* out, std::size_t most, unsigned seed);
}

namespace {

const Target& target() {
    static const Target& found = *find_target(PLACEMENT_FUZZ_TARGET);
    return found;
}

std::string_view text(const std::uint8_t* data, std::size_t size) { return {reinterpret_cast<const char*>(data), size}; }

/// One that does not fit is given up, as one that is cut short is none of the kind.
std::size_t put(const std::string& text, std::uint8_t* out, std::size_t most, std::size_t otherwise) {
    if (text.empty() || text.size() > most) return otherwise;
    std::memcpy(out, text.data(), text.size());
    return text.size();
}

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    try {
        target().run(text(data, size));
    } catch (const Broken& broken) {
        std::fprintf(stderr, "broken: %s\n", broken.what());
        std::abort();
    }
    return 0;
}

std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t most, unsigned seed) {
    Chance chance(seed);
    if (target().mutated == nullptr || chance.percent(5)) return LLVMFuzzerMutate(data, size, most);
    return put(target().mutated(text(data, size), chance), data, most, size);
}

std::size_t LLVMFuzzerCustomCrossOver(const std::uint8_t* one, std::size_t one_size, const std::uint8_t* other, std::size_t other_size,
                                      std::uint8_t* out, std::size_t most, unsigned seed) {
    if (target().crossed == nullptr) {
        const std::size_t half = std::min(one_size / 2, most);
        const std::size_t rest = std::min(other_size / 2, most - half);
        std::memcpy(out, one, half);
        std::memcpy(out + half, other + (other_size - rest), rest);
        return half + rest;
    }
    Chance chance(seed);
    return put(target().crossed(text(one, one_size), text(other, other_size), chance), out, most, 0);
}
