#include "unpack/known_names.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.h"
#include "unpack/releases.h"
#include "unpack/resource_building.h"

namespace placement {

namespace {

/// A name that came after 1.1.10.
struct NewName {
    NameKind kind;
    std::string_view name;
    Release since; ///< the first of the offered releases that knows it
    std::string_view older = {};
};

/// (Pacemaker: the names that the sources of each release's tag have)
constexpr std::array new_names{
    NewName{NameKind::Property, "fencing-enabled", Release::v3_0_2, "stonith-enabled"},
    NewName{NameKind::Property, "fencing-action", Release::v3_0_2, "stonith-action"},
    NewName{NameKind::Property, "fencing-reaction", Release::v3_0_2, "fence-reaction"},
    NewName{NameKind::Property, "fencing-timeout", Release::v3_0_2, "stonith-timeout"},
    NewName{NameKind::Property, "fencing-watchdog-timeout", Release::v3_0_2, "stonith-watchdog-timeout"},
    NewName{NameKind::Property, "fencing-max-attempts", Release::v3_0_2, "stonith-max-attempts"},
    NewName{NameKind::Property, "stop-removed-resources", Release::v3_0_2, "stop-orphan-resources"},
    NewName{NameKind::Property, "cancel-removed-actions", Release::v3_0_2, "stop-orphan-actions"},
    NewName{NameKind::Property, "fence-remote-without-quorum", Release::v2_1_10},
    NewName{NameKind::Property, "node-pending-timeout", Release::v2_1_7},
    NewName{NameKind::Property, "shutdown-lock", Release::v2_0_5},
    NewName{NameKind::Property, "shutdown-lock-limit", Release::v2_0_5},
    NewName{NameKind::Property, "concurrent-fencing", Release::v2_0_5},
    NewName{NameKind::Property, "priority-fencing-delay", Release::v2_0_5},
    NewName{NameKind::Property, "node-health-base", Release::v2_0_5},
    NewName{NameKind::Property, "load-threshold", Release::v1_1_11},
    NewName{NameKind::Property, "node-action-limit", Release::v1_1_11},
    NewName{NameKind::MetaAttribute, "allow-unhealthy-nodes", Release::v2_1_5},
    NewName{NameKind::MetaAttribute, "critical", Release::v2_1_2},
    NewName{NameKind::Role, "Promoted", Release::v2_1_2, "Master"},
    NewName{NameKind::Role, "Unpromoted", Release::v2_1_2, "Slave"},
    NewName{NameKind::QuorumPolicy, "fence", Release::v2_1_9, "suicide"},
    NewName{NameKind::QuorumPolicy, "demote", Release::v2_0_5},
    NewName{NameKind::MultipleActive, "stop_unexpected", Release::v2_1_5},
};

const NewName* find_new(NameKind kind, std::string_view name) {
    const auto found = std::ranges::find_if(new_names, [&](const NewName& each) {
        const bool is_word = kind != NameKind::Property && kind != NameKind::MetaAttribute;
        return each.kind == kind && (is_word ? equals_ignoring_case(each.name, name) : each.name == name);
    });
    return found == new_names.end() ? nullptr : &*found;
}

std::string_view kind_words(NameKind kind) {
    switch (kind) {
    case NameKind::Property: return "property";
    case NameKind::MetaAttribute: return "meta attribute";
    case NameKind::Role: return "role";
    case NameKind::QuorumPolicy: return "no-quorum-policy";
    case NameKind::MultipleActive: break;
    }
    return "multiple-active";
}

} // namespace

bool is_known(NameKind kind, std::string_view name, Release release) {
    if (release == default_release) return true;
    const NewName* const row = find_new(kind, name);
    if (row == nullptr) return true;
    // 2.1.10 is younger than 3.0.0, and has what 3.0.1 brought.
    const bool skipped = row->since == Release::v2_1_10 && release == Release::v3_0_0;
    return row->since <= release && !skipped;
}

bool is_known(NameKind kind, std::string_view name, const Cluster& cluster) {
    if (is_known(kind, name, cluster.release)) return true;
    if (older_name(kind, name).empty()) return false;
    const bool told = cluster.options.values.contains("dc-version");
    return !told && release_of_feature_set(cluster.feature_set) == cluster.release;
}

std::string_view older_name(NameKind kind, std::string_view name) {
    const NewName* const row = find_new(kind, name);
    return row == nullptr ? std::string_view() : row->older;
}

void tell_unknown(UnpackContext& context, NameKind kind, std::string_view name, Position where, std::string_view consequence) {
    const std::string_view older = older_name(kind, name);
    const std::string called = older.empty() ? "" : fmt::format(" (it calls it `{}`)", older);
    context.warn("newer-than-release", where,
                 fmt::format("Pacemaker {} does not know the {} `{}`{}: {}", text(context.cluster.release), kind_words(kind), name,
                             called, consequence));
}

Role known_role(std::string_view text, const Cluster& cluster) {
    return is_known(NameKind::Role, text, cluster) ? parse_role(text) : Role::Unknown;
}

std::string not_a_role(std::string_view text, const Cluster& cluster) {
    if (is_known(NameKind::Role, text, cluster)) return fmt::format("`{}` is not a role", text);
    return fmt::format("Pacemaker {} does not know the role `{}` (it calls it `{}`)", placement::text(cluster.release), text,
                       older_name(NameKind::Role, text));
}

} // namespace placement
