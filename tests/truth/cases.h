#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "placement/cib.h"
#include "placement/time.h"
#include "truth/failures.h"
#include "truth/state.h"

/// The clusters that the suite has, and where they are.
namespace placement::truth {

/// A row of expected.tsv that the reference answered.
struct ExpectedEnd {
    Failure failure;
    State state;
};

struct ClusterCase {
    std::string name; ///< "web-server.xml", "edits/web-ip.xml"; of the corpus "726"
    std::string file;
    std::optional<Time> at = {}; ///< none: when the CIB was scheduled, or else `default_time`
    /// Empty where nobody wrote down what to expect.
    std::vector<ExpectedEnd> expected = {};
};

/// At which CIBs are judged that do not say when.
Time default_time();
Time time_of(const ClusterCase& one, const Cib& cib);

/// Every *.xml in the folder, by name; with what its expected.tsv says, where it has one. Throws std::runtime_error.
std::vector<ClusterCase> clusters_in(const std::string& folder, const std::string& prefix = {});
/// The scheduler regression corpus. Throws std::runtime_error.
std::vector<ClusterCase> corpus_cases(const std::string& corpus);

/// The rows of such a text, by file. What the reference refused is left out. Throws std::runtime_error.
std::vector<std::pair<std::string, ExpectedEnd>> parse_expected(std::string_view text);

} // namespace placement::truth
