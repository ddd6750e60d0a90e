#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "rules/evaluate.h"
#include "rules/parameters.h"
#include "unpack/constraints.h"
#include "unpack/known_names.h"
#include "unpack/regular_expression.h"

namespace placement {

namespace {

/// Whether a rule compares with a resource's parameters, which differ from node to node.
bool asks_for_parameters(const Rule& rule) {
    return std::any_of(rule.conditions.begin(), rule.conditions.end(), [](const Condition& condition) {
        if (const auto* nested = std::get_if<std::shared_ptr<const Rule>>(&condition)) return asks_for_parameters(**nested);
        const auto* expression = std::get_if<AttributeExpression>(&condition);
        return expression != nullptr && equals_ignoring_case(expression->value_source, "param");
    });
}

/// Whether rules decide on the parameters of the resource, or of what it is in.
bool parameters_have_rules(const Cluster& cluster, ResourceId resource) {
    for (; resource; resource = cluster.resources[resource].parent) {
        if (has_rules(cluster.resources[resource].parameters)) return true;
    }
    return false;
}

/// A node attribute as a resource sees it: one that asks for it sees those of its container's host.
/// (Pacemaker: pcmk__node_attr)
const std::string* node_attribute(const Cluster& cluster, NodeId id, std::string_view name, const Resource& resource) {
    const Node* node = &cluster.nodes[id];
    const std::string* target = find_meta(resource, "container-attribute-target");
    if (node->is_guest() && target != nullptr && equals_ignoring_case(*target, "host")) {
        const ResourceId container = cluster.resources[node->connection].launcher;
        if (!container || cluster.resources[container].active_nodes.empty()) return nullptr;
        node = &cluster.nodes[cluster.resources[container].active_nodes.front()];
    }
    const auto found = node->attributes.find(name);
    return found == node->attributes.end() ? nullptr : &found->second;
}

/// One rsc_location, for each resource that it names.
class LocationReader {
public:
    LocationReader(ConstraintContext& context, pugi::xml_node element)
        : context_(context), unpacking_(context.unpacking), cluster_(context.cluster), element_(element),
          id_(attribute_or_empty(element, "id")), position_(context.unpacking.position(element)) {}

    /// `role` and `score` are those of a resource set, and win over the constraint's own.
    void apply_to(ResourceId resource, std::optional<std::string> role, std::optional<std::string> score,
                  const std::vector<std::string>& submatches = {}) {
        if (!score) score = attribute_text(element_, "score");
        const auto node = attribute(element_, "node");
        if (node && score) {
            if (!role && !role_taken_) role = attribute_text(element_, "role");
            apply_score(resource, *node, *score, role);
        } else {
            apply_rule(resource, submatches);
        }
    }

    /// The constraint's role became that of the set that was made for a tag.
    void take_role() { role_taken_ = true; }

private:
    /// Started and Unpromoted count as any role. (Pacemaker: parse_location_role)
    std::optional<Role> location_role(const std::optional<std::string>& text) const {
        if (!text) return Role::Unknown;
        const Role role = known_role(*text, cluster_);
        if (role == Role::Unknown) return std::nullopt;
        return role == Role::Started || role == Role::Unpromoted ? Role::Unknown : role;
    }

    void ignore(const char* code, Position position, const std::string& why) {
        unpacking_.error(code, position, fmt::format("location constraint `{}` is ignored: {}", id_, why));
    }

    void apply_score(ResourceId resource, std::string_view node_name, const std::string& score_text,
                     const std::optional<std::string>& role_text) {
        const NodeId node = cluster_.find_node(node_name);
        if (!node) {
            unpacking_.note("unknown-node", position_,
                            fmt::format("location constraint `{}` is ignored: there is no node `{}`", id_, node_name));
            return;
        }
        const ParsedScore score = parse_score(score_text, Score(), unpacking_.health_scores());
        if (!score.valid) return ignore("invalid-score", position_, fmt::format("`{}` is not a score", score_text));
        warn_of_rest_after_score(unpacking_, score_text, id_, position_);
        const auto role = location_role(role_text);
        if (!role) return ignore("invalid-role", position_, not_a_role(*role_text, cluster_));
        LocationConstraint& location = add(resource, id_, position_);
        location.role_filter = *role;
        location.nodes = {{node, score.score}};
    }

    LocationConstraint& add(ResourceId resource, std::string id, Position position) {
        LocationConstraint location;
        location.id = std::move(id);
        location.resource = resource;
        location.probe_mode = probe_mode();
        location.position = position;
        if (location.probe_mode == ProbeMode::Exclusive) cluster_.resources[resource].exclusive_discovery = true;
        cluster_.locations.push_back(std::move(location));
        return cluster_.locations.back();
    }

