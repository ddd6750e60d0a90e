#pragma once

#include <optional>
#include <string>
#include <vector>

#include "placement/agents.h"
#include "placement/carry_out.h"
#include "placement/commands.h"
#include "placement/edit.h"
#include "placement/scenario.h"

/// What placement-sim was asked, and its exit statuses.
namespace placement::sim {

enum class Status : int { Survives = 0, Lost = 1, Unusable = 2, NotSupported = 3, NothingToJudge = 4 };

enum class Format { Text, Json };

struct Arguments {
    std::string cib;
    std::vector<Event> events;
    std::optional<Release> release; ///< without it, the cluster's own
    std::optional<Time> at;
    std::optional<QuorumRule> quorum;
    std::string corosync; ///< the file; empty: none
    /// The sides that the members divide into; empty: they stay together.
    std::vector<std::vector<std::string>> split;
    Format format = Format::Text;
    bool scores = false;
    bool all = false;
    std::optional<CommandTool> commands; ///< in which edits are told, too
    bool steps = false;
    std::vector<OperationResult> failing;
    std::vector<Agent> agents;
    SequenceOptions sequence;
    std::size_t transition_limit = 20;
    std::optional<StartFrom> from; ///< none: as the command has it
    bool assume_online = false;
    std::vector<std::string> not_services;
    std::string graph_file;
    std::string dot_file;
    std::string inputs_folder; ///< where what the scheduler was given is saved; empty: nowhere
    /// explain: RESOURCE[@NODE], taken apart.
    bool explain = false;
    bool why_not = false; ///< and what would bring it there
    std::string resource;
    std::string node;
    /// explain: what to change in the configuration, in the order of the command line.
    std::vector<ConfigurationChange> changes;
};

/// What reading the command line gives: arguments, or a text that was asked for instead (help, version).
struct Parsed {
    std::optional<Arguments> arguments;
    std::string output;
};

/// Throws InvalidArgument and UnknownName.
Parsed parse(int count, const char* const* words);

} // namespace placement::sim
