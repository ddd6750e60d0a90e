#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "placement/action.h"
#include "placement/attributes.h"
#include "placement/rare.h"

/// The transition: the actions that will be done, and what each waits for.
namespace [[gnu::visibility("default")]] placement {

/// Makes what actions are executed with.
class AttributeSource {
public:
    AttributeSource() = default;
    AttributeSource(const AttributeSource&) = delete;
    AttributeSource& operator=(const AttributeSource&) = delete;
    virtual ~AttributeSource() = default;

    /// The same object each time, which lives as long as the source. Several threads may ask at the same time.
    virtual const SharedAttributes& of(ActionId action) const = 0;
    /// Those of them that the digests of an operation are made of, and perhaps others. They are not kept.
    virtual AttributeTable digested(ActionId action) const { return of(action).joined(); }
};

/// What one action is executed with: parameters, and meta attributes with the prefix CRM_meta_. Most are never asked for, and so
/// they are made when they are.
class ActionAttributes {
public:
    ActionAttributes() = default;
    ActionAttributes(std::shared_ptr<const AttributeSource> source, ActionId action)
        : source_(std::move(source)), action_(action) {}
    /// Made already.
    explicit ActionAttributes(AttributeTable made);

    /// Null if the name is not there.
    const std::string* find(std::string_view name) const { return source_ ? source_->of(action_).find(name) : nullptr; }
    /// Calls `visit` with each name and its value, in the order of names.
    template <typename Visit>
    void for_each(const Visit& visit) const {
        if (source_) source_->of(action_).for_each(visit);
    }
    /// All in one table.
    AttributeTable joined() const { return source_ ? source_->of(action_).joined() : AttributeTable(); }
    /// In one table, those that the digests of an operation are made of, and perhaps others. Takes less time.
    AttributeTable digested() const { return source_ ? source_->digested(action_) : AttributeTable(); }

private:
    std::shared_ptr<const AttributeSource> source_;
    ActionId action_;
};

/// What an operation is called in a history ("db_monitor_10000"). There are very many, so that the text is made when somebody asks.
class OperationKey {
public:
    OperationKey() = default;
    /// Written already.
    OperationKey(KeptText written) : name_(written) {}
    /// Of an action of the resource by this id. Both must live on.
    OperationKey(const ActionKey& key, const std::string& resource) : key_(&key), name_(resource) {}

    std::string text() const { return key_ == nullptr ? name_.get() : placement::text(*key_, name_.get()); }
    friend bool operator==(const OperationKey& left, std::string_view right) { return left.text() == right; }

private:
    const ActionKey* key_ = nullptr;
    KeptText name_; ///< without a key, all of it
};

/// A resource as the graph describes it. The Cluster keeps the names.
struct ResourceElement {
    KeptText element; ///< "primitive"
    KeptText id;
    KeptText long_id; ///< empty: none
    KeptText standard, provider, agent;
};

/// An action as written in the graph. The Cluster keeps the names, and the Schedule what they are made of.
struct TransitionAction {
    enum class Kind : std::uint8_t {
        Pseudo,   ///< pseudo_event
        Resource, ///< rsc_op: done by a node's executor
        Cluster,  ///< crm_event: fencing, shutdown, clearing of fail counts and history
    };
    ActionId action;
    Kind kind = Kind::Resource;
    bool in_cib_only = false; ///< mode="cib"
    bool has_downed = false;
    bool has_maintenance = false;
    std::uint32_t interval_ms = 0;         ///< 0: it does not recur; of a cancellation, of what is cancelled
    std::int32_t expected_exit_status = 0; ///< that it is meant to have
    std::string_view operation;            ///< the task
    OperationKey key;                      ///< operation_key, as recorded in the history
    KeptText node;                         ///< name; empty for a pseudo-action
    KeptText node_id;
    KeptText router; ///< the cluster node through which a remote or guest node is reached

    // -- of an action that has a synapse, not of one that is only an input --
    Elsewhere<ResourceElement> resource; ///< its element is empty if there is none
    ActionAttributes attributes;
    struct Maintenance {
        std::string node_id;
        bool in_maintenance = false;

        friend bool operator==(const Maintenance&, const Maintenance&) = default;
    };
    /// What few actions have.
    struct Particulars {
        std::string lock_time;                ///< shutdown-lock
        std::vector<std::string> downed;      ///< ids of the nodes that will be down when the action is done
        std::vector<Maintenance> maintenance; ///< of maintenance_nodes

        bool empty() const { return lock_time.empty() && downed.empty() && maintenance.empty(); }
        friend bool operator==(const Particulars&, const Particulars&) = default;
    };
    Rare<Particulars> particulars;
};

/// One step: an action and what must be done before it.
struct Synapse {
    std::int32_t priority = 0;
    /// Index of Transition::actions.
    std::uint32_t action = 0;
    /// Where its inputs are in Transition::inputs.
    std::uint32_t first_input = 0;
    std::uint32_t input_count = 0;
};

/// What a transition's actions refer to and nothing else has.
struct TransitionNames {
    std::deque<ResourceElement> resources;
    std::deque<std::string> keys;
};

struct Transition {
    /// The attributes of the whole graph: cluster-delay, stonith-timeout, failed-stop-offset, …, in the order in which the
    /// graph has them.
    std::vector<std::pair<std::string, std::string>> attributes;
    /// Every action that has a synapse or is an input of one, once.
    std::vector<TransitionAction> actions;
    std::vector<Synapse> synapses;
    /// Indexes of `actions`: what each synapse waits for.
    std::vector<std::uint32_t> inputs;
    std::shared_ptr<const TransitionNames> names;

    std::span<const std::uint32_t> inputs_of(const Synapse& synapse) const {
        return std::span(inputs).subspan(synapse.first_input, synapse.input_count);
    }
};

} // namespace placement
