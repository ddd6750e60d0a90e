// A cluster of many nodes and resources, at rest, as a CIB.

/** Resources run round robin; each prefers its node, every tenth pair is colocated and ordered. */
export function largeCluster(nodes, resources) {
  const name = (i) => `node${String(i + 1).padStart(2, "0")}`;
  const primitive = (i) =>
    `<primitive id="service${i}" class="ocf" provider="pacemaker" type="Dummy"><operations><op id="service${i}-monitor" name="monitor" interval="10s"/></operations></primitive>`;
  const constraints = [];
  for (let i = 0; i < resources; ++i) {
    constraints.push(`<rsc_location id="place${i}" rsc="service${i}" node="${name(i % nodes)}" score="100"/>`);
    if (i % 10 !== 0 || i + nodes >= resources) continue;
    constraints.push(`<rsc_colocation id="with${i}" rsc="service${i + nodes}" with-rsc="service${i}" score="50"/>`);
    constraints.push(`<rsc_order id="after${i}" first="service${i}" then="service${i + nodes}"/>`);
  }
  const operation = (i, task, call, interval) =>
    `<lrm_rsc_op id="service${i}_${task}_${interval}" operation_key="service${i}_${task}_${interval}" operation="${task}" crm_feature_set="3.20.5" transition-key="${call}:1:0:a" transition-magic="0:0;${call}:1:0:a" call-id="${call}" rc-code="0" op-status="0" interval="${interval}" on_node="${name(i % nodes)}"/>`;
  const state = (node) => {
    const here = Array.from({ length: resources }, (_, i) => i).filter((i) => i % nodes === node);
    const histories = here.map((i) => `<lrm_resource id="service${i}" class="ocf" provider="pacemaker" type="Dummy">${operation(i, "start", 2 * i + 1, 0)}${operation(i, "monitor", 2 * i + 2, 10000)}</lrm_resource>`);
    const others = Array.from({ length: resources }, (_, i) => i).filter((i) => i % nodes !== node);
    const probes = others.map((i) => `<lrm_resource id="service${i}" class="ocf" provider="pacemaker" type="Dummy"><lrm_rsc_op id="service${i}_last_0" operation_key="service${i}_monitor_0" operation="monitor" crm_feature_set="3.20.5" transition-key="${i}:1:7:a" transition-magic="0:7;${i}:1:7:a" call-id="${10000 + i}" rc-code="7" op-status="0" interval="0" on_node="${name(node)}"/></lrm_resource>`);
    return `<node_state id="${node + 1}" uname="${name(node)}" in_ccm="true" crmd="online" join="member" expected="member"><lrm id="${node + 1}"><lrm_resources>${histories.join("")}${probes.join("")}</lrm_resources></lrm></node_state>`;
  };
  const all = (count, make) => Array.from({ length: count }, (_, i) => make(i)).join("\n");
  return `<cib validate-with="pacemaker-4.0" have-quorum="1" crm_feature_set="3.20.5" epoch="1" num_updates="0" admin_epoch="0">
<configuration><crm_config><cluster_property_set id="options"><nvpair id="option-fencing" name="fencing-enabled" value="false"/></cluster_property_set></crm_config>
<nodes>${all(nodes, (i) => `<node id="${i + 1}" uname="${name(i)}"/>`)}</nodes>
<resources>
${all(resources, primitive)}
</resources>
<constraints>
${constraints.join("\n")}
</constraints>
<rsc_defaults><meta_attributes id="defaults"><nvpair id="stickiness" name="resource-stickiness" value="1"/></meta_attributes></rsc_defaults></configuration>
<status>${all(nodes, state)}</status></cib>
`;
}
