#include "conformance/corpus.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <sstream>
#include <stdexcept>

namespace placement::conformance {

namespace {

bool blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

} // namespace

std::vector<std::string> split_words(std::string_view text) {
    std::vector<std::string> words;
    bool in_word = false;
    char quote = 0;
    for (const char c : text) {
        if (quote == 0 && blank(c)) {
            in_word = false;
            continue;
        }
        if (!in_word) words.emplace_back();
        in_word = true;
        if (quote == 0 && (c == '\'' || c == '"')) {
            quote = c;
        } else if (c == quote) {
            quote = 0;
        } else {
            words.back() += c;
        }
    }
    return words;
}

std::vector<Case> parse_cases(std::string_view text) {
    std::vector<Case> cases;
    std::istringstream lines{std::string(text)};
    for (std::string line; std::getline(lines, line);) {
        if (line.empty()) continue;
        std::istringstream columns(line);
        Case one;
        std::string arguments;
        std::getline(columns, one.name, '\t');
        std::getline(columns, one.description, '\t');
        std::getline(columns, arguments, '\t');
        one.arguments = split_words(arguments);
        cases.push_back(std::move(one));
    }
    return cases;
}

std::vector<Case> read_cases(const std::string& corpus) { return parse_cases(read_file(corpus + "/tests.tsv")); }

std::string argument_of(const Case& one, std::string_view option) {
    const auto found = std::ranges::find(one.arguments, option);
    return found == one.arguments.end() || std::next(found) == one.arguments.end() ? std::string() : *std::next(found);
}

std::string read_file(const std::string& path) {
    std::ifstream stream(path, std::ios::binary);
    if (!stream) throw std::runtime_error("cannot read " + path);
    return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

std::string read_file_if_any(const std::string& path) {
    return std::filesystem::exists(path) ? read_file(path) : std::string();
}

std::vector<std::string> lines_of(std::string_view text) {
    std::vector<std::string> lines(1);
    for (const char c : text) {
        if (c == '\n') {
            lines.emplace_back();
        } else if (!blank(c)) {
            lines.back() += c;
        }
    }
    std::erase(lines, "");
    return lines;
}

std::vector<std::string> sorted_lines(std::string_view text) {
    std::vector<std::string> lines = lines_of(text);
    std::ranges::sort(lines);
    return lines;
}

std::vector<std::string> graph_lines(const std::string& text) {
    static const std::regex does_not_count("(crm_feature_set=\"[^\"]*\"|batch-limit=\"[0-9]*\")");
    return lines_of(std::regex_replace(text, does_not_count, ""));
}

std::vector<std::string> dot_lines(std::string_view text) {
    std::vector<std::string> lines = lines_of(text);
    if (lines.size() < 2) return lines;
    std::sort(lines.begin() + 1, lines.end() - 1);
    lines.erase(std::unique(lines.begin() + 1, lines.end() - 1), lines.end() - 1);
    return lines;
}

std::vector<std::string> differences(const std::vector<std::string>& expected, const std::vector<std::string>& found) {
    if (expected == found) return {};
    std::vector<std::string> wanted = expected;
    std::vector<std::string> had = found;
    std::ranges::sort(wanted);
    std::ranges::sort(had);
    std::vector<std::string> missing;
    std::vector<std::string> surplus;
    std::ranges::set_difference(wanted, had, std::back_inserter(missing));
    std::ranges::set_difference(had, wanted, std::back_inserter(surplus));
    std::vector<std::string> result;
    for (const std::string& line : missing) result.push_back("- " + line);
    for (const std::string& line : surplus) result.push_back("+ " + line);
    if (result.empty()) result.push_back("~ " + *std::ranges::mismatch(expected, found).in1);
    return result;
}

} // namespace placement::conformance
