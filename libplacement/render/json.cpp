#include "render/json.h"

namespace placement {

Json json_of(std::optional<Score> score) {
    if (!score) return nullptr;
    if (score->is_infinite()) return score->text();
    return score->value();
}

Json json_of_text(const std::string& text) {
    if (text.empty()) return nullptr;
    return text;
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

std::string dump(const Json& json) {
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

} // namespace placement
