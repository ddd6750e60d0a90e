#include "cib/schema_table.h"

#include <initializer_list>

// How the content of an element is written:
//
//   @name:value     an attribute; without ":value" any text. A value is a word that schema_values.cpp knows, a list of
//                   the words that there are, (or|and), or of those that there are not, not(or|and)
//   name            an element in it; behind a dot the row that holds for it
//   ( a b )         one after the other. The order of attributes means nothing
//   ( a | b )       one of them
//   { a b }         the elements in any order
//   a? a* a+        may be left out; any number; any number but 0
//   a[2.6..]        only since schema 2.6; [..3.10] up to 3.10; [2.8..3.10] from one to the other
//
// The elements of two parts that follow each other never have a name in common, so that what comes next decides.

namespace placement {

namespace {

std::string blank_separated(std::initializer_list<std::string_view> parts) {
    std::string text;
    for (const std::string_view part : parts) {
        text += part;
        text += ' ';
    }
    return text;
}

/// A set of pairs of a name and a value: a reference to another such set, or its own with a rule and a score.
std::string pairs(std::string_view pair, std::string_view rule = "rule") {
    return blank_separated({"( @id-ref:reference | @id:id @score:score? { " + std::string(rule) + "?", std::string(pair) + "* } )"});
}

/// Since when rules may have what came late, which depends on where they stand.
struct LateInRules {
    std::string_view value_source;
    std::string_view resources_and_operations;
};

/// `behind` is what its row has behind its name.
std::string rule(const std::string& behind, const LateInRules& late) {
    const std::string since(late.resources_and_operations);
    return blank_separated({"( @id-ref:reference | @id:id @boolean-op:(or|and)? @role?",
                   "( expression" + behind, "| date_expression | rsc_expression" + since, "| op_expression" + since,
                   "| rule" + behind, ")+",
                   "( @score:score | @score-attribute )[..3.8] ( @score:score | @score-attribute )?[3.9..] )"});
}

std::string expression(const LateInRules& late) {
    return blank_separated({"@id:id @attribute @operation:(lt|gt|lte|gte|eq|ne|defined|not_defined) @value?",
                   "@type:(string|number|version)?[..3.4] @type:(string|integer|number|version)?[3.5..]",
                   "@value-source:(literal|param|meta)?" + std::string(late.value_source)});
}

constexpr LateInRules late_elsewhere = {"[2.9..]", "[3.4..]"};
constexpr LateInRules late_in_options = {"[3.0..]", "[3.4..]"};
constexpr LateInRules late_in_constraints = {"[2.9..]", "[3.5..]"};

constexpr std::string_view names_before_3 =
    "cluster_recheck_interval|dc_deadtime|default-action-timeout|default_action_timeout|default-migration-threshold|"
    "default_migration_threshold|default-resource-failure-stickiness|default_resource_failure_stickiness|"
    "default-resource-stickiness|default_resource_stickiness|election_timeout|expected-quorum-votes|is-managed-default|"
    "is_managed_default|no_quorum_policy|notification-agent|notification-recipient|remove_after_stop|shutdown_escalation|"
    "startup_fencing|stonith_action|stonith_enabled|stop_orphan_actions|stop_orphan_resources|symmetric_cluster|"
    "transition_idle_timeout";

std::string property() {
    return blank_separated({"( ( @id-ref:reference @name?[..3.10] )[3.0..] | @id:id (",
                   "( @name @value? )[..2.10] |",
                   "( @name:(cluster-infrastructure)",
                   "@value:not(heartbeat|openais|classic openais|classic openais (with plugin)|cman) )[3.0..3.10] |",
                   "( @name:not(cluster-infrastructure|" + std::string(names_before_3) + ") @value? )[3.0..3.10] |",
                   "( @name:not(crmd-finalization-timeout|crmd-integration-timeout|crmd-transition-delay|remove-after-stop|",
                   "stonith-action) @value )[4.0..] |",
                   "( @name:(stonith-action) @value:not(poweroff) )[4.0..] ) )"});
}

/// A pair; `name` is its attribute, in the schemas that want something of it.
std::string pair(std::string_view name = "@name", std::string_view references = "[1.3..]") {
    return blank_separated({"( ( @id-ref:reference @name?[..3.10] )" + std::string(references), "| @id:id", name, "@value?[..3.10] @value[4.0..] )"});
}

constexpr std::string_view resource_options = "@name[..3.10] @name:not(restart-type)[4.0..]";
constexpr std::string_view primitive_options =
    "@name[..2.10] @name:not(isolation|isolation-host|isolation-instance|isolation-wrapper)[3.0..3.10] "
    "@name:not(restart-type)[4.0..]";
constexpr std::string_view primitive_parameters =
    "@name[..2.10] @name:not(pcmk_arg_map|pcmk_list_cmd|pcmk_monitor_cmd|pcmk_off_cmd|pcmk_on_cmd|pcmk_reboot_cmd|"
    "pcmk_status_cmd)[3.0..3.0] @name[3.1..]";
constexpr std::string_view operation_options =
    "@name[..2.10] @name:not(requires)[3.0..3.10] @name:not(can_fail|role_after_failure)[4.0..]";
constexpr std::string_view operation_parameters =
    "@name[..2.10] @name:not(interval-origin|start-delay|enabled|on-fail|record-pending|role|timeout|requires)[3.0..3.0] "
    "@name[3.1..]";
constexpr std::string_view operation_defaults = "@name[..3.10] @name:not(can_fail|role_after_failure)[4.0..]";

std::string role(std::string_view attribute) {
    return blank_separated({std::string(attribute) + ":(Stopped|Started|Master|Slave)?[..3.6]",
                   std::string(attribute) + ":(Stopped|Started|Promoted|Unpromoted|Master|Slave)?[3.7..]"});
}

std::string agent(std::string_view few_classes, std::string_view more_classes) {
    return blank_separated({"( @class:(ocf) @provider", "| @class:(lsb|heartbeat|stonith|upstart)" + std::string(few_classes),
                   "| @class:(lsb|heartbeat|stonith|upstart|service|systemd|nagios)" + std::string(more_classes),
                   "| @class:(lsb|heartbeat|stonith|service|systemd)[4.0..] )"});
}

constexpr std::string_view of_resource = "( meta_attributes.resource | instance_attributes )*";
constexpr std::string_view of_primitive =
    "{ ( meta_attributes.primitive | instance_attributes.primitive | utilization[1.2..] )* operations? }";

std::string operation() {
    return blank_separated({"@id:id @name @interval @description? ( @start-delay | @interval-origin )? @timeout? @enabled:boolean?",
                   "@record-pending:boolean?", role("@role"),
                   "@requires:(nothing|quorum|fencing)?[..1.2] @requires:(nothing|quorum|fencing|unfencing)?[1.3..2.10]",
                   "@on-fail:(ignore|block|stop|restart|standby|fence)?[..1.0]",
                   "@on-fail:(ignore|block|stop|restart|standby|fence|restart-container)?[1.2..3.3]",
                   "@on-fail:(ignore|block|demote|stop|restart|standby|fence|restart-container)?[3.4..]",
                   "( meta_attributes.operation | instance_attributes.operation )*"});
}

constexpr std::string_view container =
    "@image @replicas:integer? @replicas-per-host:integer? @masters:integer?[..2.10] "
    "( @masters:integer | @promoted-max:integer )?[3.0..3.10] @promoted-max:integer?[4.0..] @run-command? @network? @options?";

std::string location() {
    return blank_separated({"@id:id ( ( @rsc:reference | @rsc-pattern[2.6..] ) (", role("@role") + ")[1.2..] | resource_set+[1.2..] )",
                   "( @score:score @node | rule.constraint+[..3.10] | rule.constraint[4.0..] ) lifetime?[..3.10]",
                   "@resource-discovery:(always|never|exclusive)?[2.2..]"});
}

std::string resource_set() {
    return blank_separated({"( @id-ref:reference | @id:id @sequential:boolean? @require-all:boolean?[1.2..]",
                   "@ordering:(group|listed)?[2.1..] @action:(start|promote|demote|stop)?", role("@role"),
                   "@score:score?[..2.10] ( @score:score | @kind:(Optional|Mandatory|Serialize) )?[3.0..] resource_ref+ )"});
}

std::string colocation() {
    return blank_separated({"@id:id ( @score:score | @score-attribute | @score-attribute-mangle )?[..2.10] @score:score?[3.0..]",
                   "@influence?[3.6..] lifetime?[..3.10]",
                   "( resource_set+ | @rsc:reference @with-rsc:reference @node-attribute?", role("@rsc-role"),
                   role("@with-rsc-role"), ")"});
}

constexpr std::string_view ordering =
    "@id:id lifetime?[..3.10] @symmetrical:boolean? @require-all:boolean?[2.3..] "
    "( @score:score | @kind:(Optional|Mandatory|Serialize) )? ( resource_set+ | @first:reference @then:reference "
    "@first-action:(start|promote|demote|stop)? @then-action:(start|promote|demote|stop)? )";

constexpr std::string_view legacy_date =
    "@hours? @monthdays? @weekdays? @yearsdays? @months? @weeks? @years? @weekyears?";

} // namespace

std::vector<SchemaRow> schema_table() {
    const auto text = [](std::string_view constant) { return std::string(constant); };
    return {
        {"cib", "@validate-with:schema @admin_epoch:count @epoch:count @num_updates:count @crm_feature_set? "
                "@remote-tls-port:count? @remote-clear-port:count? @have-quorum:boolean? @dc-uuid? @cib-last-written? "
                "@no-quorum-panic:boolean? @update-origin?[1.2..] @update-client?[1.2..] @update-user?[1.2..] "
                "@execution-date?[1.2..] configuration status?"},
        {"configuration", "{ crm_config rsc_defaults? op_defaults? nodes resources constraints fencing-topology?[1.2..] "
                          "acls?[1.2..] tags?[1.3..] alerts?[2.5..] }"},

        {"crm_config", "cluster_property_set*"},
        {"rsc_defaults", "meta_attributes.resource-default*"},
        {"op_defaults", "meta_attributes.operation-default*"},
        {"cluster_property_set", pairs("nvpair.property", "rule.option")},
        {"meta_attributes.resource-default", pairs("nvpair.resource-default", "rule.option")},
        {"meta_attributes.operation-default", pairs("nvpair.operation-default", "rule.option")},

        {"nvpair.property", property()},
        {"nvpair.resource-default", pair(resource_options, "[3.0..]")},
        {"nvpair.operation-default", pair(operation_defaults, "[3.0..]")},
        {"nvpair", pair()},
        {"nvpair.resource", pair(resource_options)},
        {"nvpair.primitive", pair(primitive_options)},
        {"nvpair.primitive-parameter", pair(primitive_parameters)},
        {"nvpair.operation", pair(operation_options)},
        {"nvpair.operation-parameter", pair(operation_parameters)},

        {"rule", rule("", late_elsewhere)},
        {"rule.option", rule(".option", late_in_options)},
        {"rule.constraint", rule(".constraint", late_in_constraints)},
        {"expression", expression(late_elsewhere)},
        {"expression.option", expression(late_in_options)},
        {"expression.constraint", expression(late_in_constraints)},
        {"date_expression", "@id:id ( ( @operation:(in_range) ( @start? @end | @start duration ) )[..3.8] "
                            "| ( @operation:(in_range) ( @start | @end | @start @end ) duration? )[3.9..] "
                            "| @operation:(gt) @start | @operation:(lt) @end | @operation:(date_spec) date_spec )"},
        {"duration", "@id:id @moon? @days?[3.9..] @minutes?[3.9..] @seconds?[3.9..] " + text(legacy_date)},
        {"date_spec", "@id:id @moon?[..3.10] @yeardays?[3.9..] @minutes?[3.9..] @seconds?[3.9..] " + text(legacy_date)},
        {"rsc_expression", "@id:id @class? @provider? @type?"},
        {"op_expression", "@id:id @name @interval?"},

        {"nodes", "node*"},
        {"node", "@id @uname @type:(normal|member|ping)[..1.0] @type:(normal|member|ping)?[1.2..1.2] "
                 "@type:(normal|member|ping|remote)?[1.3..2.10] @type:(member|ping|remote)?[3.0..3.10] "
                 "@type:(member|remote)?[4.0..] @description? @score:score?[1.2..] "
                 "( instance_attributes | utilization[1.2..] )*"},

        {"resources", "( primitive | template[1.2..] | group | clone | master[..3.10] | bundle[2.8..] )*"},
        {"primitive", blank_separated({"@id:id (", agent("[..1.0]", "[1.2..3.10]"), "@type | @template:reference[1.2..] )",
                              "@description?", of_primitive})},
        {"template", blank_separated({"@id:id", agent("[1.2..2.6]", "[2.7..3.10]"), "@type @description?", of_primitive})},
        {"group", blank_separated({"@id:id @description? {", of_resource, "primitive+ }"})},
        {"clone", blank_separated({"@id:id @description? {", of_resource, "( primitive | group ) }"})},
        {"master", blank_separated({"@id:id @description? {", of_resource, "( primitive | group ) }"})},
        {"bundle", blank_separated({"@id:id @description? {", of_resource,
                           "( docker | rkt[2.10..3.10] | podman[3.2..] ) network? storage? primitive? }"})},
        {"docker", text(container)},
        {"rkt", text(container)},
        {"podman", text(container)},
        {"network", "@ip-range-start? @control-port:integer? @host-interface? @host-netmask:integer? "
                    "@add-host:boolean?[3.0..] port-mapping*"},
        {"port-mapping", "@id:id ( @port:integer @internal-port:integer? | @range:ports )"},
        {"storage", "storage-mapping*"},
        {"storage-mapping", "@id:id ( @source-dir | @source-dir-root ) @target-dir @options?"},
        {"operations", "@id:id? @id-ref:reference? op*"},
        {"op", operation()},
        {"instance_attributes", pairs("nvpair")},
        {"instance_attributes.primitive", pairs("nvpair.primitive-parameter")},
        {"instance_attributes.operation", pairs("nvpair.operation-parameter")},
        {"meta_attributes.resource", pairs("nvpair.resource")},
        {"meta_attributes.primitive", pairs("nvpair.primitive")},
        {"meta_attributes.operation", pairs("nvpair.operation")},
        {"utilization", pairs("nvpair")},

        {"constraints", "( rsc_location | rsc_colocation | rsc_order | rsc_ticket[1.2..] )*"},
        {"rsc_location", location()},
        {"rsc_colocation", colocation()},
        {"rsc_order", text(ordering)},
        {"rsc_ticket", blank_separated({"@id:id ( resource_set+ | @rsc:reference", role("@rsc-role"),
                               ") @ticket @loss-policy:(stop|demote|fence|freeze)?"})},
        {"resource_set", resource_set()},
        {"resource_ref", "@id:reference"},
        {"lifetime", "rule.constraint+"},

        {"fencing-topology", "fencing-level*"},
        {"fencing-level", "@id:id ( @target | @target-pattern | ( @target-attribute @target-value )[2.4..] ) "
                          "@index:positive[..3.10] @index:level[4.0..] @devices:devices"},

        {"acls", "( acl_user[..1.3] | acl_role | acl_target[2.0..] | acl_group[2.0..] )*"},
        {"acl_user", "@id:id ( role_ref* | ( read | write | deny )* )"},
        {"role_ref", "@id:reference"},
        {"read", "@id:id ( @tag | @ref:reference | @tag @ref:reference | @xpath ) @attribute?"},
        {"write", "@id:id ( @tag | @ref:reference | @tag @ref:reference | @xpath ) @attribute?"},
        {"deny", "@id:id ( @tag | @ref:reference | @tag @ref:reference | @xpath ) @attribute?"},
        {"acl_role", "@id:id @description?[2.0..] ( read | write | deny )*[..1.3] acl_permission*[2.0..]"},
        {"acl_permission", "@id:id @kind:(read|write|deny) ( @xpath | @reference:reference | @object-type @attribute? ) "
                           "@description?"},
        {"acl_target", "@id @name?[3.8..] role*"},
        {"acl_group", "@id:id @name?[3.8..] role*"},
        {"role", "@id:reference"},

        {"tags", "tag*"},
        {"tag", "@id:id obj_ref+"},
        {"obj_ref", "@id:reference[..3.2] @id[3.3..]"},

        {"alerts", "alert*"},
        {"alert", "@id:id @description? @path ( ( meta_attributes.alert | instance_attributes.alert )* recipient* )[..2.9] "
                  "{ ( meta_attributes.alert | instance_attributes.alert )* select? recipient* }[2.10..]"},
        {"recipient", "@id:id @description? @value ( meta_attributes.alert | instance_attributes.alert )*"},
        {"meta_attributes.alert", pairs("nvpair", "rule.constraint")},
        {"instance_attributes.alert", pairs("nvpair", "rule.constraint")},
        {"select", "{ select_attributes? select_fencing? select_nodes? select_resources? }"},
        {"select_attributes", "attribute*"},
        {"attribute", "@id:id @name"},
        {"select_fencing", ""},
        {"select_nodes", ""},
        {"select_resources", ""},
    };
}

} // namespace placement
