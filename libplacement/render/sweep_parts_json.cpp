#include <array>
#include <optional>

#include <fmt/format.h>

#include "placement/error.h"
#include "placement/fleet.h"
#include "render/json.h"

namespace placement {

namespace {

constexpr std::array fates{Fate::Down,       Fate::Runs,    Fate::Starts, Fate::Reduced, Fate::LostPromoted,
                           Fate::Undetected, Fate::Unknown, Fate::Stuck,  Fate::Lost};

Fate fate_of(const Json& service) {
    for (const Fate fate : fates) {
        if (text(fate) == service.at("fate").get<std::string>()) return fate;
    }
    throw InvalidArgument("`fate` is none that is known");
}

/// One shard, as it was read.
struct ReadShard {
    std::string name;
    Json json;
    Shard shard;
    std::size_t done = 0;
};

/// What differs between the shards of one sweep.
bool is_of_shard(const std::string& key) {
    return key == "shard" || key == "runs_done" || key == "complete" || key == "scenarios" || key == "verdict";
}

ReadShard read_shard(const SweepPart& part) {
    ReadShard read{part.name, Json::parse(part.json, nullptr, false), {}};
    if (read.json.is_discarded() || !read.json.is_object()) throw InputError(part.name, {}, "it is no JSON object");
    if (!read.json.contains("shard") || !read.json.contains("scenarios")) {
        throw InputError(part.name, {}, "it is neither rows of placement-sim fleet nor a shard of placement-sim sweep");
    }
    read.shard = parse_shard(read.json.at("shard").get<std::string>());
    return read;
}

void require_same_sweep(const ReadShard& one, const ReadShard& other) {
    for (const auto& [key, value] : one.json.items()) {
        if (is_of_shard(key) || (other.json.contains(key) && other.json.at(key) == value)) continue;
        throw InputError(other.name, {}, fmt::format("it is of another sweep than {}: `{}` differs", one.name, key));
    }
    if (one.shard.count != other.shard.count) {
        throw InputError(other.name, {},
                         fmt::format("it is shard {}, and {} is shard {}", text(other.shard), one.name, text(one.shard)));
    }
    if (one.json.at("scenarios").size() != other.json.at("scenarios").size()) {
        throw InputError(other.name, {}, fmt::format("it is of another sweep than {}: it has other scenarios", one.name));
    }
}

/// The whole, from which the shards' own words are made anew.
class WholeSweep {
public:
    explicit WholeSweep(std::vector<ReadShard> shards) : shards_(std::move(shards)), json_(shards_.front().json) {}

    SweepMerge run() {
        Json& scenarios = json_.at("scenarios");
        for (std::size_t i = 0; i < scenarios.size(); ++i) take(scenarios.at(i), i);
        find_missing();
        sweep_.complete = merge_.missing.empty();
        for (const SweptScenario& each : sweep_.scenarios) {
            merge_.anything_lost = merge_.anything_lost || !each.error.empty() || each.anything_lost() || !each.settles;
        }
        json_.erase("shard");
        json_["runs_done"] = sweep_.count_done();
        json_["complete"] = sweep_.complete;
        json_["verdict"] = verdict(sweep_);
        merge_.json = dump(json_);
        return std::move(merge_);
    }

private:
    void take(Json& scenario, std::size_t number) {
        const ReadShard* from = nullptr;
        for (ReadShard& shard : shards_) {
            const Json& each = shard.json.at("scenarios").at(number);
            if (each.at("name") != scenario.at("name")) {
                throw InputError(shard.name, {},
                                 fmt::format("it is of another sweep than {}: it has other scenarios", shards_.front().name));
            }
            if (!each.at("done").get<bool>()) continue;
            ++shard.done;
            if (from == nullptr) {
                from = &shard;
                scenario = each;
            } else if (each != from->json.at("scenarios").at(number)) {
                throw InputError(shard.name, {},
                                 fmt::format("`{}` ends otherwise than in {}", each.at("name").get<std::string>(), from->name));
            }
        }
        add(scenario);
        scenario.erase("pair_of");
    }

    /// As far as the verdict asks.
    void add(const Json& scenario) {
        if (sweep_.services.empty()) {
            auto now = std::make_shared<std::vector<SweptService>>();
            for (const Json& each : json_.at("now")) {
                sweep_.services.push_back(each.at("service").get<std::string>());
                now->emplace_back().fate = fate_of(each);
            }
            now_ = std::move(now);
        }
        SweptScenario read;
        read.name = scenario.at("name").get<std::string>();
        read.pair_of = scenario.at("pair_of").get<std::vector<std::size_t>>();
        for (const std::size_t single : read.pair_of) {
            if (single >= sweep_.scenarios.size()) throw InvalidArgument("`pair_of` names no scenario before it");
        }
        read.done = scenario.at("done").get<bool>();
        read.settles = !scenario.at("settles").is_boolean() || scenario.at("settles").get<bool>();
        if (scenario.at("error").is_string()) read.error = scenario.at("error").get<std::string>();
        read.services = SweptServices(now_);
        std::size_t service = 0;
        for (const Json& each : scenario.at("affected")) {
            while (service < sweep_.services.size() && each.at("service") != sweep_.services[service]) ++service;
            if (service == sweep_.services.size()) throw InvalidArgument("`affected` names a service that there is not");
            SweptService fares;
            fares.fate = fate_of(each);
            read.services.add(service, std::move(fares));
        }
        sweep_.scenarios.push_back(std::move(read));
    }

    void find_missing() {
        const std::size_t count = shards_.front().shard.count;
        for (std::size_t number = 1; number <= count; ++number) {
            std::size_t there = 0;
            bool complete = false;
            for (const ReadShard& shard : shards_) {
                if (shard.shard.number != number) continue;
                ++there;
                complete = complete || shard.json.at("complete").get<bool>();
            }
            if (there == 0) merge_.missing.push_back(fmt::format("shard {}/{} is missing", number, count));
            if (there > 0 && !complete) merge_.missing.push_back(fmt::format("shard {}/{} is not complete", number, count));
            if (there > 1) merge_.repeated += there - 1;
        }
    }

    std::vector<ReadShard> shards_;
    Json json_;
    Sweep sweep_;
    SweptServices::Now now_;
    SweepMerge merge_;
};

} // namespace

SweepMerge merge_sweeps(const std::vector<SweepPart>& parts) {
    if (parts.empty()) throw InputError("merge", {}, "there is nothing to put together");
    std::vector<ReadShard> shards;
    std::string read;
    try {
        for (const SweepPart& part : parts) {
            read = part.name;
            shards.push_back(read_shard(part));
            require_same_sweep(shards.front(), shards.back());
        }
        read = parts.front().name;
        return WholeSweep(std::move(shards)).run();
    } catch (const Json::exception&) {
        throw InputError(read, {}, "it is no shard of placement-sim sweep");
    } catch (const InvalidArgument& error) {
        throw InputError(read, {}, error.what());
    }
}

} // namespace placement
