#include "architecture/layers.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>
#include <string>

#include <doctest/doctest.h>

using namespace placement::architecture;

namespace {

/// The messages for `text` as the file `path`, beside headers that one may include.
std::vector<Violation> check(const std::string& path, const std::string& text) {
    return violations({{"include/placement/score.h", ""},
                       {"libplacement/base/text.h", ""},
                       {"libplacement/cib/document.h", ""},
                       {"libplacement/rules/evaluate.h", ""},
                       {"libplacement/schedule/pipeline.h", ""},
                       {"libplacement/schedule/state/working_state.h", ""},
                       {"libplacement/schedule/colocation/apply.h", ""},
                       {"libplacement/schedule/colocation/apply.cpp", ""},
                       {path, text}});
}

bool accepted(const std::string& path, const std::string& text) { return check(path, text).empty(); }

bool reaches(const std::string& from, const std::string& to, std::set<std::string>& seen) {
    for (const std::string& next : allowed_layers(from)) {
        if (next == from || !seen.insert(next).second) continue;
        if (next == to || reaches(next, to, seen)) return true;
    }
    return false;
}

} // namespace

TEST_CASE("no #include of the project runs against the layers") {
    const std::vector<SourceFile> sources = read_sources(PLACEMENT_SOURCE_DIR);
    REQUIRE(sources.size() > 10);
    for (const Violation& violation : violations(sources)) {
        FAIL_CHECK(violation.path << ":" << violation.line << ": " << violation.message);
    }
}

TEST_CASE("the table allows nothing that nobody does") {
    for (const std::string& permission : unused_permissions(read_sources(PLACEMENT_SOURCE_DIR))) FAIL_CHECK(permission);
}

TEST_CASE("a permission that nobody uses is found") {
    const auto unused = unused_permissions({{"libplacement/base/text.h", ""}, {"libplacement/cib/cib.cpp", "#include \"base/text.h\"\n"}});
    CHECK(std::ranges::find(unused, "cib: base") == unused.end());
    CHECK(std::ranges::find(unused, "cib: <zlib>") != unused.end());
    CHECK(std::ranges::find(unused, "unpack: cib") != unused.end());
}

TEST_CASE("the table of layers has no cycle") {
    for (const std::string& layer : layers()) {
        std::set<std::string> seen;
        CHECK_MESSAGE(!reaches(layer, layer, seen), layer);
    }
}

TEST_CASE("the map in libplacement/README.md is the table that is checked") {
    std::ifstream stream(std::string(PLACEMENT_SOURCE_DIR) + "/libplacement/README.md");
    const std::string map{std::istreambuf_iterator<char>(stream), {}};
    for (const std::string& layer : layers()) {
        std::string below;
        for (const std::string& other : allowed_layers(layer)) {
            if (other != layer && other != "include") below += (below.empty() ? "" : ", ") + other;
        }
        const std::string row = "| " + layer + " | " + (below.empty() ? "nothing" : below) + " |\n";
        CHECK_MESSAGE(map.find(row) != std::string::npos, row);
    }
}

TEST_CASE("an include of a layer below is accepted") {
    CHECK(accepted("libplacement/unpack/nodes.cpp", "#include \"cib/document.h\"\n#include \"base/text.h\"\n"));
    CHECK(accepted("libplacement/schedule/assignment/choose.cpp", "#include \"schedule/colocation/apply.h\"\n"));
    CHECK(accepted("libplacement/schedule/schedule.cpp", "#include \"schedule/state/working_state.h\"\n"));
    CHECK(accepted("tools/placement-sim.cpp", "#include <placement/score.h>\n"));
}

TEST_CASE("an include of a layer above is found, with its line") {
    const auto found = check("libplacement/base/text.cpp", "#include \"base/text.h\"\n\n#include \"cib/document.h\"\n");
    REQUIRE(found.size() == 1);
    CHECK(found[0].path == "libplacement/base/text.cpp");
    CHECK(found[0].line == 3);
    CHECK(found[0].message == "base may not include cib (\"cib/document.h\"); it may include: base, include");
}

TEST_CASE("a layer beside is not below") {
    CHECK_FALSE(accepted("libplacement/cib/load.cpp", "#include \"rules/evaluate.h\"\n"));
    CHECK_FALSE(accepted("libplacement/schedule/location/apply.cpp", "#include \"schedule/colocation/apply.h\"\n"));
}

