#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "architecture/promises.h"

using namespace placement::architecture;

namespace {

std::size_t broken_by(const std::string& line) { return broken_promises({{"libplacement/base/x.cpp", line + "\n"}}).size(); }

} // namespace

TEST_CASE("the library does not print, end the program, read the environment or keep variables") {
    const std::vector<Violation> broken = broken_promises(read_sources(PLACEMENT_SOURCE_DIR));
    for (const Violation& each : broken) {
        FAIL_CHECK(each.path << ":" << each.line << ": " << each.message);
    }
}

TEST_CASE("what would break a promise is found") {
    for (const char* line : {"    std::cout << 1;", "    printf(text);", "    std::fprintf(stderr, text);", "    fmt::print(text);",
                             "    std::exit(1);", "    abort();", "    std::abort();", "    const char* home = std::getenv(name);",
                             "    std::locale::global(name);", "    static int calls = 0;", "static std::map<int, int> known;",
                             "    thread_local std::string text;", "int calls = 0;", "std::vector<int> known{};", "std::mutex mutex;",
                             "inline int calls = 0;",
                             "    return std::isalnum(c);", "    return std::stod(text);"}) {
        CAPTURE(line);
        CHECK(broken_by(line) == 1);
    }
}

TEST_CASE("what keeps them is not") {
    for (const char* line : {"    static const std::regex pattern(text);", "static constexpr int most = 1;", "constexpr int most = 1;",
                             "    static int count(int of);", "static bool is_any(const Node& node) {", "    progress.abort();",
                             "    // std::cout is not for us", "    fail(\"std::exit(1)\");", "    abort(why);",
                             "    static constexpr std::array<int, 2> both{1, 2};", "const std::string name = \"a\";", "using A = B;",
                             "std::string text(const Cib& cib);", "    int count = 0;", "struct Node;"}) {
        CAPTURE(line);
        CHECK(broken_by(line) == 0);
    }
}
