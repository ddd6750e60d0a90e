#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <limits>
#include <map>
#include <set>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"
#include "placement/quorum.h"
#include "placement/quoting.h"
#include "quorum/corosync_file.h"
#include "quorum/voting.h"

namespace placement {

namespace {

/// Settings by their paths; of several, the last one counts.
using Settings = std::map<std::string, CorosyncEntry>;

constexpr std::uint32_t largest_flag = 255;
constexpr std::uint32_t largest_number = std::numeric_limits<std::uint32_t>::max();
/// corosync keeps the votes that are needed in a byte.
constexpr std::uint32_t largest_sum_of_votes = 509;

/// An IPv4 address as the number that corosync makes a node's id of where there is none.
std::optional<std::uint32_t> number_of_address(std::string_view address) {
    const std::vector<std::string> parts = split(address, ".");
    if (parts.size() != 4 || std::ranges::count(address, '.') != 3) return std::nullopt;
    std::uint32_t number = 0;
    for (const std::string& part : parts) {
        const auto byte = scan_integer(part);
        if (!byte || !byte->rest.empty() || byte->value < 0 || byte->value > 255) return std::nullopt;
        number = number * 256 + static_cast<std::uint32_t>(byte->value);
    }
    return number;
}

/// Gathers what the entries say. (corosync: main_config_parser_cb)
class SettingsReader {
public:
    explicit SettingsReader(const std::string& file_name) : file_name_(file_name) {}

    void read(const std::vector<CorosyncEntry>& entries) {
        for (const CorosyncEntry& entry : entries) {
            if (entry.key.empty()) {
                begin_section(entry);
            } else if (in_node_ && entry.path.starts_with("nodelist.node.")) {
                set_of_node(entry);
            } else {
                settings_[entry.path] = entry;
            }
        }
        std::erase_if(nodes_, [](const NodeRead& node) { return !node.any; });
    }

    const CorosyncEntry* find(const std::string& path) const {
        const auto found = settings_.find(path);
        return found == settings_.end() ? nullptr : &found->second;
    }
    std::optional<std::uint32_t> number(const std::string& path, std::uint32_t most = largest_number) const {
        const CorosyncEntry* entry = find(path);
        return entry == nullptr ? std::nullopt : std::optional(number_of(*entry, most));
    }
    std::optional<bool> flag(const std::string& path) const {
        const auto value = number(path, largest_flag);
        return value ? std::optional(*value != 0) : std::nullopt;
    }
    std::string text(const std::string& path) const {
        const CorosyncEntry* entry = find(path);
        return entry == nullptr ? "" : entry->value;
    }
    Position position(const std::string& path) const {
        const CorosyncEntry* entry = find(path);
        return entry == nullptr ? Position{} : entry->position;
    }
    std::vector<CorosyncNode> nodes() const {
        std::vector<CorosyncNode> nodes;
        for (const NodeRead& read : nodes_) {
            CorosyncNode node = read.node;
            if (!node.id) node.id = number_of_address(node.address);
            nodes.push_back(std::move(node));
        }
        return nodes;
    }

    [[noreturn]] void fail(Position position, const std::string& message) const {
        throw InputError(file_name_, position, message);
    }

private:
    struct NodeRead {
        CorosyncNode node;
        bool any = false; ///< it has a key
    };

    void begin_section(const CorosyncEntry& entry) {
        if (entry.path == "nodelist") next_node_ = 0;
        in_node_ = entry.path == "nodelist.node";
        if (!in_node_) return;
        // A second list begins at the first node again.
        if (next_node_ == most_nodes) fail(entry.position, fmt::format("corosync has no more than {} nodes", most_nodes));
        if (next_node_ == nodes_.size()) nodes_.emplace_back().node.position = entry.position;
        ++next_node_;
    }

    void set_of_node(const CorosyncEntry& entry) {
        NodeRead& read = nodes_[next_node_ - 1];
        read.any = true;
        if (entry.key == "name") read.node.name = entry.value;
        if (entry.key == "ring0_addr") read.node.address = entry.value;
        if (entry.key == "nodeid") read.node.id = number_of(entry, largest_number);
        if (entry.key == "quorum_votes") read.node.votes = number_of(entry, largest_number);
    }

    std::uint32_t number_of(const CorosyncEntry& entry, std::uint32_t most) const {
        const auto number = scan_integer(entry.value);
        if (!number || !number->fits || !number->rest.empty() || number->value < 0 || number->value > most) {
            fail(entry.position,
                 fmt::format("{} must be a number from 0 to {}, not `{}`", entry.key, most, visible(entry.value)));
        }
        return static_cast<std::uint32_t>(number->value);
    }

