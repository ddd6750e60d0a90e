#include <algorithm>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "placement/carry_out.h"
#include "simulate/carry_out/operation_record.h"

namespace placement {

namespace {

/// (Pacemaker: pcmk__inject_scheduler_input)
class Injector {
public:
    Injector(const Cib& cib, const Cluster& cluster, Time at, Unusable results, Ambiguous states)
        : edit_(cib), cluster_(cluster), at_(at), unusable_(results), ambiguous_(states) {}

    InjectedCib inject(std::vector<Injection> injections) {
        std::ranges::stable_sort(injections, {}, &Injection::kind);
        // With a node that may be new, nodes are added as they are met.
        add_nodes_ =
            std::ranges::any_of(injections, [](const Injection& injection) { return injection.kind == Injection::Kind::NodeUp; });
        std::vector<Modification> modifications;
        for (Injection& injection : injections) {
            if (ambiguous_ == Ambiguous::Ends && is_ambiguous(injection)) {
                modifications.push_back({std::move(injection)});
                return {edit_.cib(), std::move(modifications), std::move(passed_over_), true};
            }
            std::vector<InjectedAttribute> attributes = apply(injection);
            edit_.count_update();
            modifications.push_back({std::move(injection), std::move(attributes)});
        }
        return {edit_.cib(), std::move(modifications), std::move(passed_over_)};
    }

private:
    bool is_ambiguous(const Injection& injection) const {
        using Kind = Injection::Kind;
        if (injection.kind == Kind::NodeUp || injection.kind == Kind::NodeDown || injection.kind == Kind::NodeFails) {
            return has_ambiguous_state(edit_, injection.subject, std::nullopt);
        }
        if (injection.kind != Kind::OperationResult) return false;
        const std::optional<OperationResult> result = usable(injection.subject);
        return result && has_ambiguous_state(edit_, result->node, std::nullopt);
    }

    std::vector<InjectedAttribute> apply(const Injection& injection) {
        const std::string& subject = injection.subject;
        switch (injection.kind) {
        case Injection::Kind::Quorum: edit_.set_root_attribute("have-quorum", subject); break;
        case Injection::Kind::Watchdog: edit_.set_cluster_property("have-watchdog", subject); break;
        case Injection::Kind::NodeUp: set_node(subject, member_state(true)); break;
        case Injection::Kind::NodeDown: leave(subject); break;
        case Injection::Kind::NodeFails: lose(subject); break;
        case Injection::Kind::TicketGranted: edit_.set_ticket_state(subject, "granted", "true"); break;
        case Injection::Kind::TicketRevoked: edit_.set_ticket_state(subject, "granted", "false"); break;
        case Injection::Kind::TicketStandby: edit_.set_ticket_state(subject, "standby", "true"); break;
        case Injection::Kind::TicketActive: edit_.set_ticket_state(subject, "standby", "false"); break;
        case Injection::Kind::OperationResult: return end(subject);
        }
        return {};
    }

    std::vector<InjectedAttribute> end(const std::string& specification) {
        if (unusable_ == Unusable::PassedOver) {
            std::string reason;
            if (!usable(specification, &reason)) {
                passed_over_.push_back(std::move(reason));
                return {};
            }
        }
        return end_operation(edit_, cluster_, OperationResult::parse(specification), at_, add_nodes_, Recorder::CrmSimulate);
    }

    /// None, with a reason, for a result that is malformed or of a resource that there is not.
    std::optional<OperationResult> usable(const std::string& specification, std::string* reason = nullptr) const {
        std::string what;
        try {
            OperationResult result = OperationResult::parse(specification);
            if (find_by_history_name(cluster_, result.resource)) return result;
            what = fmt::format("there is no primitive `{}`", result.resource);
        } catch (const MalformedSpecification& error) {
            what = error.what();
        }
        if (reason != nullptr) *reason = std::move(what);
        return std::nullopt;
    }

    void set_node(const std::string& node, const XmlAttributes& state) {
        require_node(edit_, node, std::nullopt, add_nodes_);
        edit_.rewrite_node_state(node, [&] { edit_.set_node_state(node, state); });
        edit_.count_update();
    }

    void leave(const std::string& node) {
        set_node(node, member_state(false));
        edit_.remove_operation_history(node);
        edit_.count_update();
        edit_.remove_transient_attributes(node);
    }

    void lose(const std::string& node) {
        XmlAttributes state = member_state(true);
        state.front().second = "false";
        set_node(node, state);
    }

    CibEdit edit_;
    const Cluster& cluster_;
    Time at_;
    Unusable unusable_;
    Ambiguous ambiguous_;
    bool add_nodes_ = false;
    std::vector<std::string> passed_over_;
};

} // namespace

InjectedCib inject(const Cib& cib, const Cluster& cluster, const std::vector<Injection>& injections, Time at, Unusable results,
                   Ambiguous states) {
    return Injector(cib, cluster, at, results, states).inject(injections);
}

} // namespace placement
