#include "property/mutation.h"

#include <algorithm>
#include <functional>
#include <optional>

#include <pugixml.hpp>

namespace placement::property {

namespace {

using Words = std::vector<std::string>;

XmlElement converted(pugi::xml_node node) {
    if (node.type() == pugi::node_comment) return {"!--", {{"text", node.value()}}, {}};
    XmlElement element{node.name(), {}, {}};
    for (const pugi::xml_attribute attribute : node.attributes()) element.attributes.emplace_back(attribute.name(), attribute.value());
    for (const pugi::xml_node child : node.children()) {
        if (child.type() == pugi::node_element || child.type() == pugi::node_comment) element.children.push_back(converted(child));
    }
    return element;
}

std::string* find_attribute(XmlElement& element, std::string_view name) {
    const auto found = std::ranges::find(element.attributes, name, &std::pair<std::string, std::string>::first);
    return found == element.attributes.end() ? nullptr : &found->second;
}

void set(XmlElement& element, const std::string& name, const std::string& value) {
    if (std::string* present = find_attribute(element, name)) {
        *present = value;
    } else {
        element.attributes.emplace_back(name, value);
    }
}

void visit(XmlElement& element, const std::function<void(XmlElement&)>& each) {
    if (element.name == "!--") return;
    each(element);
    for (XmlElement& child : element.children) visit(child, each);
}

std::vector<XmlElement*> all(XmlElement& top, const Words& names = {}) {
    std::vector<XmlElement*> found;
    visit(top, [&](XmlElement& element) {
        if (names.empty() || std::ranges::find(names, element.name) != names.end()) found.push_back(&element);
    });
    return found;
}

Words values_of(const XmlElement& top, const Words& elements, std::string_view attribute) {
    XmlElement copy = top;
    Words values;
    for (XmlElement* element : all(copy, elements)) {
        if (const std::string* value = find_attribute(*element, attribute)) values.push_back(*value);
    }
    return values;
}

const Words resource_elements{"primitive", "group", "clone", "master", "bundle"};
/// What stands alone: another one of it is another cluster, about which the reference is not asked.
const Words never_twice{"cib", "configuration", "status", "nodes", "resources", "constraints", "crm_config", "node", "node_state"};
const Words kept{"id", "uname", "class", "provider"};

class Mutator {
public:
    Mutator(XmlElement& cib, const XmlElement& donor, Chance& chance) : cib_(cib), donor_(donor), chance_(chance) {}

    void change() {
        static const std::vector<void (Mutator::*)()> changes{
            &Mutator::change_attribute, &Mutator::change_attribute, &Mutator::change_attribute, &Mutator::remove_element,
            &Mutator::remove_element,   &Mutator::repeat_element,   &Mutator::graft,            &Mutator::graft,
            &Mutator::add_constraint,   &Mutator::add_constraint,   &Mutator::add_constraint,   &Mutator::change_meta_attribute,
            &Mutator::change_property,  &Mutator::move_element,     &Mutator::change_schema,    &Mutator::rename,
            &Mutator::change_state,     &Mutator::change_state,     &Mutator::change_result,    &Mutator::change_result,
            &Mutator::add_operation,    &Mutator::add_rule,         &Mutator::add_comment,      &Mutator::add_status_attribute};
        (this->*chance_.one_of(changes))();
    }

private:
    XmlElement* some(const Words& names = {}) {
        const std::vector<XmlElement*> found = all(cib_, names);
        return found.empty() ? nullptr : chance_.one_of(found);
    }

    XmlElement* parent_of(const XmlElement* element) {
        XmlElement* found = nullptr;
        visit(cib_, [&](XmlElement& candidate) {
            for (XmlElement& child : candidate.children) {
                if (&child == element) found = &candidate;
            }
        });
        return found;
    }

    void insert(XmlElement& parent, XmlElement child) {
        const auto place = static_cast<std::ptrdiff_t>(chance_.below(parent.children.size() + 1));
        parent.children.insert(parent.children.begin() + place, std::move(child));
    }

    XmlElement taken_out(const XmlElement* element) {
        XmlElement* parent = parent_of(element);
        XmlElement copy = *element;
        std::erase_if(parent->children, [element](const XmlElement& child) { return &child == element; });
        return copy;
    }

    std::string id() { return "new-" + std::to_string(++ids_); }

