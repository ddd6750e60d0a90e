#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "base/merge_sort.h"
#include "base/preparation.h"
#include "base/text.h"
#include "placement/render.h"
#include "render/lines.h"
#include "render/outline.h"
#include "render/shown_state.h"
#include "render/status_lines.h"
#include "render/time_text.h"

namespace placement {

namespace {

std::string in_brackets(const std::vector<std::string>& names) { return fmt::format("[ {} ]", fmt::join(names, " ")); }

/// A list whose heading is written when its first item comes.
class LateList {
public:
    LateList(Outline& outline, Heading heading, bool blank_line_before = false)
        : outline_(outline), heading_(std::move(heading)), blank_line_before_(blank_line_before) {}
    LateList(const LateList&) = delete;
    LateList& operator=(const LateList&) = delete;
    ~LateList() {
        if (begun_) outline_.end();
    }

    void need() {
        if (begun_) return;
        if (blank_line_before_) outline_.blank_line();
        outline_.begin(heading_);
        begun_ = true;
    }
    void item(std::string_view text) {
        need();
        outline_.item(text);
    }
    void item(std::string_view label, std::string_view text) {
        need();
        outline_.item(label, text);
    }
    bool begun() const { return begun_; }

private:
    Outline& outline_;
    Heading heading_;
    bool blank_line_before_;
    bool begun_ = false;
};

class StatusText {
public:
    StatusText(const Cluster& cluster, const ClusterStatusOptions& options)
        : cluster_(cluster), options_(options), words_(options.words), outline_(options.words.layout) {}

    std::string write() {
        outline_.title(options_.title);
        bool any = nodes();
        any = resources(any) || any;
        if (options_.attributes) any = attributes(any) || any;
        if (options_.failures) {
            any = fail_counts(any) || any;
            failures(any);
        }
        outline_.end();
        return outline_.text();
    }

private:
    // -- nodes --

    /// Names of the nodes that are one word in a list instead of a line of their own.
    struct PlainNodes {
        std::vector<std::string> online, offline, remote_online, remote_offline, guest_online;
    };

    bool needs_line(const Node& node) const {
        return node.unclean || node.pending || (node.standby_on_failure && node.online) || node.standby ||
               node.maintenance || (words_.status_has_health && shown_health(cluster_, node) != Health::Green);
    }

    void add_plain(const Node& node, PlainNodes& plain) const {
        switch (node.kind) {
        case NodeKind::Cluster: (node.online ? plain.online : plain.offline).push_back(node.name); return;
        case NodeKind::Remote: (node.online ? plain.remote_online : plain.remote_offline).push_back(node.name); return;
        case NodeKind::Guest:
            if (node.online) plain.guest_online.push_back(node_label(cluster_, node, words_));
            return;
        }
    }

    bool nodes() {
        LateList list(outline_, {.text = "Node List", .shown_in_lines = false, .indent_in_lines = 0});
        PlainNodes plain;
        for (const Node& node : cluster_.nodes) {
            list.need();
            if (needs_line(node)) {
                list.item(node_line(cluster_, node, words_));
            } else {
                add_plain(node, plain);
            }
        }
        const auto names = [&](std::string_view label, const std::vector<std::string>& which) {
            if (!which.empty()) list.item(label, in_brackets(which));
        };
        names("Online", plain.online);
        names("OFFLINE", plain.offline);
        names("RemoteOnline", plain.remote_online);
        names("RemoteOFFLINE", plain.remote_offline);
        names("GuestOnline", plain.guest_online);
        return list.begun();
    }

    // -- resources --

    bool is_active(ResourceId id, bool all) const {
        return placement::is_active(cluster_, id, all, words_.unmanaged_are_active_offline);
    }

    bool is_in_lines() const { return words_.layout == StatusLayout::Lines; }

    /// (Pacemaker: resource_list; in lines, print_cluster_status)
    bool is_listed(ResourceId id) const {
        const Resource& resource = cluster_.resources[id];
        if (is_in_lines()) return !resource.removed || resource.role != Role::Stopped;
        if (resource.removed && !is_active(id, true)) return false;
        return !is_active(id, false) || !resource.active_nodes.empty();
    }

    bool resources(bool blank_line_before) {
        if (blank_line_before || is_in_lines()) outline_.blank_line();
        outline_.begin({.text = "Full List of Resources", .shown_in_lines = false, .indent_in_lines = 1});
        bool any = false;
        for (const ResourceId resource : cluster_.top_resources) {
            if (is_listed(resource) && this->resource(resource)) any = true;
        }
        if (!any && !is_in_lines()) outline_.item("No resources");
        outline_.end();
        if (is_in_lines()) outline_.blank_line();
        return any;
    }

    bool resource(ResourceId id) {
        const Resource& resource = cluster_.resources[id];
        if (resource.is_primitive()) return primitive(id);
        if (resource.is_group()) return group(id);
        if (resource.is_clone()) return clone(id);
        return bundle(resource);
    }