    ProbeMode probe_mode() {
        const std::string_view mode = attribute(element_, "resource-discovery").value_or("always");
        if (equals_ignoring_case(mode, "always")) return ProbeMode::Always;
        if (equals_ignoring_case(mode, "never")) return ProbeMode::Never;
        if (equals_ignoring_case(mode, "exclusive")) return ProbeMode::Exclusive;
        unpacking_.error("invalid-resource-discovery", position_,
                         fmt::format("`{}` is not a resource-discovery (always, never or exclusive); `always` is used in "
                                     "`{}`", mode, id_));
        return ProbeMode::Always;
    }

    // -- rules --

    struct LocationRule {
        Rule rule;
        Role role = Role::Unknown;
        Score score;
        bool usable = false;
        bool asks_for_parameters = false;
        bool adds_base_score = false;
    };

    /// (Pacemaker: generate_location_rule)
    void apply_rule(ResourceId resource, const std::vector<std::string>& submatches) {
        if (!rule_) rule_ = read_location_rule();
        if (!rule_->usable) return;
        const Rule& rule = rule_->rule;
        std::optional<std::string> score_attribute = rule.score_attribute;
        if (score_attribute) score_attribute = expand_submatches(*score_attribute, submatches);

        RuleInput input;
        input.now = cluster_.now;
        input.submatches = submatches;
        input.missing_is_literal = !cluster_.behavior.rules_compare_with_parameters;
        const bool compares = cluster_.behavior.rules_compare_with_parameters || !submatches.empty();
        if (compares) input.meta = &cluster_.resources[resource].meta;
        std::vector<LocationConstraint::NodeScore> nodes;
        NextChange next_change;
        // Pacemaker always asks for them, so that dated rules among them count for the next change.
        const bool with_parameters = rule_->asks_for_parameters || parameters_have_rules(cluster_, resource);
        for (const NodeId node : cluster_.nodes.ids()) {
            input.node_attributes = &cluster_.nodes[node].attributes;
            AttributeTable parameters;
            if (with_parameters) parameters = parameters_on(cluster_, resource, input.node_attributes, &next_change);
            if (compares) input.parameters = &parameters;
            if (!passes(rule, input, &next_change)) continue;
            const auto score = score_attribute ? score_from(*score_attribute, node, resource) : rule_->score;
            const Score base = rule_->adds_base_score ? cluster_.nodes[node].base_score : Score();
            if (score) nodes.push_back({node, base + *score});
        }
        if (next_change) recheck_by(cluster_, *next_change);
        std::reverse(nodes.begin(), nodes.end());

        LocationConstraint& location = add(resource, rule.id, rule.position);
        location.role_filter = rule_->role;
        location.nodes = std::move(nodes);
    }

    LocationRule read_location_rule() {
        LocationRule result;
        const pugi::xml_node element = element_.child("rule");
        if (!element) {
            ignore("incomplete-location", position_, "it has neither node and score nor a rule");
            return result;
        }
        const pugi::xml_node resolved = resolve_reference(unpacking_, element);
        if (!resolved) return result;
        if (element.next_sibling("rule")) {
            unpacking_.warn("extra-rule", unpacking_.position(element.next_sibling("rule")),
                            fmt::format("location constraint `{}` has more than one rule; only the first counts", id_));
        }
        result.rule = read_rule(unpacking_, resolved);
        const Rule& rule = result.rule;
        if (rule.id.empty()) {
            ignore("missing-id", rule.position, "its rule has no id");
            return result;
        }
        const auto role = location_role(rule.role);
        if (!role) {
            ignore("invalid-role", rule.position, fmt::format("{} (its rule `{}`)", not_a_role(*rule.role, cluster_), rule.id));
            return result;
        }
        result.role = *role;
        const std::string_view boolean = attribute(resolved, "boolean-op").value_or("and");
        if (!equals_ignoring_case(boolean, "and") && !equals_ignoring_case(boolean, "or")) {
            ignore("invalid-rule", rule.position,
                   fmt::format("`{}` is not a boolean-op for its rule `{}` (and, or)", boolean, rule.id));
            return result;
        }
        result.adds_base_score = equals_ignoring_case(boolean, "or") && cluster_.behavior.any_of_rules_add_base_scores;
        result.asks_for_parameters = asks_for_parameters(rule);
        result.usable = rule.score_attribute || read_rule_score(result);
        return result;
    }

