#include "placement-sim/arguments.h"

#include <algorithm>
#include <stdexcept>

#include <CLI/CLI.hpp>

#include "placement-sim/commands.h"
#include "placement-sim/live_cib.h"
#include "placement-sim/event_options.h"
#include "placement/version.h"
#include "placement-sim/shared_options.h"

namespace placement::sim {

namespace {

constexpr const char* about = "Predicts what a Pacemaker cluster does when something fails: what is promoted, what moves, and "
                              "what stays down and why.";

constexpr const char* exit_statuses = R"(
Exit status:
  0  every service that ran still runs (explain: success)
  1  a service that ran does not run, or the cluster never comes to rest
  2  the input or the arguments cannot be used
  3  the CIB uses something that is not supported
  4  no service ran and none was started, so there is nothing to report

Examples:
  placement-sim cib.xml --fail node1
  cibadmin -Q | placement-sim - --down node1 --standby node2
  placement-sim pe-input-42.bz2 --fail db@node1 --format json
  placement-sim explain cib.xml db@node2 --fail node1
  placement-sim cib.xml --fail node1 --pacemaker 2.1.5)";

constexpr const char* about_explain =
    "explain where a resource will run and why, what ruled out each other node, and each score as the sum of its causes";

constexpr const char* explain_statuses = R"(
With --without or --with-score, it shows what those changes would do instead.

Exit status:
  0  success
  2  the input or the arguments cannot be used
  3  the CIB uses something that is not supported

Examples:
  placement-sim explain cib.xml db@node2 --fail node1
  placement-sim explain cib.xml db --fail node1 --pacemaker 2.1.5 --format json
  placement-sim explain cib.xml web --without prefer-node2
  placement-sim explain cib.xml web --with-score prefer-node2=-INFINITY)";

constexpr const char* about_margin =
    "Reports how far each score, stickiness and promotion score that matters for a resource is from changing where the "
    "resource ends up. Each edge is found by complete simulations: 1, 2, 4, ... points away, then by bisection. An outcome "
    "that changes and changes back between two values that were tried is not noticed.";

constexpr const char* margin_statuses = R"(
Exit status:
  0  success
  2  the input or the arguments cannot be used
  3  the CIB uses something that is not supported

Example:
  placement-sim margin cib.xml db --fail node1)";

struct Raw {
    std::string cib;
    bool live = false;
    std::string resource;
    EventOptions events;
    std::vector<std::string> failing;
    AgentOptions agents;
    std::size_t limit = 20;
    BeginOptions begin;
    std::string graph;
    std::string dot;
    bool steps = false;
    std::vector<std::string> release;
    std::string at;
    std::string quorum;
    std::string format = "text";
    bool scores = false;
    bool all = false;
    std::vector<std::string> without;
    std::vector<std::string> with_score;
};

void add_options(CLI::App& app, Raw& raw, StartFrom from = StartFrom::Recorded) {
    raw.events.add_to(app);
    add_agent_options(app, raw.agents);
    add_repeated(app, "--op-fail", raw.failing, "the operation ends with this exit status every time it runs (repeatable)",
                 "RESOURCE_OPERATION_INTERVAL@NODE=STATUS");
    app.add_option("--max-transitions", raw.limit,
                   "carry out at most this many transitions (default: 20)")
        ->option_text("NUMBER")
        ->check(CLI::Range(1, 10000));
    add_begin_options(app, raw.begin, from);
    add_live_option(app, raw.live);
    add_release_option(app, raw.release);
    app.add_option("--at", raw.at,
                   "evaluate rules and expiries at this time, in ISO 8601 (default: the CIB's execution-date, else now)")
        ->option_text("TIME");
    app.add_option("--quorum", raw.quorum,
                   "override quorum: votes counts one vote per node, with two-node one node is enough (default: as recorded, "
                   "unless nodes join or leave: then votes, or two-node for a cluster of two nodes)")
        ->option_text("yes|no|votes|two-node")
        ->check(CLI::IsMember({"yes", "no", "votes", "two-node"}));
    add_format_option(app, raw.format, {"text", "json"});
}

ConfigurationChange score_change(const std::string& text) {
    const std::size_t equals = text.rfind('=');
    if (equals == std::string::npos || equals == 0 || equals + 1 == text.size()) {
        throw std::invalid_argument("--with-score: `" + text + "` is not CONSTRAINT=SCORE");
    }
    return ConfigurationChange::with_score(text.substr(0, equals), text.substr(equals + 1));
}

std::vector<ConfigurationChange> changes_in_order(const CLI::App& app, const Raw& raw) {
    std::size_t without = 0;
    std::size_t with_score = 0;
    std::vector<ConfigurationChange> changes;
    for (const CLI::Option* option : app.parse_order()) {
        const std::string name = option->get_name();
        if (name == "--without") changes.push_back(ConfigurationChange::without(raw.without.at(without++)));
        if (name == "--with-score") changes.push_back(score_change(raw.with_score.at(with_score++)));
    }
    return changes;
}

