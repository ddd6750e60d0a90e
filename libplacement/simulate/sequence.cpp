#include "simulate/sequence.h"

#include <algorithm>
#include <limits>

#include <fmt/format.h>

#include "base/text.h"
#include "cib/comparable_state.h"
#include "placement/unpack.h"
#include "rules/parameters.h"
#include "simulate/events.h"
#include "simulate/executor.h"
#include "simulate/quorum.h"
#include "simulate/transition_progress.h"
#include "simulate/undetected.h"
#include "simulate/waits_for_fencing.h"

namespace placement {

namespace {

constexpr std::int64_t never = std::numeric_limits<std::int64_t>::max();

/// "db" of "db:1".
std::string without_instance(const std::string& id) {
    const std::size_t colon = id.rfind(':');
    if (colon == std::string::npos || colon + 1 == id.size()) return id;
    return id.find_first_not_of("0123456789", colon + 1) == std::string::npos ? id.substr(0, colon) : id;
}

std::string instance_of(const TransitionAction& action) {
    return action.resource.long_id.empty() ? action.resource.id : action.resource.long_id;
}

std::vector<std::string> names_in(const TransitionAction& action, std::initializer_list<const char*> attributes) {
    for (const char* name : attributes) {
        if (const std::string listed = meta_attribute(action, name); !listed.empty()) return split(listed, " ");
    }
    return {};
}

AgentOperation agent_operation(const TransitionAction& action) {
    AgentOperation operation;
    operation.node = action.node;
    operation.task = action.operation;
    operation.interval_ms = interval_ms(action);
    if (action.operation != task::notify) return operation;
    operation.notification = meta_attribute(action, "notify_type");
    operation.about = meta_attribute(action, "notify_operation");
    operation.promoted_nodes = names_in(action, {"notify_promoted_uname", "notify_master_uname"});
    operation.unpromoted_nodes = names_in(action, {"notify_unpromoted_uname", "notify_slave_uname"});
    const std::string changed = fmt::format("notify_{}_uname", operation.about);
    operation.changed_nodes = names_in(action, {changed.c_str()});
    return operation;
}

std::string described(const TransitionAction& action) {
    if (action.kind == TransitionAction::Kind::Cluster) {
        const bool fences = action.operation == task::fence;
        return fmt::format("{} {}", fences ? meta_attribute(action, "stonith_action") : action.operation, action.node);
    }
    if (action.operation == task::notify) {
        return fmt::format("{} hears {}-{} on {}", instance_of(action), meta_attribute(action, "notify_type"),
                           meta_attribute(action, "notify_operation"), action.node);
    }
    const std::uint32_t interval = interval_ms(action);
    const std::string every = interval == 0 ? "" : fmt::format(" every {:g} s", interval / 1000.0);
    return fmt::format("{} {} on {}{}", action.operation, instance_of(action), action.node, every);
}

/// The one transition that is under way, and the run of the scheduler that wanted it.
struct CurrentRun {
    CurrentRun(SchedulerRun made, CibEdit& edit, const CarryOutOptions& options, bool notifications_go_on)
        : run(std::move(made)), progress(run.schedule.transition, notifications_go_on), executor(edit, run.schedule, options) {}

    SchedulerRun run;
    TransitionProgress progress;
    ActionExecutor executor;
    bool finished = false;
};

struct RunningAction {
    std::size_t synapse = 0;
    std::int64_t end_ms = 0;
    bool begun = false; ///< its agent has been called
    bool lost = false;  ///< its node is gone
};

class Player final : private AgentWorld {
public:
    Player(SequenceState state, const SequenceQuestion& question)
        : question_(question), now_(state.now_ms), edit_(state.cib), agents_(std::move(state.agents)),
          monitors_(std::move(state.monitors)), failing_(question.failing) {
        carry_out_.whole_effects = true;
        next_event_due_ = last_event_ms_ = look_until_ms_ = now_;
    }

    PlayedSequence play() {
        state_ = unpacked();
        before_ = state_;
        read_members();
        for (PlayedAgent& agent : agents_) agent.rules->observe(*this);
        last_change_ms_ = now_;
        abort("the scenario begins");
        while (!ended_) step();
        return finish();
    }

private:
    // ---- time ----

    Time time() const {
        Time time = question_.at;
        time.seconds += now_ / 1000;
        return time;
    }

    std::shared_ptr<const Cluster> unpacked() { return unpack(edit_.cib(), time(), question_.release, question_.behavior); }

    /// What comes next happens, and time goes on to it.
    void step() {
        const std::int64_t action_end = next_action_end();
        const std::int64_t monitor = next_monitor();
        const std::int64_t event = next_event_ms();
        const std::int64_t run = scheduler_due_;
        const std::int64_t next = std::min({action_end, monitor, event, run});
        if (rests(next)) return come_to_rest();
        if (next == never || next > limit_ms()) return end_with(Sequence::End::LimitReached);
        now_ = std::max(now_, next);
        if (next == action_end) {
            end_action();
        } else if (next == event) {
            let_event_happen();
        } else if (next == monitor) {
            run_monitor();
        } else {
            run_scheduler();
        }
        advance();
    }

