#include <algorithm>
#include <array>
#include <string>
#include <unordered_map>
#include <unordered_set>

#include <fmt/format.h>

#include "cib/upgrade_steps.h"

namespace placement {

namespace {

std::string lower(std::string_view text) {
    std::string result(text);
    for (char& c : result) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return result;
}

bool has_removed_class(pugi::xml_node resource) {
    const std::string standard = lower(value_of(resource, "class"));
    return standard == "nagios" || standard == "upstart";
}

bool is_one_of(pugi::xml_node element, std::initializer_list<std::string_view> names) {
    return std::any_of(names.begin(), names.end(), [&](std::string_view name) { return is_named(element, name); });
}

/// Why a meta attribute has no effect any more; empty for one that has.
std::string reason_to_drop(pugi::xml_node pair) {
    const pugi::xml_node set = pair.parent();
    if (!is_named(set, "meta_attributes")) return {};
    const std::string_view name = value_of(pair, "name");
    const pugi::xml_node owner = set.parent();
    if (name == "restart-type" &&
        is_one_of(owner, {"template", "primitive", "group", "clone", "master", "bundle", "rsc_defaults"})) {
        return "restart-type is no longer supported; an ordering's `kind` says what it meant";
    }
    if ((name == "can_fail" || name == "role_after_failure") && is_one_of(owner, {"op", "op_defaults"})) {
        return fmt::format("{} is no longer supported; `on-fail` of the operation says what it meant", name);
    }
    return {};
}

/// Which resources go, and with them what is made of nothing else.
class RemovedResources {
public:
    explicit RemovedResources(pugi::xml_node cib) {
        for (const pugi::xml_node resource : descendants(cib, "template")) {
            templates_.emplace(value_of(resource, "id"), has_removed_class(resource));
            if (has_removed_class(resource)) all_.push_back(resource);
        }
        for (const pugi::xml_node primitive : descendants(cib, "primitive")) {
            if (goes(primitive)) add(primitive);
        }
        for (const pugi::xml_node group : descendants(cib, "group")) {
            if (loses_all(children(group, "primitive"))) add(group);
        }
        for (const pugi::xml_node clone : descendants(cib, "clone")) {
            if (loses_all(descendants(clone, "primitive"))) add(clone);
        }
        for (const pugi::xml_node bundle : descendants(cib, "bundle")) {
            if (bundle.child("rkt")) add(bundle);
        }
    }

    /// Templates, too.
    const std::vector<pugi::xml_node>& all() const { return all_; }
    bool names_one(pugi::xml_node element, const char* attribute) const {
        return element.attribute(attribute) && ids_.count(value_of(element, attribute)) != 0;
    }

private:
    bool goes(pugi::xml_node primitive) const {
        if (has_removed_class(primitive)) return true;
        if (!primitive.attribute("template")) return false;
        const auto found = templates_.find(value_of(primitive, "template"));
        return found != templates_.end() && found->second;
    }

    bool loses_all(const std::vector<pugi::xml_node>& primitives) const {
        return std::all_of(primitives.begin(), primitives.end(),
                           [&](pugi::xml_node primitive) { return ids_.count(value_of(primitive, "id")) != 0; });
    }

    void add(pugi::xml_node resource) {
        all_.push_back(resource);
        ids_.insert(value_of(resource, "id"));
    }

    std::unordered_map<std::string_view, bool> templates_;
    std::unordered_set<std::string_view> ids_;
    std::vector<pugi::xml_node> all_;
};

bool loses_its_resource(pugi::xml_node constraint, const RemovedResources& resources) {
    if (is_one_of(constraint, {"rsc_location", "rsc_ticket"})) return resources.names_one(constraint, "rsc");
    if (is_named(constraint, "rsc_colocation")) {
        return resources.names_one(constraint, "rsc") || resources.names_one(constraint, "with-rsc");
    }
    if (is_named(constraint, "rsc_order")) {
        return resources.names_one(constraint, "first") || resources.names_one(constraint, "then");
    }
    return false;
}

void drop_from_constraints(UpgradeContext& context, const RemovedResources& resources) {
    for (const pugi::xml_node set : descendants(context.cib, "resource_set")) {
        for (const pugi::xml_node member : children(set, "resource_ref")) {
            if (resources.names_one(member, "id")) context.remove(member);
        }
    }
    for (const pugi::xml_node constraint : descendants(context.cib)) {
        if (!is_one_of(constraint, {"rsc_location", "rsc_ticket", "rsc_colocation", "rsc_order"})) continue;
        const std::vector<pugi::xml_node> sets = children(constraint, "resource_set");
        std::size_t left = sets.size();
        for (const pugi::xml_node set : sets) {
            if (set.child("resource_ref")) continue;
            context.remove(set);
            --left;
        }
        if ((!sets.empty() && left == 0) || loses_its_resource(constraint, resources)) context.remove(constraint);
    }
}

} // namespace

OldSpellings removed_before_4(pugi::xml_node configuration) {
    OldSpellings found;
    for (const pugi::xml_node element : descendants(configuration)) {
        if (is_one_of(element, {"primitive", "template"}) && has_removed_class(element)) {
            found.push_back({element,
                             fmt::format("{} resources are no longer supported; `{}` is left out",
                                         value_of(element, "class"), value_of(element, "id")),
                             OldSpelling::Today::LeftOut});
        } else if (is_named(element, "bundle") && element.child("rkt")) {
            found.push_back({element,
                             fmt::format("rkt containers are no longer supported; the bundle `{}` is left out",
                                         value_of(element, "id")),
                             OldSpelling::Today::LeftOut});
        } else if (is_named(element, "nvpair")) {
            const std::string reason = reason_to_drop(element);
            if (!reason.empty()) found.push_back({element, reason, OldSpelling::Today::LeftOut});
        }
    }
    return found;
}

void drop_removed(UpgradeContext& context) {
    for (const pugi::xml_node pair : descendants(context.cib, "nvpair")) {
        if (reason_to_drop(pair).empty()) continue;
        if (value_of(pair, "name") == "restart-type" && !has_rule(pair.parent())) {
            context.former_options.push_back({std::string(value_of(pair.parent().parent(), "id")), "restart-type",
                                              std::string(value_of(pair, "value"))});
        }
        context.remove(pair);
    }
    const RemovedResources resources(context.cib);
    drop_from_constraints(context, resources);
    for (const pugi::xml_node resource : resources.all()) context.remove(resource);
}

} // namespace placement