    void give_new_ids(XmlElement& top) {
        const std::string suffix = "-" + id();
        visit(top, [&](XmlElement& element) {
            if (std::string* own = find_attribute(element, "id"); own != nullptr && element.name != "resource_ref") *own += suffix;
        });
    }

    XmlElement pair(const std::string& name, const std::string& value) {
        return {"nvpair", {{"id", id()}, {"name", name}, {"value", value}}, {}};
    }

    Words resources() { return values_of(cib_, resource_elements, "id"); }
    Words nodes() { return values_of(cib_, {"node"}, "uname"); }

    void change_attribute() {
        XmlElement& element = *some();
        Words names;
        for (const auto& [name, value] : element.attributes) {
            if (std::ranges::find(kept, name) == kept.end()) names.push_back(name);
        }
        if (names.empty()) return;
        const std::string& name = chance_.one_of(names);
        Words others = values_of(donor_, {element.name}, name);
        for (const std::string& value : values_of(cib_, {element.name}, name)) others.push_back(value);
        if (chance_.percent(70)) return set(element, name, chance_.one_of(others));
        if (chance_.percent(50)) {
            std::erase_if(element.attributes, [&](const auto& attribute) { return attribute.first == name; });
            return;
        }
        static const Words odd{"", "0", "1", "-1", "INFINITY", "-INFINITY", "true", "false", "99999999999", "1000", "abc", "10s"};
        set(element, name, chance_.one_of(odd));
    }

    void remove_element() {
        XmlElement* element = some();
        if (element != &cib_) taken_out(element);
    }

    void repeat_element() {
        XmlElement* element = some();
        if (std::ranges::find(never_twice, element->name) != never_twice.end()) return;
        XmlElement* parent = parent_of(element);
        XmlElement copy = *element;
        if (chance_.percent(85)) give_new_ids(copy);
        insert(*parent, std::move(copy));
    }

    /// A part of the donor in a place where the like stands.
    void graft() {
        static const Words parts{"rule",      "op",        "utilization", "rsc_ticket",   "rsc_location", "rsc_colocation",
                                 "rsc_order", "group",     "clone",       "master",       "bundle",       "primitive",
                                 "template",  "lrm_rsc_op", "tags",       "op_defaults",  "rsc_defaults", "fencing-topology",
                                 "acls",      "alerts",    "meta_attributes"};
        XmlElement donor = donor_;
        const std::vector<XmlElement*> candidates = all(donor, parts);
        if (candidates.empty()) return;
        XmlElement part = *chance_.one_of(candidates);
        XmlElement* place = place_of(part.name);
        if (place == nullptr) return;
        give_new_ids(part);
        const Words all_resources = resources();
        const Words all_nodes = nodes();
        visit(part, [&](XmlElement& element) {
            for (const char* name : {"rsc", "with-rsc", "first", "then"}) {
                if (find_attribute(element, name) != nullptr && !all_resources.empty()) set(element, name, chance_.one_of(all_resources));
            }
            if (element.name == "resource_ref" && !all_resources.empty()) set(element, "id", chance_.one_of(all_resources));
            if (find_attribute(element, "node") != nullptr && !all_nodes.empty()) set(element, "node", chance_.one_of(all_nodes));
        });
        insert(*place, std::move(part));
    }

    XmlElement* place_of(const std::string& name) {
        if (name.starts_with("rsc_") && name != "rsc_defaults") return some({"constraints"});
        if (std::ranges::find(resource_elements, name) != resource_elements.end() || name == "template") return some({"resources"});
        static const Words sections{"tags", "op_defaults", "rsc_defaults", "fencing-topology", "acls", "alerts"};
        if (std::ranges::find(sections, name) != sections.end()) return some({"configuration"});
        XmlElement* like = some({name});
        return like == nullptr ? nullptr : parent_of(like);
    }

