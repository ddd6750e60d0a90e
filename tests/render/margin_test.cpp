#include <string>

#include <doctest/doctest.h>

#include "placement/render.h"

// Margins and changes in words, on hand-made values.
using namespace placement;

namespace {

Margins sticky() {
    Margin margin;
    margin.kind = Margin::Kind::Stickiness;
    margin.id = "ip";
    margin.position = {12, 3};
    margin.current = Score(100);
    margin.above = Score(102);
    margin.if_above = {{}, {"n2"}};
    margin.decisive_above = {"apart"};
    Margins margins;
    margins.resource = "db";
    margins.now = {{"n2"}, {"n2"}};
    margins.margins = {margin};
    margins.numbers = 1;
    margins.runs = 9;
    return margins;
}

} // namespace

TEST_CASE("a margin is a sentence, and who decides beyond it") {
    CHECK(margin_text(sticky()) == "db: promoted on n2, running on n2\n\n"
                                   "db stays promoted on n2 until resource-stickiness of ip (line 12) reaches 102 (now 100, "
                                   "2 points away).\n"
                                   "  Then: promoted on no node, running on n2; apart decides it.\n\n"
                                   "Searched by 9 runs over 1 number.\n");
}

TEST_CASE("an edge beyond which the events cannot happen says why") {
    Margins margins = sticky();
    margins.margins[0].if_above = {.impossible = "`db` does not run on n2 and so cannot fail there"};
    const std::string text = margin_text(margins);
    CHECK(text.find("db stays promoted on n2 until resource-stickiness of ip") != std::string::npos);
    CHECK(text.find("Then: the events cannot happen, as `db` does not run on n2 and so cannot fail there; apart") !=
          std::string::npos);
}

TEST_CASE("margins where nothing matters say so") {
    Margins margins;
    margins.resource = "db";
    margins.now = {{}, {"n1"}};
    CHECK(margin_text(margins).find("No score, stickiness, promotion score or fail count had a part in it.") != std::string::npos);
    margins.numbers = 2;
    CHECK(margin_text(margins).find("No single number that had a part in it was found to change that.") !=
          std::string::npos);
}

TEST_CASE("a change that changes nothing says so") {
    WhatIf answer;
    answer.changes = {ConfigurationChange::without("c")};
    answer.asked = {{"db", {{"n1", Role::Started, "db"}}, {{"n1", Role::Started, "db"}}, Fate::Runs, Fate::Runs}};
    CHECK(what_if_text(answer) == "Without c:\n  db: n1, as without the change\n  No score of it changes.\n");
}
