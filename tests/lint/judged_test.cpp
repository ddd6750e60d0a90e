#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "placement/lint.h"

// judged.tsv has every finding in the samples and in the realistic clusters, each read by somebody who said why it is right:
// file, level, code, line, message, reason. A finding that nobody has judged fails here; so does a judgement of one that is no
// more. The clusters are not part of the project; where they are not there, their rows rest.
using namespace placement;
namespace fs = std::filesystem;

namespace {

const fs::path source = PLACEMENT_SOURCE_DIR;

fs::path folder_of_clusters() {
    const char* const asked_for = std::getenv("PLACEMENT_CLUSTERS");
    return asked_for != nullptr ? fs::path(asked_for) : source / ".." / "shared" / "clusters";
}

/// Without the reason.
std::string row(const std::string& file, const Finding& finding, Position position, const std::string& message) {
    return file + "\t" + std::string(level_text(finding.severity)) + "\t" + finding.code + "\t" + std::to_string(position.line) + "\t" + message;
}

std::set<std::string> found_in(const fs::path& path, const std::string& name) {
    const Cib cib = Cib::from_file(path.string());
    LintOptions options;
    options.threads = 1;
    options.at = cib.execution_date().value_or(Time::parse("2026-06-01"));
    std::set<std::string> rows;
    for (const Finding& finding : lint(cib, options).findings) {
        rows.insert(row(name, finding, finding.position, finding.message));
        for (const RelatedPlace& other : finding.others) rows.insert(row(name, finding, other.position, other.text));
    }
    return rows;
}

/// By the beginnings of their names ("cib-samples/", "clusters/").
std::set<std::string> judged(const std::string& prefix) {
    std::ifstream stream(source / "tests" / "lint" / "judged.tsv");
    std::set<std::string> rows;
    for (std::string line; std::getline(stream, line);) {
        if (!line.starts_with(prefix)) continue;
        const std::size_t reason = line.rfind('\t');
        CHECK_MESSAGE(reason + 1 < line.size(), "no reason: " << line);
        CHECK_MESSAGE(std::ranges::count(line, '\t') == 5, line);
        CHECK_MESSAGE(rows.insert(line.substr(0, reason)).second, "twice: " << line);
    }
    return rows;
}

void compare(const fs::path& folder, const std::string& prefix) {
    std::set<std::string> found;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        const std::string name = entry.path().lexically_relative(folder).generic_string();
        // What each sample of a code is for, another test says.
        if (entry.path().extension() != ".xml" || name.starts_with("lint/")) continue;
        found.merge(found_in(entry.path(), prefix + name));
    }
    const std::set<std::string> known = judged(prefix);
    for (const std::string& each : found) CHECK_MESSAGE(known.contains(each), "nobody has judged: " << each);
    for (const std::string& each : known) CHECK_MESSAGE(found.contains(each), "is no more: " << each);
    CHECK_FALSE(found.empty());
}

} // namespace

TEST_CASE("every finding in the samples is judged") { compare(source / "cib-samples", "cib-samples/"); }

TEST_CASE("every finding in the realistic clusters is judged") {
    const fs::path folder = folder_of_clusters();
    if (!fs::exists(folder)) {
        MESSAGE("there is no " << folder.string());
        return;
    }
    compare(folder, "clusters/");
}
