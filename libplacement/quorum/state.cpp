#include <algorithm>
#include <limits>
#include <map>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"
#include "placement/quorum.h"
#include "placement/quoting.h"
#include "quorum/device_choice.h"
#include "quorum/voting.h"

namespace placement {

struct CountedNodes {
    bool can_tell = false;
    Diagnostics diagnostics = {};
    std::map<std::string, VoterNumber> numbers = {}; ///< by name
    Voting voting;
    std::vector<VoterNumbers> sides = {}; ///< the memberships there are
};

namespace {

std::optional<std::uint32_t> id_of(const std::string& text) {
    const auto number = scan_integer(text);
    if (!number || !number->fits || !number->rest.empty() || number->value < 0 ||
        number->value > std::numeric_limits<std::uint32_t>::max()) {
        return std::nullopt;
    }
    return static_cast<std::uint32_t>(number->value);
}

/// Who votes: the nodes of the file by the names that Pacemaker has for them.
class VoterFinder {
public:
    VoterFinder(const CorosyncConfiguration& configuration, const std::vector<QuorumNode>& nodes)
        : configuration_(configuration), nodes_(nodes) {}

    std::vector<Voter> find() {
        if (configuration_.nodes.empty()) {
            for (const QuorumNode& node : nodes_) voters_.push_back({node.name, id_of(node.id), configuration_.votes_of_others});
            any_known_ = !nodes_.empty() && nodes_.size() <= most_nodes;
            if (nodes_.size() > most_nodes)
                tell("too-many-nodes", fmt::format("the CIB has more than {} cluster nodes; quorum is not counted by {}",
                                                   most_nodes, visible(configuration_.file_name)));
        } else {
            find_listed();
        }
        std::ranges::stable_sort(voters_, {}, [](const Voter& voter) {
            return voter.id ? std::uint64_t{*voter.id} : std::numeric_limits<std::uint64_t>::max();
        });
        return std::move(voters_);
    }
    bool any_known() const { return any_known_; }
    Diagnostics take_diagnostics() { return std::move(diagnostics_); }

private:
    void find_listed() {
        std::map<const CorosyncNode*, const QuorumNode*> found;
        std::set<const QuorumNode*> taken;
        const auto match = [&](auto fits) {
            for (const CorosyncNode& listed : configuration_.nodes) {
                if (found.contains(&listed)) continue;
                for (const QuorumNode& node : nodes_) {
                    if (taken.contains(&node) || !fits(listed, node)) continue;
                    found[&listed] = &node;
                    taken.insert(&node);
                    break;
                }
            }
        };
        match([](const CorosyncNode& listed, const QuorumNode& node) { return listed.known_as() == node.name; });
        match([](const CorosyncNode& listed, const QuorumNode& node) { return listed.id && listed.id == id_of(node.id); });
        any_known_ = !found.empty();
        for (const CorosyncNode& listed : configuration_.nodes) {
            const auto known = found.find(&listed);
            if (known != found.end() && !listed.name.empty() && listed.name != known->second->name)
                tell("other-name", fmt::format("`{}` of {} has the id of node `{}` and is taken to be it", visible(listed.name),
                                               visible(configuration_.file_name), visible(known->second->name)));
            voters_.push_back({known == found.end() ? listed.known_as() : known->second->name, listed.id, listed.votes});
            if (known == found.end() && any_known_)
                tell("corosync-only", fmt::format("`{}` is in the nodelist of {}, but no node of the CIB; it votes, and is down",
                                                  visible(listed.known_as()), visible(configuration_.file_name)));
        }
        for (const QuorumNode& node : nodes_) {
            if (!taken.contains(&node) && any_known_)
                tell("no-vote", fmt::format("node `{}` is not in the nodelist of {}; it has no vote", visible(node.name),
                                            visible(configuration_.file_name)));
        }
        if (!any_known_)
            tell("other-cluster",
                 fmt::format("no node of the CIB is in the nodelist of {}, by its name or id; quorum is not counted "
                             "by it",
                             visible(configuration_.file_name)));
    }

