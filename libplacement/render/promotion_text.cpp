#include "render/promotion_text.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "render/fold.h"
#include "render/lines.h"
#include "render/paint.h"
#include "render/score_sum.h"
#include "render/services.h"
#include "render/words.h"

namespace placement {

namespace {

using Names = std::vector<std::string>;

bool promotion_changes(const ResourceOutcome& resource) {
    if (resource.fate == Fate::LostPromoted || resource.course.promotions > 0 || resource.course.demotions > 0) return true;
    return std::ranges::any_of(resource.changes, [](const Change& change) {
        return change.kind == Change::Kind::Promotes || change.role == Role::Promoted;
    });
}

/// The clone's instances that the scheduler considered, the best promotion score first.
std::vector<ResourceId> considered(const Schedule& schedule, const std::string& clone) {
    std::vector<ResourceId> instances;
    const Cluster& cluster = *schedule.cluster;
    for (const ResourceId id : cluster.resources.ids()) {
        if (cluster.resources[id].xml_id != clone || !cluster.resources[id].is_clone()) continue;
        for (const ResourceId child : cluster.resources[id].children) {
            const Placement& placement = schedule.placements[child];
            if (placement.promotion_considered && placement.node) instances.push_back(child);
        }
    }
    std::ranges::stable_sort(instances, std::greater(), [&](ResourceId id) { return schedule.placements[id].promotion_score; });
    return instances;
}

Names chosen(const Schedule& schedule, const std::string& clone) {
    Names nodes;
    for (const ResourceId id : considered(schedule, clone)) {
        const Placement& placement = schedule.placements[id];
        if (placement.role == Role::Promoted) nodes.push_back(schedule.cluster->nodes[placement.node].name);
    }
    std::ranges::sort(nodes);
    return nodes;
}

/// The runs of the scheduler in which the choice changed.
class Decisions {
public:
    Decisions(const Outcome& outcome, const std::string& clone) {
        std::optional<Names> last;
        const auto look_at = [&](const Schedule& schedule) {
            Names nodes = chosen(schedule, clone);
            if (last && nodes == *last) return;
            schedules_.push_back(&schedule);
            nodes_.push_back(nodes);
            last = std::move(nodes);
        };
        look_at(*outcome.schedule);
        for (const SettledCluster::Round& round : outcome.settled->rounds) look_at(round.schedule);
        look_at(outcome.settled->schedule);
    }

    const Schedule& last() const { return *schedules_.back(); }
    /// The choices before the last one.
    std::vector<Names> earlier() const { return {nodes_.begin(), nodes_.end() - 1}; }

private:
    std::vector<const Schedule*> schedules_;
    std::vector<Names> nodes_;
};

class PromotionText {
public:
    PromotionText(const Outcome& outcome, const TextStyle& style) : outcome_(outcome), paint_(style.color) {}

    std::string run() {
        if (!outcome_.schedule->ledger) return {};
        for (const ResourceOutcome& resource : outcome_.resources) {
            if (resource.kind == "clone" && resource.promotable && promotion_changes(resource)) clone(resource);
        }
        return std::move(out_);
    }

private:
    void line(const std::string& text) { out_ += as_line(text, paint_); }

    void clone(const ResourceOutcome& resource) {
        const Decisions decisions(outcome_, resource.id);
        line("");
        line(paint_.bold(fmt::format("Promotion of {}", resource.id)));
        earlier(decisions.earlier());
        if (decisions.last().ledger) return instances(decisions.last(), resource);
        instances(schedule(decisions.last().cluster, {.with_ledger = true}), resource);
    }

    /// Two choices that alternate are told once.
    void earlier(const std::vector<Names>& choices) {
        for (std::size_t i = 0; i < choices.size(); ++i) {
            line(choices[i].empty() ? "  first nothing could be promoted, then:"
                                    : fmt::format("  first on {}, then:", joined(choices[i], " ")));
            if (i == 0) continue;
            std::size_t same = i + 1;
            while (same < choices.size() && choices[same] == choices[same - 2]) ++same;
            const std::size_t again = (same - i - 1) / 2;
            if (again == 0) continue;
            line(fmt::format("  these two again {}, then:", again == 1   ? "once"
                                                            : again == 2 ? "twice"
                                                                         : fmt::format("{} times", again)));
            i += 2 * again;
        }
    }

    void instances(const Schedule& schedule, const ResourceOutcome& resource) {
        const std::vector<ResourceId> candidates = considered(schedule, resource.id);
        if (candidates.empty()) line("  no instance has a node where it can be promoted");
        for (const ResourceId instance : candidates) {
            const Placement& placement = schedule.placements[instance];
            const std::string& node = schedule.cluster->nodes[placement.node].name;
            const std::string chosen = placement.role == Role::Promoted ? ", " + chosen_text(resource, node) : "";
            line(fmt::format("  {}: promotion score {}{}", node, placement.promotion_score.text(), chosen));
            for (const std::string& part : part_lines(explain_promotion_score(schedule, instance).parts)) line("    " + part);
        }
    }

    /// Whether what was chosen is so at the end.
    std::string chosen_text(const ResourceOutcome& resource, const std::string& node) const {
        const auto found = std::ranges::find_if(
            resource.after, [&](const RunningOn& each) { return each.node == node && each.role == Role::Promoted; });
        if (found == resource.after.end()) return paint_.red("chosen, but is not promoted");
        if (found->state == InstanceState::Running) return paint_.green("is promoted");
        const Cluster& at_rest = *outcome_.settled->schedule.cluster;
        const ResourceId instance = at_rest.find_resource(found->instance);
        const bool blocked = instance && at_rest.resources[instance].blocked;
        return paint_.red(fmt::format("recorded as promoted; {}", blocked ? "blocked" : state_in_words(found->state)));
    }

    const Outcome& outcome_;
    Paint paint_;
    std::string out_;
};

} // namespace

std::string promotion_text(const Outcome& outcome, const TextStyle& style) { return PromotionText(outcome, style).run(); }

} // namespace placement
