#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "placement/diagnostic.h"

/// Quorum as corosync counts it (its service votequorum): corosync.conf, and who has quorum while nodes come, go and split.
namespace [[gnu::visibility("default")]] placement {

// ---- corosync.conf --------------------------------------------------------------------------------------------

struct CorosyncNode {
    std::string name;                ///< may be empty
    std::optional<std::uint32_t> id; ///< nodeid, or what corosync makes of an IPv4 address if there is none
    std::string address;             ///< ring0_addr; may be empty
    std::uint32_t votes = 1;
    Position position = {};

    /// What Pacemaker calls it: its name, or else its address.
    const std::string& known_as() const { return name.empty() ? address : name; }
};

/// A node, or an end of the list of nodes, that decides between two halves of a cluster.
struct TieBreaker {
    enum class Kind : std::uint8_t { Lowest, Highest, Listed };
    Kind kind = Kind::Lowest;
    std::vector<std::uint32_t> ids = {}; ///< Listed: the first that was a member before decides
};

struct QuorumDevice {
    /// How the device's server chooses the side that it gives its votes to.
    enum class Algorithm : std::uint8_t { FiftyFiftySplit, LastManStanding, Other };
    std::string model;
    std::string host;
    std::string algorithm_name = "ffsplit";
    Algorithm algorithm = Algorithm::FiftyFiftySplit;
    std::uint32_t votes = 0;
    TieBreaker tie_breaker = {};   ///< Listed: one id
    bool keeps_active_side = true; ///< between halves, for the one that had the votes before
};

/// What a corosync.conf says about quorum, as corosync understands it when it starts. A setting that corosync switches off is
/// off here, with a diagnostic.
struct CorosyncConfiguration {
    /// Reads the text of a corosync.conf. What does not matter to quorum is passed over. Throws InputError if corosync would not
    /// start with the file, and NotSupported for allow_downscale.
    static CorosyncConfiguration parse(std::string_view text, const std::string& file_name);
    /// Reads the file. Throws InputError if it cannot be read, too.
    static CorosyncConfiguration from_file(const std::string& path);

    std::string file_name;
    /// `provider: corosync_votequorum`. Pacemaker does not work without; nothing is counted then.
    bool counts_votes = false;
    std::vector<CorosyncNode> nodes; ///< the nodelist; may be empty
    /// Of each node, where there is no nodelist.
    std::uint32_t votes_of_others = 1;
    /// With which a node starts: the nodelist's votes, or else quorum.expected_votes; with the device's votes if the file leaves
    /// them to corosync.
    std::uint32_t expected_votes = 0;
    bool two_node = false;
    bool wait_for_all = false;
    bool last_man_standing = false;
    std::uint32_t last_man_standing_window = 10'000; ///< milliseconds
    std::optional<TieBreaker> auto_tie_breaker = {};
    std::optional<QuorumDevice> device = {};
    /// What is odd, but usable.
    Diagnostics diagnostics = {};
};

// ---- counting -------------------------------------------------------------------------------------------------

/// A cluster node as Pacemaker knows it.
struct QuorumNode {
    std::string name;
    std::string id; ///< the id that the CIB has for it, a number where corosync is below
};

/// Nodes that are members together: a whole cluster, or a side of one that is split.
using QuorumSide = std::vector<std::string>;

/// Whether a side has quorum, and by which rule.
struct QuorumAnswer {
    bool quorate = false;
    std::uint32_t votes = 0;      ///< of the members, with the device's if the side has them
    std::uint32_t expected = 0;   ///< votes that corosync expects now
    std::uint32_t needed = 0;     ///< votes that are enough, where no other rule decides
    bool waiting = false;         ///< wait_for_all: not all have been members together yet
    bool device_votes = false;    ///< the quorum device gives its votes to this side
    std::string explanation = {}; ///< a clause, with the rule
};

struct CountedNodes;

/// What corosync knows on each node while time passes: a value. Members are named as Pacemaker names them.
class QuorumState {
public:
    /// Nobody has started yet. Nodes are found in the configuration by their name, else by their id. What is in one of the two
    /// only is in diagnostics().
    QuorumState(std::shared_ptr<const CorosyncConfiguration> configuration, const std::vector<QuorumNode>& nodes);

    /// False if the configuration cannot tell: it has no provider, or none of its nodes is one of the cluster's.
    bool can_tell() const;
    const Diagnostics& diagnostics() const;
    const CorosyncConfiguration& configuration() const { return *configuration_; }
    /// All nodes that vote, among them those that Pacemaker does not know, by the names of the file.
    QuorumSide everybody() const;

    /// From now on the members of each side see each other and nobody else; nodes in no side are down, and those that were down
    /// start. Names without a vote are passed over. The quorum device is taken to be reached by all.
    QuorumState divided(const std::vector<QuorumSide>& sides) const;
    /// The members are these, and all others are down.
    QuorumState with_members(const QuorumSide& members) const { return divided({members}); }
    /// Time passes, and nothing else happens.
    QuorumState later(std::int64_t milliseconds) const;
    /// Without the last_man_standing window, which is taken to pass whenever a cluster comes to rest.
    QuorumState at_rest() const;

    /// For the side that these members are; no quorum for nobody.
    QuorumAnswer answer(const QuorumSide& members) const;

private:
    std::shared_ptr<const CorosyncConfiguration> configuration_;
    std::shared_ptr<const CountedNodes> counted_;
};

/// The state in which recorded members are: all nodes were members once, those that are not among them left, and the cluster
/// came to rest. Where the record says another thing about quorum, what could explain it is taken to have happened
/// (wait_for_all has not been fulfilled, nodes left one after the other), or else a diagnostic is added.
QuorumState recorded_quorum(const QuorumState& nobody, const QuorumSide& members, bool have_quorum, Diagnostics& notes);

} // namespace placement