    void tell(const std::string& code, const std::string& message) {
        diagnostics_.push_back({Severity::Warning, code, message, {}});
    }

    const CorosyncConfiguration& configuration_;
    const std::vector<QuorumNode>& nodes_;
    std::vector<Voter> voters_;
    Diagnostics diagnostics_;
    bool any_known_ = false;
};

VoterNumbers numbers_of(const CountedNodes& counted, const QuorumSide& side) {
    std::set<VoterNumber> numbers;
    for (const std::string& name : side) {
        if (const auto found = counted.numbers.find(name); found != counted.numbers.end()) numbers.insert(found->second);
    }
    return {numbers.begin(), numbers.end()};
}

/// The answer of the members in words.
class AnswerInWords {
public:
    AnswerInWords(const VotingRules& rules, const NodeView& view, const QuorumAnswer& answer)
        : rules_(rules), configuration_(*rules.configuration), view_(view), answer_(answer) {}

    std::string text() const { return fmt::format("{}{}{} (corosync.conf)", votes(), rule(), lowered()); }

private:
    std::string votes() const {
        const std::string from_device =
            answer_.device_votes ? fmt::format(" ({} from the quorum device)", rules_.device_votes()) : "";
        return fmt::format("{} of {} votes{}", answer_.votes, answer_.expected, from_device);
    }

    std::string rule() const {
        const bool enough = answer_.votes >= answer_.needed;
        if (!answer_.quorate && answer_.waiting && enough)
            return "; wait_for_all: not all nodes have been members at the same time yet";
        if (configuration_.two_node && answer_.quorate && answer_.needed == 1) return "; with two_node one node is enough";
        return fmt::format(", {} needed{}{}", answer_.needed, tie(enough), device());
    }

    std::string tie(bool enough) const {
        if (view_.by_tie_breaker()) return ", but auto_tie_breaker decides for this half";
        const bool half = configuration_.auto_tie_breaker && answer_.votes == answer_.expected / 2;
        return half && !enough ? ", and auto_tie_breaker does not decide for this half" : "";
    }

    std::string device() const {
        if (!configuration_.device || answer_.device_votes) return "";
        return fmt::format("; without the {} of the quorum device", rules_.device_votes());
    }

    std::string lowered() const {
        return view_.expects_fewer() ? "; last_man_standing has lowered the votes that are expected" : "";
    }

    const VotingRules& rules_;
    const CorosyncConfiguration& configuration_;
    const NodeView& view_;
    const QuorumAnswer& answer_;
};

} // namespace

QuorumState::QuorumState(std::shared_ptr<const CorosyncConfiguration> configuration, const std::vector<QuorumNode>& nodes)
    : configuration_(std::move(configuration)) {
    VoterFinder finder(*configuration_, nodes);
    auto rules = std::make_shared<VotingRules>();
    rules->configuration = configuration_;
    rules->voters = finder.find();
    if (rules->voters.size() > most_nodes) rules->voters.clear();
    auto counted = std::make_shared<CountedNodes>(CountedNodes{.voting = Voting(rules)});
    counted->can_tell = configuration_->counts_votes && finder.any_known();
    counted->diagnostics = configuration_->counts_votes ? finder.take_diagnostics() : Diagnostics();
    for (VoterNumber number = 0; number < rules->voters.size(); ++number)
        counted->numbers.emplace(rules->voters[number].name, number);
    counted_ = std::move(counted);
}

bool QuorumState::can_tell() const { return counted_->can_tell; }

const Diagnostics& QuorumState::diagnostics() const { return counted_->diagnostics; }

QuorumSide QuorumState::everybody() const {
    QuorumSide all;
    for (const Voter& voter : counted_->voting.rules().voters) all.push_back(voter.name);
    return all;
}

QuorumState QuorumState::divided(const std::vector<QuorumSide>& sides) const {
    auto counted = std::make_shared<CountedNodes>(*counted_);
    std::vector<VoterNumbers> wanted;
    std::set<VoterNumber> up;
    for (const QuorumSide& side : sides) {
        VoterNumbers members = numbers_of(*counted, side);
        std::erase_if(members, [&](VoterNumber number) { return !up.insert(number).second; });
        if (!members.empty()) wanted.push_back(std::move(members));
    }
    const auto with_device = side_with_device(counted->voting, wanted);
    for (VoterNumber number = 0; number < counted->voting.rules().voters.size(); ++number) {
        if (!up.contains(number)) counted->voting.stop(number);
    }
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        const bool as_before = std::ranges::find(counted->sides, wanted[i]) != counted->sides.end();
        if (as_before) {
            counted->voting.give_device_votes(wanted[i], wanted[i], with_device == i);
        } else {
            counted->voting.form(wanted[i], with_device == i);
        }
    }
    counted->sides = std::move(wanted);
    QuorumState state = *this;
    state.counted_ = std::move(counted);
    return state;
}