    void add_constraint() {
        XmlElement* constraints = some({"constraints"});
        const Words rsc = resources();
        const Words node = nodes();
        if (constraints == nullptr || rsc.empty() || node.empty()) return;
        static const Words scores{"INFINITY", "-INFINITY", "100", "-100", "0", "1", "5000", "-1"};
        static const Words roles{"Started", "Promoted", "Master", "Unpromoted", "Slave", "Stopped"};
        static const Words actions{"start", "stop", "promote", "demote"};
        const auto maybe = [&](XmlElement& element, const char* name, const Words& values) {
            if (chance_.percent(30)) set(element, name, chance_.one_of(values));
        };
        XmlElement made;
        switch (chance_.below(5)) {
        case 0:
            made = {"rsc_location", {{"id", id()}, {"rsc", chance_.one_of(rsc)}, {"node", chance_.one_of(node)}, {"score", chance_.one_of(scores)}}, {}};
            maybe(made, "resource-discovery", {"always", "never", "exclusive"});
            maybe(made, "role", roles);
            break;
        case 1:
            made = {"rsc_colocation", {{"id", id()}, {"rsc", chance_.one_of(rsc)}, {"with-rsc", chance_.one_of(rsc)}, {"score", chance_.one_of(scores)}}, {}};
            maybe(made, "rsc-role", roles);
            maybe(made, "with-rsc-role", roles);
            maybe(made, "influence", {"true", "false"});
            maybe(made, "node-attribute", {"#uname", "site"});
            break;
        case 2:
            made = {"rsc_order", {{"id", id()}, {"first", chance_.one_of(rsc)}, {"then", chance_.one_of(rsc)}}, {}};
            maybe(made, "kind", {"Optional", "Mandatory", "Serialize"});
            maybe(made, "first-action", actions);
            maybe(made, "then-action", actions);
            maybe(made, "symmetrical", {"true", "false"});
            break;
        case 3:
            made = {"rsc_ticket", {{"id", id()}, {"rsc", chance_.one_of(rsc)}, {"ticket", chance_.one_of(tickets)}}, {}};
            maybe(made, "loss-policy", {"stop", "fence", "freeze", "demote"});
            maybe(made, "rsc-role", roles);
            break;
        default: made = set_constraint(rsc, scores, roles, actions); break;
        }
        insert(*constraints, std::move(made));
    }

    XmlElement set_constraint(const Words& rsc, const Words& scores, const Words& roles, const Words& actions) {
        XmlElement made{chance_.percent(50) ? "rsc_colocation" : "rsc_order", {{"id", id()}}, {}};
        const bool colocates = made.name == "rsc_colocation";
        if (colocates) set(made, "score", chance_.one_of(scores));
        for (std::size_t sets = 1 + chance_.below(3); sets > 0; --sets) {
            XmlElement part{"resource_set", {{"id", id()}}, {}};
            if (chance_.percent(50)) set(part, "sequential", chance_.percent(50) ? "true" : "false");
            if (!colocates && chance_.percent(30)) set(part, "require-all", chance_.percent(50) ? "true" : "false");
            if (chance_.percent(30)) set(part, colocates ? "role" : "action", chance_.one_of(colocates ? roles : actions));
            Words members = rsc;
            chance_.shuffle(members);
            members.resize(std::min<std::size_t>(members.size(), 1 + chance_.below(3)));
            for (const std::string& member : members) part.add({"resource_ref", {{"id", member}}, {}});
            made.add(std::move(part));
        }
        return made;
    }

    void change_meta_attribute() {
        XmlElement* owner = some({"primitive", "group", "clone", "master", "bundle", "op", "rsc_defaults"});
        if (owner == nullptr) return;
        static const std::vector<std::pair<std::string, Words>> known{
            {"target-role", {"Started", "Stopped", "Promoted", "Unpromoted", "Master", "Slave"}},
            {"is-managed", {"true", "false"}},
            {"maintenance", {"true", "false"}},
            {"priority", {"0", "5", "10", "-1", "INFINITY"}},
            {"resource-stickiness", {"0", "1", "100", "-1", "INFINITY", "-INFINITY"}},
            {"migration-threshold", {"1", "3", "INFINITY"}},
            {"failure-timeout", {"1s", "60s", "1000h"}},
            {"multiple-active", {"block", "stop_only", "stop_start", "stop_unexpected"}},
            {"requires", {"nothing", "quorum", "fencing", "unfencing"}},
            {"allow-migrate", {"true", "false"}},
            {"critical", {"true", "false"}},
            {"allow-unhealthy-nodes", {"true", "false"}},
            {"container-attribute-target", {"host"}},
            {"clone-max", {"0", "1", "2", "5"}},
            {"clone-node-max", {"1", "2"}},
            {"clone-min", {"1", "2"}},
            {"interleave", {"true", "false"}},
            {"ordered", {"true", "false"}},
            {"globally-unique", {"true", "false"}},
            {"notify", {"true", "false"}},
            {"promotable", {"true", "false"}},
            {"promoted-max", {"0", "1", "2"}},
            {"promoted-node-max", {"1", "2"}},
            {"remote-node", {"guest"}},
            {"on-fail", {"block", "ignore", "restart", "stop", "standby", "fence", "demote", "restart-container"}},
        };
        const auto& [name, values] = chance_.one_of(known);
        add_pair(*owner, "meta_attributes", name, chance_.one_of(values));
    }

