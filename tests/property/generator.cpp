#include "property/generator.h"

#include <algorithm>

namespace placement::property {

std::size_t Chance::below(std::size_t bound) {
    state_ += 0x9e3779b97f4a7c15U;
    std::uint64_t mixed = state_;
    mixed = (mixed ^ (mixed >> 30U)) * 0xbf58476d1ce4e5b9U;
    mixed = (mixed ^ (mixed >> 27U)) * 0x94d049bb133111ebU;
    return (mixed ^ (mixed >> 31U)) % bound;
}

XmlElement& XmlElement::add(XmlElement child) {
    children.push_back(std::move(child));
    return children.back();
}

namespace {

std::string escaped_value(const std::string& value) {
    std::string text;
    for (const char c : value) {
        switch (c) {
        case '<': text += "&lt;"; break;
        case '&': text += "&amp;"; break;
        case '"': text += "&quot;"; break;
        case '\n': text += "&#xA;"; break;
        case '\t': text += "&#x9;"; break;
        case '\r': text += "&#xD;"; break;
        default: text += c;
        }
    }
    return text;
}

} // namespace

std::string XmlElement::xml() const {
    if (name == "!--") return "<!--" + attributes.front().second + "-->\n";
    std::string text = "<" + name;
    for (const auto& [attribute, value] : attributes) text += " " + attribute + "=\"" + escaped_value(value) + "\"";
    text += ">";
    for (const XmlElement& child : children) text += child.xml();
    return text + "</" + name + ">\n";
}

namespace {

using Pairs = std::vector<std::pair<std::string, std::string>>;

const std::vector<std::string> scores = {"0",   "1",    "10",        "100",        "1000",     "-1",
                                         "-50", "-500", "-INFINITY", "INFINITY", "INFINITY"};

class Generator {
public:
    Generator(std::uint64_t seed, Kinds kinds) : chance_(seed), kinds_(kinds) {}

    XmlElement cluster() {
        add_options();
        add_nodes();
        const std::size_t resources = 2 + chance_.below(6);
        for (std::size_t i = 0; i < resources; ++i) add_resource();
        const std::size_t constraints = chance_.below(6);
        for (std::size_t i = 0; i < constraints; ++i) add_constraint();
        add_status();

        XmlElement cib{"cib",
                    {{"crm_feature_set", "3.20.5"},
                     {"validate-with", "pacemaker-4.0"},
                     {"epoch", "1"},
                     {"num_updates", "0"},
                     {"admin_epoch", "0"},
                     {"have-quorum", chance_.percent(93) ? "1" : "0"}},
                    {}};
        cib.add({"configuration", {}, {std::move(options_), std::move(nodes_), std::move(resources_),
                                       std::move(constraints_)}});
        cib.add(std::move(status_));
        return cib;
    }

private:
    /// A primitive, and the number of the top resource that it is or is part of.
    struct Primitive {
        std::string id;
        bool stateful = false;
        bool cloned = false;
        std::size_t top = 0;
    };

    std::string id(const std::string& prefix) { return prefix + std::to_string(++ids_); }

    XmlElement set(const std::string& element, const Pairs& pairs) {
        XmlElement made{element, {{"id", id("set-")}}, {}};
        for (const auto& [name, value] : pairs) {
            made.add({"nvpair", {{"id", id("pair-")}, {"name", name}, {"value", value}}, {}});
        }
        return made;
    }

    void add_options() {
        utilization_ = chance_.percent(40);
        Pairs pairs = {{"stonith-enabled", chance_.percent(40) ? "true" : "false"}};
        if (utilization_) {
            pairs.emplace_back("placement-strategy", chance_.one_of<std::string>({"utilization", "balanced", "minimal"}));
        }
        if (chance_.percent(10)) pairs.emplace_back("symmetric-cluster", "false");
        if (chance_.percent(10)) {
            pairs.emplace_back("no-quorum-policy", chance_.one_of<std::string>({"ignore", "freeze", "demote"}));
        }
        if (chance_.percent(10)) pairs.emplace_back("node-health-strategy", "progressive");
        if (chance_.percent(5)) pairs.emplace_back("start-failure-is-fatal", "false");
        options_.add(set("cluster_property_set", pairs));
    }

