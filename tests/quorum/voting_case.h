#pragma once

#include <string>
#include <vector>

#include "quorum/voting.h"

/// Sequences of memberships, as corosync-vqsim can play them, and what each node says of quorum after each.
namespace placement::quorum_test {

/// One thing that happens: "split 1,2|3", "down 2", "up 2@1" (into the membership that node 1 is in), "device 1,2" or "no-device 1".
struct VotingStep {
    std::string what;
    std::string answer; ///< "1+ 2+ 3-": the nodes that are up, + with quorum
};

/// A line of answers.txt: "nodes=1:1,2:1 two_node=1 / split 1|2 = 1+ 2+ / down 1 = 2+". Underscores stand for blanks in values.
struct VotingCase {
    std::vector<std::pair<unsigned, unsigned>> nodes;          ///< id and votes
    std::vector<std::pair<std::string, std::string>> settings; ///< "device.votes" is in section device
    std::vector<VotingStep> steps;

    /// Throws std::runtime_error.
    static VotingCase read(const std::string& line);
    std::string line() const;
    std::string corosync_conf() const;
    /// Whether the last_man_standing window passes between two steps.
    bool window_passes() const;
    const std::string* setting(const std::string& name) const;
};

/// How many of its steps corosync-vqsim answers alike each time. Where nodes wait for all (wait_for_all) and have lost quorum, it
/// depends on the order in which its processes run what they know next.
std::size_t steady_steps(const VotingCase& voting_case, const std::vector<std::string>& answers);

/// The answers that libplacement gives, a step each.
std::vector<std::string> counted_answers(const VotingCase& voting_case);

} // namespace placement::quorum_test