    bool read_rule_score(LocationRule& result) {
        const Rule& rule = result.rule;
        if (!rule.score) {
            ignore("missing-score", rule.position,
                   fmt::format("its rule `{}` has neither score nor score-attribute", rule.id));
            return false;
        }
        const ParsedScore score = parse_score(*rule.score, Score(), unpacking_.health_scores());
        if (!score.valid) {
            ignore("invalid-score", rule.position, fmt::format("`{}` of its rule `{}` is not a score", *rule.score, rule.id));
            return false;
        }
        warn_of_rest_after_score(unpacking_, *rule.score, id_, rule.position);
        result.score = score.score;
        return true;
    }

    std::optional<Score> score_from(const std::string& name, NodeId node, ResourceId resource) {
        const std::string* value = node_attribute(cluster_, node, name, cluster_.resources[resource]);
        const bool bans = cluster_.behavior.missing_score_attributes_ban;
        if (value == nullptr && bans) return Score::minus_infinity();
        if (value == nullptr || value->empty()) return bans ? std::optional(Score()) : std::nullopt;
        const ParsedScore score = parse_score(*value, Score(), unpacking_.health_scores());
        if (score.valid || bans) return score.score;
        unpacking_.warn("invalid-score", position_,
                        fmt::format("location constraint `{}` does not count on node `{}`, whose attribute `{}` is `{}` and "
                                    "no score", id_, cluster_.nodes[node].name, name, *value));
        return std::nullopt;
    }

    ConstraintContext& context_;
    UnpackContext& unpacking_;
    Cluster& cluster_;
    pugi::xml_node element_;
    std::string id_;
    Position position_;
    bool role_taken_ = false;
    std::optional<LocationRule> rule_;
};

/// All top resources whose id matches, or does not where the pattern begins with "!".
void apply_to_pattern(ConstraintContext& context, LocationReader& reader, pugi::xml_node element,
                      std::string_view pattern) {
    const bool inverted = pattern.starts_with('!');
    if (inverted) pattern.remove_prefix(1);
    const auto expression = RegularExpression::compile(pattern);
    if (!expression) {
        context.unpacking.error("invalid-pattern", context.unpacking.position(element),
                                fmt::format("location constraint `{}` is ignored: its rsc-pattern `{}` is not an extended "
                                            "regular expression, or too large a one",
                                            element.attribute("id").value(), pattern));
        return;
    }
    for (const ResourceId resource : context.cluster.top_resources) {
        const auto submatches = expression->match(context.cluster.resources[resource].id);
        if (inverted && !submatches) reader.apply_to(resource, {}, {});
        if (!inverted && submatches) reader.apply_to(resource, {}, {}, *submatches);
    }
}

/// False where a resource is unknown: Pacemaker leaves out all that follows.
bool apply_to_set(ConstraintContext& context, LocationReader& reader, pugi::xml_node constraint,
                  const ResourceSet& set) {
    if (set.id.empty()) {
        context.unpacking.error("missing-id", set.position,
                                fmt::format("a resource set without an id, and what follows it, is ignored in constraint "
                                            "`{}`", constraint.attribute("id").value()));
        return false;
    }
    for (const std::string& name : set.references) {
        const ResourceId resource = context.names.resource(name);
        if (!resource) {
            context.unpacking.error("unknown-resource", set.position,
                                    fmt::format("there is no resource `{}`: it and what follows it in constraint `{}` is "
                                                "ignored", name, constraint.attribute("id").value()));
            return false;
        }
        reader.apply_to(resource, set.role, attribute_text(set.element, "score"));
    }
    return true;
}

} // namespace

void unpack_location(ConstraintContext& context, pugi::xml_node element) {
    LocationReader reader(context, element);
    std::vector<ResourceSet> made;
    const auto name = attribute(element, "rsc");
    if (name && !has_tags_in_sets(context, element)) {
        const NamedResource named = find_named(context, element, *name);
        if (!named.valid()) return;
        if (named.references != nullptr) {
            made.push_back(make_set(context, element, *name, named));
            made.back().role = attribute_text(element, "role");
            reader.take_role();
        }
    }
    const bool has_sets = element.child("resource_set") || !made.empty();
    for (const ResourceSet& set : resource_sets(context, element, std::move(made))) {
        if (!apply_to_set(context, reader, element, set)) return;
    }
    if (has_sets) return;
    if (name) reader.apply_to(context.names.resource(*name), {}, {});
    if (const auto pattern = attribute(element, "rsc-pattern")) apply_to_pattern(context, reader, element, *pattern);
}

} // namespace placement
