#include "repair/repairer.h"

#include <algorithm>
#include <memory>
#include <new>
#include <tuple>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "placement/schema.h"
#include "placement/unpack.h"
#include "repair/effect.h"
#include "repair/knob.h"
#include "repair/said_before.h"
#include "repair/search.h"
#include "simulate/simulate.h"

namespace placement {

namespace {

/// How many that are refused are looked at for each that is wanted.
constexpr std::size_t tries_for_each = 5;
constexpr std::size_t most_not_proposed = 8;

class Repairer {
public:
    Repairer(const RepairTask& task, const RepairOptions& options, Repairs& repairs)
        : task_(task), options_(options), repairs_(repairs),
          cluster_(unpack(task.scenario.cib, time_of(task.scenario), task.scenario.release, task.scenario.behavior)),
          knobs_(knobs_of(*cluster_, task.scenario.cib, task.concern, task.scenario.agents)),
          resources_left_out_(count_left_out(*cluster_, task.concern)), new_errors_(task.scenario) {}

    void run() {
        RepairSearch search(task_.scenario.cib, knobs_, task_.goal, options_);
        look_closely(search.single_edits());
        // Where each that does was refused, two together may do.
        if (options_.edits > 1 && examined_.empty()) look_closely(search.pairs());
        repairs_.edits_tried += search.edits_tried();
        repairs_.pairs_tried += search.pairs_tried();
        repairs_.runs += search.runs();
        repairs_.resources_left_out = resources_left_out_;
        if (!search.why_partial().empty()) {
            repairs_.partial = true;
            repairs_.why_partial = search.why_partial();
        }
        sort_by_effect();
        if (!repairs_.partial) find_what_needs_no_edit();
    }

private:
    struct Examined {
        std::size_t number = 0; ///< in the order of the search
        std::vector<std::size_t> knobs;
        std::int64_t width = 0;   ///< of the narrowest range
        bool is_indirect = false; ///< an edit of it is
        Repair repair;
    };

    void look_closely(const std::vector<FoundRepair>& found) {
        std::size_t tries = 0;
        for (const FoundRepair& each : found) {
            const std::set<Protection> weakens = each.weakens();
            if (!std::ranges::includes(options_.allow, weakens)) {
                if (repairs_.not_proposed.size() < most_not_proposed) repairs_.not_proposed.push_back({text_of(each), weakens});
                continue;
            }
            const bool is_enough = examined_.size() == options_.most || tries == options_.most * tries_for_each;
            if (is_enough || is_known(each)) continue;
            ++tries;
            examine(each);
        }
    }

    /// Another value of what is edited is among the repairs already.
    bool is_known(const FoundRepair& found) const {
        return std::ranges::any_of(examined_, [&](const Examined& each) {
            return std::ranges::equal(each.knobs, found.edits, {}, {}, &FoundEdit::knob);
        });
    }

    std::string text_of(const FoundRepair& found) const {
        std::string text;
        for (const FoundEdit& edit : found.edits) text += (text.empty() ? "" : "; ") + knobs_[edit.knob].text(edit.value.text);
        return text;
    }

    void examine(const FoundRepair& found) {
        std::vector<ConfigurationChange> changes;
        for (const FoundEdit& edit : found.edits) changes.push_back(knobs_[edit.knob].with(edit.value.text));
        Repair repair(changed(task_.scenario.cib, changes));
        repair.text = placement::text_of(task_.scenario.cib, repair.cib);
        if (const std::string why = refusal_by_schema(repair.text); !why.empty()) return refuse(found, why);
        if (const std::string broken = task_.goal.breaks(repair.cib); !broken.empty()) return refuse(found, broken);
        if (task_.look) {
            CloserLook look = task_.look(repair.cib);
            if (look.refusal) return refuse(found, *look.refusal);
            repair.notes = std::move(look.notes);
        }
        if (options_.compared) {
            repair.effect = effect_of(task_.scenario, repair.cib);
        } else {
            repair.effect.not_compared = "nobody asked for it";
        }
        if (!repair.effect.lost_now.empty()) return refuse(found, repair.effect.lost_now);
        if (const auto error = new_errors_.in(repair.cib)) return refuse(found, *error);
        std::int64_t width = 2 * std::int64_t{Score::infinite_value};
        std::vector<std::size_t> knobs;
        bool is_indirect = false;
        for (std::size_t i = 0; i < found.edits.size(); ++i) {
            const FoundEdit& edit = found.edits[i];
            const Knob& knob = knobs_[edit.knob];
            knobs.push_back(edit.knob);
            is_indirect |= knob.is_indirect;
            if (!knob.only_if.empty())
                repair.notes.push_back(
                    fmt::format("it describes what is there, and changes none of it: right only if {}", knob.only_if));
            repair.edits.push_back({changes[i], knob.text(edit.value.text), knob.position, edit.range});
            if (edit.range) width = std::min(width, std::int64_t{edit.range->to.value()} - edit.range->from.value());
        }
        repair.weakens = found.weakens();
        repair.leaves = task_.leaves;
        examined_.push_back({examined_.size(), std::move(knobs), width, is_indirect, std::move(repair)});
    }

