#include "quorum/chance_cases.h"

#include <algorithm>
#include <random>

namespace placement::quorum_test {

namespace {

class ChanceCase {
public:
    explicit ChanceCase(unsigned seed) : random_(seed) {}

    VotingCase make() {
        const unsigned count = 2 + below(5);
        const bool uneven = below(4) == 0;
        for (unsigned id = 1; id <= count; ++id) made_.nodes.emplace_back(id, uneven ? 1 + below(3) : 1);
        choose_settings(count);
        for (const auto& [id, votes] : made_.nodes) up_.push_back(id);
        const unsigned steps = 3 + below(3);
        for (unsigned i = 0; i < steps; ++i) add_step();
        return made_;
    }

private:
    unsigned below(unsigned end) { return static_cast<unsigned>(random_() % end); }
    bool chance(unsigned one_in) { return below(one_in) == 0; }
    void set(const std::string& key, const std::string& value) { made_.settings.emplace_back(key, value); }

    void choose_settings(unsigned count) {
        unsigned votes = 0;
        for (const auto& node : made_.nodes) votes += node.second;
        if (chance(count == 2 ? 2 : 8)) set("two_node", "1");
        const bool waits = chance(2);
        if (waits || chance(4)) set("wait_for_all", waits ? "1" : "0");
        const bool breaks_ties = chance(3);
        const bool odd_without_waiting = votes % 2 == 1 && !waits;
        if (breaks_ties) {
            set("auto_tie_breaker", "1");
            const std::vector<std::string> nodes{"lowest", "highest", "1 2", "2 1 3"};
            if (chance(2)) set("auto_tie_breaker_node", nodes[below(4)]);
        }
        if (chance(3) && !(breaks_ties && odd_without_waiting)) {
            set("last_man_standing", "1");
            set("last_man_standing_window", chance(3) ? "60000" : "50");
        }
        if (chance(6)) set("expected_votes", std::to_string(1 + below(votes + 2)));
    }

    void add_step() {
        const bool can_start = up_.size() < made_.nodes.size() && !up_.empty();
        if (can_start && chance(3)) {
            start();
        } else if (up_.size() > 1 && chance(3)) {
            const std::size_t which = below(static_cast<unsigned>(up_.size()));
            made_.steps.push_back({"down " + std::to_string(up_[which]), ""});
            up_.erase(up_.begin() + static_cast<std::ptrdiff_t>(which));
        } else {
            split();
        }
    }

    void start() {
        std::vector<unsigned> down;
        for (const auto& [id, votes] : made_.nodes) {
            if (std::ranges::find(up_, id) == up_.end()) down.push_back(id);
        }
        const unsigned id = down[below(static_cast<unsigned>(down.size()))];
        const unsigned next_to = up_[below(static_cast<unsigned>(up_.size()))];
        made_.steps.push_back({"up " + std::to_string(id) + "@" + std::to_string(next_to), ""});
        up_.push_back(id);
        std::ranges::sort(up_);
    }

    /// All that are up, in one to three memberships.
    void split() {
        const unsigned sides = std::min<unsigned>(1 + below(3), static_cast<unsigned>(up_.size()));
        std::vector<std::string> members(sides);
        for (const unsigned id : up_) {
            std::string& side = members[below(sides)];
            side += (side.empty() ? "" : ",") + std::to_string(id);
        }
        std::string what;
        for (const std::string& side : members) {
            if (!side.empty()) what += (what.empty() ? "" : "|") + side;
        }
        made_.steps.push_back({"split " + what, ""});
    }

    std::mt19937 random_;
    VotingCase made_;
    std::vector<unsigned> up_;
};

} // namespace

std::vector<VotingCase> chance_cases(std::size_t number) {
    std::vector<VotingCase> cases;
    for (unsigned seed = 1; cases.size() < number; ++seed) cases.push_back(ChanceCase(seed).make());
    return cases;
}

} // namespace placement::quorum_test
