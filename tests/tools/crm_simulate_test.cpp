#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <unistd.h>

#include "placement-crm-simulate/arguments.h"
#include "placement-crm-simulate/run.h"
#include "support/crm_simulate.h"
#include "support/sketch.h"
#include "support/temporary_folder.h"

// placement-crm-simulate from its command line to its exit status, without the process.
using namespace placement;

namespace {

namespace tool = crm_simulate;

using Answer = testing::CrmSimulateAnswer;
using testing::TemporaryFolder;

Answer run(const std::vector<std::string>& arguments) {
    const tool::Parsed parsed = testing::parsed_by_crm_simulate(arguments);
    if (!parsed.arguments) return {parsed.error.empty() ? 0 : 64, parsed.output, parsed.error};
    return testing::answer_of_crm_simulate(*parsed.arguments, {Sketch::now, 0});
}

/// The program's answer to a cluster.
class Asked {
public:
    explicit Asked(const Sketch& sketch) : cib_(folder_.write("cib.xml", sketch.xml())) {}

    Answer operator()(std::vector<std::string> arguments) const {
        arguments.insert(arguments.end(), {"-x", cib_});
        return run(arguments);
    }
    const TemporaryFolder& folder() const { return folder_; }

private:
    TemporaryFolder folder_;
    std::string cib_;
};

Sketch one() { return Sketch("n1").resource(primitive("a")); }

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

constexpr const char* at = "Using the original execution date of: 2024-01-01 00:00:00Z\n";
constexpr const char* state = "Current cluster status:\n"
                              "  * Node List:\n"
                              "    * Online: [ n1 ]\n"
                              "\n"
                              "  * Full List of Resources:\n"
                              "    * a\t(ocf:pacemaker:Dummy):\t Stopped\n";
constexpr const char* plan = "\nTransition Summary:\n"
                             "  * Start      a       (    n1 )\n";

} // namespace

// ---- what is shown --------------------------------------------------------------------------------------------

TEST_CASE("without options the state is shown") {
    const Answer answer = Asked(one())({});
    CHECK(answer.status == 0);
    CHECK(answer.out == std::string(at) + state);
}

TEST_CASE("--run shows what will be done") { CHECK(Asked(one())({"-R"}).out == std::string(at) + state + plan); }

TEST_CASE("--simulate shows how it is done, and the state after it") {
    CHECK(Asked(one())({"-S"}).out == std::string(at) + state + plan +
                                          "\nExecuting Cluster Transition:\n"
                                          "  * Resource action: a               monitor on n1\n"
                                          "  * Resource action: a               start on n1\n" +
                                          at +
                                          "\nRevised Cluster Status:\n"
                                          "  * Node List:\n"
                                          "    * Online: [ n1 ]\n"
                                          "\n"
                                          "  * Full List of Resources:\n"
                                          "    * a\t(ocf:pacemaker:Dummy):\t Started n1\n");
}

TEST_CASE("--pacemaker answers in the words of that release") {
    const std::string lines = "Online: [ n1 ]\n\n a\t(ocf::pacemaker:Dummy):\t ";
    CHECK(Asked(one())({"-S", "-s", "--pacemaker", "2.0.5"}).out == std::string(at) + "\nCurrent cluster status:\n" + lines +
                                                                        "Stopped\n\n"
                                                                        "Allocation scores:\n"
                                                                        "pcmk__native_allocate: a allocation score on n1: 0\n"
                                                                        "\nTransition Summary:\n"
                                                                        " * Start      a       (    n1 )  \n"
                                                                        "\nExecuting cluster transition:\n"
                                                                        " * Resource action: a               monitor on n1\n"
                                                                        " * Resource action: a               start on n1\n" +
                                                                        at + "\nRevised cluster status:\n" + lines +
                                                                        "Started n1\n\n");
    CHECK(Asked(one())({"-sSQ", "--pacemaker", "2.0.5"}).out ==
          std::string(at) + "Allocation scores:\npcmk__native_allocate: a allocation score on n1: 0\n");
}

