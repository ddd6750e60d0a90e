#include "edits/edit_kinds.h"

#include <array>
#include <utility>
#include <vector>

#include "edits/document.h"

namespace placement::edits {

namespace {

using Made = std::optional<std::string>;
using property::Chance;
using pugi::xml_node;

const std::vector<std::string> scores{"-INFINITY", "-1000", "-100", "0", "50", "100", "1000", "INFINITY"};
const std::vector<std::string> booleans{"true", "false"};

Made changed(xml_node element, const char* attribute, const std::string& value) {
    const std::string old = value_of(element, attribute);
    set(element, attribute, value);
    return id_of(element) + ": " + attribute + " " + old + " -> " + value;
}

Made prefixed(const std::string& what, Made made) {
    if (!made) return std::nullopt;
    return what + ": " + *made;
}

Elements primitives(xml_node cib) { return find(cib, "resources//primitive"); }
Elements services(xml_node cib) { return find(cib, "resources//primitive[@class!='stonith']"); }
Elements devices(xml_node cib) { return find(cib, "resources//primitive[@class='stonith']"); }
Elements clones(xml_node cib) { return find(cib, "resources/clone"); }
Elements resources(xml_node cib) { return find(cib, "resources/* | resources//primitive"); }
Elements monitors(xml_node cib) { return find(cib, "resources//op[@name='monitor' and @interval!='0' and @interval!='0s']"); }

std::string owner_of(xml_node operation) { return id_of(operation.parent().parent()); }

// ---- constraints ----------------------------------------------------------------------------------------------

Made change_score(xml_node cib, Chance& chance) {
    const xml_node scored = one_of(find(cib, "constraints//*[@score]"), chance);
    if (!scored) return std::nullopt;
    return changed(scored, "score", other_than(value_of(scored, "score"), scores, chance));
}

Made remove_one(const Elements& elements, Chance& chance) {
    const xml_node element = one_of(elements, chance);
    if (!element) return std::nullopt;
    const std::string text = std::string(element.name()) + " " + id_of(element) + " removed";
    element.parent().remove_child(element);
    return text;
}

Made remove_location(xml_node cib, Chance& chance) { return remove_one(find(cib, "constraints/rsc_location"), chance); }
Made remove_colocation(xml_node cib, Chance& chance) { return remove_one(find(cib, "constraints/rsc_colocation"), chance); }
Made remove_order(xml_node cib, Chance& chance) { return remove_one(find(cib, "constraints/rsc_order"), chance); }

xml_node constraints(xml_node cib) { return cib.child("configuration").child("constraints"); }

Made add_location(xml_node cib, Chance& chance) {
    const xml_node resource = one_of(find(cib, "resources/*"), chance);
    const xml_node node = one_of(find(cib, "nodes/node"), chance);
    if (!resource || !node) return std::nullopt;
    xml_node added = add_with_id(constraints(cib), "rsc_location", "added-location");
    set(added, "rsc", id_of(resource));
    set(added, "node", value_of(node, "uname"));
    set(added, "score", chance.one_of(scores));
    return "location of " + id_of(resource) + " on " + value_of(node, "uname") + " added, " + value_of(added, "score");
}

/// Two resources that are not the same.
std::optional<std::pair<std::string, std::string>> two_resources(xml_node cib, Chance& chance) {
    const Elements all = find(cib, "resources/*");
    if (all.size() < 2) return std::nullopt;
    const std::size_t first = chance.below(all.size());
    const std::size_t second = (first + 1 + chance.below(all.size() - 1)) % all.size();
    return std::pair{id_of(all[first]), id_of(all[second])};
}

Made add_colocation(xml_node cib, Chance& chance) {
    const auto two = two_resources(cib, chance);
    if (!two) return std::nullopt;
    xml_node added = add_with_id(constraints(cib), "rsc_colocation", "added-colocation");
    set(added, "rsc", two->first);
    set(added, "with-rsc", two->second);
    set(added, "score", chance.one_of(scores));
    return "colocation of " + two->first + " with " + two->second + " added, " + value_of(added, "score");
}

Made add_order(xml_node cib, Chance& chance) {
    const auto two = two_resources(cib, chance);
    if (!two) return std::nullopt;
    xml_node added = add_with_id(constraints(cib), "rsc_order", "added-order");
    set(added, "first", two->first);
    set(added, "then", two->second);
    return "order of " + two->first + " before " + two->second + " added";
}

Made swap_attributes(xml_node element, std::initializer_list<std::pair<const char*, const char*>> pairs) {
    if (!element) return std::nullopt;
    for (const auto& [one, other] : pairs) {
        const std::string first = value_of(element, one);
        const std::string second = value_of(element, other);
        element.remove_attribute(one);
        element.remove_attribute(other);
        if (!second.empty()) set(element, one, second);
        if (!first.empty()) set(element, other, first);
    }
    return id_of(element) + " reversed";
}

Made reverse_colocation(xml_node cib, Chance& chance) {
    return swap_attributes(one_of(find(cib, "constraints/rsc_colocation[@rsc]"), chance),
                           {{"rsc", "with-rsc"}, {"rsc-role", "with-rsc-role"}});
}

Made reverse_order(xml_node cib, Chance& chance) {
    return swap_attributes(one_of(find(cib, "constraints/rsc_order[@first]"), chance),
                           {{"first", "then"}, {"first-action", "then-action"}});
}

Made change_order_kind(xml_node cib, Chance& chance) {
    xml_node order = one_of(find(cib, "constraints/rsc_order"), chance);
    if (!order) return std::nullopt;
    order.remove_attribute("score");
    const std::string old = order.attribute("kind").as_string("Mandatory");
    return changed(order, "kind", other_than(old, {"Mandatory", "Optional", "Serialize"}, chance));
}

Made change_order_symmetry(xml_node cib, Chance& chance) {
    const xml_node order = one_of(find(cib, "constraints/rsc_order[not(@kind='Serialize')]"), chance);
    if (!order) return std::nullopt;
    return changed(order, "symmetrical", order.attribute("symmetrical").as_bool(true) ? "false" : "true");
}

Made change_colocation_role(xml_node cib, Chance& chance) {
    const xml_node colocation = one_of(find(cib, "constraints/rsc_colocation[@with-rsc-role]"), chance);
    if (!colocation) return std::nullopt;
    return changed(colocation, "with-rsc-role",
                   other_than(value_of(colocation, "with-rsc-role"), {"Promoted", "Unpromoted", "Started"}, chance));
}

Made change_ticket(xml_node cib, Chance& chance) {
    const xml_node ticket = one_of(find(cib, "constraints/rsc_ticket"), chance);
    if (!ticket) return std::nullopt;
    return changed(ticket, "loss-policy", other_than(value_of(ticket, "loss-policy"), {"stop", "demote", "fence", "freeze"}, chance));
}

Made remove_ticket(xml_node cib, Chance& chance) { return remove_one(find(cib, "constraints/rsc_ticket"), chance); }

// ---- operations -----------------------------------------------------------------------------------------------

Made remove_monitor(xml_node cib, Chance& chance) {
    const xml_node monitor = one_of(monitors(cib), chance);
    if (!monitor) return std::nullopt;
    const std::string text = "monitor of " + owner_of(monitor) + " removed";
    monitor.parent().remove_child(monitor);
    return text;
}

Made change_monitor(xml_node cib, Chance& chance, const char* attribute, const std::vector<std::string>& values) {
    const xml_node monitor = one_of(monitors(cib), chance);
    if (!monitor) return std::nullopt;
    return changed(monitor, attribute, other_than(value_of(monitor, attribute), values, chance));
}

Made change_interval(xml_node cib, Chance& chance) { return change_monitor(cib, chance, "interval", {"7s", "33s", "127s"}); }
Made change_timeout(xml_node cib, Chance& chance) { return change_monitor(cib, chance, "timeout", {"5s", "47s", "300s"}); }
Made disable_monitor(xml_node cib, Chance& chance) { return change_monitor(cib, chance, "enabled", {"false"}); }
Made change_on_fail(xml_node cib, Chance& chance) {
    return change_monitor(cib, chance, "on-fail", {"ignore", "block", "stop", "restart", "standby", "fence"});
}

/// of an operation that may not be configured yet.
Made change_operation(xml_node cib, Chance& chance, const char* name, const char* attribute,
                      const std::vector<std::string>& values) {
    xml_node primitive = one_of(services(cib), chance);
    if (!primitive) return std::nullopt;
    xml_node operations = primitive.child("operations");
    if (!operations) operations = primitive.append_child("operations");
    xml_node operation = operations.find_child_by_attribute("op", "name", name);
    if (!operation) {
        operation = add_with_id(operations, "op", id_of(primitive) + "-" + name + "-added");
        set(operation, "name", name);
        set(operation, "interval", "0s");
    }
    return changed(operation, attribute, other_than(value_of(operation, attribute), values, chance));
}

Made change_stop_on_fail(xml_node cib, Chance& chance) {
    return change_operation(cib, chance, "stop", "on-fail", {"block", "fence", "ignore"});
}
Made change_start_on_fail(xml_node cib, Chance& chance) {
    return change_operation(cib, chance, "start", "on-fail", {"block", "fence", "ignore", "stop", "standby"});
}
Made change_stop_timeout(xml_node cib, Chance& chance) {
    return change_operation(cib, chance, "stop", "timeout", {"1s", "71s", "600s"});
}

// ---- parameters and meta attributes ---------------------------------------------------------------------------

Made change_parameter(xml_node cib, Chance& chance) {
    xml_node pair = one_of(find(cib, "resources//primitive[@class!='stonith']/instance_attributes/nvpair"), chance);
    if (!pair) return std::nullopt;
    const std::string resource = id_of(pair.parent().parent());
    return prefixed(resource, changed(pair, "value", value_of(pair, "value") + "-changed"));
}

Made remove_parameter(xml_node cib, Chance& chance) {
    return remove_one(find(cib, "resources//primitive[@class!='stonith']/instance_attributes/nvpair"), chance);
}

Made set_meta(const Elements& elements, Chance& chance, const char* name, const std::vector<std::string>& values) {
    const xml_node element = one_of(elements, chance);
    if (!element) return std::nullopt;
    const xml_node present = find_pair(element, "meta_attributes", name);
    return prefixed(id_of(element), set_pair(element, "meta_attributes", name,
                                             other_than(value_of(present, "value"), values, chance)));
}

Made set_target_role(xml_node cib, Chance& chance) {
    return set_meta(resources(cib), chance, "target-role", {"Stopped", "Started", "Unpromoted"});
}
Made set_managed(xml_node cib, Chance& chance) { return set_meta(resources(cib), chance, "is-managed", booleans); }
Made set_maintenance(xml_node cib, Chance& chance) { return set_meta(resources(cib), chance, "maintenance", booleans); }
Made set_stickiness(xml_node cib, Chance& chance) {
    return set_meta(resources(cib), chance, "resource-stickiness", {"0", "1", "100", "5000", "INFINITY", "-100"});
}
Made set_threshold(xml_node cib, Chance& chance) {
    return set_meta(services(cib), chance, "migration-threshold", {"1", "2", "3", "1000000"});
}
Made set_failure_timeout(xml_node cib, Chance& chance) {
    return set_meta(services(cib), chance, "failure-timeout", {"0", "30s", "10min"});
}
Made set_priority(xml_node cib, Chance& chance) { return set_meta(resources(cib), chance, "priority", {"0", "5", "100", "-5"}); }
Made set_migration(xml_node cib, Chance& chance) { return set_meta(services(cib), chance, "allow-migrate", booleans); }
Made set_multiple_active(xml_node cib, Chance& chance) {
    return set_meta(services(cib), chance, "multiple-active", {"block", "stop_only", "stop_start"});
}
Made set_requires(xml_node cib, Chance& chance) {
    return set_meta(services(cib), chance, "requires", {"nothing", "quorum", "fencing"});
}
Made set_critical(xml_node cib, Chance& chance) { return set_meta(services(cib), chance, "critical", booleans); }
Made remove_meta(xml_node cib, Chance& chance) { return remove_one(find(cib, "resources//meta_attributes/nvpair"), chance); }

Made set_clone_max(xml_node cib, Chance& chance) { return set_meta(clones(cib), chance, "clone-max", {"1", "2", "3"}); }
Made set_interleave(xml_node cib, Chance& chance) { return set_meta(clones(cib), chance, "interleave", booleans); }
Made set_notify(xml_node cib, Chance& chance) { return set_meta(clones(cib), chance, "notify", booleans); }
Made set_ordered(xml_node cib, Chance& chance) { return set_meta(clones(cib), chance, "ordered", booleans); }
Made set_promoted_max(xml_node cib, Chance& chance) {
    return set_meta(find(cib, "resources/clone[meta_attributes/nvpair[@name='promotable' and @value='true']]"), chance,
                    "promoted-max", {"1", "2", "0"});
}
Made set_replicas(xml_node cib, Chance& chance) {
    const xml_node container = one_of(find(cib, "resources/bundle/*[@image]"), chance);
    if (!container) return std::nullopt;
    const std::string bundle = id_of(container.parent());
    return prefixed(bundle, changed(container, "replicas", other_than(value_of(container, "replicas"), {"1", "2", "3"}, chance)));
}

Made set_resource_default(xml_node cib, Chance& chance) {
    xml_node defaults = cib.child("configuration").child("rsc_defaults");
    if (!defaults) defaults = cib.child("configuration").append_child("rsc_defaults");
    const auto [name, values] = chance.one_of(std::vector<std::pair<std::string, std::vector<std::string>>>{
        {"resource-stickiness", {"0", "100", "INFINITY"}},
        {"migration-threshold", {"1", "3", "5000"}},
        {"failure-timeout", {"60s", "3600s"}},
        {"priority", {"0", "10"}}});
    return prefixed("rsc_defaults", set_pair(defaults, "meta_attributes", name, chance.one_of(values)));
}

Made set_operation_default(xml_node cib, Chance& chance) {
    xml_node defaults = cib.child("configuration").child("op_defaults");
    if (!defaults) defaults = cib.child("configuration").append_child("op_defaults");
    const auto [name, value] = chance.one_of(std::vector<std::pair<std::string, std::string>>{
        {"timeout", "7s"}, {"timeout", "120s"}, {"on-fail", "ignore"}, {"on-fail", "block"}, {"record-pending", "false"}});
    return prefixed("op_defaults", set_pair(defaults, "meta_attributes", name, value));
}

// ---- resources ------------------------------------------------------------------------------------------------

Made remove_service(xml_node cib, Chance& chance) {
    const xml_node resource = one_of(find(cib, "resources/primitive[@class!='stonith'] | resources/group/primitive | resources/clone"),
                                     chance);
    if (!resource) return std::nullopt;
    const std::string text = id_of(resource) + " removed";
    remove_resource(cib, resource);
    return text;
}

Made add_resource(xml_node cib, Chance& chance) {
    const Elements groups = find(cib, "resources/group");
    const bool in_group = !groups.empty() && chance.percent(40);
    xml_node where = in_group ? groups[chance.below(groups.size())] : cib.child("configuration").child("resources");
    xml_node added = add_with_id(where, "primitive", "added");
    set(added, "class", "ocf");
    set(added, "provider", "pacemaker");
    set(added, "type", "Dummy");
    xml_node monitor = add_with_id(added.append_child("operations"), "op", id_of(added) + "-monitor");
    set(monitor, "name", "monitor");
    set(monitor, "interval", "10s");
    return id_of(added) + " added" + (in_group ? " to " + id_of(where) : "");
}

Made rename_resource(xml_node cib, Chance& chance) {
    const xml_node resource = one_of(primitives(cib), chance);
    if (!resource) return std::nullopt;
    const std::string old = id_of(resource);
    const std::string renamed = old + "-renamed";
    set(resource, "id", renamed);
    for (const xml_node constraint : find(cib, "constraints/*")) {
        for (const char* attribute : {"rsc", "with-rsc", "first", "then"}) {
            if (value_of(constraint, attribute) == old) set(constraint, attribute, renamed);
        }
    }
    for (const xml_node reference : find(cib, "constraints//resource_ref | tags//obj_ref")) {
        if (id_of(reference) == old) set(reference, "id", renamed);
    }
    return old + " renamed to " + renamed;
}

Made change_agent(xml_node cib, Chance& chance) {
    const xml_node resource = one_of(find(cib, "resources//primitive[@class='ocf' and @type]"), chance);
    if (!resource) return std::nullopt;
    return changed(resource, "type", value_of(resource, "type") == "Dummy" ? "Stateful" : "Dummy");
}

Made reorder_group(xml_node cib, Chance& chance) {
    xml_node group = one_of(find(cib, "resources//group[count(primitive)>1]"), chance);
    if (!group) return std::nullopt;
    Elements members;
    for (const xml_node member : group.children("primitive")) members.push_back(member);
    const std::size_t at = chance.below(members.size() - 1);
    group.insert_move_after(members[at], members[at + 1]);
    return id_of(members[at]) + " after " + id_of(members[at + 1]) + " in " + id_of(group);
}

// ---- nodes ----------------------------------------------------------------------------------------------------

Made add_node(xml_node cib, Chance&) {
    xml_node added = cib.child("configuration").child("nodes").append_child("node");
    set(added, "id", "9001");
    set(added, "uname", "added-node");
    return "node added-node added";
}

Made remove_node(xml_node cib, Chance& chance) {
    const xml_node node = one_of(find(cib, "nodes/node"), chance);
    if (!node || find(cib, "nodes/node").size() < 2) return std::nullopt;
    const std::string id = id_of(node);
    const std::string text = "node " + value_of(node, "uname") + " removed";
    node.parent().remove_child(node);
    xml_node status = cib.child("status");
    if (const xml_node state = status.find_child_by_attribute("node_state", "id", id.c_str())) status.remove_child(state);
    return text;
}

Made set_node_attribute(xml_node cib, Chance& chance, const std::string& name, const std::vector<std::string>& values) {
    const xml_node node = one_of(find(cib, "nodes/node"), chance);
    if (!node) return std::nullopt;
    const xml_node present = find_pair(node, "instance_attributes", name);
    return prefixed(value_of(node, "uname"), set_pair(node, "instance_attributes", name,
                                                      other_than(value_of(present, "value"), values, chance)));
}

Made set_standby(xml_node cib, Chance& chance) { return set_node_attribute(cib, chance, "standby", {"on", "off"}); }
Made set_node_maintenance(xml_node cib, Chance& chance) { return set_node_attribute(cib, chance, "maintenance", booleans); }
Made change_node_attribute(xml_node cib, Chance& chance) {
    const xml_node pair = one_of(find(cib, "nodes/node/instance_attributes/nvpair"), chance);
    if (!pair) return std::nullopt;
    return prefixed(value_of(pair.parent().parent(), "uname") + " " + value_of(pair, "name"),
                    changed(pair, "value", value_of(pair, "value") + "-changed"));
}

// ---- properties -----------------------------------------------------------------------------------------------

Made set_property(xml_node cib, Chance& chance, const std::string& name, const std::vector<std::string>& values) {
    const xml_node config = cib.child("configuration").child("crm_config");
    const xml_node present = find_pair(config, "cluster_property_set", name);
    return set_pair(config, "cluster_property_set", name, other_than(value_of(present, "value"), values, chance));
}

/// The name that the configuration has, an old one or today's.
Made set_fencing(xml_node cib, Chance& chance) {
    const bool old = static_cast<bool>(find_pair(cib.child("configuration").child("crm_config"), "cluster_property_set", "stonith-enabled"));
    return set_property(cib, chance, old ? "stonith-enabled" : "fencing-enabled", booleans);
}
Made set_no_quorum(xml_node cib, Chance& chance) {
    return set_property(cib, chance, "no-quorum-policy", {"stop", "ignore", "freeze", "demote", "fence"});
}
Made set_symmetric(xml_node cib, Chance& chance) { return set_property(cib, chance, "symmetric-cluster", booleans); }
Made set_concurrent_fencing(xml_node cib, Chance& chance) { return set_property(cib, chance, "concurrent-fencing", booleans); }
Made set_maintenance_mode(xml_node cib, Chance& chance) { return set_property(cib, chance, "maintenance-mode", booleans); }
Made set_stop_all(xml_node cib, Chance& chance) { return set_property(cib, chance, "stop-all-resources", booleans); }
Made set_start_fatal(xml_node cib, Chance& chance) { return set_property(cib, chance, "start-failure-is-fatal", booleans); }
Made set_startup_fencing(xml_node cib, Chance& chance) { return set_property(cib, chance, "startup-fencing", booleans); }
Made set_strategy(xml_node cib, Chance& chance) {
    return set_property(cib, chance, "placement-strategy", {"default", "utilization", "minimal", "balanced"});
}
Made set_fencing_action(xml_node cib, Chance& chance) {
    const bool old = static_cast<bool>(find_pair(cib.child("configuration").child("crm_config"), "cluster_property_set", "stonith-action"));
    return set_property(cib, chance, old ? "stonith-action" : "fencing-action", {"off", "reboot"});
}
Made set_shutdown_lock(xml_node cib, Chance& chance) { return set_property(cib, chance, "shutdown-lock", booleans); }
Made set_health(xml_node cib, Chance& chance) {
    return set_property(cib, chance, "node-health-strategy", {"none", "migrate-on-red", "only-green"});
}
Made remove_property(xml_node cib, Chance& chance) {
    return remove_one(find(cib, "crm_config/cluster_property_set/nvpair[@name!='dc-version' and @name!='have-watchdog' and "
                                "@name!='cluster-infrastructure' and @name!='cluster-name' and @name!='last-lrm-refresh']"),
                      chance);
}

// ---- fencing --------------------------------------------------------------------------------------------------

Made change_host_list(xml_node cib, Chance& chance) {
    const xml_node device = one_of(devices(cib), chance);
    if (!device) return std::nullopt;
    const xml_node present = find_pair(device, "instance_attributes", "pcmk_host_list");
    const std::string old = value_of(present, "value");
    const std::string value = chance.percent(50) || old.empty() ? "nobody" : old + "x";
    return prefixed(id_of(device), set_pair(device, "instance_attributes", "pcmk_host_list", value));
}

Made change_host_check(xml_node cib, Chance& chance) {
    const xml_node device = one_of(devices(cib), chance);
    if (!device) return std::nullopt;
    const xml_node present = find_pair(device, "instance_attributes", "pcmk_host_check");
    return prefixed(id_of(device), set_pair(device, "instance_attributes", "pcmk_host_check",
                                            other_than(value_of(present, "value"), {"static-list", "none", "dynamic-list"}, chance)));
}

Made disable_device(xml_node cib, Chance& chance) { return set_meta(devices(cib), chance, "target-role", {"Stopped"}); }

Made remove_device(xml_node cib, Chance& chance) {
    const xml_node device = one_of(devices(cib), chance);
    if (!device) return std::nullopt;
    const std::string text = "device " + id_of(device) + " removed";
    remove_resource(cib, device);
    return text;
}

Made remove_level(xml_node cib, Chance& chance) { return remove_one(find(cib, "fencing-topology/fencing-level"), chance); }

// ---- utilization ----------------------------------------------------------------------------------------------

Made change_utilization(xml_node cib, Chance& chance) {
    const xml_node pair = one_of(find(cib, "resources//utilization/nvpair | nodes/node/utilization/nvpair"), chance);
    if (!pair) return std::nullopt;
    const int old = pair.attribute("value").as_int();
    return prefixed(id_of(pair.parent().parent()), changed(pair, "value", std::to_string(chance.percent(50) ? old * 3 + 1 : old / 3)));
}

} // namespace

std::span<const EditKind> edit_kinds() {
    static const std::array kinds{
        EditKind{"score changed", change_score},
        EditKind{"location added", add_location},
        EditKind{"location removed", remove_location},
        EditKind{"colocation added", add_colocation},
        EditKind{"colocation removed", remove_colocation},
        EditKind{"colocation reversed", reverse_colocation},
        EditKind{"colocation role changed", change_colocation_role},
        EditKind{"order added", add_order},
        EditKind{"order removed", remove_order},
        EditKind{"order reversed", reverse_order},
        EditKind{"order kind changed", change_order_kind},
        EditKind{"order symmetry changed", change_order_symmetry},
        EditKind{"ticket policy changed", change_ticket},
        EditKind{"ticket constraint removed", remove_ticket},
        EditKind{"monitor removed", remove_monitor},
        EditKind{"monitor disabled", disable_monitor},
        EditKind{"monitor interval changed", change_interval},
        EditKind{"monitor timeout changed", change_timeout},
        EditKind{"monitor on-fail changed", change_on_fail},
        EditKind{"start on-fail changed", change_start_on_fail},
        EditKind{"stop on-fail changed", change_stop_on_fail},
        EditKind{"stop timeout changed", change_stop_timeout},
        EditKind{"parameter changed", change_parameter},
        EditKind{"parameter removed", remove_parameter},
        EditKind{"target-role set", set_target_role},
        EditKind{"is-managed set", set_managed},
        EditKind{"maintenance set", set_maintenance},
        EditKind{"stickiness set", set_stickiness},
        EditKind{"migration-threshold set", set_threshold},
        EditKind{"failure-timeout set", set_failure_timeout},
        EditKind{"priority set", set_priority},
        EditKind{"allow-migrate set", set_migration},
        EditKind{"multiple-active set", set_multiple_active},
        EditKind{"requires set", set_requires},
        EditKind{"critical set", set_critical},
        EditKind{"meta attribute removed", remove_meta},
        EditKind{"clone-max set", set_clone_max},
        EditKind{"interleave set", set_interleave},
        EditKind{"notify set", set_notify},
        EditKind{"ordered set", set_ordered},
        EditKind{"promoted-max set", set_promoted_max},
        EditKind{"replicas changed", set_replicas},
        EditKind{"resource default set", set_resource_default},
        EditKind{"operation default set", set_operation_default},
        EditKind{"resource removed", remove_service},
        EditKind{"resource added", add_resource},
        EditKind{"resource renamed", rename_resource},
        EditKind{"agent changed", change_agent},
        EditKind{"group reordered", reorder_group},
        EditKind{"node added", add_node},
        EditKind{"node removed", remove_node},
        EditKind{"node standby set", set_standby},
        EditKind{"node maintenance set", set_node_maintenance},
        EditKind{"node attribute changed", change_node_attribute},
        EditKind{"fencing switched", set_fencing},
        EditKind{"no-quorum-policy set", set_no_quorum},
        EditKind{"symmetric-cluster set", set_symmetric},
        EditKind{"concurrent-fencing set", set_concurrent_fencing},
        EditKind{"maintenance-mode set", set_maintenance_mode},
        EditKind{"stop-all-resources set", set_stop_all},
        EditKind{"start-failure-is-fatal set", set_start_fatal},
        EditKind{"startup-fencing set", set_startup_fencing},
        EditKind{"placement-strategy set", set_strategy},
        EditKind{"fencing action set", set_fencing_action},
        EditKind{"shutdown-lock set", set_shutdown_lock},
        EditKind{"node-health-strategy set", set_health},
        EditKind{"property removed", remove_property},
        EditKind{"host list changed", change_host_list},
        EditKind{"host check changed", change_host_check},
        EditKind{"device disabled", disable_device},
        EditKind{"device removed", remove_device},
        EditKind{"fencing level removed", remove_level},
        EditKind{"utilization changed", change_utilization},
    };
    return kinds;
}

} // namespace placement::edits
