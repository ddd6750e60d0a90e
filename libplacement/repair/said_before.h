#pragma once

#include <optional>
#include <string>

#include "placement/lint.h"
#include "placement/scenario.h"

namespace placement {

/// Whether both say the same, perhaps with another number or score.
bool says_the_same(const std::string& one, const std::string& other);
/// Whether both name the same thing in backquotes.
bool share_subject(const std::string& one, const std::string& other);

/// Whether one of the findings has the code, and says the same, or the same of more.
bool is_said(const Findings& findings, const Finding& finding);

/// The errors of lint that an edit brings.
class NewErrors {
public:
    explicit NewErrors(const Scenario& scenario);
    /// A clause for one that the scenario's own CIB does not have; none where there is none.
    std::optional<std::string> in(const Cib& repaired);

private:
    Findings errors_of(const Cib& cib) const;

    LintOptions options_;
    Cib cib_;
    std::optional<Findings> before_;
};

} // namespace placement
