#pragma once

#include <cstdlib>
#include <fstream>
#include <map>
#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "placement/cib.h"
#include "placement/unpack.h"

/// A cluster's CIB from a few words. In all texts given to a Sketch, id="@" is replaced by an id of its own.
namespace placement {

// ---- XML in a few words ---------------------------------------------------------------------------------------

inline std::vector<std::string> words(const std::string& text) {
    std::istringstream stream(text);
    std::vector<std::string> found;
    for (std::string word; stream >> word;) found.push_back(word);
    return found;
}

/// "resource-stickiness=100 target-role=Stopped" as nvpairs.
inline std::string name_value_pairs(const std::string& pairs) {
    std::string xml;
    for (const std::string& word : words(pairs)) {
        const std::size_t equals = word.find('=');
        xml += "<nvpair id=\"@\" name=\"" + word.substr(0, equals) + "\" value=\"" + word.substr(equals + 1) + "\"/>";
    }
    return xml;
}

inline std::string attribute_set(const std::string& element, const std::string& pairs) {
    return "<" + element + " id=\"@\">" + name_value_pairs(pairs) + "</" + element + ">";
}
inline std::string meta(const std::string& pairs) { return attribute_set("meta_attributes", pairs); }
inline std::string utilization(const std::string& pairs) { return attribute_set("utilization", pairs); }
inline std::string parameters(const std::string& pairs) { return attribute_set("instance_attributes", pairs); }
inline std::string operations(const std::string& inside) { return "<operations>" + inside + "</operations>"; }

inline std::string primitive(const std::string& id, const std::string& inside = "") {
    return "<primitive id=\"" + id + "\" class=\"ocf\" provider=\"pacemaker\" type=\"Dummy\">" + inside + "</primitive>";
}
/// A primitive that can be promoted.
inline std::string stateful(const std::string& id, const std::string& inside = "") {
    return "<primitive id=\"" + id + "\" class=\"ocf\" provider=\"pacemaker\" type=\"Stateful\">" + inside +
           "</primitive>";
}
inline std::string fencing_device(const std::string& id, const std::string& inside = "") {
    return "<primitive id=\"" + id + "\" class=\"stonith\" type=\"fence_dummy\">" + inside + "</primitive>";
}
inline std::string group(const std::string& id, const std::string& inside) {
    return "<group id=\"" + id + "\">" + inside + "</group>";
}
inline std::string clone(const std::string& id, const std::string& inside) {
    return "<clone id=\"" + id + "\">" + inside + "</clone>";
}
/// A clone of one stateful primitive.
inline std::string promotable(const std::string& id, const std::string& primitive_id, const std::string& pairs = "") {
    return clone(id, meta("promotable=true " + pairs) + stateful(primitive_id));
}
inline std::string location(const std::string& id, const std::string& resource, const std::string& node,
                            const std::string& score, const std::string& more = "") {
    return "<rsc_location id=\"" + id + "\" rsc=\"" + resource + "\" node=\"" + node + "\" score=\"" + score + "\" " +
           more + "/>";
}
inline std::string colocation(const std::string& id, const std::string& dependent, const std::string& primary,
                              const std::string& score, const std::string& more = "") {
    return "<rsc_colocation id=\"" + id + "\" rsc=\"" + dependent + "\" with-rsc=\"" + primary + "\" score=\"" + score +
           "\" " + more + "/>";
}
inline std::string ordering(const std::string& id, const std::string& first, const std::string& then,
                            const std::string& more = "") {
    return "<rsc_order id=\"" + id + "\" first=\"" + first + "\" then=\"" + then + "\" " + more + "/>";
}

// ---- the cluster ----------------------------------------------------------------------------------------------

/// Nodes are online members, fencing is off, and nothing is in the history unless said otherwise.
class Sketch {
public:
    /// The moment at which the cluster is judged: 2024-01-01T00:00:00Z.
    static constexpr std::int64_t now = 1'704'067'200;
    /// What a history says of an operation that was done without parameters, unless said otherwise.
    static constexpr const char* digest_of_nothing = "f2317cad3d54cec5d7d7aa7d0bf35cf8";

    explicit Sketch(const std::string& node_names) {
        for (const std::string& name : words(node_names)) node(name);
    }