    void change_property() {
        XmlElement* owner = some({"crm_config"});
        if (owner == nullptr) return;
        static const std::vector<std::pair<std::string, Words>> known{
            {"no-quorum-policy", {"stop", "freeze", "ignore", "demote", "suicide", "fence"}},
            {"stonith-enabled", {"true", "false"}},
            {"symmetric-cluster", {"true", "false"}},
            {"maintenance-mode", {"true", "false"}},
            {"stop-all-resources", {"true", "false"}},
            {"stop-orphan-resources", {"true", "false"}},
            {"stop-orphan-actions", {"true", "false"}},
            {"start-failure-is-fatal", {"true", "false"}},
            {"enable-startup-probes", {"true", "false"}},
            {"startup-fencing", {"true", "false"}},
            {"concurrent-fencing", {"true", "false"}},
            {"shutdown-lock", {"true", "false"}},
            {"shutdown-lock-limit", {"1s", "1000000h"}},
            {"priority-fencing-delay", {"0", "15s"}},
            {"placement-strategy", {"default", "utilization", "minimal", "balanced"}},
            {"node-health-strategy", {"none", "migrate-on-red", "only-green", "progressive"}},
            {"stonith-action", {"reboot", "off"}},
            {"have-watchdog", {"true", "false"}},
            {"stonith-watchdog-timeout", {"10s", "0"}},
            {"default-resource-stickiness", {"0", "100"}},
            {"cluster-recheck-interval", {"1min"}},
        };
        const auto& [name, values] = chance_.one_of(known);
        add_pair(*owner, "cluster_property_set", name, chance_.one_of(values));
    }

    void add_pair(XmlElement& owner, const std::string& element, const std::string& name, const std::string& value) {
        const auto found = std::ranges::find(owner.children, element, &XmlElement::name);
        XmlElement* set_of_pairs = found == owner.children.end() ? nullptr : &*found;
        if (set_of_pairs == nullptr) {
            owner.children.insert(owner.children.begin(), XmlElement{element, {{"id", id()}}, {}});
            set_of_pairs = &owner.children.front();
        }
        if (chance_.percent(80)) {
            std::erase_if(set_of_pairs->children, [&](XmlElement& child) {
                const std::string* present = find_attribute(child, "name");
                return present != nullptr && *present == name;
            });
        }
        insert(*set_of_pairs, pair(name, value));
    }

    void move_element() {
        XmlElement* element = some({"primitive", "node", "rsc_location", "rsc_order", "rsc_colocation", "op", "nvpair", "lrm_resource",
                                    "lrm_rsc_op", "node_state"});
        if (element == nullptr) return;
        XmlElement* parent = parent_of(element);
        insert(*parent, taken_out(element));
    }

    void change_schema() {
        static const Words series{"1.", "2.", "3.", "3.", "4."};
        const std::string& chosen = chance_.one_of(series);
        const std::size_t versions = chosen == "4." ? 1 : chosen == "1." ? 4 : 11;
        set(cib_, "validate-with", "pacemaker-" + chosen + std::to_string(chance_.below(versions)));
    }

    void rename() {
        Words names = resources();
        for (const std::string& node : nodes()) names.push_back(node);
        if (names.empty()) return;
        const std::string old = chance_.one_of(names);
        static const Words odd{"a b", "x&y", "\xc3\xa9", "a.b", "<x>", "A", "a:0", "9x", "UPPER"};
        const std::string& name = chance_.one_of(odd);
        visit(cib_, [&](XmlElement& element) {
            for (auto& [key, value] : element.attributes) {
                if (value == old) value = name;
            }
        });
    }

