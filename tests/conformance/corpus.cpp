#include "conformance/corpus.h"

#include <algorithm>
#include <fstream>
#include <iterator>
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

std::vector<std::string> comparable_lines(std::string_view text) {
    std::vector<std::string> lines(1);
    for (const char c : text) {
        if (c == '\n') {
            lines.emplace_back();
        } else if (!blank(c)) {
            lines.back() += c;
        }
    }
    std::erase(lines, "");
    std::ranges::sort(lines);
    return lines;
}

std::vector<std::string> differences(const std::vector<std::string>& expected, const std::vector<std::string>& found) {
    std::vector<std::string> missing;
    std::vector<std::string> surplus;
    std::ranges::set_difference(expected, found, std::back_inserter(missing));
    std::ranges::set_difference(found, expected, std::back_inserter(surplus));
    std::vector<std::string> result;
    for (const std::string& line : missing) result.push_back("- " + line);
    for (const std::string& line : surplus) result.push_back("+ " + line);
    return result;
}

} // namespace placement::conformance
