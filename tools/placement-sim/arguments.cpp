#include "placement-sim/arguments.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <stdexcept>

#include <CLI/CLI.hpp>

#include "placement-sim/commands.h"
#include "placement/version.h"
#include "placement-sim/shared_options.h"

namespace placement::sim {

namespace {

constexpr const char* about = "Says what a Pacemaker cluster does when something fails: who is promoted, what moves, "
                              "and what stays down and why.";

constexpr const char* exit_statuses = R"(
Exit status:
  0  answered, and every service that ran still runs (explain: answered)
  1  answered, and something that ran stays down
  2  the input or the arguments cannot be used
  3  the CIB uses something that is not supported

Examples:
  placement-sim cib.xml --fail node1
  cibadmin -Q | placement-sim - --down node1 --standby node2
  placement-sim pe-input-42.bz2 --fail db@node1 --format json
  placement-sim explain cib.xml db@node2 --fail node1
  placement-sim cib.xml --fail node1 --pacemaker 2.1.5)";

constexpr const char* about_explain =
    "say where a resource will be and why, what decided against each other node, and each score as the sum of its causes";

constexpr const char* explain_statuses = R"(
With --without or --with-score it says what that would change instead.

Exit status:
  0  answered
  2  the input or the arguments cannot be used
  3  the CIB uses something that is not supported

Examples:
  placement-sim explain cib.xml db@node2 --fail node1
  placement-sim explain cib.xml db --fail node1 --pacemaker 2.1.5 --format json
  placement-sim explain cib.xml web --without prefer-node2
  placement-sim explain cib.xml web --with-score prefer-node2=-INFINITY)";

constexpr const char* about_margin =
    "Says how far each score, stickiness and promotion score that matters for a resource is from changing where the "
    "resource ends up. Every edge is found by whole runs: 1, 2, 4, ... points away, then by halves; an outcome that changes "
    "and changes back between two values that were tried is not seen.";

constexpr const char* margin_statuses = R"(
Exit status:
  0  answered
  2  the input or the arguments cannot be used
  3  the CIB uses something that is not supported

Example:
  placement-sim margin cib.xml db --fail node1)";

struct Raw {
    std::string cib;
    std::string resource;
    std::vector<std::string> fail;
    std::vector<std::string> down;
    std::vector<std::string> up;
    std::vector<std::string> standby;
    std::vector<std::string> operation;
    std::vector<std::string> ticket;
    std::vector<std::string> watchdog;
    std::vector<std::string> wait;
    std::vector<std::string> attribute;
    std::vector<std::string> promotion_score;
    std::vector<std::string> option;
    int settle = 0;
    std::vector<std::string> failing;
    std::vector<std::string> agent;
    std::vector<std::string> duration;
    std::string for_at_most;
    std::size_t limit = 20;
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

void add_repeated(CLI::App& app, const char* name, std::vector<std::string>& values, const char* what,
                  const char* argument) {
    app.add_option(name, values, what)
        ->option_text(argument)
        ->expected(1)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
}

void add_options(CLI::App& app, Raw& raw) {
    const auto repeated = [&](const char* name, std::vector<std::string>& values, const char* what,
                              const char* argument) { add_repeated(app, name, values, what, argument); };
    repeated("--fail", raw.fail, "the node crashes, or the resource is found dead on the node (repeatable)",
             "NODE|RESOURCE@NODE");
    repeated("--down", raw.down, "the node leaves the cluster cleanly (repeatable)", "NODE");
    repeated("--up", raw.up, "the node joins the cluster (repeatable)", "NODE");
    repeated("--standby", raw.standby, "the node is put in standby (repeatable)", "NODE");
    repeated("--op", raw.operation, "the operation ends with this exit status (repeatable)",
             "RESOURCE_OPERATION_INTERVAL@NODE=STATUS");
    repeated("--ticket", raw.ticket, "the ticket is granted, revoked, put in standby or made active (repeatable)",
             "TICKET=granted|revoked|standby|active");
    repeated("--watchdog", raw.watchdog, "there is a watchdog device, or none any more", "yes|no");
    repeated("--wait", raw.wait, "so many seconds pass, 1.5 say (repeatable)", "SECONDS");
    repeated("--attribute", raw.attribute,
             "the node attribute, a transient one, gets the value, or without `=` none (repeatable)",
             "NODE:NAME[=VALUE]");
    repeated("--promotion-score", raw.promotion_score, "the resource's agent gives it this score on the node (repeatable)",
             "RESOURCE@NODE=SCORE");
    repeated("--option", raw.option, "the cluster property gets the value (repeatable)", "NAME=VALUE");
    app.add_flag("--settle", raw.settle, "the cluster comes to rest before what follows (repeatable)");
    repeated("--agent", raw.agent,
             "play the agent's rules, so that attributes change while the cluster works, and operations take time "
             "(repeatable; `placement-sim agents` lists the profiles)",
             "RESOURCE=PROFILE[,PARAMETER=VALUE...]");
    repeated("--duration", raw.duration, "with --agent: how long the operation takes (repeatable)",
             "[RESOURCE_]OPERATION=SECONDS");
    app.add_option("--for-at-most", raw.for_at_most,
                   "with --agent: stop so many seconds after the last event (default: 300)")
        ->option_text("SECONDS");
    repeated("--op-fail", raw.failing, "the operation ends so whenever the cluster does it (repeatable)",
             "RESOURCE_OPERATION_INTERVAL@NODE=STATUS");
    app.add_option("--max-transitions", raw.limit,
                   "carry out at most so many transitions until the cluster is at rest (default: 20)")
        ->option_text("NUMBER")
        ->check(CLI::Range(1, 10000));
    add_release_option(app, raw.release);
    app.add_option("--at", raw.at,
                   "judge rules and expiries at this time, ISO 8601 (default: the CIB's execution-date, else now)")
        ->option_text("TIME");
    app.add_option("--quorum", raw.quorum,
                   "override quorum: votes counts one a node, two-node lets one node be enough (default: as recorded "
                   "unless nodes come or go, then votes, but two-node for a cluster of two)")
        ->option_text("yes|no|votes|two-node")
        ->check(CLI::IsMember({"yes", "no", "votes", "two-node"}));
    app.add_option("--format", raw.format, "how to answer (default: text)")
        ->option_text("text|json")
        ->check(CLI::IsMember({"text", "json"}));
}

/// The events in the order of the command line, whatever option they came by.
std::vector<Event> events_in_order(const CLI::App& app, const Raw& raw);

Event failure(const std::string& what) {
    const std::size_t at = what.rfind('@');
    if (at == std::string::npos) return NodeFails{what};
    return ResourceFails{what.substr(0, at), what.substr(at + 1)};
}

Event ticket_change(const std::string& text) {
    using To = TicketChanges::To;
    const std::map<std::string, To> words{
        {"granted", To::Granted}, {"revoked", To::Revoked}, {"standby", To::Standby}, {"active", To::Active}};
    const std::size_t equals = text.rfind('=');
    const auto word = equals == std::string::npos ? words.end() : words.find(text.substr(equals + 1));
    if (word == words.end()) {
        throw std::invalid_argument("--ticket: `" + text + "` is not TICKET=granted, =revoked, =standby or =active");
    }
    return TicketChanges{text.substr(0, equals), word->second};
}

Event watchdog_change(const std::string& text) {
    if (text != "yes" && text != "no") throw std::invalid_argument("--watchdog: `" + text + "` is neither yes nor no");
    return WatchdogChanges{text == "yes"};
}

/// "2" or "1.5".
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
        throw std::invalid_argument(option + ": `" + text + "` is no number of seconds (such as 2 or 1.5)");
    }
    return number;
}

