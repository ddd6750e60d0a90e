#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include <pugixml.hpp>

#include "cib/document.h"
#include "placement/cib.h"

namespace placement {

/// Changes to a CIB, made one after the other; cib() gives the CIB as it then is. The CIB that it began with stays as it
/// was. What no change touches is shared with it: the configuration, the state of each node, each history. The rest is copied
/// once, before its first change.
///
/// Nodes are named by uname. (Pacemaker: what pcmk_injections.c and the executor write into a CIB)
class CibEdit {
public:
    explicit CibEdit(const Cib& cib);

    /// The CIB with all changes so far. More may follow.
    Cib cib();
    /// The same for a look at it until the next change; its histories may not have been read.
    const CibDocument& document() const { return document_; }

    /// Ends what counts as one write: epoch grows where the configuration was changed since the last one, num_updates where
    /// the state alone was. Nothing else touches these counters. (Pacemaker: xml_create_patchset)
    void count_update();

    // ---- the state ----

    /// An attribute of <cib>: have-quorum, dc-uuid, cib-last-written, …
    void set_root_attribute(std::string_view name, std::string_view value);

    /// Attributes of the node's <node_state> (in_ccm, crmd, join, expected, …), which is made where there is none.
    void set_node_state(std::string_view node, const XmlAttributes& attributes);
    /// The id of the node's <node_state>; none where there is none by that name.
    std::optional<std::string> node_state_id(std::string_view node) const;
    /// The ids of the <node_state> whose attribute has the value; empty for one without an id.
    std::vector<std::string> ids_of_states_with(const char* attribute, std::string_view value) const;
    /// Makes sure that the node has a <node_state>: one with this id gets the name, or else a new one is made.
    void require_node_state(std::string_view node, std::string_view id);
    /// Changes the node's <node_state> as who reads it, changes it and hands the whole of it back does. See write_over().
    void rewrite_node_state(std::string_view node, const std::function<void()>& change);
    /// The id of a node whom the configuration, or the state of a remote node, knows by this name, whatever the case.
    /// (Pacemaker: query_node_uuid)
    std::optional<std::string> find_node_id(std::string_view node) const;
    /// The names that find_node_id knows.
    std::vector<std::string> node_names() const;
    /// The same; counts as a change even where the state is so already, as replacing an element does.
    void replace_node_state(std::string_view node, const XmlAttributes& attributes);
    /// What resources did on the node (<lrm>), all of it.
    void remove_operation_history(std::string_view node);
    /// What one resource did on the node.
    void remove_operation_history(std::string_view node, std::string_view resource);

    std::optional<std::string> transient_attribute(std::string_view node, std::string_view name) const;
    /// Sets a transient node attribute, a fail count or a promotion score, say.
    void set_transient_attribute(std::string_view node, std::string_view name, std::string_view value);
    /// All values that the name has among the node's transient attributes.
    std::vector<std::string> transient_attribute_values(std::string_view node, std::string_view name) const;
    /// The same as set_transient_attribute, but in the first set, and known by the id that Pacemaker would make for it: a
    /// pair with another id stays as it is. (Pacemaker: inject_transient_attr)
    void inject_transient_attribute(std::string_view node, std::string_view name, std::string_view value);
    void remove_transient_attribute(std::string_view node, std::string_view name);
    void remove_transient_attributes(std::string_view node);
    /// Those whose names `goes` holds for.
    void remove_transient_attributes(std::string_view node, const std::function<bool(std::string_view)>& goes);
    /// Fail counts and times of failures of all operations of a resource, or of its instances.
    /// (Pacemaker: attrd_client_clear_failure)
    void remove_fail_counts(std::string_view node, std::string_view resource);

    /// Whether the node has exactly one history of the resource. (Pacemaker: find_resource_xml)
    bool has_operation_history(std::string_view node, std::string_view resource) const;
    /// One more than the highest call-id that the resource's history on the node has; 1 where there is none.
    int next_call_id(std::string_view node, std::string_view resource) const;
    /// Sets attributes of the operation `id` (an <lrm_rsc_op>) in the resource's history on the node; history and
    /// operation are made where there is none, the history with `agent` (class, provider, type).
    void set_operation(std::string_view node, std::string_view resource, const XmlAttributeViews& agent, std::string_view id,
                       const XmlAttributeViews& attributes);
    /// An attribute of the resource's history (its <lrm_resource>: shutdown-lock) on the node, which must have one.
    void set_history_attribute(std::string_view node, std::string_view resource, std::string_view name,
                               std::string_view value);
    /// An operation's entry, until the next change; null where there is none.
    const StateElement* find_operation(std::string_view node, std::string_view resource, std::string_view id) const;
    /// An attribute of an operation's entry; empty where there is none.
    std::string operation_attribute(std::string_view node, std::string_view resource, std::string_view id,
                                    std::string_view name) const;
    /// Whether the history has an entry that lacks the attribute.
    bool has_operation_without(std::string_view node, std::string_view resource, const char* attribute) const;
    void remove_operation(std::string_view node, std::string_view resource, std::string_view id);
    /// The entries of an operation, whatever their ids, but for the one with the id `except` and those of failures.
    void remove_operations(std::string_view node, std::string_view resource, std::string_view task,
                           std::uint32_t interval_ms, std::string_view except = {});

