#include "scenario_file/read_expectations.h"

#include <utility>

#include <fmt/format.h>

#include "placement/agents.h"
#include "placement/cluster.h"
#include "placement/verify.h"

namespace placement {

namespace {

using Kind = Expectation::Kind;

constexpr std::int64_t most_counted = 1'000'000;

class ExpectationReader {
public:
    ExpectationReader(const Complaints& complaints, const YamlValue& value, const Cluster& cluster,
                      std::string_view mapping = "expect")
        : complaints_(complaints), reader_(complaints, value, mapping), cluster_(cluster) {}

    std::vector<Expectation> run() {
        of_each_moment();
        counts("moves_at_most", Kind::Moves);
        counts("interruptions_at_most", Kind::Interruptions);
        scores("score", Kind::Score);
        scores("promotion_score", Kind::PromotionScore);
        margins();
        lost();
        rest();
        holds();
        at_all_times();
        return take();
    }

    /// What may be expected of each moment alone.
    std::vector<Expectation> run_of_each_moment() {
        of_each_moment();
        return take();
    }

private:
    void of_each_moment() {
        placed("promoted", Kind::Promoted);
        placed("running", Kind::Running);
        placed("not_on", Kind::NotOn);
        stopped();
        states();
    }

    std::vector<Expectation> take() {
        if (found_.empty()) complaints_.fail(reader_.position(), "nothing is expected here");
        return std::move(found_);
    }

    void add(Expectation expectation, Position position) {
        complaints_.located(position, [&] { require_known(expectation, cluster_); });
        expectation.position = position;
        found_.push_back(std::move(expectation));
    }

    Expectation of(Kind kind, const YamlEntry& entry) {
        Expectation expectation;
        expectation.kind = kind;
        expectation.resource = entry.key;
        complaints_.located(entry.position, [&] { require_known(expectation, cluster_); });
        return expectation;
    }

    std::string node(const PlacedName& placed) {
        complaints_.located(placed.position, [&] { require_node(cluster_, placed.name); });
        return placed.name;
    }

    /// A resource and its nodes.
    void placed(std::string_view key, Kind kind) {
        const YamlValue* value = reader_.find(key);
        if (!value) return;
        for (const YamlEntry& entry : entries_of(complaints_, *value, "resources and nodes")) {
            Expectation expectation = of(kind, entry);
            for (const PlacedName& each : names_of(complaints_, entry.value, "a node, a list of nodes or none")) {
                expectation.nodes.push_back(node(each));
            }
            if (kind == Kind::NotOn && expectation.nodes.empty()) {
                complaints_.fail(entry.value.position, "a node is expected");
            }
            add(std::move(expectation), entry.position);
        }
    }

    void stopped() {
        const YamlValue* value = reader_.find("stopped");
        if (!value) return;
        for (const PlacedName& each : names_of(complaints_, *value, "a resource or a list of resources")) {
            add({.kind = Kind::Stopped, .resource = each.name}, each.position);
        }
    }

    void counts(std::string_view key, Kind kind) {
        const YamlValue* value = reader_.find(key);
        if (!value) return;
        if (value->kind != YamlValue::Kind::Mapping) {
            add({.kind = kind, .number = number_of(complaints_, *value, 0, most_counted)}, value->position);
            return;
        }
        for (const YamlEntry& entry : value->entries) {
            Expectation expectation = of(kind, entry);
            expectation.number = number_of(complaints_, entry.value, 0, most_counted);
            add(std::move(expectation), entry.position);
        }
    }

    /// A resource and its state.
    void states() {
        const YamlValue* value = reader_.find("state");
        if (!value) return;
        for (const YamlEntry& entry : entries_of(complaints_, *value, "resources and states")) {
            Expectation expectation = of(Kind::State, entry);
            expectation.state = state_of(entry.value);
            add(std::move(expectation), entry.position);
        }
    }

    ServiceState state_of(const YamlValue& value) const {
        const std::string name = text_of(complaints_, value, "a state");
        std::vector<std::string> names;
        for (int i = 0; i <= static_cast<int>(ServiceState::Down); ++i) {
            const auto state = static_cast<ServiceState>(i);
            if (text(state) == name) return state;
            names.emplace_back(text(state));
        }
        complaints_.fail(value.position, fmt::format("`{}` is not a state: it is one of {}", name, fmt::join(names, ", ")));
    }

