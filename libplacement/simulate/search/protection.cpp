#include "simulate/search/protection.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "placement/fencing.h"
#include "simulate/search/conduct_comparison.h"

namespace placement {

namespace {

// ---- monitors ----

/// What follows when an operation fails, and after how long it counts as failed; empty where the configuration leaves it to
/// the default.
struct FailureAnswer {
    std::string on_fail;
    std::string timeout;
    friend bool operator==(const FailureAnswer&, const FailureAnswer&) = default;
};

/// A resource's recurring monitors by interval, and these by the role that they watch; empty for any role that runs.
using Intervals = std::map<std::uint32_t, FailureAnswer>;
using Monitors = std::map<std::string, Intervals>;

std::string value_of(const AttributeTable& attributes, const char* name) {
    const auto found = attributes.find(name);
    return found == attributes.end() ? "" : found->second;
}

FailureAnswer answer_of(const OperationConfiguration& operation) {
    return {value_of(operation.attributes, "on-fail"), value_of(operation.attributes, "timeout")};
}

Monitors recurring_monitors(const Resource& resource) {
    Monitors monitors;
    for (const OperationConfiguration& operation : resource.operations) {
        if (operation.name != task::monitor || operation.interval_ms == 0 || !operation.enabled) continue;
        const bool plain = !operation.role || *operation.role == Role::Started || *operation.role == Role::Unknown;
        monitors[plain ? "" : std::string(text(*operation.role))][operation.interval_ms] = answer_of(operation);
    }
    return monitors;
}

std::map<std::string, const Resource*> primitives_by_element(const Cluster& cluster) {
    std::map<std::string, const Resource*> found;
    for (const Resource& resource : cluster.resources) {
        if (resource.is_primitive() && !resource.removed && resource.element == "primitive")
            found.emplace(resource.xml_id, &resource);
    }
    return found;
}

bool same_intervals(const Intervals& one, const Intervals& other) {
    return std::ranges::equal(one, other, {}, &Intervals::value_type::first, &Intervals::value_type::first);
}

std::string intervals(const Intervals& all) {
    std::vector<std::string> each;
    for (const auto& [interval, answer] : all) each.push_back(every(interval));
    return and_joined(each);
}

/// "the monitor of db in the role Promoted".
std::string monitor_of(const std::string& resource, const std::string& role) {
    return fmt::format("the monitor of {}{}", resource, role.empty() ? "" : " in the role " + role);
}

std::string or_default(const std::string& value) { return value.empty() ? "its default" : value; }

/// "on-fail", "ignore instead of restart".
using AnswerChange = std::pair<const char*, std::string>;

std::vector<AnswerChange> changes_between(const FailureAnswer& was, const FailureAnswer& is) {
    std::vector<AnswerChange> changes;
    const auto compare = [&](const char* name, const std::string& before, const std::string& after) {
        if (before == after) return;
        changes.emplace_back(name, fmt::format("{} instead of {}", or_default(after), or_default(before)));
    };
    compare("on-fail", was.on_fail, is.on_fail);
    compare("timeout", was.timeout, is.timeout);
    return changes;
}

std::string changed_answers(const Intervals& before, const Intervals& after) {
    std::vector<std::string> changes;
    for (const auto& [interval, was] : before) {
        const auto is = after.find(interval);
        if (is == after.end()) continue;
        for (const auto& [name, words] : changes_between(was, is->second))
            changes.push_back(fmt::format("its {} is {}", name, words));
    }
    return and_joined(changes);
}

void compare_monitors(const std::string& id, const Monitors& before, const Monitors& after, std::vector<Deviation>& found) {
    std::set<std::string> roles;
    for (const auto& [role, each] : before) roles.insert(role);
    for (const auto& [role, each] : after) roles.insert(role);
    for (const std::string& role : roles) {
        const auto was = before.find(role);
        const auto is = after.find(role);
        Deviation deviation{DeviationKind::Monitor, id, "", false, false, {}};
        if (was == before.end()) {
            deviation.text = fmt::format("{} is new: it runs {}", monitor_of(id, role), intervals(is->second));
        } else if (is == after.end()) {
            deviation.worse = role != "Stopped";
            deviation.text = fmt::format("{} is removed: {}", monitor_of(id, role),
                                         deviation.worse ? "its failure is no longer detected"
                                                         : "the cluster no longer notices that it runs where it should not");
        } else if (!same_intervals(was->second, is->second)) {
            deviation.text =
                fmt::format("{} runs {} instead of {}", monitor_of(id, role), intervals(is->second), intervals(was->second));
        } else if (was->second != is->second) {
            deviation.text = fmt::format("{} is changed: {}", monitor_of(id, role), changed_answers(was->second, is->second));
        } else {
            continue;
        }
        found.push_back(std::move(deviation));
    }
}

// ---- other operations ----

/// Starts, stops, promotions and the like: what is done when the cluster asks for it, not again and again.
using Operations = std::map<std::string, FailureAnswer>;

Operations single_operations(const Resource& resource) {
    Operations operations;
    for (const OperationConfiguration& operation : resource.operations) {
        if (operation.interval_ms == 0) operations.emplace(operation.name, answer_of(operation));
    }
    return operations;
}

void compare_operations(const std::string& id, const Operations& before, const Operations& after, std::vector<Deviation>& found) {
    std::set<std::string> names;
    for (const auto& [name, answer] : before) names.insert(name);
    for (const auto& [name, answer] : after) names.insert(name);
    const auto answer_in = [](const Operations& operations, const std::string& name) {
        const auto place = operations.find(name);
        return place == operations.end() ? FailureAnswer() : place->second;
    };
    for (const std::string& name : names) {
        const std::string operation = name == task::monitor ? "probe" : name;
        for (const auto& [what, words] : changes_between(answer_in(before, name), answer_in(after, name))) {
            found.push_back({DeviationKind::Operation,
                             id,
                             fmt::format("the {} of the {} of {} is {}", what, operation, id, words),
                             false,
                             false,
                             {}});
        }
    }
}

// ---- fencing ----

NodeFencing fencing_by_configuration(const Cluster& cluster, NodeId node) {
    return fencing_of(cluster, node, {.all_nodes_as_members = true});
}

/// "device a", "devices a and b", "its watchdog".
std::string means_of(const NodeFencing& fencing) {
    std::vector<std::string> devices;
    for (const FencingMeans& means : fencing.means) {
        std::string device = means.device;
        if (means.level > 0) device += fmt::format(" (level {})", means.level);
        devices.push_back(std::move(device));
    }
    return and_joined(devices);
}

/// The same of several nodes is told once.
class FencingComparison {
public:
    FencingComparison(const Cluster& before, const Cluster& after) : before_(before), after_(after) {}