    /// An attribute of the ticket's state: granted, standby, last-granted.
    void set_ticket_state(std::string_view ticket, std::string_view name, std::string_view value);

    // ---- the configuration ----

    /// As it is now, for another edit, too; it is not changed any more.
    const CibDocument::Configuration& shared_configuration();
    void set_configuration(const CibDocument::Configuration& configuration);

    /// Leaves a comment at what were cluster properties before the upgrade, so that it is known when the CIB is read again.
    void mark_former_properties();

    /// A cluster property; where no set has it, the set "cib-bootstrap-options" gets it.
    void set_cluster_property(std::string_view name, std::string_view value);
    /// The first value that a cluster property, or a default of all resources, has in a set; none where no set has it.
    std::optional<std::string> cluster_property(std::string_view name) const;
    std::optional<std::string> resource_default(std::string_view name) const;
    /// Adds a <node> whose id is its name, unless the node is configured already.
    void add_node(std::string_view node);
    /// The same of a remote or guest node, whose attributes the configuration keeps in an element of its own.
    void add_remote_node(std::string_view node);
    /// A permanent node attribute (standby, maintenance, …). Does nothing for a node that is not configured.
    void set_node_attribute(std::string_view node, std::string_view name, std::string_view value);
    void remove_node_attribute(std::string_view node, std::string_view name);
    std::optional<std::string> node_attribute(std::string_view node, std::string_view name) const;

    /// Whether a <node> has the name.
    bool is_node_configured(std::string_view node) const;
    /// The ids of the <node> elements.
    std::vector<std::string> configured_node_ids() const;
    /// Takes the <node> with this id away. False where there is none.
    bool remove_node(std::string_view id);

    /// The ids of the constraints, and those of the rules and resource sets in them.
    std::vector<std::string> constraint_ids() const;
    /// The ids of the resources and templates.
    std::vector<std::string> resource_ids() const;
    /// Takes the constraint away that has this id, or in which a rule or resource set has it. False where there is none.
    bool remove_constraint(std::string_view id);
    /// Gives the constraint, rule or resource set the score; a location constraint that has its score from its rule has it
    /// there. False where there is no such constraint, or it has no place for a score (an ordering or ticket).
    bool set_constraint_score(std::string_view id, std::string_view score);
    bool has_constraint(std::string_view id) const;
    /// Whether the location constraint that has this id, or in which a rule has it, keeps a resource from running somewhere: a score
    /// in it is -INFINITY, or it is the only place where the resource is looked for (resource-discovery).
    bool does_constraint_ban(std::string_view id) const;
    /// Sets attributes of the location constraint with this id, which is made where there is none. Whether that changes
    /// anything.
    bool set_location_constraint(std::string_view id, const XmlAttributes& attributes);
    /// Whether the location constraint is for the node, by its own attribute or by a rule that compares the node's name.
    bool location_names_node(std::string_view constraint, std::string_view node) const;

    /// Whether an element of the configuration has the id.
    bool is_id_taken(std::string_view id) const;
    /// Adds a constraint after the others.
    void add_constraint(const std::string& element, std::string_view id, const XmlAttributes& attributes);
    /// Sets an attribute of the constraint, rule or resource set; an empty value removes it. False where there is none.
    bool set_constraint_attribute(std::string_view id, std::string_view name, std::string_view value);
    /// The element that has the id: "rsc_location", "rule", …; empty where there is none.
    std::string constraint_element(std::string_view id) const;

    /// The ids of the tags.
    std::vector<std::string> tag_ids() const;
    /// The ids of the configured operations of all resources.
    std::vector<std::string> operation_ids() const;
    /// The resource or template in which the operation with this id is; empty where there is none.
    std::string owner_of_operation(std::string_view id) const;
    /// Sets an attribute of the operation with this id; an empty value removes it. False where there is none.
    bool set_configured_operation(std::string_view id, std::string_view name, std::string_view value);
    /// Adds an operation to a primitive or template, with an id of its task and interval. False where there is none.
    bool add_configured_operation(std::string_view resource, std::string_view task, const XmlAttributes& attributes);
    /// A parameter among the resource's own that no rule limits; an empty value removes it. False where there is no such resource.
    bool set_parameter(std::string_view resource, std::string_view name, std::string_view value);
    /// What a primitive or template needs, by its utilization, or a node has, by its own; an empty value removes it. False where there
    /// is none.
    bool set_utilization(std::string_view resource, std::string_view name, std::string_view value);
    bool set_capacity(std::string_view node, std::string_view name, std::string_view value);
    /// An attribute of the bundle's container; an empty value removes it. False where that is no bundle, or has no container.
    bool set_container_attribute(std::string_view bundle, std::string_view name, std::string_view value);
    /// A default of all resources that no rule limits; an empty value removes it.
    void set_own_resource_default(std::string_view name, std::string_view value);