    Sketch& node(const std::string& name) {
        nodes_.push_back({name, {}, {}, {}, {}, R"(in_ccm="true" crmd="online" join="member" expected="member")"});
        return *this;
    }
    /// Permanent attributes, such as "standby=on".
    Sketch& attributes(const std::string& node, const std::string& pairs) {
        find(node).permanent += " " + pairs;
        return *this;
    }
    /// Attributes of the status section, such as promotion scores.
    Sketch& transient(const std::string& node, const std::string& pairs) {
        find(node).transient += " " + pairs;
        return *this;
    }
    Sketch& capacity(const std::string& node, const std::string& pairs) {
        find(node).utilization += utilization(pairs);
        return *this;
    }
    /// The XML attributes of the node's node_state.
    Sketch& state(const std::string& node, const std::string& attributes) {
        find(node).state = attributes;
        return *this;
    }
    /// Left cleanly.
    Sketch& offline(const std::string& node) {
        return state(node, R"(in_ccm="false" crmd="offline" join="down" expected="down")");
    }
    Sketch& crashed(const std::string& node) {
        return state(node, R"(in_ccm="false" crmd="offline" join="down" expected="member")");
    }
    Sketch& leaving(const std::string& node) {
        transient(node, "shutdown=" + std::to_string(now));
        return state(node, R"(in_ccm="true" crmd="online" join="member" expected="down")");
    }
    Sketch& options(const std::string& pairs) {
        options_ += " " + pairs;
        return *this;
    }
    Sketch& resource(const std::string& xml) {
        resources_ += xml + "\n";
        return *this;
    }
    Sketch& constraint(const std::string& xml) {
        constraints_ += xml + "\n";
        return *this;
    }
    /// More sections of the configuration: tags, defaults, …
    Sketch& section(const std::string& xml) {
        sections_ += xml + "\n";
        return *this;
    }
    /// More in the status: tickets, states of remote nodes.
    Sketch& status(const std::string& xml) {
        status_ += xml + "\n";
        return *this;
    }
    Sketch& without_quorum() {
        quorum_ = false;
        return *this;
    }

    // -- history --

    /// One entry of the history; each later one has a higher call id.
    Sketch& operation(const std::string& node, const std::string& resource, const std::string& task, int exit_status,
                      int interval_ms = 0, const std::string& more = "", int execution_status = -99) {
        if (execution_status == -99) execution_status = exit_status == 0 || exit_status == 7 || exit_status == 8 ? 0 : 4;
        const std::string exit = std::to_string(exit_status);
        const std::string key = "1:1:" + std::string(task == "monitor" && interval_ms == 0 ? "7" : "0") +
                                ":11111111-1111-1111-1111-111111111111";
        ++calls_;
        const bool changes = more.find("last-rc-change") != std::string::npos;
        const bool digested = more.find("op-digest") != std::string::npos;
        entries(node, resource) +=
            "<lrm_rsc_op id=\"" + resource + "_" +
            (exit_status != 0 && exit_status != 7 && exit_status != 8 ? "last_failure_0" : "last_" + task) + "_" +
            std::to_string(calls_) + "\" operation_key=\"" + resource + "_" + task + "_" +
            std::to_string(interval_ms) + "\" operation=\"" + task + "\" interval=\"" + std::to_string(interval_ms) +
            "\" call-id=\"" + std::to_string(calls_) + "\" rc-code=\"" + exit + "\" op-status=\"" +
            std::to_string(execution_status) + "\" transition-key=\"" + key + "\" transition-magic=\"" +
            std::to_string(execution_status) + ":" + exit + ";" + key + "\" on_node=\"" + node + "\" " +
            (changes ? "" : "last-rc-change=\"" + std::to_string(now - 3600 + calls_) + "\" ") +
            (digested ? "" : "op-digest=\"" + std::string(digest_of_nothing) + "\" ") + more + "/>";
        return *this;
    }
    /// Each of the resources was started on the node.
    Sketch& runs(const std::string& resources, const std::string& node) {
        for (const std::string& resource : words(resources)) operation(node, resource, "start", 0);
        return *this;
    }
    /// Started and then promoted.
    Sketch& runs_promoted(const std::string& resource, const std::string& node) {
        return runs(resource, node).operation(node, resource, "promote", 0);
    }
    Sketch& stopped(const std::string& resource, const std::string& node) {
        return operation(node, resource, "stop", 0);
    }

    // -- the result --