    std::int64_t limit_ms() const {
        if (next_event_ < question_.events.size() && !waits_for_rest()) return never - 1;
        return std::max(last_event_ms_ + question_.options.limit_ms, look_until_ms_);
    }

    bool busy() const { return scheduler_due_ != never || !running_.empty() || (current_ && !current_->finished); }

    /// Nothing is under way, and monitors have gone on for long enough without changing anything.
    bool rests(std::int64_t next) const {
        if (busy() || next_event_ms() <= now_) return false;
        return next == never || next > last_change_ms_ + quiet_ms();
    }

    std::int64_t quiet_ms() const {
        std::int64_t quiet = 0;
        for (const RecurringMonitor& monitor : monitors_) {
            const PlayedAgent* agent = played(monitor.resource);
            if (agent == nullptr) continue;
            const std::int64_t once = monitor.interval_ms + duration(monitor_operation(monitor), monitor.resource);
            quiet = std::max(quiet, once * agent->rules->monitors_until_rest());
        }
        return quiet;
    }

    /// The next thing that happens by itself: a failure expires, a rule changes its mind, …
    void come_to_rest() {
        if (recheck_ms_ && *recheck_ms_ <= next_event_ms() && *recheck_ms_ <= limit_ms()) {
            now_ = std::max(now_, *recheck_ms_);
            skip_monitors();
            recheck_ms_.reset();
            abort("time has passed");
            return;
        }
        if (next_event_ < question_.events.size()) {
            if (waits_for_rest()) {
                let_event_happen();
            } else {
                now_ = std::max(now_, next_event_ms());
                skip_monitors();
                let_event_happen();
            }
            advance();
            return;
        }
        end_with(Sequence::End::AtRest);
    }

    /// Monitors that would have changed nothing meanwhile.
    void skip_monitors() {
        for (RecurringMonitor& monitor : monitors_) {
            if (monitor.due_ms < now_) {
                monitor.running = false;
                monitor.due_ms = now_ + monitor.interval_ms;
            }
        }
        last_change_ms_ = now_;
    }

    void end_with(Sequence::End end) {
        sequence_.end = end;
        ended_ = true;
    }

    // ---- events ----

    bool waits_for_rest() const {
        return next_event_ < question_.events.size() &&
               std::holds_alternative<ClusterSettles>(question_.events[next_event_]);
    }

    std::int64_t next_event_ms() const {
        if (next_event_ == question_.events.size() || waits_for_rest()) return never;
        return next_event_due_;
    }

    void let_event_happen() {
        const Event& event = question_.events[next_event_++];
        if (const auto* pause = std::get_if<TimePasses>(&event)) {
            apply(event, *state_, edit_, notes_);
            next_event_due_ = now_ + pause->seconds * 1000 + pause->milliseconds;
            // Even where nothing follows, so long is looked on.
            if (next_event_ == question_.events.size()) look_until_ms_ = next_event_due_;
            return;
        }
        next_event_due_ = now_;
        last_event_ms_ = now_;
        note(TimelineEntry::Kind::Event, text(event));
        if (const auto* failing = std::get_if<OperationWillFail>(&event)) failing_.push_back(failing->result);
        if (const auto* failing = std::get_if<FencingWillFail>(&event)) {
            carry_out_.failing_fencing.push_back(state_->nodes[require_node(*state_, failing->node)].name);
        }
        if (std::holds_alternative<ClusterSettles>(event)) return;
        state_ = unpacked();
        happen(event);
        state_ = unpacked();
        if (membership_changed_ || membership_differs(*before_, *state_)) change_membership();
        read_members();
        first_run_after_events_.reset();
        turns_.clear();
        const bool only_a_wish = std::holds_alternative<OperationWillFail>(event) || std::holds_alternative<FencingWillFail>(event);
        if (!only_a_wish) abort(text(event));
    }

    void happen(const Event& event) {
        if (const auto* failure = std::get_if<ResourceFails>(&event)) {
            if (fail_played(*failure)) return;
            DeadProcess died = dying_process(*state_, *failure, notes_);
            if (!died.detected) {
                dead_.push_back(std::move(died));
                return;
            }
        } else if (const auto* lost = std::get_if<NodeFails>(&event)) {
            lose_node(lost->node);
        } else if (const auto* left = std::get_if<NodeLeaves>(&event)) {
            end_processes(left->node);
            lose_node(left->node);
        } else if (const auto* ended = std::get_if<OperationEnds>(&event)) {
            hear_of(ended->result);
        }
        apply(event, *state_, edit_, notes_);
    }

