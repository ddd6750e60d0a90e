#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "placement/behavior.h"
#include "placement/scenario.h"

namespace CLI {
class App;
class Option;
class ParseError;
}

/// What the options that several commands have mean.
namespace placement::sim {

/// What --quorum says; none for the empty text.
std::optional<QuorumRule> quorum_rule(const std::string& text);

/// What --at says; throws std::invalid_argument.
Time time_of(const std::string& text);

/// Adds an option that may be given several times, with one value each time.
CLI::Option* add_repeated(CLI::App& app, const std::string& name, std::vector<std::string>& values, const std::string& what,
                          const std::string& argument);

/// Adds --format; the first is the default.
void add_format_option(CLI::App& app, std::string& format, const std::vector<std::string>& formats);

/// Adds --pacemaker; where it is not repeatable, the last one counts.
void add_release_option(CLI::App& app, std::vector<std::string>& releases, bool repeatable = false);
/// What --pacemaker says; throws std::invalid_argument.
std::optional<Release> release_of(const std::vector<std::string>& releases);

/// "2" or "1.5" seconds in milliseconds; throws std::invalid_argument, whose message names the option.
std::int64_t milliseconds(const std::string& option, const std::string& text);
/// What stands before and after the separator; throws std::invalid_argument with the complaint where either is empty.
std::pair<std::string, std::string> halves(const std::string& text, std::size_t at, const std::string& complaint);

/// Where events begin, and what counts as a service.
struct BeginOptions {
    std::string from;
    bool assume_online = false;
    std::vector<std::string> not_services;
};
/// Adds --from, --assume-online and --not-a-service; `from` is what --from is where it is not given.
void add_begin_options(CLI::App& app, BeginOptions& options, StartFrom from);
/// What --from says.
StartFrom start_from(const BeginOptions& options, StartFrom otherwise);

/// Whose attributes change while the cluster works, and how long things take.
struct AgentOptions {
    std::vector<std::string> agents;
    std::vector<std::string> durations;
    std::string for_at_most;
};
/// Adds --agent, --duration and --for-at-most.
void add_agent_options(CLI::App& app, AgentOptions& options);
/// What --agent says; throws std::invalid_argument.
std::vector<Agent> agents_of(const AgentOptions& options);
/// What --duration and --for-at-most say; throws std::invalid_argument.
SequenceOptions sequence_of(const AgentOptions& options);

/// What is wrong with the words of a command line, on one line: of an option that is not known, which one may be meant.
std::string complaint_of(const CLI::App& app, const CLI::ParseError& error, int count, const char* const* words);

/// What the argument for a CIB is.
inline constexpr const char* about_cib =
    "a CIB as XML, optionally compressed (.bz2, .gz, .xz, .zst) or embedded in another tool's output; - for standard input";

/// A complaint of several lines on one.
std::string on_one_line(std::string text);

} // namespace placement::sim
