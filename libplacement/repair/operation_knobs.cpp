#include <algorithm>

#include <fmt/format.h>

#include "placement/action.h"
#include "repair/knob.h"

namespace placement {

namespace {

/// The operations of primitives: what follows when they fail, and monitors that are missing.
class OperationKnobs {
public:
    OperationKnobs(const KnobSource& source, std::vector<Knob>& knobs)
        : source_(source), cluster_(source.cluster), knobs_(knobs) {}

    void run() {
        std::set<std::string> seen;
        for (const ResourceId id : cluster_.resources.ids()) {
            const Resource& resource = cluster_.resources[id];
            const auto distance = source_.distance_of(id);
            if (!distance || !resource.is_primitive() || resource.removed || resource.fencing_device) continue;
            if (source_.edit.resource_element(resource.xml_id).empty() || !seen.insert(resource.xml_id).second) continue;
            distance_ = *distance;
            for (const OperationConfiguration& operation : resource.operations) add(resource, operation);
            add_monitors(resource);
        }
    }

private:
    void add(const Resource& resource, const OperationConfiguration& operation) {
        if (operation.id.empty() || !seen_.insert(operation.id).second) return;
        if (!operation.enabled) add(resource, operation, "enabled", "false", {{"true", {}}});
        const auto found = operation.attributes.find("on-fail");
        const std::string now = found == operation.attributes.end() ? std::string() : found->second;
        std::set<Protection> leaves;
        if (now == "fence") leaves.insert(Protection::Fencing);
        std::vector<Knob::Value> values{{"restart", leaves}, {"ignore", {Protection::Failures}}};
        if (operation.interval_ms > 0) {
            values.push_back({"standby", leaves});
            if (resource.promotable) values.push_back({"demote", leaves});
        }
        if (cluster_.options.fencing_enabled) values.push_back({"fence", {}});
        // That is what an operation does anyway, but for one that stops.
        if (now.empty()) std::erase_if(values, [](const Knob::Value& value) { return value.text == "restart"; });
        add(resource, operation, "on-fail", now, std::move(values));
    }

    void add(const Resource& resource, const OperationConfiguration& operation, const std::string& name, const std::string& now,
             std::vector<Knob::Value> values) {
        std::erase_if(values, [&](const Knob::Value& value) { return value.text == now; });
        const std::string owner = source_.edit.owner_of_operation(operation.id);
        const bool is_shared = source_.edit.resource_element(owner) == "template";
        knobs_.push_back({{ChangeKind::SetOperation, operation.id, name},
                          now.empty() ? Knob::Change::New : Knob::Change::Choice,
                          fmt::format("{} of the {} of {}{}", name, operation.name, is_shared ? "the template " : "",
                                      owner.empty() ? resource.xml_id : owner),
                          now,
                          operation.position,
                          resource.xml_id,
                          distance_,
                          std::move(values)});
    }

    void add_monitors(const Resource& resource) {
        bool any = false;
        bool promoted = false;
        for (const OperationConfiguration& operation : resource.operations) {
            if (operation.name != task::monitor || operation.interval_ms == 0 || !operation.enabled) continue;
            const bool of_promoted = operation.role == Role::Promoted;
            promoted = promoted || of_promoted;
            any = any || !of_promoted;
        }
        if (!any) add_monitor(resource, {{"interval", "10s"}, {"timeout", "20s"}}, "recurring monitor");
        if (resource.promotable && !promoted)
            add_monitor(resource, {{"interval", "11s"}, {"timeout", "20s"}, {"role", "Promoted"}},
                        "monitor of the promoted role");
    }

    void add_monitor(const Resource& resource, ConfigurationChange::Attributes attributes, const std::string& what) {
        ConfigurationChange change{ChangeKind::AddOperation, resource.xml_id, std::string(task::monitor)};
        change.attributes = std::move(attributes);
        const std::string text = fmt::format("a {} for {}, every {}", what, resource.xml_id, change.attributes.front().second);
        knobs_.push_back(
            {std::move(change), Knob::Change::New, text, {}, resource.position, resource.xml_id, distance_, {{"", {}}}});
    }

    const KnobSource& source_;
    const Cluster& cluster_;
    std::vector<Knob>& knobs_;
    std::size_t distance_ = 0;
    std::set<std::string> seen_; ///< operations: resources may have those of a template
};

} // namespace

void add_operation_knobs(const KnobSource& source, std::vector<Knob>& knobs) { OperationKnobs(source, knobs).run(); }

} // namespace placement
