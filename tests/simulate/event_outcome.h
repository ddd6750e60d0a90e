#pragma once

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "placement/scenario.h"
#include "support/sketch.h"

/// What becomes of a sketch after events, and what is said of them.
namespace placement {

inline Outcome outcome_after(const Sketch& sketch, std::vector<Event> events) {
    return simulate({.cib = sketch.cib(), .events = std::move(events)});
}

inline bool says(const Outcome& outcome, const std::string& code) {
    return std::ranges::any_of(outcome.diagnostics, [&](const Diagnostic& each) { return each.code == code; });
}

/// What is said with this code; empty where nothing is.
inline std::string what_is_said(const Outcome& outcome, const std::string& code) {
    for (const Diagnostic& each : outcome.diagnostics) {
        if (each.code == code) return each.message;
    }
    return "";
}

/// Why the events cannot happen; empty where they can.
inline std::string impossible(const Sketch& sketch, std::vector<Event> events) {
    try {
        outcome_after(sketch, std::move(events));
    } catch (const ImpossibleEvent& error) {
        return error.what();
    }
    return "";
}

/// Why there is no such name; empty where there is.
inline std::string unknown(const Sketch& sketch, std::vector<Event> events) {
    try {
        outcome_after(sketch, std::move(events));
    } catch (const UnknownName& error) {
        return error.what();
    }
    return "";
}

using Nodes = std::vector<std::string>;

} // namespace placement
