#include <atomic>
#include <cstdint>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <sys/stat.h>

#include "placement/error.h"
#include "placement/fleet.h"
#include "support/sketch.h"
#include "support/temporary_folder.h"

// One question, many clusters: each file is one row, whatever is wrong with it.
using namespace placement;
using placement::testing::TemporaryFolder;

namespace {

Sketch fleet_service(const std::string& name) {
    return Sketch("n1 n2 n3")
        .resource(primitive(name, operations(R"(<op id="@" name="monitor" interval="10s"/>)")))
        .runs(name, "n1");
}

/// Nothing goes down.
std::string safe_cluster() { return fleet_service("web").xml(); }

/// What happens to n1, or to db, takes db down.
std::string weak_cluster() {
    return fleet_service("db")
        .options("cluster-name=weak")
        .constraint(location("not-n2", "db", "n2", "-INFINITY"))
        .constraint(location("not-n3", "db", "n3", "-INFINITY"))
        .xml();
}

/// A safe one, a weak one, and each kind of file that is no cluster.
struct SmallFleet {
    SmallFleet() {
        folder.write("1-safe.xml", safe_cluster());
        folder.write("2-weak.xml", weak_cluster());
        folder.write("3-cut.xml", safe_cluster().substr(0, 200));
        folder.write("4-other.xml", "<html/>");
        folder.write("5-rubbish.xml", std::string("\x7f\x45\x4c\x46\0\1\2\xff\xfe", 9));
        folder.write("6-empty.xml", "");
    }

    std::vector<std::string> files() const { return fleet_files({folder.path()}); }

    TemporaryFolder folder;
};

FleetRow row_of(const std::string& cib, const FleetOptions& options = {}) {
    const TemporaryFolder folder;
    return fleet_row(folder.write("cib.xml", cib), 0, options).value();
}

std::string summary_of(const FleetRow& row, const FleetOptions& options) {
    const FleetHeader header = fleet_header({row.file}, options);
    FleetSummary summary(header);
    summary.add(row);
    return FleetReport{FleetFormat::Text, {}}.end(header, summary);
}

/// What a run writes.
std::string lines_of(const std::vector<std::string>& files, const FleetOptions& options = {}) {
    const FleetHeader header = fleet_header(files, options);
    std::string lines = fleet_line(header);
    FleetSummary summary(header);
    const bool done = ask_fleet(files, options, [&](const FleetRow& row) {
        lines += fleet_line(row);
        summary.add(row);
    });
    return done ? lines + fleet_line(summary) : lines;
}

struct Merged {
    std::string lines;
    FleetMerge merge;
};

Merged merged(const std::vector<std::string>& texts) {
    std::vector<std::istringstream> streams;
    std::vector<FleetPart> parts;
    for (const std::string& each : texts) streams.emplace_back(each);
    for (std::size_t i = 0; i < streams.size(); ++i) parts.push_back({"part" + std::to_string(i + 1), &streams[i]});
    Merged result;
    std::optional<FleetSummary> summary;
    result.merge = merge_fleet(
        parts,
        [&](const FleetHeader& header) {
            result.lines += fleet_line(header);
            summary.emplace(header);
        },
        [&](const FleetRow& row) {
            result.lines += fleet_line(row);
            summary->add(row);
        });
    result.lines += fleet_line(*summary);
    return result;
}

std::string refusal_of(const std::vector<std::string>& texts) {
    try {
        merged(texts);
    } catch (const InputError& error) {
        return error.what();
    }
    return {};
}

FleetOptions with_shard(const std::string& shard) {
    FleetOptions options;
    options.shard = parse_shard(shard);
    return options;
}

std::vector<std::string> split_lines(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) lines.push_back(line + "\n");
    return lines;
}

FleetResumption resumed(const std::string& written, const std::vector<std::string>& files, const FleetOptions& options = {},
                        const std::function<bool(const FleetRow&)>& keep = {}) {
    std::istringstream stream(written);
    return resume_fleet(
        stream, "rows", fleet_header(files, options), files, [](const FleetRow&) {}, keep);
}

} // namespace

// ---- rows -----------------------------------------------------------------------------------------------------

TEST_CASE("fleet: a cluster that loses nothing is well") {
    const FleetRow row = row_of(safe_cluster());
    CHECK(row.status == FleetStatus::Ok);
    CHECK(row.well);
    CHECK(row.findings.empty());
    CHECK(row.figures.front() == std::pair<std::string, std::int64_t>("services", 1));
}

