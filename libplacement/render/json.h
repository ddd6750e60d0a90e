#pragma once

#include <nlohmann/json.hpp>

#include "placement/explain.h"
#include "placement/releases.h"
#include "placement/scenario.h"
#include "placement/sequence.h"

namespace placement {

/// Keys stay in the order in which they are written.
using Json = nlohmann::ordered_json;

/// A finite score as a number, the ends as "INFINITY" and "-INFINITY", none as null.
Json json_of(std::optional<Score> score);
/// The text, or null where it is empty.
Json json_of_text(const std::string& text);
/// "line" and "column", null where the position is not known.
void add_position(Json& object, Position position);
/// "pacemaker", the release whose rules applied, "unchecked_kinds", what was not checked for it, and "compared", how well
/// everything was.
void add_release(Json& object, Release release, const std::string& nearest_to,
                 const std::vector<std::string>& unchecked_kinds);
/// With what that release was compared, and in how much it is equal.
Json compared_json(Release release);
Json json_of(const std::vector<ChangedRule>& rules);
Json json_of(const std::vector<ScorePart>& parts);
Json json_of(const Event& event);
Json json_of(const Sequence& sequence);
Json json_of(const Loop& loop);
Json json_of(const std::vector<Obstacle>& obstacles);
Json json_of(const Diagnostics& diagnostics);
/// The text with two spaces of indent and a newline at the end. Bytes that are no UTF-8 are replaced.
std::string dump(const Json& json);
/// The same on one line.
std::string dump_line(const Json& json);

} // namespace placement
