#include <map>
#include <set>

#include <fmt/format.h>

#include "base/text.h"
#include "lint/rules.h"
#include "lint/tell.h"

namespace placement {

namespace {

void walk(const Element& top, const std::function<void(const Element&)>& visit) {
    visit(top);
    for (const Element& child : top.children) walk(child, visit);
}

void old_role_name(const LintSubject& subject, Findings& findings) {
    walk(subject.configuration(), [&](const Element& element) {
        for (const auto& [name, value] : element.attributes) {
            const bool role = name == "role" || name == "rsc-role" || name == "with-rsc-role";
            const bool target = name == "value" && element.get("name") == "target-role";
            if (!role && !target) continue;
            const bool master = equals_ignoring_case(value, "Master"), slave = equals_ignoring_case(value, "Slave");
            if (!master && !slave) continue;
            tell(findings, element.position, fmt::format("the role `{}` of `{}` is now called {}", value, element.get("id"),
                                                         master ? "Promoted" : "Unpromoted"));
        }
    });
}

void colon_in_id(const LintSubject& subject, Findings& findings) {
    for (const Element* const resource : resource_elements(subject.configuration())) {
        if (resource->get("id").find(':') == std::string::npos) continue;
        tell(findings, resource->position,
             fmt::format("the id `{}` has a colon, like the name of a clone instance", resource->get("id")));
    }
}

void names_alike(const LintSubject& subject, Findings& findings) {
    std::map<std::string, const Node*> seen;
    for (const Node& node : subject.cluster().nodes) {
        const auto [place, fresh] = seen.try_emplace(to_lower(node.name), &node);
        if (fresh || place->second->name == node.name) continue;
        tell(findings, node.position,
             fmt::format("the names of the nodes {} and {} differ only in upper and lower case", place->second->name, node.name),
             {{place->second->name, place->second->position}});
    }
}

} // namespace

void add_spelling_rules(LintRules& rules) {
    rules.push_back({"old-role-name", "spelling", Severity::Note, "a role with its old name",
                     "Since Pacemaker 2.1, Master is called Promoted and Slave is called Unpromoted. The old names still work, "
                     "but a later release will remove them.",
                     "Write Promoted or Unpromoted.", old_role_name});
    rules.push_back({"colon-in-id", "spelling", Severity::Warning, "a resource id with a colon",
                     "`db:0` is Pacemaker's name for the first instance of the clone of `db`. A resource with such an id is "
                     "easily mistaken for an instance: in histories, in constraints and by people.",
                     "Choose an id without a colon.", colon_in_id});
    rules.push_back({"node-names-alike", "spelling", Severity::Warning, "node names that differ only in upper and lower case",
                     "Pacemaker ignores case in some comparisons of node names but not in others. Often one of the two nodes is a "
                     "leftover of a renamed host.",
                     "Remove the node that no longer exists (`crm_node --remove`).", names_alike});
}

} // namespace placement
