#include <algorithm>
#include <filesystem>

#include <doctest/doctest.h>

#include "history/tar.h"
#include "placement/history.h"
#include "support/sketch.h"
#include "support/temporary_folder.h"

// Inputs and logs, wherever they are.
using namespace placement;
using placement::testing::tar_entry;
using placement::testing::tar_of;
using placement::testing::TemporaryFolder;

namespace {

std::string input_at(std::int64_t seconds, int epoch = 1, const std::string& status = "") {
    return R"(<cib validate-with="pacemaker-3.9" crm_feature_set="3.19.0" admin_epoch="0" num_updates="0" epoch=")" +
           std::to_string(epoch) + R"(" execution-date=")" + std::to_string(seconds) +
           R"("><configuration><crm_config/><nodes/><resources/><constraints/></configuration><status>)" + status +
           "</status></cib>";
}

bool has_code(const History& history, const std::string& code) {
    return std::ranges::any_of(history.diagnostics, [&](const Diagnostic& each) { return each.code == code; });
}

std::vector<std::int64_t> numbers(const History& history) {
    std::vector<std::int64_t> found;
    for (const SavedInput& input : history.inputs) found.push_back(input.number);
    return found;
}

} // namespace

TEST_CASE("inputs of several nodes are in one line of time") {
    const TemporaryFolder folder;
    std::filesystem::create_directories(folder.file("n1/pengine"));
    std::filesystem::create_directories(folder.file("n2/pengine"));
    folder.write("n1/pengine/pe-input-7.xml", input_at(300));
    folder.write("n2/pengine/pe-input-3.xml", input_at(200));
    folder.write("n1/pengine/pe-warn-2.xml", input_at(100));
    folder.write("n1/pengine/other.xml", "not looked at");
    const History history = History::read({folder.path()});
    CHECK(numbers(history) == std::vector<std::int64_t>{2, 3, 7});
    CHECK(history.inputs[0].kind == "warn");
    CHECK(history.inputs[1].node == "n2");
    CHECK(history.diagnostics.empty());
}

TEST_CASE("an input without a date is told") {
    const TemporaryFolder folder;
    std::string text = input_at(100);
    text.replace(text.find("execution-date"), 14, "unknown");
    folder.write("pe-input-1.xml", text);
    CHECK(has_code(History::read({folder.path()}), "order-in-doubt"));
}

TEST_CASE("a later input with an earlier configuration is told") {
    const TemporaryFolder folder;
    folder.write("pe-input-1.xml", input_at(100, 9));
    folder.write("pe-input-2.xml", input_at(200, 8));
    CHECK(has_code(History::read({folder.path()}), "order-in-doubt"));
}

TEST_CASE("missing numbers are a gap") {
    const TemporaryFolder folder;
    folder.write("pe-input-1.xml", input_at(100));
    folder.write("pe-input-5.xml", input_at(200));
    CHECK(has_code(History::read({folder.path()}), "gap"));
}

TEST_CASE("an input that cannot be read is left out, and told") {
    const TemporaryFolder folder;
    folder.write("pe-input-1.xml", input_at(100));
    folder.write("pe-input-2.xml", "<cib");
    const History history = History::read({folder.path()});
    CHECK(history.inputs.size() == 1);
    CHECK(has_code(history, "unreadable-input"));
}

TEST_CASE("a folder without inputs, and a path that is not there, are errors") {
    const TemporaryFolder folder;
    CHECK_THROWS_AS(static_cast<void>(History::read({folder.path()})), InputError);
    CHECK_THROWS_AS(static_cast<void>(History::read({folder.file("nowhere")})), InputError);
}

TEST_CASE("archives are read in memory") {
    const TemporaryFolder folder;
    const std::string archive = folder.write("report.tar", tar_of(tar_entry("report/n1/pengine/pe-input-4.xml", input_at(100))));
    const History history = History::read({archive});
    REQUIRE(history.inputs.size() == 1);
    CHECK(history.inputs[0].node == "n1");
    CHECK(history.inputs[0].file == archive + ":report/n1/pengine/pe-input-4.xml");
}

TEST_CASE("a report within a report is read") {
    const TemporaryFolder folder;
    const std::string inner = tar_of(tar_entry("n1/pengine/pe-input-4.xml", input_at(100)));
    const std::string archive = folder.write("sos.tar", tar_of(tar_entry("sos/cluster/report.tar", inner)));
    const History history = History::read({archive});
    REQUIRE(history.inputs.size() == 1);
    CHECK(history.inputs[0].file == archive + ":sos/cluster/report.tar:n1/pengine/pe-input-4.xml");
    const std::string third = folder.write("third.tar", tar_of(tar_entry("outer.tar", tar_of(tar_entry("sos.tar", inner)))));
    CHECK_THROWS_AS(static_cast<void>(History::read({third})), InputError); // no deeper
}