    void add_to(std::vector<Deviation>& found) {
        for (const NodeId id : before_.nodes.ids()) {
            const Node& node = before_.nodes[id];
            const NodeId same = after_.find_node(node.name);
            if (same) compare(node.name, fencing_by_configuration(before_, id), fencing_by_configuration(after_, same));
        }
        for (const auto& [reason, nodes] : not_any_more_) {
            found.push_back({DeviationKind::Fencing,
                             subject(nodes),
                             fmt::format("{} can no longer be fenced: {}", and_joined(nodes), reason),
                             true,
                             false,
                             {}});
        }
        for (const auto& [means, nodes] : now_) {
            found.push_back({DeviationKind::Fencing,
                             subject(nodes),
                             fmt::format("{} can be fenced now, with {}", and_joined(nodes), means),
                             false,
                             false,
                             {}});
        }
        for (const auto& [means, nodes] : otherwise_) {
            found.push_back({DeviationKind::Fencing,
                             subject(nodes),
                             fmt::format("{} can be fenced with {} instead of {}", and_joined(nodes), means.first, means.second),
                             false,
                             false,
                             {}});
        }
    }

private:
    static std::string subject(const std::vector<std::string>& nodes) { return nodes.size() == 1 ? nodes.front() : ""; }

    void compare(const std::string& node, const NodeFencing& was, const NodeFencing& is) {
        if (was.possible() && !is.possible()) {
            not_any_more_[text(is)].push_back(node);
        } else if (!was.possible() && is.possible()) {
            now_[means_of(is)].push_back(node);
        } else if (was.possible() && means_of(was) != means_of(is)) {
            otherwise_[{means_of(is), means_of(was)}].push_back(node);
        }
    }

    const Cluster& before_;
    const Cluster& after_;
    std::map<std::string, std::vector<std::string>> not_any_more_; ///< nodes by reason
    std::map<std::string, std::vector<std::string>> now_;          ///< nodes by means
    std::map<std::pair<std::string, std::string>, std::vector<std::string>> otherwise_;
};

} // namespace

std::vector<Deviation> protection_deviations(const Cluster& before, const Cluster& after) {
    std::vector<Deviation> found;
    FencingComparison(before, after).add_to(found);
    const auto others = primitives_by_element(after);
    for (const auto& [id, resource] : primitives_by_element(before)) {
        const auto other = others.find(id);
        if (other == others.end()) continue;
        compare_monitors(id, recurring_monitors(*resource), recurring_monitors(*other->second), found);
        compare_operations(id, single_operations(*resource), single_operations(*other->second), found);
    }
    std::stable_partition(found.begin(), found.end(), [](const Deviation& each) { return each.worse; });
    return found;
}

std::set<std::string> watched_otherwise(const Cluster& before, const Cluster& after) {
    std::set<std::string> found;
    const auto others = primitives_by_element(after);
    for (const auto& [id, resource] : primitives_by_element(before)) {
        const auto other = others.find(id);
        if (other == others.end()) continue;
        if (recurring_monitors(*resource) != recurring_monitors(*other->second)) found.insert(id);
    }
    return found;
}

} // namespace placement
