#include "lint/reading.h"

namespace placement {

using enum Severity;

void add_resource_codes(LintRules& rules) {
    add_reading_codes(
        rules, "resources",
        {
            {"ignored-resource", Error, "a resource that Pacemaker ignores",
             "Its configuration is not valid; another finding gives the reason.", "Fix what the other finding reports."},
            {"unknown-resource-type", Error, "an element in the resources section that is not a resource",
             "Pacemaker ignores it. The valid elements are primitives, groups, clones, bundles and templates.",
             "Correct the name of the element."},
            {"unused-template", Note, "a template that no resource uses", "It has no effect.",
             "Remove it if it will not be used."},
            {"template-of-itself", Error, "a resource that is its own template", "Pacemaker ignores the resource.",
             "Correct `template`."},
            {"unknown-container", Error, "a resource in a container that does not exist",
             "The resource should run where its container runs; without the container, it can run anywhere.",
             "Correct the meta attribute `container`."},
            {"empty-group", Error, "a group without a usable member", "Pacemaker ignores the group and the constraints on it.",
             "Add a member, or remove the group."},
            {"empty-clone", Error, "a clone without a resource", "Pacemaker ignores the clone and the constraints on it.",
             "Add a primitive or a group."},
            {"anonymous-clone-node-max", Error, "an anonymous clone with several instances per node",
             "Pacemaker ignores clone-node-max. Anonymous instances cannot be told apart, so only one can run on a node.",
             "Remove clone-node-max, or set `globally-unique=true` if the agent supports it."},
            {"anonymous-only", Warning, "a globally unique clone of a resource that supports only anonymous clones",
             "Pacemaker treats the clone as anonymous. A systemd unit or an LSB script can run only once per node.",
             "Remove globally-unique."},
            {"not-promotable", Error, "a promotable clone of a resource that cannot be promoted",
             "Pacemaker ignores the clone. Only OCF agents support promote and demote.", "Remove `promotable`."},
            {"duplicate-operation", Error, "two operations with the same name and interval",
             "Pacemaker tells operations apart by name and interval, so one of the two is lost. Often the monitor of the promoted "
             "role never runs.", "Give one of them another interval; a difference of one second is enough."},
            {"invalid-interval", Error, "an interval that is not valid", "The operation does not recur.", "Correct the interval."},
        });
    add_reading_codes(
        rules, "bundles",
        {
            {"unknown-container-technology", Error, "a bundle without a supported container technology",
             "Pacemaker ignores the bundle. It has neither <docker> nor <podman>, or one that is no longer supported.",
             "Use <podman> or <docker>."},
            {"unreachable-bundle", Error, "a bundle whose resource cannot be reached",
             "Pacemaker ignores the bundle. It controls the resource in the container over the network, which requires an address "
             "or a port.", "Set `ip-range-start` or `control-port`."},
            {"control-port-replicas", Error, "a bundle with one control-port and several replicas per host",
             "Pacemaker allows only one replica per host. Without separate addresses, the replicas on a host would share the "
             "port.", "Set `ip-range-start`, or remove replicas-per-host."},
            {"address-range-exhausted", Error, "a bundle with more replicas than addresses",
             "Addresses are assigned in order from ip-range-start to the end of the network, and there are not enough.",
             "Start with a lower address, or run fewer replicas."},
            {"invalid-port-mapping", Error, "a port mapping without a port", "Pacemaker ignores it.", "Add `port` or `range`."},
            {"invalid-storage-mapping", Error, "a storage mapping without a source or a target", "Pacemaker ignores it.",
             "Add `source-dir` (or `source-dir-root`) and `target-dir`."},
        });
    add_reading_codes(
        rules, "nodes",
        {
            {"unknown-node-type", Error, "a node whose type is not valid", "Pacemaker ignores this node and all nodes after it.",
             "Write member or remote, or remove `type`."},
            {"duplicate-node", Warning, "two nodes with the same name",
             "One of them is a leftover. Constraints apply to only one of the two.",
             "Remove the one that no longer exists (`crm_node --remove`)."},
        });
}

} // namespace placement
