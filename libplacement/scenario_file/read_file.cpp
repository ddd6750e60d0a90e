#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "cib/read_bytes.h"
#include "placement/agents.h"
#include "placement/quorum.h"
#include "placement/scenario_file.h"
#include "placement/sequence.h"
#include "placement/unpack.h"
#include "scenario_file/read_events.h"
#include "scenario_file/read_expectations.h"
#include "scenario_file/reader.h"

namespace placement {

namespace {

constexpr std::int64_t most_transitions = 10'000;

/// What a file says for all its tests, and a test instead.
struct Setting {
    const YamlValue* cib = nullptr;
    const YamlValue* corosync = nullptr;
    const YamlValue* release = nullptr;
    const YamlValue* at = nullptr;
    const YamlValue* quorum = nullptr;
    const YamlValue* limit = nullptr;
    const YamlValue* from = nullptr;
    const YamlValue* not_services = nullptr;
};

Setting setting_of(const MappingReader& reader, const Setting& otherwise) {
    const auto either = [&](std::string_view key, const YamlValue* other) {
        const YamlValue* here = reader.find(key);
        return here ? here : other;
    };
    return {either("cib", otherwise.cib),           either("corosync", otherwise.corosync),
            either("pacemaker", otherwise.release), either("at", otherwise.at),
            either("quorum", otherwise.quorum),     either("max_transitions", otherwise.limit),
            either("from", otherwise.from),         either("not_services", otherwise.not_services)};
}

class FileReader {
public:
    FileReader(const std::string& name, const ScenarioFileOptions& options) : complaints_(name), options_(options) {}

    ScenarioFile run(const std::string& text) {
        const YamlValue document = parse_yaml(text, complaints_.file());
        if (document.kind == YamlValue::Kind::Null) {
            complaints_.fail({}, "the file is empty: it needs `cib` and `tests` (docs/scenarios.md shows one)");
        }
        const MappingReader reader(complaints_, document, "file");
        const Setting setting = setting_of(reader, {});
        ScenarioFile file;
        file.name = complaints_.file();
        const YamlValue& tests = reader.require("tests");
        if (tests.kind == YamlValue::Kind::Null) return file;
        if (tests.kind != YamlValue::Kind::Sequence) complaints_.fail(tests.position, "a list of tests is expected");
        for (const YamlValue& test : tests.items) file.tests.push_back(read_test(test, reader, setting));
        return file;
    }

private:
    ScenarioTest read_test(const YamlValue& value, const MappingReader& file, const Setting& of_file) {
        const MappingReader reader(complaints_, value, "test");
        const YamlValue& name = reader.require("name");
        ScenarioTest test{text_of(complaints_, name, "a name"),
                          value.position,
                          scenario(reader, setting_of(reader, of_file)),
                          {},
                          {}};
        if (!names_.insert(test.name).second) {
            complaints_.fail(name.position, fmt::format("there is a test named `{}` already", test.name));
        }
        const Cluster& known = cluster(test.scenario);
        play_agents(file, reader, known, test.scenario);
        if (const YamlValue* steps = reader.find("steps")) read_steps(*steps, known, test);
        expect(reader.require("expect"), known, test);
        return test;
    }

    // -- the cluster --

    Scenario scenario(const MappingReader& reader, const Setting& setting) {
        Scenario scenario{.cib = cib(reader, setting)};
        if (setting.release) {
            complaints_.located(setting.release->position, [&] {
                scenario.release = parse_release(text_of(complaints_, *setting.release, "a release of Pacemaker"));
            });
        }
        if (setting.at) {
            complaints_.located(setting.at->position,
                                [&] { scenario.at = Time::parse(text_of(complaints_, *setting.at, "a time")); });
        }
        if (setting.quorum) scenario.quorum = quorum(*setting.quorum);
        scenario.corosync = corosync(setting);
        if (setting.from) scenario.from = start_from(*setting.from);
        if (setting.not_services) {
            for (PlacedName& each : names_of(complaints_, *setting.not_services, "a resource or a list of resources")) {
                complaints_.located(each.position, [&] { require_resources(cluster(scenario), each.name); });
                scenario.not_services.push_back(std::move(each.name));
            }
        }
        if (setting.limit) {
            scenario.transition_limit =
                static_cast<std::size_t>(number_of(complaints_, *setting.limit, 1, most_transitions));
        }
        return scenario;
    }

    Cib cib(const MappingReader& reader, const Setting& setting) {
        if (options_.cib) return *options_.cib;
        if (!setting.cib) complaints_.fail(reader.position(), "`cib` is missing, here and at the top of the file");
        const std::string path = beside(text_of(complaints_, *setting.cib, "a file"));
        const auto known = cibs_.find(path);
        if (known != cibs_.end()) return known->second;
        try {
            return cibs_.emplace(path, Cib::from_file(path)).first->second;
        } catch (const InputError& error) {
            // What is wrong within the CIB stands there; that it is not there is wrong here.
            if (error.position().known()) throw;
            complaints_.fail(setting.cib->position, error.what());
        }
    }

