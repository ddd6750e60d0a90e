#include "quorum/voting_case.h"

#include <algorithm>
#include <map>
#include <sstream>
#include <stdexcept>

namespace placement::quorum_test {

namespace {

std::vector<std::string> pieces(const std::string& text, const std::string& separator) {
    std::vector<std::string> found;
    std::size_t begin = 0;
    for (std::size_t end = 0; end != std::string::npos; begin = end + separator.size()) {
        end = text.find(separator, begin);
        found.push_back(text.substr(begin, end == std::string::npos ? end : end - begin));
    }
    return found;
}

unsigned number(const std::string& text) { return static_cast<unsigned>(std::stoul(text)); }

/// The nodes in memberships, in the order in which they are told of each other.
class PlayedVoting {
public:
    explicit PlayedVoting(const VotingCase& voting_case) : window_passes_(voting_case.window_passes()), voting_(nullptr_rules()) {
        auto rules = std::make_shared<VotingRules>();
        rules->configuration =
            std::make_shared<CorosyncConfiguration>(CorosyncConfiguration::parse(voting_case.corosync_conf(), "corosync.conf"));
        auto nodes = voting_case.nodes;
        std::ranges::sort(nodes);
        VoterNumbers all;
        for (const auto& [id, votes] : nodes) {
            all.push_back(rules->voters.size());
            numbers_[id] = rules->voters.size();
            rules->voters.push_back({std::to_string(id), id, votes});
        }
        window_ = rules->configuration->last_man_standing_window;
        voting_ = Voting(rules);
        memberships_ = {all};
        voting_.form(all, false);
        settle();
    }

    std::string play(const std::string& step) {
        const std::size_t blank = step.find(' ');
        const std::string verb = step.substr(0, blank);
        const std::string object = step.substr(blank + 1);
        if (verb == "split") split(object);
        if (verb == "down") stop(numbers_.at(number(object)));
        if (verb == "up") start(object);
        if (verb == "device" || verb == "no-device") device(object, verb == "device");
        settle();
        return answer();
    }

private:
    static std::shared_ptr<const VotingRules> nullptr_rules() { return std::make_shared<VotingRules>(); }

    void split(const std::string& sides) {
        memberships_.clear();
        for (const std::string& side : pieces(sides, "|")) {
            VoterNumbers members;
            for (const std::string& id : pieces(side, ",")) members.push_back(numbers_.at(number(id)));
            memberships_.push_back(std::move(members));
        }
        for (const VoterNumbers& members : memberships_) form(members);
    }

    void stop(VoterNumber node) {
        voting_.stop(node);
        for (VoterNumbers& members : memberships_) {
            if (std::erase(members, node) > 0 && !members.empty()) form(members);
        }
    }

    void start(const std::string& object) {
        const std::vector<std::string> words = pieces(object, "@");
        const VoterNumber friend_of = numbers_.at(number(words.at(1)));
        for (VoterNumbers& members : memberships_) {
            if (std::ranges::find(members, friend_of) == members.end()) continue;
            members.push_back(numbers_.at(number(words[0])));
            form(members);
        }
    }

    /// With the device's votes for whoever has them.
    void form(const VoterNumbers& members) {
        voting_.form(members, false);
        for (const VoterNumber member : members) {
            if (std::ranges::find(with_device_, member) != with_device_.end()) give(member, true);
        }
    }

    void device(const std::string& ids, bool given) {
        for (const std::string& id : pieces(ids, ",")) {
            const VoterNumber node = numbers_.at(number(id));
            std::erase(with_device_, node);
            if (given) with_device_.push_back(node);
            give(node, given);
        }
    }

    void give(VoterNumber node, bool given) {
        for (const VoterNumbers& members : memberships_) {
            if (std::ranges::find(members, node) == members.end()) continue;
            voting_.give_device_votes({node}, members, given);
        }
    }

    void settle() {
        if (window_passes_) voting_.pass(window_);
    }

