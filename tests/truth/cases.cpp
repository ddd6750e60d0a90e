#include "truth/cases.h"

#include <algorithm>
#include <filesystem>
#include <sstream>
#include <stdexcept>

#include "conformance/corpus.h"

namespace placement::truth {

namespace {

std::vector<std::string> columns_of(const std::string& line) {
    std::vector<std::string> columns(1);
    for (const char c : line) {
        if (c == '\t') {
            columns.emplace_back();
        } else {
            columns.back() += c;
        }
    }
    return columns;
}

} // namespace

Time default_time() { return Time::parse("2026-01-01T00:00:00Z"); }

Time time_of(const ClusterCase& one, const Cib& cib) {
    return one.at ? *one.at : cib.execution_date().value_or(default_time());
}

std::vector<ClusterCase> clusters_in(const std::string& folder, const std::string& prefix) {
    std::vector<ClusterCase> cases;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        if (entry.path().extension() != ".xml") continue;
        cases.push_back({prefix + entry.path().filename().string(), entry.path().string()});
    }
    std::ranges::sort(cases, {}, &ClusterCase::name);
    for (auto& [file, row] : parse_expected(conformance::read_file_if_any(folder + "/expected.tsv"))) {
        const auto found = std::ranges::find(cases, prefix + file, &ClusterCase::name);
        if (found == cases.end()) throw std::runtime_error(folder + "/expected.tsv: there is no " + file);
        found->expected.push_back(std::move(row));
    }
    return cases;
}

std::vector<ClusterCase> corpus_cases(const std::string& corpus) {
    std::vector<ClusterCase> cases;
    for (const conformance::Case& one : conformance::read_cases(corpus)) {
        ClusterCase added{one.name, corpus + "/xml/" + one.name + ".xml"};
        if (const std::string at = argument_of(one, "-t"); !at.empty()) added.at = Time::parse(at);
        cases.push_back(std::move(added));
    }
    return cases;
}

std::vector<std::pair<std::string, ExpectedEnd>> parse_expected(std::string_view text) {
    std::vector<std::pair<std::string, ExpectedEnd>> rows;
    std::istringstream lines{std::string(text)};
    std::string line;
    std::getline(lines, line); // names the columns
    while (std::getline(lines, line)) {
        const auto columns = columns_of(line);
        if (columns.size() != 5) throw std::runtime_error("`" + line + "` is not five columns");
        if (columns[4].starts_with("refused ")) continue;
        rows.push_back({columns[0], {parse_failure(columns[1], columns[2]), parse_state(columns[4])}});
    }
    return rows;
}

} // namespace placement::truth
