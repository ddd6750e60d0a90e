#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <unistd.h>

#include "programs/started.h"
#include "support/temporary_folder.h"

// The programs as processes: what the machine refuses them ends with one line and a status that says so.
using namespace placement::programs;
using placement::testing::TemporaryFolder;

namespace {

namespace fs = std::filesystem;
using Words = std::vector<std::string>;

const std::string sample = std::string(PLACEMENT_SOURCE_DIR) + "/cib-samples/postgres-outage.xml";
const std::string scenarios = std::string(PLACEMENT_SOURCE_DIR) + "/cib-samples/postgres-outage-2017.yaml";
constexpr std::uint64_t mebibyte = std::uint64_t{1} << 20;

/// Every command with the file where it takes one.
std::vector<Words> commands_with(const std::string& file) {
    return {{file},           {"explain", file, "x"}, {"margin", file, "x"},
            {"sweep", file},  {"lint", file},         {"diff", file, file},
            {"test", file},   {"run", file},          {"test", scenarios, "--cib", file},
            {"lint", sample, "--config", file},       {"run", scenarios, "--cib", file}};
}

} // namespace

// ---- file names -----------------------------------------------------------------------------------------------

TEST_CASE("a link in a circle, or a name that is too long, is an error of one line in every command") {
    const TemporaryFolder folder;
    const std::string loop = folder.file("loop");
    fs::create_symlink("loop", loop);
    for (const std::string& file : {loop, std::string(300, 'a'), std::string(5000, 'a'), folder.file(std::string(300, 'b'))}) {
        for (const Words& words : commands_with(file)) {
            CAPTURE(words.front());
            const Ended ended = run("placement-sim", words);
            CHECK(ended.status == 2);
            CHECK(ended.is_one_line_of_error());
        }
        const Ended ended = run("placement-crm-simulate", {"-x", file});
        CHECK(ended.status == 65);
        CHECK(ended.is_one_line_of_error());
        CHECK(run("placement-crm-simulate", {"-x", sample, "-S", "-D", file + "/x"}).status == 74);
    }
}

// ---- output that cannot be written ----------------------------------------------------------------------------

TEST_CASE("an answer that cannot be written is an error, whatever was asked") {
    const std::vector<Words> asked{{sample},
                                   {"--help"},
                                   {"--version"},
                                   {"explain", sample, "msPostgresql"},
                                   {"sweep", sample, "--format", "csv"},
                                   {"lint", sample},
                                   {"lint", "--help"},
                                   {"lint", "--rules"},
                                   {"agents"},
                                   {"releases"},
                                   {"diff", sample, sample},
                                   {sample, "--dot", "-"},
                                   {"margin", "--help"},
                                   {"run", scenarios, "--only", "1.1.10, -1000"}};
    for (const Words& words : asked) {
        CAPTURE(words.front());
        for (const Surroundings& surroundings : {Surroundings{.out = "/dev/full"}, Surroundings{.closed = true}}) {
            const Ended ended = run("placement-sim", words, surroundings);
            CHECK(ended.status == 2);
            CHECK(ended.err.ends_with("cannot write the answer\n"));
        }
    }
}

TEST_CASE("placement-crm-simulate fails where its answer cannot be written") {
    const std::vector<Words> asked{
        {"-x", sample}, {"-x", sample, "-S", "--output-as", "xml"}, {"-x", sample, "-Q", "-G", "-"}, {"--help"}, {"--version"}};
    for (const Words& words : asked) {
        CAPTURE(words.front());
        for (const Surroundings& surroundings : {Surroundings{.out = "/dev/full"}, Surroundings{.closed = true}}) {
            const Ended ended = run("placement-crm-simulate", words, surroundings);
            CHECK(ended.status == 74);
            CHECK(ended.err == "placement-crm-simulate: cannot write the answer\n");
        }
    }
}

TEST_CASE("with standard output closed, no file gets the answer") {
    const TemporaryFolder folder;
    run("placement-sim", {sample, "--graph", folder.file("graph")}, {.closed = true});
    CHECK(folder.read("graph") == run("placement-sim", {sample, "--graph", "-"}).out);
}

TEST_CASE("a disk that is full leaves the file that was there") {
    const TemporaryFolder folder;
    const Surroundings full{.file_size = 1000};
    const std::string graph = folder.write("graph", "what was there");
    const Ended ended = run("placement-sim", {sample, "--fail", "pg01", "--graph", graph}, full);
    CHECK(ended.status == 2);
    CHECK(ended.err.ends_with("cannot write `" + graph + "`: File too large\n"));
    CHECK(run("placement-crm-simulate", {"-x", sample, "-Q", "-d", "pg01", "-D", graph}, full).status == 74);
    CHECK(run("placement-crm-simulate", {"-x", sample, "-Q", "-O", graph}, full).status == 73);
    CHECK(run("placement-crm-simulate", {"-x", sample, "-d", "pg01", "-S", "--output-to", graph}, full).status == 73);
    CHECK(run("placement-sim", {"run", scenarios, "--only", "1.1.10, -1000", "--inputs", folder.file("inputs")}, full).status == 2);
    CHECK(folder.read("graph") == "what was there");
    fs::remove_all(folder.file("inputs"));
    CHECK(folder.count() == 1);
}

TEST_CASE("/dev/stdout is standard output") {
    const Ended ended = run("placement-crm-simulate", {"-x", sample, "-Q", "-D", "/dev/stdout"});
    CHECK(ended.status == 0);
    CHECK(ended.out.starts_with(" digraph"));
    CHECK(ended.out == run("placement-crm-simulate", {"-x", sample, "-Q", "-D", "-"}).out);
}

// ---- memory ---------------------------------------------------------------------------------------------------

TEST_SUITE_BEGIN("large"); // sanitizers need memory of their own

TEST_CASE("want of memory is an error of one line") {
    const TemporaryFolder folder;
    const std::string id(10 * mebibyte, 'a');
    const std::string cib = folder.write("cib.xml", R"(<cib validate-with="pacemaker-4.0" admin_epoch="0" epoch="1" num_updates="0">
<configuration><crm_config/><nodes><node id="1" uname="n1"/></nodes><resources><primitive id=")" + id +
                                                        R"(" class="ocf" provider="heartbeat" type="Dummy"/></resources><constraints/>
</configuration><status/></cib>)");
    const std::vector<Words> asked{
        {cib}, {"explain", cib, "x"}, {"lint", cib}, {"sweep", cib, "--assume-online"}, {"margin", cib, "x"}, {"diff", cib, cib}};
    for (const Words& words : asked) {
        bool was_too_little = false;
        for (std::uint64_t memory = 80; memory <= 400; memory += 80) {
            CAPTURE(words.front());
            CAPTURE(memory);
            const Ended ended = run("placement-sim", words, {.out = "/dev/null", .memory = memory * mebibyte});
            CHECK(ended.status <= 4);
            if (ended.err.find("out of memory") == std::string::npos) continue;
            was_too_little = true;
            CHECK(ended.status == 2);
            CHECK(ended.err.ends_with(": out of memory\n"));
            CHECK(ended.is_one_line_of_error());
        }
        CHECK(was_too_little);
    }
    const Ended ended = run("placement-crm-simulate", {"-x", cib, "-S"}, {.out = "/dev/null", .memory = 80 * mebibyte});
    CHECK(ended.status == 71);
    CHECK(ended.err == "placement-crm-simulate: out of memory\n");
}

TEST_SUITE_END();