    std::string answer() const {
        std::string text;
        for (const auto& [id, node] : numbers_) {
            const NodeView* view = voting_.view(node);
            if (view != nullptr) text += (text.empty() ? "" : " ") + std::to_string(id) + (view->quorate() ? "+" : "-");
        }
        return text;
    }

    bool window_passes_;
    std::int64_t window_ = 0;
    std::map<unsigned, VoterNumber> numbers_;
    Voting voting_;
    std::vector<VoterNumbers> memberships_;
    VoterNumbers with_device_;
};

} // namespace

VotingCase VotingCase::read(const std::string& line) {
    VotingCase made;
    const std::vector<std::string> parts = pieces(line, " / ");
    for (const std::string& word : pieces(parts.front(), " ")) {
        const std::size_t equals = word.find('=');
        if (equals == std::string::npos) throw std::runtime_error("not a setting: " + word);
        std::string value = word.substr(equals + 1);
        std::ranges::replace(value, '_', ' ');
        if (word.substr(0, equals) != "nodes") {
            made.settings.emplace_back(word.substr(0, equals), value);
            continue;
        }
        for (const std::string& node : pieces(value, ",")) {
            const std::vector<std::string> halves = pieces(node, ":");
            made.nodes.emplace_back(number(halves.at(0)), number(halves.at(1)));
        }
    }
    for (std::size_t i = 1; i < parts.size(); ++i) {
        const std::size_t equals = parts[i].find(" =");
        if (equals == std::string::npos) throw std::runtime_error("not a step: " + parts[i]);
        made.steps.push_back({parts[i].substr(0, equals), parts[i].substr(std::min(equals + 3, parts[i].size()))});
    }
    return made;
}

std::string VotingCase::line() const {
    std::string text = "nodes=";
    for (std::size_t i = 0; i < nodes.size(); ++i)
        text += (i == 0 ? "" : ",") + std::to_string(nodes[i].first) + ":" + std::to_string(nodes[i].second);
    for (auto [key, value] : settings) {
        std::ranges::replace(value, ' ', '_');
        text += " " + key + "=" + value;
    }
    for (const VotingStep& step : steps) text += " / " + step.what + " = " + step.answer;
    return text;
}

std::string VotingCase::corosync_conf() const {
    std::string text = "totem {\n version: 2\n cluster_name: c\n}\nquorum {\n provider: corosync_votequorum\n";
    std::string device;
    for (const auto& [key, value] : settings) {
        const bool of_device = key.starts_with("device.");
        (of_device ? device : text) += " " + (of_device ? key.substr(7) : key) + ": " + value + "\n";
    }
    if (!device.empty()) text += " device {\n" + device + " }\n";
    text += "}\nnodelist {\n";
    for (const auto& [id, votes] : nodes) {
        text += " node {\n  ring0_addr: 10.0.0." + std::to_string(id) + "\n  nodeid: " + std::to_string(id) +
                "\n  quorum_votes: " + std::to_string(votes) + "\n }\n";
    }
    return text + "}\n";
}

const std::string* VotingCase::setting(const std::string& name) const {
    for (const auto& [key, value] : settings) {
        if (key == name) return &value;
    }
    return nullptr;
}

bool VotingCase::window_passes() const {
    const std::string* window = setting("last_man_standing_window");
    return window != nullptr && number(*window) < 1000;
}

std::size_t steady_steps(const VotingCase& voting_case, const std::vector<std::string>& answers) {
    const bool waits = CorosyncConfiguration::parse(voting_case.corosync_conf(), "corosync.conf").wait_for_all;
    for (std::size_t i = 0; waits && i < answers.size(); ++i) {
        if (answers[i].find('-') != std::string::npos) return i + 1;
    }
    return answers.size();
}

std::vector<std::string> counted_answers(const VotingCase& voting_case) {
    PlayedVoting played(voting_case);
    std::vector<std::string> answers;
    for (const VotingStep& step : voting_case.steps) answers.push_back(played.play(step.what));
    return answers;
}

} // namespace placement::quorum_test