    /// What is played dies, and its agent's monitor says what it finds.
    bool fail_played(const ResourceFails& event) {
        const ResourceId instance = failing_instance(*state_, event);
        PlayedAgent* agent = played(state_->resources[instance].xml_id);
        if (agent == nullptr) return false;
        const NodeId node = require_node(*state_, event.node);
        const std::string& name = state_->nodes[node].name;
        agent->rules->die(name);
        AgentOperation operation;
        operation.node = name;
        operation.task = task::monitor;
        operation.interval_ms = watching_interval_ms(*state_, instance, node);
        const std::int32_t status = agent->rules->end(operation, world_of(*agent));
        const bool promoted = state_->resources[instance].role == Role::Promoted;
        if (status == (promoted ? exit_status::running_promoted : exit_status::ok)) return true;
        fail_resource(*state_, instance, node, status, edit_, notes_);
        for (RecurringMonitor& monitor : monitors_) {
            if (monitor.node == name && monitor.resource == agent->resource) monitor.last = status;
        }
        return true;
    }

    /// What is said not to run does not.
    void hear_of(const OperationResult& result) {
        PlayedAgent* agent = played(without_instance(result.resource));
        if (agent != nullptr && result.exit_status == exit_status::not_running) agent->rules->die(result.node);
    }

    void lose_node(const std::string& node) {
        for (PlayedAgent& agent : agents_) {
            agent.rules->die(node);
            agent.promoted.erase(node);
        }
        std::erase_if(monitors_, [&](const RecurringMonitor& monitor) { return monitor.node == node; });
        for (RunningAction& action : running_) {
            const TransitionAction& what = action_of(action);
            if (what.kind != TransitionAction::Kind::Resource || what.node != node) continue;
            action.lost = true;
            action.end_ms = now_;
        }
        members_.erase(node);
    }

    /// A node that leaves cleanly has demoted and stopped what ran there.
    void end_processes(const std::string& node) {
        for (PlayedAgent& agent : agents_) {
            AgentOperation operation;
            operation.node = node;
            for (const std::string_view what : {task::demote, task::stop}) {
                if (agent.rules->process(node) == Process::None) continue;
                if (what == task::demote && agent.rules->process(node) != Process::Promoted) continue;
                operation.task = what;
                agent.rules->begin(operation, world_of(agent));
                agent.rules->end(operation, world_of(agent));
            }
        }
    }

    void change_membership() {
        membership_changed_ = true;
        const Quorum quorum = quorum_after(*before_, *state_, question_.quorum);
        if (quorum.have != state_->have_quorum) edit_.set_root_attribute("have-quorum", quorum.have ? "1" : "0");
        elect_coordinator(*before_, *state_, edit_);
        state_ = unpacked();
    }

    void read_members() {
        members_.clear();
        for (const Node& node : state_->nodes) {
            if (node.online) members_.insert(node.name);
        }
    }

    // ---- the scheduler ----

    void abort(const std::string& why) {
        last_change_ms_ = now_;
        aborted_ms_ = now_;
        if (because_.empty()) because_ = why;
        if (current_ && !current_->finished) {
            if (!aborted_) note(TimelineEntry::Kind::Abort, why);
            aborted_ = true;
            current_->progress.abort();
            return;
        }
        call_scheduler();
    }

    /// It answers so long after what it was called for, but not before everything that was under way has ended.
    void call_scheduler() {
        if (scheduler_due_ == never) scheduler_due_ = std::max(now_, aborted_ms_ + question_.options.scheduler_ms);
    }

    std::string signature() {
        std::string text = comparable_state(edit_.cib());
        for (const PlayedAgent& agent : agents_) {
            text += "\n" + agent.resource + ": " + agent.rules->memory();
            for (const std::string& node : agent.promoted) text += node + " promoted;";
        }
        for (const auto& [key, value] : permanent_) text += fmt::format("\n{}: {}", key, value);
        return text;
    }

    void run_scheduler() {
        scheduler_due_ = never;
        if (sequence_.runs.size() == question_.options.run_limit) return end_with(Sequence::End::LimitReached);
        const bool events_are_over = std::ranges::all_of(
            question_.events.begin() + static_cast<std::ptrdiff_t>(next_event_), question_.events.end(),
            [](const Event& event) { return std::holds_alternative<TimePasses>(event); });
        const bool settling = waits_for_rest();
        if ((events_are_over || settling) && !first_run_after_events_) first_run_after_events_ = sequence_.runs.size();
        if ((events_are_over || settling) && sees_loop()) return;
        state_ = unpacked();
        read_members();
        Schedule scheduled = schedule(state_);
        if (events_are_over && !after_events_) after_events_ = state_;
        if (!events_are_over) after_events_.reset();
        read_recheck(scheduled.transition);
        carry_out_.failing = failing_;
        carry_out_.at = time();
        TimelineEntry& entry = note(TimelineEntry::Kind::SchedulerRun, because_);
        entry.run = sequence_.runs.size();
        Cib cib = edit_.cib();
        SchedulerRun run{now_, because_, cib, std::move(scheduled), false, CarriedOut{cib, {}, TransitionEnd::Complete, {}, {}}};
        because_.clear();
        aborted_ = false;
        current_ = std::make_unique<CurrentRun>(std::move(run), edit_, carry_out_, question_.options.notifications_go_on);
    }

