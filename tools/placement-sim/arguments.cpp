#include "placement-sim/arguments.h"

#include <algorithm>

#include <CLI/CLI.hpp>

#include "placement-sim/command_frame.h"
#include "placement-sim/commands.h"
#include "placement-sim/question_options.h"
#include "placement/error.h"
#include "placement/split.h"
#include "placement/version.h"

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
  placement-sim cib.xml --fail node1 --pacemaker 2.1.5
  placement-sim cib.xml --split "node1|node2,node3" --corosync corosync.conf)";

constexpr const char* about_explain =
    "explain where a resource will run and why, what ruled out each other node, and each score as the sum of its causes";

constexpr const char* explain_statuses = R"(
With --without or --with-score, it shows what those changes would do instead. With --why-not, it also searches for edits that would
bring the resource there.

Exit status:
  0  success
  2  the input or the arguments cannot be used
  3  the CIB uses something that is not supported

Examples:
  placement-sim explain cib.xml db@node2 --fail node1
  placement-sim explain cib.xml db --fail node1 --pacemaker 2.1.5 --format json
  placement-sim explain cib.xml db@node2 --why-not
  placement-sim explain cib.xml web --without prefer-node2 --commands pcs
  placement-sim explain cib.xml web --with-score prefer-node2=-INFINITY)";

struct Raw {
    std::string cib;
    std::string resource;
    QuestionOptions question;
    std::string split;
    std::string graph;
    std::string dot;
    std::string inputs;
    bool steps = false;
    bool scores = false;
    AllOption all;
    std::vector<std::string> without;
    std::vector<std::string> with_score;
    bool why_not = false;
    CommandsOption commands;
};

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

std::vector<std::vector<std::string>> sides_of(const Raw& raw) {
    const bool about_one_answer =
        raw.scores || raw.steps || !raw.graph.empty() || !raw.dot.empty() || !raw.inputs.empty() || raw.all.given();
    if (about_one_answer) {
        throw InvalidArgument("--split has an answer for each side: --all, --scores, --steps, --graph, --dot and "
                              "--save-inputs do not go with it");
    }
    try {
        return parse_sides(raw.split);
    } catch (const InvalidArgument& error) {
        throw InvalidArgument(std::string("--split: ") + error.what());
    }
}

Arguments arguments_of(const CLI::App& app, const Raw& raw, bool explain) {
    Arguments arguments = raw.question.arguments(app);
    arguments.cib = raw.cib;
    arguments.scores = raw.scores;
    arguments.all = raw.all.given();
    arguments.steps = raw.steps;
    if (!raw.split.empty()) arguments.split = sides_of(raw);
    arguments.graph_file = raw.graph;
    arguments.dot_file = raw.dot;
    arguments.inputs_folder = raw.inputs;
    arguments.explain = explain;
    arguments.why_not = raw.why_not;
    arguments.commands = raw.commands.tool();
    arguments.changes = changes_in_order(app, raw);
    const std::size_t at = raw.resource.rfind('@');
    arguments.resource = raw.resource.substr(0, at);
    if (at != std::string::npos) arguments.node = raw.resource.substr(at + 1);
    if (arguments.why_not && (arguments.format == Format::Json || !arguments.changes.empty()))
        throw InvalidArgument(
            "--why-not is for text, and without --without and --with-score: `placement-sim repair --want` has the "
            "same search with every format");
    if (arguments.commands && !arguments.why_not && arguments.changes.empty())
        throw InvalidArgument("--commands needs --without, --with-score or --why-not");
    if (arguments.commands && arguments.format == Format::Json) throw InvalidArgument("--commands is for text");
    return arguments;
}

} // namespace

Parsed parse(int count, const char* const* words) {
    Raw raw;
    CLI::App app(about, "placement-sim");
    app.footer(commands_help() + exit_statuses);
    app.set_version_flag("--version", std::string("placement-sim ") + version());
    add_cib_argument(app, "CIB", raw.cib);
    raw.question.add_to(app);
    app.add_flag("--scores", raw.scores,
                 "print the score table in the format of crm_simulate -s instead of the answer (json: in addition)");
    app.add_option("--split", raw.split,
                   "the members divide into these sides after the events: which has quorum, who fences whom, what runs where")
        ->option_text("NODE,...|NODE,...");
    raw.all.add_to(app, "list every service, even if many run as before");
    app.add_flag("--steps", raw.steps, "list what the cluster does, step by step, until it is at rest");
    app.add_option("--graph", raw.graph,
                   "write the first transition to the file as Pacemaker's graph (XML); with - to "
                   "standard output, instead of the answer")
        ->option_text("FILE");
    app.add_option("--dot", raw.dot,
                   "write the first transition to the file in Graphviz format; with - to standard output, "
                   "instead of the answer")
        ->option_text("FILE");
    app.add_option("--save-inputs", raw.inputs,
                   "save what the scheduler is given each time into this folder, as a cluster does (pe-input-0.xml, …)")
        ->option_text("FOLDER");

    CLI::App& explain = *app.add_subcommand("explain", about_explain);
    explain.footer(explain_statuses);
    add_cib_argument(explain, "CIB", raw.cib);
    explain.add_option("RESOURCE[@NODE]", raw.resource, "the resource, on one node or on all nodes")->option_text(" ");
    raw.question.add_to(explain);
    add_repeated(explain, "--without", raw.without, "show what would change without this constraint (repeatable)", "CONSTRAINT");
    add_repeated(explain, "--with-score", raw.with_score, "show what would change if the constraint had this score (repeatable)",
                 "CONSTRAINT=SCORE");
    explain.add_flag(
        "--why-not", raw.why_not,
        "also search for the smallest edits with which the resource would run on the node, or anywhere (promotable: be "
        "promoted)");
    raw.commands.add_to(explain, "with --without, --with-score or --why-not: tell the edits as commands of this tool, too");

    try {
        app.parse(count, words);
        const bool explaining = explain.parsed();
        raw.question.live.take(raw.cib, explaining ? &raw.resource : nullptr);
        if (explaining && raw.resource.empty()) throw CLI::RequiredError("RESOURCE[@NODE]");
        if (explaining && app.count_all() > 1 && !raw.question.events.in_order(app).empty()) {
            throw CLI::ExtrasError({"put the options after `explain`"});
        }
        return {arguments_of(explaining ? explain : app, raw, explaining), ""};
    } catch (const CLI::CallForVersion& asked) {
        return {std::nullopt, std::string(asked.what()) + "\n"};
    } catch (const CLI::CallForHelp&) {
        return {std::nullopt, explain.parsed() ? explain.help() : app.help()};
    } catch (const CLI::CallForAllHelp&) {
        return {std::nullopt, app.help("", CLI::AppFormatMode::All)};
    } catch (const CLI::ParseError& error) {
        throw wrong_usage(explain.parsed() ? explain : app, error, count, words);
    }
}

} // namespace placement::sim