Event pause(const std::string& text) {
    const std::int64_t time = milliseconds("--wait", text);
    return TimePasses{time / 1000, time % 1000};
}

/// What stands before and after the separator; throws where either is empty.
std::pair<std::string, std::string> halves(const std::string& text, std::size_t at, const std::string& complaint) {
    if (at == std::string::npos || at == 0 || at + 1 == text.size()) throw std::invalid_argument(complaint);
    return {text.substr(0, at), text.substr(at + 1)};
}

Event attribute_set(const std::string& text) {
    const auto [node, pair] =
        halves(text, text.find(':'), "--attribute: `" + text + "` is not NODE:NAME=VALUE or NODE:NAME");
    const std::size_t equals = pair.find('=');
    if (equals == 0) throw std::invalid_argument("--attribute: `" + text + "` is not NODE:NAME=VALUE or NODE:NAME");
    NodeAttributeSet event{node, pair.substr(0, equals), std::nullopt};
    if (equals != std::string::npos) event.value = pair.substr(equals + 1);
    return event;
}

Event promotion_score_set(const std::string& text) {
    const std::string complaint = "--promotion-score: `" + text + "` is not RESOURCE@NODE=SCORE";
    const auto [where, score] = halves(text, text.rfind('='), complaint);
    const auto [resource, node] = halves(where, where.rfind('@'), complaint);
    const std::optional<Score> value = Score::parse(score);
    if (!value) throw std::invalid_argument("--promotion-score: `" + score + "` is no score (a number, INFINITY or -INFINITY)");
    return PromotionScoreSet{resource, node, *value};
}

Event option_set(const std::string& text) {
    const auto [name, value] = halves(text, text.find('='), "--option: `" + text + "` is not NAME=VALUE");
    return OptionSet{name, value};
}

