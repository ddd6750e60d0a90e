#include <initializer_list>
#include <string_view>

#include <fmt/format.h>

#include "placement/edit.h"

namespace placement {

namespace {

using ChangeKind = ConfigurationChange::Kind;

std::string given(const ConfigurationChange& change, std::string_view name) {
    for (const auto& [each, value] : change.attributes) {
        if (each == name) return value;
    }
    return {};
}

/// "score 100, with-rsc-role Promoted"; without those that are said already.
std::string listed(const ConfigurationChange::Attributes& attributes, std::initializer_list<std::string_view> said) {
    std::string text;
    for (const auto& [name, value] : attributes) {
        bool is_said = false;
        for (const std::string_view each : said) is_said |= name == each;
        if (!is_said) text += fmt::format("{}{} {}", text.empty() ? "" : ", ", name, value);
    }
    return text;
}

/// "colocation of vip with db"
std::string related(const ConfigurationChange& change) {
    if (change.name == "rsc_colocation")
        return fmt::format("colocation of {} with {}", given(change, "rsc"), given(change, "with-rsc"));
    if (change.name == "rsc_order") return fmt::format("order of {} before {}", given(change, "first"), given(change, "then"));
    const std::string resource = given(change, "rsc").empty() ? given(change, "rsc-pattern") : given(change, "rsc");
    return fmt::format("location of {} on {}", resource, given(change, "node"));
}

std::string added_constraint(const ConfigurationChange& change) {
    const std::string more = listed(change.attributes, {"rsc", "rsc-pattern", "with-rsc", "first", "then", "node"});
    return fmt::format("with {} added ({}{}{})", change.id, related(change), more.empty() ? "" : ", ", more);
}

std::string added_operation(const ConfigurationChange& change) {
    const std::string more = listed(change.attributes, {});
    return fmt::format("with another {} of {}{}", change.name, change.id, more.empty() ? "" : fmt::format(" ({})", more));
}

/// What is set, or is there no longer.
std::string set_or_removed(const std::string& what, const std::string& value) {
    return value.empty() ? "without " + what : fmt::format("with {} being {}", what, value);
}

} // namespace

std::string text(const ConfigurationChange& change) {
    switch (change.kind) {
    case ChangeKind::RemoveConstraint: return fmt::format("without {}", change.id);
    case ChangeKind::SetScore: return fmt::format("with the score {} for {}", change.value, change.id);
    case ChangeKind::SetMetaAttribute: return fmt::format("with {} of {} being {}", change.name, change.id, change.value);
    case ChangeKind::SetDefault: return fmt::format("with {} being {} by default", change.name, change.value);
    case ChangeKind::SetProperty: return fmt::format("with the cluster property {} being {}", change.name, change.value);
    case ChangeKind::SetPromotionScore:
        return fmt::format("with the promotion score {} for {} on {}", change.value, change.id, change.node);
    case ChangeKind::SetFailCount: return fmt::format("with the fail count {} of {} on {}", change.value, change.id, change.node);
    case ChangeKind::AddConstraint: return added_constraint(change);
    case ChangeKind::SetConstraintAttribute:
    case ChangeKind::SetOwnMetaAttribute:
    case ChangeKind::SetOperation: return set_or_removed(fmt::format("{} of {}", change.name, change.id), change.value);
    case ChangeKind::SetOwnDefault:
        if (change.value.empty()) return fmt::format("without the default {}", change.name);
        return fmt::format("with {} being {} by default", change.name, change.value);
    case ChangeKind::SetParameter:
        return set_or_removed(fmt::format("the parameter {} of {}", change.name, change.id), change.value);
    case ChangeKind::AddOperation: return added_operation(change);
    case ChangeKind::SetNodeAttribute:
        return set_or_removed(fmt::format("the node attribute {} of {}", change.name, change.node), change.value);
    case ChangeKind::RemoveNode:
        return fmt::format("without the node {}{}", change.node, change.node.empty() ? change.id : " with the id " + change.id);
    case ChangeKind::SetContainer:
        return set_or_removed(fmt::format("{} of the container of {}", change.name, change.id), change.value);
    case ChangeKind::SetUtilization:
        return set_or_removed(fmt::format("the {} that {} needs", change.name, change.id), change.value);
    case ChangeKind::SetCapacity:
        return set_or_removed(fmt::format("the {} that {} has", change.name, change.node), change.value);
    }
    return "";
}

} // namespace placement
