#include "placement-crm-simulate/arguments.h"

#include <algorithm>

#include <CLI/CLI.hpp>

#include "placement/error.h"
#include "placement/quoting.h"
#include "placement/version.h"

namespace placement::crm_simulate {

namespace {

constexpr const char* about = "Shows how a Pacemaker cluster responds to its configuration and state, and to events: with the "
                              "options and the output of crm_simulate";

constexpr const char* specifications = R"(
OPSPEC is RESOURCE_TASK_INTERVAL@NODE=STATUS, with the interval in milliseconds and
the exit status that the agent returns (db_monitor_10000@node1=7).

Exit status:
    0  success
    1  the transition cannot be carried out completely
   64  the arguments cannot be used
   65  the CIB cannot be used
   70  with --strict-compat: something is to happen to a node that has several states
   71  out of memory
   73  a file cannot be written
   74  the graph or the answer cannot be written
  105  a node, resource, ticket or operation that was named does not exist

Examples:
  placement-crm-simulate -x cib.xml -S -s
  placement-crm-simulate -x cib.xml -d node1 -S
  cibadmin -Q | placement-crm-simulate -p -R)";

struct Raw {
    std::string file;
    std::vector<std::string> stray;
    std::vector<std::string> up, down, fail, results, failing, granted, revoked, standby, active;
    std::string quorum, watchdog, at, format = "text", pacemaker;
    bool pending = false;
    bool live = false;
    bool pipe = false;
};

class Reader {
public:
    Parsed read(int count, const char* const* words) {
        add_all();
        try {
            app_.parse(count, words);
            finish(count, words);
            return {arguments_, "", ""};
        } catch (const CLI::CallForVersion& asked) {
            return {std::nullopt, std::string(asked.what()) + "\n", ""};
        } catch (const CLI::CallForHelp&) {
            return {std::nullopt, app_.help(), ""};
        } catch (const CLI::CallForAllHelp&) {
            return {std::nullopt, app_.help("", CLI::AppFormatMode::All), ""};
        } catch (const CLI::ParseError& error) {
            return {std::nullopt, "", on_one_line(error.what()) + " (see --help)"};
        } catch (const InvalidArgument& error) {
            return {std::nullopt, "", on_one_line(error.what())};
        }
    }

private:
    static std::string on_one_line(std::string text) {
        std::ranges::replace(text, '\n', ' ');
        while (!text.empty() && text.back() == ' ') text.pop_back();
        return text;
    }

    void flag(const char* group, const char* names, bool& target, const char* what) {
        app_.add_flag(names, target, what)->group(group);
    }

    CLI::Option* value(const char* group, const char* names, std::string& target, const char* argument, const char* what) {
        return app_.add_option(names, target, what)
            ->group(group)
            ->option_text(argument)
            ->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
    }

    void values(const char* names, std::vector<std::string>& target, const char* argument, const char* what) {
        app_.add_option(names, target, what)
            ->group("Synthetic Cluster Events")
            ->option_text(argument)
            ->expected(1)
            ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    }

    void add_all() {
        app_.footer(specifications);
        app_.set_help_flag("-h,-?,--help", "show this");
        app_.set_help_all_flag("--help-all", "show this");
        app_.set_version_flag("-$,--version", std::string("Pacemaker 3.0.2 (placement-crm-simulate ") + version() + ")");
        add_application();
        add_operations();
        add_events();
        add_artifacts();
        add_sources();
        app_.add_option("stray", raw_.stray)->group("");
    }

    void add_application() {
        app_.add_flag(
                "-V,--verbose", [this](std::int64_t) { arguments_.verbose = true; },
                "print problems in the CIB on standard error, and number the actions of the DOT graph")
            ->group("Application Options");
        flag("Application Options", "-Q,--quiet", arguments_.quiet, "print only essential output");
        flag("Application Options", "--strict-compat", arguments_.strict,
             "pass over what crm_simulate passes over: malformed or unknown operations, operations to fail that are not part of "
             "the transition, --quorum alone, times that are none, arguments that are no options");
        value("Application Options", "--pacemaker", raw_.pacemaker, "RELEASE",
              "schedule by the rules of this Pacemaker release, or of the one that this distribution ships (default: 3.0.2)");
        value("Output Options", "--output-as", raw_.format, "text|xml|none", "output format (default: text)")
            ->check(CLI::IsMember({"text", "xml", "none"}));
        value("Output Options", "--output-to", arguments_.output, "DEST", "write the output to this file");
    }