    bool primitive(ResourceId id) {
        const Resource& resource = cluster_.resources[id];
        NodeId node = shown_node(cluster_, resource);
        if (!node) node = resource.pending_node;
        return primitive(id, shown_id(resource), node);
    }

    bool primitive(ResourceId id, std::string_view name, NodeId node) {
        if (is_internal(cluster_.resources[id])) return false;
        outline_.item(primitive_line(cluster_, id, {.name = name, .node = node, .pending = options_.pending}, words_));
        return true;
    }

    bool group(ResourceId id) {
        const Resource& group = cluster_.resources[id];
        LateList list(outline_, {.text = group_heading(cluster_, id, words_)});
        if (is_in_lines()) list.need();
        for (const ResourceId member : group.children) {
            list.need();
            resource(member);
        }
        return list.begun();
    }

    // -- clones --

    enum class InstanceForm { Line, Promoted, Started, Inactive };

    bool any_part(ResourceId id, bool Resource::* flag) const {
        const Resource& resource = cluster_.resources[id];
        return resource.*flag ||
               std::ranges::any_of(resource.children, [&](ResourceId part) { return any_part(part, flag); });
    }

    bool every_part(ResourceId id, bool Resource::* flag) const {
        const Resource& resource = cluster_.resources[id];
        return resource.*flag &&
               std::ranges::all_of(resource.children, [&](ResourceId part) { return every_part(part, flag); });
    }

    /// Whether an instance's node is one word in a list, or the instance needs lines of its own.
    InstanceForm form_of(const Resource& clone, ResourceId instance) const {
        const bool active = is_active(instance, false);
        const std::string& pending = cluster_.resources[instance].pending_action;
        if (clone.unique) return active || !clone.removed ? InstanceForm::Line : InstanceForm::Inactive;
        if (options_.pending && !pending.empty() && pending != "probe") return InstanceForm::Line;
        if (!active) return InstanceForm::Inactive;
        if (any_part(instance, &Resource::removed) || !every_part(instance, &Resource::managed) ||
            any_part(instance, &Resource::failed)) {
            return InstanceForm::Line;
        }
        const NodeId node = is_active(instance, true) ? common_node(cluster_, instance) : NodeId::none();
        if (!node || (!cluster_.nodes[node].online && cluster_.nodes[node].unclean)) return InstanceForm::Line;
        return highest_role(cluster_, instance) > Role::Unpromoted ? InstanceForm::Promoted : InstanceForm::Started;
    }

    /// What does not run, by the words for it.
    using Stopped = std::map<std::string, std::vector<std::string>>;

    bool clone(ResourceId id) {
        const Resource& clone = cluster_.resources[id];
        LateList list(outline_, {.text = clone_heading(cluster_, id, words_)});
        if (is_in_lines()) list.need();
        std::vector<std::string> promoted;
        std::vector<std::string> started;
        Stopped stopped;
        for (const ResourceId instance : clone.children) {
            const InstanceForm form = form_of(clone, instance);
            if (form == InstanceForm::Line) {
                list.need();
                resource(instance);
            } else if (form == InstanceForm::Inactive) {
                const Resource& configured = cluster_.resources[instance];
                if (!clone.unique && !configured.removed) stopped[stopped_instances_label(clone)].push_back(configured.id);
            } else {
                auto& names = form == InstanceForm::Promoted ? promoted : started;
                names.push_back(cluster_.nodes[common_node(cluster_, instance)].name);
            }
        }
        sort_by_name(promoted);
        sort_by_name(started);
        if (!promoted.empty()) list.item(words_.promoted_instances, in_brackets(promoted));
        if (!started.empty()) list.item(started_label(clone), in_brackets(started));

        const auto shown = static_cast<std::int32_t>(promoted.size() + started.size());
        if (!clone.unique && clone.clone().clone_max > shown) stopped = stopped_nodes(id);
        for (auto& [words, names] : stopped) {
            sort_by_name(names);
            list.item(words, in_brackets(names));
        }
        if (stopped.empty() && shown == 0) list.need();
        return list.begun();
    }

    static void sort_by_name(std::vector<std::string>& names) {
        merge_sort(names, [](const std::string& left, const std::string& right) {
            const auto order = compare_naturally(left, right);
            return order < 0 ? -1 : order > 0 ? 1 : 0;
        });
    }

    Role target_role_of(const Resource& clone) const {
        const std::string* text = clone_target_role(cluster_, clone);
        return text == nullptr ? Role::Unknown : role_named(*text);
    }

    std::string started_label(const Resource& clone) const {
        if (!clone.promotable) return "Started";
        return std::string(words_.unpromoted_instances) + (target_role_of(clone) == Role::Unpromoted ? " (target-role)" : "");
    }

    std::string stopped_label(const Resource& clone) const {
        return target_role_of(clone) == Role::Stopped ? "Stopped (disabled)" : "Stopped";
    }