    const std::string& file_name_;
    Settings settings_;
    std::vector<NodeRead> nodes_;
    std::size_t next_node_ = 0;
    bool in_node_ = false;
};

/// What corosync makes of the settings when it starts. (corosync: votequorum_readconfig)
class ConfigurationMaker {
public:
    explicit ConfigurationMaker(const SettingsReader& read) : read_(read) {}

    CorosyncConfiguration make(const std::string& file_name) {
        made_.file_name = file_name;
        made_.nodes = read_.nodes();
        made_.votes_of_others = read_.number("quorum.votes").value_or(1);
        made_.counts_votes = read_.text("quorum.provider") == "corosync_votequorum";
        if (!made_.counts_votes) {
            tell("no-votequorum", "quorum",
                 "there is no `provider: corosync_votequorum` in section quorum; Pacemaker does not start with this file, and it "
                 "does not tell who has quorum");
            return std::move(made_);
        }
        refuse_twice();
        for (const CorosyncNode& node : made_.nodes) listed_votes_ += node.votes;
        asked_votes_ = read_.number("quorum.expected_votes").value_or(0);
        if (made_.nodes.empty() && asked_votes_ == 0) {
            read_.fail(read_.position("quorum.provider"),
                       "there is neither a nodelist nor expected_votes; corosync does not start");
        }
        read_flags();
        read_device();
        settle_conflicts();
        expect_votes();
        look_for_oddities();
        return std::move(made_);
    }

private:
    void tell(const std::string& code, const std::string& path, const std::string& message,
              Severity severity = Severity::Warning) {
        made_.diagnostics.push_back({severity, code, message, read_.position(path)});
    }

    void refuse_twice() const {
        std::set<std::uint32_t> ids;
        for (const CorosyncNode& node : made_.nodes) {
            if (node.id && !ids.insert(*node.id).second)
                read_.fail(node.position, fmt::format("nodeid {} is that of two nodes", *node.id));
        }
    }

