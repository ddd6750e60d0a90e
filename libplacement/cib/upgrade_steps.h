#pragma once

#include "cib/upgrade_context.h"
#include "cib/upgrade_references.h"

/// The steps from one series of schemas to the next. Each works on the whole CIB, in the order in which the functions of
/// a series stand here; what they find out of date is told by the functions that return OldSpellings.
namespace placement {

// ---- from 1.x to 2.0 ------------------------------------------------------------------------------------------

/// upgrade_acls.cpp: access rights in the spelling of 1.x.
OldSpellings acls_before_2(pugi::xml_node configuration);
void upgrade_acls(UpgradeContext& context);

// ---- from 2.x to 3.0 ------------------------------------------------------------------------------------------

/// upgrade_properties.cpp: cluster properties that were renamed, dropped, or moved to the defaults.
OldSpellings properties_before_3(pugi::xml_node configuration);
void upgrade_properties(UpgradeContext& context);

/// upgrade_operations.cpp: operations' `requires`, which became their resource's, and their options as instance
/// attributes, which became meta attributes.
OldSpellings operations_before_3(pugi::xml_node configuration);
void upgrade_operations(UpgradeContext& context);

/// upgrade_resource_attributes.cpp: attributes of resources, nodes and colocations that were renamed or dropped.
OldSpellings resource_attributes_before_3(pugi::xml_node configuration);
void upgrade_resource_attributes(UpgradeContext& context);

// ---- from 3.x to 4.0 ------------------------------------------------------------------------------------------

/// upgrade_pairs.cpp: sets by falling score, a name once in a set, pairs without a value, cluster properties, dates by
/// the moon, fencing levels.
OldSpellings pairs_before_4(pugi::xml_node configuration);
void upgrade_pairs(UpgradeContext& context);
void drop_repeated_pairs(UpgradeContext& context);

/// upgrade_promotable.cpp: <master>, and bundles' `masters`.
OldSpellings promotable_before_4(pugi::xml_node configuration);
void upgrade_promotable(UpgradeContext& context);

/// upgrade_ping_nodes.cpp: nodes of the type "ping", on which nothing may run.
OldSpellings ping_nodes_before_4(pugi::xml_node configuration);
void upgrade_ping_nodes(UpgradeContext& context);

/// upgrade_rules.cpp: location constraints with several rules, and constraints with a lifetime.
OldSpellings rules_before_4(pugi::xml_node configuration);
void split_location_rules(UpgradeContext& context, ExpandedReferences& references);
void upgrade_lifetimes(UpgradeContext& context, const ExpandedReferences& references);

/// upgrade_removed.cpp: resources that later releases cannot run (nagios, upstart, rkt), with the constraints on them,
/// and meta attributes that mean nothing now.
OldSpellings removed_before_4(pugi::xml_node configuration);
void drop_removed(UpgradeContext& context);

/// upgrade_acls.cpp: access rights that name what an upgrade took away.
void release_acl_references(UpgradeContext& context);

} // namespace placement