    void add_operations() {
        constexpr const char* group = "Operations";
        flag(group, "-R,--run", arguments_.run, "show what the cluster will do");
        flag(group, "-S,--simulate", arguments_.simulate, "like --run, and carry it out and show the new state");
        flag(group, "-X,--in-place", arguments_.in_place, "like --simulate, and write the new state to the input file");
        flag(group, "-A,--show-attrs", arguments_.attributes, "show node attributes");
        flag(group, "-c,--show-failcounts", arguments_.fail_counts, "show fail counts and failed operations");
        flag(group, "-s,--show-scores", arguments_.scores, "show the scores");
        flag(group, "-U,--show-utilization", arguments_.utilization, "show capacities and utilization");
        value(group, "-P,--profile", arguments_.profile_directory, "DIR", "time the scheduler on every .xml file in DIR");
        app_.add_option("-N,--repeat", arguments_.repeat, "with --profile, repeat each input this many times")
            ->group(group)
            ->option_text("N")
            ->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
        flag("", "-j,--pending", raw_.pending, "accepted and ignored: pending operations are always shown");
    }

    void add_events() {
        constexpr const char* group = "Synthetic Cluster Events";
        values("-u,--node-up", raw_.up, "NODE", "the node joins the cluster");
        values("-d,--node-down", raw_.down, "NODE", "the node leaves the cluster");
        values("-f,--node-fail", raw_.fail, "NODE", "the node is lost");
        values("-i,--op-inject", raw_.results, "OPSPEC", "the operation has ended with this exit status");
        values("-F,--op-fail", raw_.failing, "OPSPEC",
               "the operation ends with this exit status if it is part of the transition");
        value(group, "-t,--set-datetime", raw_.at, "DATETIME",
              "evaluate rules and expiries at this time, in ISO 8601 (default: the CIB's execution-date, else now)");
        value(group, "-q,--quorum", raw_.quorum, "QUORUM", "whether the cluster has quorum; only together with another event");
        value(group, "-w,--watchdog", raw_.watchdog, "DEVICE", "whether the cluster has a watchdog device");
        values("-g,--ticket-grant", raw_.granted, "TICKET", "grant the ticket");
        values("-r,--ticket-revoke", raw_.revoked, "TICKET", "revoke the ticket");
        values("-b,--ticket-standby", raw_.standby, "TICKET", "put the ticket in standby");
        values("-e,--ticket-activate", raw_.active, "TICKET", "take the ticket out of standby");
    }

    void add_artifacts() {
        constexpr const char* group = "Artifact Options";
        value(group, "-I,--save-input", arguments_.input_file, "FILE", "save the CIB that the scheduler is given");
        value(group, "-O,--save-output", arguments_.output_file, "FILE", "save the final CIB");
        value(group, "-G,--save-graph", arguments_.graph_file, "FILE", "save the transition as XML");
        value(group, "-D,--save-dotfile", arguments_.dot_file, "FILE", "save the transition for Graphviz");
        flag(group, "-a,--all-actions", arguments_.all_actions, "with --save-dotfile, also show actions that will not be done");
    }

    void add_sources() {
        constexpr const char* group = "Data Source";
        flag(group, "-L,--live-check", raw_.live, "the running cluster's CIB: not supported");
        value(group, "-x,--xml-file", raw_.file, "FILE", "the CIB, optionally compressed (default: standard input)");
        flag(group, "-p,--xml-pipe", raw_.pipe, "read the CIB from standard input");
    }

