#include "placement/quoting.h"

#include <string>

#include <doctest/doctest.h>

using namespace placement;
using namespace std::string_literals;

TEST_CASE("visible: text that does nothing stays as it is") {
    CHECK(visible("pg01 … größer 東京 a\\b") == "pg01 … größer 東京 a\\b");
    CHECK(visible("").empty());
}

TEST_CASE("visible: control characters are shown by their number or letter") {
    CHECK(visible("a\nb\tc\rd") == "a\\nb\\tc\\rd");
    CHECK(visible("\x1b[31m\a\0\x7f"s) == "\\x1b[31m\\x07\\x00\\x7f");
    CHECK(visible("\u009b31m") == "\\u009b31m");
}

TEST_CASE("visible: what turns or breaks lines is shown by its number") {
    CHECK(visible("\u202ea\u2066b\u200f\u061c") == "\\u202ea\\u2066b\\u200f\\u061c");
    CHECK(visible("\u2028\u2029") == "\\u2028\\u2029");
    CHECK(visible("\ufffe\uffff") == "\\ufffe\\uffff");
}

TEST_CASE("visible: bytes that are no UTF-8 are shown by their number") {
    CHECK(visible("\xff\xc3") == "\\xff\\xc3");
    CHECK(visible("\xc0\xaf") == "\\xc0\\xaf");
    CHECK(visible("\xed\xa0\x80") == "\\xed\\xa0\\x80");
    CHECK(visible("\xf4\x90\x80\x80") == "\\xf4\\x90\\x80\\x80");
}

TEST_CASE("visible: what was made visible stays as it is") {
    const std::string shown = visible("\x1b\n\u202e\xff");
    CHECK(is_visible(shown));
    CHECK(visible(shown) == shown);
    CHECK_FALSE(is_visible("a\u2029"));
}

TEST_CASE("shell_quoted: a plain word needs no quotes") {
    CHECK(shell_quoted("db_monitor_10000@node1=7") == "db_monitor_10000@node1=7");
    CHECK(shell_quoted("../a-b/c.xml") == "../a-b/c.xml");
}

TEST_CASE("shell_quoted: everything else stands in single quotes") {
    CHECK(shell_quoted("").size() == 2);
    CHECK(shell_quoted("pg01;touch${IFS}pwned") == "'pg01;touch${IFS}pwned'");
    CHECK(shell_quoted("a b") == "'a b'");
    CHECK(shell_quoted("~root") == "'~root'");
    CHECK(shell_quoted("it's") == "'it'\\''s'");
    CHECK(shell_quoted("größe") == "'größe'");
}