    void add_nodes() {
        const std::size_t count = 1 + chance_.below(5);
        for (std::size_t i = 1; i <= count; ++i) {
            const std::string number = std::to_string(i);
            names_.push_back("node" + number);
            XmlElement node{"node", {{"id", number}, {"uname", names_.back()}}, {}};
            Pairs pairs = {{"site", chance_.percent(50) ? "a" : "b"}};
            if (chance_.percent(10)) pairs.emplace_back("standby", "true");
            if (chance_.percent(10)) pairs.emplace_back("#health-disk", chance_.percent(50) ? "red" : "yellow");
            node.add(set("instance_attributes", pairs));
            if (utilization_) {
                node.add(set("utilization", {{"cpu", std::to_string(2 + chance_.below(7))},
                                             {"memory", std::to_string(1024 * chance_.below(8))}}));
            }
            nodes_.add(std::move(node));
        }
    }

    XmlElement primitive(bool stateful, bool cloned) {
        const std::string name = id(stateful ? "db" : "app");
        primitives_.push_back({name, stateful, cloned, tops_.size()});
        XmlElement made{"primitive",
                     {{"id", name},
                      {"class", "ocf"},
                      {"provider", "pacemaker"},
                      {"type", stateful ? "Stateful" : "Dummy"}},
                     {}};
        Pairs pairs;
        if (chance_.percent(20)) pairs.emplace_back("resource-stickiness", chance_.one_of(scores));
        if (chance_.percent(15)) pairs.emplace_back("priority", std::to_string(chance_.below(20)));
        if (chance_.percent(15)) pairs.emplace_back("migration-threshold", std::to_string(1 + chance_.below(3)));
        if (chance_.percent(5)) pairs.emplace_back("target-role", "Stopped");
        if (chance_.percent(4)) pairs.emplace_back("is-managed", "false");
        if (!pairs.empty()) made.add(set("meta_attributes", pairs));
        if (utilization_ && chance_.percent(80)) {
            made.add(set("utilization", {{"cpu", std::to_string(chance_.below(4))}}));
        }
        return made;
    }

    XmlElement group(bool stateful, bool cloned) {
        XmlElement made{"group", {{"id", id("group")}}, {}};
        const std::size_t members = 1 + chance_.below(3);
        for (std::size_t i = 0; i < members; ++i) made.add(primitive(stateful, cloned));
        return made;
    }

    XmlElement clone() {
        const bool promotable = chance_.percent(50);
        XmlElement made{"clone", {{"id", id("clone")}}, {}};
        Pairs pairs = {{"promotable", promotable ? "true" : "false"}};
        if (chance_.percent(30)) pairs.emplace_back("clone-max", std::to_string(1 + chance_.below(4)));
        if (chance_.percent(20)) pairs.emplace_back("clone-node-max", "2");
        if (chance_.percent(40)) pairs.emplace_back("interleave", "true");
        if (chance_.percent(20)) pairs.emplace_back("globally-unique", "true");
        if (promotable && chance_.percent(30)) pairs.emplace_back("promoted-max", "2");
        made.add(set("meta_attributes", pairs));
        made.add(chance_.percent(25) ? group(promotable, true) : primitive(promotable, true));
        return made;
    }

    XmlElement bundle() {
        const std::string name = id("bundle");
        XmlElement made{"bundle", {{"id", name}}, {}};
        made.add({"podman", {{"image", "image"}, {"replicas", std::to_string(1 + chance_.below(3))}}, {}});
        made.add({"network", {{"control-port", std::to_string(3000 + ids_)}}, {}});
        if (chance_.percent(70)) {
            made.add(primitive(false, true));
            primitives_.pop_back(); // its history would be inside the containers
        }
        return made;
    }

    void add_resource() {
        const std::size_t kind = kinds_ == Kinds::All ? chance_.below(100) : chance_.below(55);
        XmlElement made = kind < 35   ? primitive(false, false)
                       : kind < 55 ? group(false, false)
                       : kind < 90 ? clone()
                                   : bundle();
        tops_.push_back(made.attributes.front().second);
        resources_.add(std::move(made));
    }

    /// Later resources with earlier ones: no cycles.
    void add_constraint() {
        const std::size_t dependent = chance_.below(tops_.size());
        if (chance_.percent(50) || dependent == 0) {
            constraints_.add({"rsc_location",
                              {{"id", id("location-")},
                               {"rsc", tops_[dependent]},
                               {"node", chance_.one_of(names_)},
                               {"score", chance_.one_of(scores)}},
                              {}});
        } else if (chance_.percent(80)) {
            constraints_.add({"rsc_colocation",
                              {{"id", id("colocation-")},
                               {"rsc", tops_[dependent]},
                               {"with-rsc", tops_[chance_.below(dependent)]},
                               {"score", chance_.one_of(scores)}},
                              {}});
        } else {
            constraints_.add({"rsc_order",
                              {{"id", id("order-")},
                               {"first", tops_[chance_.below(dependent)]},
                               {"then", tops_[dependent]}},
                              {}});
        }
    }

