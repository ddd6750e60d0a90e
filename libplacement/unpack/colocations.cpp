#include <fmt/format.h>

#include "base/text.h"
#include "unpack/constraints.h"

namespace placement {

namespace {

/// Whether the members of a set, or two sets, are colocated one by one. (Pacemaker: pcmk__xe_get_bool)
bool is_sequential(const ResourceSet& set) {
    return parse_bool(set.sequential.value_or("true")).value_or(true);
}

/// One rsc_colocation.
class ColocationReader {
public:
    ColocationReader(ConstraintContext& context, pugi::xml_node element)
        : context_(context), unpacking_(context.unpacking), cluster_(context.cluster), element_(element),
          id_(attribute_or_empty(element, "id")), position_(context.unpacking.position(element)),
          influence_(attribute_text(element, "influence")) {}

    void read() {
        std::vector<ResourceSet> made;
        if (!has_tags_in_sets(context_, element_) && !sets_of_tags(made)) return;
        if (const auto text = attribute(element_, "score")) {
            const auto score = score_of(*text, position_);
            if (!score) return;
            score_ = *score;
        }
        const bool has_sets = element_.child("resource_set") || !made.empty();
        const std::vector<ResourceSet> sets = resource_sets(context_, element_, std::move(made));
        const ResourceSet* last = nullptr;
        for (const ResourceSet& set : sets) {
            if (set.id.empty()) {
                unpacking_.error("missing-id", set.position,
                                 fmt::format("a resource set without an id is ignored in colocation `{}`", id_));
                continue;
            }
            read_within(set);
            if (last != nullptr) read_between(*last, set);
            last = &set;
        }
        // Sets without ids alone leave what the attributes say.
        if (last == nullptr && (!has_sets || !sets.empty())) read_simple();
    }

private:
    std::optional<Score> score_of(std::string_view text, Position position) {
        const ParsedScore score = parse_score(text, Score(), unpacking_.health_scores());
        warn_of_rest_after_score(unpacking_, text, id_, position);
        if (score.valid) return score.score;
        unpacking_.error("invalid-score", position,
                         fmt::format("colocation `{}` is ignored: `{}` is not a score", id_, text));
        return std::nullopt;
    }

    /// Where an attribute names a tag, each side becomes a set. False where the constraint is to be ignored.
    /// (Pacemaker: unpack_colocation_tags)
    bool sets_of_tags(std::vector<ResourceSet>& made) {
        const auto dependent_name = attribute(element_, "rsc");
        const auto primary_name = attribute(element_, "with-rsc");
        if (!dependent_name || !primary_name) return true;
        const NamedResource dependent = find_named(context_, element_, *dependent_name);
        if (!dependent.valid()) return false;
        const NamedResource primary = find_named(context_, element_, *primary_name);
        if (!primary.valid()) return false;
        if (dependent.resource && primary.resource) return true;
        if (dependent.references != nullptr && primary.references != nullptr) {
            unpacking_.error("two-tags-colocated", position_,
                             fmt::format("colocation `{}` is ignored: two tags or templates cannot be colocated", id_));
            return false;
        }
        made.push_back(make_set(context_, element_, *dependent_name, dependent));
        made.back().role = attribute_text(element_, "rsc-role");
        made.push_back(make_set(context_, element_, *primary_name, primary));
        made.back().role = attribute_text(element_, "with-rsc-role");
        return true;
    }

    /// (Pacemaker: unpack_influence)
    bool influence_of(ResourceId dependent) {
        if (influence_) {
            if (const auto influence = parse_bool(*influence_)) return *influence;
            unpacking_.error("invalid-influence", position_,
                             fmt::format("`{}` is not an influence for colocation `{}` (true or false); the default is used",
                                         *influence_, id_));
        }
        return cluster_.resources[dependent].critical;
    }

    struct Side {
        ResourceId resource;
        const std::optional<std::string>& role;
    };

    /// (Pacemaker: pcmk__new_colocation)
    void add(const std::string& id, Score score, Side dependent, Side primary, bool influence, Position position,
             std::string_view node_attribute = "#uname") {
        const auto dependent_role = constraint_role(context_, id, dependent.role, position);
        if (!dependent_role) return;
        const auto primary_role = constraint_role(context_, id, primary.role, position);
        if (!primary_role || score == Score()) return;
        Colocation colocation;
        colocation.id = id;
        colocation.dependent = dependent.resource;
        colocation.primary = primary.resource;
        colocation.dependent_role = *dependent_role;
        colocation.primary_role = *primary_role;
        colocation.score = score;
        colocation.node_attribute = node_attribute;
        colocation.influence = influence;
        colocation.sequence = context_.next_sequence++;
        colocation.position = position;
        cluster_.colocations.push_back(std::move(colocation));
    }

    void report_unknown(std::string_view name, const std::string& consequence, Position position) {
        unpacking_.error("unknown-resource", position,
                         fmt::format("there is no resource `{}` (colocation `{}`): {}", name, id_, consequence));
    }

