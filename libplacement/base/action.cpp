#include "placement/action.h"

#include <fmt/format.h>

namespace placement {

std::string_view text(NotificationKind kind) {
    switch (kind) {
    case NotificationKind::None: break;
    case NotificationKind::Pre: return "pre";
    case NotificationKind::ConfirmedPre: return "confirmed-pre";
    case NotificationKind::Post: return "post";
    case NotificationKind::ConfirmedPost: return "confirmed-post";
    }
    return "";
}

std::string text(const ActionKey& key, std::string_view resource) {
    if (key.notification != NotificationKind::None) {
        return fmt::format("{}_{}_notify_{}_0", resource, text(key.notification), key.task);
    }
    return fmt::format("{}_{}_{}", resource, key.task, key.interval_ms);
}

} // namespace placement
