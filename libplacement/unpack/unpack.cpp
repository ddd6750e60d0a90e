#include "unpack/unpack.h"

#include <memory>

#include <fmt/format.h>

#include "base/preparation.h"
#include "placement/unpack.h"
#include "placement/version.h"
#include "rules/typed_values.h"
#include "unpack/history_owner.h"
#include "unpack/recall.h"
#include "unpack/releases.h"

namespace placement {

namespace {

/// Nothing newer than what the reference writes itself can be read. (Pacemaker: pcmk__check_feature_set)
void check_feature_set(const CibDocument& document) {
    const auto written = attribute(document.root(), "crm_feature_set");
    if (!written || compare_versions(*written, feature_set) <= 0) return;
    throw InputError(document.source->name(), document.position(document.root()),
                     fmt::format("the CIB is of feature set {}, newer than {}, the newest that is understood", *written,
                                 feature_set));
}

/// A release refuses a CIB of a later one.
void compare_with_release(UnpackContext& context) {
    if (!context.cluster.nearest_to.empty()) return;
    const ReleaseRow& release = row_of(context.cluster.release);
    const Position position = context.position(context.document.root());
    const std::string& written = context.cluster.feature_set;
    if (compare_versions(written, release.feature_set) > 0) {
        context.warn("newer-than-release", position,
                     fmt::format("the CIB is of feature set {}, and Pacemaker {} refuses what is newer than {}", written, release.name,
                                 release.feature_set));
    }
    constexpr std::string_view prefix = "pacemaker-";
    const std::string_view named = context.document.named_schema;
    if (!named.starts_with(prefix) || compare_versions(named.substr(prefix.size()), release.schema) <= 0) return;
    context.warn("newer-than-release", position,
                 fmt::format("the CIB names the schema {}, and Pacemaker {} refuses what is newer than {}{}", named, release.name,
                             prefix, release.schema));
}

void check_quorum(UnpackContext& context) {
    const Options& options = context.cluster.options;
    if (context.cluster.have_quorum || options.no_quorum_policy == NoQuorumPolicy::Ignore) return;
    context.note("no-quorum", context.position(context.document.root()),
                 "the cluster has no quorum: fencing and the management of resources are restricted");
}

/// What a part does not know of comes to bear where it is named.
void take_loads_beside(UnpackContext& context) {
    for (const LoadBesidePart& load : context.document.beside) {
        const auto top = context.cluster.resource_by_id.find(load.before);
        const NodeId node = context.cluster.find_node(load.node);
        if (top != context.cluster.resource_by_id.end() && node) {
            change_preparation(context.cluster).beside.push_back({top->second, node, load.resources});
        }
    }
}

void unpack_configuration(UnpackContext& context) {
    unpack_options(context);
    check_quorum(context);
    unpack_nodes(context);
    unpack_resources(context);
    unpack_fencing_topology(context);
    unpack_tags(context);
    sort_nodes(context);
    context.names = names_of(context.cluster);
    context.configured_resources = context.cluster.resources.size();
    context.configured_nodes = context.cluster.nodes.size();
}

/// What was made of this by the same rules for the same time, where somebody still has it; else null.
std::shared_ptr<const Cluster> made_before(const CibDocument& document, const Cluster& wanted) {
    const auto last =
        document.cluster ? std::static_pointer_cast<const std::weak_ptr<const Cluster>>(document.cluster->get()) : nullptr;
    std::shared_ptr<const Cluster> made = last ? last->lock() : nullptr;
    const bool is_same = made && made->text.get() == &document && made->now == wanted.now && made->release == wanted.release &&
                         made->nearest_to == wanted.nearest_to && made->behavior == wanted.behavior;
    return is_same ? made : nullptr;
}

void remember(const CibDocument& document, const std::shared_ptr<const Cluster>& made) {
    if (document.cluster) document.cluster->set(std::make_shared<const std::weak_ptr<const Cluster>>(made));
}

} // namespace

std::shared_ptr<const Cluster> unpack(const Cib& cib, Time now, std::optional<Release> release,
                                      const std::optional<Behavior>& behavior) {
    const CibDocument& document = cib.document();
    check_feature_set(document);
    auto cluster = std::make_shared<Cluster>();
    cluster->now = now;
    const ClusterRelease rules = release_for(cib, release);
    cluster->release = rules.release;
    cluster->nearest_to = rules.nearest_to;
    cluster->behavior = behavior ? *behavior : behavior_of(rules.release);
    if (auto made = made_before(document, *cluster)) return made;
    cluster->text = cib.shared_document();
    cluster->feature_set = document.root().value("crm_feature_set");
    cluster->have_quorum = is_true(document.root().value("have-quorum"));
    UnpackContext context(document, *cluster);

    recall_or(unpack_configuration, context);
    compare_with_release(context);
    unpack_status(context);
    sort_nodes(context); // for nodes that only the status knows
    unpack_node_health(context);
    unpack_constraints(context);
    take_loads_beside(context);
    remember(document, cluster);
    return cluster;
}

} // namespace placement