    void read_recheck(const Transition& transition) {
        recheck_ms_.reset();
        for (const auto& [name, value] : transition.attributes) {
            if (name != "recheck-by") continue;
            const std::int64_t seconds = parse_integer(value).value_or(0) - question_.at.seconds;
            if (seconds * 1000 > now_) recheck_ms_ = seconds * 1000;
        }
    }

    /// Whether the state is one that was there so often that it will come again for ever. Then the sequence ends, unless
    /// it was asked to look on for a time.
    bool sees_loop() {
        std::vector<Turn>& turns = turns_[signature()];
        turns.push_back({sequence_.runs.size(), now_});
        if (turns.size() > question_.options.repetitions) {
            const Turn& last = turns.back();
            const Turn& previous = turns[turns.size() - 2];
            loop_ = LoopFound{previous.run, last.run - previous.run, last.at_ms - previous.at_ms, turns.front().at_ms};
        } else {
            loop_.reset();
        }
        if (turns.size() == question_.options.repetitions + 1 && !loop_begin_) loop_begin_ = snapshot();
        if (!loop_ || now_ < look_until_ms_ || next_event_ms() != never) return false;
        end_with(Sequence::End::Loop);
        return true;
    }

    SequenceState snapshot() { return {edit_.cib(), agents_, monitors_, now_}; }

    // ---- the transition ----

    const TransitionAction& action_of(const RunningAction& running) const {
        const Transition& transition = current_->run.schedule.transition;
        return transition.actions[transition.synapses[running.synapse].action];
    }

    std::int64_t next_action_end() const {
        std::int64_t next = never;
        for (const RunningAction& action : running_) next = std::min(next, action.end_ms);
        return next;
    }

    /// Starts what is ready, until nothing is; then agents hear of it.
    void advance() {
        if (ended_ || !current_ || current_->finished) return;
        const Transition& transition = current_->run.schedule.transition;
        for (bool fired = true; fired;) {
            fired = false;
            for (std::size_t synapse = 0; synapse < transition.synapses.size(); ++synapse) {
                if (!current_->progress.is_ready(synapse) || current_->progress.is_given_up(synapse)) continue;
                start(synapse);
                fired = true;
            }
            for (std::size_t index = 0; index < running_.size(); ++index) {
                if (running_[index].begun) continue;
                running_[index].begun = true;
                begin_action(running_[index]);
            }
        }
        if (running_.empty()) finish_transition();
    }

    void start(std::size_t synapse) {
        const Transition& transition = current_->run.schedule.transition;
        const std::uint32_t index = transition.synapses[synapse].action;
        const TransitionAction& action = transition.actions[index];
        current_->progress.begin(synapse);
        const bool fences = action.kind == TransitionAction::Kind::Cluster && action.operation == task::fence;
        if (action.kind == TransitionAction::Kind::Resource || fences) {
            running_.push_back({synapse, now_ + duration(action), false, false});
            return;
        }
        current_->executor.set_time(time());
        current_->run.carried_out.steps.push_back(current_->executor.execute(index));
        if (action.kind == TransitionAction::Kind::Cluster && action.operation == task::shutdown) leave(action.node);
        current_->progress.finish(synapse, false);
    }

    void leave(const std::string& node) {
        end_processes(node);
        lose_node(node);
    }

    std::int64_t duration(const TransitionAction& action) const {
        if (action.kind == TransitionAction::Kind::Cluster) return question_.options.fencing_ms;
        if (action.operation == task::cancel || action.operation == task::delete_resource) return 0;
        return duration(agent_operation(action), without_instance(action.resource.id));
    }

    std::int64_t duration(const AgentOperation& operation, const std::string& resource) const {
        const auto& wanted = question_.options.durations;
        for (auto at = wanted.rbegin(); at != wanted.rend(); ++at) {
            if (at->task == operation.task && (at->resource.empty() || at->resource == resource)) return at->milliseconds;
        }
        if (const PlayedAgent* agent = played(resource)) {
            if (const auto own = agent->rules->milliseconds(operation)) return *own;
        }
        return operation.task == task::notify ? 100 : 50;
    }