    void add_status() {
        std::vector<std::size_t> places(tops_.size());
        for (std::size_t& place : places) place = chance_.below(names_.size() * 2); // beyond the nodes: nowhere
        for (std::size_t node = 0; node < names_.size(); ++node) {
            if (chance_.percent(5)) continue;
            const std::string number = std::to_string(node + 1);
            const bool online = chance_.percent(92);
            XmlElement state{"node_state",
                          {{"id", number},
                           {"uname", names_[node]},
                           {"in_ccm", online || chance_.percent(20) ? "true" : "false"},
                           {"crmd", online ? "online" : "offline"},
                           {"join", online ? "member" : "down"},
                           {"expected", online || chance_.percent(50) ? "member" : "down"}},
                          {}};
            Pairs pairs;
            XmlElement histories{"lrm_resources", {}, {}};
            for (std::size_t i = 0; i < primitives_.size(); ++i) {
                const bool active = primitives_[i].cloned ? chance_.percent(60) : places[primitives_[i].top] == node;
                histories.add(history(primitives_[i], names_[node], active, pairs));
            }
            state.add({"transient_attributes", {{"id", number}}, {}}).add(set("instance_attributes", pairs));
            state.add({"lrm", {{"id", number}}, {}}).add(std::move(histories));
            status_.add(std::move(state));
        }
    }

    XmlElement history(const Primitive& primitive, const std::string& node, bool active, Pairs& transient) {
        XmlElement made{"lrm_resource",
                     {{"id", primitive.id},
                      {"class", "ocf"},
                      {"provider", "pacemaker"},
                      {"type", primitive.stateful ? "Stateful" : "Dummy"}},
                     {}};
        if (!active) {
            add_operation(made, primitive.id, node, "monitor", 7, 7);
            return made;
        }
        const bool failed = chance_.percent(8);
        add_operation(made, primitive.id, node, "start", failed ? 1 : 0, 0);
        if (failed) transient.emplace_back("fail-count-" + primitive.id + "#start_0", "INFINITY");
        if (primitive.stateful && !failed) {
            if (chance_.percent(30)) add_operation(made, primitive.id, node, "promote", 0, 0);
            if (chance_.percent(70)) {
                transient.emplace_back("master-" + primitive.id, std::to_string(1 + chance_.below(30)));
            }
        }
        return made;
    }

    void add_operation(XmlElement& resource, const std::string& name, const std::string& node, const std::string& operation,
                       int code, int expected) {
        const std::string call = std::to_string(++calls_);
        const std::string key = name + "_" + operation + "_0";
        const std::string transition =
            call + ":1:" + std::to_string(expected) + ":00000000-0000-0000-0000-000000000000";
        resource.add({"lrm_rsc_op",
                      {{"id", key},
                       {"operation_key", key},
                       {"operation", operation},
                       {"interval", "0"},
                       {"crm_feature_set", "3.20.5"},
                       {"transition-key", transition},
                       {"transition-magic", "0:" + std::to_string(code) + ";" + transition},
                       {"on_node", node},
                       {"call-id", call},
                       {"rc-code", std::to_string(code)},
                       {"op-status", "0"},
                       {"last-rc-change", "1700000000"}},
                      {}});
    }

    Chance chance_;
    Kinds kinds_;
    bool utilization_ = false;
    std::size_t ids_ = 0;
    std::size_t calls_ = 0;
    std::vector<std::string> names_;
    std::vector<std::string> tops_;
    std::vector<Primitive> primitives_;
    XmlElement options_{"crm_config", {}, {}};
    XmlElement nodes_{"nodes", {}, {}};
    XmlElement resources_{"resources", {}, {}};
    XmlElement constraints_{"constraints", {}, {}};
    XmlElement status_{"status", {}, {}};
};

} // namespace

XmlElement random_cluster(std::uint64_t seed, Kinds kinds) { return Generator(seed, kinds).cluster(); }

XmlElement reordered(XmlElement cib, Chance& chance, const std::vector<std::string>& parents) {
    chance.shuffle(cib.attributes);
    if (std::find(parents.begin(), parents.end(), cib.name) != parents.end()) chance.shuffle(cib.children);
    for (XmlElement& child : cib.children) child = reordered(std::move(child), chance, parents);
    return cib;
}

} // namespace placement::property