    /// The element that has the id: "primitive", "group", "clone", "bundle"; empty where no resource has it.
    std::string resource_element(std::string_view id) const;
    /// The resources in a resource, each before what is in it.
    std::vector<std::string> resources_within(std::string_view id) const;
    /// The resources that a resource is in, the innermost first.
    std::vector<std::string> resources_around(std::string_view id) const;
    /// A meta-attribute among the resource's own that no rule limits.
    std::optional<std::string> own_meta_attribute(std::string_view resource, std::string_view name) const;
    /// Sets it where the resource has it, else in its first set. (Pacemaker: cli_resource_update_attribute)
    void set_own_meta_attribute(std::string_view resource, std::string_view name, std::string_view value);
    void remove_own_meta_attribute(std::string_view resource, std::string_view name);
    /// Makes a meta-attribute of the resource so, whatever its own sets say. False where there is no such resource.
    bool set_meta_attribute(std::string_view resource, std::string_view name, std::string_view value);
    /// Makes a default of all resources so, whatever the sets say.
    void set_resource_default(std::string_view name, std::string_view value);
    /// The promotion score of a resource, or of one instance of it ("db:1"), on the node.
    void set_promotion_score(std::string_view node, std::string_view resource, std::string_view value);

private:
    StateElement& editable_root();
    StateElement& editable_status();
    pugi::xml_node editable_configuration();
    /// The first part of the status for which the test holds; none where there is none.
    template <typename Test>
    std::optional<std::size_t> find_part(std::string_view element, const Test& test) const;
    std::optional<std::size_t> find_state_with(const char* attribute, std::string_view value) const;
    /// The node's <node_state>; none where it has none.
    std::optional<std::size_t> find_node_state(std::string_view node) const;
    /// The same as an element; null where the node has none.
    const StateElement* node_state(std::string_view node) const;
    /// A child of it; null where there is none.
    const StateElement* in_node_state(std::string_view node, std::string_view child) const;
    StateElement& editable_node_state(std::string_view node);
    /// The histories of the node that are read, where it has any; null where not.
    const StateElement* list_of_histories(std::string_view node) const;
    StateElement& editable_list_of_histories(std::string_view node);
    /// The place of the resource's first history among them.
    std::optional<std::size_t> find_read_history(std::string_view node, std::string_view resource) const;
    /// The node's first <transient_attributes>, which it gets where it has none.
    StateElement& editable_transient_attributes(std::string_view node);
    std::string node_id(std::string_view node) const;
    /// Whether elements of the node's state are taken for others when it is written as a whole.
    bool has_equals(const StateElement* node_state) const;
    pugi::xml_node find_resource(std::string_view id) const;
    pugi::xml_node find_configured_operation(std::string_view id) const;
    /// The constraint, or the rule or resource set in one.
    pugi::xml_node find_constraint_part(std::string_view id) const;
    /// Sets an attribute, or removes it with an empty value. `find` finds the element, before and after the configuration is copied.
    template <typename Find>
    bool set_or_remove_attribute(const Find& find, std::string_view name, std::string_view value);
    /// The same with a name-value pair of the sets `element` in what `find` finds; a new set has the id.
    template <typename Find>
    void set_or_remove_pair(const Find& find, const char* element, std::string_view set_id, std::string_view name,
                            std::string_view value);

    /// Where a node's state is, and the histories in it.
    struct NodeIndex {
        struct Histories {
            std::size_t list = 0;  ///< that the first is in
            std::size_t child = 0; ///< its place there
            int count = 0;
            std::optional<int> highest_call_id; ///< of the first; none: not known
        };
        std::size_t part = 0; ///< among the children of <status>
        /// Elements with histories in them, each as the places of the children that lead there from the <node_state>.
        std::vector<std::vector<std::size_t>> lists;
        std::unordered_map<std::string, Histories> histories; ///< by resource

        void add(const StateElement& element, std::vector<std::size_t>& path);
    };
    /// Null where the node has no state.
    NodeIndex* find_index(std::string_view node) const;
    /// Null where there is no such history.
    NodeIndex::Histories* find_histories(std::string_view node, std::string_view resource) const;
    /// The first history of the resource; null where there is none.
    const StateElement* first_history(std::string_view node, std::string_view resource) const;
    StateElement& editable_history(std::string_view node, const NodeIndex::Histories& histories);
    NodeIndex::Histories& add_history(std::string_view node, std::string_view resource, const XmlAttributeViews& agent);
    /// Names and ids.
    std::vector<std::pair<std::string, std::string>> known_nodes() const;

    CibDocument document_;
    std::shared_ptr<XmlTree> configuration_; ///< while the configuration may be changed in place
    /// By node; forgotten when something goes from a state.
    mutable std::unordered_map<std::string, NodeIndex> index_;
    bool rewriting_ = false; ///< a state with equals
    bool state_changed_ = false; ///< since the last count_update()
    bool configuration_changed_ = false;
};

} // namespace placement