OperationDuration duration(const std::string& text) {
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

std::vector<Event> events_in_order(const CLI::App& app, const Raw& raw) {
    std::map<std::string, std::size_t> taken;
    std::vector<Event> events;
    for (const CLI::Option* option : app.parse_order()) {
        const std::string name = option->get_name();
        const std::size_t number = taken[name]++;
        if (name == "--fail") events.push_back(failure(raw.fail.at(number)));
        if (name == "--down") events.push_back(NodeLeaves{raw.down.at(number)});
        if (name == "--up") events.push_back(NodeJoins{raw.up.at(number)});
        if (name == "--standby") events.push_back(NodeStandby{raw.standby.at(number)});
        if (name == "--op") events.push_back(OperationEnds{OperationResult::parse(raw.operation.at(number))});
        if (name == "--ticket") events.push_back(ticket_change(raw.ticket.at(number)));
        if (name == "--watchdog") events.push_back(watchdog_change(raw.watchdog.at(number)));
        if (name == "--wait") events.push_back(pause(raw.wait.at(number)));
        if (name == "--attribute") events.push_back(attribute_set(raw.attribute.at(number)));
        if (name == "--promotion-score") events.push_back(promotion_score_set(raw.promotion_score.at(number)));
        if (name == "--option") events.push_back(option_set(raw.option.at(number)));
        if (name == "--settle") events.push_back(ClusterSettles{});
    }
    return events;
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
    arguments.events = events_in_order(app, raw);
    if (!raw.at.empty()) arguments.at = time_of(raw.at);
    arguments.quorum = quorum_rule(raw.quorum);
    arguments.release = release_of(raw.release);
    arguments.format = raw.format == "json" ? Format::Json : Format::Text;
    arguments.scores = raw.scores;
    arguments.all = raw.all;
    arguments.steps = raw.steps;
    for (const std::string& text : raw.failing) arguments.failing.push_back(OperationResult::parse(text));
    arguments.transition_limit = raw.limit;
    for (const std::string& text : raw.agent) arguments.agents.push_back(Agent::parse(text));
    for (const std::string& text : raw.duration) arguments.sequence.durations.push_back(duration(text));
    if (!raw.for_at_most.empty()) arguments.sequence.limit_ms = milliseconds("--for-at-most", raw.for_at_most);
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
    app.add_option("CIB", raw.cib, "a CIB as XML, also as .bz2; - is standard input")->option_text(" ");
    add_options(app, raw);
    app.add_flag("--scores", raw.scores,
                 "print the score table as crm_simulate -s words it, instead of the answer (json: beside it)");
    app.add_flag("--all", raw.all, "list every service, also where many run as before");
    app.add_flag("--steps", raw.steps, "list what the cluster does until it is at rest, step by step");
    app.add_option("--graph", raw.graph, "write the first transition as Pacemaker's graph (XML) to the file; - is "
                                         "standard output, instead of the answer")
        ->option_text("FILE");
    app.add_option("--dot", raw.dot, "write the first transition in the language of Graphviz to the file; - is standard "
                                     "output, instead of the answer")
        ->option_text("FILE");

    CLI::App& explain = *app.add_subcommand("explain", about_explain);
    explain.footer(explain_statuses);
    explain.add_option("CIB", raw.cib, "a CIB as XML, also as .bz2; - is standard input")->option_text(" ")->required();
    explain.add_option("RESOURCE[@NODE]", raw.resource, "a resource, on one node or on all")->option_text(" ")->required();
    add_options(explain, raw);
    add_repeated(explain, "--without", raw.without, "what would change if there were no such constraint (repeatable)",
                 "CONSTRAINT");
    add_repeated(explain, "--with-score", raw.with_score,
                 "what would change if the constraint had this score (repeatable)", "CONSTRAINT=SCORE");

    try {
        app.parse(count, words);
        const bool explaining = explain.parsed();
        if (raw.cib.empty()) throw CLI::RequiredError("a CIB (a file, or - for standard input)");
        if (explaining && app.count_all() > 1 && !events_in_order(app, raw).empty()) {
            throw CLI::ExtrasError({"options stand after `explain`"});
        }
        return {arguments_of(explaining ? explain : app, raw, explaining), "", ""};
    } catch (const CLI::CallForVersion& asked) {
        return {std::nullopt, std::string(asked.what()) + "\n", ""};
    } catch (const CLI::CallForHelp&) {
        return {std::nullopt, explain.parsed() ? explain.help() : app.help(), ""};
    } catch (const CLI::CallForAllHelp&) {
        return {std::nullopt, app.help("", CLI::AppFormatMode::All), ""};
    } catch (const CLI::ParseError& error) {
        return {std::nullopt, "", on_one_line(error.what()) + " (see --help)"};
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
    app.add_option("CIB", raw.cib, "a CIB as XML, also as .bz2; - is standard input")->option_text(" ")->required();
    app.add_option("RESOURCE", raw.resource, "a resource as it is configured")->option_text(" ")->required();
    add_options(app, raw);
    try {
        app.parse(count - 1, words + 1);
        Arguments arguments = arguments_of(app, raw, false);
        arguments.resource = raw.resource;
        return {std::move(arguments), "", ""};
    } catch (const CLI::CallForHelp&) {
        return {std::nullopt, app.help(), ""};
    } catch (const CLI::ParseError& error) {
        return {std::nullopt, "", on_one_line(error.what()) + " (see --help)"};
    } catch (const std::invalid_argument& error) {
        return {std::nullopt, "", on_one_line(error.what())};
    } catch (const UnknownName& error) {
        return {std::nullopt, "", on_one_line(error.what())};
    }
}

} // namespace placement::sim
