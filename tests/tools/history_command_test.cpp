#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "placement-sim/history_command.h"
#include "support/command_answer.h"
#include "support/sketch.h"
#include "support/temporary_folder.h"

// placement-sim history from its command line to its exit status.
using namespace placement;
using namespace placement::sim;
using placement::testing::answer_of;
using placement::testing::TemporaryFolder;

namespace {

/// With what its log says was decided.
TemporaryFolder& saved(TemporaryFolder& folder, const std::string& logged) {
    folder.write("pe-input-0.xml", Sketch("n1 n2").resource(primitive("db")).stopped("db", "n1").stopped("db", "n2").xml());
    const std::string begin = "2024-01-01T00:00:00Z n1 pacemaker-schedulerd[1]: notice: ";
    folder.write("pacemaker.log",
                 begin + logged + "\n" + begin + "Calculated transition 0, saving inputs in /x/pe-input-0.bz2\n");
    return folder;
}

} // namespace

TEST_CASE("history: decisions that equal those that were logged") {
    TemporaryFolder folder;
    const auto answer = answer_of(history_command, {"history", saved(folder, "* Start db ( n1 )").path()});
    CHECK(answer.status == Status::Survives);
    CHECK(answer.out.find("1 of 1 decisions equal those that the cluster logged.") != std::string::npos);
    CHECK(answer.out.find("No service that had been up was down") != std::string::npos);
    CHECK(answer.err.empty());
}

TEST_CASE("history: a decision that differs is shown with both, and by the exit status") {
    TemporaryFolder folder;
    const auto answer = answer_of(history_command, {"history", saved(folder, "* Start db ( n2 )").path()});
    CHECK(answer.status == Status::Lost);
    CHECK(answer.out.find("log: Start db (n2)") != std::string::npos);
}

TEST_CASE("history: what is shown may be narrowed") {
    TemporaryFolder folder;
    const std::string path = saved(folder, "* Start db ( n1 )").path();
    const auto shows = [&](std::vector<std::string> more) {
        more.insert(more.begin(), {"history", path});
        return answer_of(history_command, more).out.find("=> Start db (n1)") != std::string::npos;
    };
    CHECK(shows({"--resource", "db"}));
    CHECK(answer_of(history_command, {"history", path, "--resource", "dc"}).err.find("did you mean `db`?") != std::string::npos);
    CHECK(shows({"--since", "2024-01-01T00:00:00Z"}));
    CHECK_FALSE(shows({"--since", "2024-01-02"}));
    CHECK_FALSE(shows({"--until", "2023-12-31"}));
}

TEST_CASE("history: an answer about one resource says so, and has the service that the resource is in") {
    TemporaryFolder folder;
    folder.write(
        "pe-input-0.xml",
        Sketch("n1").resource(clone("web-clone", primitive("web"))).resource(fencing_device("fence")).runs("web", "n1").xml());
    const auto of = [&](const std::string& resource) {
        return answer_of(history_command, {"history", folder.path(), "--resource", resource}).out;
    };
    CHECK(of("web").find("Of web alone: no service") != std::string::npos);
    CHECK(of("web").find("  web-clone  |") != std::string::npos);
    CHECK(of("fence").find("fence is no service") != std::string::npos);
    CHECK(of("fence").find("Services over time") == std::string::npos);
}

TEST_CASE("history: a time that ends before it begins is an error") {
    TemporaryFolder folder;
    const std::string path = saved(folder, "* Start db ( n1 )").path();
    const auto answer = answer_of(history_command, {"history", path, "--since", "2024-01-02", "--until", "2024-01-01"});
    CHECK(answer.status == Status::Unusable);
    CHECK(answer.err.find("--until is before --since") != std::string::npos);
}

TEST_CASE("history: JSON has the same") {
    TemporaryFolder folder;
    const auto answer = answer_of(history_command, {"history", saved(folder, "* Start db ( n1 )").path(), "--format", "json"});
    CHECK(answer.out.find("\"agreement\": \"equal\"") != std::string::npos);
}

TEST_CASE("history: what might have been otherwise") {
    TemporaryFolder folder;
    const std::string path = saved(folder, "* Start db ( n1 )").path();
    const auto says = [&](std::vector<std::string> more) {
        more.insert(more.begin(), {"history", path});
        return answer_of(history_command, more).out;
    };
    CHECK(says({"--option", "stop-all-resources=true"}).find("decisions would have been different") != std::string::npos);
    CHECK(says({"--with-pacemaker", "2.1.2"}).find("would have been the same") != std::string::npos);
    CHECK(answer_of(history_command, {"history", path, "--option", "nothing"}).status == Status::Unusable);
}

TEST_CASE("history: quorum is compared with a corosync.conf that is named") {
    TemporaryFolder folder;
    const std::string path = saved(folder, "* Start db ( n1 )").path();
    const TemporaryFolder other;
    const std::string conf =
        other.write("corosync.conf", "totem {\n version: 2\n cluster_name: c\n}\nquorum {\n provider: "
                                     "corosync_votequorum\n}\nnodelist {\n node {\n  name: m1\n  ring0_addr: m1\n  "
                                     "nodeid: 71\n }\n}\n");
    CHECK(answer_of(history_command, {"history", path, "--corosync", conf}).out.find("corosync.conf") != std::string::npos);
    CHECK(answer_of(history_command, {"history", path, "--corosync", other.file("nothing")}).status == Status::Unusable);
}

TEST_CASE("history: without an outage there is no test of one") {
    TemporaryFolder folder;
    const auto answer = answer_of(
        history_command, {"history", saved(folder, "* Start db ( n1 )").path(), "--write-scenario", folder.file("outage.yaml")});
    CHECK(answer.status == Status::Unusable);
    CHECK(answer.err.find("there is no outage") != std::string::npos);
}

TEST_CASE("history: what cannot be used is one line") {
    TemporaryFolder folder;
    const auto empty = answer_of(history_command, {"history", folder.path()});
    CHECK(empty.status == Status::Unusable);
    CHECK(empty.err.find("there is no input of a scheduler in it") != std::string::npos);
    CHECK(answer_of(history_command, {"history"}).status == Status::Unusable);
    CHECK(answer_of(history_command, {"history", folder.path(), "--since", "yesterday"}).status == Status::Unusable);
}
