#include <fmt/format.h>

#include "base/md5.h"
#include "cib/read_bytes.h"
#include "placement/fleet.h"
#include "placement/names.h"
#include "placement/quoting.h"

namespace placement {

namespace {

std::string_view quorum_word(QuorumRule rule) {
    switch (rule) {
    case QuorumRule::Votes: return "votes";
    case QuorumRule::TwoNode: return "two-node";
    case QuorumRule::Yes: return "yes";
    case QuorumRule::No: return "no";
    case QuorumRule::AsRecorded: break;
    }
    return "as-recorded";
}

/// Builds a command line of what an answer depends on.
class Question {
public:
    explicit Question(const FleetOptions& options) : options_(options), text_(text(options.question)) {}

    std::string run() {
        if (options_.at) add("--at", fmt::format("{}{:+}", options_.at->seconds, options_.at->utc_offset));
        if (options_.quorum) add("--quorum", quorum_word(*options_.quorum));
        if (options_.release && options_.question != FleetQuestion::Releases) add("--pacemaker", text(*options_.release));
        if (options_.assume_online) text_ += " --assume-online";
        switch (options_.question) {
        case FleetQuestion::Sweep: sweeping(); break;
        case FleetQuestion::Lint:
            for (const std::string& code : options_.disabled) add("--disable", code);
            break;
        case FleetQuestion::Test:
            // By content: the paths may be others on another machine.
            for (const std::string& path : options_.scenarios) add("--scenarios", md5(read_file(path)));
            break;
        case FleetQuestion::Releases:
            add("--pacemaker", text(options_.from));
            add("--pacemaker", text(options_.to));
            sweeping();
            break;
        case FleetQuestion::Verify: verifying(); break;
        }
        return std::move(text_);
    }

private:
    void add(std::string_view option, std::string_view value) { text_ += fmt::format(" {} {}", option, shell_quoted(value)); }

    void add(std::string_view option, std::size_t value) { text_ += fmt::format(" {} {}", option, value); }

    void sweeping() {
        if (options_.depth != 1) add("--depth", static_cast<std::size_t>(options_.depth));
        for (const std::string& name : options_.attributes) add("--by-attribute", name);
        add("--max-runs", options_.max_runs);
    }

    void verifying() {
        add("--failures", options_.failures);
        if (options_.sequence_depth) add("--depth", *options_.sequence_depth);
        for (const Property property : options_.properties) add("--property", text(property));
        add("--max-states", options_.max_states);
    }

    const FleetOptions& options_;
    std::string text_;
};

} // namespace

std::string_view text(FleetQuestion question) {
    switch (question) {
    case FleetQuestion::Sweep: return "sweep";
    case FleetQuestion::Lint: return "lint";
    case FleetQuestion::Test: return "test";
    case FleetQuestion::Releases: return "releases";
    case FleetQuestion::Verify: break;
    }
    return "verify";
}

const std::vector<FleetQuestion>& fleet_questions() {
    static const std::vector<FleetQuestion> all{FleetQuestion::Sweep, FleetQuestion::Lint, FleetQuestion::Test,
                                                FleetQuestion::Releases, FleetQuestion::Verify};
    return all;
}

FleetQuestion require_fleet_question(const std::string& name) {
    std::vector<std::string> known;
    for (const FleetQuestion question : fleet_questions()) {
        if (text(question) == name) return question;
        known.emplace_back(text(question));
    }
    throw unknown_name("question", name, known);
}

std::string question_text(const FleetOptions& options) { return Question(options).run(); }

std::vector<std::string> figure_names(FleetQuestion question) {
    switch (question) {
    case FleetQuestion::Sweep:
        return {"services", "services_lost",        "failures",      "failures_that_take_down",
                "pairs",    "pairs_that_take_down", "never_at_rest", "not_simulated"};
    case FleetQuestion::Lint: return {"errors", "warnings", "infos", "switched_off"};
    case FleetQuestion::Test: return {"tests", "passed", "failed"};
    case FleetQuestion::Releases:
        return {"scenarios", "scenarios_changed", "services_changed", "services_worse", "protection_lost"};
    case FleetQuestion::Verify: break;
    }
    return {"services", "counterexamples", "states", "sequences", "complete_to", "partial"};
}

FleetHeader fleet_header(const std::vector<std::string>& files, const FleetOptions& options) {
    std::string names;
    for (const std::string& file : files) names.append(file).push_back('\0');
    return {question_text(options), files.size(), md5(names), options.shard};
}

FleetQuestion question_of(const FleetHeader& header) {
    return require_fleet_question(header.question.substr(0, header.question.find(' ')));
}

} // namespace placement
