#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include <CLI/CLI.hpp>
#include <doctest/doctest.h>
#include <unistd.h>

#include "placement-sim/live_cib.h"
#include "placement-sim/shared_options.h"
#include "support/sketch.h"

// --live: the CIB of the cluster that the machine is a node of, with a cibadmin that a test has made.
using namespace placement;
using namespace placement::sim;

namespace {

/// The only program that is found while it lives.
class Cibadmin {
public:
    explicit Cibadmin(const std::string& script)
        : folder_(std::filesystem::temp_directory_path() / ("placement-live-" + std::to_string(::getpid()))) {
        std::filesystem::create_directories(folder_);
        if (!script.empty()) {
            std::ofstream(folder_ / "cibadmin") << "#!/bin/sh\n" << script;
            std::filesystem::permissions(folder_ / "cibadmin", std::filesystem::perms::owner_all);
        }
        if (const char* path = std::getenv("PATH")) before_ = path;
        setenv("PATH", folder_.c_str(), 1);
    }
    ~Cibadmin() {
        setenv("PATH", before_.c_str(), 1);
        std::error_code ignored;
        std::filesystem::remove_all(folder_, ignored);
    }
    Cibadmin(const Cibadmin&) = delete;
    Cibadmin& operator=(const Cibadmin&) = delete;

private:
    std::filesystem::path folder_;
    std::string before_;
};

std::string complaint_about(const std::string& script) {
    const Cibadmin cibadmin(script);
    try {
        read_cib(live_cluster);
    } catch (const std::exception& error) {
        return error.what();
    }
    return "";
}

LiveOption live(bool given) {
    LiveOption option;
    CLI::App app;
    option.add_to(app);
    app.parse(given ? "--live" : "");
    return option;
}

} // namespace

TEST_CASE("the live cluster's CIB is what `cibadmin --query` prints") {
    const std::string xml = Sketch("n1 n2").resource(primitive("a")).xml();
    const Cibadmin cibadmin("[ \"$*\" = --query ] || exit 9\n/bin/cat <<'END'\n" + xml + "\nEND\n");
    const Cib cib = read_cib(live_cluster);
    CHECK(cib.xml() == Cib::from_text(xml).xml());
    CHECK(cib.name() == "cibadmin --query");
}

TEST_CASE("a large answer and large complaints do not hold each other up") {
    const std::string message =
        complaint_about("i=0; while [ $i -lt 3000 ]; do echo \"line $i of an answer that is longer than any pipe\"; "
                        "echo \"complaint $i, and more of the same, and more\" >&2; i=$((i+1)); done; exit 3\n");
    CHECK(message == "--live: `cibadmin --query` fails with exit status 3: complaint 0, and more of the same, and more");
}

TEST_CASE("without a cibadmin, or where it fails, one line says so") {
    CHECK(complaint_about("").starts_with("--live: `cibadmin` is not installed here; run this on a node of the cluster, or"));
    CHECK(complaint_about("echo 'Could not connect to the CIB' >&2; exit 102\n") ==
          "--live: `cibadmin --query` fails with exit status 102: Could not connect to the CIB");
    CHECK(complaint_about("kill -9 $$\n") == "--live: `cibadmin --query` fails with signal 9");
    CHECK(complaint_about("echo no xml\n").starts_with("cibadmin --query:1:1: "));
}

TEST_CASE("with --live the first argument is what would come after the CIB") {
    std::string cib = "db";
    std::string resource;
    live(true).take(cib, &resource);
    CHECK(cib == live_cluster);
    CHECK(resource == "db");
    cib = "cib.xml";
    live(false).take(cib, &resource);
    CHECK(cib == "cib.xml");
}

TEST_CASE("--live beside a CIB, and neither of them, are refused") {
    std::string cib = "cib.xml";
    std::string resource = "db";
    CHECK_THROWS_AS(live(true).take(cib, &resource), CLI::ParseError);
    CHECK_THROWS_AS(live(true).take(cib), CLI::ParseError);
    std::string none;
    CHECK_THROWS_AS(live(false).take(none), CLI::ParseError);
}
