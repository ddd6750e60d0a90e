#include "lint/reading.h"

namespace placement {

using enum Severity;

void add_resource_codes(LintRules& rules) {
    add_reading_codes(
        rules, "resources",
        {
            {"ignored-resource", Error, "a resource that is left out", "Its configuration is invalid; another finding says why.",
             "Mend what the other finding speaks of."},
            {"unknown-resource-type", Error, "an element among the resources that is none",
             "Pacemaker knows primitives, groups, clones, bundles and templates.", "Correct the element's name."},
            {"unused-template", Note, "a template that no resource is made from", "It does nothing.", "Take it away if nobody is going to use it."},
            {"template-of-itself", Error, "a resource that is its own template", "It is left out.", "Correct `template`."},
            {"unknown-container", Error, "a resource in a container that there is not",
             "It was to run where the container does; now it runs anywhere.", "Correct the meta attribute `container`."},
            {"empty-group", Error, "a group without a usable member", "It is left out, and constraints on it with it.",
             "Give it a member, or take it away."},
            {"empty-clone", Error, "a clone of nothing", "It is left out, and constraints on it with it.", "Give it a primitive or a group."},
            {"anonymous-clone-node-max", Error, "an anonymous clone with several instances a node",
             "Anonymous instances cannot be told apart, so that a node can have one; the number is ignored.",
             "Take clone-node-max away, or set `globally-unique=true` if the agent can do that."},
            {"anonymous-only", Warning, "a globally unique clone of what can be cloned anonymously only",
             "A systemd unit or an LSB script runs once a node. Pacemaker makes the clone anonymous.", "Take globally-unique away."},
            {"not-promotable", Error, "a promotable clone of what cannot be promoted",
             "Only OCF agents have the actions promote and demote. The clone is left out.", "Take `promotable` away."},
            {"duplicate-operation", Error, "two operations of the same name and interval",
             "Pacemaker tells operations apart by these two. The second replaces the first or is lost; often it is the promoted "
             "role's monitor that is never run.",
             "Give one of them another interval, if only by a second."},
            {"invalid-interval", Error, "an interval that is none", "The operation does not recur.", "Correct the interval."},
        });
    add_reading_codes(
        rules, "bundles",
        {
            {"unknown-container-technology", Error, "a bundle without a container that is known",
             "A bundle has <docker> or <podman>; this one has neither, or one that is no longer supported.", "Use <podman> or <docker>."},
            {"unreachable-bundle", Error, "a bundle with a resource inside that nobody can reach",
             "What is in the container is controlled over the network. Without an address or a port it cannot be, and is left out.",
             "Set `ip-range-start` or `control-port`."},
            {"control-port-replicas", Error, "a bundle with one control-port and several replicas a host",
             "Without addresses of their own the replicas on one host would share the port; one a host is allowed.",
             "Set `ip-range-start`, or take replicas-per-host away."},
            {"address-range-exhausted", Error, "a bundle with more replicas than addresses",
             "Addresses are counted up from ip-range-start, up to the end of the network.", "Begin with a lower address, or run fewer replicas."},
            {"invalid-port-mapping", Error, "a port mapping without a port", "It is left out.", "Add `port` or `range`."},
            {"invalid-storage-mapping", Error, "a storage mapping without a source or a target", "It is left out.",
             "Add `source-dir` (or `source-dir-root`) and `target-dir`."},
        });
    add_reading_codes(
        rules, "nodes",
        {
            {"unknown-node-type", Error, "a node of a type that there is not", "It and all nodes after it are left out.",
             "Write member or remote, or leave `type` out."},
            {"duplicate-node", Warning, "two nodes with the same name", "One of them is a leftover; constraints find one of the two.",
             "Remove the one that no longer exists (`crm_node --remove`)."},
        });
}

} // namespace placement
