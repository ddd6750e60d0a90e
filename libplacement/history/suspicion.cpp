#include "history/suspicion.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "history/names_in_records.h"

namespace placement {

namespace {

constexpr std::int64_t shortly = 300; // seconds

bool is_any_of(const std::string& change, std::initializer_list<std::string_view> changes) {
    return std::ranges::find(changes, change) != changes.end();
}

bool moves(const LoggedAction& action) { return is_any_of(action.change, {"Move", "Migrate"}); }

/// The same, whichever instance it is.
bool same_but_for_instances(const std::vector<LoggedAction>& left, const std::vector<LoggedAction>& right) {
    return std::ranges::equal(left, right, [](const LoggedAction& one, const LoggedAction& other) {
        return one.change == other.change && configured_name(one.subject) == configured_name(other.subject) &&
               one.where == other.where;
    });
}

class Search {
public:
    Search(const History& history, const std::vector<Decision>& decisions, std::size_t decision)
        : history_(history), decisions_(decisions), now_(decision) {}

    std::vector<Suspicion> run() {
        for (const LoggedAction& action : decisions_[now_].actions) {
            if (action.blocked) continue;
            const std::string resource = configured_name(action.subject);
            if (action.change == "Restart") add(Suspicion::Kind::Restarts, resource, std::nullopt);
            if (action.change == "Start") {
                add_if_before(Suspicion::Kind::StartsAgain, resource, [&](const LoggedAction& earlier) {
                    return earlier.change == "Stop" && first_node_in(earlier.where) == first_node_in(action.where);
                });
            }
            if (moves(action)) {
                add_if_before(Suspicion::Kind::MovesAgain, resource, [&](const LoggedAction& earlier) {
                    // One that is decided again because its transition was abandoned moves it once.
                    return moves(earlier) && earlier.where != action.where;
                });
            }
        }
        if (const auto earlier = repeated()) found_.push_back({Suspicion::Kind::Repeats, {}, earlier});
        return std::move(found_);
    }

private:
    void add(Suspicion::Kind kind, const std::string& resource, std::optional<std::size_t> earlier) {
        const auto same = [&](const Suspicion& each) { return each.kind == kind && each.resource == resource; };
        if (std::ranges::none_of(found_, same)) found_.push_back({kind, resource, earlier});
    }

    std::int64_t seconds_of(std::size_t decision) const { return history_.inputs[decisions_[decision].input].at.seconds; }

    bool was_edited(std::size_t decision) const {
        return std::ranges::any_of(decisions_[decision].since_before, [](const OutsideEvent& event) {
            return event.kind == OutsideEvent::Kind::ConfigurationEdited;
        });
    }

    template <typename Test>
    void add_if_before(Suspicion::Kind kind, const std::string& resource, const Test& test) {
        for (std::size_t earlier = now_; earlier-- > 0 && seconds_of(now_) - seconds_of(earlier) < shortly;) {
            // What follows an edit was asked for.
            if (was_edited(earlier + 1)) return;
            for (const LoggedAction& action : decisions_[earlier].actions) {
                if (!action.blocked && configured_name(action.subject) == resource && test(action))
                    return add(kind, resource, earlier);
            }
        }
    }

    /// The last decision but one that was the same, if they are at equal distances.
    std::optional<std::size_t> repeated() const {
        constexpr std::size_t longest = 8;
        const std::vector<LoggedAction>& actions = decisions_[now_].actions;
        if (actions.empty()) return std::nullopt;
        for (std::size_t distance = 2; distance <= longest && 2 * distance <= now_; ++distance) {
            if (same_but_for_instances(actions, decisions_[now_ - distance].actions) &&
                same_but_for_instances(actions, decisions_[now_ - 2 * distance].actions) &&
                !same_but_for_instances(actions, decisions_[now_ - 1].actions))
                return now_ - distance;
        }
        return std::nullopt;
    }

    const History& history_;
    const std::vector<Decision>& decisions_;
    std::size_t now_;
    std::vector<Suspicion> found_;
};

} // namespace

void find_suspicions(const History& history, std::vector<Decision>& decisions, std::size_t decision) {
    for (Suspicion& each : Search(history, decisions, decision).run()) decisions[decision].suspicions.push_back(std::move(each));
}

std::string_view text(Suspicion::Kind kind) {
    switch (kind) {
    case Suspicion::Kind::GoesDown: return "goes-down";
    case Suspicion::Kind::StaysDown: return "stays-down";
    case Suspicion::Kind::NotPromoted: return "not-promoted";
    case Suspicion::Kind::Restarts: return "restarts";
    case Suspicion::Kind::StartsAgain: return "starts-again";
    case Suspicion::Kind::MovesAgain: return "moves-again";
    case Suspicion::Kind::Repeats: break;
    }
    return "repeats";
}

} // namespace placement
