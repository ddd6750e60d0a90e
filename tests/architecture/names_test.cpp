#include "architecture/names.h"

#include <string>

#include <doctest/doctest.h>

using namespace placement::architecture;

namespace {

const std::string local = "namespace {\n\nint number(int a) { return a; }\n\n} // namespace\n";

bool clash(const SourceFile& one, const SourceFile& other) { return !names_in_two_files({one, other}).empty(); }

} // namespace

TEST_CASE("no function of an unnamed namespace has the name of another in its folder") {
    for (const Violation& each : names_in_two_files(read_sources(PLACEMENT_SOURCE_DIR))) {
        FAIL_CHECK(each.path << ":" << each.line << ": " << each.message);
    }
}

TEST_CASE("a name that two files of a folder have for themselves is found, in both") {
    const auto found = names_in_two_files({{"libplacement/cib/a.cpp", local}, {"libplacement/cib/b.cpp", local}});
    REQUIRE(found.size() == 2);
    CHECK(found[0].path == "libplacement/cib/a.cpp");
    CHECK(found[0].line == 3);
}

TEST_CASE("a local name that hides the folder's own is found") {
    CHECK(clash({"libplacement/cib/a.cpp", local}, {"libplacement/cib/b.cpp", "int number(long a) { return 1; }\n"}));
}

TEST_CASE("files of two folders may have one name") {
    CHECK_FALSE(clash({"libplacement/cib/a.cpp", local}, {"libplacement/rules/b.cpp", local}));
}

TEST_CASE("overloads that all can see are no clash") {
    const std::string shared = "int number(int a) { return a; }\n";
    CHECK_FALSE(clash({"libplacement/cib/a.cpp", shared}, {"libplacement/cib/b.cpp", shared}));
}

TEST_CASE("members and calls are no functions of a file") {
    CHECK(functions_of("int Thing::number(int a) {\n    return other(a);\n}\nreturn number(1);\n").empty());
}
