#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "placement/sequence.h"
#include "scenario_file/yaml.h"
#include "scenario_text.h"

// docs/scenario.schema.json: it knows the keys that are read, and judges files as the reader does.
using namespace placement;
using Json = nlohmann::json;

namespace {

std::string text_of_file(const std::string& path) {
    std::ifstream stream(path, std::ios::binary);
    REQUIRE(stream);
    return {std::istreambuf_iterator<char>(stream), {}};
}

const Json& schema() {
    static const Json read =
        Json::parse(text_of_file(std::string(PLACEMENT_SOURCE_DIR) + "/docs/scenario.schema.json"));
    return read;
}

/// What an editor makes of a plain text.
Json scalar(const std::string& text) {
    if (std::regex_match(text, std::regex("[+-]?[0-9]{1,9}"))) return std::stoi(text);
    if (text == "true" || text == "false") return text == "true";
    return text;
}

Json json_of(const YamlValue& value) {
    if (value.kind == YamlValue::Kind::Null) return nullptr;
    if (value.kind == YamlValue::Kind::Scalar) return scalar(value.scalar);
    if (value.kind == YamlValue::Kind::Sequence) {
        Json items = Json::array();
        for (const YamlValue& item : value.items) items.push_back(json_of(item));
        return items;
    }
    Json object = Json::object();
    for (const YamlEntry& entry : value.entries) object[entry.key] = json_of(entry.value);
    return object;
}

const std::set<std::string> known_words{
    "$schema", "title",    "description",   "definitions",   "$ref",      "allOf",      "oneOf",
    "anyOf",   "type",     "enum",          "const",         "required",  "properties", "additionalProperties",
    "items",   "minItems", "minProperties", "maxProperties", "minLength", "minimum",    "maximum",
    "pattern"};

bool is_of_type(const Json& value, const std::string& type) {
    if (type == "object") return value.is_object();
    if (type == "array") return value.is_array();
    if (type == "string") return value.is_string();
    if (type == "integer") return value.is_number_integer();
    if (type == "number") return value.is_number();
    if (type == "boolean") return value.is_boolean();
    return type == "null" && value.is_null();
}

bool is_valid(const Json& value, const Json& rule);

std::size_t count_valid(const Json& value, const Json& rules) {
    std::size_t count = 0;
    for (const Json& rule : rules) count += is_valid(value, rule) ? 1 : 0;
    return count;
}

bool has_valid_type(const Json& value, const Json& type) {
    if (type.is_string()) return is_of_type(value, type.get<std::string>());
    for (const Json& each : type) {
        if (is_of_type(value, each.get<std::string>())) return true;
    }
    return false;
}

bool has_valid_members(const Json& object, const Json& rule) {
    for (const Json& name : rule.value("required", Json::array())) {
        if (!object.contains(name.get<std::string>())) return false;
    }
    if (object.size() < rule.value("minProperties", std::size_t{0})) return false;
    if (object.size() > rule.value("maxProperties", object.size())) return false;
    const Json properties = rule.value("properties", Json::object());
    for (const auto& [name, member] : object.items()) {
        if (properties.contains(name)) {
            if (!is_valid(member, properties[name])) return false;
        } else if (rule.contains("additionalProperties")) {
            const Json& others = rule["additionalProperties"];
            if (others.is_boolean() ? !others.get<bool>() : !is_valid(member, others)) return false;
        }
    }
    return true;
}

bool has_valid_items(const Json& array, const Json& rule) {
    if (array.size() < rule.value("minItems", std::size_t{0})) return false;
    for (const Json& item : array) {
        if (rule.contains("items") && !is_valid(item, rule["items"])) return false;
    }
    return true;
}

bool has_valid_text(const std::string& text, const Json& rule) {
    if (text.size() < rule.value("minLength", std::size_t{0})) return false;
    return !rule.contains("pattern") || std::regex_search(text, std::regex(rule["pattern"].get<std::string>()));
}

/// JSON Schema, draft 7, as far as the schema goes; a word that is not known here fails the test.
bool is_valid(const Json& value, const Json& rule) {
    for (const auto& item : rule.items()) {
        INFO(item.key());
        REQUIRE(known_words.contains(item.key()));
    }
    if (rule.contains("$ref")) {
        return is_valid(value, schema().at(Json::json_pointer(rule["$ref"].get<std::string>().substr(1))));
    }
    if (rule.contains("type") && !has_valid_type(value, rule["type"])) return false;
    if (rule.contains("const") && value != rule["const"]) return false;
    if (rule.contains("enum") && std::ranges::find(rule["enum"], value) == rule["enum"].end()) return false;
    if (rule.contains("allOf") && count_valid(value, rule["allOf"]) != rule["allOf"].size()) return false;
    if (rule.contains("anyOf") && count_valid(value, rule["anyOf"]) == 0) return false;
    if (rule.contains("oneOf") && count_valid(value, rule["oneOf"]) != 1) return false;
    if (value.is_number() && rule.contains("minimum") && value < rule["minimum"]) return false;
    if (value.is_number() && rule.contains("maximum") && value > rule["maximum"]) return false;
    if (value.is_string() && !has_valid_text(value.get<std::string>(), rule)) return false;
    if (value.is_array() && !has_valid_items(value, rule)) return false;
    return !value.is_object() || has_valid_members(value, rule);
}

bool accepted(const std::string& yaml) { return is_valid(json_of(parse_yaml(yaml, "t.yaml")), schema()); }

bool test_accepted(const std::string& lines) { return accepted("tests:\n  - name: it\n" + lines); }

std::set<std::string> keys_of(const Json& definition) {
    std::set<std::string> keys;
    for (const auto& [key, unused] : definition.at("properties").items()) keys.insert(key);
    return keys;
}

} // namespace

