#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>

#include "base/text.h"
#include "cib/edit.h"
#include "placement/edit.h"

namespace placement {

namespace {

using Kind = ConfigurationChange::Kind;

[[noreturn]] void refuse(const std::string& kind, const std::string& name, const std::vector<std::string>& names) {
    throw UnknownName(kind, name, nearest_names(name, names));
}

void require_score(const ConfigurationChange& change) {
    if (parse_score(change.value).valid) return;
    throw std::invalid_argument(
        fmt::format("`{}` is not a score for `{}` (a number, INFINITY or -INFINITY)", change.value, change.id));
}

void set_score(CibEdit& edit, const ConfigurationChange& change) {
    require_score(change);
    if (edit.set_constraint_score(change.id, change.value)) return;
    const std::vector<std::string> known = edit.constraint_ids();
    if (std::ranges::find(known, change.id) == known.end()) refuse("constraint", change.id, known);
    throw std::invalid_argument(
        fmt::format("constraint `{}` has no score: it is neither a location nor a colocation", change.id));
}

/// Of the resource or an instance of it.
void require_resource_and_node(const CibEdit& edit, const ConfigurationChange& change) {
    const std::vector<std::string> resources = edit.resource_ids();
    const std::string configured = change.id.substr(0, change.id.rfind(':'));
    const auto known = [&resources](const std::string& id) { return std::ranges::find(resources, id) != resources.end(); };
    if (!known(change.id) && !known(configured)) refuse("resource", change.id, resources);
    if (!edit.find_node_id(change.node) && !edit.node_state_id(change.node)) {
        refuse("node", change.node, edit.node_names());
    }
}

void set_promotion_score(CibEdit& edit, const ConfigurationChange& change) {
    require_score(change);
    require_resource_and_node(edit, change);
    edit.set_promotion_score(change.node, change.id, change.value);
}

void set_fail_count(CibEdit& edit, const ConfigurationChange& change) {
    require_score(change);
    require_resource_and_node(edit, change);
    edit.remove_fail_counts(change.node, change.id);
    if (change.value == "0") return;
    edit.set_transient_attribute(change.node, fmt::format("fail-count-{}#{}", change.id, change.name), change.value);
}

void apply_change(CibEdit& edit, const ConfigurationChange& change) {
    switch (change.kind) {
    case Kind::RemoveConstraint:
        if (!edit.remove_constraint(change.id)) refuse("constraint", change.id, edit.constraint_ids());
        break;
    case Kind::SetScore: set_score(edit, change); break;
    case Kind::SetMetaAttribute:
        if (!edit.set_meta_attribute(change.id, change.name, change.value)) {
            refuse("resource", change.id, edit.resource_ids());
        }
        break;
    case Kind::SetDefault: edit.set_resource_default(change.name, change.value); break;
    case Kind::SetProperty: edit.set_cluster_property(change.name, change.value); break;
    case Kind::SetPromotionScore: set_promotion_score(edit, change); break;
    case Kind::SetFailCount: set_fail_count(edit, change); break;
    }
}

} // namespace

std::string text(const ConfigurationChange& change) {
    switch (change.kind) {
    case Kind::RemoveConstraint: return fmt::format("without {}", change.id);
    case Kind::SetScore: return fmt::format("with the score {} for {}", change.value, change.id);
    case Kind::SetMetaAttribute: return fmt::format("with {} of {} being {}", change.name, change.id, change.value);
    case Kind::SetDefault: return fmt::format("with {} being {} by default", change.name, change.value);
    case Kind::SetProperty: return fmt::format("with the cluster property {} being {}", change.name, change.value);
    case Kind::SetPromotionScore:
        return fmt::format("with the promotion score {} for {} on {}", change.value, change.id, change.node);
    case Kind::SetFailCount: return fmt::format("with the fail count {} of {} on {}", change.value, change.id, change.node);
    }
    return "";
}

Cib changed(const Cib& cib, const std::vector<ConfigurationChange>& changes) {
    CibEdit edit(cib);
    for (const ConfigurationChange& change : changes) apply_change(edit, change);
    return edit.cib();
}

} // namespace placement