Arguments arguments_of(const CLI::App& app, const Raw& raw, bool explain) {
    Arguments arguments;
    arguments.cib = raw.cib;
    arguments.events = raw.events.in_order(app);
    if (!raw.at.empty()) arguments.at = time_of(raw.at);
    arguments.quorum = quorum_rule(raw.quorum);
    arguments.release = release_of(raw.release);
    arguments.format = raw.format == "json" ? Format::Json : Format::Text;
    arguments.scores = raw.scores;
    arguments.all = raw.all;
    arguments.steps = raw.steps;
    for (const std::string& text : raw.failing) arguments.failing.push_back(OperationResult::parse(text));
    arguments.transition_limit = raw.limit;
    if (!raw.begin.from.empty()) arguments.from = start_from(raw.begin, StartFrom::Recorded);
    arguments.assume_online = raw.begin.assume_online;
    arguments.not_services = raw.begin.not_services;
    arguments.agents = agents_of(raw.agents);
    arguments.sequence = sequence_of(raw.agents);
    arguments.graph_file = raw.graph;
    arguments.dot_file = raw.dot;
    arguments.explain = explain;
    arguments.changes = changes_in_order(app, raw);
    const std::size_t at = raw.resource.rfind('@');
    arguments.resource = raw.resource.substr(0, at);
    if (at != std::string::npos) arguments.node = raw.resource.substr(at + 1);
    return arguments;
}

} // namespace

Parsed parse(int count, const char* const* words) {
    Raw raw;
    CLI::App app(about, "placement-sim");
    app.footer(commands_help() + exit_statuses);
    app.set_version_flag("--version", std::string("placement-sim ") + version());
    app.add_option("CIB", raw.cib, about_cib)->option_text(" ");
    add_options(app, raw);
    app.add_flag("--scores", raw.scores,
                 "print the score table in the format of crm_simulate -s instead of the answer (json: in addition)");
    app.add_flag("--all", raw.all, "list every service, even if many run as before");
    app.add_flag("--steps", raw.steps, "list what the cluster does, step by step, until it is at rest");
    app.add_option("--graph", raw.graph, "write the first transition to the file as Pacemaker's graph (XML); with - to "
                                         "standard output, instead of the answer")
        ->option_text("FILE");
    app.add_option("--dot", raw.dot, "write the first transition to the file in Graphviz format; with - to standard output, "
                                     "instead of the answer")
        ->option_text("FILE");

    CLI::App& explain = *app.add_subcommand("explain", about_explain);
    explain.footer(explain_statuses);
    explain.add_option("CIB", raw.cib, about_cib)->option_text(" ");
    explain.add_option("RESOURCE[@NODE]", raw.resource, "the resource, on one node or on all nodes")->option_text(" ");
    add_options(explain, raw);
    add_repeated(explain, "--without", raw.without, "show what would change without this constraint (repeatable)",
                 "CONSTRAINT");
    add_repeated(explain, "--with-score", raw.with_score,
                 "show what would change if the constraint had this score (repeatable)", "CONSTRAINT=SCORE");

    try {
        app.parse(count, words);
        const bool explaining = explain.parsed();
        take_live(raw.live, raw.cib, explaining ? &raw.resource : nullptr);
        if (explaining && raw.resource.empty()) throw CLI::RequiredError("RESOURCE[@NODE]");
        if (explaining && app.count_all() > 1 && !raw.events.in_order(app).empty()) {
            throw CLI::ExtrasError({"put the options after `explain`"});
        }
        return {arguments_of(explaining ? explain : app, raw, explaining), "", ""};
    } catch (const CLI::CallForVersion& asked) {
        return {std::nullopt, std::string(asked.what()) + "\n", ""};
    } catch (const CLI::CallForHelp&) {
        return {std::nullopt, explain.parsed() ? explain.help() : app.help(), ""};
    } catch (const CLI::CallForAllHelp&) {
        return {std::nullopt, app.help("", CLI::AppFormatMode::All), ""};
    } catch (const CLI::ParseError& error) {
        return {std::nullopt, "", complaint_of(explain.parsed() ? explain : app, error, count, words)};
    } catch (const std::invalid_argument& error) {
        return {std::nullopt, "", on_one_line(error.what())};
    } catch (const UnknownName& error) {
        return {std::nullopt, "", on_one_line(error.what())};
    }
}

Parsed parse_margin(int count, const char* const* words) {
    Raw raw;
    CLI::App app(about_margin, "placement-sim margin");
    app.footer(margin_statuses);
    app.add_option("CIB", raw.cib, about_cib)->option_text(" ");
    app.add_option("RESOURCE", raw.resource, "the resource's id, as configured")->option_text(" ");
    add_options(app, raw, StartFrom::Rest);
    try {
        app.parse(count - 1, words + 1);
        take_live(raw.live, raw.cib, &raw.resource);
        if (raw.resource.empty()) throw CLI::RequiredError("RESOURCE");
        Arguments arguments = arguments_of(app, raw, false);
        arguments.resource = raw.resource;
        return {std::move(arguments), "", ""};
    } catch (const CLI::CallForHelp&) {
        return {std::nullopt, app.help(), ""};
    } catch (const CLI::ParseError& error) {
        return {std::nullopt, "", complaint_of(app, error, count, words)};
    } catch (const std::invalid_argument& error) {
        return {std::nullopt, "", on_one_line(error.what())};
    } catch (const UnknownName& error) {
        return {std::nullopt, "", on_one_line(error.what())};
    }
}

} // namespace placement::sim
