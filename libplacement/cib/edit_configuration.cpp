#include "cib/edit.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "base/xml_text.h"
#include "cib/edit_elements.h"
#include "cib/elements.h"
#include "cib/former_properties.h"

namespace placement {

void CibEdit::mark_former_properties() {
    if (!document_.former_properties.empty())
        placement::mark_former_properties(editable_configuration(), document_.former_properties);
}

void CibEdit::set_cluster_property(std::string_view name, std::string_view value) {
    const pugi::xml_node options = child_or_new(editable_configuration(), "crm_config");
    constexpr const char* element = "cluster_property_set";
    constexpr const char* standard = "cib-bootstrap-options";
    pugi::xml_node set = set_with(options, element, name);
    if (!set) set = find_child(options, element, "id", standard);
    if (!set) set = append_with_id(options, element, standard);
    configuration_changed_ |= set_pair(set, name, value);
}

namespace {

std::optional<std::string> first_value(pugi::xml_node sets, std::string_view name) {
    for (const pugi::xml_node set : sets.children()) {
        if (const pugi::xml_node pair = find_pair(set, name)) return pair.attribute("value").value();
    }
    return std::nullopt;
}

} // namespace

std::optional<std::string> CibEdit::cluster_property(std::string_view name) const {
    return first_value(document_.configuration().child("crm_config"), name);
}

std::optional<std::string> CibEdit::resource_default(std::string_view name) const {
    return first_value(document_.configuration().child("rsc_defaults"), name);
}

void CibEdit::add_node(std::string_view node) {
    if (find_child(document_.configuration().child("nodes"), "node", "uname", node)) return;
    const pugi::xml_node nodes = child_or_new(editable_configuration(), "nodes");
    set_attribute(append_with_id(nodes, "node", node), "uname", node);
    configuration_changed_ = true;
}

void CibEdit::add_remote_node(std::string_view node) {
    if (find_child(document_.configuration().child("nodes"), "node", "uname", node)) return;
    pugi::xml_node added = child_or_new(editable_configuration(), "nodes").append_child("node");
    set_attribute(added, "type", "remote");
    set_attribute(added, "id", node);
    set_attribute(added, "uname", node);
    configuration_changed_ = true;
}

const CibDocument::Configuration& CibEdit::shared_configuration() {
    configuration_.reset();
    return document_.configuration_part;
}

void CibEdit::set_configuration(const CibDocument::Configuration& configuration) {
    configuration_.reset();
    configuration_changed_ |= document_.configuration_part.tree != configuration.tree;
    document_.configuration_part = configuration;
}

void CibEdit::set_node_attribute(std::string_view node, std::string_view name, std::string_view value) {
    if (!find_child(document_.configuration().child("nodes"), "node", "uname", node)) return;
    const pugi::xml_node configured = find_child(editable_configuration().child("nodes"), "node", "uname", node);
    pugi::xml_node set = set_for(configured, "instance_attributes", name);
    if (!set) {
        const std::string id = as_xml_id(fmt::format("nodes-{}", configured.attribute("id").value()));
        set = append_with_id(configured, "instance_attributes", id);
    }
    configuration_changed_ |= set_pair(set, name, value);
}

std::optional<std::string> CibEdit::node_attribute(std::string_view node, std::string_view name) const {
    const pugi::xml_node configured = find_child(document_.configuration().child("nodes"), "node", "uname", node);
    for (const pugi::xml_node set : configured.children("instance_attributes")) {
        if (const pugi::xml_node pair = find_pair(set, name)) return pair.attribute("value").value();
    }
    return std::nullopt;
}

void CibEdit::remove_node_attribute(std::string_view node, std::string_view name) {
    const pugi::xml_node present = find_child(document_.configuration().child("nodes"), "node", "uname", node);
    const auto sets = present.children("instance_attributes");
    if (std::none_of(sets.begin(), sets.end(), [&](pugi::xml_node set) { return !find_pair(set, name).empty(); }))
        return;
    remove_from_sets(find_child(editable_configuration().child("nodes"), "node", "uname", node), "instance_attributes",
                     name);
    configuration_changed_ = true;
}

namespace {

/// The constraint with this id, or the one that it is part of.
pugi::xml_node constraint_with(pugi::xml_node constraints, std::string_view id) {
    for (const pugi::xml_node constraint : constraints.children()) {
        if (has_id(constraint, id)) return constraint;
    }
    for (const pugi::xml_node constraint : constraints.children()) {
        if (constraint.find_node([id](pugi::xml_node part) { return is_part_of_constraint(part) && has_id(part, id); })) {
            return constraint;
        }
    }
    return {};
}

/// The element that has the score of what has the id; none where there is no place for one.
pugi::xml_node score_holder(pugi::xml_node constraints, std::string_view id) {
    const pugi::xml_node constraint = constraint_with(constraints, id);
    const std::string_view kind = constraint.name();
    if (kind != "rsc_location" && kind != "rsc_colocation") return {};
    if (!has_id(constraint, id)) {
        return constraint.find_node(
            [id](pugi::xml_node part) { return is_part_of_constraint(part) && has_id(part, id); });
    }
    const pugi::xml_node rule = constraint.child("rule");
    if (!rule || constraint.attribute("node")) return constraint;
    if (!rule.attribute("id-ref")) return rule;
    const std::string_view reference = rule.attribute("id-ref").value();
    return constraints.find_node(
        [reference](pugi::xml_node part) { return std::string_view(part.name()) == "rule" && has_id(part, reference); });
}

bool is_resource(pugi::xml_node element) { return names_resource(element.name()); }

/// Puts the pair into a set of its own that wins over the parent's others: of the highest score, and the last of those.
/// (Pacemaker: pcmk__cmp_nvpair_blocks)
void override_pair(pugi::xml_node parent, std::string_view parent_id, std::string_view name, std::string_view value) {
    const std::string id = as_xml_id(fmt::format("{}-what-if", parent_id));
    pugi::xml_node set = find_child(parent, "meta_attributes", "id", id);
    if (!set) {
        set = append_with_id(parent, "meta_attributes", id);
        set_attribute(set, "score", "INFINITY");
    }
    set_pair(set, name, value);
}

} // namespace

std::vector<std::string> CibEdit::constraint_ids() const {
    std::vector<std::string> ids;
    const pugi::xml_node constraints = document_.configuration().child("constraints");
    for (const pugi::xml_node constraint : elements_in(constraints)) ids.emplace_back(constraint.attribute("id").value());
    constraints.find_node([&ids](pugi::xml_node part) {
        if (is_part_of_constraint(part) && part.attribute("id")) ids.emplace_back(part.attribute("id").value());
        return false;
    });
    return ids;
}

std::vector<std::string> CibEdit::resource_ids() const {
    std::vector<std::string> ids;
    document_.configuration().child("resources").find_node([&ids](pugi::xml_node element) {
        if (is_resource(element)) ids.emplace_back(element.attribute("id").value());
        return false;
    });
    return ids;
}

pugi::xml_node CibEdit::find_resource(std::string_view id) const {
    return document_.configuration().child("resources").find_node(
        [id](pugi::xml_node element) { return is_resource(element) && has_id(element, id); });
}

std::string CibEdit::resource_element(std::string_view id) const { return find_resource(id).name(); }

std::vector<std::string> CibEdit::resources_within(std::string_view id) const {
    std::vector<std::string> ids;
    find_resource(id).find_node([&ids](pugi::xml_node element) {
        if (is_resource(element)) ids.emplace_back(element.attribute("id").value());
        return false;
    });
    return ids;
}

std::vector<std::string> CibEdit::resources_around(std::string_view id) const {
    std::vector<std::string> ids;
    for (pugi::xml_node around = find_resource(id).parent(); is_resource(around); around = around.parent()) {
        ids.emplace_back(around.attribute("id").value());
    }
    return ids;
}

std::optional<std::string> CibEdit::own_meta_attribute(std::string_view resource, std::string_view name) const {
    const pugi::xml_node set = unconditional_set_with(find_resource(resource), "meta_attributes", name);
    if (!set) return std::nullopt;
    return find_pair(set, name).attribute("value").value();
}

void CibEdit::set_own_meta_attribute(std::string_view resource, std::string_view name, std::string_view value) {
    if (!find_resource(resource)) return;
    editable_configuration();
    const pugi::xml_node element = find_resource(resource);
    pugi::xml_node set = unconditional_set_with(element, "meta_attributes", name);
    if (!set) set = first_unconditional_set(element, "meta_attributes");
    if (!set) set = append_with_id(element, "meta_attributes", as_xml_id(fmt::format("{}-meta_attributes", resource)));
    configuration_changed_ |= set_pair(set, name, value);
}

void CibEdit::remove_own_meta_attribute(std::string_view resource, std::string_view name) {
    while (unconditional_set_with(find_resource(resource), "meta_attributes", name)) {
        editable_configuration();
        pugi::xml_node set = unconditional_set_with(find_resource(resource), "meta_attributes", name);
        set.remove_child(find_pair(set, name));
        configuration_changed_ = true;
    }
}

bool CibEdit::has_constraint(std::string_view id) const {
    for (const pugi::xml_node constraint : document_.configuration().child("constraints").children()) {
        if (has_id(constraint, id)) return true;
    }
    return false;
}

bool CibEdit::set_location_constraint(std::string_view id, const XmlAttributes& attributes) {
    pugi::xml_node constraints = child_or_new(editable_configuration(), "constraints");
    pugi::xml_node constraint = find_child(constraints, "rsc_location", "id", id);
    bool changed = !constraint;
    if (!constraint) constraint = append_with_id(constraints, "rsc_location", id);
    for (const auto& [name, value] : attributes) changed |= set_attribute(constraint, name, value);
    configuration_changed_ |= changed;
    return changed;
}

bool CibEdit::location_names_node(std::string_view constraint, std::string_view node) const {
    const pugi::xml_node element =
        find_child(document_.configuration().child("constraints"), "rsc_location", "id", constraint);
    if (element.attribute("node").value() == node) return true;
    return !element
                .find_node([node](pugi::xml_node part) {
                    return std::string_view(part.name()) == "expression" &&
                           std::string_view(part.attribute("attribute").value()) == "#uname" &&
                           part.attribute("value").value() == node;
                })
                .empty();
}

bool CibEdit::remove_constraint(std::string_view id) {
    if (!constraint_with(document_.configuration().child("constraints"), id)) return false;
    pugi::xml_node constraints = editable_configuration().child("constraints");
    constraints.remove_child(constraint_with(constraints, id));
    configuration_changed_ = true;
    return true;
}

bool CibEdit::does_constraint_ban(std::string_view id) const {
    const pugi::xml_node constraints = document_.configuration().child("constraints");
    const pugi::xml_node constraint = constraint_with(constraints, id);
    if (std::string_view(constraint.name()) != "rsc_location") return false;
    if (std::string_view(constraint.attribute("resource-discovery").value()) == "exclusive") return true;
    const auto bans = [](pugi::xml_node part) {
        const pugi::xml_attribute score = part.attribute("score");
        return score && parse_score(score.value()).score.is_minus_infinity();
    };
    if (bans(constraint)) return true;
    return !constraint
                .find_node([&](pugi::xml_node part) {
                    const pugi::xml_attribute reference = part.attribute("id-ref");
                    return bans(reference ? score_holder(constraints, reference.value()) : part);
                })
                .empty();
}

bool CibEdit::set_constraint_score(std::string_view id, std::string_view score) {
    if (!score_holder(document_.configuration().child("constraints"), id)) return false;
    pugi::xml_node holder = score_holder(editable_configuration().child("constraints"), id);
    holder.remove_attribute("score-attribute");
    configuration_changed_ |= set_attribute(holder, "score", score);
    return true;
}

bool CibEdit::set_meta_attribute(std::string_view resource, std::string_view name, std::string_view value) {
    if (!find_resource(resource)) return false;
    editable_configuration();
    override_pair(find_resource(resource), resource, name, value);
    configuration_changed_ = true;
    return true;
}

void CibEdit::set_resource_default(std::string_view name, std::string_view value) {
    override_pair(child_or_new(editable_configuration(), "rsc_defaults"), "rsc_defaults", name, value);
    configuration_changed_ = true;
}

} // namespace placement
