#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "base/text.h"
#include "lint/rules.h"
#include "lint/tell.h"

namespace placement {

namespace {

std::vector<std::string> node_names(const Cluster& cluster) {
    std::vector<std::string> names;
    for (const Node& node : cluster.nodes) names.push_back(node.name);
    return names;
}

std::vector<std::string> fencing_devices(const Cluster& cluster) {
    std::vector<std::string> names;
    for (const Resource& resource : cluster.resources) {
        if (resource.fencing_device && !resource.removed) names.push_back(resource.xml_id);
    }
    return names;
}

void unknown_fencing_device(const LintSubject& subject, Findings& findings) {
    const std::vector<std::string> devices = fencing_devices(subject.cluster());
    for (const FencingLevel& level : subject.cluster().fencing_levels) {
        for (const std::string& device : level.devices) {
            // "watchdog" stands for the nodes' own device.
            if (device == "watchdog" || std::ranges::find(devices, device) != devices.end()) continue;
            tell(findings, level.position,
                 fmt::format("fencing level `{}` names the device `{}`, which is not a fencing resource{}", level.id, device,
                             perhaps_meant(device, devices)));
        }
    }
}

void unknown_fencing_target(const LintSubject& subject, Findings& findings) {
    for (const FencingLevel& level : subject.cluster().fencing_levels) {
        if (level.target.empty() || subject.cluster().find_node(level.target)) continue;
        tell(findings, level.position,
             fmt::format("fencing level `{}` targets the node `{}`, which does not exist{}", level.id, level.target,
                         perhaps_meant(level.target, node_names(subject.cluster()))));
    }
}

void collect_ids(const Element& top, std::set<std::string>& ids) {
    for (const Element& child : top.children) {
        if (child.name != "obj_ref") ids.insert(child.get("id"));
        collect_ids(child, ids);
    }
}

void unknown_tag_member(const LintSubject& subject, Findings& findings) {
    if (subject.cluster().tags.empty()) return;
    std::set<std::string> ids;
    collect_ids(subject.configuration(), ids);
    for (const Tag& tag : subject.cluster().tags) {
        for (const std::string& reference : tag.references) {
            if (ids.contains(reference)) continue;
            tell(findings, tag.position, fmt::format("tag `{}` names `{}`, but nothing in the configuration has this id{}", tag.id,
                                                     reference, perhaps_meant(reference, {ids.begin(), ids.end()})));
        }
    }
}

/// The node names in a parameter, where each may have something after the separator ("pg01:3").
std::vector<std::string> names_in(std::string_view text, std::string_view separators, std::string_view after_name) {
    std::vector<std::string> names = split(text, separators);
    for (std::string& name : names) name = name.substr(0, name.find_first_of(after_name));
    return names;
}

void tell_unknown_nodes(const Cluster& cluster, const Resource& resource, const NameValuePair& pair,
                        const std::vector<std::string>& names, Findings& findings) {
    for (const std::string& name : names) {
        if (name.empty() || cluster.find_node(name)) continue;
        tell(findings, pair.position,
             fmt::format("`{}` of `{}` names the node `{}`, which does not exist{}", pair.name, resource.xml_id, name,
                         perhaps_meant(name, node_names(cluster))));
    }
}

void unknown_host(const LintSubject& subject, Findings& findings) {
    const Cluster& cluster = subject.cluster();
    for (const ResourceId id : configured_primitives(cluster)) {
        const Resource& resource = cluster.resources[id];
        if (!resource.fencing_device) continue;
        if (const auto* const list = find_parameter(resource, "pcmk_host_list")) {
            tell_unknown_nodes(cluster, resource, *list, names_in(list->value, " ,;\t", ":="), findings);
        }
        if (const auto* const map = find_parameter(resource, "pcmk_host_map")) {
            tell_unknown_nodes(cluster, resource, *map, names_in(map->value, " ;\t", ":="), findings);
        }
    }
}

void unknown_node_in_parameter(const LintSubject& subject, Findings& findings) {
    const Cluster& cluster = subject.cluster();
    for (const ResourceId id : configured_primitives(cluster)) {
        const Resource& resource = cluster.resources[id];
        if (resource.agent != "pgsql" && resource.agent != "pgsqlms") continue;
        const NameValuePair* const list = find_parameter(resource, "node_list");
        if (list != nullptr) tell_unknown_nodes(cluster, resource, *list, split(list->value, " \t"), findings);
    }
}

void unknown_rule_attribute(const LintSubject& subject, Findings& findings) {
    const Cluster& cluster = subject.cluster();
    std::set<std::string> attributes;
    for (const Node& node : cluster.nodes) {
        for (const auto& [name, value] : node.attributes) attributes.insert(name);
    }
    for (const Element* const constraint : constraint_elements(subject.configuration())) {
        for (const Element* const expression : elements_named(*constraint, "expression")) {
            const std::string& name = expression->get("attribute");
            if (name.empty() || name.starts_with('#') || attributes.contains(name)) continue;
            if (expression->get("operation") == "not_defined") continue;
            tell(findings, expression->position,
                 fmt::format("`{}` tests the node attribute `{}`, which no node has{}", constraint->get("id"), name,
                             perhaps_meant(name, {attributes.begin(), attributes.end()})));
        }
    }
}

} // namespace

void add_reference_rules(LintRules& rules) {
    rules.push_back({"unknown-fencing-device", "references", Severity::Error, "a fencing level names a device that does not exist",
                     "The name is not the id of a fencing resource, so this fencing level fails. You notice only when a node must "
                     "be fenced and is not.",
                     "Correct the name in `devices`, or remove the level.", unknown_fencing_device});
    rules.push_back({"unknown-fencing-target", "references", Severity::Warning,
                     "a fencing level targets a node that does not exist",
                     "The level is never used. If the name is misspelled, the intended node has fewer fencing levels than it "
                     "seems.",
                     "Correct `target`, or remove the level.", unknown_fencing_target});
    rules.push_back({"unknown-tag-member", "references", Severity::Warning, "a tag names something that does not exist",
                     "A constraint on the tag cannot find this member. Pacemaker ignores the member and, in most constraints, the "
                     "members that follow it.",
                     "Correct the reference, or remove it from the tag.", unknown_tag_member});
    rules.push_back({"unknown-host", "references", Severity::Warning, "a fencing device lists a node that does not exist",
                     "`pcmk_host_list` and `pcmk_host_map` tell which cluster nodes a device can fence. If a node's name is "
                     "misspelled there, the device cannot fence that node.",
                     "Write the node's name as `crm_node -l` shows it.", unknown_host});
    rules.push_back({"unknown-node-in-parameter", "references", Severity::Warning,
                     "the node list of a database agent names a node that does not exist",
                     "The agents `pgsql` and `pgsqlms` compare `node_list` with the names of the cluster nodes to find the "
                     "replicas. A node that is missing from the list never becomes a synchronous replica, so it is never "
                     "promoted.",
                     "Write the node names as `crm_node -l` shows them.", unknown_node_in_parameter});
    rules.push_back({"unknown-rule-attribute", "references", Severity::Note,
                     "a location rule tests a node attribute that no node has",
                     "An expression that tests a missing attribute is always false. That is right if an agent or an administrator "
                     "sets the attribute later, and wrong if the name is misspelled.",
                     "Compare the name with what `crm_attribute` or the agent (such as `ocf:pacemaker:ping`) sets.",
                     unknown_rule_attribute});
}

} // namespace placement
