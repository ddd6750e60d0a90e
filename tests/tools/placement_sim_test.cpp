#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include "placement-sim/answer.h"
#include "placement-sim/arguments.h"
#include "placement-sim/commands.h"
#include "support/sketch.h"

// placement-sim from its command line to its exit status, without the process.
using namespace placement;
using namespace placement::sim;

namespace {

class File {
public:
    explicit File(const std::string& text, const std::string& name = "cib.xml")
        : path_(std::filesystem::temp_directory_path() / ("placement-sim-" + std::to_string(::getpid()) + "-" + name)) {
        std::ofstream(path_, std::ios::binary) << text;
    }
    ~File() {
        std::error_code ignored;
        std::filesystem::remove(path_, ignored);
    }
    File(const File&) = delete;
    File& operator=(const File&) = delete;

    std::string path() const { return path_.string(); }

private:
    std::filesystem::path path_;
};

/// What a command line gives, or what is wrong with it.
struct CommandLine {
    std::optional<Arguments> arguments;
    std::string output;
    std::string error;
};

CommandLine parsed(std::vector<const char*> words) {
    words.insert(words.begin(), "placement-sim");
    try {
        Parsed line = parse(static_cast<int>(words.size()), words.data());
        return {std::move(line.arguments), std::move(line.output), ""};
    } catch (const std::exception& error) {
        return {std::nullopt, "", error.what()};
    }
}

struct Answer {
    int status;
    std::string out;
    std::string err;
};

Answer run(const std::vector<std::string>& arguments) {
    std::vector<const char*> texts;
    for (const std::string& each : arguments) texts.push_back(each.c_str());
    const CommandLine command = parsed(texts);
    if (!command.arguments) return {command.error.empty() ? 0 : 2, command.output, command.error};
    std::ostringstream out;
    std::ostringstream err;
    const Status status = answer(*command.arguments, {.color = false, .now = Time{Sketch::now, 0}}, out, err);
    return {static_cast<int>(status), out.str(), err.str()};
}

/// "a" runs on n1 and may not run on n2; "b" may.
std::string two_resources() {
    return Sketch("n1 n2")
        .resource(primitive("a"))
        .resource(primitive("b"))
        .runs("a b", "n1")
        .constraint(location("not-n2", "a", "n2", "-INFINITY"))
        .xml();
}

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

} // namespace

// ---- the command line -----------------------------------------------------------------------------------------

TEST_CASE("events are taken in the order of the command line") {
    const CommandLine command =
        parsed({"x.xml", "--down", "n2", "--fail", "n1", "--fail", "db@n3", "--up", "n2", "--standby", "n4"});
    REQUIRE(command.arguments);
    std::vector<std::string> events;
    for (const Event& event : command.arguments->events) events.push_back(text(event));
    CHECK(events == std::vector<std::string>{"n2 leaves the cluster", "n1 fails", "db fails on n3", "n2 joins the cluster",
                                             "n4 is put in standby"});
}

TEST_CASE("what an administrator does is taken in the order of the command line") {
    const CommandLine command = parsed({"x.xml",
                                        "--clear",
                                        "db@n1",
                                        "--unstandby",
                                        "n1",
                                        "--maintenance",
                                        "n1",
                                        "--unmaintenance",
                                        "n2",
                                        "--disable",
                                        "db",
                                        "--enable",
                                        "db",
                                        "--unmanage",
                                        "db",
                                        "--manage",
                                        "db",
                                        "--move",
                                        "db@n2",
                                        "--move",
                                        "db",
                                        "--ban",
                                        "c@n1=promoted",
                                        "--ban",
                                        "c=promoted",
                                        "--cleanup",
                                        "db",
                                        "--refresh",
                                        "db@n2"});
    REQUIRE(command.arguments);
    std::vector<std::string> events;
    for (const Event& event : command.arguments->events) events.push_back(text(event));
    CHECK(events == std::vector<std::string>{"moves and bans of db are cleared on n1", "n1 leaves standby",
                                             "n1 is put in maintenance mode", "n2 leaves maintenance mode", "db is disabled",
                                             "db is enabled", "db is unmanaged", "db is managed again", "db is moved to n2",
                                             "db is moved away from where it runs", "the promoted role of c is banned from n1",
                                             "the promoted role of c is banned from where it runs",
                                             "failures of db are cleaned up", "the history of db is cleaned up on n2"});
}

TEST_CASE("moves, bans and clean-ups are written in one way") {
    for (const char* option : {"--move", "--ban"}) {
        for (const char* text : {"@n1", "db@", "=promoted", "db@n1=Promoted", "db@n1="}) {
            CAPTURE(text);
            CHECK(parsed({"x.xml", option, text}).error ==
                  std::string(option) + ": `" + text + "` is not RESOURCE or RESOURCE@NODE, optionally followed by =promoted");
        }
    }
    for (const char* option : {"--clear", "--cleanup", "--refresh"}) {
        CHECK(parsed({"x.xml", option, "@n1"}).error == std::string(option) + ": `@n1` is not RESOURCE or RESOURCE@NODE");
    }
}