TEST_CASE("in lines, a section begins with a blank line only where the reference has one") {
    const auto out = [](const std::vector<std::string>& more) {
        std::vector<std::string> arguments{"-R", "--pacemaker", "2.0.5"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return Asked(one())(arguments).out;
    };
    CHECK(contains(out({}), "Stopped\n\nTransition Summary:\n"));
    CHECK(contains(out({"-d", "n1"}), "Stopped\n\nPerforming requested modifications\n + Taking node n1 offline\n"));
    CHECK(contains(out({"-d", "n1"}), "\n\nTransition Summary:\n"));
    CHECK(out({"-t", "2024-02-01"}).starts_with(" + Setting effective cluster time: 2024-02-01\nCurrent cluster status:\n"));
}

TEST_CASE("--show-scores shows scores in a section") {
    CHECK(Asked(one())({"-s"}).out == std::string(at) + state +
                                          "\nAssignment Scores:\n"
                                          "  * pcmk__primitive_assign: a allocation score on n1: 0\n" +
                                          plan);
}

TEST_CASE("scores alone, for a machine to read") {
    CHECK(Asked(one())({"-sQ"}).out == "pcmk__primitive_assign: a allocation score on n1: 0\n");
}

TEST_CASE("--show-utilization shows capacities") {
    CHECK(Asked(one())({"-U", "-Q"}).out == "Utilization Information:\n"
                                            "  * Original: n1 capacity:\n"
                                            "  * pcmk__assign_resource: a utilization on n1:\n"
                                            "  * Remaining: n1 capacity:\n");
}

TEST_CASE("--show-attrs shows attributes") {
    CHECK(contains(Asked(one().attributes("n1", "site=x"))({"-A"}).out, "  * Node Attributes:\n    * Node: n1:\n"));
}

TEST_CASE("--show-failcounts shows fail counts") {
    CHECK(contains(Asked(one().runs("a", "n1").transient("n1", "fail-count-a#monitor_0=1"))({"-c"}).out,
                   "      * a: migration-threshold=1000000 fail-count=1\n"));
}

TEST_CASE("--quiet shows nothing") { CHECK(Asked(one())({"-SQ"}).out.empty()); }

TEST_CASE("notices stand before the state") {
    CHECK(contains(Asked(one().options("maintenance-mode=true"))({}).out,
                   "start, stop or recover services\n\nCurrent cluster status:\n"));
}

TEST_CASE("changed definitions of what unfences are told when the state is read") {
    const Sketch unfenced = Sketch("n1")
                                .without_quorum()
                                .options("fencing-enabled=true")
                                .resource(fencing_device("f", meta("provides=unfencing")))
                                .transient("n1", "#digests-all=f:fence_dummy:0,")
                                .crashed("n1");
    const std::string out = Asked(unfenced)({"-S"}).out;
    const std::string notice = "notice: Unfencing node n1 because the definition of f changed\n";
    CHECK(contains(out, "f:fence_dummy:f2317cad3d54cec5d7d7aa7d0bf35cf8'\n" + notice + "Current cluster status:\n"));
    CHECK(contains(out, "2024-01-01 00:00:00Z\n" + notice + "\nRevised Cluster Status:\n"));
}

TEST_CASE("--set-datetime is shown as it is given") {
    CHECK(contains(Asked(one())({"-t", "2024-02-01"}).out, "Setting effective cluster time: 2024-02-01\nCurrent"));
}

TEST_CASE("a CIB that nothing validates is told of as the reference does") {
    std::string xml = one().xml();
    xml.replace(xml.find("pacemaker-4.0"), 13, "none");
    const TemporaryFolder folder;
    CHECK(contains(run({"-x", folder.write("cib.xml", xml)}).err, "Schema validation of configuration is disabled"));
}

TEST_CASE("--verbose tells what is odd") {
    const Sketch odd = one().constraint(location("l", "a", "nobody", "1"));
    CHECK(contains(Asked(odd)({"-V"}).err, "nobody"));
    CHECK(Asked(odd)({}).err.empty());
}

// ---- events ---------------------------------------------------------------------------------------------------

TEST_CASE("an event is shown, and what it leads to") {
    const std::string out = Asked(Sketch("n1 n2").resource(primitive("a")).runs("a", "n1"))({"-R", "-d", "n1"}).out;
    CHECK(contains(out, "\nPerforming Requested Modifications:\n  * Taking node n1 offline\n"));
    CHECK(contains(out, "  * Start      a       (    n2 )\n"));
}

TEST_CASE("--quorum beside another event") {
    CHECK(contains(Asked(one())({"-q", "0", "-u", "n1"}).out, "  * Setting quorum: 0\n"));
}

TEST_CASE("--quorum alone is refused") {
    const Answer answer = Asked(one())({"-q", "0"});
    CHECK(answer.status == 64);
    CHECK(contains(answer.err, "--quorum alone changes nothing"));
}

TEST_CASE("an event of a node that is not there is refused") {
    const Answer answer = Asked(one())({"-d", "n2"});
    CHECK(answer.status == 105);
    CHECK(contains(answer.err, "n2"));
}

TEST_CASE("an operation is made to fail") {
    const Answer answer = Asked(one())({"-F", "a_start_0@n1=1"});
    CHECK(answer.status == 0);
    CHECK(contains(answer.out, "failed with rc=1\n"));
}

TEST_CASE("an operation that was to fail and never happened") {
    const Answer answer = Asked(one())({"-F", "a_stop_0@n1=1"});
    CHECK(answer.status == 105);
    CHECK(contains(answer.err, "--op-fail a_stop_0@n1=1: no such operation was part of the transition"));
}

TEST_CASE("a malformed operation is refused") {
    CHECK(Asked(one())({"-F", "a"}).status == 64);
    CHECK(Asked(one())({"-i", "a"}).status == 64);
}

// ---- files ----------------------------------------------------------------------------------------------------

TEST_CASE("the graph and its Graphviz form are saved") {
    const Asked asked(one());
    CHECK(asked({"-Q", "-G", asked.folder().file("graph"), "-D", asked.folder().file("dot")}).status == 0);
    CHECK(contains(asked.folder().read("graph"), "<transition_graph"));
    CHECK(contains(asked.folder().read("dot"), "digraph"));
}

TEST_CASE("what the scheduler is given is saved") {
    const Asked asked(Sketch("n1 n2"));
    CHECK(asked({"-Q", "-d", "n2", "-I", asked.folder().file("input")}).status == 0);
    CHECK(contains(asked.folder().read("input"), "crmd=\"offline\""));
}

TEST_CASE("the state in the end is saved") {
    const Asked asked(one());
    CHECK(asked({"-SQ", "-O", asked.folder().file("output")}).status == 0);
    CHECK(contains(asked.folder().read("output"), "a_start_0"));
    CHECK(!contains(asked.folder().read("cib.xml"), "a_start_0"));
}

TEST_CASE("--in-place saves the state where it came from") {
    const Asked asked(one());
    CHECK(asked({"-X", "-Q"}).status == 0);
    CHECK(contains(asked.folder().read("cib.xml"), "a_start_0"));
}

TEST_CASE("--in-place needs a file") { CHECK(run({"-X", "-p"}).status == 64); }

TEST_CASE("a file that cannot be written") {
    CHECK(Asked(one())({"-Q", "-G", "/nowhere/at/all"}).status == 74);
    CHECK(Asked(one())({"-Q", "-D", "/nowhere/at/all"}).status == 74);
    CHECK(Asked(one())({"-Q", "-I", "/nowhere/at/all"}).status == 73);
    CHECK(Asked(one())({"--output-to", "/nowhere/at/all"}).status == 73);
}

TEST_CASE("--output-to takes the answer") {
    const Asked asked(one());
    CHECK(asked({"--output-to", asked.folder().file("answer")}).out.empty());
    CHECK(asked.folder().read("answer") == std::string(at) + state);
}

TEST_CASE("a CIB that no schema allows is refused, with place and reason") {
    const TemporaryFolder folder;
    const std::string path = folder.write("cib.xml", one().constraint(location("l", "nobody", "n1", "1")).xml());
    const Answer answer = run({"-x", path, "-S"});
    CHECK(answer.status == 78);
    CHECK(answer.out.empty());
    CHECK(contains(answer.err, path + ":"));
    CHECK(contains(answer.err, "`rsc` of this <rsc_location> leads to `nobody`, and no element has that id"));
    CHECK(run({"-x", folder.write("other.xml", "<crm_mon/>"), "-S"}).status == 78);
    CHECK(run({"-x", folder.write("around.xml", "a log\n" + one().xml()), "-S"}).status == 65);
    CHECK(run({"-P", folder.path()}).status == 78);
}

TEST_CASE("a CIB that cannot be read") { CHECK(run({"-x", "/nowhere/at/all"}).status == 65); }

TEST_CASE("the running cluster cannot be asked") { CHECK(run({"-L"}).status == 69); }

TEST_CASE("of several sources the last counts") { CHECK(Asked(one())({"-L"}).status == 0); }

// ---- other forms ----------------------------------------------------------------------------------------------

TEST_CASE("XML has the sections in order") {
    const std::string xml = Asked(one())({"-Ss", "--output-as=xml"}).out;
    std::size_t place = 0;
    for (const char* part : {"<pacemaker-result", "<cluster_status>", "<allocations>", "<actions>", "<transition>",
                             "<revised_cluster_status>", "<status code=\"0\" message=\"OK\"/>"}) {
        place = xml.find(part, place);
        CHECK_MESSAGE(place != std::string::npos, part);
    }
}

TEST_CASE("XML does not heed --quiet") { CHECK(contains(Asked(one())({"-Q", "--output-as=xml"}).out, "<nodes>")); }

TEST_CASE("XML tells what went wrong") {
    const Answer answer = Asked(one())({"-d", "n2", "--output-as=xml"});
    CHECK(contains(answer.out, "<status code=\"105\""));
    CHECK(answer.err.empty());
}

TEST_CASE("the request is quoted as a shell would need it") {
    CHECK(contains(Asked(one())({"-t", "2024-01-01 00:00:00Z", "--output-as=xml"}).out, "'2024-01-01 00:00:00Z'"));
}

TEST_CASE("no output at all") { CHECK(Asked(one())({"-S", "--output-as=none"}).out.empty()); }

// ---- profiling ------------------------------------------------------------------------------------------------

TEST_CASE("--profile times every CIB of a folder") {
    const TemporaryFolder folder;
    folder.write("b.xml", one().xml());
    folder.write("a.xml", one().xml());
    folder.write(".hidden.xml", "");
    folder.write("notes", "");
    CHECK(run({"-P", folder.path(), "-N", "2"}).out == "Timings:\n"
                                                       "  * Testing " +
                                                           folder.path() + "/a.xml ... 0.00 secs\n" + "  * Testing " +
                                                           folder.path() + "/b.xml ... 0.00 secs\n");
}

TEST_CASE("--profile goes on after a CIB that cannot be used") {
    const TemporaryFolder folder;
    folder.write("a.xml", "<no");
    folder.write("b.xml", one().xml());
    const Answer answer = run({"-P", folder.path()});
    CHECK(answer.status == 65);
    CHECK(contains(answer.err, "a.xml"));
    CHECK(contains(answer.out, "b.xml"));
}

TEST_CASE("--profile of what is not a folder") { CHECK(run({"-P", "/nowhere/at/all"}).status == 105); }

// ---- the command line -----------------------------------------------------------------------------------------

TEST_CASE("short options may stand together and be repeated") { CHECK(Asked(one())({"-SsQ", "-S", "-VV"}).status == 0); }

TEST_CASE("what is not an option is refused") {
    CHECK(run({"--nonsense"}).status == 64);
    CHECK(run({"stray"}).status == 64);
}

TEST_CASE("a time that is none is refused") { CHECK(run({"-t", "soon"}).status == 64); }

TEST_CASE("--strict-compat passes over what the reference passes over") {
    const Asked asked(one());
    CHECK(asked({"--strict-compat", "-q", "0"}).out == asked({}).out);
    CHECK(asked({"--strict-compat", "-F", "a_stop_0@n1=1"}).status == 0);
    CHECK(asked({"--strict-compat", "-F", "nonsense"}).out == asked({"-S"}).out);
    CHECK(contains(asked({"--strict-compat", "-i", "nonsense"}).out, "  * Injecting nonsense into the configuration\n"));
    CHECK(contains(asked({"--strict-compat", "-t", "soon"}).out, "Setting effective cluster time: soon\nCurrent"));
    CHECK(asked({"--strict-compat", "stray"}).status == 0);
}

TEST_CASE("--strict-compat ends where a node has several states") {
    const Asked asked(one().status(R"(<node_state id="1" uname="n1"/>)"));
    CHECK(asked({"-S"}).status == 0);
    const Answer answer = asked({"-S", "--strict-compat"});
    CHECK(answer.status == 70);
    CHECK(answer.out == asked({"-R"}).out + "\nExecuting Cluster Transition:\n");
    CHECK(contains(asked({"--strict-compat", "-d", "n1"}).out, "Modifications:\n  * Taking node n1 offline\n"));
}

TEST_CASE("--version names the release whose answers these are") { CHECK(contains(run({"--version"}).out, "3.0.2")); }

TEST_CASE("--help names every option") {
    const std::string help = run({"--help"}).out;
    for (const char* option : {"--run",
                               "--simulate",
                               "--in-place",
                               "--show-attrs",
                               "--show-failcounts",
                               "--show-scores",
                               "--show-utilization",
                               "--profile",
                               "--repeat",
                               "--node-up",
                               "--node-down",
                               "--node-fail",
                               "--op-inject",
                               "--op-fail",
                               "--set-datetime",
                               "--quorum",
                               "--watchdog",
                               "--ticket-grant",
                               "--ticket-revoke",
                               "--ticket-standby",
                               "--ticket-activate",
                               "--save-input",
                               "--save-output",
                               "--save-graph",
                               "--save-dotfile",
                               "--all-actions",
                               "--live-check",
                               "--xml-file",
                               "--xml-pipe",
                               "--quiet",
                               "--verbose",
                               "--output-as",
                               "--output-to",
                               "--strict-compat"}) {
        CHECK_MESSAGE(contains(help, option), option);
    }
}
