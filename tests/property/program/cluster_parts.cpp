// Every single failure of every CIB in some folders, swept and verified in a part of the cluster where that is enough, and in the whole:
// the same answers.
//   cluster_parts SCENARIOS PARTS FOLDER...   SCENARIOS, PARTS: at least so many, and at least so many of them in parts
// Exit status 77 where none of the folders is there.
#include <algorithm>
#include <charconv>
#include <filesystem>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

#include "placement/error.h"
#include "placement/render.h"
#include "placement/sweep.h"
#include "placement/verify.h"

namespace fs = std::filesystem;
using namespace placement;

namespace {

struct Counts {
    std::size_t clusters = 0;
    std::size_t scenarios = 0;
    std::size_t in_parts = 0;
    std::size_t different = 0;
};

void compare(const fs::path& path, Counts& counts) {
    try {
        const Cib cib = Cib::from_file(path.string());
        const Sweep parts = sweep(cib, {.max_runs = 4'000});
        const Sweep whole = sweep(cib, {.whole_cluster = true, .max_runs = 4'000});
        const Scenario scenario{.cib = cib, .from = StartFrom::Rest};
        VerifyOptions all{.failures = 2, .depth = 1, .max_states = 4'000};
        const std::string verified = verify_json(verify(scenario, all));
        all.whole_cluster = true;
        const bool verified_alike = verified == verify_json(verify(scenario, all));
        ++counts.clusters;
        counts.scenarios += parts.scenarios.size();
        counts.in_parts += static_cast<std::size_t>(std::ranges::count_if(parts.scenarios, &SweptScenario::of_part));
        if (verified_alike && sweep_json(parts) == sweep_json(whole)) return;
        ++counts.different;
        std::cout << path.string() << ": the parts answer differently from the whole\n";
    } catch (const Error&) {
        // What cannot be swept at all says nothing about parts.
    }
}

std::vector<fs::path> cibs_in(const fs::path& folder) {
    std::vector<fs::path> paths;
    std::error_code error;
    for (const auto& entry : fs::recursive_directory_iterator(folder, error)) {
        if (entry.path().extension() == ".xml") paths.push_back(entry.path());
    }
    std::ranges::sort(paths);
    return paths;
}

std::size_t number(std::string_view text) {
    std::size_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

} // namespace

int main(int count, char** words) {
    if (count < 4) return 2;
    Counts counts;
    for (int i = 3; i < count; ++i) {
        for (const fs::path& path : cibs_in(words[i])) compare(path, counts);
    }
    if (counts.clusters == 0) return 77;
    std::cout << counts.clusters << " clusters, " << counts.scenarios << " failures, " << counts.in_parts << " of them in parts; "
              << counts.different << " clusters differ\n";
    const bool enough = counts.scenarios >= number(words[1]) && counts.in_parts >= number(words[2]);
    if (!enough) std::cout << "at least " << words[1] << " failures and " << words[2] << " in parts were expected\n";
    return enough && counts.different == 0 ? 0 : 1;
}
