#include "render/json.h"

#include <fmt/format.h>

#include "base/unseen.h"
#include "placement/comparisons.h"
#include "render/words.h"

namespace placement {

namespace {

Json event_json(const char* name, const std::string& node) {
    Json json;
    json["event"] = name;
    json["node"] = node;
    return json;
}

Json resource_event(const char* name, const std::string& resource) { return {{"event", name}, {"resource", resource}}; }

Json resource_event(const char* name, const std::string& resource, const std::optional<std::string>& node) {
    Json json = resource_event(name, resource);
    json["node"] = node ? Json(*node) : Json();
    return json;
}

struct EventJson {
    Json operator()(const NodeFails& e) const { return event_json("node-fails", e.node); }
    Json operator()(const NodeLeaves& e) const { return event_json("node-leaves", e.node); }
    Json operator()(const NodeJoins& e) const { return event_json("node-joins", e.node); }
    Json operator()(const NodeStandby& e) const { return event_json("node-standby", e.node); }
    Json operator()(const NodeUnstandby& e) const { return event_json("node-unstandby", e.node); }
    Json operator()(const NodeMaintenance& e) const { return event_json("node-maintenance", e.node); }
    Json operator()(const NodeUnmaintenance& e) const { return event_json("node-unmaintenance", e.node); }
    Json operator()(const ResourceDisabled& e) const { return resource_event("resource-disabled", e.resource); }
    Json operator()(const ResourceEnabled& e) const { return resource_event("resource-enabled", e.resource); }
    Json operator()(const ResourceUnmanaged& e) const { return resource_event("resource-unmanaged", e.resource); }
    Json operator()(const ResourceManaged& e) const { return resource_event("resource-managed", e.resource); }
    Json operator()(const ResourceMoved& e) const {
        Json json = resource_event("resource-moved", e.resource, e.node);
        json["promoted"] = e.promoted;
        return json;
    }
    Json operator()(const ResourceBanned& e) const {
        Json json = resource_event("resource-banned", e.resource, e.node);
        json["promoted"] = e.promoted;
        return json;
    }
    Json operator()(const ResourceCleared& e) const { return resource_event("resource-cleared", e.resource, e.node); }
    Json operator()(const ResourceCleanedUp& e) const { return resource_event("resource-cleaned-up", e.resource, e.node); }
    Json operator()(const ResourceRefreshed& e) const { return resource_event("resource-refreshed", e.resource, e.node); }
    Json operator()(const ResourceFails& e) const {
        Json json = event_json("resource-fails", e.node);
        json["resource"] = e.resource;
        return json;
    }
    Json operator()(const OperationEnds& e) const { return {{"event", "operation-ends"}, {"operation", text(e.result)}}; }
    Json operator()(const TicketChanges& e) const {
        return {{"event", "ticket-changes"}, {"ticket", e.ticket}, {"to", word(e.to)}};
    }
    Json operator()(const WatchdogChanges& e) const { return {{"event", "watchdog-changes"}, {"present", e.present}}; }
    Json operator()(const TimePasses& e) const {
        Json json{{"event", "time-passes"}, {"seconds", e.seconds}};
        if (e.milliseconds != 0) json["milliseconds"] = e.milliseconds;
        return json;
    }
    Json operator()(const NodeAttributeSet& e) const {
        Json json = event_json("node-attribute-set", e.node);
        json["name"] = e.name;
        json["value"] = e.value ? Json(*e.value) : Json();
        json["permanent"] = e.permanent;
        return json;
    }
    Json operator()(const PromotionScoreSet& e) const {
        Json json = event_json("promotion-score-set", e.node);
        json["resource"] = e.resource;
        json["score"] = json_of(e.score);
        return json;
    }
    Json operator()(const OptionSet& e) const {
        return {{"event", "option-set"}, {"name", e.name}, {"value", e.value}};
    }
    Json operator()(const FencingWillFail& e) const { return {{"event", "fencing-will-fail"}, {"node", e.node}}; }
    Json operator()(const OperationWillFail& e) const {
        return {{"event", "operation-will-fail"}, {"operation", text(e.result)}};
    }
    Json operator()(const ClusterSettles&) const { return {{"event", "cluster-settles"}}; }

private:
    static const char* word(TicketChanges::To change) {
        switch (change) {
        case TicketChanges::To::Granted: return "granted";
        case TicketChanges::To::Revoked: return "revoked";
        case TicketChanges::To::Standby: return "standby";
        case TicketChanges::To::Active: break;
        }
        return "active";
    }
};

} // namespace

Json json_of(std::optional<Score> score) {
    if (!score) return nullptr;
    if (score->is_infinite()) return score->text();
    return score->value();
}

Json json_of_text(const std::string& text) {
    if (text.empty()) return nullptr;
    return text;
}

void add_release(Json& object, Release release, const std::string& nearest_to,
                 const std::vector<std::string>& unchecked_kinds) {
    object["pacemaker"] = text(release);
    object["nearest_to"] = json_of_text(nearest_to);
    object["unchecked_kinds"] = unchecked_kinds;
    object["compared"] = compared_json(release);
}

Json compared_json(Release release) {
    const ReleaseComparison* const compared = comparison_of(release);
    const auto number = [&](std::size_t ReleaseComparison::* count) {
        return compared == nullptr ? Json(nullptr) : Json(compared->*count);
    };
    Json json;
    json["extent"] = text(compared_extent(release));
    json["inputs"] = number(&ReleaseComparison::inputs);
    json["equal"] = number(&ReleaseComparison::equal);
    json["places"] = number(&ReleaseComparison::places);
    json["scores"] = number(&ReleaseComparison::scores);
    json["transition"] = number(&ReleaseComparison::graph);
    return json;
}

void add_position(Json& object, Position position) {
    object["line"] = position.known() ? Json(position.line) : Json(nullptr);
    object["column"] = position.known() ? Json(position.column) : Json(nullptr);
}

Json json_of(const std::vector<ScorePart>& parts) {
    Json list = Json::array();
    for (const ScorePart& part : parts) {
        Json object;
        object["change"] = json_of(part.change);
        object["after"] = json_of(part.after);
        object["text"] = part.text;
        object["constraint"] = json_of_text(part.constraint);
        add_position(object, part.position);
        list.push_back(std::move(object));
    }
    return list;
}

Json json_of(const Diagnostics& diagnostics) {
    Json list = Json::array();
    for (const Diagnostic& diagnostic : diagnostics) {
        Json json;
        json["severity"] = severity_word(diagnostic.severity);
        json["code"] = diagnostic.code;
        json["message"] = diagnostic.message;
        add_position(json, diagnostic.position);
        list.push_back(std::move(json));
    }
    return list;
}

namespace {

std::string dump_indented(const Json& json, int indent) {
    const std::string text = json.dump(indent, ' ', false, Json::error_handler_t::replace);
    // Beyond ASCII there is nothing outside strings.
    return with_unseen_as(text, [](const Utf8Character& character) {
        return character.code == '\n' ? std::string("\n") : fmt::format("\\u{:04x}", character.code);
    }) + "\n";
}

} // namespace

std::string dump(const Json& json) { return dump_indented(json, 2); }

std::string dump_line(const Json& json) { return dump_indented(json, -1); }

Json json_of(const Event& event) {
    Json json = std::visit(EventJson(), event);
    json["text"] = text(event);
    return json;
}

Json json_of(const std::vector<Obstacle>& obstacles) {
    Json list = Json::array();
    for (const Obstacle& obstacle : obstacles) {
        Json json;
        json["code"] = obstacle.code;
        json["node"] = json_of_text(obstacle.node);
        json["constraint"] = json_of_text(obstacle.constraint);
        json["score"] = json_of(obstacle.score);
        add_position(json, obstacle.position);
        json["text"] = obstacle.text;
        list.push_back(std::move(json));
    }
    return list;
}

} // namespace placement