TEST_CASE("fencing that fails is an event") {
    const CommandLine command = parsed({"x.xml", "--fence-fail", "n2", "--fail", "n1"});
    REQUIRE(command.arguments);
    REQUIRE(command.arguments->events.size() == 2);
    CHECK(text(command.arguments->events[0]) == "from now on fencing of n2 fails");
    const File cib(two_resources());
    CHECK(contains(run({cib.path(), "--fence-fail", "n9"}).err, "n9"));
}

TEST_CASE("the time, the quorum and the format are read") {
    const CommandLine command =
        parsed({"x.xml", "--at", "2024-01-01T00:00:00Z", "--quorum", "no", "--format", "json", "--scores"});
    REQUIRE(command.arguments);
    CHECK(command.arguments->at == Time{Sketch::now, 0});
    CHECK(command.arguments->quorum == QuorumRule::No);
    CHECK(command.arguments->format == Format::Json);
    CHECK(command.arguments->scores);
}

TEST_CASE("explain takes a resource, and a node after @") {
    const CommandLine command = parsed({"explain", "x.xml", "db@n2", "--fail", "n1"});
    REQUIRE(command.arguments);
    CHECK(command.arguments->explain);
    CHECK(command.arguments->resource == "db");
    CHECK(command.arguments->node == "n2");
    CHECK(command.arguments->events.size() == 1);
}

TEST_CASE("help and version are answered, and the help names the exit statuses") {
    CHECK(run({"--help"}).status == 0);
    CHECK(contains(run({"--help"}).out, "Exit status:"));
    CHECK(run({"--version"}).out.starts_with("placement-sim "));
}

TEST_CASE("arguments that cannot be used are one line and status 2") {
    for (const std::vector<std::string>& arguments : std::vector<std::vector<std::string>>{{},
                                                                                           {"x.xml", "--nonsense"},
                                                                                           {"x.xml", "--quorum", "maybe"},
                                                                                           {"x.xml", "--format", "html"},
                                                                                           {"x.xml", "--at", "yesterday"},
                                                                                           {"x.xml", "--fail"},
                                                                                           {"explain", "x.xml"}}) {
        const Answer result = run(arguments);
        CHECK(result.status == 2);
        CHECK_FALSE(result.err.empty());
        CHECK_FALSE(contains(result.err, "\n"));
    }
}

// ---- answers --------------------------------------------------------------------------------------------------

TEST_CASE("status 0: every service survives") {
    const File cib(two_resources());
    const Answer result = run({cib.path()});
    CHECK(result.status == 0);
    CHECK(contains(result.out, "Every service that ran still runs"));
    CHECK(result.err.empty());
}

TEST_CASE("status 1: something that ran stays down") {
    const File cib(two_resources());
    const Answer result = run({cib.path(), "--standby", "n1"});
    CHECK(result.status == 1);
    CHECK(contains(result.out, "1 service that ran is down: a"));
}

TEST_CASE("the status does not depend on the format") {
    const File cib(two_resources());
    const Answer result = run({cib.path(), "--standby", "n1", "--format", "json"});
    CHECK(result.status == 1);
    CHECK(nlohmann::json::parse(result.out)["lost"] == nlohmann::json::array({"a"}));
}

TEST_CASE("--scores prints the score table instead of the answer") {
    const File cib(two_resources());
    CHECK(run({cib.path(), "--scores"}).out.starts_with("pcmk__primitive_assign: a allocation score on n1: 0\n"));
}

TEST_CASE("explain prints the parts of a score, with status 0 also where something is lost") {
    const File cib(two_resources());
    const Answer result = run({"explain", cib.path(), "a@n2", "--standby", "n1"});
    CHECK(result.status == 0);
    CHECK(contains(result.out, "not-n2"));
}

TEST_CASE("an unknown node or resource is status 2 with the nearest names") {
    const File cib(Sketch("node1 node2").resource(primitive("database")).runs("database", "node1").xml());
    const Answer node = run({cib.path(), "--fail", "nod1"});
    CHECK(node.status == 2);
    CHECK(contains(node.err, "node1"));
    CHECK(node.out.empty());
    const Answer resource = run({cib.path(), "--fail", "databas@node1"});
    CHECK(resource.status == 2);
    CHECK(contains(resource.err, "database"));
    CHECK(run({"explain", cib.path(), "nothing"}).status == 2);
}

TEST_CASE("an event that cannot happen is status 2") {
    const File cib(two_resources());
    const Answer result = run({cib.path(), "--fail", "a@n2"});
    CHECK(result.status == 2);
    CHECK(contains(result.err, "does not run on n2"));
}

TEST_CASE("what is odd in the CIB is told on the error output, and the answer comes all the same") {
    const File cib(Sketch("n1").resource(primitive("a")).constraint(location("l", "a", "n1", "abc")).xml());
    const Answer result = run({cib.path()});
    CHECK(result.status == 0);
    CHECK(contains(result.err, cib.path() + ":"));
    CHECK(contains(result.err, "[invalid-score]"));
}

// ---- bad input ------------------------------------------------------------------------------------------------