    /// Of -x, -p and -L the last one counts.
    void choose_source() {
        for (const CLI::Option* option : app_.parse_order()) {
            const std::string name = option->get_name();
            if (name == "--xml-file") arguments_.cib = raw_.file;
            if (name == "--xml-pipe") arguments_.cib = "-";
            if (name == "--live-check") arguments_.live = true;
            if (name == "--xml-file" || name == "--xml-pipe") arguments_.live = false;
        }
    }

    void add_injections() {
        const auto add = [this](Injection::Kind kind, const std::vector<std::string>& subjects) {
            for (const std::string& subject : subjects) arguments_.injections.push_back({kind, subject});
        };
        using Kind = Injection::Kind;
        if (app_.count("--quorum") > 0) add(Kind::Quorum, {raw_.quorum});
        if (app_.count("--watchdog") > 0) add(Kind::Watchdog, {raw_.watchdog});
        add(Kind::NodeUp, raw_.up);
        add(Kind::NodeDown, raw_.down);
        add(Kind::NodeFails, raw_.fail);
        add(Kind::TicketGranted, raw_.granted);
        add(Kind::TicketRevoked, raw_.revoked);
        add(Kind::TicketStandby, raw_.standby);
        add(Kind::TicketActive, raw_.active);
        add(Kind::OperationResult, raw_.results);
        if (arguments_.injections.size() == 1 && arguments_.injections.front().kind == Kind::Quorum) {
            if (arguments_.strict) return arguments_.injections.clear();
            throw InvalidArgument("--quorum alone changes nothing: crm_simulate uses it only together with another "
                                  "event (a node, an operation, a ticket, the watchdog)");
        }
    }

    void read_time() {
        if (app_.count("--set-datetime") == 0) return;
        arguments_.at_text = raw_.at;
        try {
            arguments_.at = Time::parse(raw_.at);
        } catch (const InvalidArgument& error) {
            if (arguments_.strict) return;
            throw InvalidArgument("--set-datetime: `" + raw_.at + "`: " + error.what());
        }
    }

    /// Any that is there is made to fail, so the transition is carried out even where all are malformed.
    void read_failing() {
        if (!raw_.failing.empty()) arguments_.simulate = true;
        for (const std::string& each : raw_.failing) {
            try {
                arguments_.failing.push_back(OperationResult::parse(each));
            } catch (const MalformedSpecification&) {
                if (!arguments_.strict) throw;
            }
        }
    }

    void refuse_stray() const {
        if (raw_.stray.empty() || arguments_.strict) return;
        throw InvalidArgument("`" + raw_.stray.front() + "` is no option (see --help)");
    }

    void read_release() {
        if (app_.count("--pacemaker") == 0) return;
        try {
            arguments_.release = parse_release(raw_.pacemaker);
        } catch (const InvalidArgument& error) {
            throw InvalidArgument(std::string("--pacemaker: ") + error.what());
        }
    }

    void finish(int count, const char* const* words) {
        refuse_stray();
        choose_source();
        add_injections();
        read_time();
        read_release();
        read_failing();
        arguments_.format = raw_.format == "xml" ? Format::Xml : raw_.format == "none" ? Format::None : Format::Text;
        const bool needs_transition = !arguments_.graph_file.empty() || !arguments_.dot_file.empty();
        if (arguments_.in_place) arguments_.simulate = true;
        if (arguments_.simulate || arguments_.scores || arguments_.utilization || needs_transition) arguments_.run = true;
        if (arguments_.repeat < 0) arguments_.repeat = 0;
        if (arguments_.in_place && arguments_.cib == "-") {
            throw InvalidArgument("--in-place: there is no file to write to; name one with --xml-file");
        }
        for (int i = 0; i < count; ++i) {
            if (i > 0) arguments_.request += ' ';
            arguments_.request += shell_quoted(words[i]);
        }
    }

    CLI::App app_{about, "placement-crm-simulate"};
    Raw raw_;
    Arguments arguments_;
};

} // namespace

Parsed parse(int count, const char* const* words) { return Reader().read(count, words); }

} // namespace placement::crm_simulate