    void change_state() {
        XmlElement* state = some({"node_state"});
        if (state == nullptr) return;
        static const std::vector<std::pair<std::string, Words>> known{
            {"in_ccm", {"true", "false", "1700000000", "0"}},   {"crmd", {"online", "offline", "1700000001", "0"}},
            {"join", {"member", "down", "pending", "banned"}},   {"expected", {"member", "down"}},
            {"remote_node", {"true", "false"}},                  {"node_in_maintenance", {"true", "1"}},
            {"node_fenced", {"0", "1"}}};
        const auto& [name, values] = chance_.one_of(known);
        set(*state, name, chance_.one_of(values));
    }

    void change_result() {
        XmlElement* operation = some({"lrm_rsc_op"});
        if (operation == nullptr) return;
        static const Words statuses{"0", "0", "1", "2", "3", "4", "5", "6", "7", "7", "8", "9", "190", "193"};
        static const Words executions{"0", "0", "-1", "1", "2", "4", "4", "7", "14"};
        static const Words moments{"1", "1300000000", "1704067100"};
        switch (chance_.below(5)) {
        case 0: set(*operation, "op-status", chance_.one_of(executions)); [[fallthrough]];
        case 1: return set(*operation, "rc-code", chance_.one_of(statuses));
        case 2:
            return set(*operation, "transition-key",
                       "1:1:" + chance_.one_of(Words{"0", "7", "8"}) + ":11111111-1111-1111-1111-111111111111");
        case 3: return set(*operation, "last-rc-change", chance_.one_of(moments));
        default: return set(*operation, "interval", chance_.one_of(Words{"0", "10000", "20000"}));
        }
    }

    void add_operation() {
        XmlElement* primitive = some({"primitive"});
        if (primitive == nullptr) return;
        const auto found = std::ranges::find(primitive->children, "operations", &XmlElement::name);
        XmlElement& operations = found == primitive->children.end() ? primitive->add({"operations", {}, {}}) : *found;
        XmlElement made{"op",
                        {{"id", id()},
                         {"name", chance_.one_of(Words{"monitor", "monitor", "monitor", "start", "stop", "promote", "demote"})},
                         {"interval", chance_.one_of(Words{"10s", "0", "20", "1m", "PT10S"})}},
                        {}};
        const auto maybe = [&](std::size_t chance, const char* name, const Words& values) {
            if (chance_.percent(chance)) set(made, name, chance_.one_of(values));
        };
        maybe(30, "role", {"Started", "Promoted", "Master", "Unpromoted", "Slave", "Stopped"});
        maybe(50, "on-fail", {"ignore", "block", "stop", "restart", "standby", "fence", "restart-container", "demote"});
        maybe(20, "enabled", {"true", "false"});
        maybe(20, "timeout", {"10", "20s", "abc"});
        maybe(20, "record-pending", {"true", "false"});
        maybe(10, "interval-origin", {"2024-01-01"});
        operations.add(std::move(made));
    }

    void add_rule() {
        XmlElement* owner = some({"meta_attributes", "instance_attributes", "cluster_property_set"});
        const Words node = nodes();
        if (owner == nullptr || node.empty()) return;
        XmlElement rule{"rule", {{"id", id()}, {"score", "INFINITY"}}, {}};
        if (chance_.percent(50)) {
            rule.add({"date_expression", {{"id", id()}, {"operation", chance_.percent(50) ? "gt" : "lt"}, {chance_.percent(50) ? "start" : "end", "2024-01-01"}}, {}});
        } else {
            rule.add({"expression", {{"id", id()}, {"attribute", "#uname"}, {"operation", "eq"}, {"value", chance_.one_of(node)}}, {}});
        }
        owner->children.insert(owner->children.begin(), std::move(rule));
    }

    void add_comment() { insert(*some(), {"!--", {{"text", chance_.one_of(Words{"hello", " a <b> \"c\" ", "x\ny"})}}, {}}); }