TEST_CASE("fleet: the service that one failure takes down, and by which failures") {
    const FleetRow row = row_of(weak_cluster());
    CHECK_FALSE(row.well);
    CHECK(row.cluster == "weak");
    REQUIRE(row.findings.size() == 1);
    CHECK(row.findings[0].code == "service-lost");
    CHECK(row.findings[0].subject == "db");
    CHECK(row.findings[0].causes == std::vector<std::string>{"n1 fails"});
}

TEST_CASE("fleet: a service that may still run is not said to be stopped") {
    // Nothing can fence n1, which crashes.
    const FleetRow row = row_of(fleet_service("db").options("fencing-enabled=true").xml());
    REQUIRE_FALSE(row.findings.empty());
    CHECK(row.findings[0].text == "after one failure, it may run or not");
}

TEST_CASE("fleet: what only two failures together take down is told apart") {
    FleetOptions options;
    options.depth = 2;
    const Sketch sketch = fleet_service("web").constraint(location("not-n3", "web", "n3", "-INFINITY"));
    const FleetRow row = row_of(Sketch(sketch).options("no-quorum-policy=ignore").xml(), options);
    CHECK(summary_of(row, options).find("Of these, 1 loses a service, or is in doubt, only after two failures.") !=
          std::string::npos);
    CHECK(row.findings.at(0).code == "service-lost-by-two");
    CHECK(row.findings.at(0).text == "after two failures, and after neither alone, it is stopped");
}

TEST_CASE("fleet: pairs are counted apart") {
    FleetOptions options;
    options.depth = 2;
    const FleetRow row = row_of(safe_cluster(), options);
    const std::map<std::string, std::int64_t> figures(row.figures.begin(), row.figures.end());
    CHECK(figures.at("failures") == 4);
    CHECK(figures.at("pairs") == 5);
    CHECK(figures.at("failures_that_take_down") == 0);
    CHECK(figures.at("pairs_that_take_down") > 0);
}

TEST_CASE("fleet: a cluster without a service is told apart") {
    CHECK(row_of(Sketch("n1 n2").xml()).status == FleetStatus::NothingRuns);
}

TEST_CASE("fleet: what is no CIB is a row with its place") {
    const FleetRow row = row_of("<cib>\n<configuration>\n</cib>");
    CHECK(row.status == FleetStatus::Unreadable);
    CHECK(row.position.line == 3);
    CHECK_FALSE(row.message.empty());
    CHECK_FALSE(row.digest.empty());
}

TEST_CASE("fleet: a file that is not there is a row") {
    const FleetRow row = fleet_row("/nowhere/cib.xml", 0, {}).value();
    CHECK(row.status == FleetStatus::Unreadable);
    CHECK(row.digest.empty());
}

TEST_CASE("fleet: a pipe is a row, and nobody waits for it") {
    const TemporaryFolder folder;
    REQUIRE(mkfifo(folder.file("pipe.xml").c_str(), 0600) == 0);
    const FleetRow row = fleet_row(folder.file("pipe.xml"), 0, {}).value();
    CHECK(row.status == FleetStatus::Unreadable);
    CHECK(row.message.find("is a pipe") != std::string::npos);
}

TEST_CASE("fleet: a question that does not fit the cluster is a row") {
    FleetOptions options;
    options.attributes = {"site"};
    CHECK(row_of(safe_cluster(), options).status == FleetStatus::Refused);
}

TEST_CASE("fleet: what would need too many runs is a row") {
    FleetOptions options;
    options.max_runs = 1;
    CHECK(row_of(safe_cluster(), options).status == FleetStatus::Refused);
}

TEST_CASE("fleet: a file that takes too long is a row, and the others go on") {
    for (const FleetQuestion question : {FleetQuestion::Lint, FleetQuestion::Verify}) {
        FleetOptions options;
        options.question = question;
        options.threads = 1;
        int begun = 0;
        options.begin_file = [&begun] { return [first = begun++ == 0] { return first; }; };
        const SmallFleet fleet;
        std::vector<FleetStatus> statuses;
        ask_fleet({fleet.folder.file("2-weak.xml"), fleet.folder.file("1-safe.xml")}, options,
                  [&](const FleetRow& row) { statuses.push_back(row.status); });
        CHECK(statuses == std::vector{FleetStatus::TooLong, FleetStatus::Ok});
    }
}

