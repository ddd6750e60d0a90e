#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <iosfwd>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "placement/agents.h"
#include "placement/behavior.h"
#include "placement/cluster.h"
#include "placement/commands.h"
#include "placement/edit.h"
#include "placement/quorum.h"
#include "placement/scenario.h"

namespace CLI {
class App;
class Option;
} // namespace CLI

/// The options that several commands have: of each its name, help, argument and reading, and what it means for the library. A
/// command that has one holds it, adds it to its CLI::App, and asks it once the command line was read. What cannot be read
/// throws InvalidArgument, whose message names the option.
namespace placement::sim {

/// What the argument for a CIB is.
inline constexpr const char* about_cib =
    "a CIB as XML, optionally compressed (.bz2, .gz, .xz, .zst) or embedded in another tool's output; - for standard input";

/// Adds an argument that is a CIB, or several.
void add_cib_argument(CLI::App& app, const std::string& name, std::string& cib);
void add_cib_argument(CLI::App& app, const std::string& name, std::vector<std::string>& cibs);
/// Adds --watch (watch.h), which whatever adds one of these arguments has. A command with other files adds it itself.
void add_watch_option(CLI::App& app);
/// Adds the argument SCENARIOS.
void add_scenarios_argument(CLI::App& app, std::vector<std::string>& files);

/// Adds an option that may be given several times, with one value each time.
CLI::Option* add_repeated(CLI::App& app, const std::string& name, std::vector<std::string>& values, const std::string& what,
                          const std::string& argument);

/// --format
class FormatOption {
public:
    /// The first is the default.
    void add_to(CLI::App& app, const std::vector<std::string>& formats);
    bool is(std::string_view format) const { return format_ == format; }

private:
    std::string format_ = "text";
};

/// --all; what it adds depends on the command.
class AllOption {
public:
    void add_to(CLI::App& app, const std::string& what);
    bool given() const { return given_; }

private:
    bool given_ = false;
};

/// --commands
class CommandsOption {
public:
    void add_to(CLI::App& app, const std::string& what);
    std::optional<CommandTool> tool() const;

private:
    std::string tool_;
};

/// --live, instead of the argument for a CIB.
class LiveOption {
public:
    void add_to(CLI::App& app);
    bool given() const { return given_; }
    /// With it, what was taken for the CIB is the argument after it, where the command has one. Throws CLI::ParseError where
    /// there is no CIB, or one beside --live.
    void take(std::string& cib, std::string* next = nullptr) const;

private:
    bool given_ = false;
};

/// --cib and --live, instead of the CIBs that files of scenarios name.
class ReplacingCibOptions {
public:
    /// `verb`: what is done with it.
    void add_to(CLI::App& app, const std::string& verb);
    /// Throws CLI::ParseError where both are given.
    void check();
    /// The one that was given. Throws InputError.
    std::optional<Cib> cib() const;
    const std::string& path() const { return path_; }

private:
    std::string path_;
    LiveOption live_;
};

/// --only, which selects scenarios by their names.
class OnlyOption {
public:
    void add_to(CLI::App& app, const std::string& what_only);
    const std::vector<std::string>& texts() const { return texts_; }

private:
    std::vector<std::string> texts_;
};

/// --pacemaker, or another option that names a release.
class ReleaseOption {
public:
    ReleaseOption() = default;
    ReleaseOption(const char* name, const char* what) : name_(name), what_(what) {}
    /// Where it is not repeatable, the last one counts.
    void add_to(CLI::App& app, bool repeatable = false);
    std::size_t count() const { return names_.size(); }
    /// The last one; without it, the cluster's own.
    std::optional<Release> release() const;
    /// The first and the last.
    std::pair<Release, Release> both() const;

private:
    const char* name_ = "--pacemaker";
    const char* what_ =
        "follow the rules of this Pacemaker release (default: the cluster's release according to dc-version in the "
        "CIB, or the nearest one)";
    std::vector<std::string> names_;
};

/// --at
class AtOption {
public:
    /// `whose`: what has the execution-date that counts otherwise; `otherwise`: what counts where there is none.
    void add_to(CLI::App& app, const std::string& whose = "the CIB's", const std::string& otherwise = "now");
    std::optional<Time> time() const;
    /// As it was given.
    const std::string& text() const { return text_; }

private:
    std::string text_;
};

/// --since, --until
class TimeOption {
public:
    TimeOption(const char* name, const char* what) : name_(name), what_(what) {}
    void add_to(CLI::App& app);
    std::optional<Time> time() const;

private:
    const char* name_;
    const char* what_;
    std::string text_;
};

/// The time that a question about the CIBs is about: what was asked for; none where a CIB says when it was; else now.
std::optional<Time> time_of_question(std::optional<Time> asked, std::initializer_list<const Cib*> cibs, Time now);

/// --quorum
class QuorumOption {
public:
    enum class Help { Full, Short };
    void add_to(CLI::App& app, Help help = Help::Short);
    std::optional<QuorumRule> rule() const;

private:
    std::string text_;
};

/// --corosync
class CorosyncOption {
public:
    void add_to(CLI::App& app);
    const std::string& path() const { return path_; }

private:
    std::string path_;
};

/// The file that was asked for, or else that of this machine if the CIB is the live cluster's and the file is there. Throws
/// InputError.
std::shared_ptr<const CorosyncConfiguration> read_corosync(const std::string& path, const std::string& cib = "");
/// What may make quorum count by another rule than was meant.
void complain_of_corosync(const std::string& cib, const Diagnostics& diagnostics, std::ostream& err);

/// --jobs
class JobsOption {
public:
    void add_to(CLI::App& app);
    /// 0: one per processor.
    unsigned threads() const { return threads_; }

private:
    unsigned threads_ = 0;
};

/// --max-runs; what happens with more depends on the command.
class MaxRunsOption {
public:
    void add_to(CLI::App& app, const std::string& what);
    std::optional<std::size_t> runs() const { return runs_; }

private:
    std::optional<std::size_t> runs_;
};

/// --max-transitions
class TransitionLimitOption {
public:
    /// `until`: when no more would be carried out.
    void add_to(CLI::App& app, const std::string& until = "");
    std::size_t limit() const { return limit_; }

private:
    std::size_t limit_ = 20;
};

/// --by-attribute
class NodeAttributesOption {
public:
    void add_to(CLI::App& app);
    const std::vector<std::string>& names() const { return names_; }

private:
    std::vector<std::string> names_;
};

/// --op-fail
class FailingOperationsOption {
public:
    void add_to(CLI::App& app);
    std::vector<OperationResult> results() const;

private:
    std::vector<std::string> texts_;
};

/// --from, --assume-online and --not-a-service: where events begin, and what counts as a service.
class BeginOptions {
public:
    /// `from` is what --from is where it is not given.
    void add_to(CLI::App& app, StartFrom from);

