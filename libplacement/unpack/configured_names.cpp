#include "placement/configured_names.h"

#include <unordered_set>
#include <utility>

#include "cib/constraint_elements.h"
#include "placement/unpack.h"

namespace placement {

namespace {

/// A list in which each name is once.
class Names {
public:
    void add(const std::string& name) {
        if (!name.empty() && known_.insert(name).second) list_.push_back(name);
    }
    std::vector<std::string> take() { return std::move(list_); }

private:
    std::unordered_set<std::string> known_;
    std::vector<std::string> list_;
};

} // namespace

ConfiguredNames configured_names(const Cib& cib) {
    const auto cluster = unpack(cib, cib.default_time(), {});
    Names nodes;
    Names resources;
    Names constraints;
    for (const Node& node : cluster->nodes) nodes.add(node.name);
    for (const Resource& resource : cluster->resources) resources.add(resource.xml_id);
    for (const ConstraintElement& constraint : constraint_elements(cib)) constraints.add(constraint.id);
    return {nodes.take(), resources.take(), constraints.take()};
}

} // namespace placement