TEST_CASE("fleet: the time of a file begins with the file") {
    std::int64_t now = 100;
    const auto begin_file = limited_to(10, [&now] { return now; });
    const auto first = begin_file();
    now = 109;
    const auto second = begin_file();
    CHECK_FALSE(first());
    now = 110;
    CHECK(first());
    CHECK_FALSE(second());
}

TEST_CASE("fleet: lint has a finding a row") {
    FleetOptions options;
    options.question = FleetQuestion::Lint;
    const FleetRow row = row_of(weak_cluster(), options);
    REQUIRE_FALSE(row.findings.empty());
    CHECK(row.findings[0].level == "warning");
    CHECK(row.figures.at(1).second > 0);
    CHECK(row.well);
}

TEST_CASE("fleet: a code of lint can be disabled") {
    FleetOptions options;
    options.question = FleetQuestion::Lint;
    const std::string code = row_of(weak_cluster(), options).findings.at(0).code;
    options.disabled = {code};
    for (const FleetFinding& each : row_of(weak_cluster(), options).findings) CHECK(each.code != code);
}

TEST_CASE("fleet: the tests of a scenario file, on each cluster") {
    const TemporaryFolder folder;
    FleetOptions options;
    options.question = FleetQuestion::Test;
    options.scenarios = {folder.write("t.yaml", "tests:\n  - name: db stays\n    steps: [fail: n1]\n    expect: {lost: none}\n")};
    CHECK(row_of(safe_cluster(), options).well);
    const FleetRow row = row_of(weak_cluster(), options);
    REQUIRE(row.findings.size() == 1);
    CHECK(row.findings[0].code == "db stays");
    CHECK(row.findings[0].text.find("expected") != std::string::npos);
}

TEST_CASE("fleet: a scenario that speaks of what the cluster does not have is a row") {
    const TemporaryFolder folder;
    FleetOptions options;
    options.question = FleetQuestion::Test;
    options.scenarios = {folder.write("t.yaml", "tests:\n  - name: a\n    steps: [fail: elsewhere]\n    expect: {lost: none}\n")};
    const FleetRow row = row_of(safe_cluster(), options);
    CHECK(row.status == FleetStatus::Refused);
    CHECK(row.message.find("t.yaml:3:") != std::string::npos);
}

TEST_CASE("fleet: an upgrade that changes nothing is well") {
    FleetOptions options;
    options.question = FleetQuestion::Releases;
    options.from = parse_release("3.0.1");
    const FleetRow row = row_of(safe_cluster(), options);
    CHECK(row.well);
    CHECK(row.release == "3.0.1 -> 3.0.2");
}

TEST_CASE("fleet: a sequence of failures that breaks a property") {
    FleetOptions options;
    options.question = FleetQuestion::Verify;
    options.properties = {Property::ComesToRest};
    CHECK(row_of(safe_cluster(), options).well);
}

TEST_CASE("fleet: every question has the figures that it says") {
    const TemporaryFolder folder;
    for (const FleetQuestion question : fleet_questions()) {
        FleetOptions options;
        options.question = question;
        options.scenarios = {folder.write("t.yaml", "tests:\n  - name: a\n    steps: [fail: n1]\n    expect: {lost: none}\n")};
        std::vector<std::string> names;
        for (const auto& each : row_of(safe_cluster(), options).figures) names.push_back(each.first);
        CHECK(names == figure_names(question));
    }
}

TEST_CASE("fleet: a search that is not complete is told apart from one that found something") {
    FleetOptions options;
    options.question = FleetQuestion::Verify;
    options.properties = {Property::ComesToRest};
    options.failures = 2;
    options.max_states = 2;
    const FleetRow row = row_of(safe_cluster(), options);
    REQUIRE(row.findings.size() == 1);
    CHECK(row.findings[0].code == "not-all-tried");
    CHECK(summary_of(row, options).find("Of these, 1 was not searched completely.") != std::string::npos);
}

TEST_CASE("fleet: a cluster without a test fails none") {
    const TemporaryFolder folder;
    FleetOptions options;
    options.question = FleetQuestion::Test;
    options.scenarios = {folder.write("t.yaml", "tests: []\n")};
    const FleetRow row = row_of(safe_cluster(), options);
    REQUIRE(row.findings.size() == 1);
    CHECK(row.findings[0].text == "no test was run");
    CHECK(summary_of(row, options).find("Of these, 1 has no test.") != std::string::npos);
}