TEST_CASE("input that cannot be used is status 2 and one line that names the file") {
    const std::string whole = two_resources();
    for (const std::string& text :
         {std::string(), std::string("no XML"), std::string("<html/>"), whole.substr(0, whole.size() / 2),
          std::string("<status/>"), std::string(64, '\0'), std::string("BZh9 cut short")}) {
        const File cib(text);
        const Answer result = run({cib.path()});
        CHECK(result.status == 2);
        CHECK(result.out.empty());
        CHECK(contains(result.err, cib.path()));
        CHECK(std::ranges::count(result.err, '\n') == 1);
    }
}

TEST_CASE("a file that is not there is status 2") {
    const Answer result = run({"/nonexistent/cib.xml"});
    CHECK(result.status == 2);
    CHECK(contains(result.err, "/nonexistent/cib.xml"));
}

TEST_CASE("a first word that is neither a file nor a command is told the commands") {
    CHECK(complaint("swep") == "`swep` is neither a file nor a command (agents, diff, explain, fleet, history, lint, margin, "
                               "merge, names, releases, repair, report, run, "
                               "sweep, test, verify); did you mean `sweep`?");
    CHECK(contains(*complaint("xyzzy"), "(agents, diff, explain, fleet, history, lint, margin, merge, names, releases, repair, "
                                        "report, run, sweep, test, verify)"));
    CHECK_FALSE(contains(*complaint("xyzzy"), "did you mean"));
}

TEST_CASE("an option that is not known comes with the nearest one") {
    CHECK(run({"x.xml", "--fial", "n1"}).err == "no option `--fial`; did you mean `--fail`? (see --help)");
    CHECK(contains(run({"x.xml", "--formt=json"}).err, "no option `--formt`; did you mean `--format`"));
    CHECK(contains(run({"explain", "x.xml", "db", "--witout", "c"}).err, "no option `--witout`; did you mean `--without`?"));
    CHECK(run({"x.xml", "--xyzzy"}).err == "no option `--xyzzy` (see --help)");
    CHECK(contains(run({"x.xml", "y.xml"}).err, "y.xml"));
}

TEST_CASE("a short name of a node comes with the whole one") {
    const File cib(Sketch("z1.example.com z2.example.com").resource(primitive("a")).xml());
    CHECK(contains(run({cib.path(), "--fail", "z1"}).err, "no node `z1`; did you mean `z1.example.com`?"));
}

TEST_CASE("a first word of any length, or one that leads in a circle, is told and not thrown") {
    CHECK_NOTHROW(complaint(std::string(300, 'x')));
    CHECK(run({std::string(300, 'x')}).status == 2);
    const std::filesystem::path loop = std::filesystem::temp_directory_path() / ("placement-loop-" + std::to_string(::getpid()));
    std::error_code ignored;
    std::filesystem::create_symlink(loop, loop, ignored);
    CHECK_NOTHROW(complaint(loop.string()));
    CHECK(run({loop.string()}).status == 2);
    std::filesystem::remove(loop, ignored);
}

TEST_CASE("--live takes the place of a CIB") {
    CHECK(parsed({"--live", "--fail", "n1"}).arguments->cib == "--live");
    const CommandLine explained = parsed({"explain", "--live", "db@n1"});
    REQUIRE(explained.arguments);
    CHECK(explained.arguments->cib == "--live");
    CHECK(explained.arguments->resource == "db");
    CHECK(explained.arguments->node == "n1");
    CHECK(contains(run({"x.xml", "--live"}).err, "--live: it replaces the CIB argument, but there is one: `x.xml`"));
    CHECK(contains(run({"explain", "x.xml", "db", "--live"}).err, "--live"));
    CHECK(contains(run({"explain", "x.xml"}).err, "RESOURCE[@NODE]"));
    CHECK(contains(run({}).err, "a CIB (a file, - for standard input, or --live)"));
}

TEST_CASE("--op-fail with an operation that never happens comes with the nearest one") {
    const File cib(Sketch("n1 n2")
                       .resource(primitive("a", R"(<operations><op id="@" name="monitor" interval="10s"/></operations>)"))
                       .runs("a", "n1")
                       .xml());
    const auto complaint_of_failing = [&](const std::string& operation) { return run({cib.path(), "--op-fail", operation}).err; };
    CHECK(contains(complaint_of_failing("a_strat_0@n1=1"), "no operation `a_strat_0`; did you mean `a_start_0`"));
    CHECK(contains(complaint_of_failing("a_monitor_10@n1=7"), "no operation `a_monitor_10`; did you mean"));
    CHECK(contains(complaint_of_failing("a_monitor_10@n1=7"), "`a_monitor_10000`"));
    CHECK(contains(complaint_of_failing("a_promote_0@n1=1"), "no operation `a_promote_0`"));
    for (const char* possible : {"a_start_0@n1=1", "a_stop_0@n1=1", "a_monitor_0@n2=7", "a_monitor_10000@n1=7"}) {
        CHECK_FALSE(contains(complaint_of_failing(possible), "no operation"));
    }
}

TEST_CASE("commands, files and options are no unknown words") {
    for (const char* word : {"explain", "sweep", "--fail", "-", "there-is-none.xml", "/dev/null"}) CHECK(!complaint(word));
}
