#include <fmt/format.h>

#include "commands/plain_words.h"
#include "commands/tools.h"

namespace placement {

namespace {

using PcsKind = ConfigurationChange::Kind;

std::string assigned(std::string_view name, std::string_view value) { return fmt::format("{}={}", name, value); }

void add_given(CommandWords& words, const GivenAttributes& given, std::initializer_list<std::string_view> names) {
    for (const std::string_view name : names) {
        if (!given[name].empty()) words.push_back(assigned(name, given[name]));
    }
}

bool is_pcs_role(const std::string& role) {
    return role.empty() || role == "Started" || role == "Promoted" || role == "Unpromoted";
}

bool are_plain(const Configured& configured, const std::vector<std::string>& resources) {
    for (const std::string& each : resources) {
        if (!configured.resource(each) || configured.is_instance(each)) return false; // pcs insists on the clone
    }
    return are_plain_names(resources);
}

/// A negative score is no option behind "--".
CommandWords pcs_words(const std::string& score) {
    return score.starts_with("-") ? CommandWords{"pcs", "--"} : CommandWords{"pcs"};
}

std::optional<CommandWords> pcs_colocation(const ConfigurationChange& change, const Configured& configured) {
    const GivenAttributes given(change);
    if (!given.are({"rsc", "with-rsc", "score"}, {"rsc-role", "with-rsc-role"})) return std::nullopt;
    if (!are_plain(configured, {given["rsc"], given["with-rsc"]})) return std::nullopt;
    if (configured.has_constraint_like(change, {"rsc", "with-rsc"}) || !is_plain_value(given["score"])) return std::nullopt;
    if (!is_pcs_role(given["rsc-role"]) || !is_pcs_role(given["with-rsc-role"])) return std::nullopt;
    CommandWords words = pcs_words(given["score"]);
    words.insert(words.end(), {"constraint", "colocation", "add"});
    if (!given["rsc-role"].empty()) words.push_back(given["rsc-role"]);
    words.insert(words.end(), {given["rsc"], "with"});
    if (!given["with-rsc-role"].empty()) words.push_back(given["with-rsc-role"]);
    words.insert(words.end(), {given["with-rsc"], given["score"], assigned("id", change.id)});
    return words;
}

bool is_order_action(const std::string& action) {
    return action == "start" || action == "stop" || action == "promote" || action == "demote";
}

/// The actions are given: what pcs takes where they are not is not what Pacemaker takes.
std::optional<CommandWords> pcs_order(const ConfigurationChange& change, const Configured& configured) {
    const GivenAttributes given(change);
    if (!given.are({"first", "then"}, {"first-action", "then-action", "kind", "symmetrical"})) return std::nullopt;
    if (!are_plain(configured, {given["first"], given["then"]})) return std::nullopt;
    if (configured.has_constraint_like(change, {"first", "then"})) return std::nullopt;
    const std::string first_action = given["first-action"].empty() ? "start" : given["first-action"];
    const std::string then_action = given["then-action"].empty() ? first_action : given["then-action"];
    if (!is_order_action(first_action) || !is_order_action(then_action)) return std::nullopt;
    CommandWords words{"pcs", "constraint", "order", first_action, given["first"], "then", then_action, given["then"]};
    add_given(words, given, {"kind", "symmetrical"});
    words.push_back(assigned("id", change.id));
    return words;
}

std::optional<CommandWords> pcs_location(const ConfigurationChange& change, const Configured& configured) {
    const GivenAttributes given(change);
    if (!given.are({"rsc", "node", "score"}, {}) || !is_plain_name(given["node"])) return std::nullopt;
    if (!are_plain(configured, {given["rsc"]}) || !is_plain_value(given["score"])) return std::nullopt;
    if (configured.has_constraint_like(change, {"rsc", "node"})) return std::nullopt; // it would be replaced
    CommandWords words = pcs_words(given["score"]);
    words.insert(words.end(), {"constraint", "location", "add", change.id, given["rsc"], given["node"], given["score"]});
    return words;
}

std::optional<CommandWords> pcs_constraint(const ConfigurationChange& change, const Configured& configured) {
    if (!is_plain_name(change.id)) return std::nullopt;
    if (change.name == "rsc_colocation") return pcs_colocation(change, configured);
    return change.name == "rsc_order" ? pcs_order(change, configured) : pcs_location(change, configured);
}

/// Bundles and templates have other commands, and in newer releases of pcs fencing devices, too.
std::optional<CommandWords> pcs_meta(const ConfigurationChange& change, const Configured& configured) {
    const pugi::xml_node resource = configured.resource(change.id);
    const std::string_view element = resource.name();
    const bool is_known = element == "primitive" || element == "group" || element == "clone";
    if (!is_known || configured.is_fencing_device(change.id)) return std::nullopt;
    if (!Configured::has_one_plain_set(resource, "meta_attributes")) return std::nullopt;
    return CommandWords{"pcs", "resource", "meta", change.id, assigned(change.name, change.value)};
}

std::optional<CommandWords> pcs_parameter(const ConfigurationChange& change, const Configured& configured, bool on_file) {
    if (on_file || configured.is_fencing_device(change.id)) return std::nullopt; // pcs asks the agent
    const pugi::xml_node resource = configured.resource(change.id);
    const bool is_primitive = std::string_view(resource.name()) == "primitive";
    if (!is_primitive || !Configured::has_one_plain_set(resource, "instance_attributes")) return std::nullopt;
    return CommandWords{"pcs", "resource", "update", change.id, assigned(change.name, change.value)};
}

std::optional<CommandWords> pcs_utilization(const ConfigurationChange& change, const Configured& configured) {
    const pugi::xml_node resource = configured.resource(change.id);
    const bool is_primitive = std::string_view(resource.name()) == "primitive";
    if (!is_primitive || !Configured::has_one_plain_set(resource, "utilization")) return std::nullopt;
    return CommandWords{"pcs", "resource", "utilization", change.id, assigned(change.name, change.value)};
}

std::optional<CommandWords> pcs_operation(const ConfigurationChange& change, const Configured& configured) {
    const GivenAttributes given(change);
    if (!given.are({"interval"}, {"timeout", "on-fail", "enabled"}) || !is_plain_name(change.name)) return std::nullopt;
    if (configured.has_operation_like(change) || configured.is_fencing_device(change.id)) return std::nullopt;
    if (std::string_view(configured.resource(change.id).name()) != "primitive") return std::nullopt;
    if (configured.has_id(fmt::format("{}-{}-interval-{}", change.id, change.name, given["interval"]))) return std::nullopt;
    for (const auto& [name, value] : change.attributes) {
        if (!is_plain_name(value)) return std::nullopt;
    }
    CommandWords words{"pcs", "resource", "op", "add", change.id, change.name};
    add_given(words, given, {"interval", "timeout", "on-fail", "enabled"});
    return words;
}

/// A node comes back; every other attribute is set as XML. pcs asks the cluster which nodes there are.
std::optional<CommandWords> pcs_node(const ConfigurationChange& change, const Configured& configured, bool on_file) {
    const bool is_release = change.value.empty() && (change.name == "standby" || change.name == "maintenance");
    if (on_file || !is_release || !is_plain_name(change.node)) return std::nullopt;
    if (!configured.has_plain_node_attribute(change.node, change.name)) return std::nullopt;
    return CommandWords{"pcs", "node", "un" + change.name, change.node};
}

} // namespace

std::optional<CommandWords> pcs_command(const ConfigurationChange& change, const Configured& configured, bool on_file) {
    const bool has_plain_words = is_plain_name(change.name) && (change.value.empty() || is_plain_value(change.value));
    switch (change.kind) {
    case PcsKind::RemoveConstraint: {
        const std::string id = configured.constraint_around(change.id);
        if (!is_plain_name(id)) return std::nullopt;
        return CommandWords{"pcs", "constraint", "delete", id};
    }
    case PcsKind::AddConstraint: return pcs_constraint(change, configured);
    case PcsKind::SetProperty:
        if (!has_plain_words || change.value.empty() || !configured.has_standard_properties()) return std::nullopt;
        return CommandWords{"pcs", "property", "set", assigned(change.name, change.value)};
    case PcsKind::SetOwnDefault:
        if (!has_plain_words || !Configured::has_one_plain_set(configured.resource_defaults(), "meta_attributes")) {
            return std::nullopt;
        }
        return CommandWords{"pcs", "resource", "defaults", "update", assigned(change.name, change.value)};
    case PcsKind::SetOwnMetaAttribute:
        if (!has_plain_words || !is_plain_name(change.id)) return std::nullopt;
        return pcs_meta(change, configured);
    case PcsKind::SetParameter:
        if (!has_plain_words || !is_plain_name(change.id)) return std::nullopt;
        return pcs_parameter(change, configured, on_file);
    case PcsKind::SetUtilization:
        if (!has_plain_words || !is_plain_name(change.id)) return std::nullopt;
        return pcs_utilization(change, configured);
    case PcsKind::SetNodeAttribute: return pcs_node(change, configured, on_file);
    case PcsKind::AddOperation: return is_plain_name(change.id) ? pcs_operation(change, configured) : std::nullopt;
    case PcsKind::SetScore:
    case PcsKind::SetMetaAttribute:
    case PcsKind::SetDefault:
    case PcsKind::SetPromotionScore:
    case PcsKind::SetFailCount:
    case PcsKind::SetConstraintAttribute:
    case PcsKind::RemoveNode:
    case PcsKind::SetContainer:
    case PcsKind::SetCapacity:
    case PcsKind::SetOperation: return std::nullopt;
    }
    return std::nullopt;
}

} // namespace placement
