#include <algorithm>
#include <functional>
#include <map>
#include <set>

#include <fmt/format.h>

#include "placement/edit.h"
#include "placement/unpack.h"
#include "simulate/sequence/sequence.h"

namespace placement {

namespace {

std::string base_id(const std::string& id) { return id.substr(0, id.find(':')); }

/// Plays on from where the loop begins, with something changed.
class Trial {
public:
    Trial(const SequenceState& begin, const SequenceQuestion& question) : begin_(begin), question_(question) {
        question_.events.clear();
        // Enough to see whether it goes round again.
        question_.options.run_limit = std::min<std::size_t>(question.options.run_limit, 100);
    }

    bool ends_with(const std::vector<ConfigurationChange>& changes) { return ends(changes, question_); }
    bool ends_under(Release release) {
        SequenceQuestion question = question_;
        question.release = release;
        question.behavior.reset();
        return ends({}, question);
    }

private:
    bool ends(const std::vector<ConfigurationChange>& changes, const SequenceQuestion& question) {
        SequenceState state = begin_;
        state.cib = changed(state.cib, changes);
        return play(std::move(state), question).sequence.end == Sequence::End::AtRest;
    }

    const SequenceState& begin_;
    SequenceQuestion question_;
};

/// The last of the values from `good` on towards `bad` that still ends the loop; the first does and the last does not.
std::int64_t edge(std::int64_t good, std::int64_t bad, const std::function<bool(std::int64_t)>& ends) {
    while (good + 1 < bad || bad + 1 < good) {
        const std::int64_t middle = good + (bad - good) / 2;
        (ends(middle) ? good : bad) = middle;
    }
    return good;
}

class Diagnosis {
public:
    Diagnosis(const PlayedSequence& played, const SequenceQuestion& question)
        : sequence_(played.sequence), question_(question), trial_(*played.loop_begin, question),
          cluster_(unpack(played.loop_begin->cib, question.at, question.release, question.behavior)),
          loop_(*played.sequence.loop) {}

    Loop run() {
        find_instances();
        // Where the loop cannot be continued from its beginning, changes would say nothing.
        if (trial_.ends_with({})) return std::move(loop_);
        find_feeders();
        try_other_numbers();
        try_other_releases();
        return std::move(loop_);
    }

private:
    void find_instances() {
        std::map<std::pair<std::string, std::string>, Loop::Instance> found;
        for (std::size_t index = loop_.first_run; index < loop_.first_run + loop_.runs; ++index) {
            const SchedulerRun& run = sequence_.runs[index];
            for (const CarriedOutStep& step : run.carried_out.steps) {
                if (step.kind != CarriedOutStep::Kind::Resource) continue;
                const TransitionAction& action = run.schedule.transition.actions[step.action];
                Loop::Instance& instance = found[{base_id(action.resource->id), step.node}];
                const bool stops = step.operation == task::stop;
                const bool starts = step.operation == task::start;
                const bool promotes = step.operation == task::promote;
                const bool demotes = step.operation == task::demote;
                instance.stops += stops ? 1 : 0;
                instance.starts += starts ? 1 : 0;
                instance.promotes += promotes ? 1 : 0;
                instance.demotes += demotes ? 1 : 0;
                if (!stops && !starts && !promotes && !demotes) continue;
                const std::string& id = action.resource->long_id.empty() ? action.resource->id : action.resource->long_id;
                if (std::ranges::find(instance.instances, id) == instance.instances.end()) instance.instances.push_back(id);
            }
        }
        for (auto& [where, instance] : found) {
            if (instance.stops + instance.starts + instance.promotes + instance.demotes == 0) continue;
            instance.resource = where.first;
            instance.node = where.second;
            instance.in_all = count_stops(instance.resource, instance.node);
            loop_.instances.push_back(std::move(instance));
        }
    }

    std::size_t count_stops(const std::string& resource, const std::string& node) const {
        return static_cast<std::size_t>(std::ranges::count_if(sequence_.timeline, [&](const TimelineEntry& entry) {
            return entry.kind == TimelineEntry::Kind::OperationEnds && entry.operation == task::stop && entry.node == node &&
                   base_id(entry.resource) == resource;
        }));
    }

    /// The looping resources, what they are in, and what is in that.
    std::set<std::string> family() const {
        std::set<std::string> names;
        for (const Loop::Instance& instance : loop_.instances) {
            for (const ResourceId id : cluster_->resources.ids()) {
                if (cluster_->resources[id].xml_id != instance.resource) continue;
                for (ResourceId at = id; at; at = cluster_->resources[at].parent) names.insert(cluster_->resources[at].xml_id);
            }
        }
        return names;
    }

    struct Candidate {
        std::string constraint;
        std::string what;
        Position position;
        Score score;
        std::string other; ///< of a colocation: the resource that is not of the family
    };