    /// A resource, its nodes, and the score on each.
    void scores(std::string_view key, Kind kind) {
        const YamlValue* value = reader_.find(key);
        if (!value) return;
        for (const YamlEntry& entry : entries_of(complaints_, *value, "resources")) {
            const Expectation of_resource = of(kind, entry);
            for (const YamlEntry& each : entries_of(complaints_, entry.value, "nodes and scores")) {
                Expectation expectation = of_resource;
                expectation.nodes = {node({each.key, each.position})};
                range(each.value, expectation);
                add(std::move(expectation), each.position);
            }
        }
    }

    void range(const YamlValue& value, Expectation& expectation) {
        if (value.kind != YamlValue::Kind::Mapping) {
            expectation.at_least = expectation.at_most = score_of(complaints_, value);
            return;
        }
        const MappingReader reader(complaints_, value, "range");
        if (const YamlValue* least = reader.find("at_least")) expectation.at_least = score_of(complaints_, *least);
        if (const YamlValue* most = reader.find("at_most")) expectation.at_most = score_of(complaints_, *most);
        if (!expectation.at_least && !expectation.at_most)
            complaints_.fail(value.position, "`at_least` or `at_most` is missing");
    }

    void margins() {
        const YamlValue* value = reader_.find("margin_at_least");
        if (!value) return;
        for (const YamlEntry& entry : entries_of(complaints_, *value, "resources and numbers of points")) {
            Expectation expectation = of(Kind::Margin, entry);
            expectation.number = number_of(complaints_, entry.value, 1, Score::infinite_value);
            add(std::move(expectation), entry.position);
        }
    }

    void lost() {
        const YamlValue* value = reader_.find("lost");
        if (!value) return;
        Expectation expectation{.kind = Kind::Lost};
        for (const PlacedName& each : names_of(complaints_, *value, "a service, a list of services or none")) {
            complaints_.located(each.position, [&] {
                require_known(Expectation{.kind = Kind::Lost, .services = {each.name}}, cluster_);
            });
            expectation.services.push_back(each.name);
        }
        add(std::move(expectation), value->position);
    }

    /// `settles: false` says that something goes round, `loops` what does.
    void rest() {
        const YamlValue* settles = reader_.find("settles");
        const YamlValue* loops = reader_.find("loops");
        if (settles && loops) complaints_.fail(loops->position, "`settles` and `loops` cannot both be asked for");
        if (settles) {
            const Kind kind = truth_of(complaints_, *settles) ? Kind::Settles : Kind::Loops;
            add({.kind = kind}, settles->position);
        }
        if (!loops) return;
        const std::vector<PlacedName> names = names_of(complaints_, *loops, "a resource or a list of resources");
        if (names.empty()) complaints_.fail(loops->position, "a resource is expected (`settles: true`: nothing loops)");
        for (const PlacedName& each : names) add({.kind = Kind::Loops, .resource = each.name}, each.position);
    }

    /// A property, or several.
    void holds() {
        const YamlValue* value = reader_.find("holds");
        if (!value) return;
        Expectation expectation{.kind = Kind::Holds};
        for (const PlacedName& each : names_of(complaints_, *value, "a property or a list of properties"))
            complaints_.located(each.position, [&] { expectation.properties.push_back(require_property(each.name)); });
        if (expectation.properties.empty()) complaints_.fail(value->position, "a property is expected");
        add(std::move(expectation), value->position);
    }

    /// Expectations of each moment, within a mapping of their own.
    void at_all_times() {
        const YamlValue* value = reader_.find("at_all_times");
        if (!value) return;
        for (Expectation& each : ExpectationReader(complaints_, *value, cluster_, "at_all_times").run_of_each_moment()) {
            each.at_all_times = true;
            found_.push_back(std::move(each));
        }
    }

    const Complaints& complaints_;
    MappingReader reader_;
    const Cluster& cluster_;
    std::vector<Expectation> found_;
};

} // namespace

std::vector<Expectation> read_expectations(const Complaints& complaints, const YamlValue& value,
                                           const Cluster& cluster) {
    return ExpectationReader(complaints, value, cluster).run();
}

} // namespace placement