    void add_status_attribute() {
        XmlElement* state = some({"node_state"});
        const Words rsc = resources();
        if (state == nullptr || rsc.empty()) return;
        const std::string& resource = chance_.one_of(rsc);
        const std::vector<std::pair<std::string, std::string>> known{
            {"fail-count-" + resource + "#monitor_10000", "1"}, {"fail-count-" + resource + "#start_0", "INFINITY"},
            {"last-failure-" + resource + "#monitor_10000", "1700000000"}, {"master-" + resource, "10"},
            {"master-" + resource + ":0", "5"}, {"shutdown", "1700000000"}, {"terminate", "true"}, {"#node-unfenced", "1"},
            {"#digests-all", "f:x:1,"}, {"maintenance", "true"}, {"standby", "on"}, {"#health-cpu", "red"}};
        const auto found = std::ranges::find(state->children, "transient_attributes", &XmlElement::name);
        XmlElement& attributes =
            found == state->children.end() ? state->add({"transient_attributes", {{"id", id()}}, {}}) : *found;
        const auto& [name, value] = chance_.one_of(known);
        add_pair(attributes, "instance_attributes", name, value);
    }

    inline static const Words tickets{"ticketA", "ticketB"};

    XmlElement& cib_;
    const XmlElement& donor_;
    Chance& chance_;
    std::size_t ids_ = 0;
};

} // namespace

XmlElement read_xml(const std::string& text) {
    pugi::xml_document document;
    if (!document.load_string(text.c_str(), pugi::parse_default | pugi::parse_comments)) return {};
    return converted(document.document_element());
}

XmlElement mutated(XmlElement cib, const XmlElement& donor, Chance& chance) {
    Mutator mutator(cib, donor, chance);
    static const std::vector<int> counts{0, 1, 1, 2, 2, 3, 4, 6};
    for (int changes = chance.one_of(counts); changes > 0; --changes) mutator.change();
    return cib;
}

std::vector<std::string> some_question(const XmlElement& cib, Chance& chance) {
    // crm_simulate refuses letters outside ASCII on its command line.
    const auto ascii = [&](const Words& elements, std::string_view attribute) {
        Words values = values_of(cib, elements, attribute);
        std::erase_if(values, [](const std::string& value) { return std::ranges::any_of(value, [](char each) { return each < 0; }); });
        return values;
    };
    Words nodes = ascii({"node", "node_state"}, "uname");
    Words resources = ascii({"primitive", "group", "clone", "master", "bundle", "lrm_resource"}, "id");
    const Words keys = ascii({"lrm_rsc_op"}, "operation_key");
    if (nodes.empty()) nodes.emplace_back("n1");
    if (resources.empty()) resources.emplace_back("r");
    const auto result = [&] {
        static const Words tasks{"monitor", "monitor", "start", "stop", "promote", "demote", "migrate_to", "migrate_from", "notify"};
        static const Words intervals{"0", "0", "10000", "20000"};
        static const Words statuses{"0", "0", "1", "1", "5", "6", "7", "8", "9", "190"};
        std::string key = chance.one_of(resources) + "_" + chance.one_of(tasks) + "_" + chance.one_of(intervals);
        if (!keys.empty() && chance.percent(30)) key = chance.one_of(keys);
        return key + "@" + chance.one_of(nodes) + "=" + chance.one_of(statuses);
    };
    Words words;
    static const std::vector<int> counts{0, 0, 0, 1, 1, 2, 3};
    static const Words kinds{"-u", "-u", "-d", "-d", "-f", "-f", "-i", "-i", "-i", "-F", "-F", "-q", "-w", "-g", "-r", "-b", "-e"};
    for (int events = chance.one_of(counts); events > 0; --events) {
        const std::string& kind = chance.one_of(kinds);
        words.push_back(kind);
        if (kind == "-u" || kind == "-d" || kind == "-f") words.push_back(kind == "-u" && chance.percent(10) ? "fresh" : chance.one_of(nodes));
        else if (kind == "-i" || kind == "-F") words.push_back(result());
        else if (kind == "-q" || kind == "-w") words.emplace_back(chance.percent(50) ? "true" : "false");
        else words.emplace_back(chance.percent(50) ? "ticketA" : "ticketB");
    }
    static const Words moments{"2024-01-01T00:00:00Z", "2030-01-01 00:00:00Z", "2010-05-05T12:00:00Z", "2020-02-29T00:00:00Z"};
    words.insert(words.end(), {"-t", chance.one_of(moments)});
    for (const auto& [option, percent] : std::vector<std::pair<std::string, std::size_t>>{{"-s", 50}, {"-U", 15}, {"-A", 20}, {"-a", 20}, {"-Q", 5}}) {
        if (chance.percent(percent)) words.push_back(option);
    }
    words.emplace_back(chance.percent(80) ? "-S" : "-R");
    return words;
}

} // namespace placement::property