    void read_flags() {
        if (read_.flag("quorum.allow_downscale").value_or(false)) {
            throw NotSupported(fmt::format("allow_downscale in {}, which corosync itself does not support", made_.file_name),
                               read_.position("quorum.allow_downscale"));
        }
        made_.two_node = read_.flag("quorum.two_node").value_or(false);
        made_.wait_for_all = read_.flag("quorum.wait_for_all").value_or(made_.two_node);
        made_.last_man_standing = read_.flag("quorum.last_man_standing").value_or(false);
        made_.last_man_standing_window = read_.number("quorum.last_man_standing_window").value_or(10'000);
        const bool breaks_ties = read_.flag("quorum.auto_tie_breaker").value_or(false);
        if (breaks_ties) made_.auto_tie_breaker = tie_breaker_named(read_.text("quorum.auto_tie_breaker_node"));
        if (read_.find("quorum.auto_tie_breaker_node") == nullptr) return;
        if (!breaks_ties) {
            tell("tie-breaker-unused", "quorum.auto_tie_breaker_node",
                 "auto_tie_breaker_node means nothing without auto_tie_breaker: 1");
        } else if (!made_.auto_tie_breaker) {
            tell("tie-breaker-unreadable", "quorum.auto_tie_breaker_node",
                 "auto_tie_breaker_node is neither lowest, highest nor a list of node ids with blanks between them; corosync "
                 "switches auto_tie_breaker off");
        }
    }

    /// The ids up to the first that is none.
    static std::optional<TieBreaker> tie_breaker_named(std::string_view text) {
        if (text.empty() || text == "lowest") return TieBreaker{TieBreaker::Kind::Lowest, {}};
        if (text == "highest") return TieBreaker{TieBreaker::Kind::Highest, {}};
        TieBreaker breaker{TieBreaker::Kind::Listed, {}};
        while (const auto id = scan_integer(text)) {
            if (id->value <= 0 || id->value > largest_number) break;
            breaker.ids.push_back(static_cast<std::uint32_t>(id->value));
            text = id->rest;
        }
        return breaker.ids.empty() ? std::nullopt : std::optional(std::move(breaker));
    }

    void read_device() {
        QuorumDevice device;
        device.model = read_.text("quorum.device.model");
        if (device.model.empty()) return;
        device.host = read_.text("quorum.device.net.host");
        given_device_votes_ = read_.number("quorum.device.votes");
        if (const std::string name = read_.text("quorum.device.net.algorithm"); !name.empty()) device.algorithm_name = name;
        using Algorithm = QuorumDevice::Algorithm;
        const bool net = device.model == "net";
        device.algorithm = net && device.algorithm_name == "ffsplit" ? Algorithm::FiftyFiftySplit
                           : net && device.algorithm_name == "lms"   ? Algorithm::LastManStanding
                                                                     : Algorithm::Other;
        if (device.algorithm == Algorithm::Other) {
            tell("device-unknown", net ? "quorum.device.net.algorithm" : "quorum.device.model",
                 fmt::format("it is not known to which side a quorum device gives its votes with {} `{}`; it is taken to give "
                             "them to nobody",
                             net ? "algorithm" : "model", visible(net ? device.algorithm_name : device.model)));
        }
        const auto breaker = tie_breaker_named(read_.text("quorum.device.net.tie_breaker"));
        if (breaker && breaker->ids.size() <= 1) {
            device.tie_breaker = *breaker;
        } else {
            tell("device-tie-breaker", "quorum.device.net.tie_breaker",
                 "tie_breaker is neither lowest, highest nor the id of a node; it is taken to be lowest");
        }
        device.keeps_active_side = read_.text("quorum.device.net.keep_active_partition_tie_breaker") != "off";
        made_.device = std::move(device);
    }

    /// What corosync switches off, and what it does not start with.
    void settle_conflicts() {
        if (made_.two_node && made_.device) refuse("quorum.two_node", "two_node and a quorum device exclude each other");
        if (made_.two_node && made_.auto_tie_breaker) {
            tell("two-node-off", "quorum.two_node", "corosync switches two_node off because auto_tie_breaker is on");
            made_.two_node = false;
        }
        const bool odd = listed_votes_ % 2 == 1;
        if (made_.auto_tie_breaker && odd && !made_.wait_for_all) {
            if (made_.last_man_standing) {
                refuse("quorum.auto_tie_breaker", "auto_tie_breaker and last_man_standing with an odd number of votes need "
                                                  "wait_for_all: 1");
            }
            tell("tie-breaker-off", "quorum.auto_tie_breaker",
                 "corosync switches auto_tie_breaker off: with an odd number of votes it needs wait_for_all: 1");
            made_.auto_tie_breaker.reset();
        }
        if (made_.device) settle_device();
    }

    void settle_device() {
        const char* const model = "quorum.device.model";
        if (made_.last_man_standing) refuse(model, "a quorum device and last_man_standing exclude each other");
        if (made_.auto_tie_breaker) refuse(model, "a quorum device and auto_tie_breaker exclude each other");
        if (!given_device_votes_) {
            if (asked_votes_ > 0) refuse(model, "with expected_votes, the quorum device needs votes");
            if (listed_votes_ != made_.nodes.size())
                refuse(model, "where nodes have other than 1 vote, the quorum device needs votes");
        } else if (asked_votes_ > 0 && *given_device_votes_ > 0 &&
                   std::int64_t{asked_votes_} - std::int64_t{*given_device_votes_} < 2) {
            refuse("quorum.device.votes", "the quorum device has too many of the expected votes: 2 at least must be the nodes'");
        }
        made_.device->votes = given_device_votes_.value_or(static_cast<std::uint32_t>(listed_votes_) - 1);
    }

    [[noreturn]] void refuse(const std::string& path, const std::string& why) const {
        read_.fail(read_.position(path), why + "; corosync does not start");
    }

    void expect_votes() {
        std::uint64_t votes = listed_votes_;
        if (made_.device && !given_device_votes_) votes += made_.device->votes;
        if (asked_votes_ > 0) votes = asked_votes_;
        made_.expected_votes = static_cast<std::uint32_t>(votes);
        const std::uint64_t all = std::max(votes, listed_votes_ + (made_.device ? made_.device->votes : 0));
        if (all > largest_sum_of_votes) {
            tell("too-many-votes", asked_votes_ > 0 ? "quorum.expected_votes" : "quorum.provider",
                 fmt::format("with {} votes corosync counts wrongly: it keeps the number that is needed in a byte", all));
        }
    }

    void look_for_oddities() {
        const bool uneven_votes = std::ranges::any_of(made_.nodes, [](const CorosyncNode& node) { return node.votes != 1; });
        if (made_.two_node && !made_.nodes.empty() && made_.nodes.size() != 2) {
            tell("two-node-count", "quorum.two_node",
                 fmt::format("two_node is meant for two nodes, but the nodelist has {}", made_.nodes.size()));
        }
        if (asked_votes_ > 0 && !made_.nodes.empty() && asked_votes_ != listed_votes_) {
            tell(
                "expected-votes", "quorum.expected_votes",
                fmt::format("expected_votes is {}, but the nodes of the nodelist have {} votes; expected_votes counts until more "
                            "are seen",
                            asked_votes_, listed_votes_));
        }
        if (read_.flag("quorum.expected_votes_tracking").value_or(false)) {
            tell("votes-tracking", "quorum.expected_votes_tracking",
                 "expected_votes_tracking: the most votes that a node ever saw are on its disk and not in this file; they are "
                 "taken "
                 "to be those of the file");
        }
        if (made_.last_man_standing && uneven_votes)
            tell("last-man-votes", "quorum.last_man_standing",
                 "last_man_standing works only where each node has 1 vote; corosync switches it off when it sees more");
        if (made_.last_man_standing && !made_.wait_for_all)
            tell("last-man-alone", "quorum.last_man_standing",
                 "last_man_standing without wait_for_all: 1: nodes that start apart from the rest can have quorum, too");
        look_at_ties();
        if (made_.device) look_at_device(uneven_votes);
        if (made_.auto_tie_breaker) require_ids(*made_.auto_tie_breaker, "quorum.auto_tie_breaker");
    }

    void look_at_ties() {
        const bool decides = made_.two_node || made_.auto_tie_breaker || made_.device;
        if (decides || listed_votes_ == 0 || listed_votes_ % 2 == 1 || asked_votes_ > listed_votes_) return;
        tell("no-tie-breaker", "quorum.provider",
             fmt::format("{} votes, and nothing decides between two halves: if the cluster splits evenly, no side has quorum",
                         listed_votes_),
             Severity::Note);
    }

    void look_at_device(bool uneven_votes) {
        using Algorithm = QuorumDevice::Algorithm;
        if (made_.device->algorithm == Algorithm::FiftyFiftySplit && (uneven_votes || made_.device->votes != 1)) {
            tell("device-votes", given_device_votes_ ? "quorum.device.votes" : "quorum.device.model",
                 "algorithm ffsplit needs 1 vote for each node and 1 for the quorum device (votes: 1)");
        }
        if (made_.device->algorithm == Algorithm::LastManStanding && given_device_votes_ &&
            *given_device_votes_ + std::uint64_t{1} != listed_votes_) {
            tell("device-votes", "quorum.device.votes",
                 "algorithm lms needs one vote fewer for the quorum device than the nodes have: leave votes out");
        }
        require_ids(made_.device->tie_breaker, "quorum.device.model");
    }

    /// Which node has the lowest id must be known.
    void require_ids(const TieBreaker& breaker, const std::string& path) {
        for (const CorosyncNode& node : made_.nodes) {
            if (!node.id) {
                read_.fail(node.position, "the node has no nodeid, and no IPv4 address that could stand for it; a tie breaker "
                                          "needs the ids");
            }
        }
        for (const std::uint32_t id : breaker.ids) {
            const bool there = std::ranges::any_of(made_.nodes, [&](const CorosyncNode& node) { return node.id == id; });
            if (!there && !made_.nodes.empty())
                tell("tie-breaker-node", path, fmt::format("no node of the nodelist has the tie breaker's id {}", id));
        }
    }

    const SettingsReader& read_;
    CorosyncConfiguration made_;
    std::uint64_t listed_votes_ = 0;
    std::uint32_t asked_votes_ = 0;
    std::optional<std::uint32_t> given_device_votes_;
};

/// No corosync.conf is as long.
constexpr std::size_t longest_file = std::size_t{1} << 20;

std::string text_of_file(const std::string& path) {
    std::error_code error;
    if (std::filesystem::is_directory(path, error)) throw InputError(path, {}, "cannot be read: it is a directory");
    errno = 0;
    std::ifstream file(path, std::ios::binary);
    std::string text(longest_file + 1, '\0');
    if (file) file.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (!file.is_open() || file.bad()) {
        throw InputError(path, {}, "cannot be read: " + std::generic_category().message(errno == 0 ? EIO : errno));
    }
    text.resize(static_cast<std::size_t>(file.gcount()));
    if (text.size() > longest_file) throw InputError(path, {}, "this is no corosync.conf: it is longer than 1 MiB");
    return text;
}

} // namespace

CorosyncConfiguration CorosyncConfiguration::from_file(const std::string& path) { return parse(text_of_file(path), path); }

CorosyncConfiguration CorosyncConfiguration::parse(std::string_view text, const std::string& file_name) {
    SettingsReader read(file_name);
    read.read(read_corosync_file(text, file_name));
    return ConfigurationMaker(read).make(file_name);
}

} // namespace placement
