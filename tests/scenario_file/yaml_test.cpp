#include "scenario_file/yaml.h"

#include <string>

#include <doctest/doctest.h>

using namespace placement;

namespace {

/// The complaint about a text.
std::string complaint(const std::string& text, const YamlLimits& limits = {}) {
    try {
        parse_yaml(text, "t.yaml", limits);
    } catch (const InputError& error) {
        return error.what();
    }
    return "";
}

std::string repeated(const std::string& text, std::size_t times) {
    std::string result;
    for (std::size_t i = 0; i < times; ++i) result += text;
    return result;
}

} // namespace

TEST_CASE("yaml: texts stay as they are written") {
    const YamlValue value = parse_yaml("a: on\nb: 1.10\nc: \"x: y\"\nd:\n", "t.yaml");
    REQUIRE(value.entries.size() == 4);
    CHECK(value.entries[0].value.scalar == "on");
    CHECK(value.entries[1].value.scalar == "1.10");
    CHECK(value.entries[2].value.scalar == "x: y");
    CHECK(value.entries[3].value.kind == YamlValue::Kind::Null);
}

TEST_CASE("yaml: keys and values know where they stand") {
    const YamlValue value = parse_yaml("a:\n  - b: c\n", "t.yaml");
    CHECK(value.entries[0].position == Position{1, 1});
    CHECK(value.entries[0].value.items[0].entries[0].position == Position{2, 5});
    CHECK(value.entries[0].value.items[0].entries[0].value.position == Position{2, 8});
}

TEST_CASE("yaml: an alias is what it stands for, where it stands") {
    const YamlValue value = parse_yaml("a: &x [1, 2]\nb: *x\n", "t.yaml");
    CHECK(value.entries[1].value.items.size() == 2);
    CHECK(value.entries[1].value.position == Position{2, 4});
}

TEST_CASE("yaml: what is none is refused with its place") {
    CHECK(complaint("a: 1\n b: 2\n") == "t.yaml:2:3: not YAML: illegal map value");
}

TEST_CASE("yaml: a complaint is one line") {
    CHECK(complaint("a: \"\\\nb\"\n").find('\n') == std::string::npos);
    CHECK(complaint("\"a\\nb\": 1\n\"a\\nb\": 1\n") == "t.yaml:2:1: the key `a\\nb` is there already");
}

TEST_CASE("yaml: a key twice, a key that is not a text, and a second document are refused") {
    CHECK(complaint("a: 1\na: 2\n") == "t.yaml:2:1: the key `a` is there already");
    CHECK(complaint("[a]: 1\n") == "t.yaml:1:1: a key must be a text");
    CHECK(complaint("a: 1\n---\nb: 2\n") == "t.yaml: more than one document in one file");
}

TEST_CASE("yaml: deep nesting is refused before it is followed") {
    CHECK(complaint(repeated("[", 100'000)) == "t.yaml:1:9: nested more than 16 deep");
    CHECK(complaint(repeated("{a: ", 100'000)) == "t.yaml:1:61: nested more than 16 deep");
    CHECK(complaint(repeated("- ", 100'000)) == "t.yaml:1:33: nested more than 16 deep");
}

TEST_CASE("yaml: aliases that multiply are refused") {
    std::string text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
    for (int i = 1; i < 14; ++i) {
        const std::string before = "*a" + std::to_string(i - 1);
        text +=
            "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + before + repeated(", " + before, 9) + "]\n";
    }
    CHECK(complaint(text).find("with its aliases written out the file is larger than 32 MiB") != std::string::npos);
}

TEST_CASE("yaml: an alias within what it stands for is refused") {
    CHECK(complaint("a: &a [*a]\n") == "t.yaml:1:8: an alias stands within what it stands for");
}

TEST_CASE("yaml: a huge file is refused") {
    CHECK(complaint(std::string(2'000'000, ' ')) == "t.yaml: larger than 1024 KiB, which no scenario file needs to be");
    CHECK(complaint("aaaa: b\n", {.bytes = 4}).find("larger than") != std::string::npos);
}
