#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "base/sorted_names.h"
#include "placement/error.h"
#include "placement/expectation.h"
#include "scenario_file/places.h"

// Expectations at one moment, between two steps.
namespace placement {

namespace {

using NodeNames = std::vector<std::string>;

/// What is so at one moment.
class MomentChecker {
public:
    MomentChecker(const Expectation& expectation, const std::vector<ResourceOutcome>& resources)
        : expectation_(expectation), resource_(find(resources)) {}

    CheckedExpectation run() const {
        const bool of_promoted = expectation_.kind == Expectation::Kind::Promoted;
        const NodeNames nodes = nodes_of_it(of_promoted);
        const std::string now = (of_promoted ? "promoted " : "running ") + on_nodes(nodes);
        switch (expectation_.kind) {
        case Expectation::Kind::Promoted:
            return said(sorted_names(nodes) == sorted_names(expectation_.nodes), "promoted " + on_nodes(expectation_.nodes), now);
        case Expectation::Kind::Running:
            return said(sorted_names(nodes) == sorted_names(expectation_.nodes), "running " + on_nodes(expectation_.nodes), now);
        case Expectation::Kind::NotOn: {
            const bool met = std::ranges::none_of(nodes, [&](const std::string& node) {
                return std::ranges::find(expectation_.nodes, node) != expectation_.nodes.end();
            });
            return said(met, fmt::format("not on {}", fmt::join(expectation_.nodes, " or ")), now);
        }
        case Expectation::Kind::Stopped: return said(nodes.empty(), "stopped", nodes.empty() ? "stopped" : now);
        case Expectation::Kind::State:
            return said(resource_.state == expectation_.state, std::string(text(expectation_.state)),
                        std::string(text(resource_.state)));
        default: break;
        }
        throw InvalidArgument(fmt::format("{}: it is of the cluster at rest", text(expectation_.kind)));
    }

private:
    const ResourceOutcome& find(const std::vector<ResourceOutcome>& resources) const {
        const auto found = std::ranges::find(resources, expectation_.resource, &ResourceOutcome::id);
        if (found == resources.end()) throw UnknownName("resource", expectation_.resource, {});
        return *found;
    }

    NodeNames nodes_of_it(bool promoted) const {
        NodeNames nodes;
        for (const RunningOn& each : resource_.after) {
            if (each.state != InstanceState::Running || (promoted && each.role != Role::Promoted)) continue;
            if (std::ranges::find(nodes, each.node) == nodes.end()) nodes.push_back(each.node);
        }
        return nodes;
    }

    CheckedExpectation said(bool met, std::string expected, std::string now) const {
        return {expectation_, met, expectation_.resource, std::move(expected), std::move(now)};
    }

    const Expectation& expectation_;
    const ResourceOutcome& resource_;
};

} // namespace

CheckedExpectation check(const Expectation& expectation, const std::vector<ResourceOutcome>& resources) {
    return MomentChecker(expectation, resources).run();
}

} // namespace placement
