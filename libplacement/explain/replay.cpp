#include <map>
#include <tuple>

#include <fmt/format.h>

#include "placement/error.h"
#include "placement/explain.h"

namespace placement {

namespace {

using Table = LedgerEntry::Table;
using Key = std::tuple<Table, ResourceId, NodeId>;

/// A promotion score belongs to the instance, wherever it is placed while the score is in the making.
Key key_of(const LedgerEntry& entry) {
    return {entry.table, entry.resource, entry.table == Table::Promotion ? NodeId::none() : entry.node};
}

std::optional<Score> applied(std::optional<Score> score, const LedgerEntry& entry) {
    if (!entry.change) return entry.after;
    return score ? *score + *entry.change : *entry.change;
}

struct Replay {
    std::optional<Score> first;
    std::optional<Score> score;
    std::size_t entries = 0;
};

std::string text(std::optional<Score> score) {
    return score ? score->text() : "none";
}

std::string place(const Cluster& cluster, const Key& key) {
    const auto& [table, resource, node] = key;
    return fmt::format("{}{}{}", table == Table::Promotion ? "promotion score of " : "", cluster.resources[resource].id,
                       node ? " on " + cluster.nodes[node].name : "");
}

class Checker {
public:
    explicit Checker(const Schedule& schedule) : schedule_(schedule), cluster_(*schedule.cluster) {}

    std::vector<std::string> run() {
        for (const LedgerEntry& entry : *schedule_.ledger) follow(entry);
        check_node_scores();
        check_promotion_scores();
        return std::move(faults_);
    }

private:
    void follow(const LedgerEntry& entry) {
        const Key key = key_of(entry);
        const auto [found, is_new] = replays_.try_emplace(key, Replay{entry.before, entry.before, 0});
        Replay& replay = found->second;
        const std::size_t number = replay.entries++;
        if (replay.score != entry.before) {
            fault(key, fmt::format("entry {} starts from {}, but the one before it ended at {}", number,
                                   text(entry.before), text(replay.score)));
        }
        replay.score = applied(entry.before, entry);
        if (replay.score != entry.after) {
            fault(key, fmt::format("entry {} gives {}, but says {}", number, text(replay.score), text(entry.after)));
            replay.score = entry.after;
        }
    }

    void check_node_scores() {
        for (const ResourceId resource : schedule_.scores.ids()) {
            for (const NodeId node : schedule_.scores[resource].ids()) {
                const AllowedNode& last = schedule_.scores[resource][node];
                compare({Table::Node, resource, node}, initial(resource, node),
                        last.listed ? std::optional(last.score) : std::nullopt);
            }
        }
    }

    void check_promotion_scores() {
        for (const ResourceId resource : schedule_.placements.ids()) {
            const Placement& placement = schedule_.placements[resource];
            if (!placement.promotion_considered) continue;
            compare({Table::Promotion, resource, NodeId::none()}, Score(), placement.promotion_score);
        }
    }

    void compare(const Key& key, std::optional<Score> without_entries, std::optional<Score> expected) {
        const auto found = replays_.find(key);
        const std::optional<Score> score = found == replays_.end() ? without_entries : found->second.score;
        if (score != expected) {
            fault(key, fmt::format("the ledger gives {}, the schedule {}", text(score), text(expected)));
        }
    }

    std::optional<Score> initial(ResourceId resource, NodeId node) const {
        if (resource.index() >= cluster_.initial_nodes.size()) return std::nullopt;
        const auto& row = cluster_.initial_nodes[resource];
        if (node.index() >= row.size() || !row[node].listed) return std::nullopt;
        return row[node].score;
    }

    void fault(const Key& key, const std::string& what) {
        faults_.push_back(fmt::format("{}: {}", place(cluster_, key), what));
    }

    const Schedule& schedule_;
    const Cluster& cluster_;
    std::map<Key, Replay> replays_;
    std::vector<std::string> faults_;
};

} // namespace

std::optional<Score> replay(const Ledger& ledger, LedgerEntry::Table table, ResourceId resource, NodeId node) {
    const Key wanted{table, resource, table == Table::Promotion ? NodeId::none() : node};
    std::optional<Score> score;
    bool first = true;
    for (const LedgerEntry& entry : ledger) {
        if (key_of(entry) != wanted) continue;
        if (first) score = entry.before;
        first = false;
        score = applied(score, entry);
    }
    return score;
}

std::vector<std::string> check_ledger(const Schedule& schedule) {
    if (!schedule.ledger) throw InvalidArgument("the schedule was made without a ledger");
    return Checker(schedule).run();
}

} // namespace placement