    std::vector<Candidate> candidates() const {
        const std::set<std::string> names = family();
        std::vector<Candidate> found;
        const auto add = [&](Candidate candidate) {
            if (std::ranges::find(found, candidate.constraint, &Candidate::constraint) == found.end()) {
                found.push_back(std::move(candidate));
            }
        };
        for (const Colocation& colocation : cluster_->colocations) {
            const std::string& dependent = cluster_->resources[colocation.dependent].xml_id;
            const std::string& primary = cluster_->resources[colocation.primary].xml_id;
            if (!colocation.configured || (!names.contains(dependent) && !names.contains(primary))) continue;
            add({colocation.id, fmt::format("colocation {} of {} with {}", colocation.score.text(), dependent, primary),
                 colocation.position, colocation.score, names.contains(dependent) ? primary : dependent});
        }
        for (const LocationConstraint& location : cluster_->locations) {
            const std::string& resource = cluster_->resources[location.resource].xml_id;
            if (location.node_health || !names.contains(resource)) continue;
            add({location.id, fmt::format("location constraint of {}", resource), location.position, Score(), ""});
        }
        return found;
    }

    void find_feeders() {
        for (Candidate& candidate : candidates()) {
            if (!trial_.ends_with({ConfigurationChange::without(candidate.constraint)})) continue;
            loop_.fed_by.push_back({candidate.constraint, candidate.what, candidate.position});
            loop_.ended_by.push_back(fmt::format("without {}", candidate.constraint));
            feeders_.push_back(std::move(candidate));
        }
    }

    /// How strong the constraint may be, and how much the resources may stick to their nodes.
    void try_other_numbers() {
        for (const Candidate& feeder : feeders_) {
            if (feeder.score.value() < 0) try_weaker(feeder);
            if (!feeder.other.empty()) try_less_stickiness(feeder.other);
        }
        if (feeders_.empty()) return;
        for (const std::string& name : family()) {
            if (is_outermost(name)) try_more_stickiness(name);
        }
    }

    void try_weaker(const Candidate& feeder) {
        const auto ends = [&](std::int64_t score) {
            return trial_.ends_with({ConfigurationChange::with_score(feeder.constraint, Score(score).text())});
        };
        if (!ends(-1)) return;
        const std::int64_t weakest = edge(-1, feeder.score.value(), ends);
        loop_.ended_by.push_back(fmt::format("a score from {} on for {}", weakest, feeder.constraint));
    }

    static ConfigurationChange stickiness(const std::string& resource, std::int64_t value) {
        return {ConfigurationChange::Kind::SetMetaAttribute, resource, "resource-stickiness", fmt::format("{}", value), {}};
    }

    /// Of a clone, that of its instances.
    std::int64_t stickiness_of(const std::string& name) const {
        for (const ResourceId id : cluster_->resources.ids()) {
            if (cluster_->resources[id].xml_id != name) continue;
            ResourceId at = id;
            while (cluster_->resources[at].is_clone() && !cluster_->resources[at].children.empty()) {
                at = cluster_->resources[at].children.front();
            }
            return cluster_->resources[at].stickiness;
        }
        return 0;
    }

    void try_less_stickiness(const std::string& resource) {
        const auto ends = [&](std::int64_t value) { return trial_.ends_with({stickiness(resource, value)}); };
        const std::int64_t now = stickiness_of(resource);
        if (now <= 0 || !ends(0)) return;
        loop_.ended_by.push_back(
            fmt::format("a resource-stickiness of at most {} for {} (it is {})", edge(0, now, ends), resource, now));
    }

    void try_more_stickiness(const std::string& resource) {
        const auto ends = [&](std::int64_t value) { return trial_.ends_with({stickiness(resource, value)}); };
        const std::int64_t now = stickiness_of(resource);
        std::int64_t enough = std::max<std::int64_t>(now, 1);
        while (enough < Score::infinite_value && !ends(enough)) enough *= 2;
        if (enough >= Score::infinite_value || enough <= now) return;
        loop_.ended_by.push_back(
            fmt::format("a resource-stickiness of at least {} for {} (it is {})", edge(enough, now, ends), resource, now));
    }

    bool is_outermost(const std::string& name) const {
        return std::ranges::any_of(cluster_->resources,
                                   [&](const Resource& resource) { return resource.xml_id == name && !resource.parent; });
    }

    void try_other_releases() {
        for (const Release release : offered_releases()) {
            if (release <= question_.release || !trial_.ends_under(release)) continue;
            loop_.ended_by.push_back(fmt::format("Pacemaker {}", text(release)));
            return;
        }
    }

    const Sequence& sequence_;
    const SequenceQuestion& question_;
    Trial trial_;
    std::shared_ptr<const Cluster> cluster_;
    Loop loop_;
    std::vector<Candidate> feeders_;
};

} // namespace

Loop diagnose_loop(const PlayedSequence& played, const SequenceQuestion& question) { return Diagnosis(played, question).run(); }

} // namespace placement
