#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>
#include <string>

#include <doctest/doctest.h>

#include "placement/diagnostic.h"
#include "placement/patch.h"

using namespace placement;

#ifdef PLACEMENT_HAS_DTL

namespace {

std::string diff_of(const std::string& before, const std::string& after, std::size_t context = 3) {
    return unified_diff(before, after, "old", "new", context);
}

std::string numbered_lines(int first, int last) {
    std::string text;
    for (int line = first; line <= last; ++line) text += std::to_string(line) + "\n";
    return text;
}

} // namespace

TEST_CASE("texts that are the same have no difference") { CHECK(diff_of("a\n", "a\n").empty()); }

TEST_CASE("a line in its context") {
    CHECK(diff_of(numbered_lines(1, 9), numbered_lines(1, 4) + "five\n" + numbered_lines(6, 9)) ==
          "--- old\n+++ new\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n");
    CHECK(diff_of("1\n2\n3\n", "1\n3\n", 0) == "--- old\n+++ new\n@@ -2 +1,0 @@\n-2\n");
    CHECK(diff_of("1\n3\n", "1\n2\n3\n", 0) == "--- old\n+++ new\n@@ -1,0 +2 @@\n+2\n");
}

TEST_CASE("changes whose contexts touch are together, and others are apart") {
    const auto hunks = [](const std::string& text) {
        std::size_t count = 0;
        for (std::size_t at = text.find("@@ -"); at != std::string::npos; at = text.find("@@ -", at + 1)) ++count;
        return count;
    };
    CHECK(hunks(diff_of("x\n" + numbered_lines(1, 6) + "x\n", "y\n" + numbered_lines(1, 6) + "y\n")) == 1);
    CHECK(hunks(diff_of("x\n" + numbered_lines(1, 7) + "x\n", "y\n" + numbered_lines(1, 7) + "y\n")) == 2);
}

TEST_CASE("an empty text, and a line without an end") {
    CHECK(diff_of("", "a\n") == "--- old\n+++ new\n@@ -0,0 +1 @@\n+a\n");
    CHECK(diff_of("a\n", "") == "--- old\n+++ new\n@@ -1 +0,0 @@\n-a\n");
    CHECK(diff_of("a\nb", "a\nb\n") == "--- old\n+++ new\n@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+b\n");
    CHECK(diff_of("a\nc", "b\nc") == "--- old\n+++ new\n@@ -1,2 +1,2 @@\n-a\n+b\n c\n\\ No newline at end of file\n");
}

TEST_CASE("a program that applies patches makes the one text of the other") {
    if (std::system("patch --version > /dev/null 2>&1") != 0) {
        MESSAGE("skipped: patch is not installed");
        return;
    }
    const std::filesystem::path folder = std::filesystem::temp_directory_path() / "placement-unified-diff";
    std::filesystem::create_directories(folder);
    std::mt19937 chance(1);
    const auto random_text = [&chance](int lines) {
        std::string text;
        for (int line = 0; line < lines; ++line) text += std::string(1, static_cast<char>('a' + chance() % 4)) + "\n";
        if (chance() % 3 == 0 && !text.empty()) text.pop_back();
        return text;
    };
    for (int round = 0; round < 40; ++round) {
        const std::string before = random_text(1 + static_cast<int>(chance() % 30));
        const std::string after = random_text(1 + static_cast<int>(chance() % 30));
        const std::string file = (folder / "text").string();
        std::ofstream(file, std::ios::binary) << before;
        std::ofstream(file + ".diff", std::ios::binary) << diff_of(before, after, chance() % 4);
        CHECK(std::system(("patch --silent --fuzz=0 " + file + " " + file + ".diff > /dev/null").c_str()) == 0);
        std::ifstream patched(file, std::ios::binary);
        std::ostringstream content;
        content << patched.rdbuf();
        CHECK(content.str() == after);
    }
    std::filesystem::remove_all(folder);
}

TEST_CASE("very many lines that all differ") {
    const std::string diff = diff_of(numbered_lines(1, 30'000), numbered_lines(30'001, 60'000));
    CHECK(diff.starts_with("--- old\n+++ new\n@@ -1,30000 +1,30000 @@\n-1\n"));
}

#else

TEST_CASE("without dtl there is no difference, and it says why") {
    CHECK_THROWS_WITH_AS(static_cast<void>(unified_diff("a", "b", "old", "new")), doctest::Contains("built without dtl"),
                         NotSupported);
}

#endif
