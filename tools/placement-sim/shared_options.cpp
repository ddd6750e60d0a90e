#include "placement-sim/shared_options.h"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <ostream>
#include <system_error>
#include <tuple>

#include <CLI/CLI.hpp>

#include "placement-sim/live_cib.h"
#include "placement/error.h"
#include "placement/render.h"
#include "program/output.h"

namespace placement::sim {

namespace {

/// What --duration says.
OperationDuration duration_of(const std::string& text) {
    const auto [operation, time] =
        halves(text, text.find('='), "--duration: `" + text + "` is not OPERATION=SECONDS or RESOURCE_OPERATION=SECONDS");
    OperationDuration wanted{"", operation, milliseconds("--duration", time)};
    // "migrate_to" and "migrate_from" have the separator in them.
    std::size_t at = operation.rfind('_');
    if (operation == "migrate_to" || operation == "migrate_from") at = std::string::npos;
    if (operation.ends_with("_migrate_to") || operation.ends_with("_migrate_from")) at = operation.rfind("_migrate_");
    if (at != std::string::npos) {
        wanted.resource = operation.substr(0, at);
        wanted.task = operation.substr(at + 1);
    }
    return wanted;
}

Release named_release(const std::string& name) {
    try {
        return parse_release(name);
    } catch (const InvalidArgument& error) {
        throw InvalidArgument(std::string("--pacemaker: ") + error.what());
    }
}

} // namespace

void add_cib_argument(CLI::App& app, const std::string& name, std::string& cib) {
    app.add_option(name, cib, about_cib)->option_text(" ");
    add_watch_option(app);
}

void add_cib_argument(CLI::App& app, const std::string& name, std::vector<std::string>& cibs) {
    app.add_option(name, cibs, about_cib)->option_text(" ");
    add_watch_option(app);
}

void add_watch_option(CLI::App& app) {
    // What it asks for is done before the command sees its words.
    const std::string what = "answer again each time one of the files of this command line, or a CIB that a scenario file among "
                             "them names, is saved, until Ctrl-C";
    app.add_flag("--watch", what);
}

void add_scenarios_argument(CLI::App& app, std::vector<std::string>& files) {
    app.add_option("SCENARIOS", files, "scenario files (YAML); - for standard input")->option_text(" ...")->required();
    add_watch_option(app);
}

CLI::Option* add_repeated(CLI::App& app, const std::string& name, std::vector<std::string>& values, const std::string& what,
                          const std::string& argument) {
    return app.add_option(name, values, what)
        ->option_text(argument)
        ->expected(1)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
}

void FormatOption::add_to(CLI::App& app, const std::vector<std::string>& formats) {
    app.add_option("--format", format_, "output format (default: " + formats.front() + ")")
        ->option_text(CLI::detail::join(formats, "|"))
        ->check(CLI::IsMember(formats));
}

void AllOption::add_to(CLI::App& app, const std::string& what) { app.add_flag("--all", given_, what); }

void LiveOption::add_to(CLI::App& app) {
    app.add_flag("--live", given_, "instead of CIB: query the cluster that this machine is a node of (`cibadmin --query`)");
}

void LiveOption::take(std::string& cib, std::string* next) const {
    if (given_) {
        const bool another = next == nullptr ? !cib.empty() : !next->empty();
        if (another) throw CLI::ValidationError("--live", "it replaces the CIB argument, but there is one: `" + cib + "`");
        if (next != nullptr) *next = std::exchange(cib, "");
        cib = live_cluster;
    }
    if (cib.empty()) throw CLI::RequiredError("a CIB (a file, - for standard input, or --live)");
}

void ReplacingCibOptions::add_to(CLI::App& app, const std::string& verb) {
    app.add_option("--cib", path_, verb + " this CIB instead of those that the files name")->option_text("CIB");
    live_.add_to(app);
}

void ReplacingCibOptions::check() {
    if (live_.given()) live_.take(path_);
}

std::optional<Cib> ReplacingCibOptions::cib() const {
    if (path_.empty()) return std::nullopt;
    return read_cib(path_);
}

void OnlyOption::add_to(CLI::App& app, const std::string& what_only) {
    add_repeated(app, "--only", texts_, what_only + " with this text in their names (repeatable)", "TEXT");
}

void ReleaseOption::add_to(CLI::App& app, bool repeatable) {
    std::string offered;
    for (const Release release : offered_releases()) offered += (offered.empty() ? "" : "|") + std::string(text(release));
    app.add_option(name_, names_, what_)
        ->option_text(offered)
        ->expected(1)
        ->multi_option_policy(repeatable ? CLI::MultiOptionPolicy::TakeAll : CLI::MultiOptionPolicy::TakeLast);
}

std::optional<Release> ReleaseOption::release() const {
    if (names_.empty()) return std::nullopt;
    return named_release(names_.back());
}

std::pair<Release, Release> ReleaseOption::both() const {
    const Release first = named_release(names_.front());
    return {first, named_release(names_.back())};
}

namespace {

std::optional<Time> parsed_time(const std::string& option, const std::string& text) {
    if (text.empty()) return std::nullopt;
    try {
        return Time::parse(text);
    } catch (const InvalidArgument& error) {
        throw InvalidArgument(option + ": `" + text + "`: " + error.what());
    }
}

} // namespace

void AtOption::add_to(CLI::App& app, const std::string& whose, const std::string& otherwise) {
    app.add_option("--at", text_,
                   "evaluate rules and expiries at this time, in ISO 8601 (default: " + whose + " execution-date, else " +
                       otherwise + ")")
        ->option_text("TIME");
}

std::optional<Time> AtOption::time() const { return parsed_time("--at", text_); }

ConfigurationChange score_change(const std::string& text) {
    const std::size_t equals = text.rfind('=');
    if (equals == std::string::npos || equals == 0 || equals + 1 == text.size()) {
        throw InvalidArgument("--with-score: `" + text + "` is not CONSTRAINT=SCORE");
    }
    return ConfigurationChange::with_score(text.substr(0, equals), text.substr(equals + 1));
}

ConfigurationChange property_change(const std::string& text) {
    ConfigurationChange change{ConfigurationChange::Kind::SetProperty};
    std::tie(change.name, change.value) = halves(text, text.find('='), "--option: `" + text + "` is not NAME=VALUE");
    return change;
}

void TimeOption::add_to(CLI::App& app) { app.add_option(name_, text_, what_)->option_text("TIME"); }

std::optional<Time> TimeOption::time() const { return parsed_time(name_, text_); }

std::optional<Time> time_of_question(std::optional<Time> asked, std::initializer_list<const Cib*> cibs, Time now) {
    if (asked) return asked;
    const bool any_is_dated = std::ranges::any_of(cibs, [](const Cib* cib) { return cib->execution_date().has_value(); });
    return any_is_dated ? std::nullopt : std::optional(now);
}

void QuorumOption::add_to(CLI::App& app, Help help) {
    const char* const in_full =
        "override quorum: votes counts one vote per node, with two-node one node is enough (default: as recorded, "
        "unless nodes join or leave: then votes, or two-node for a cluster of two nodes)";
    app.add_option("--quorum", text_, help == Help::Full ? in_full : "override quorum (see placement-sim --help)")
        ->option_text("yes|no|votes|two-node")
        ->check(CLI::IsMember({"yes", "no", "votes", "two-node"}));
}

std::optional<QuorumRule> QuorumOption::rule() const {
    if (text_ == "yes") return QuorumRule::Yes;
    if (text_ == "no") return QuorumRule::No;
    if (text_ == "votes") return QuorumRule::Votes;
    if (text_ == "two-node") return QuorumRule::TwoNode;
    return std::nullopt;
}

void CorosyncOption::add_to(CLI::App& app) {
    app.add_option("--corosync", path_,
                   "count quorum by this corosync.conf where no --quorum is given (default with --live: that of this machine)")
        ->option_text("FILE");
}

std::shared_ptr<const CorosyncConfiguration> read_corosync(const std::string& path, const std::string& cib) {
    constexpr const char* file_of_this_machine = "/etc/corosync/corosync.conf";
    std::error_code unreadable;
    const bool live = path.empty() && cib == live_cluster && std::filesystem::exists(file_of_this_machine, unreadable);
    if (path.empty() && !live) return nullptr;
    return std::make_shared<CorosyncConfiguration>(CorosyncConfiguration::from_file(live ? file_of_this_machine : path));
}

void complain_of_corosync(const std::string& cib, const Diagnostics& diagnostics, std::ostream& err) {
    for (const Diagnostic& diagnostic : diagnostics) {
        if (diagnostic.severity != Severity::Note) program::complain(err, diagnostic_text(cib, diagnostic));
    }
}

void CommandsOption::add_to(CLI::App& app, const std::string& what) {
    app.add_option("--commands", tool_, what)->option_text("pcs|crm")->check(CLI::IsMember({"pcs", "crm"}));
}

std::optional<CommandTool> CommandsOption::tool() const {
    if (tool_.empty()) return std::nullopt;
    return tool_ == text(CommandTool::Pcs) ? CommandTool::Pcs : CommandTool::Crm;
}

void JobsOption::add_to(CLI::App& app) {
    app.add_option("--jobs", threads_, "run this many scenarios in parallel (default: one per processor)")
        ->option_text("NUMBER")
        ->check(CLI::Range(1U, 1024U));
}

void MaxRunsOption::add_to(CLI::App& app, const std::string& what) {
    app.add_option("--max-runs", runs_, what)->option_text("NUMBER");
}

void TransitionLimitOption::add_to(CLI::App& app, const std::string& until) {
    app.add_option("--max-transitions", limit_, "carry out at most this many transitions" + until + " (default: 20)")
        ->option_text("NUMBER")
        ->check(CLI::Range(1, 10000));
}

void NodeAttributesOption::add_to(CLI::App& app) {
    add_repeated(app, "--by-attribute", names_,
                 "also fail all nodes together that have the same value of this node attribute (repeatable)", "NAME");
}

void FailingOperationsOption::add_to(CLI::App& app) {
    add_repeated(app, "--op-fail", texts_, "the operation ends with this exit status every time it runs (repeatable)",
                 "RESOURCE_OPERATION_INTERVAL@NODE=STATUS");
}

std::vector<OperationResult> FailingOperationsOption::results() const {
    std::vector<OperationResult> results;
    for (const std::string& text : texts_) results.push_back(OperationResult::parse(text));
    return results;
}

void BeginOptions::add_to(CLI::App& app, StartFrom from) {
    app.add_option(
           "--from", from_,
           "whether events happen to the cluster as recorded, or once it is at rest (default: " + std::string(text(from)) + ")")
        ->option_text("recorded|rest")
        ->check(CLI::IsMember({"recorded", "rest"}));
    app.add_flag("--assume-online", assume_online_,
                 "assume that all cluster nodes are online with quorum, and let the cluster come to rest first; for a "
                 "configuration without a status");
    add_repeated(app, "--not-a-service", not_services_, "do not count this resource as a service (repeatable)", "RESOURCE");
}

void AgentOptions::add_to(CLI::App& app) {
    add_repeated(app, "--agent", agents_,
                 "simulate the resource's agent, so that attributes change while the cluster works, and operations take time "
                 "(repeatable; `placement-sim agents` lists the profiles)",
                 "RESOURCE=PROFILE[,PARAMETER=VALUE...]");
    add_repeated(app, "--duration", durations_, "with --agent or --in-time: how long the operation takes (repeatable)",
                 "[RESOURCE_]OPERATION=SECONDS");
    app.add_flag("--in-time", in_time_,
                 "without --agent, too: operations take time, and events may happen while a transition is under way");
    app.add_option("--for-at-most", for_at_most_,
                   "with --agent or --in-time: stop this many seconds after the last event (default: 300)")
        ->option_text("SECONDS");
}

std::vector<Agent> AgentOptions::agents() const {
    std::vector<Agent> agents;
    for (const std::string& text : agents_) agents.push_back(Agent::parse(text));
    return agents;
}

SequenceOptions AgentOptions::sequence() const {
    const bool any = !durations_.empty() || !for_at_most_.empty();
    if (any && !takes_time_ && !in_time_ && agents_.empty()) {
        const std::string name = durations_.empty() ? "--for-at-most" : "--duration";
        throw InvalidArgument(name + " needs --agent or --in-time: without them, operations take no time");
    }
    SequenceOptions sequence;
    sequence.in_time = in_time_;
    for (const std::string& text : durations_) sequence.durations.push_back(duration_of(text));
    if (!for_at_most_.empty()) sequence.limit_ms = milliseconds("--for-at-most", for_at_most_);
    return sequence;
}

std::int64_t milliseconds(const std::string& option, const std::string& text) {
    constexpr std::int64_t most = 1'000'000'000'000;
    const std::size_t point = text.find('.');
    const std::string whole = text.substr(0, point);
    std::string thousandths = point == std::string::npos ? "" : text.substr(point + 1);
    const bool readable = !whole.empty() && thousandths.size() <= 3 && (point == std::string::npos || !thousandths.empty());
    thousandths.resize(3, '0');
    std::int64_t number = 0;
    const std::string digits = whole + thousandths;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (!readable || error != std::errc() || end != digits.data() + digits.size() || number < 0 || number > most) {
        throw InvalidArgument(option + ": `" + text + "` is not a number of seconds (such as 2 or 1.5)");
    }
    return number;
}

std::pair<std::string, std::string> halves(const std::string& text, std::size_t at, const std::string& complaint) {
    if (at == std::string::npos || at == 0 || at + 1 == text.size()) throw InvalidArgument(complaint);
    return {text.substr(0, at), text.substr(at + 1)};
}

} // namespace placement::sim
