#include <string>
#include <unordered_set>

#include <fmt/format.h>

#include "cib/upgrade_steps.h"

namespace placement {

namespace {

bool is_right(pugi::xml_node element) {
    return is_named(element, "read") || is_named(element, "write") || is_named(element, "deny");
}

std::vector<pugi::xml_node> rights_of(pugi::xml_node owner) {
    std::vector<pugi::xml_node> rights;
    for (const pugi::xml_node child : owner.children()) {
        if (is_right(child)) rights.push_back(child);
    }
    return rights;
}

/// <read>, <write>, <deny> -> <acl_permission kind="…">. What it applied to is said a little more broadly where today's
/// spelling knows nothing as narrow.
void upgrade_right(UpgradeContext& context, pugi::xml_node right) {
    const std::string kind = right.name();
    const std::string id(value_of(right, "id"));
    const std::string attribute(value_of(right, "attribute"));
    const bool narrowed = !right.attribute("attribute").empty();
    std::string what = "xpath";
    std::string value(value_of(right, "xpath"));
    if (right.attribute("ref")) {
        what = "reference";
        value = value_of(right, "ref");
    } else if (right.attribute("tag")) {
        what = "object-type";
        value = value_of(right, "tag");
    } else if (narrowed) {
        value += fmt::format("[@{}]", attribute);
    }
    context.rename(right, "acl_permission");
    right.remove_attributes();
    set_value(right, "id", id);
    set_value(right, "kind", kind);
    set_value(right, what.c_str(), value);
    if (what == "object-type" && narrowed) set_value(right, "attribute", attribute);
}

/// <acl_user> -> <acl_target>; rights of its own become a role.
void upgrade_user(UpgradeContext& context, pugi::xml_node user) {
    context.rename(user, "acl_target");
    if (user.child("role_ref")) return;
    const std::vector<pugi::xml_node> rights = rights_of(user);
    if (rights.empty()) return;
    const std::string id = fmt::format("auto-{}", value_of(user, "id"));
    pugi::xml_node role = user.parent().insert_child_after("acl_role", user);
    set_value(role, "id", id);
    for (const pugi::xml_node right : rights) role.append_move(right);
    pugi::xml_node reference = user.append_child("role");
    set_value(reference, "id", id);
}

} // namespace

OldSpellings acls_before_2(pugi::xml_node configuration) {
    OldSpellings found;
    for (const pugi::xml_node acls : configuration.children("acls")) {
        for (const pugi::xml_node owner : acls.children()) {
            if (is_named(owner, "acl_user")) found.push_back({owner, "<acl_user> is <acl_target> today"});
            if (!is_named(owner, "acl_role")) continue;
            for (const pugi::xml_node right : rights_of(owner)) {
                found.push_back({right, fmt::format("<{}> is an <acl_permission> today", right.name())});
            }
        }
    }
    return found;
}

void upgrade_acls(UpgradeContext& context) {
    for (const pugi::xml_node acls : children(context.configuration(), "acls")) {
        for (const pugi::xml_node user : children(acls, "acl_user")) upgrade_user(context, user);
        for (const pugi::xml_node element : descendants(acls)) {
            if (is_right(element)) upgrade_right(context, element);
            if (is_named(element, "role_ref")) context.rename(element, "role");
        }
    }
}

void release_acl_references(UpgradeContext& context) {
    std::unordered_set<std::string_view> ids;
    for (const pugi::xml_node element : descendants(context.cib)) ids.insert(value_of(element, "id"));
    for (const pugi::xml_node permission : descendants(context.configuration(), "acl_permission")) {
        pugi::xml_attribute reference = permission.attribute("reference");
        if (!reference || ids.count(reference.value()) != 0) continue;
        reference.set_name("xpath");
        reference.set_value("/*[false()]"); // nothing at all
    }
}

} // namespace placement