    /// Why a cluster would not take it, though it took the text before; empty where it does.
    static std::string refusal_by_schema(const EditedText& edited) {
        const Cib after = Cib::from_text(edited.text);
        const Diagnostics& violations = schema_violations(after);
        if (violations.empty() || !schema_violations(Cib::from_text(edited.before)).empty()) return {};
        return "a cluster refuses it: " + violations.front().message;
    }

    void refuse(const FoundRepair& found, const std::string& why) {
        if (repairs_.refused.size() < most_not_proposed) repairs_.refused.push_back(fmt::format("{}: {}", text_of(found), why));
    }

    void sort_by_effect() {
        const auto key = [](const Examined& each) {
            return std::tuple(each.repair.effect.worse.size() + each.repair.weakens.size(), each.repair.edits.size(),
                              each.is_indirect, each.repair.notes.size(),
                              std::max<std::int64_t>(each.repair.effect.more_interruptions, 0), each.number, -each.width);
        };
        std::ranges::stable_sort(examined_, [&](const Examined& one, const Examined& other) { return key(one) < key(other); });
        for (Examined& each : examined_) repairs_.repairs.push_back(std::move(each.repair));
    }

    /// Nodes that are away: of each alone, or else of all.
    void find_what_needs_no_edit() {
        std::vector<std::string> away;
        for (const Node& node : cluster_->nodes) {
            if (node.kind == NodeKind::Cluster && !node.online) away.push_back(node.name);
        }
        constexpr std::size_t most = 16; // each is a simulation, and where more are away, one is hardly enough
        for (std::size_t i = 0; i < std::min(away.size(), most); ++i) {
            const std::string& node = away[i];
            if (does_return_do({node})) repairs_.without_edit.push_back("the return of " + node);
        }
        if (away.size() > 1 && repairs_.without_edit.empty() && does_return_do(away))
            repairs_.without_edit.push_back(fmt::format("the return of {}", fmt::join(away, ", ")));
    }

    bool does_return_do(const std::vector<std::string>& nodes) {
        Scenario scenario = task_.scenario;
        scenario.events.clear();
        for (const std::string& node : nodes) scenario.events.emplace_back(NodeJoins{node});
        ++repairs_.runs;
        try {
            const Outcome outcome = simulate(scenario, {.events_alone = true});
            return outcome.at_rest_in_the_end() && task_.goal.holds(outcome.settled->cib) && !is_refused(outcome.settled->cib);
        } catch (const std::bad_alloc&) {
            throw;
        } catch (const std::exception&) {
            return false; // what cannot be simulated is no remedy
        }
    }

    bool is_refused(const Cib& cib) const { return !task_.goal.breaks(cib).empty() || (task_.look && task_.look(cib).refusal); }

    const RepairTask& task_;
    const RepairOptions& options_;
    Repairs& repairs_;
    std::shared_ptr<const Cluster> cluster_;
    std::vector<Knob> knobs_;
    std::size_t resources_left_out_;
    NewErrors new_errors_;
    std::vector<Examined> examined_;
};

} // namespace

void search_repairs(const RepairTask& task, const RepairOptions& options, Repairs& repairs) {
    Repairer(task, options, repairs).run();
}

Repairs repairs_of(const Scenario& scenario) {
    const auto cluster = unpack(scenario.cib, time_of(scenario), scenario.release, scenario.behavior);
    Repairs repairs(scenario.cib);
    repairs.release = cluster->release;
    repairs.nearest_to = cluster->nearest_to;
    repairs.unchecked_kinds = unchecked_kinds(*cluster);
    return repairs;
}

} // namespace placement
