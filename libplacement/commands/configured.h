#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <pugixml.hpp>

#include "placement/edit.h"

/// What of a configuration decides whether a tool's command does what is asked.
namespace placement {

/// A new constraint's attributes that a command has words for.
class GivenAttributes {
public:
    explicit GivenAttributes(const ConfigurationChange& change) : change_(change) {}

    /// Empty where it is not given.
    std::string operator[](std::string_view name) const;
    /// Whether all of `required` are given, and nothing that is in neither list.
    bool are(const std::vector<std::string_view>& required, const std::vector<std::string_view>& optional) const;

private:
    const ConfigurationChange& change_;
};

class Configured {
public:
    explicit Configured(pugi::xml_node configuration) : configuration_(configuration) {}

    pugi::xml_node resource(std::string_view id) const;
    /// Whether it is in a clone or bundle, which the tools name in its place.
    bool is_instance(std::string_view resource) const;
    bool is_fencing_device(std::string_view resource) const;
    /// Whether the sets with this name in `parent` leave no choice: there is none, or one without rule and reference.
    static bool has_one_plain_set(pugi::xml_node parent, const char* element);
    /// The same where crm_resource is to use the set: it makes one with an id of its own for what no set has yet.
    static bool has_own_set_for(pugi::xml_node resource, const char* element, std::string_view name);
    /// The same of the cluster's properties, in the set that the tools know.
    bool has_standard_properties() const;
    pugi::xml_node resource_defaults() const { return configuration_.child("rsc_defaults"); }
    /// Whether a constraint of this kind has the same values for all of these attributes: the tools would replace or refuse it.
    bool has_constraint_like(const ConfigurationChange& change, const std::vector<const char*>& attributes) const;
    /// The constraint with the id, or that the rule or resource set with the id is in: its id.
    std::string constraint_around(std::string_view id) const;
    /// The id of the first rule of the constraint; empty where it has none.
    std::string rule_of(std::string_view constraint) const;
    /// The attribute set of the node's attributes is the only one, and has this attribute.
    bool has_plain_node_attribute(std::string_view node, std::string_view name) const;
    bool has_operation_like(const ConfigurationChange& change) const;
    bool has_id(std::string_view id) const;
    /// Whether there is a bundle of containers other than Docker's.
    bool has_bundle_without_docker() const;

private:
    pugi::xml_node configuration_;
};

} // namespace placement
