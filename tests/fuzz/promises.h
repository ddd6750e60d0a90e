#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "placement/scenario.h"
#include "placement/schedule.h"

/// What every answer keeps, whatever the input. Each throws Broken with what was not kept.
namespace placement::fuzz {

/// Runs it; what the library documents to throw for unusable input is no fault. Whether it ran to its end.
bool survives(const std::function<void()>& work);

/// JSON parses again, and has no raw control character.
void require_json(std::string_view what, const std::string& text);
/// XML parses again, and has no character that XML forbids.
void require_xml(std::string_view what, const std::string& text);
/// Text for a terminal: no control character but line ends and tabs, no direction mark, valid UTF-8.
void require_printable(std::string_view what, const std::string& text);
/// Quotes are closed on each line, and nothing is raw.
void require_dot(std::string_view what, const std::string& text);
/// Each record has as many fields as the first.
void require_csv(std::string_view what, const std::string& text);

/// The ledger of the schedule leads to its scores.
void require_replay(const Schedule& schedule);
/// All renderings of the outcome, and explanations of its resources, which say of each what the outcome says.
void require_renderings(const Outcome& outcome);

} // namespace placement::fuzz
