#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "cib/edit.h"
#include "placement/scenario.h"
#include "simulate/events/quorum.h"
#include "simulate/sequence/clock.h"
#include "simulate/sequence/permanent_attributes.h"

namespace placement {

/// What a cluster is read by.
struct ReadingRules {
    Release release = default_release;
    std::optional<Behavior> behavior = {}; ///< as in Scenario
    QuorumQuestion quorum = {};
};

/// The cluster while a sequence is played: its CIB as it is at the moment, and as it was read last.
class PlayedCluster {
public:
    /// `cluster` saves reading, where it was read from the CIB as it would be; may be null.
    PlayedCluster(const Cib& cib, std::shared_ptr<const Cluster> cluster, ReadingRules rules, const SequenceClock& clock);
    /// The same by another clock.
    PlayedCluster(PlayedCluster& other, const SequenceClock& clock);

    CibEdit& edit() { return edit_; }
    const CibEdit& edit() const { return edit_; }
    Cib cib() { return edit_.cib(); }
    /// As it was read last.
    const Cluster& state() const { return *state_; }
    const std::shared_ptr<const Cluster>& shared_state() const { return state_; }
    /// Reads the CIB as it is now, unless it was read as it is, in this second.
    void read();
    void read_members();

    /// The nodes that are online.
    const std::set<std::string>& members() const { return members_; }
    void lose_member(const std::string& node) { members_.erase(node); }
    /// Quorum and coordinator follow the membership, once it is another than at the beginning.
    void follow_membership();
    Quorum quorum();
    /// About corosync.conf, where it counts.
    const Diagnostics& quorum_diagnostics() const { return quorum_.diagnostics(); }

    /// Attributes that agents have set for good.
    const std::map<std::string, std::string>& permanent_attributes() const { return permanent_.all(); }
    void set_permanent_attribute(const std::string& node, const std::string& name, const std::optional<std::string>& value);
    void set_transient_attribute(const std::string& node, const std::string& name, const std::optional<std::string>& value);

private:
    std::shared_ptr<const Cluster> unpacked();

    CibEdit edit_;
    ReadingRules rules_;
    const SequenceClock& clock_;
    std::shared_ptr<const Cluster> state_;
    Cib read_; ///< what that was read from
    std::shared_ptr<const Cluster> before_;
    QuorumCount quorum_;
    std::int64_t quorum_ms_; ///< when it was counted last
    std::set<std::string> members_;
    bool membership_changed_ = false;
    PermanentAttributes permanent_;
};

} // namespace placement