    void read_simple() {
        const std::string dependent_name = attribute_or_empty(element_, "rsc");
        const std::string primary_name = attribute_or_empty(element_, "with-rsc");
        const ResourceId dependent = context_.names.resource(dependent_name);
        const ResourceId primary = context_.names.resource(primary_name);
        if (!dependent) return report_unknown(dependent_name, "the constraint is ignored", position_);
        if (!primary) return report_unknown(primary_name, "the constraint is ignored", position_);
        if (is_true(attribute_or_empty(element_, "symmetrical"))) {
            unpacking_.warn("symmetrical-colocation", position_,
                            fmt::format("`symmetrical` of colocation `{}` has no effect since Pacemaker 1.1", id_));
        }
        const auto dependent_role = attribute_text(element_, "rsc-role");
        const auto primary_role = attribute_text(element_, "with-rsc-role");
        add(id_, score_, {dependent, dependent_role}, {primary, primary_role}, influence_of(dependent), position_,
            attribute(element_, "node-attribute").value_or("#uname"));
    }

    // -- one set (Pacemaker: unpack_colocation_set) --

    void read_within(const ResourceSet& set) {
        Score score = score_;
        if (const auto text = attribute(set.element, "score")) {
            const auto own = score_of(*text, set.position);
            if (!own) return;
            score = *own;
        }
        if (score == Score()) return;
        const bool with_previous = equals_ignoring_case(attribute(set.element, "ordering").value_or("group"), "group");
        if (!with_previous) {
            unpacking_.note("deprecated-set-ordering", set.position,
                            fmt::format("`ordering` of set `{}` is deprecated", set.id));
        }
        if (!is_sequential(set)) return;
        if (score > Score()) {
            chain(set, score, with_previous);
        } else {
            keep_apart(set, score);
        }
    }

    /// Each member with the one before it.
    void chain(const ResourceSet& set, Score score, bool with_previous) {
        ResourceId previous;
        for (const std::string& name : set.references) {
            const ResourceId resource = context_.names.resource(name);
            if (!resource) return report_unknown(name, "it and what follows it in its set is ignored", set.position);
            if (previous) {
                const bool influence = influence_of(resource);
                const ResourceId dependent = with_previous ? resource : previous;
                const ResourceId primary = with_previous ? previous : resource;
                add(set.id, score, {dependent, set.role}, {primary, set.role}, influence, set.position);
            }
            previous = resource;
        }
    }

    /// Each member with all before it.
    void keep_apart(const ResourceSet& set, Score score) {
        for (const std::string& name : set.references) {
            const ResourceId resource = context_.names.resource(name);
            if (!resource) return report_unknown(name, "it and what follows it in its set is ignored", set.position);
            const bool influence = influence_of(resource);
            for (const std::string& other_name : set.references) {
                if (cluster_.resources[resource].id == other_name) break;
                const ResourceId other = context_.names.resource(other_name);
                if (!other) break;
                add(set.id, score, {resource, set.role}, {other, set.role}, influence, set.position);
            }
        }
    }

    // -- a set with the next one, which is its primary (Pacemaker: colocate_rsc_sets) --

    void read_between(const ResourceSet& dependents, const ResourceSet& primaries) {
        if (score_ == Score()) return;
        std::string name;
        ResourceId dependent;
        if (is_sequential(dependents) && !dependents.references.empty()) {
            name = dependents.references.front();
            dependent = context_.names.resource(name);
            if (!dependent) return report_unknown(name, "the sets around it are not colocated", dependents.position);
        }
        ResourceId primary;
        if (is_sequential(primaries)) {
            if (!primaries.references.empty()) name = primaries.references.back();
            primary = context_.names.resource(name);
            if (!primary) return report_unknown(name, "the sets around it are not colocated", primaries.position);
        }
        for (const ResourceId each : dependent ? std::vector{dependent} : members(dependents)) {
            const bool influence = influence_of(each);
            for (const ResourceId other : primary ? std::vector{primary} : members(primaries)) {
                add(id_, score_, {each, dependents.role}, {other, primaries.role}, influence, position_);
            }
        }
    }

    std::vector<ResourceId> members(const ResourceSet& set) {
        std::vector<ResourceId> result;
        for (const std::string& name : set.references) {
            if (const ResourceId resource = context_.names.resource(name)) {
                result.push_back(resource);
            } else {
                report_unknown(name, "it is left out", set.position);
            }
        }
        return result;
    }

    ConstraintContext& context_;
    UnpackContext& unpacking_;
    Cluster& cluster_;
    pugi::xml_node element_;
    std::string id_;
    Position position_;
    std::optional<std::string> influence_;
    Score score_;
};

} // namespace

void unpack_colocation(ConstraintContext& context, pugi::xml_node element) {
    if (attribute_or_empty(element, "id").empty()) {
        context.unpacking.error("missing-id", context.unpacking.position(element), "a colocation with an empty id is ignored");
        return;
    }
    ColocationReader(context, element).read();
}

} // namespace placement
