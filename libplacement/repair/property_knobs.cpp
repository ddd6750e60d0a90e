#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "repair/knob.h"

namespace placement {

namespace {

/// Cluster properties and resource defaults count as far from everything: they concern the whole cluster.
constexpr std::size_t distance_of_properties = 1;

/// What applies to the whole cluster.
class PropertyKnobs {
public:
    PropertyKnobs(const KnobSource& source, std::vector<Knob>& knobs)
        : source_(source), options_(source.cluster.options), knobs_(knobs) {}

    void run() {
        no_quorum_policy();
        if (!options_.symmetric_cluster) add("symmetric-cluster", "false", {{"true", {Protection::Bans}}});
        if (options_.maintenance_mode) add("maintenance-mode", "true", {{"false", {}}});
        if (options_.stop_all_resources) add("stop-all-resources", "true", {{"false", {}}});
        if (options_.start_failure_is_fatal) add("start-failure-is-fatal", "true", {{"false", {}}});
        if (options_.shutdown_lock) add("shutdown-lock", "true", {{"false", {}}});
        if (!options_.concurrent_fencing) add("concurrent-fencing", "false", {{"true", {}}});
        if (!options_.startup_fencing) add("startup-fencing", "false", {{"true", {}}});
        if (options_.placement_strategy != PlacementStrategy::Default)
            add("placement-strategy", options_.values.at("placement-strategy"), {{"default", {Protection::Capacity}}});
        if (options_.health_strategy != HealthStrategy::None)
            add("node-health-strategy", options_.values.at("node-health-strategy"), {{"none", {Protection::Failures}}});
        fencing();
        defaults();
    }

private:
    Knob& add(const std::string& name, const std::string& now, std::vector<Knob::Value> values) {
        std::erase_if(values, [&](const Knob::Value& value) { return value.text == now; });
        const bool is_set = source_.edit.cluster_property(name).has_value();
        return knobs_.emplace_back(Knob{{ChangeKind::SetProperty, {}, name},
                                        is_set ? Knob::Change::Choice : Knob::Change::New,
                                        "cluster property " + name,
                                        now,
                                        {},
                                        {},
                                        distance_of_properties,
                                        std::move(values)});
    }

    void no_quorum_policy() {
        // What goes on without quorum and is not fenced may run twice.
        const std::set<Protection> unfenced =
            options_.fencing_enabled ? std::set<Protection>{} : std::set<Protection>{Protection::Quorum};
        std::vector<Knob::Value> values{{"stop", {}}, {"freeze", unfenced}, {"demote", {}}, {"ignore", {Protection::Quorum}}};
        if (options_.fencing_enabled) values.push_back({"suicide", {}});
        std::string now = to_lower(options_.values.at("no-quorum-policy"));
        if (now == "fence") now = "suicide";
        add("no-quorum-policy", now, std::move(values));
    }

    /// By the name that the configuration has.
    void fencing() {
        const std::string name = source_.edit.cluster_property("fencing-enabled") ? "fencing-enabled" : "stonith-enabled";
        if (options_.fencing_enabled) {
            add(name, "true", {{"false", {Protection::Fencing}}});
        } else {
            add(name, "false", {{"true", {}}});
        }
    }

    void defaults() {
        add_default("resource-stickiness", 0, Score::infinite_value, 0);
        add_default("migration-threshold", 1, Score::infinite_value, Score::infinite_value);
        const std::string timeout = source_.edit.resource_default("failure-timeout").value_or("");
        Knob& knob = default_of("failure-timeout", timeout);
        for (const char* const value : {"10min", "1min", "1h"}) {
            if (value != timeout) knob.values.push_back({value, {}});
        }
    }

    Knob& default_of(const std::string& name, const std::string& now) {
        return knobs_.emplace_back(Knob{{ChangeKind::SetOwnDefault, {}, name},
                                        now.empty() ? Knob::Change::New : Knob::Change::Choice,
                                        fmt::format("{} of all resources", name),
                                        now,
                                        {},
                                        {},
                                        distance_of_properties,
                                        {}});
    }

    void add_default(const std::string& name, std::int64_t least, std::int64_t most, std::int64_t unset) {
        const std::string now = source_.edit.resource_default(name).value_or("");
        Knob& knob = default_of(name, now);
        knob.is_number = true;
        knob.current = parse_score(now, Score(unset)).score.value();
        for (const std::int64_t number : powers_of_ten(least, most, knob.current))
            knob.values.push_back({Score(number).text(), {}});
    }

    const KnobSource& source_;
    const Options& options_;
    std::vector<Knob>& knobs_;
};

} // namespace

void add_property_knobs(const KnobSource& source, std::vector<Knob>& knobs) { PropertyKnobs(source, knobs).run(); }

} // namespace placement
