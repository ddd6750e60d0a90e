#include <algorithm>
#include <filesystem>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "cib/edit.h"
#include "placement/edit.h"
#include "placement/patch.h"

// Edits of the samples in the samples' own text.
using namespace placement;

namespace {

using EditKind = ConfigurationChange::Kind;

std::vector<ConfigurationChange> small_changes(const Cib& cib) {
    const CibEdit edit(cib);
    std::vector<ConfigurationChange> changes{{EditKind::SetOwnDefault, "", "migration-threshold", "17"},
                                             {EditKind::SetProperty, "", "cluster-delay", "61s"}};
    for (const std::string& id : edit.constraint_ids()) {
        changes.push_back(ConfigurationChange::without(id));
        if (edit.has_constraint(id)) changes.push_back({EditKind::SetConstraintAttribute, id, "description", "a \"b\""});
    }
    for (const std::string& id : edit.resource_ids()) {
        changes.push_back({EditKind::SetOwnMetaAttribute, id, "priority", "17"});
        if (edit.resource_element(id) != "primitive") continue;
        changes.push_back({EditKind::SetParameter, id, "added", "<17>"});
        changes.push_back({EditKind::AddOperation, id, "monitor", "", "", {{"interval", "17s"}}});
        changes.push_back({EditKind::AddConstraint, "new", "rsc_location", "", "", {{"rsc", id}, {"score", "17"}}});
    }
    for (const std::string& id : edit.configured_node_ids()) changes.push_back({EditKind::RemoveNode, id});
    for (const std::string& id : edit.operation_ids()) changes.push_back({EditKind::SetOperation, id, "timeout", "17s"});
    return changes;
}

std::vector<std::string> sorted_lines(const std::string& text) {
    std::istringstream stream(text);
    std::vector<std::string> lines;
    for (std::string line; std::getline(stream, line);) lines.push_back(line);
    std::ranges::sort(lines);
    return lines;
}

/// The lines that only one of the texts has.
std::size_t count_changed_lines(const std::string& before, const std::string& after) {
    std::vector<std::string> changed_lines;
    std::ranges::set_symmetric_difference(sorted_lines(before), sorted_lines(after), std::back_inserter(changed_lines));
    return changed_lines.size();
}

/// The upgrade to schema 3.0 made what was edited.
bool is_of_old_schema(const std::string& reason, const Cib& cib) {
    const std::string& schema = cib.document().named_schema;
    return reason.find("today's syntax") != std::string::npos && !schema.starts_with("pacemaker-3");
}

} // namespace

TEST_CASE("every small change of a sample changes a few lines of its text") {
    for (const auto& file : std::filesystem::directory_iterator(PLACEMENT_SOURCE_DIR "/cib-samples")) {
        if (file.path().extension() != ".xml") continue;
        const Cib cib = Cib::from_file(file.path().string());
        for (const ConfigurationChange& change : small_changes(cib)) {
            CAPTURE(file.path().string());
            CAPTURE(text(change));
            const EditedText edited = text_of(cib, changed(cib, {change}));
            if (!edited.of_original && is_of_old_schema(edited.reason, cib)) continue;
            CHECK(edited.reason == "");
            CHECK(edited.text != edited.before);
            // These take a whole element away.
            const bool is_removal = change.kind == EditKind::RemoveConstraint || change.kind == EditKind::RemoveNode;
            const std::size_t most = is_removal ? 40 : 7;
            CHECK(count_changed_lines(edited.before, edited.text) <= most);
        }
    }
}

TEST_CASE("a sample of lint becomes the one without the fault") {
    const std::filesystem::path folder = PLACEMENT_SOURCE_DIR "/cib-samples/lint";
    int pairs = 0;
    for (const auto& file : std::filesystem::directory_iterator(folder)) {
        const std::filesystem::path fixed = folder / (file.path().stem().string() + "-fixed.xml");
        const std::string name = file.path().stem().string();
        // The fault of these is an older syntax.
        if (!std::filesystem::exists(fixed) || name == "old-spelling" || name == "no-longer-supported") continue;
        ++pairs;
        CAPTURE(file.path().string());
        const Cib cib = Cib::from_file(file.path().string());
        const EditedText edited = text_of(cib, Cib::from_file(fixed.string()));
        CHECK(edited.reason == "");
    }
    CHECK(pairs > 100);
}