    template <typename Options>
    void apply_to(Options& options) const {
        if (!from_.empty()) options.from = from_ == text(StartFrom::Rest) ? StartFrom::Rest : StartFrom::Recorded;
        options.assume_online = assume_online_;
        options.not_services = not_services_;
    }

private:
    std::string from_;
    bool assume_online_ = false;
    std::vector<std::string> not_services_;
};

/// --agent, --duration and --for-at-most: whose attributes change while the cluster works, and how long things take.
class AgentOptions {
public:
    enum class Time { AsAsked, Always };
    /// `time`: whether the command lets operations take time anyway; otherwise, how long they take means nothing without --agent or --in-time.
    explicit AgentOptions(Time time = Time::AsAsked) : takes_time_(time == Time::Always) {}
    void add_to(CLI::App& app);

    template <typename Options>
    void apply_to(Options& options) const {
        options.agents = agents();
        options.sequence = sequence();
    }

private:
    std::vector<Agent> agents() const;
    SequenceOptions sequence() const;

    bool takes_time_;
    std::vector<std::string> agents_;
    std::vector<std::string> durations_;
    bool in_time_ = false;
    std::string for_at_most_;
};

/// What --with-score says. Throws InvalidArgument.
ConfigurationChange score_change(const std::string& text);
/// What an --option says that is no event. Throws InvalidArgument.
ConfigurationChange property_change(const std::string& text);
/// "2" or "1.5" seconds in milliseconds; throws InvalidArgument, whose message names the option.
std::int64_t milliseconds(const std::string& option, const std::string& text);
/// What stands before and after the separator; throws InvalidArgument with the complaint where either is empty.
std::pair<std::string, std::string> halves(const std::string& text, std::size_t at, const std::string& complaint);

} // namespace placement::sim