TEST_CASE("the report of a whole system says which node it is of") {
    const TemporaryFolder folder;
    const std::string archive =
        folder.write("sosreport.tar", tar_of(tar_entry("sosreport-x/etc/hostname", "node7\n") +
                                             tar_entry("sosreport-x/var/lib/pacemaker/pengine/pe-input-4.xml", input_at(100))));
    CHECK(History::read({archive}).inputs.at(0).node == "node7");
}

TEST_CASE("a corosync.conf is read, and one that differs or cannot be read is told") {
    const std::string conf =
        "totem {\n version: 2\n cluster_name: c\n}\nquorum {\n provider: corosync_votequorum\n}\nnodelist {\n"
        " node {\n  ring0_addr: n1\n  nodeid: 1\n }\n}\n";
    const TemporaryFolder folder;
    folder.write("pe-input-1.xml", input_at(100));
    folder.write("corosync.conf", conf);
    std::filesystem::create_directories(folder.file("n2"));
    folder.write("n2/corosync.conf", conf + "# another\n");
    const History history = History::read({folder.path()});
    REQUIRE(history.corosync);
    CHECK(history.corosync->nodes.size() == 1);
    CHECK(has_code(history, "corosync-conf-differs"));
    const TemporaryFolder broken;
    broken.write("pe-input-1.xml", input_at(100));
    broken.write("corosync.conf", "quorum {\n");
    CHECK(has_code(History::read({broken.path()}), "unreadable-corosync-conf"));
}

TEST_CASE("a log that is damaged is left out, and told") {
    const TemporaryFolder folder;
    folder.write("pe-input-1.xml", input_at(100));
    folder.write("pacemaker.log-2024.gz", "no archive");
    CHECK(has_code(History::read({folder.path()}), "unreadable-log"));
}

TEST_CASE("what leaves an archive, and links in it, are left out and told") {
    const TemporaryFolder folder;
    const std::string archive = folder.write("report.tar", tar_of(tar_entry("../pe-input-1.xml", input_at(100)) +
                                                                  tar_entry("a/pe-input-2.xml", "", "/etc/passwd") +
                                                                  tar_entry("a/pe-input-3.xml", input_at(100))));
    const History history = History::read({archive});
    CHECK(numbers(history) == std::vector<std::int64_t>{3});
    CHECK(has_code(history, "path-leaves-archive"));
    CHECK(has_code(history, "link-left-out"));
}

TEST_CASE("an archive that is cut short gives what is before that") {
    const TemporaryFolder folder;
    std::string bytes = tar_of(tar_entry("a/pe-input-3.xml", input_at(100)) + tar_entry("a/pe-input-4.xml", input_at(200)));
    bytes.resize(1600);
    const History history = History::read({folder.write("report.tar", bytes)});
    CHECK(numbers(history) == std::vector<std::int64_t>{3});
    CHECK(has_code(history, "damaged-archive"));
}

TEST_CASE("limits leave out what is beyond them") {
    const TemporaryFolder folder;
    const std::string archive = folder.write(
        "report.tar", tar_of(tar_entry("a/pe-input-3.xml", input_at(100)) + tar_entry("a/pe-input-4.xml", input_at(200))));
    CHECK(has_code(History::read({archive}, {.files = 2}), "too-many-files"));
    CHECK(has_code(History::read({archive}, {.bytes = 400}), "too-large"));
    const std::string large =
        folder.write("large.tar", tar_of(tar_entry("a/pe-input-3.xml", input_at(100)) +
                                         tar_entry("a/pe-input-4.xml", input_at(200, 1, std::string(5000, ' ')))));
    CHECK(has_code(History::read({large}, {.bytes_of_file = 1000}), "too-large"));
}

TEST_CASE("what is no archive, though its name says so, is an error") {
    const TemporaryFolder folder;
    CHECK_THROWS_AS(static_cast<void>(History::read({folder.write("report.tar.bz2", "no archive")})), InputError);
}

TEST_CASE("each calculation counts once, however many logs have it") {
    const TemporaryFolder folder;
    const std::string line =
        "1970-01-01T00:01:40Z n1 pacemaker-schedulerd[1]: notice: Calculated transition 4, saving inputs in /x/pe-input-1.bz2\n";
    folder.write("pe-input-1.xml", input_at(100));
    folder.write("pacemaker.log", line);
    folder.write("ha-log.txt", line + line);
    CHECK(History::read({folder.path()}).calculations.size() == 1);
}