TEST_CASE("the scheduler never sees XML") {
    CHECK_FALSE(accepted("libplacement/schedule/schedule.cpp", "#include \"cib/document.h\"\n"));
    CHECK_FALSE(accepted("libplacement/schedule/schedule.cpp", "#include <pugixml.hpp>\n"));
    CHECK_FALSE(accepted("libplacement/simulate/search/sweep.cpp", "#include <pugixml.hpp>\n"));
    CHECK_FALSE(accepted("libplacement/render/graph_xml.cpp", "#include <pugixml.hpp>\n"));
    CHECK(accepted("libplacement/cib/load.cpp", "#include <pugixml.hpp>\n"));
}

TEST_CASE("the public headers use the standard library alone") {
    CHECK(accepted("include/placement/cib.h", "#include <string>\n#include \"placement/score.h\"\n"));
    CHECK_FALSE(accepted("include/placement/cib.h", "#include <fmt/format.h>\n"));
    CHECK_FALSE(accepted("include/placement/cib.h", "#include \"base/text.h\"\n"));
}

TEST_CASE("who asks what happens does not compile how it is decided") {
    const std::set<std::string> brought = brought_by("include/placement/scenario.h", read_sources(PLACEMENT_SOURCE_DIR));
    CHECK(brought.contains("include/placement/cib.h"));
    for (const std::string name : {"action", "agents", "attributes", "carry_out", "cluster", "explain", "fencing", "quorum",
                                   "rule", "schedule", "sequence", "transition"}) {
        CHECK_MESSAGE(!brought.contains("include/placement/" + name + ".h"), name);
    }
    for (const std::string name : {"algorithm", "deque", "functional", "iostream", "map", "set", "unordered_map"}) {
        CHECK_MESSAGE(!brought.contains(name), name);
    }
}

TEST_CASE("what a header brings through another is found") {
    const std::set<std::string> brought =
        brought_by("include/placement/a.h",
                   {{"include/placement/a.h", "#include \"placement/b.h\"\n"}, {"include/placement/b.h", "#include <map>\n"}});
    CHECK(brought == std::set<std::string>{"include/placement/b.h", "map"});
}

TEST_CASE("programs and examples use the public headers alone") {
    CHECK_FALSE(accepted("tools/placement-sim.cpp", "#include \"base/text.h\"\n"));
    CHECK_FALSE(accepted("examples/gate.cpp", "#include \"../libplacement/base/text.h\"\n"));
    CHECK(accepted("examples/ci/gate.cpp", "#include <placement/score.h>\n"));
    CHECK(violations({{"tools/sim/options.h", ""}, {"tools/sim/main.cpp", "#include \"sim/options.h\"\n"}}).empty());
}

TEST_CASE("outside libraries stay where they belong") {
    CHECK(accepted("libplacement/base/digraph.cpp", "#include <boost/graph/strong_components.hpp>\n"));
    CHECK_FALSE(accepted("libplacement/schedule/ordering/loops.cpp", "#include <boost/graph/adjacency_list.hpp>\n"));
    CHECK_FALSE(accepted("libplacement/simulate/simulate.cpp", "#include <nlohmann/json.hpp>\n"));
}

TEST_CASE("a way around by a relative path is found") {
    CHECK_FALSE(accepted("libplacement/base/text.cpp", "#include \"../cib/document.h\"\n"));
}

TEST_CASE("an included source file is found") {
    CHECK_FALSE(accepted("libplacement/schedule/colocation/all.cpp", "#include \"apply.cpp\"\n"));
    CHECK(accepted("libplacement/schedule/colocation/all.cpp", "#include \"apply.h\"\n"));
}

TEST_CASE("a header that does not exist is found") {
    CHECK_FALSE(accepted("libplacement/base/text.cpp", "#include \"base/no_such.h\"\n"));
}

TEST_CASE("a folder that the table does not know is found") {
    CHECK(check("libplacement/utils/helpers.h", "").size() == 1);
    CHECK(check("libplacement/schedule/utils/helpers.h", "").size() == 1);
}

TEST_CASE("commented includes do not count, and spaces do not hide one") {
    CHECK(includes_of("// #include \"a.h\"\n/* #include \"b.h\"\n#include \"c.h\" */\n").empty());
    CHECK(includes_of("const char* text = \"/*\";\n#include \"a.h\" // the */\n").size() == 1);
    const auto found = includes_of("  #  include   <vector>  // why\n");
    REQUIRE(found.size() == 1);
    CHECK(found[0].target == "vector");
    CHECK_FALSE(found[0].quoted);
}
