#include <algorithm>
#include <array>
#include <charconv>
#include <set>

#include <fmt/format.h>

#include "base/characters.h"
#include "base/text.h"
#include "placement/action.h"
#include "placement/agents.h"
#include "placement/carry_out.h"
#include "placement/names.h"
#include "placement/scenario.h"

namespace placement {

namespace {

[[noreturn]] void malformed(std::string_view text, const char* what) {
    throw MalformedSpecification(
        fmt::format("`{}` is not a result of an operation: {}; write RESOURCE_TASK_INTERVAL@NODE=STATUS, as in "
                    "db_monitor_10000@node1=7",
                    text, what));
}

template <typename Number>
bool read_number(std::string_view text, Number& number) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end == text.data() + text.size();
}

/// Where the task begins in "RESOURCE_TASK", after the underscore; npos if there is none. Some tasks have underscores
/// themselves.
std::size_t task_begin(std::string_view key) {
    static constexpr std::array<std::string_view, 2> tasks{"migrate_from", "migrate_to"};
    static constexpr std::array<std::string_view, 4> prefixes{"confirmed-pre_notify", "confirmed-post_notify", "pre_notify",
                                                              "post_notify"};
    const auto ends_with = [](std::string_view whole, std::string_view end) {
        return whole.size() > end.size() + 1 && whole.ends_with(end) && whole[whole.size() - end.size() - 1] == '_';
    };
    std::size_t begin = std::string_view::npos;
    for (const std::string_view task : tasks) {
        if (ends_with(key, task)) begin = key.size() - task.size();
    }
    if (begin == std::string_view::npos) {
        const std::size_t underscore = key.rfind('_');
        if (underscore == std::string_view::npos) return underscore;
        begin = underscore + 1;
    }
    const std::string_view before = key.substr(0, begin - 1);
    for (const std::string_view prefix : prefixes) {
        if (ends_with(before, prefix)) return before.size() - prefix.size();
    }
    return begin;
}

bool has_name(const Resource& resource, std::string_view name) {
    return equals_ignoring_case(resource.id, name) || equals_ignoring_case(resource.history_id, name) ||
           equals_ignoring_case(resource.xml_id, name);
}

bool can_be_promoted(const Cluster& cluster, const Resource& resource) {
    for (ResourceId parent = resource.parent; parent; parent = cluster.resources[parent].parent) {
        if (cluster.resources[parent].is_clone() && cluster.resources[parent].clone().promotable) return true;
    }
    return false;
}

/// What the cluster may do with the resource, as "start_0"; what it is in decides whether it is promoted and told of others.
std::set<std::string> operations_of(const Cluster& cluster, const Resource& resource) {
    std::set<std::string> operations;
    const auto add = [&](std::string_view task, std::uint32_t interval_ms) {
        operations.insert(fmt::format("{}_{}", task, interval_ms));
    };
    for (const std::string_view always : {task::start, task::stop, task::monitor, task::reload, task::reload_agent})
        add(always, 0);
    if (resource.standard == "stonith") {
        for (const std::string_view fencing : {"off", "on", "reboot"}) add(fencing, 0);
    }
    if (resource.parent) add(task::notify, 0);
    if (resource.meta.find("allow-migrate") != resource.meta.end() || resource.remote_node) {
        add(task::migrate_to, 0);
        add(task::migrate_from, 0);
    }
    if (can_be_promoted(cluster, resource)) {
        add(task::promote, 0);
        add(task::demote, 0);
    }
    for (const OperationConfiguration& operation : resource.operations) add(operation.name, operation.interval_ms);
    return operations;
}

void collect_operations(const Cluster& cluster, const Resource& resource, const std::string& name,
                        std::vector<std::string>& known) {
    if (resource.is_primitive()) {
        for (const std::string& operation : operations_of(cluster, resource)) known.push_back(name + "_" + operation);
    }
    for (const ResourceId child : resource.children) {
        collect_operations(cluster, cluster.resources[child], cluster.resources[child].xml_id, known);
    }
}

} // namespace

OperationResult OperationResult::parse(std::string_view text) {
    const std::size_t at = text.find('@');
    if (at == std::string_view::npos) malformed(text, "it names no node");
    const std::size_t equals = text.find('=', at);
    if (equals == std::string_view::npos) malformed(text, "it names no exit status");
    const std::string_view key = text.substr(0, at);
    OperationResult result;
    result.node = text.substr(at + 1, equals - at - 1);
    if (result.node.empty()) malformed(text, "it names no node");
    if (!read_number(text.substr(equals + 1), result.exit_status)) malformed(text, "its exit status is not a number");
    const std::size_t interval = key.rfind('_');
    if (interval == std::string_view::npos) malformed(text, "it names no interval");
    if (!read_number(key.substr(interval + 1), result.interval_ms)) {
        malformed(text, "its interval is not a number of milliseconds");
    }
    const std::size_t task = task_begin(key.substr(0, interval));
    if (task == std::string_view::npos || task < 2 || task >= interval) malformed(text, "it names no resource and task");
    result.resource = key.substr(0, task - 1);
    result.task = key.substr(task, interval - task);
    return result;
}

std::string text(const OperationResult& result) {
    return fmt::format("{}_{}_{}@{}={}", result.resource, result.task, result.interval_ms, result.node, result.exit_status);
}

void require_known(const OperationResult& result, const Cluster& cluster) {
    const auto has_it = [&](const Resource& resource) { return has_name(resource, result.resource); };
    if (std::ranges::none_of(cluster.resources, has_it)) require_resources(cluster, result.resource);
    require_node(cluster, result.node);
}

void require_possible(const OperationResult& result, const Cluster& cluster) {
    require_known(result, cluster);
    std::vector<std::string> known;
    for (const Resource& resource : cluster.resources) {
        if (has_name(resource, result.resource)) collect_operations(cluster, resource, result.resource, known);
    }
    const std::string wanted = fmt::format("{}_{}_{}", result.resource, result.task, result.interval_ms);
    const auto same = [&](const std::string& each) { return equals_ignoring_case(each, wanted); };
    if (std::ranges::any_of(known, same)) return;
    // Of a group or clone, it is what is in it that has operations.
    const std::string operation = fmt::format("_{}_{}", result.task, result.interval_ms);
    std::vector<std::string> inside;
    for (const std::string& each : known) {
        const bool of_another = !each.starts_with(result.resource + "_") && each.ends_with(operation);
        if (of_another && std::ranges::find(inside, each) == inside.end() && inside.size() < 3) inside.push_back(each);
    }
    if (!inside.empty()) throw UnknownName("operation", wanted, inside);
    throw unknown_name("operation", wanted, known);
}

} // namespace placement