    void begin_action(const RunningAction& running) {
        const TransitionAction& action = action_of(running);
        if (action.kind != TransitionAction::Kind::Resource) {
            note_action(TimelineEntry::Kind::OperationBegins, action);
            return;
        }
        const std::string history = current_->executor.name_in_history(action.resource);
        const std::string resource = without_instance(action.resource.id);
        if (action.operation != task::notify && action.operation != task::delete_resource) {
            note_action(TimelineEntry::Kind::OperationBegins, action);
        }
        if (action.operation == task::cancel) {
            std::erase_if(monitors_, [&](const RecurringMonitor& monitor) {
                return monitor.is_of(action.node, history) && monitor.interval_ms == interval_ms(action);
            });
        } else if (ends_monitors(action.operation)) {
            // What the history has of them stays there.
            std::erase_if(monitors_,
                          [&](const RecurringMonitor& monitor) { return monitor.is_of(action.node, history); });
        }
        if (PlayedAgent* agent = played(resource)) agent->rules->begin(agent_operation(action), world_of(*agent));
    }

    static bool ends_monitors(const std::string& operation) {
        return operation == task::stop || operation == task::demote || operation == task::promote ||
               operation == task::migrate_to || operation == task::migrate_from;
    }

    void end_action() {
        const auto at = std::ranges::find(running_, now_, &RunningAction::end_ms);
        const auto found = at != running_.end() ? at : std::ranges::min_element(running_, {}, &RunningAction::end_ms);
        const RunningAction ended = *found;
        running_.erase(found);
        const Transition& transition = current_->run.schedule.transition;
        const std::uint32_t index = transition.synapses[ended.synapse].action;
        const TransitionAction& action = transition.actions[index];
        if (ended.lost) {
            current_->progress.finish(ended.synapse, true);
            return;
        }
        current_->executor.set_time(time());
        if (action.kind == TransitionAction::Kind::Resource) {
            end_operation(ended.synapse, index, action);
            return;
        }
        end_fencing(ended.synapse, index, action);
    }

    /// After one that fails, the rest of the transition is given up. Nobody looks again unless something has changed.
    void end_fencing(std::size_t synapse, std::uint32_t index, const TransitionAction& action) {
        const CarriedOutStep step = current_->executor.execute(index);
        const bool failed = step.failed_with.has_value();
        current_->run.carried_out.steps.push_back(step);
        note(TimelineEntry::Kind::NodeChanges,
             failed ? fmt::format("{} fails: {}", described(action), step.means) : fmt::format("{} done", described(action)))
            .node = action.node;
        const bool takes_down = !equals_ignoring_case(meta_attribute(action, "stonith_action"), "on");
        if (!failed && takes_down) lose_node(action.node);
        current_->progress.finish(synapse, failed);
    }

    void end_operation(std::size_t synapse, std::uint32_t index, const TransitionAction& action) {
        PlayedAgent* agent = played(without_instance(action.resource.id));
        const std::int32_t expected = expected_status(action);
        ActionEnd end{expected};
        const auto wanted = current_->executor.wanted_failure(action);
        if (wanted) {
            end = {wanted->exit_status, "this operation is made to fail"};
        } else if (agent != nullptr && is_of_agent(action)) {
            end.exit_status = agent->rules->end(agent_operation(action), world_of(*agent));
            end.exit_reason = "as the agent's profile has it";
        }
        if (action.operation == task::notify) end.exit_status = expected;
        const bool probe = action.operation == task::monitor && interval_ms(action) == 0;
        // What a probe finds is news, not a failure.
        if (probe && (end.exit_status == 0 || end.exit_status == 7 || end.exit_status == 8)) end.counts = false;
        CarriedOutStep step = current_->executor.execute(index, end);
        const bool failed = end.exit_status != expected && action.operation != task::cancel && !step.failure_ignored;
        if (failed && !step.failed_with) step.failed_with = end.exit_status;
        const bool recurs = interval_ms(action) > 0 && action.operation != task::cancel;
        if (recurs && !failed) watch(action, step.resource, expected);
        if (agent != nullptr && !failed) believe(*agent, action);
        current_->run.carried_out.steps.push_back(std::move(step));
        if (action.operation != task::notify && action.operation != task::cancel &&
            action.operation != task::delete_resource) {
            TimelineEntry& entry = note_action(TimelineEntry::Kind::OperationEnds, action);
            entry.exit_status = end.exit_status;
            entry.expected = expected;
            if (failed) entry.text += fmt::format(" ends with {}", end.exit_status);
        }
        current_->progress.finish(synapse, failed);
        if (failed) abort(fmt::format("{} ends with {}", described(action), end.exit_status));
    }

    static bool is_of_agent(const TransitionAction& action) {
        return action.operation != task::cancel && action.operation != task::delete_resource &&
               action.operation != "meta-data";
    }

    void watch(const TransitionAction& action, const std::string& history, std::int32_t expected) {
        RecurringMonitor monitor{action.node, without_instance(action.resource.id), history, interval_ms(action), expected,
                                 expected,    now_ + interval_ms(action),           false};
        std::erase_if(monitors_, [&](const RecurringMonitor& known) {
            return known.is_of(monitor.node, history) && known.interval_ms == monitor.interval_ms;
        });
        monitors_.push_back(std::move(monitor));
    }

