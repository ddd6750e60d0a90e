#include "simulate/sequence/played_cluster.h"

#include <utility>

#include "cib/document.h"
#include "placement/unpack.h"

namespace placement {

namespace {

/// Whether the one is the other, unchanged.
bool is_shared_whole(const Cib& one, const Cib& other) {
    const CibDocument& left = one.document();
    const CibDocument& right = other.document();
    return left.state == right.state && left.configuration_part.tree == right.configuration_part.tree &&
           left.configuration_part.element == right.configuration_part.element;
}

bool is_read_so(const Cluster& cluster, const Cib& cib, const ReadingRules& rules, const SequenceClock& clock) {
    return cluster.text == cib.shared_document() && cluster.now == clock.time() && cluster.release == rules.release &&
           (!rules.behavior || cluster.behavior == *rules.behavior);
}

} // namespace

PlayedCluster::PlayedCluster(const Cib& cib, std::shared_ptr<const Cluster> cluster, ReadingRules rules,
                             const SequenceClock& clock)
    : edit_(cib), rules_(std::move(rules)), clock_(clock),
      state_(cluster && is_read_so(*cluster, cib, rules_, clock) ? std::move(cluster) : unpacked()), read_(edit_.cib()),
      before_(state_), quorum_(before_, rules_.quorum), quorum_ms_(clock_.now_ms()) {
    read_members();
}

PlayedCluster::PlayedCluster(PlayedCluster& other, const SequenceClock& clock)
    : edit_(other.cib()), rules_(other.rules_), clock_(clock), state_(other.state_), read_(other.read_), before_(other.before_),
      quorum_(other.quorum_), quorum_ms_(other.quorum_ms_), members_(other.members_),
      membership_changed_(other.membership_changed_), permanent_(other.permanent_) {}

std::shared_ptr<const Cluster> PlayedCluster::unpacked() {
    return unpack(edit_.cib(), clock_.time(), rules_.release, rules_.behavior);
}

void PlayedCluster::read() {
    Cib now = edit_.cib();
    if (is_shared_whole(now, read_) && state_->now == clock_.time()) return;
    state_ = unpacked();
    read_ = std::move(now);
}

void PlayedCluster::read_members() {
    members_.clear();
    for (const Node& node : state_->nodes) {
        if (node.online) members_.insert(node.name);
    }
}

Quorum PlayedCluster::quorum() {
    quorum_.pass(clock_.now_ms() - std::exchange(quorum_ms_, clock_.now_ms()));
    return quorum_.quorum(*state_);
}

void PlayedCluster::follow_membership() {
    if (!membership_changed_ && !membership_differs(*before_, *state_)) return;
    membership_changed_ = true;
    const bool have_quorum = quorum().have;
    if (have_quorum != state_->have_quorum) gain_or_lose_quorum(have_quorum, edit_);
    elect_coordinator(*before_, *state_, edit_);
    read();
}

void PlayedCluster::set_permanent_attribute(const std::string& node, const std::string& name,
                                            const std::optional<std::string>& value) {
    permanent_.set(edit_, node, name, value);
}

void PlayedCluster::set_transient_attribute(const std::string& node, const std::string& name,
                                            const std::optional<std::string>& value) {
    if (value) {
        edit_.set_transient_attribute(node, name, *value);
    } else {
        edit_.remove_transient_attribute(node, name);
    }
}

} // namespace placement