// ---- order ----------------------------------------------------------------------------------------------------

TEST_CASE("fleet: the same bytes whatever the number of threads") {
    const SmallFleet fleet;
    FleetOptions one;
    one.threads = 1;
    FleetOptions many;
    many.threads = 8;
    CHECK(lines_of(fleet.files(), one) == lines_of(fleet.files(), many));
}

TEST_CASE("fleet: more files than rows that wait") {
    const TemporaryFolder folder;
    const std::string file = folder.write("cib.xml", "<html/>");
    const std::vector<std::string> files(200, file);
    FleetOptions options;
    options.threads = 2;
    std::size_t next = 0;
    CHECK(ask_fleet(files, options, [&](const FleetRow& row) { CHECK(row.place == next++); }));
    CHECK(next == 200);
}

TEST_CASE("fleet: what the one who takes a row throws comes out") {
    const SmallFleet fleet;
    FleetOptions options;
    options.threads = 4;
    CHECK_THROWS_AS(ask_fleet(fleet.files(), options, [](const FleetRow&) { throw std::runtime_error("no room"); }),
                    std::runtime_error);
}

TEST_CASE("fleet: it can be stopped") {
    const SmallFleet fleet;
    std::atomic<bool> stop = false;
    FleetOptions options;
    options.threads = 1;
    options.stop = &stop;
    std::size_t rows = 0;
    CHECK_FALSE(ask_fleet(fleet.files(), options, [&](const FleetRow&) { stop = ++rows == 2; }));
    CHECK(rows == 2);
}

// ---- files ----------------------------------------------------------------------------------------------------

TEST_CASE("fleet: a folder's files are sorted, and others are left out") {
    const TemporaryFolder folder;
    folder.write("b.xml", "");
    folder.write("a.xml.bz2", "");
    folder.write("notes.md", "");
    folder.write(".hidden.xml", "");
    CHECK(fleet_files({folder.path()}) == std::vector{folder.file("a.xml.bz2"), folder.file("b.xml")});
}

TEST_CASE("fleet: a list names files beside it, each once") {
    const TemporaryFolder folder;
    folder.write("a.xml", "");
    const std::string list = folder.write("all.list", "# mine\na.xml\r\n\n  gone.xml\na.xml\n");
    CHECK(fleet_files({list}) == std::vector{folder.file("a.xml"), folder.file("gone.xml")});
}

TEST_CASE("fleet: a pattern stands for the files that fit it") {
    const TemporaryFolder folder;
    folder.write("a1.xml", "");
    folder.write("b1.xml", "");
    CHECK(fleet_files({folder.file("a*.xml")}) == std::vector{folder.file("a1.xml")});
}

TEST_CASE("fleet: nothing to ask") {
    const TemporaryFolder folder;
    CHECK_THROWS_AS(fleet_files({folder.path()}), InputError);
    CHECK_THROWS_AS(fleet_files({folder.file("gone.xml")}), InputError);
    CHECK_THROWS_AS(fleet_files({folder.file("*.xml")}), InputError);
    CHECK_THROWS_AS(fleet_files({folder.write("empty.list", "# nothing\n")}), InputError);
}

// ---- lines ----------------------------------------------------------------------------------------------------

TEST_CASE("fleet: a line is read back as it was written") {
    FleetRow row = row_of(weak_cluster());
    row.file = "caf\u00e9 \"x\"\n.xml";
    row.position = {3, 7};
    const std::string line = fleet_line(row);
    CHECK(line.find('\n') == line.size() - 1);
    CHECK(read_fleet_line(line).row == row);
}

TEST_CASE("fleet: lines that nobody wrote are refused") {
    for (const char* line : {"", "{", "[]", "{}", R"({"kind":"cluster"})", R"({"kind":"toy"})",
                             R"({"kind":"fleet","format_version":9,"question":"sweep","files":1,"list":"","shard":"1/1"})",
                             R"({"kind":"fleet","format_version":1,"question":"sweep","files":1,"list":"","shard":"2/0"})",
                             R"({"kind":"fleet","format_version":1,"question":"dance","files":1,"list":"","shard":"1/1"})",
                             R"({"kind":"fleet","format_version":1,"question":"sweep","files":-1,"list":"","shard":"1/1"})"}) {
        CHECK_THROWS_AS(read_fleet_line(line), InvalidArgument);
    }
}