    static void believe(PlayedAgent& agent, const TransitionAction& action) {
        if (action.operation == task::promote) agent.promoted.insert(action.node);
        if (action.operation == task::demote || action.operation == task::stop) agent.promoted.erase(action.node);
    }

    void finish_transition() {
        current_->finished = true;
        SchedulerRun& run = current_->run;
        run.aborted = aborted_;
        run.carried_out.left = current_->progress.left();
        run.carried_out.cib = edit_.cib();
        if (!run.carried_out.left.empty()) {
            run.carried_out.end = current_->progress.is_aborted() ? TransitionEnd::Stopped : TransitionEnd::Terminated;
        }
        failed_fencing_ = failed_fencing_in(run.carried_out);
        const bool changed =
            !failed_fencing_.empty() && !same_state(run.cib, run.carried_out.cib);
        keep_run();
        last_change_ms_ = std::max(last_change_ms_, run_did_something_ ? now_ : last_change_ms_);
        if (aborted_ || changed) call_scheduler();
    }

    /// The executor and the progress refer to the run's schedule, so that it moves only when they are done.
    void keep_run() {
        run_did_something_ = !current_->run.carried_out.steps.empty();
        SchedulerRun run = std::move(current_->run);
        current_.reset();
        sequence_.runs.push_back(std::move(run));
    }

    // ---- monitors ----

    static AgentOperation monitor_operation(const RecurringMonitor& monitor) {
        AgentOperation operation;
        operation.node = monitor.node;
        operation.task = task::monitor;
        operation.interval_ms = monitor.interval_ms;
        return operation;
    }

    /// Those of resources that nobody plays never report anything new.
    std::int64_t next_monitor() const {
        std::int64_t next = never;
        for (const RecurringMonitor& monitor : monitors_) {
            if (played(monitor.resource) != nullptr) next = std::min(next, monitor.due_ms);
        }
        return next;
    }

    void run_monitor() {
        const auto due = std::ranges::find_if(monitors_, [&](const RecurringMonitor& monitor) {
            return monitor.due_ms <= now_ && played(monitor.resource) != nullptr;
        });
        RecurringMonitor& monitor = *due;
        if (!monitor.running) {
            monitor.running = true;
            monitor.due_ms = now_ + duration(monitor_operation(monitor), monitor.resource);
            return;
        }
        monitor.running = false;
        monitor.due_ms = now_ + monitor.interval_ms;
        PlayedAgent& agent = *played(monitor.resource);
        const std::int32_t status = agent.rules->end(monitor_operation(monitor), world_of(agent));
        if (status == monitor.last) return;
        monitor.last = status;
        report(monitor, status);
    }

    void report(const RecurringMonitor& monitor, std::int32_t status) {
        TimelineEntry& entry = note(TimelineEntry::Kind::MonitorReports,
                                    fmt::format("monitor {} on {} reports {}", monitor.history, monitor.node, status));
        entry.node = monitor.node;
        entry.resource = monitor.history;
        entry.operation = task::monitor;
        entry.interval_ms = monitor.interval_ms;
        entry.exit_status = status;
        entry.expected = monitor.expected;
        state_ = unpacked();
        const NodeId node = state_->find_node(monitor.node);
        for (const ResourceId id : state_->resources.ids()) {
            const Resource& resource = state_->resources[id];
            if (!resource.is_primitive() || resource.xml_id != monitor.resource) continue;
            if (std::ranges::find(resource.active_nodes, node) == resource.active_nodes.end()) continue;
            if (status != monitor.expected) fail_resource(*state_, id, node, status, edit_, notes_);
            break;
        }
        abort(fmt::format("monitor {} on {} reports {}", monitor.history, monitor.node, status));
    }

    // ---- agents and the world ----

    PlayedAgent* played(const std::string& resource) {
        const auto found = std::ranges::find(agents_, resource, &PlayedAgent::resource);
        return found == agents_.end() ? nullptr : &*found;
    }
    const PlayedAgent* played(const std::string& resource) const {
        const auto found = std::ranges::find(agents_, resource, &PlayedAgent::resource);
        return found == agents_.end() ? nullptr : &*found;
    }

    AgentWorld& world_of(const PlayedAgent& agent) {
        speaker_ = &agent;
        return *this;
    }