QuorumState QuorumState::later(std::int64_t milliseconds) const {
    auto counted = std::make_shared<CountedNodes>(*counted_);
    counted->voting.pass(milliseconds);
    QuorumState state = *this;
    state.counted_ = std::move(counted);
    return state;
}

QuorumState QuorumState::at_rest() const { return later(configuration_->last_man_standing_window); }

QuorumAnswer QuorumState::answer(const QuorumSide& members) const {
    const VotingRules& rules = counted_->voting.rules();
    const NodeView* first = nullptr;
    QuorumAnswer answer;
    bool all_agree = true;
    for (const VoterNumber number : numbers_of(*counted_, members)) {
        const NodeView* view = counted_->voting.view(number);
        if (view == nullptr) continue;
        if (first == nullptr) first = view;
        all_agree = all_agree && view->quorate();
    }
    if (first == nullptr) {
        answer.expected = configuration_->expected_votes;
        answer.explanation = fmt::format("no member has a vote; {} are expected (corosync.conf)", answer.expected);
        return answer;
    }
    answer.quorate = all_agree;
    answer.votes = first->votes();
    answer.expected = first->expected();
    answer.needed = first->needed();
    answer.waiting = first->waiting();
    answer.device_votes = first->has_device_votes() && rules.device_votes() > 0;
    answer.explanation = AnswerInWords(rules, *first, answer).text();
    return answer;
}

namespace {

/// Those who are not among the members left, the one with the highest id first, and the cluster came to rest each time.
QuorumState left_in_turn(const QuorumState& all, const QuorumSide& members) {
    QuorumState state = all;
    QuorumSide here = all.everybody();
    while (true) {
        const auto leaving = std::find_if(here.rbegin(), here.rend(), [&](const std::string& name) {
            return std::ranges::find(members, name) == members.end();
        });
        if (leaving == here.rend()) return state;
        here.erase(std::next(leaving).base());
        state = state.with_members(here).at_rest();
    }
}

} // namespace

QuorumState recorded_quorum(const QuorumState& nobody, const QuorumSide& members, bool have_quorum, Diagnostics& notes) {
    if (members.empty()) return nobody;
    const QuorumState all = nobody.with_members(nobody.everybody());
    QuorumState state = all.with_members(members).at_rest();
    if (state.answer(members).quorate == have_quorum) return state;
    QuorumState other = have_quorum ? left_in_turn(all, members) : nobody.with_members(members);
    if (other.answer(members).quorate == have_quorum) return other;
    notes.push_back({Severity::Warning,
                     "quorum-differs",
                     fmt::format("the CIB records that the members {} quorum, but by {} they {}: {}",
                                 have_quorum ? "have" : "have no", visible(nobody.configuration().file_name),
                                 have_quorum ? "have none" : "have it", state.answer(members).explanation),
                     {}});
    return state;
}

} // namespace placement