TEST_CASE("schema: every mapping that is read is defined, with the same keys and no others") {
    for (const ScenarioFileMapping& mapping : scenario_file_mappings()) {
        CAPTURE(mapping.name);
        const Json& definition = schema().at("definitions").at(std::string(mapping.name));
        CHECK(keys_of(definition) == std::set<std::string>(mapping.keys.begin(), mapping.keys.end()));
        CHECK(definition.at("additionalProperties") == false);
    }
}

TEST_CASE("schema: every definition with keys of its own is a mapping that is read") {
    std::set<std::string> read;
    for (const ScenarioFileMapping& mapping : scenario_file_mappings()) read.insert(std::string(mapping.name));
    for (const auto& item : schema().at("definitions").items()) {
        INFO(item.key());
        CHECK(item.value().contains("properties") == read.contains(item.key()));
    }
}

TEST_CASE("schema: an editor can say what each key is") {
    for (const auto& item : schema().at("definitions").items()) {
        const Json properties = item.value().value("properties", Json::object());
        for (const auto& property : properties.items()) {
            INFO(item.key() << ", " << property.key());
            CHECK(property.value().value("description", "").size() > 8);
        }
    }
}

TEST_CASE("schema: docs/scenarios.md speaks of every key") {
    const std::string document = text_of_file(std::string(PLACEMENT_SOURCE_DIR) + "/docs/scenarios.md");
    for (const ScenarioFileMapping& mapping : scenario_file_mappings()) {
        for (const std::string_view key : mapping.keys) {
            CAPTURE(key);
            CHECK(document.find("`" + std::string(key) + "`") != std::string::npos);
        }
    }
}

TEST_CASE("schema: accepts the scenario files of the samples") {
    std::size_t count = 0;
    for (const auto& entry : std::filesystem::directory_iterator(std::string(PLACEMENT_SOURCE_DIR) + "/cib-samples")) {
        if (entry.path().extension() != ".yaml") continue;
        ++count;
        CAPTURE(entry.path().string());
        CHECK(accepted(text_of_file(entry.path().string())));
    }
    CHECK(count >= 1);
}