    std::optional<std::string> attribute(const std::string& node, const std::string& name) const override {
        return edit_.transient_attribute(node, name);
    }
    std::optional<std::string> permanent_attribute(const std::string& node, const std::string& name) const override {
        return edit_.node_attribute(node, name);
    }
    void set_attribute(const std::string& node, const std::string& name,
                       const std::optional<std::string>& value) override {
        const std::optional<std::string> before = edit_.transient_attribute(node, name);
        if (before == value || !members_.contains(node)) return;
        if (value) {
            edit_.set_transient_attribute(node, name, *value);
        } else {
            edit_.remove_transient_attribute(node, name);
        }
        tell_attribute(node, name, before, value);
    }
    void set_permanent_attribute(const std::string& node, const std::string& name,
                                 const std::optional<std::string>& value) override {
        const std::optional<std::string> before = edit_.node_attribute(node, name);
        if (before == value) return;
        if (value) {
            edit_.set_node_attribute(node, name, *value);
        } else {
            edit_.remove_node_attribute(node, name);
        }
        permanent_[node + " " + name] = value.value_or("");
        tell_attribute(node, name, before, value);
    }
    void tell_attribute(const std::string& node, const std::string& name, const std::optional<std::string>& before,
                        const std::optional<std::string>& after) {
        TimelineEntry& entry = note(TimelineEntry::Kind::AttributeChanges,
                                    after ? fmt::format("{} of {} becomes {}", name, node, *after)
                                          : fmt::format("{} of {} is removed", name, node));
        entry.node = node;
        entry.attribute = name;
        entry.before = before;
        entry.after = after;
        abort(entry.text);
    }
    std::vector<std::string> members() const override { return {members_.begin(), members_.end()}; }
    std::vector<std::string> promoted_nodes() const override {
        return speaker_ == nullptr ? std::vector<std::string>()
                                   : std::vector<std::string>(speaker_->promoted.begin(), speaker_->promoted.end());
    }
    bool have_quorum() const override { return state_->have_quorum; }

    // ---- the timeline ----

    TimelineEntry& note(TimelineEntry::Kind kind, std::string text) {
        TimelineEntry entry;
        entry.at_ms = now_;
        entry.kind = kind;
        entry.text = std::move(text);
        entry.run = sequence_.runs.empty() ? 0 : sequence_.runs.size() - 1;
        if (current_) entry.run = sequence_.runs.size();
        sequence_.timeline.push_back(std::move(entry));
        return sequence_.timeline.back();
    }

    TimelineEntry& note_action(TimelineEntry::Kind kind, const TransitionAction& action) {
        TimelineEntry& entry = note(kind, described(action));
        entry.node = action.node;
        entry.operation = action.operation;
        if (action.kind != TransitionAction::Kind::Resource) return entry;
        entry.resource = current_->executor.name_in_history(action.resource);
        entry.instance = instance_of(action);
        entry.interval_ms = interval_ms(action);
        return entry;
    }

    PlayedSequence finish() {
        sequence_.end_ms = now_;
        sequence_.last_event_ms = last_event_ms_;
        if (current_) finish_early();
        sequence_.first_run_after_events = first_run_after_events_.value_or(sequence_.runs.size());
        const bool loops = loop_.has_value();
        if (loops) sequence_.end = Sequence::End::Loop;
        SequenceState end = snapshot();
        state_ = unpacked();
        if (!after_events_) after_events_ = state_;
        const Quorum quorum = quorum_after(*before_, *state_, question_.quorum);
        if (next_event_ < question_.events.size()) tell_of_events_left();
        PlayedSequence played{std::move(sequence_), std::move(end), std::nullopt, after_events_, quorum.have,
                              quorum.explanation,   std::move(notes_)};
        played.dead = std::move(dead_);
        played.failing_fencing = carry_out_.failing_fencing;
        played.failed_fencing = failed_fencing_;
        if (!loops) return played;
        played.loop_begin = std::move(loop_begin_);
        played.sequence.loop = Loop{loop_->first_run, loop_->runs, loop_->period_ms, loop_->since_ms, {}, {}, {}};
        return played;
    }

    void finish_early() {
        current_->run.aborted = aborted_;
        current_->run.carried_out.left = current_->progress.left();
        current_->run.carried_out.cib = edit_.cib();
        keep_run();
    }

    void tell_of_events_left() {
        Diagnostic diagnostic;
        diagnostic.code = "events-not-reached";
        diagnostic.message = fmt::format("the cluster does not come to rest, so that \"{}\" and what follows it never happens",
                                         text(question_.events[next_event_]));
        notes_.push_back(std::move(diagnostic));
    }

    struct Turn {
        std::size_t run = 0;
        std::int64_t at_ms = 0;
    };
    struct LoopFound {
        std::size_t first_run = 0;
        std::size_t runs = 0;
        std::int64_t period_ms = 0;
        std::int64_t since_ms = 0;
    };

    const SequenceQuestion& question_;
    std::int64_t now_ = 0;
    CibEdit edit_;
    std::vector<PlayedAgent> agents_;
    std::vector<RecurringMonitor> monitors_;
    std::vector<OperationResult> failing_;
    CarryOutOptions carry_out_;
    const PlayedAgent* speaker_ = nullptr;

    std::shared_ptr<const Cluster> before_;
    std::shared_ptr<const Cluster> state_; ///< as it was unpacked last
    std::set<std::string> members_;
    std::map<std::string, std::string> permanent_; ///< attributes that agents have set