    std::shared_ptr<const CorosyncConfiguration> corosync(const Setting& setting) {
        if (options_.corosync || !setting.corosync) return options_.corosync;
        const std::string path = beside(text_of(complaints_, *setting.corosync, "a file"));
        auto& known = corosyncs_[path];
        if (known) return known;
        try {
            known = std::make_shared<CorosyncConfiguration>(CorosyncConfiguration::from_file(path));
        } catch (const InputError& error) {
            if (error.position().known()) throw;
            complaints_.fail(setting.corosync->position, error.what());
        }
        return known;
    }

    std::string beside(const std::string& path) const {
        const std::filesystem::path folder = std::filesystem::path(complaints_.file()).parent_path();
        return folder.empty() || path == "-" ? path : (folder / path).lexically_normal().string();
    }

    StartFrom start_from(const YamlValue& value) {
        const std::string word = text_of(complaints_, value, "`recorded` or `rest`");
        for (const StartFrom from : {StartFrom::Recorded, StartFrom::Rest}) {
            if (word == text(from)) return from;
        }
        complaints_.unknown(value.position, "state to begin in", word, {"recorded", "rest"});
    }

    QuorumRule quorum(const YamlValue& value) {
        static const std::vector<std::pair<std::string, QuorumRule>> words{{"yes", QuorumRule::Yes},
                                                                           {"no", QuorumRule::No},
                                                                           {"votes", QuorumRule::Votes},
                                                                           {"two-node", QuorumRule::TwoNode},
                                                                           {"as-recorded", QuorumRule::AsRecorded}};
        const std::string text = text_of(complaints_, value, "a rule for quorum");
        std::vector<std::string> known;
        for (const auto& [word, rule] : words) {
            if (word == text) return rule;
            known.push_back(word);
        }
        complaints_.unknown(value.position, "rule for quorum", text, known);
    }

    /// Before anything happens; the same for all tests that see it so.
    const Cluster& cluster(const Scenario& scenario) {
        const Time at = scenario.at ? *scenario.at : scenario.cib.default_time();
        const auto key = std::tuple(&scenario.cib.document(), at.seconds, at.utc_offset, scenario.release);
        auto& known = clusters_[key];
        if (!known) known = unpack(scenario.cib, at, scenario.release);
        return *known;
    }

    void play_agents(const MappingReader& file, const MappingReader& test, const Cluster& known, Scenario& scenario) {
        for (const MappingReader* reader : {&file, &test}) {
            if (const YamlValue* timing = reader->find("timing")) {
                read_timing(complaints_, *timing, known, scenario.sequence);
            }
            const YamlValue* agents = reader->find("agents");
            if (!agents) continue;
            for (Agent& agent : read_agents(complaints_, *agents, known)) {
                std::erase_if(scenario.agents, [&](const Agent& other) { return other.resource == agent.resource; });
                scenario.agents.push_back(std::move(agent));
            }
        }
    }

    // -- what happens, and what is expected --

    void read_steps(const YamlValue& steps, const Cluster& known, ScenarioTest& test) {
        if (steps.kind == YamlValue::Kind::Null) return;
        if (steps.kind != YamlValue::Kind::Sequence) complaints_.fail(steps.position, "a list of events is expected");
        for (const YamlValue& step : steps.items) read_step(step, known, test);
    }

    void read_step(const YamlValue& step, const Cluster& known, ScenarioTest& test) {
        if (step.kind == YamlValue::Kind::Scalar) {
            if (step.scalar != "settle") {
                complaints_.fail(step.position,
                                 fmt::format("no event `{}` that stands alone; did you mean `settle`?", step.scalar));
            }
            add(ClusterSettles{}, step.position, test);
            return;
        }
        const YamlEntry& entry = only_entry(complaints_, step, "step");
        if (entry.key == "expect") {
            expect(entry.value, known, test);
            add(ClusterSettles{}, entry.position, test);
            return;
        }
        for (Event& event : read_events(complaints_, entry, known)) add(std::move(event), entry.position, test);
    }

    static void add(Event event, Position position, ScenarioTest& test) {
        test.scenario.events.push_back(std::move(event));
        test.event_positions.push_back(position);
    }

    void expect(const YamlValue& value, const Cluster& known, ScenarioTest& test) {
        test.checkpoints.push_back({test.scenario.events.size(), read_expectations(complaints_, value, known)});
    }

    Complaints complaints_;
    const ScenarioFileOptions& options_;
    std::map<std::string, Cib> cibs_;
    std::map<std::string, std::shared_ptr<const CorosyncConfiguration>> corosyncs_;
    std::map<std::tuple<const CibDocument*, std::int64_t, std::int32_t, std::optional<Release>>, std::shared_ptr<const Cluster>>
        clusters_;
    std::set<std::string> names_;
};

} // namespace

ScenarioFile read_scenario_file(const std::string& path, const ScenarioFileOptions& options) {
    return read_scenario_text(read_file(path), path, options);
}

ScenarioFile read_scenario_text(const std::string& text, const std::string& name, const ScenarioFileOptions& options) {
    return FileReader(name, options).run(text);
}

} // namespace placement