TEST_CASE("fleet: shards are read strictly") {
    CHECK(text(parse_shard("2/5")) == "2/5");
    for (const char* word : {"", "1", "0/2", "3/2", "1/2/3", "a/b", "1/0", "-1/2", " 1/2"}) {
        CHECK_THROWS_AS(parse_shard(word), InvalidArgument);
    }
}

// ---- shards ---------------------------------------------------------------------------------------------------

TEST_CASE("fleet: shards put together have the bytes of one run") {
    const SmallFleet fleet;
    const std::vector<std::string> files = fleet.files();
    const std::string one = lines_of(files, with_shard("1/2"));
    const std::string two = lines_of(files, with_shard("2/2"));
    const Merged both = merged({two, one});
    CHECK(both.lines == lines_of(files));
    CHECK(both.merge.complete());
}

TEST_CASE("fleet: a shard that is missing is told") {
    const SmallFleet fleet;
    const Merged part = merged({lines_of(fleet.files(), with_shard("1/3")), lines_of(fleet.files(), with_shard("3/3"))});
    CHECK(part.merge.missing == std::vector<std::string>{"shard 2/3 is missing", "2 of 6 rows are missing (2, 5)"});
}

TEST_CASE("fleet: rows that are missing in a shard are told") {
    const SmallFleet fleet;
    std::vector<std::string> lines = split_lines(lines_of(fleet.files()));
    const Merged part = merged({lines[0] + lines[1] + lines[2].substr(0, 20)});
    CHECK(part.merge.missing == std::vector<std::string>{"5 of 6 rows are missing (2, 3, 4, 5, 6)"});
}

TEST_CASE("fleet: rows that are there twice count once") {
    const SmallFleet fleet;
    const std::string all = lines_of(fleet.files());
    const Merged twice = merged({all, lines_of(fleet.files(), with_shard("1/2"))});
    CHECK(twice.lines == all);
    CHECK(twice.merge.repeated == 3);
}

TEST_CASE("fleet: what does not belong together is refused") {
    const SmallFleet fleet;
    const std::string swept = lines_of(fleet.files(), with_shard("1/2"));
    FleetOptions lint = with_shard("2/2");
    lint.question = FleetQuestion::Lint;
    CHECK(refusal_of({swept, lines_of(fleet.files(), lint)}).find("another question") != std::string::npos);
    CHECK(refusal_of({swept, lines_of({fleet.files()[0]})}).find("other files") != std::string::npos);
    CHECK(refusal_of({swept, ""}).find("empty") != std::string::npos);
    CHECK(refusal_of({swept, "no JSON\n"}).find("part2:1:1") != std::string::npos);
    CHECK_FALSE(refusal_of({}).empty());
}

TEST_CASE("fleet: two rows of one file that differ are refused") {
    const SmallFleet fleet;
    const std::string before = lines_of(fleet.files());
    fleet.folder.write("1-safe.xml", weak_cluster());
    CHECK(refusal_of({before, lines_of(fleet.files())}).find("1-safe.xml differs") != std::string::npos);
}

// ---- going on -------------------------------------------------------------------------------------------------

TEST_CASE("fleet: an interrupted run goes on after its last whole row") {
    const SmallFleet fleet;
    const std::vector<std::string> lines = split_lines(lines_of(fleet.files()));
    const std::string whole = lines[0] + lines[1] + lines[2];
    const FleetResumption found = resumed(whole + lines[3].substr(0, 30), fleet.files());
    CHECK(found.rows == 2);
    CHECK(found.bytes == whole.size());
    CHECK(found.others.empty());
}

TEST_CASE("fleet: of a finished run, everything but the summary stays") {
    const SmallFleet fleet;
    const std::vector<std::string> lines = split_lines(lines_of(fleet.files()));
    const FleetResumption found = resumed(lines_of(fleet.files()), fleet.files());
    CHECK(found.rows == 6);
    CHECK(found.bytes == lines_of(fleet.files()).size() - lines.back().size());
}

TEST_CASE("fleet: a file that changed is asked again, and those after it are known") {
    const SmallFleet fleet;
    const std::string before = lines_of(fleet.files());
    fleet.folder.write("2-weak.xml", safe_cluster());
    const FleetResumption found = resumed(before, fleet.files());
    CHECK(found.rows == 1);
    CHECK(found.others.size() == 5);
}

