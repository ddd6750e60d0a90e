#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "unpack/resource_building.h"
#include "unpack/tickets.h"
#include "unpack/unpack.h"

/// What the kinds of constraints share.
namespace placement {

/// A <resource_set>, or what a tag or template in a constraint stands for.
struct ResourceSet {
    std::string id;
    /// Empty for one made of a tag.
    pugi::xml_node element;
    std::vector<std::string> references;
    std::optional<std::string> role;
    std::optional<std::string> action;
    std::optional<std::string> sequential; ///< as written
    Position position;
};

/// Names as constraints use them: of resources (by id, or by the name that the operation history has), tags, templates.
class ConstraintNames {
public:
    explicit ConstraintNames(UnpackContext& context);

    /// A name that is not the resource's id means the outermost resource around it. None if there is none.
    /// (Pacemaker: pcmk__find_constraint_resource)
    ResourceId resource(std::string_view name) const;
    /// What a tag, or a template that some resource is derived from, stands for; null for another name.
    /// (Pacemaker: find_constraint_tag)
    const std::vector<std::string>* references(std::string_view name, Position position) const;

private:
    UnpackContext& context_;
    std::unordered_map<std::string, ResourceId> resources_;
    std::unordered_map<std::string, const std::vector<std::string>*> tags_;
};

struct ConstraintContext {
    UnpackContext& unpacking;
    Cluster& cluster;
    ConstraintNames names;
    TicketNames tickets;
    std::uint32_t next_sequence = 0;
};

/// The sets of a constraint in the order in which Pacemaker visits them, tags in them replaced by what they stand for.
/// `made` are sets made of tags in the constraint's attributes, which stand last.
std::vector<ResourceSet> resource_sets(ConstraintContext& context, pugi::xml_node constraint,
                                       std::vector<ResourceSet> made = {});
/// Whether any set of the constraint has a tag in it that was replaced; the constraint's attributes then do not count.
/// (Pacemaker: pcmk__expand_tags_in_sets)
bool has_tags_in_sets(ConstraintContext& context, pugi::xml_node constraint);

/// What an attribute that names a resource or tag says.
struct NamedResource {
    ResourceId resource;
    const std::vector<std::string>* references = nullptr; ///< of a tag
    bool valid() const { return resource || references != nullptr; }
};
/// Neither, after a diagnostic, for an unknown name. (Pacemaker: pcmk__valid_resource_or_tag)
NamedResource find_named(ConstraintContext& context, pugi::xml_node constraint, std::string_view name);
/// The set that stands for a tag (whose members are in no sequence) or a resource. (Pacemaker: pcmk__tag_to_set)
ResourceSet make_set(ConstraintContext& context, pugi::xml_node constraint, std::string_view name,
                     const NamedResource& named);

/// Started counts as any role; none, after a diagnostic, for what is no role. (Pacemaker: pcmk__parse_constraint_role)
std::optional<Role> constraint_role(ConstraintContext& context, std::string_view id,
                                    const std::optional<std::string>& text, Position position);

void unpack_location(ConstraintContext& context, pugi::xml_node element);
void unpack_colocation(ConstraintContext& context, pugi::xml_node element);
void unpack_ordering(ConstraintContext& context, pugi::xml_node element);
void unpack_ticket_constraint(ConstraintContext& context, pugi::xml_node element);

/// Warns of a score that is a number with something after it ("12abc"): Pacemaker takes the number.
void warn_of_rest_after_score(UnpackContext& unpacking, std::string_view text, const std::string& constraint,
                              Position position);

} // namespace placement