TEST_CASE("schema: accepts what the reader accepts") {
    for (const char* step :
         {"fail: n1", "fail: [n1, db@n2]", "down: n1", "up: n1", "standby: n1", "unstandby: n1",
          "maintenance: [n1, n2]", "unmaintenance: n1", "disable: db", "enable: [db]", "unmanage: db", "manage: db",
          "move: db@n2", "move: {resource: web, node: n2, promoted: yes}", "ban: [db, web@n1]",
          "ban: {resource: web, promoted: no}", "clear: db", "cleanup: db@n1", "refresh: db", "op: db_monitor_0@n1=7",
          "op_fail: [db_start_0@n1=1]", "fence_fail: [n1]", "attribute: {node: n1, name: a, value: 5}",
          "attribute: {node: n1, name: a, value: , permanent: yes}",
          "promotion_score: {resource: web, node: n1, score: -INFINITY}", "option: {maintenance-mode: true}",
          "watchdog: no", "wait: 5", "wait: 90s", "settle", "expect: {running: {db: n1}}"}) {
        CAPTURE(step);
        const std::string lines = "    steps:\n      - " + std::string(step) + "\n    expect: {lost: none}\n";
        CHECK(complaint_about_test(two_services(), lines) == "");
        CHECK(test_accepted(lines));
    }
    for (const char* expectation : {"promoted: {web: n1}",
                                    "running: {web: [n1, n2]}",
                                    "not_on: {db: n1}",
                                    "stopped: db",
                                    "stopped: [db, web]",
                                    "moves_at_most: 1",
                                    "moves_at_most: {db: 0}",
                                    "score: {db: {n1: 5, n2: INFINITY}}",
                                    "score: {db: {n1: {at_least: 5, at_most: INFINITY}}}",
                                    "promotion_score: {web: {n1: 5}}",
                                    "margin_at_least: {db: 5}",
                                    "lost: none",
                                    "lost: []",
                                    "lost: [db]",
                                    "settles: true",
                                    "settles: no",
                                    "loops: db",
                                    "promoted: {web: none}",
                                    "holds: never-twice",
                                    "holds: [comes-home, service-runs]",
                                    "at_all_times: {not_on: {db: n1}, stopped: [web]}"}) {
        CAPTURE(expectation);
        const std::string lines = "    expect: {" + std::string(expectation) + "}\n";
        CHECK(complaint_about_test(two_services(), lines) == "");
        CHECK(test_accepted(lines));
    }
}

TEST_CASE("schema: refuses what the reader refuses") {
    for (const char* lines :
         {"    expect: {}\n", "    expect: {promote: {a: b}}\n", "    steps: {}\n    expect: {lost: none}\n",
          "    steps: [stop]\n    expect: {lost: none}\n",
          "    steps: [{fail: n1, down: n2}]\n    expect: {lost: none}\n",
          "    steps: [op: db@n1]\n    expect: {lost: none}\n",
          "    steps: [watchdog: perhaps]\n    expect: {lost: none}\n",
          "    steps: [attribute: {node: n1, name: a}]\n    expect: {lost: none}\n",
          "    expect: {moves_at_most: -1}\n", "    expect: {margin_at_least: {db: 0}}\n",
          "    expect: {score: {db: {n1: {}}}}\n", "    expect: {score: {db: {n1: many}}}\n",
          "    quorum: vote\n    expect: {lost: none}\n", "    max_transitions: 0\n    expect: {lost: none}\n",
          "    timing: {operations: [{operation: start}]}\n    expect: {lost: none}\n",
          "    setps: []\n    expect: {lost: none}\n", ""}) {
        CAPTURE(lines);
        CHECK(complaint_about_test(two_services(), lines) != "");
        CHECK_FALSE(test_accepted(lines));
    }
    CHECK_FALSE(accepted("cib: a\n"));
    CHECK_FALSE(accepted("test: []\n"));
    CHECK_FALSE(accepted("tests: {}\n"));
    CHECK_FALSE(accepted("[]\n"));
}
