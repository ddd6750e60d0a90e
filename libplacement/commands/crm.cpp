#include <fmt/format.h>

#include "commands/plain_words.h"
#include "commands/tools.h"

namespace placement {

namespace {

using CrmKind = ConfigurationChange::Kind;

/// -F: else it does nothing where crm_verify complains of anything in the configuration.
CommandWords crm_configure(const CommandWords& words) {
    CommandWords all{"crm", "-F", "configure"};
    all.insert(all.end(), words.begin(), words.end());
    return all;
}

bool are_known(const Configured& configured, const std::vector<std::string>& resources) {
    for (const std::string& each : resources) {
        if (!configured.resource(each) || configured.is_instance(each)) return false; // crm warns of it
    }
    return are_plain_names(resources);
}

bool is_crm_role(const std::string& role) { return role.empty() || role == "Promoted" || role == "Unpromoted"; }

std::string with_role(const std::string& resource, const std::string& role) {
    return role.empty() ? resource : fmt::format("{}:{}", resource, role);
}

/// "inf:", "-1000:"
std::optional<std::string> crm_score(const std::string& score) {
    if (score == "INFINITY" || score == "+INFINITY") return "inf:";
    if (score == "-INFINITY") return "-inf:";
    if (!is_plain_value(score) || score.find_first_not_of("-0123456789") != std::string::npos) return std::nullopt;
    return score + ":";
}

std::optional<CommandWords> crm_colocation(const ConfigurationChange& change, const Configured& configured) {
    const GivenAttributes given(change);
    const std::optional<std::string> score = crm_score(given["score"]);
    if (!score || !given.are({"rsc", "with-rsc", "score"}, {"rsc-role", "with-rsc-role"})) return std::nullopt;
    if (!are_known(configured, {given["rsc"], given["with-rsc"]})) return std::nullopt;
    if (!is_crm_role(given["rsc-role"]) || !is_crm_role(given["with-rsc-role"])) return std::nullopt;
    const std::string primary = with_role(given["with-rsc"], given["with-rsc-role"]);
    return crm_configure({"colocation", change.id, *score, with_role(given["rsc"], given["rsc-role"]), primary});
}

/// Without a kind crm takes one of its own.
std::optional<CommandWords> crm_order(const ConfigurationChange& change, const Configured& configured) {
    const GivenAttributes given(change);
    if (!given.are({"first", "then", "kind"}, {}) || !are_known(configured, {given["first"], given["then"]})) return std::nullopt;
    const std::string kind = given["kind"];
    if (kind != "Mandatory" && kind != "Optional" && kind != "Serialize") return std::nullopt;
    return crm_configure({"order", change.id, kind + ":", given["first"], given["then"]});
}

std::optional<CommandWords> crm_location(const ConfigurationChange& change, const Configured& configured) {
    const GivenAttributes given(change);
    const std::optional<std::string> score = crm_score(given["score"]);
    if (!score || !given.are({"rsc", "node", "score"}, {}) || !is_plain_name(given["node"])) return std::nullopt;
    if (!are_known(configured, {given["rsc"]})) return std::nullopt;
    return crm_configure({"location", change.id, given["rsc"], *score, given["node"]});
}

std::optional<CommandWords> crm_constraint(const ConfigurationChange& change, const Configured& configured) {
    if (!is_plain_name(change.id)) return std::nullopt;
    if (change.name == "rsc_colocation") return crm_colocation(change, configured);
    return change.name == "rsc_order" ? crm_order(change, configured) : crm_location(change, configured);
}

/// crm_resource, which does it, prefers the clone to what is in it.
std::optional<CommandWords> crm_pair(const ConfigurationChange& change, const Configured& configured, const char* level,
                                     const char* set) {
    const pugi::xml_node resource = configured.resource(change.id);
    if (configured.is_instance(change.id) || std::string_view(resource.name()) == "template") return std::nullopt;
    if (!is_plain_name(change.id) || !is_plain_name(change.name)) return std::nullopt;
    if (!Configured::has_own_set_for(resource, set, change.name)) return std::nullopt;
    if (change.value.empty()) return CommandWords{"crm", "resource", level, change.id, "delete", change.name};
    if (!is_plain_value(change.value)) return std::nullopt;
    return CommandWords{"crm", "resource", level, change.id, "set", change.name, change.value};
}

} // namespace

std::optional<CommandWords> crm_command(const ConfigurationChange& change, const Configured& configured) {
    const bool can_configure = !configured.has_bundle_without_docker(); // it ends crmsh up to 4.4 with an error
    switch (change.kind) {
    case CrmKind::RemoveConstraint: {
        const std::string id = configured.constraint_around(change.id);
        if (!is_plain_name(id) || !can_configure) return std::nullopt;
        return crm_configure({"delete", id});
    }
    case CrmKind::AddConstraint: return can_configure ? crm_constraint(change, configured) : std::nullopt;
    case CrmKind::SetProperty:
        if (!can_configure || !is_plain_name(change.name) || !is_plain_value(change.value) ||
            !configured.has_standard_properties()) {
            return std::nullopt;
        }
        return crm_configure({"property", fmt::format("{}={}", change.name, change.value)});
    case CrmKind::SetOwnMetaAttribute: return crm_pair(change, configured, "meta", "meta_attributes");
    case CrmKind::SetParameter: return crm_pair(change, configured, "param", "instance_attributes");
    case CrmKind::SetUtilization: return crm_pair(change, configured, "utilization", "utilization");
    case CrmKind::SetScore:
    case CrmKind::SetMetaAttribute:
    case CrmKind::SetDefault:
    case CrmKind::SetPromotionScore:
    case CrmKind::SetFailCount:
    case CrmKind::SetConstraintAttribute:
    case CrmKind::SetOwnDefault:
    case CrmKind::SetNodeAttribute:
    case CrmKind::RemoveNode:
    case CrmKind::SetContainer:
    case CrmKind::SetCapacity:
    case CrmKind::SetOperation:
    case CrmKind::AddOperation: return std::nullopt;
    }
    return std::nullopt;
}

} // namespace placement
