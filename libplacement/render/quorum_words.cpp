#include "render/quorum_words.h"
#include "placement/cluster.h"

#include <array>

#include <fmt/format.h>

namespace placement {

std::string quorum_words(const Outcome& outcome) {
    if (outcome.quorum) return outcome.quorum_explanation;
    constexpr std::array names{"freeze", "stop", "ignore", "demote", "suicide (fence)"};
    const auto policy = static_cast<std::size_t>(outcome.after->options.no_quorum_policy);
    return fmt::format("{}; no-quorum-policy is {}", outcome.quorum_explanation, names.at(policy));
}

} // namespace placement
