#include <fstream>

#include <doctest/doctest.h>

#include "quorum/voting_case.h"

TEST_CASE("quorum is as corosync-vqsim has it, after each step of each sequence") {
    using namespace placement::quorum_test;
    std::ifstream table(std::string(PLACEMENT_SOURCE_DIR) + "/tests/quorum/answers.txt");
    for (std::string line; std::getline(table, line);) {
        if (line.empty() || line.front() == '#') continue;
        CAPTURE(line);
        const VotingCase voting_case = VotingCase::read(line);
        std::vector<std::string> answers;
        for (const VotingStep& step : voting_case.steps) answers.push_back(step.answer);
        CHECK(counted_answers(voting_case) == answers);
    }
}
