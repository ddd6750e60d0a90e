#pragma once

#include <initializer_list>
#include <string_view>

#include "lint/rules.h"

/// What reading the CIB finds is a Diagnostic of the code's own; here is what lint says about each code.
namespace placement {

struct ReadingCode {
    const char* code;
    /// As a rule; a diagnostic comes with its own level.
    Severity severity;
    const char* summary;
    const char* explanation;
    const char* remedy;
};

inline void add_reading_codes(LintRules& rules, std::string_view topic, std::initializer_list<ReadingCode> codes) {
    for (const ReadingCode& each : codes) {
        rules.push_back({each.code, std::string(topic), each.severity, each.summary, each.explanation, each.remedy, {}});
    }
}

} // namespace placement
