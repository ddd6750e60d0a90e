#pragma once

#include <cstddef>
#include <string>
#include <unordered_map>
#include <vector>

#include "cib/document.h"
#include "placement/cib.h"

/// A CIB in parts, each with some of the resources: what can reach only these is found out from their part alone.
namespace placement {

/// What keeps resources in one part. Resources are named by the ids of the outermost elements that they are in.
struct Bonds {
    /// Resources that one constraint names, itself or by tags and templates; and those that refer to one another's elements.
    std::vector<std::vector<std::string>> together;
    /// Resources that something that is in every part refers to.
    std::vector<std::string> with_all;
    /// Resources that rules say something of: it may change with the time, with attributes of nodes, or with the coordinator.
    std::vector<std::string> with_rules;
    /// Whether that is all: ids are unambiguous, no constraint refers to something in another one, and nothing asks for failures of
    /// resources as node attributes.
    bool complete = true;
};

Bonds bonds_between_resources(const Cib& cib);

class DividedCib {
public:
    using PartsByName = std::unordered_map<std::string, std::size_t>;

    /// `resources` has the parts of outermost elements, by id, and `histories` those of operation histories, by resource. What
    /// they do not name is in every part, as is everything that belongs to no resource.
    DividedCib(const Cib& cib, const PartsByName& resources, const PartsByName& histories, std::size_t parts);

    /// The parts, in ascending order, as one CIB. Everything in it stands where it stood.
    Cib parts(const std::vector<std::size_t>& wanted, std::vector<LoadBesidePart> beside) const;

private:
    /// What of something is in each part, and where among its siblings, in ascending order.
    template <typename Element>
    struct Divided {
        struct Placed {
            std::size_t place = 0;
            Element element;
        };
        std::vector<std::vector<Placed>> parts;
        std::vector<Placed> everywhere;

        void add(std::size_t part, std::size_t place, Element element);
        /// What is in the parts, in order.
        std::vector<Element> in(const std::vector<std::size_t>& wanted) const;
    };
    /// The operation histories of one <node_state>.
    struct NodeHistories {
        StateElement::Pointer node_state;
        std::size_t executor = 0; ///< the place of <lrm> in it
        std::size_t list = 0;     ///< the place of <lrm_resources> in that
        Divided<StateElement::Pointer> histories;
    };

    void divide_configuration(const PartsByName& resources);
    void divide_state(const PartsByName& histories);
    CibDocument::Configuration configuration_of(const std::vector<std::size_t>& wanted) const;
    StateElement::Pointer state_of(const std::vector<std::size_t>& wanted) const;

    std::shared_ptr<const CibDocument> whole_;
    std::size_t count_;
    Divided<pugi::xml_node> resources_;
    Divided<pugi::xml_node> constraints_;
    /// For each child of <status>; of one that has no histories to divide, nothing.
    std::vector<std::unique_ptr<NodeHistories>> nodes_;
};

} // namespace placement
