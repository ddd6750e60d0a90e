#pragma once

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <type_traits>
#include <vector>

#include "bindings.h"
#include "placement/agents.h"
#include "placement/edit.h"
#include "placement/error.h"
#include "placement/expectation.h"
#include "placement/lint.h"
#include "placement/quorum.h"
#include "placement/scenario.h"
#include "placement/sweep.h"
#include "placement/verify.h"

/// What Python's side hands over, as the library's values. A mapping has the keys of docs/json.md, or those of the value's members.
namespace placement::python {

/// A corosync.conf, as scenarios share it.
struct Corosync {
    std::shared_ptr<const CorosyncConfiguration> configuration;
};
/// Null for none.
std::shared_ptr<const CorosyncConfiguration> shared(const std::optional<Corosync>& corosync);

std::optional<Time> time_of(const std::optional<std::string>& text);
std::optional<Release> release_of(const std::optional<std::string>& text);
std::optional<QuorumRule> quorum_of(const std::optional<std::string>& text);
StartFrom start_of(const std::string& text);

/// As docs/json.md has events.
Event event_of(const py::dict& event);
std::vector<Event> events_of(const py::list& events);
std::vector<OperationResult> results_of(const std::vector<std::string>& texts);
std::vector<Agent> agents_of(const std::vector<std::string>& texts);
SequenceOptions sequence_of(const py::dict& options);
Scenario scenario_of(const py::dict& scenario);
/// Those members of a sweep's options that are in the mapping.
SweepOptions sweep_options_of(const py::dict& options);

Expectation expectation_of(const py::dict& expectation);
std::vector<Expectation> expectations_of(const py::list& expectations);
ConfigurationChange change_of(const py::dict& change);
std::vector<ConfigurationChange> changes_of(const py::list& changes);
VerifyOptions verify_options_of(const py::dict& options);
LintOptions lint_options_of(const py::dict& options);
Finding finding_of(const py::dict& finding);

template <typename Value>
inline constexpr bool is_integer = std::is_integral_v<Value> && !std::is_same_v<Value, bool>;
template <typename Value>
inline constexpr bool is_integer<std::optional<Value>> = is_integer<Value>;

/// What is at the key. Throws KeyError, TypeError where it is something else, and InvalidArgument for an int that is out of range.
template <typename Value>
Value get(const py::dict& from, const char* key) {
    const py::object value = from[key];
    try {
        return value.cast<Value>();
    } catch (const py::cast_error&) {
        if (is_integer<Value> && py::isinstance<py::int_>(value))
            throw InvalidArgument(std::string(key) + ": " + std::string(py::str(value)) + " is out of range");
        throw py::type_error(std::string(key) + ": cannot be of type " +
                             std::string(py::str(py::type::of(value).attr("__name__"))));
    }
}

} // namespace placement::python
