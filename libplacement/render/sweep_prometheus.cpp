#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "placement/quoting.h"
#include "placement/render.h"

// https://prometheus.io/docs/instrumenting/exposition_formats/
namespace placement {

namespace {

using MetricLabels = std::vector<std::pair<std::string, std::string>>;

/// In double quotes: backslash, quote and line feed are escaped. Other control characters are shown, so that none acts on a terminal.
std::string label_value(const std::string& text) {
    std::string escaped;
    for (const char c : visible(text)) {
        if (c == '\\' || c == '"') escaped += '\\';
        escaped += c;
    }
    return escaped;
}

class PrometheusText {
public:
    PrometheusText(const Sweep& sweep, const SweepMetrics& metrics) : sweep_(sweep), metrics_(metrics) {}

    std::string run() {
        services();
        failures();
        if (metrics_.findings != nullptr) findings();
        if (metrics_.at) times();
        margins();
        return std::move(out_);
    }

private:
    void begin(const char* name, const char* help) {
        name_ = name;
        out_ += fmt::format("# HELP {} {}\n# TYPE {} gauge\n", name, help, name);
    }

    template <typename Number>
    void sample(Number value, MetricLabels labels = {}) {
        if (!metrics_.cluster.empty()) labels.insert(labels.begin(), {"cluster", metrics_.cluster});
        std::string words;
        for (const auto& [label, text] : labels)
            words += fmt::format("{}{}=\"{}\"", words.empty() ? "" : ",", label, label_value(text));
        out_ += words.empty() ? fmt::format("{} {}\n", name_, value) : fmt::format("{}{{{}}} {}\n", name_, words, value);
    }

    void services() {
        std::vector<std::size_t> lost(sweep_.services.size());
        for (const SweptScenario& scenario : sweep_.scenarios) {
            if (!scenario.pair_of.empty()) continue;
            for (const auto& [service, fares] : scenario.services.affected()) lost[service] += fares.lost() ? 1 : 0;
        }
        begin("placement_services", "Services that the configuration has.");
        sample(sweep_.services.size());
        begin("placement_services_running", "Services that run now.");
        std::size_t running = 0;
        for (std::size_t i = 0; i < sweep_.now.size(); ++i) running += sweep_.now[i].running.empty() ? 0 : 1;
        sample(running);
        begin("placement_services_lost_by_single_failure",
              "Services that a single failure takes down or leaves without a promoted instance.");
        sample(std::ranges::count_if(lost, [](std::size_t number) { return number > 0; }));
        if (lost.empty()) return;
        begin("placement_service_losing_failures",
              "Single failures that take the service down or leave it without a promoted instance.");
        for (std::size_t i = 0; i < lost.size(); ++i) sample(lost[i], {{"service", sweep_.services[i]}});
    }

    void failures() {
        std::size_t singles = 0;
        std::size_t pairs = 0;
        std::size_t losing_pairs = 0;
        std::size_t restless = 0;
        std::size_t unanswered = 0;
        for (const SweptScenario& scenario : sweep_.scenarios) {
            if (!scenario.done) continue;
            ++(scenario.pair_of.empty() ? singles : pairs);
            if (!scenario.pair_of.empty() && !sweep_.newly_lost(scenario).empty()) ++losing_pairs;
            if (!scenario.error.empty()) {
                ++unanswered;
            } else if (!scenario.settles) {
                ++restless;
            }
        }
        begin("placement_single_failures", "Single failures that were tried.");
        sample(singles);
        begin("placement_single_failures_losing",
              "Single failures that take a service down or leave it without a promoted instance.");
        sample(sweep_.single_points_of_failure().size());
        if (pairs > 0) {
            begin("placement_failure_pairs", "Pairs of failures that were tried.");
            sample(pairs);
            begin("placement_failure_pairs_losing", "Pairs of failures that take down what neither of the two does alone.");
            sample(losing_pairs);
        }
        begin("placement_failures_without_rest", "Failures after which the cluster does not come to rest.");
        sample(restless);
        begin("placement_failures_not_simulated", "Failures that could not be simulated.");
        sample(unanswered);
        begin("placement_sweep_complete", "Whether every failure was tried.");
        sample(sweep_.complete ? 1 : 0);
    }

    void findings() {
        begin("placement_findings", "What placement-sim lint finds, by level.");
        for (const Severity level : {Severity::Error, Severity::Warning, Severity::Note}) {
            sample(metrics_.findings->count(level), {{"level", std::string(level_text(level))}});
        }
    }

    void times() {
        begin("placement_evaluated_timestamp_seconds", "The time that the answer is about.");
        sample(metrics_.at->seconds);
        if (!metrics_.next_change) return;
        begin("placement_next_change_seconds",
              "Seconds from then until a rule, an expiry or a lock changes something by itself.");
        sample(std::max<std::int64_t>(0, *metrics_.next_change - metrics_.at->seconds));
    }

    /// Points and failures are different units, and so different metrics.
    void margins() {
        for (const bool of_scores : {true, false}) {
            std::map<std::string, std::int64_t> smallest;
            for (const Margins& each : metrics_.margins) {
                for (const Margin& margin : each.margins) {
                    const auto distance = margin.distance();
                    if (margin.is_score() != of_scores || !distance) continue;
                    const auto [known, is_new] = smallest.emplace(each.resource, *distance);
                    if (!is_new) known->second = std::min(known->second, *distance);
                }
            }
            if (smallest.empty()) continue;
            if (of_scores) {
                begin("placement_smallest_margin_points",
                      "By how many points the closest score can change until the service ends up elsewhere.");
            } else {
                begin("placement_smallest_margin_failures",
                      "By how many failures the closest count can change until the service ends up elsewhere.");
            }
            for (const auto& [service, distance] : smallest) sample(distance, {{"service", service}});
        }
    }

    const Sweep& sweep_;
    const SweepMetrics& metrics_;
    std::string name_;
    std::string out_;
};

} // namespace

std::string sweep_prometheus(const Sweep& sweep, const SweepMetrics& metrics) { return PrometheusText(sweep, metrics).run(); }

} // namespace placement