    /// For instances that are listed by themselves, not by their nodes.
    std::string stopped_instances_label(const Resource& clone) const {
        return words_.status_has_failed_probes ? "Stopped" : stopped_label(clone);
    }

    /// Where the clone has scores by now; where it has none anywhere, where its state is known.
    std::vector<NodeId> possible_nodes(ResourceId clone) const {
        std::vector<NodeId> nodes;
        for (const NodeId node : cluster_.nodes.ids()) {
            const bool banned_by_status = std::ranges::any_of(preparation_of(cluster_).wishes, [&](const Wish& wish) {
                return wish.kind == Wish::Kind::AddScore && wish.resource == clone && wish.node == node;
            });
            if (cluster_.initial_nodes[clone][node].listed || banned_by_status) nodes.push_back(node);
        }
        return nodes.empty() ? cluster_.resources[clone].known_nodes : nodes;
    }

    Stopped stopped_nodes(ResourceId id) const {
        const Resource& clone = cluster_.resources[id];
        Stopped stopped;
        for (const NodeId node : possible_nodes(id)) {
            if (std::ranges::find(clone.active_nodes, node) != clone.active_nodes.end()) continue;
            std::string label = stopped_label(clone);
            if (const auto status = shown_failed_probe(cluster_, id, node, words_)) {
                label = fmt::format("Stopped ({})", exit_status_text(*status, words_));
            }
            stopped[label].push_back(cluster_.nodes[node].name);
        }
        return stopped;
    }

    // -- bundles --

    bool bundle(const Resource& resource) {
        LateList list(outline_, {.text = bundle_heading(resource, words_), .indent_in_lines = 2});
        for (const BundleReplica& replica : resource.bundle().replicas) {
            list.need();
            const ResourceId shown = replica.child ? replica.child : replica.container;
            const Resource& named = cluster_.resources[replica.remote ? replica.remote : replica.container];
            std::string name = shown_id(named);
            if (!replica.ip_address.empty()) name += fmt::format(" ({})", replica.ip_address);
            primitive(shown, name, shown_node(cluster_, cluster_.resources[replica.container]));
        }
        return list.begun();
    }

    // -- what else is asked for --

    bool attributes(bool blank_line_before) {
        LateList list(outline_, {.text = "Node Attributes"}, blank_line_before);
        for (const Node& node : cluster_.nodes) {
            const auto names = node.online ? shown_attributes(node) : std::vector<std::string_view>();
            if (names.empty()) continue;
            list.need();
            outline_.begin({.text = "Node: " + node.name});
            for (const std::string_view name : names) outline_.item(attribute_line(cluster_, node, name));
            outline_.end();
        }
        return list.begun();
    }

    bool fail_counts(bool blank_line_before) {
        LateList list(outline_, {.text = "Migration Summary"}, blank_line_before);
        if (std::ranges::any_of(cluster_.nodes, [](const Node& node) { return node.online && node.seen; })) list.need();
        for (const NodeFailures& each : shown_fail_counts(cluster_)) {
            list.need();
            outline_.begin({.text = "Node: " + cluster_.nodes[each.node].name});
            for (const ShownFailCount& failures : each.fail_counts) {
                outline_.item(fail_count_line(cluster_, failures, clock(failures.last_failure)));
            }
            outline_.end();
        }
        return list.begun();
    }

    void failures(bool blank_line_before) {
        LateList list(outline_, {.text = "Failed Resource Actions"}, blank_line_before);
        for (const OperationReference& reference : shown_failures(cluster_)) {
            const ResourceHistory& history = cluster_.histories[reference.history];
            const OperationHistory& operation = history.operations[reference.operation];
            const std::string when = operation.last_change ? clock(*operation.last_change) : "";
            list.item(failure_line(operation, cluster_.nodes[history.node].name, when, words_));
        }
    }

    std::string clock(std::int64_t seconds) const {
        return clock_text(seconds, options_.utc_offset ? options_.utc_offset(seconds) : 0);
    }

    const Cluster& cluster_;
    const ClusterStatusOptions& options_;
    const Wording& words_;
    Outline outline_;
};

} // namespace

std::string cluster_status_text(const Cluster& cluster, const ClusterStatusOptions& options) {
    return StatusText(cluster, options).write();
}

std::string cluster_notices_text(const Cluster& cluster, const Wording& words) {
    std::string text;
    if (cluster.options.maintenance_mode) {
        text += as_line("") + as_line("              *** Resource management is DISABLED ***") +
                as_line("  The cluster will not attempt to start, stop or recover services");
    }
    const ResourceCounts counts = count_resources(cluster);
    if (counts.disabled == 0 && counts.blocked == 0) return text;
    if (!text.empty() && words.layout == StatusLayout::Outline) text += as_line("");
    return text + as_line(fmt::format("{} of {} resource instances DISABLED and {} BLOCKED from further action due to failure",
                                      counts.disabled, counts.instances, counts.blocked));
}

std::string utc_text(Time time) { return time_text(time); }

} // namespace placement
