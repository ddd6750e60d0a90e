// A cluster whose names are made to do harm: markup, scripts, marks that turn the writing round, control characters, 10,000 characters.

export const hostileNames = [
  `<script>window.ran=(window.ran||0)+1</script>`,
  `</script><script>window.ran=(window.ran||0)+1</script>`,
  `"><img src="http://127.0.0.1:9/picture" onerror="window.ran=(window.ran||0)+1">`,
  `<!--<script>`,
  `javascript:window.ran=1`,
  `\u202Eevil\u2066name\u2069`,
  `${"long".repeat(2500)}`,
  `{{constructor}}\u2028\u2029`,
  `a\tb`,
];

const escaped = (text) =>
  text.replace(/[&<>"\t]/g, (character) => `&#${character.charCodeAt(0)};`);

/** Each name is that of a resource, of a constraint, of an attribute's value and, some, of nodes. */
export function hostileCluster() {
  const nodes = ["n1", hostileNames[0], hostileNames[2], hostileNames[5]];
  const node = (name, i) => `<node id="${i + 1}" uname="${escaped(name)}"/>`;
  const primitive = (name, i) =>
    `<primitive id="${escaped(name)}" class="ocf" provider="pacemaker" type="Dummy"><instance_attributes id="a${i}"><nvpair id="p${i}" name="password" value="secret-${i}"/><nvpair id="v${i}" name="state" value="${escaped(name)}"/></instance_attributes></primitive>`;
  const location = (name, i) => `<rsc_location id="${escaped(`at ${name}`)}" rsc="${escaped(name)}" node="${escaped(nodes[i % nodes.length])}" score="10"/>`;
  const colocation = (name, i) =>
    i === 0 ? "" : `<rsc_colocation id="${escaped(`with ${name}`)}" rsc="${escaped(name)}" with-rsc="${escaped(hostileNames[0])}" score="-5"/>`;
  const state = (name, i) => {
    const here = hostileNames.map((each, j) => [each, j]).filter(([, j]) => j % nodes.length === i);
    const histories = here.map(([each, j]) => `<lrm_resource id="${escaped(each)}" class="ocf" provider="pacemaker" type="Dummy"><lrm_rsc_op id="o${j}" operation_key="${escaped(each)}_start_0" operation="start" transition-key="${j + 1}:1:0:a" transition-magic="0:0;${j + 1}:1:0:a" call-id="${j + 1}" rc-code="0" op-status="0" interval="0" on_node="${escaped(name)}"/></lrm_resource>`);
    return `<node_state id="${i + 1}" uname="${escaped(name)}" in_ccm="true" crmd="online" join="member" expected="member"><lrm id="${i + 1}"><lrm_resources>${histories.join("")}</lrm_resources></lrm></node_state>`;
  };
  return `<cib validate-with="pacemaker-4.0" have-quorum="1" crm_feature_set="3.20.5" epoch="1" num_updates="0" admin_epoch="0"><configuration>
<crm_config><cluster_property_set id="options"><nvpair id="option-fencing" name="fencing-enabled" value="false"/></cluster_property_set></crm_config>
<nodes>${nodes.map(node).join("\n")}</nodes>
<resources>${hostileNames.map(primitive).join("\n")}</resources>
<constraints>${hostileNames.map(location).join("\n")}${hostileNames.map(colocation).join("\n")}</constraints>
</configuration><status>${nodes.map(state).join("")}</status></cib>
`;
}
