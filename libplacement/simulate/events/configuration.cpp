#include <algorithm>

#include <fmt/format.h>

#include "base/misspelled.h"
#include "base/text.h"
#include "simulate/events/event_context.h"

// What an administrator changes about resources and the cluster.
namespace placement {

namespace {

constexpr const char* target_role = "target-role";
constexpr const char* is_managed = "is-managed";

/// The name of a resource that is configured. Throws UnknownName, and ImpossibleEvent for an instance of one and for what
/// the status alone knows.
const std::string& configured(const EventContext& context, const std::string& name) {
    const std::string element = context.edit.resource_element(name);
    if (!element.empty() && element != "template") return name;
    const Cluster& cluster = context.cluster;
    const ResourceId id = require_resources(cluster, name).front();
    const Resource& resource = cluster.resources[id];
    if (resource.removed) {
        throw ImpossibleEvent(fmt::format("`{}` is not in the configuration: only the status still has it", name));
    }
    throw ImpossibleEvent(
        fmt::format("`{}` is made for `{}` and is not configured by itself: name that one", name,
                    resource.xml_id == name ? cluster.resources[cluster.top(id, true)].xml_id : resource.xml_id));
}

bool is_element(const EventContext& context, const std::string& name, std::initializer_list<std::string_view> elements) {
    const std::string element = context.edit.resource_element(name);
    return std::ranges::find(elements, std::string_view(element)) != elements.end();
}

/// What has to be enabled so that the resource is. (pcs: find_resources_to_enable)
std::vector<std::string> enabled_with(const EventContext& context, const std::string& name) {
    std::vector<std::string> resources{name};
    const std::vector<std::string> within = context.edit.resources_within(name);
    const std::vector<std::string> around = context.edit.resources_around(name);
    if (is_element(context, name, {"clone", "bundle"})) {
        if (!within.empty()) resources.push_back(within.front());
    } else if (!around.empty() && is_element(context, around.front(), {"clone", "bundle"})) {
        resources.push_back(around.front());
    }
    return resources;
}

/// What is unmanaged so that the resource is: the primitives, and a bundle by itself. (pcs: find_resources_to_unmanage)
std::vector<std::string> unmanaged_with(const EventContext& context, const std::string& name) {
    std::vector<std::string> resources;
    if (is_element(context, name, {"primitive", "bundle"})) resources.push_back(name);
    for (const std::string& inner : context.edit.resources_within(name)) {
        if (is_element(context, inner, {"primitive"})) resources.push_back(inner);
    }
    return resources;
}

bool says(const EventContext& context, const std::string& resource, const char* name, const char* value) {
    const std::optional<std::string> found = context.edit.own_meta_attribute(resource, name);
    return found && equals_ignoring_case(*found, value);
}

/// The resource, or the first instance of it; none where there is no instance.
const Resource* first_of(const Cluster& cluster, const std::string& name) {
    for (const Resource& resource : cluster.resources) {
        if (resource.xml_id == name) return &resource;
    }
    return nullptr;
}

bool inherits(const EventContext& context, const std::string& name, const char* attribute, const char* value) {
    const Resource* resource = first_of(context.cluster, name);
    if (resource == nullptr) return false;
    const auto found = resource->meta.find(attribute);
    return found != resource->meta.end() && equals_ignoring_case(found->second, value);
}

/// Says what still has the attribute after it is removed from `changed`, and what `stays` because of it.
bool tell_of_inherited(const EventContext& context, const std::string& name, const std::vector<std::string>& changed,
                       const char* attribute, const char* value, const char* code, const char* stays) {
    for (const std::string& around : context.edit.resources_around(name)) {
        if (std::ranges::find(changed, around) != changed.end() || !says(context, around, attribute, value)) continue;
        note(context, code, fmt::format("`{}` {}: `{}`, which it is in, has {}={}", name, stays, around, attribute, value));
        return true;
    }
    return false;
}

void tell_of_default(const EventContext& context, const std::string& name, const char* attribute, const char* value,
                     const char* code, const char* stays) {
    note(context, code,
         fmt::format("`{}` {}: it has {}={} from its template, from a rule or from the resource defaults", name, stays, attribute,
                     value));
}

} // namespace

void happen(const ResourceDisabled& event, const EventContext& context) {
    const std::string& name = configured(context, event.resource);
    if (says(context, name, target_role, "Stopped")) {
        note(context, "already-disabled", fmt::format("`{}` is disabled already; nothing changes", name));
        return;
    }
    context.edit.set_own_meta_attribute(name, target_role, "Stopped");
}

void happen(const ResourceEnabled& event, const EventContext& context) {
    const std::string& name = configured(context, event.resource);
    const std::vector<std::string> resources = enabled_with(context, name);
    bool changed = false;
    for (const std::string& resource : resources) {
        changed = changed || context.edit.own_meta_attribute(resource, target_role).has_value();
        context.edit.remove_own_meta_attribute(resource, target_role);
    }
    constexpr const char* code = "stays-disabled";
    if (tell_of_inherited(context, name, resources, target_role, "Stopped", code, "stays disabled") || changed) return;
    if (inherits(context, name, target_role, "Stopped")) {
        tell_of_default(context, name, target_role, "Stopped", code, "stays disabled");
        return;
    }
    note(context, "not-disabled", fmt::format("`{}` is not disabled; nothing changes", name));
}

void happen(const ResourceUnmanaged& event, const EventContext& context) {
    const std::string& name = configured(context, event.resource);
    const std::vector<std::string> resources = unmanaged_with(context, name);
    const auto is_unmanaged = [&](const std::string& each) { return says(context, each, is_managed, "false"); };
    if (std::ranges::all_of(resources, is_unmanaged)) {
        note(context, "already-unmanaged", fmt::format("`{}` is unmanaged already; nothing changes", name));
        return;
    }
    for (const std::string& each : resources) context.edit.set_own_meta_attribute(each, is_managed, "false");
}

void happen(const ResourceManaged& event, const EventContext& context) {
    const std::string& name = configured(context, event.resource);
    std::vector<std::string> resources = context.edit.resources_around(name);
    resources.push_back(name);
    for (std::string& inner : context.edit.resources_within(name)) resources.push_back(std::move(inner));
    bool changed = false;
    for (const std::string& each : resources) {
        changed = changed || context.edit.own_meta_attribute(each, is_managed).has_value();
        context.edit.remove_own_meta_attribute(each, is_managed);
    }
    if (context.cluster.options.maintenance_mode) {
        note(context, "stays-unmanaged",
             fmt::format("`{}` stays unmanaged: the whole cluster is in maintenance mode (maintenance-mode)", name));
    } else if (changed) {
        return;
    } else if (inherits(context, name, is_managed, "false")) {
        tell_of_default(context, name, is_managed, "false", "stays-unmanaged", "stays unmanaged");
    } else {
        note(context, "not-unmanaged", fmt::format("`{}` is not unmanaged; nothing changes", name));
    }
}

void happen(const OptionSet& event, const EventContext& context) {
    if (event.name.empty()) throw ImpossibleEvent("a cluster property without a name cannot be set");
    const std::string meant = misspelled_property(event.name, context.cluster.options.values);
    if (!meant.empty()) {
        note(context, "unknown-property",
             fmt::format("Pacemaker does not know the cluster property `{}`; did you mean `{}`?", event.name, meant));
    }
    context.edit.set_cluster_property(event.name, event.value);
}

void happen(const WatchdogChanges& event, const EventContext& context) {
    context.edit.set_cluster_property("have-watchdog", event.present ? "true" : "false");
}

} // namespace placement
