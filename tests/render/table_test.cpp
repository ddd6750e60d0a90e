#include <doctest/doctest.h>

#include "render/fold.h"
#include "render/table.h"

// Text and tables that fit a width: lines break between words and columns, never inside a word.
using namespace placement;

namespace {

using Lines = std::vector<std::string>;

const Paint& plain() {
    static const Paint paint(false);
    return paint;
}

Table services(TableFold fold = TableFold::InCells) {
    Table table(0, fold);
    table.add({"name", "before", "after"});
    table.add({"db", "runs on n1 and n2", "is stopped on n1"});
    return table;
}

} // namespace

TEST_CASE("text breaks between words") {
    CHECK(folded("one two three", 8) == Lines{"one two", "three"});
    CHECK(folded("one two three", 13) == Lines{"one two three"});
    CHECK(folded("one two three", 0) == Lines{"one two three"});
    CHECK(folded("", 8) == Lines{""});
}

TEST_CASE("a word that is too long stands alone, whole") {
    CHECK(folded("an extraordinarily long word", 10) == Lines{"an", "extraordinarily", "long word"});
    CHECK(folded("extraordinarily", 4) == Lines{"extraordinarily"});
}

TEST_CASE("lines after the first hang, and blanks that begin the first stay") {
    CHECK(folded("  one two three", 10, 4) == Lines{"  one two", "    three"});
}

TEST_CASE("a width is one of characters, not of bytes, and colours take no room") {
    CHECK(folded("ää öö", 5) == Lines{"ää öö"});
    CHECK(folded("\033[31maa\033[0m bb cc", 5) == Lines{"\033[31maa\033[0m bb", "cc"});
}

TEST_CASE("lines of a text fold below what follows their first gap") {
    CHECK(folded_lines("  n1  online and well\nnext\n", 14) == "  n1  online\n      and well\nnext\n");
    CHECK(folded_lines("  n1 is online and well", 14) == "  n1 is online\n    and well");
    CHECK(folded_lines("one two", 0) == "one two");
    CHECK(folded_lines("\n\none two\n", 4) == "\n\none\n  two\n");
}

TEST_CASE("a table that fits has a line a row, and no blanks at the ends") {
    Table table;
    table.add({"name", "before", ""});
    table.add({"db", "n1", "moves"});
    table.add({"web"});
    CHECK(table.text(0, plain()) == "  name  before\n  db    n1      moves\n  web\n");
    CHECK(table.text(23, plain()) == table.text(0, plain()));
    CHECK(table.natural_width() == 21);
}

TEST_CASE("cells fold between words where a table is too wide") {
    CHECK(services().text(32, plain()) == "name  before        after\n"
                                          "db    runs on n1    is stopped\n"
                                          "      and n2        on n1\n");
}

TEST_CASE("columns that do not fit stand below the others, with the first one again") {
    CHECK(services(TableFold::BetweenColumns).text(30, plain()) == "name  before\n"
                                                                  "db    runs on n1 and n2\n"
                                                                  "\n"
                                                                  "name  after\n"
                                                                  "db    is stopped on n1\n");
    CHECK(services().text(20, plain()) == "name  before\n"
                                          "db    runs on n1 and\n"
                                          "      n2\n"
                                          "\n"
                                          "name  after\n"
                                          "db    is stopped on\n"
                                          "      n1\n");
}

TEST_CASE("a name that is indented hangs deeper, and words wider than the table stay whole") {
    Table table(0);
    table.add({"  a-very-long-name of something", "x"});
    CHECK(table.text(10, plain()) == "  a-very-long-name  x\n    of something\n");
}

TEST_CASE("colours are put around cells and change no widths") {
    Table table(0);
    table.add({{"db", Look::Red}, "n1"});
    table.add({"other", "n2"});
    CHECK(table.text(0, Paint(true)) == "\033[31mdb\033[0m     n1\nother  n2\n");
}

TEST_CASE("no width cuts a word of a table or loses one") {
    for (std::size_t width = 1; width < 60; ++width) {
        for (const TableFold fold : {TableFold::InCells, TableFold::BetweenColumns}) {
            const std::string text = services(fold).text(width, plain());
            for (const char* word : {"name", "before", "after", "db", "runs", "n1", "n2", "stopped"}) {
                CHECK(text.find(word) != std::string::npos);
            }
        }
    }
}