TEST_CASE("fleet: rows stay when there are more files") {
    const SmallFleet fleet;
    const std::string before = lines_of(fleet.files());
    fleet.folder.write("0-new.xml", safe_cluster());
    const FleetResumption found = resumed(before, fleet.files());
    CHECK(found.rows == 0);
    CHECK(found.bytes == 0);
    CHECK(found.others.size() == 6);
}

TEST_CASE("fleet: a known row is not asked again") {
    const SmallFleet fleet;
    FleetRow known;
    known.file = fleet.files()[1];
    known.message = "known";
    std::vector<std::string> messages;
    ask_fleet(
        fleet.files(), {}, [&](const FleetRow& row) { messages.push_back(row.message); }, 0,
        [&](const std::string& file, const std::string&) { return file == known.file ? std::optional(known) : std::nullopt; });
    CHECK(messages.at(0).empty());
    CHECK(messages.at(1) == "known");
}

TEST_CASE("fleet: rows of another question or shard are refused") {
    const SmallFleet fleet;
    FleetOptions lint;
    lint.question = FleetQuestion::Lint;
    CHECK_THROWS_AS(resumed(lines_of(fleet.files()), fleet.files(), lint), InputError);
    CHECK_THROWS_AS(resumed(lines_of(fleet.files()), fleet.files(), with_shard("1/2")), InputError);
    CHECK_THROWS_AS(resumed("something else\n", fleet.files()), InputError);
    CHECK(resumed("", fleet.files()).bytes == 0);
    CHECK(resumed("{\"kind", fleet.files()).bytes == 0);
}

TEST_CASE("fleet: rows that took too long can be asked again") {
    const SmallFleet fleet;
    const FleetResumption found = resumed(lines_of(fleet.files()), fleet.files(), {},
                                          [](const FleetRow& row) { return row.status != FleetStatus::Unreadable; });
    CHECK(found.rows == 2);
    CHECK(found.others.empty());
}

TEST_CASE("fleet: the question says what an answer depends on") {
    const TemporaryFolder folder;
    FleetOptions options;
    options.question = FleetQuestion::Test;
    options.scenarios = {folder.write("t.yaml", "tests: []\n")};
    const std::string before = question_text(options);
    folder.write("t.yaml", "tests:\n");
    CHECK(question_text(options) != before);
    FleetOptions threads;
    threads.threads = 7;
    CHECK(question_text(threads) == question_text(FleetOptions()));
    FleetOptions deep;
    deep.depth = 2;
    CHECK(question_text(deep) != question_text(FleetOptions()));
}

// ---- reports --------------------------------------------------------------------------------------------------

TEST_CASE("fleet: names cannot act in a report") {
    FleetRow row;
    row.file = "<b>\"&\n.xml";
    row.cluster = "=1+1";
    row.status = FleetStatus::Unreadable;
    row.message = "\033[31m";
    const FleetHeader header = fleet_header({row.file}, {});
    const std::string html = FleetReport{FleetFormat::Html, {}}.row(header, row);
    CHECK(html.find("<b>") == std::string::npos);
    CHECK(html.find("&lt;b&gt;&quot;&amp;") != std::string::npos);
    const std::string csv = FleetReport{FleetFormat::Csv, {}}.row(header, row);
    CHECK(csv.find("'=1+1") != std::string::npos);
    const std::string text = FleetReport{FleetFormat::Text, {}}.row(header, row);
    CHECK(split_lines(text).size() == 1);
    CHECK(text.find('\033') == std::string::npos);
}

TEST_CASE("fleet: the summary counts clusters by what was found") {
    const SmallFleet fleet;
    const std::vector<std::string> files = fleet.files();
    const FleetHeader header = fleet_header(files, {});
    FleetSummary summary(header);
    ask_fleet(files, {}, [&](const FleetRow& row) { summary.add(row); });
    CHECK(summary.statuses.at(FleetStatus::Ok) == 2);
    CHECK(summary.statuses.at(FleetStatus::Unreadable) == 4);
    CHECK(summary.well == 1);
    CHECK(summary.codes.at("service-lost").clusters == 1);
    CHECK(FleetReport{FleetFormat::Text, {}}.end(header, summary).find("Of these, 1 loses a service") != std::string::npos);
}