    std::string xml() const {
        std::string text = "<cib crm_feature_set=\"3.20.5\" validate-with=\"pacemaker-4.0\" epoch=\"1\" num_updates=\"0\" "
                           "admin_epoch=\"0\" dc-uuid=\"1\" have-quorum=\"";
        text += quorum_ ? "1" : "0";
        text += "\" execution-date=\"" + std::to_string(now) + "\">\n<configuration>\n<crm_config>" +
                attribute_set("cluster_property_set", properties()) + "</crm_config>\n<nodes>\n";
        for (std::size_t number = 0; number < nodes_.size(); ++number) text += node_xml(number);
        text += "</nodes>\n<resources>\n" + resources_ + "</resources>\n<constraints>\n" + constraints_ +
                "</constraints>\n" + sections_ + "</configuration>\n<status>\n";
        for (std::size_t number = 0; number < nodes_.size(); ++number) text += state_xml(number);
        return numbered(text + status_ + "</status>\n</cib>\n");
    }
    /// Where the environment's PLACEMENT_TEST_CIBS names a folder, each CIB is written there, so that Pacemaker's own
    /// programs can be asked about it.
    Cib cib() const {
        const std::string text = xml();
        if (const char* folder = std::getenv("PLACEMENT_TEST_CIBS")) {
            std::ofstream(std::string(folder) + "/" + std::to_string(std::hash<std::string>()(text)) + ".xml") << text;
        }
        return Cib::from_text(text, "sketch.xml");
    }
    std::shared_ptr<const Cluster> cluster() const { return unpack(cib(), Time{now, 0}); }

private:
    struct NodeSketch {
        std::string name;
        std::string permanent;
        std::string transient;
        std::string utilization;
        std::vector<std::pair<std::string, std::string>> history;
        std::string state;
    };

    NodeSketch& find(const std::string& name) {
        for (NodeSketch& each : nodes_) {
            if (each.name == name) return each;
        }
        FAIL("the sketch has no node " << name);
        return nodes_.front();
    }

    std::string& entries(const std::string& node, const std::string& resource) {
        auto& history = find(node).history;
        for (auto& [id, xml] : history) {
            if (id == resource) return xml;
        }
        return history.emplace_back(resource, "").second;
    }

    std::string properties() const {
        return (options_.find("fencing-enabled") == std::string::npos ? "fencing-enabled=false stonith-enabled=false " : "") + options_;
    }

    std::string node_xml(std::size_t number) const {
        const NodeSketch& each = nodes_[number];
        std::string text = "<node id=\"" + std::to_string(number + 1) + "\" uname=\"" + each.name + "\">";
        if (!each.permanent.empty()) text += parameters(each.permanent);
        return text + each.utilization + "</node>\n";
    }

    /// The class, provider and type that the history has for a resource.
    std::string agent_of(std::string resource) const {
        if (const std::size_t colon = resource.find(':'); colon != std::string::npos) resource.resize(colon);
        const std::size_t start = resources_.find("<primitive id=\"" + resource + "\"");
        if (start == std::string::npos) return R"(class="ocf" provider="pacemaker" type="Dummy")";
        const std::size_t attributes = resources_.find("class=", start);
        return resources_.substr(attributes, resources_.find_first_of("/>", attributes) - attributes);
    }

    std::string state_xml(std::size_t number) const {
        const NodeSketch& each = nodes_[number];
        if (each.state.empty()) return "";
        const std::string id = std::to_string(number + 1);
        std::string text = "<node_state id=\"" + id + "\" uname=\"" + each.name + "\" " + each.state + ">\n";
        if (!each.transient.empty()) {
            text += "<transient_attributes id=\"" + id + "\">" + parameters(each.transient) + "</transient_attributes>\n";
        }
        text += "<lrm id=\"" + id + "\"><lrm_resources>\n";
        for (const auto& [resource, operations] : each.history) {
            text += "<lrm_resource id=\"" + resource + "\" " + agent_of(resource) + ">" + operations +
                    "</lrm_resource>\n";
        }
        return text + "</lrm_resources></lrm></node_state>\n";
    }

    static std::string numbered(const std::string& text) {
        static constexpr std::string_view placeholder = "id=\"@\"";
        std::string result;
        std::size_t number = 0;
        for (std::size_t begin = 0;;) {
            const std::size_t found = text.find(placeholder, begin);
            result += text.substr(begin, found - begin);
            if (found == std::string::npos) return result;
            result += "id=\"id" + std::to_string(++number) + "\"";
            begin = found + placeholder.size();
        }
    }

    std::vector<NodeSketch> nodes_;
    std::string options_;
    std::string resources_;
    std::string constraints_;
    std::string sections_;
    std::string status_;
    bool quorum_ = true;
    int calls_ = 0;
};

} // namespace placement
