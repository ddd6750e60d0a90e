#include "fuzz/mutation.h"

#include <algorithm>
#include <array>
#include <sstream>

#include "fuzz/target.h"

namespace placement::fuzz {

namespace {

const std::vector<std::string> values{
    "0", "1", "-1", "2", "3", "10", "1000", "-1000", "999999", "1000000", "INFINITY", "-INFINITY", "+INFINITY", "100%", "2147483648",
    "99999999999999999999", "true", "false", "yes", "no", "", " ", "Started", "Stopped", "Promoted", "Unpromoted", "Master", "Slave",
    "start", "stop", "promote", "demote", "monitor", "notify", "migrate_to", "Mandatory", "Optional", "Serialize", "fence", "block",
    "ignore", "restart", "standby", "demote", "stop", "restart-container", "freeze", "suicide", "nothing", "quorum", "unfencing",
    "10s", "1min", "PT1H", "2h", "P1D", "1.5", "-5s", "2024-01-01", "2024-02-30T25:61:61Z", "lt", "gt", "eq", "ne", "defined",
    "not_defined", "in_range", "date_spec", "#uname", "#id", "#kind", "#cluster-name", "string", "integer", "number", "version",
    "and", "or", "ocf", "stonith", "systemd", "lsb", "remote", "pacemaker", "fence_xvm", "member", "down", "online", "offline",
    "join", "complete", "banned", "\"", "'", "<", "&", "a b", "a;b", "$(x)", "\xC2\x85", "\xE2\x80\xAE", "\x7F", "=1+1", "x\ny"};

const std::vector<std::string> attributes{
    "id", "score", "rsc", "with-rsc", "rsc-role", "with-rsc-role", "node", "node-attribute", "first", "then", "first-action",
    "then-action", "kind", "symmetrical", "influence", "name", "value", "interval", "timeout", "on-fail", "role", "class", "provider",
    "type", "ticket", "loss-policy", "id-ref", "template", "uname", "require-all", "sequential", "ordering", "resource-discovery",
    "boolean-op", "attribute", "operation", "start", "end", "call-id", "rc-code", "op-status", "operation", "crm-debug-origin",
    "transition-key", "transition-magic", "exit-reason", "op-digest", "last-rc-change", "exec-time", "queue-time", "on_node", "in_ccm",
    "crmd", "expected", "granted", "replicas", "promoted-max", "image", "validate-with", "have-quorum", "dc-uuid", "execution-date",
    "target", "index", "devices", "target-pattern", "rsc-pattern", "enabled", "start-delay"};

const std::vector<std::string> options{
    "target-role", "is-managed", "maintenance", "resource-stickiness", "migration-threshold", "failure-timeout", "priority",
    "multiple-active", "allow-migrate", "critical", "clone-max", "clone-node-max", "promoted-max", "promoted-node-max", "interleave",
    "ordered", "globally-unique", "notify", "requires", "remote-node", "remote-addr", "container-attribute-target", "no-quorum-policy",
    "fencing-enabled", "stonith-enabled", "symmetric-cluster", "maintenance-mode", "start-failure-is-fatal", "enable-startup-probes",
    "concurrent-fencing", "placement-strategy", "node-health-strategy", "shutdown-lock", "shutdown-lock-limit", "stop-all-resources",
    "stop-orphan-resources", "remove-after-stop", "batch-limit", "migration-limit", "stonith-action", "stonith-watchdog-timeout",
    "have-watchdog", "cluster-recheck-interval", "standby", "terminate", "shutdown", "#health-disk", "fail-count-r#monitor_0",
    "last-failure-r#monitor_0", "master-r", "cpu", "allow-unhealthy-nodes", "priority-fencing-delay", "pcmk_host_list",
    "pcmk_host_map", "pcmk_host_check", "resource-discovery-enabled"};

std::string any_value_in(const std::vector<pugi::xml_node>& elements, Chance& chance) {
    for (int tries = 0; tries < 8; ++tries) {
        const pugi::xml_node element = elements[chance.below(elements.size())];
        std::vector<pugi::xml_attribute> all;
        for (const pugi::xml_attribute each : element.attributes()) all.push_back(each);
        if (!all.empty()) return all[chance.below(all.size())].value();
    }
    return "x";
}

std::string any_id_in(const std::vector<pugi::xml_node>& elements, Chance& chance) {
    for (int tries = 0; tries < 16; ++tries) {
        const pugi::xml_node element = elements[chance.below(elements.size())];
        if (const pugi::xml_attribute id = element.attribute("id")) return id.value();
    }
    return "x";
}

std::string any_value(const std::vector<pugi::xml_node>& elements, Chance& chance) {
    switch (chance.below(4)) {
    case 0: return any_value_in(elements, chance);
    case 1: return any_id_in(elements, chance);
    default: return chance.one_of(values);
    }
}

void set(pugi::xml_node element, const std::string& name, const std::string& value) {
    pugi::xml_attribute attribute = element.attribute(name.c_str());
    if (!attribute) attribute = element.append_attribute(name.c_str());
    attribute.set_value(value.c_str());
}

void change_attribute(const std::vector<pugi::xml_node>& elements, Chance& chance) {
    const pugi::xml_node element = elements[chance.below(elements.size())];
    std::vector<pugi::xml_attribute> all;
    for (const pugi::xml_attribute each : element.attributes()) all.push_back(each);
    if (all.empty()) return set(element, chance.one_of(attributes), any_value(elements, chance));
    all[chance.below(all.size())].set_value(any_value(elements, chance).c_str());
}

void change_number(const std::vector<pugi::xml_node>& elements, Chance& chance) {
    for (int tries = 0; tries < 16; ++tries) {
        const pugi::xml_node element = elements[chance.below(elements.size())];
        for (pugi::xml_attribute each : element.attributes()) {
            if (each.as_int() == 0 || chance.percent(50)) continue;
            // Beyond the largest number comes the smallest.
            each.set_value(static_cast<long long>(each.as_ullong() + chance.below(21) - 10));
            return;
        }
    }
}

void add_option(const std::vector<pugi::xml_node>& elements, Chance& chance) {
    for (int tries = 0; tries < 16; ++tries) {
        pugi::xml_node element = elements[chance.below(elements.size())];
        const std::string_view name = element.name();
        static const std::array<std::string_view, 6> owners{"primitive", "clone", "group", "bundle", "node", "crm_config"};
        if (std::ranges::find(owners, name) == owners.end()) continue;
        const std::string id = "fuzz-" + std::to_string(chance.below(1000));
        const char* set_name = name == "crm_config" ? "cluster_property_set" : name == "node" || chance.percent(20) ? "instance_attributes" : "meta_attributes";
        pugi::xml_node of = element.child(set_name);
        if (!of) {
            of = element.prepend_child(set_name);
            set(of, "id", id + "-set");
        }
        pugi::xml_node pair = of.append_child("nvpair");
        set(pair, "id", id);
        set(pair, "name", chance.one_of(options));
        set(pair, "value", any_value(elements, chance));
        return;
    }
}

void add_constraint(pugi::xml_document& document, const std::vector<pugi::xml_node>& elements, Chance& chance) {
    pugi::xml_node constraints = document.select_node("//constraints").node();
    if (!constraints) return;
    static const std::vector<std::string> kinds{"rsc_location", "rsc_colocation", "rsc_colocation", "rsc_order", "rsc_order", "rsc_ticket"};
    const std::string& kind = chance.one_of(kinds);
    pugi::xml_node constraint = constraints.append_child(kind.c_str());
    set(constraint, "id", "fuzz-" + std::to_string(chance.below(100000)));
    const std::string one = any_id_in(elements, chance);
    const std::string other = any_id_in(elements, chance);
    if (kind == "rsc_order") {
        set(constraint, "first", one);
        set(constraint, "then", other);
        return;
    }
    set(constraint, "rsc", one);
    if (kind == "rsc_colocation") set(constraint, "with-rsc", other);
    if (kind == "rsc_ticket") set(constraint, "ticket", "t");
    if (kind == "rsc_location") set(constraint, "node", any_value(elements, chance));
    if (kind != "rsc_ticket") set(constraint, "score", chance.one_of(values));
}

void copy_element(const std::vector<pugi::xml_node>& elements, Chance& chance) {
    const pugi::xml_node from = elements[chance.below(elements.size())];
    pugi::xml_node to = elements[chance.below(elements.size())];
    if (chance.percent(60)) to = from.parent();
    // What is copied into itself would grow without end.
    for (pugi::xml_node up = to; up; up = up.parent()) {
        if (up == from) return;
    }
    if (to.type() == pugi::node_element) to.append_copy(from);
}

void swap_with_next(const std::vector<pugi::xml_node>& elements, Chance& chance) {
    const pugi::xml_node element = elements[chance.below(elements.size())];
    if (const pugi::xml_node next = element.next_sibling()) element.parent().insert_move_after(element, next);
}

void remove_something(const std::vector<pugi::xml_node>& elements, Chance& chance) {
    pugi::xml_node element = elements[chance.below(elements.size())];
    if (chance.percent(50)) {
        element.remove_attribute(chance.percent(50) ? element.first_attribute() : element.last_attribute());
    } else {
        element.parent().remove_child(element);
    }
}

} // namespace

std::string text_of(const pugi::xml_document& document) {
    std::ostringstream out;
    document.save(out, "", pugi::format_raw | pugi::format_no_declaration);
    return out.str();
}

std::vector<pugi::xml_node> elements_of(const pugi::xml_document& document) {
    std::vector<pugi::xml_node> elements;
    for (pugi::xml_node node = document.first_child(); node;) {
        if (node.type() == pugi::node_element) elements.push_back(node);
        if (node.first_child()) {
            node = node.first_child();
            continue;
        }
        while (node && !node.next_sibling()) node = node.parent();
        if (node) node = node.next_sibling();
    }
    return elements;
}

void mutate(pugi::xml_document& document, Chance& chance) {
    for (std::size_t changes = 1 + chance.below(4); changes > 0; --changes) {
        const std::vector<pugi::xml_node> elements = elements_of(document);
        if (elements.empty()) return;
        switch (chance.below(9)) {
        case 0:
        case 1: change_attribute(elements, chance); break;
        case 2: change_number(elements, chance); break;
        case 3: add_option(elements, chance); break;
        case 4: add_constraint(document, elements, chance); break;
        case 5: copy_element(elements, chance); break;
        case 6: swap_with_next(elements, chance); break;
        case 7: remove_something(elements, chance); break;
        default: set(elements[chance.below(elements.size())], chance.one_of(attributes), any_value(elements, chance));
        }
    }
}

void cross(pugi::xml_document& document, const pugi::xml_document& other, Chance& chance) {
    const std::vector<pugi::xml_node> ours = elements_of(document);
    const std::vector<pugi::xml_node> theirs = elements_of(other);
    if (ours.empty() || theirs.empty()) return;
    const pugi::xml_node from = theirs[chance.below(theirs.size())];
    for (int tries = 0; tries < 64; ++tries) {
        const pugi::xml_node to = ours[chance.below(ours.size())];
        if (std::string_view(to.name()) != from.name() || !to.parent()) continue;
        to.parent().insert_copy_after(from, to);
        if (chance.percent(60)) to.parent().remove_child(to);
        return;
    }
}

std::string smallest_cib() {
    return R"(<cib validate-with="pacemaker-4.0" have-quorum="1"><configuration><crm_config/><nodes><node id="1" uname="n1"/></nodes>)"
           R"(<resources><primitive id="a" class="ocf" provider="heartbeat" type="Dummy"/></resources><constraints/></configuration>)"
           R"(<status><node_state id="1" uname="n1" in_ccm="true" crmd="online" join="member" expected="member"/></status></cib>)";
}

std::string mutated_cib(std::string_view input, Chance& chance) {
    pugi::xml_document document;
    if (!document.load_buffer(input.data(), input.size())) document.load_string(smallest_cib().c_str());
    mutate(document, chance);
    return text_of(document);
}

std::string crossed_cibs(std::string_view one, std::string_view other, Chance& chance) {
    pugi::xml_document document;
    pugi::xml_document second;
    if (!document.load_buffer(one.data(), one.size())) return std::string(one);
    if (!second.load_buffer(other.data(), other.size())) return std::string(one);
    cross(document, second, chance);
    return text_of(document);
}

} // namespace placement::fuzz
