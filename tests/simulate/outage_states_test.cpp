#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "placement/carry_out.h"
#include "placement/schedule.h"
#include "placement/unpack.h"

// The states of the outage of 2017 with the answers of the real schedulers, which are no part of the project: they lie beside
// it, or where the environment's PLACEMENT_OUTAGE says. Without them nothing is compared.
using namespace placement;

namespace {

std::filesystem::path data() {
    if (const char* folder = std::getenv("PLACEMENT_OUTAGE")) return folder;
    return std::filesystem::path(PLACEMENT_SOURCE_DIR) / ".." / "shared" / "outage";
}

struct Answer {
    std::string promoted;
    std::string unpromoted;
    std::string address;
    std::string backup_address;
    std::set<std::string> promotion_scores; ///< "pg01=100"; without instances that are nowhere
};

std::string joined(const std::set<std::string>& words) {
    std::string text;
    for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
    return text.empty() ? "-" : text;
}

std::string place_of(const Cluster& cluster, const std::string& resource) {
    std::set<std::string> nodes;
    for (const NodeId node : cluster.resources[cluster.find_resource(resource)].active_nodes) {
        nodes.insert(cluster.nodes[node].name);
    }
    return nodes.empty() ? "Stopped" : "Started " + joined(nodes);
}

Answer answer(const std::filesystem::path& file, Release release) {
    const Cib cib = Cib::from_file(file.string());
    const Time now = cib.execution_date().value_or(Time{1'511'000'000, 0});
    const Schedule schedule = placement::schedule(unpack(cib, now, release));
    const auto after = unpack(carry_out(cib, schedule).cib, now, release);
    std::set<std::string> promoted;
    std::set<std::string> unpromoted;
    for (const Resource& each : after->resources) {
        if (each.xml_id != "Postgresql") continue;
        for (const NodeId node : each.active_nodes) {
            (each.role == Role::Promoted ? promoted : unpromoted).insert(after->nodes[node].name);
        }
    }
    Answer found{
        joined(promoted), joined(unpromoted), place_of(*after, "PostgresqlVIP"), place_of(*after, "PostgresqlBackupVIP"), {}};
    for (const ReportedScore& score : schedule.reported_scores) {
        if (score.kind != ReportedScore::Kind::Promotion || !score.node) continue;
        found.promotion_scores.insert(schedule.cluster->nodes[score.node].name + "=" + score.score.text());
    }
    return found;
}

std::vector<std::string> split(const std::string& text, char separator) {
    std::vector<std::string> parts;
    std::istringstream stream(text);
    for (std::string part; std::getline(stream, part, separator);) parts.push_back(part);
    return parts;
}

std::string without_notes(const std::string& place) { return place.substr(0, place.find(" (")); }

/// How many of the lines for the release have the places, and how many the promotion scores.
struct Equal {
    std::size_t lines = 0;
    std::size_t places = 0;
    std::size_t promotion_scores = 0;
};

Equal compare(Release release) {
    std::ifstream expected(data() / "expected.tsv");
    Equal equal;
    for (std::string line; std::getline(expected, line);) {
        const std::vector<std::string> fields = split(line, '\t');
        if (fields.size() < 7 || fields[1] != text(release)) continue;
        ++equal.lines;
        const Answer found = answer(data() / "states" / (fields[0] + ".xml"), release);
        const bool same = found.promoted == fields[2] && found.unpromoted == fields[3] &&
                          found.address == without_notes(fields[4]) && found.backup_address == without_notes(fields[5]);
        std::set<std::string> scores;
        for (const std::string& each : split(fields[6], ';')) {
            if (!each.starts_with("none=")) scores.insert(each);
        }
        equal.places += same ? 1 : 0;
        equal.promotion_scores += found.promotion_scores == scores ? 1 : 0;
    }
    return equal;
}

void check(Release release) {
    if (!std::filesystem::exists(data() / "expected.tsv")) {
        MESSAGE("the outage's states are not here");
        return;
    }
    const Equal equal = compare(release);
    CHECK(equal.lines == 400);
    CHECK(equal.places == 400);
    CHECK(equal.promotion_scores == 400);
}

} // namespace

TEST_CASE("the outage's states under 1.1.10") { check(Release::v1_1_10); }

TEST_CASE("the outage's states under 3.0.2") { check(Release::v3_0_2); }