    std::unique_ptr<CurrentRun> current_;
    std::vector<RunningAction> running_;
    bool aborted_ = false; ///< the transition under way
    std::vector<SettledCluster::FailedFencing> failed_fencing_; ///< in the last one that ended
    std::int64_t aborted_ms_ = 0; ///< when the scheduler was called for last
    bool run_did_something_ = false;
    std::string because_;
    std::int64_t scheduler_due_ = never;
    std::optional<std::int64_t> recheck_ms_;

    std::size_t next_event_ = 0;
    std::int64_t next_event_due_ = 0;
    std::int64_t last_event_ms_ = 0;
    std::int64_t look_until_ms_ = 0;
    std::int64_t last_change_ms_ = 0;
    bool membership_changed_ = false;
    std::vector<DeadProcess> dead_;
    std::optional<std::size_t> first_run_after_events_;
    std::shared_ptr<const Cluster> after_events_;

    std::map<std::string, std::vector<Turn>> turns_;
    std::optional<LoopFound> loop_;
    std::optional<SequenceState> loop_begin_;
    bool ended_ = false;
    Sequence sequence_;
    Diagnostics notes_;
};

bool counts_as_running(const ResourceHistory& history, const OperationHistory& operation) {
    return operation.task == task::monitor && operation.interval_ms > 0 &&
           operation.exit_status == operation.expected_exit_status && history.start_index >= 0;
}

PlayedAgent played_agent(const Agent& agent, const Cluster& cluster) {
    require_known(agent, cluster);
    ResourceId primitive = require_resources(cluster, agent.resource).front();
    while (cluster.resources[primitive].is_clone()) primitive = cluster.resources[primitive].children.front();
    AgentSetup setup;
    setup.resource = cluster.resources[primitive].xml_id;
    for (const auto& [name, value] : parameters_on(cluster, primitive, nullptr)) {
        if (!name.starts_with("CRM_meta_")) setup.configured.emplace(name, value);
    }
    for (const Node& node : cluster.nodes) setup.nodes.push_back(node.name);
    std::ranges::sort(setup.nodes);
    for (const Resource& resource : cluster.resources) {
        if (!resource.is_primitive() || resource.xml_id != setup.resource) continue;
        for (const NodeId node : resource.active_nodes) {
            if (!cluster.nodes[node].online) continue;
            setup.running.insert(cluster.nodes[node].name);
            if (resource.role == Role::Promoted) setup.promoted.insert(cluster.nodes[node].name);
        }
    }
    std::string name = setup.resource;
    std::set<std::string> promoted = setup.promoted;
    PlayedAgent played(std::move(name), agent_rules(agent, std::move(setup)));
    played.promoted = std::move(promoted);
    return played;
}

} // namespace

SequenceState begin_sequence(const Cib& cib, const Cluster& cluster, const std::vector<Agent>& agents) {
    SequenceState state{cib, {}, {}, 0};
    for (const Agent& agent : agents) {
        PlayedAgent played = played_agent(agent, cluster);
        const auto known = std::ranges::find(state.agents, played.resource, &PlayedAgent::resource);
        if (known != state.agents.end()) {
            throw std::invalid_argument(fmt::format("two agents are named for {}", played.resource));
        }
        state.agents.push_back(std::move(played));
    }
    for (const ResourceHistory& history : cluster.histories) {
        if (!history.resource || !cluster.nodes[history.node].online) continue;
        const Resource& resource = cluster.resources[history.resource];
        const auto& active = resource.active_nodes;
        if (std::ranges::find(active, history.node) == active.end()) continue;
        const std::int32_t expected = resource.role == Role::Promoted ? exit_status::running_promoted : exit_status::ok;
        for (const OperationHistory& operation : history.operations) {
            if (!counts_as_running(history, operation) || operation.expected_exit_status != expected) continue;
            state.monitors.push_back({cluster.nodes[history.node].name, resource.xml_id, std::string(history.xml_id),
                                      operation.interval_ms, expected, expected, 0, false});
        }
    }
    return state;
}

PlayedSequence play(SequenceState state, const SequenceQuestion& question) { return Player(std::move(state), question).play(); }

std::string_view text(TimelineEntry::Kind kind) {
    switch (kind) {
    case TimelineEntry::Kind::Event: return "event";
    case TimelineEntry::Kind::SchedulerRun: return "scheduler-run";
    case TimelineEntry::Kind::OperationBegins: return "operation-begins";
    case TimelineEntry::Kind::OperationEnds: return "operation-ends";
    case TimelineEntry::Kind::MonitorReports: return "monitor-reports";
    case TimelineEntry::Kind::AttributeChanges: return "attribute-changes";
    case TimelineEntry::Kind::Abort: return "abort";
    case TimelineEntry::Kind::NodeChanges: break;
    }
    return "node-changes";
}

std::string_view text(Sequence::End end) {
    switch (end) {
    case Sequence::End::AtRest: return "at-rest";
    case Sequence::End::Loop: return "loop";
    case Sequence::End::LimitReached: break;
    }
    return "limit-reached";
}

} // namespace placement
