#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "placement-sim/fleet_command.h"
#include "placement-sim/history_command.h"
#include "placement-sim/merge_command.h"
#include "placement-sim/watch.h"
#include "placement/error.h"
#include "support/command_answer.h"
#include "support/temporary_folder.h"

// --watch: which files are watched, and when a command answers again.
using namespace placement::sim;
using placement::testing::answer_of;
using placement::testing::TemporaryFolder;

namespace {

std::optional<Watch> watch_in(std::vector<std::string> words) {
    std::vector<const char*> line{"placement-sim"};
    for (const std::string& word : words) line.push_back(word.c_str());
    std::optional<Watch> watch = watch_of(static_cast<int>(line.size()), line.data());
    if (watch) watch->words.clear(); // they end with this function's
    return watch;
}

} // namespace

TEST_CASE("watch: nothing is watched unless it is asked for") {
    const TemporaryFolder folder;
    CHECK(!watch_in({folder.write("cib.xml", "")}));
}

TEST_CASE("watch: the files that are read are watched, and not the one that is written") {
    const TemporaryFolder folder;
    const std::string cib = folder.write("cib.xml", "");
    const std::string corosync = folder.write("corosync.conf", "");
    const std::string answer = folder.write("answer.html", "");
    const auto watch = watch_in({"report", cib, "--watch", "--corosync=" + corosync, "-o", answer, "--fail", "node1"});
    REQUIRE(watch);
    CHECK(watch->files == std::vector{cib, corosync});
    CHECK(watch_in({"fleet", cib, "--watch", "--resume", answer})->files == std::vector{cib});
}

TEST_CASE("watch: the command line goes on without the option") {
    const TemporaryFolder folder;
    const std::string cib = folder.write("cib.xml", "");
    const char* const line[]{"placement-sim", "--watch", cib.c_str()};
    CHECK(watch_of(3, line)->words == std::vector<const char*>{line[0], line[2]});
}

TEST_CASE("watch: without a file there is nothing to watch; help needs none") {
    CHECK_THROWS_AS(watch_in({"--watch", "-"}), placement::InvalidArgument);
    CHECK(!watch_in({"sweep", "--watch", "--help"}));
}

TEST_CASE("watch: the help of commands whose files are no CIBs has it, too") {
    const auto help = [](auto command) { return answer_of(command, {"", "--help"}).out; };
    for (const std::string& text : {help(fleet_command), help(merge_command), help(history_command)})
        CHECK(text.find("--watch") != std::string::npos);
}

TEST_CASE("watch: it answers once, and again after each change, but not while the file is away") {
    const TemporaryFolder folder;
    const std::string cib = folder.write("cib.xml", "1");
    std::ostringstream out;
    int answers = 0;
    int pauses = 0;
    const auto pause = [&] {
        ++pauses;
        if (pauses == 2) std::ofstream(cib) << "longer";
        if (pauses == 4) std::filesystem::remove(cib);
        if (pauses == 5) std::ofstream(cib) << "longer still";
        return pauses < 7;
    };
    const auto answer = [&] {
        ++answers;
        return answers == 3 ? Status::Lost : Status::Survives;
    };
    CHECK(keep_watching({{}, {cib}}, answer, out, pause) == Status::Lost);
    CHECK(answers == 3);
}

TEST_CASE("watch: a scenario file's CIBs are watched, also one that it names from now on") {
    const TemporaryFolder folder;
    const std::string first = folder.write("first.xml", "1");
    const std::string second = folder.write("second.xml", "1");
    const std::string scenarios = folder.write("scenarios.yaml", "cib: first.xml # the first\n");
    std::ostringstream out;
    std::vector<int> answered_before;
    int answers = 0;
    int pauses = 0;
    const auto pause = [&] {
        answered_before.push_back(answers);
        ++pauses;
        if (pauses == 1) std::ofstream(second) << "not named yet";
        if (pauses == 2) std::ofstream(first) << "longer";
        if (pauses == 3) std::ofstream(scenarios) << "tests: [{cib: 'second.xml', expect: {}}]\n";
        if (pauses == 4) std::ofstream(second) << "named now";
        return pauses < 5;
    };
    keep_watching(
        {{}, {scenarios}}, [&] { return ++answers, Status::Survives; }, out, pause);
    CHECK(answered_before == std::vector{1, 1, 2, 3, 4});
}

TEST_CASE("watch: locales of UTF-8") {
    CHECK(is_utf8_locale("C.UTF-8"));
    CHECK(is_utf8_locale("de_DE.utf8@euro"));
    CHECK(!is_utf8_locale("C"));
    CHECK(!is_utf8_locale("de_DE.ISO-8859-1"));
}
