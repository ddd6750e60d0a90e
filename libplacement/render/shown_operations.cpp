#include <array>
#include <utility>

#include "render/shown_state.h"
#include "cib/operation_history.h"

namespace placement {

namespace {

using Words = std::pair<std::int32_t, std::string_view>;

constexpr std::array exit_statuses{
    Words{0, "OK"},
    Words{1, "Error occurred"},
    Words{2, "Invalid parameter"},
    Words{3, "Unimplemented"},
    Words{4, "Insufficient privileges"},
    Words{5, "Not installed"},
    Words{6, "Not configured"},
    Words{7, "Not running"},
    Words{8, "Promoted"},
    Words{9, "Failed in promoted role"},
    Words{64, "Incorrect usage"},
    Words{65, "Invalid data given"},
    Words{66, "Input file not available"},
    Words{67, "User does not exist"},
    Words{68, "Host does not exist"},
    Words{69, "Necessary service unavailable"},
    Words{70, "Internal software bug"},
    Words{71, "Operating system error occurred"},
    Words{72, "System file not available"},
    Words{73, "Cannot create output file"},
    Words{74, "I/O error occurred"},
    Words{75, "Temporary failure, try again"},
    Words{76, "Protocol violated"},
    Words{77, "Insufficient privileges"},
    Words{78, "Invalid configuration"},
    Words{100, "Fatal error occurred, will not respawn"},
    Words{101, "System panic required"},
    Words{102, "Not connected"},
    Words{103, "Update was older than existing configuration"},
    Words{104, "Digest mismatch"},
    Words{105, "No such object"},
    Words{106, "Quorum required"},
    Words{107, "Operation not safe"},
    Words{108, "Requested item already exists"},
    Words{109, "Multiple items match request"},
    Words{110, "Requested item has expired"},
    Words{111, "Requested item is not yet in effect"},
    Words{112, "Could not determine status"},
    Words{113, "Not applicable under current conditions"},
    Words{114, "DC is not yet elected"},
    Words{124, "Timeout occurred"},
    Words{190, "Service is active but might fail soon"},
    Words{191, "Service is promoted but might fail soon"},
    Words{193, "No exit status available"},
    Words{255, "Error occurred"},
};

/// What older releases say of an agent's answer.
constexpr std::array lower_case_exit_statuses{
    Words{0, "ok"},
    Words{1, "error"},
    Words{2, "invalid parameter"},
    Words{3, "unimplemented feature"},
    Words{4, "insufficient privileges"},
    Words{5, "not installed"},
    Words{6, "not configured"},
    Words{7, "not running"},
    Words{8, "promoted"},
    Words{9, "promoted (failed)"},
    Words{190, "OCF_DEGRADED"},
    Words{191, "promoted (degraded)"},
};

constexpr std::array<std::string_view, 13> execution_statuses{
    "Pending",       "Done",        "Cancelled",     "Timed out",
    "Unsupported",   "Error",       "Hard error",    "Fatal error",
    "Not installed", "Internal communication failure", "Cannot execute now", "No fence device",
    "CIB secrets unavailable"};

/// Where the underscore before one of the words is that begins right before `end`; 0 where there is none.
template <std::size_t count>
std::size_t before_word(std::string_view key, std::size_t end, const std::array<std::string_view, count>& words) {
    for (const std::string_view word : words) {
        if (end <= word.size() + 1) continue;
        const std::size_t underscore = end - word.size() - 1;
        if (key[underscore] == '_' && key.substr(underscore + 1).starts_with(word)) return underscore;
    }
    return 0;
}

/// Where the underscore before the task is; 0 where there is none.
std::size_t before_task(std::string_view key, std::size_t interval) {
    constexpr std::array<std::string_view, 2> tasks{"migrate_from", "migrate_to"};
    constexpr std::array<std::string_view, 4> prefixes{"pre_notify", "post_notify", "confirmed-pre_notify",
                                                       "confirmed-post_notify"};
    std::size_t task = before_word(key, interval, tasks);
    if (task == 0) {
        task = interval - 2;
        while (task > 0 && key[task] != '_') --task;
        if (task == 0) return 0;
    }
    const std::size_t prefixed = before_word(key, task, prefixes);
    return prefixed == 0 ? task : prefixed;
}

} // namespace

std::string_view exit_status_text(std::int32_t status) {
    for (const auto& [number, words] : exit_statuses) {
        if (number == status) return words;
    }
    return status > 128 && status < 255 ? "Interrupted by signal" : "Unknown exit status";
}

std::string_view exit_status_text(std::int32_t status, const Wording& words) {
    if (words.exit_statuses_in_capitals) return exit_status_text(status);
    for (const auto& [number, text] : lower_case_exit_statuses) {
        if (number == status) return text;
    }
    return "unknown";
}

std::string_view execution_status_text(std::int32_t status) {
    const auto index = static_cast<std::size_t>(status + 1);
    return status >= -1 && index < execution_statuses.size() ? execution_statuses[index]
                                                             : "Unrecognized status (bug?)";
}

std::optional<std::string_view> resource_of_key(std::string_view key) {
    if (key.size() < 5) return std::nullopt;
    std::size_t interval = key.size() - 2;
    while (interval > 2 && key[interval] != '_') --interval;
    if (interval == 2) return std::nullopt;
    const std::size_t task = before_task(key, interval);
    if (task == 0) return std::nullopt;
    return key.substr(0, task);
}

std::vector<OperationReference> shown_failures(const Cluster& cluster) {
    std::vector<OperationReference> shown;
    for (const OperationReference& reference : cluster.failed_operations) {
        const OperationHistory& operation = cluster.histories[reference.history].operations[reference.operation];
        if (!is_maskable_probe_failure(operation) && resource_of_key(operation.key)) shown.push_back(reference);
    }
    return shown;
}

} // namespace placement
