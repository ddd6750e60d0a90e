#include "placement/commands.h"
#include "placement/render.h"
#include "render/json.h"

namespace placement {

namespace {

Json protections_json(const std::set<Protection>& protections) {
    Json json = Json::array();
    for (const Protection each : protections) json.push_back(text(each));
    return json;
}

Json range_json(const std::optional<RepairRange>& range) {
    if (!range) return nullptr;
    Json json;
    json["from"] = json_of(range->from);
    json["to"] = json_of(range->to);
    json["edge_below"] = range->edge_below;
    json["edge_above"] = range->edge_above;
    return json;
}

Json edit_json(const RepairEdit& edit) {
    Json json;
    json["text"] = edit.text;
    json["id"] = json_of_text(edit.change.id);
    json["name"] = json_of_text(edit.change.name);
    json["value"] = edit.change.value;
    json["node"] = json_of_text(edit.change.node);
    json["attributes"] = Json::object();
    for (const auto& [name, value] : edit.change.attributes) json["attributes"][name] = value;
    add_position(json, edit.position);
    json["range"] = range_json(edit.range);
    return json;
}

Json effect_json(const RepairEffect& effect) {
    Json json;
    json["worse"] = effect.worse;
    json["better"] = effect.better;
    json["committing"] = effect.committing;
    json["more_interruptions"] = effect.more_interruptions;
    json["failures"] = effect.failures;
    json["not_compared"] = json_of_text(effect.not_compared);
    return json;
}

Json patch_json(const Repairs& repairs, const Repair& repair) {
    const std::string& name = repairs.cib.name();
    try {
        return unified_diff(repair.text.before, repair.text.text, name, name);
    } catch (const NotSupported&) {
        return nullptr;
    }
}

/// null for a change that no command makes.
Json commands_json(const Repairs& repairs, const Repair& repair, CommandTool tool) {
    Json json = Json::array();
    for (const Command& each : commands(repairs.cib, repair.changes(), {.tool = tool})) json.push_back(json_of_text(each.line));
    return json;
}

const char* unmet_kind(UnmetWant::Kind kind) {
    switch (kind) {
    case UnmetWant::Kind::Property: return "property";
    case UnmetWant::Kind::Finding: return "finding";
    case UnmetWant::Kind::Expectation: break;
    }
    return "expectation";
}

Json verified_json(const std::optional<VerifiedSpace>& space) {
    if (!space) return nullptr;
    return {{"states", space->states},
            {"sequences", space->sequences},
            {"failures", space->failures},
            {"complete_to", space->complete_to}};
}

Json repair_json(const Repairs& repairs, const Repair& repair) {
    Json json;
    json["edits"] = Json::array();
    for (const RepairEdit& each : repair.edits) json["edits"].push_back(edit_json(each));
    json["harmless"] = repair.harmless();
    json["weakens"] = protections_json(repair.weakens);
    json["leaves"] = repair.leaves;
    json["notes"] = repair.notes;
    json["effect"] = effect_json(repair.effect);
    json["patch"] = patch_json(repairs, repair);
    json["patch_of_original"] = repair.text.of_original;
    json["pcs"] = commands_json(repairs, repair, CommandTool::Pcs);
    json["crm"] = commands_json(repairs, repair, CommandTool::Crm);
    return json;
}

} // namespace

std::string repairs_json(const Repairs& repairs) {
    Json json;
    json["format_version"] = json_format_version;
    json["cib"] = repairs.cib.name();
    add_release(json, repairs.release, repairs.nearest_to, repairs.unchecked_kinds);
    json["holds_already"] = repairs.holds_already();
    json["wants"] = repairs.wants;
    json["unmet"] = Json::array();
    for (const UnmetWant& each : repairs.unmet) {
        Json want;
        want["kind"] = unmet_kind(each.kind);
        want["test"] = json_of_text(each.test);
        want["subject"] = each.subject;
        want["expected"] = each.expected;
        want["predicted"] = each.predicted;
        want["explanation"] = each.explanation;
        json["unmet"].push_back(std::move(want));
    }
    json["repairs"] = Json::array();
    for (const Repair& each : repairs.repairs) json["repairs"].push_back(repair_json(repairs, each));
    json["without_edit"] = repairs.without_edit;
    json["not_proposed"] = Json::array();
    for (const NotProposed& each : repairs.not_proposed)
        json["not_proposed"].push_back({{"text", each.text}, {"weakens", protections_json(each.weakens)}});
    json["refused"] = repairs.refused;
    json["verified"] = verified_json(repairs.verified);
    json["resources_left_out"] = repairs.resources_left_out;
    json["edits_tried"] = repairs.edits_tried;
    json["pairs_tried"] = repairs.pairs_tried;
    json["simulations"] = repairs.runs;
    json["partial"] = repairs.partial;
    json["why_partial"] = json_of_text(repairs.why_partial);
    return dump(json);
}

} // namespace placement
