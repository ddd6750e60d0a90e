#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <map>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "cib/upgrade_steps.h"

namespace placement {

namespace {

constexpr auto left_out = OldSpelling::Today::LeftOut;

bool is_pair_set(pugi::xml_node element) {
    return is_named(element, "cluster_property_set") || is_named(element, "instance_attributes") ||
           is_named(element, "meta_attributes") || is_named(element, "utilization");
}

/// Where a set stands among its siblings: by place first, then by falling number.
struct Rank {
    int place = 0;
    double number = 0;
};

Rank rank_of(pugi::xml_node set) {
    if (is_named(set, "cluster_property_set") && value_of(set, "id") == "cib-bootstrap-options") return {0, 0};
    if (!set.attribute("score")) return {3, 0};
    const std::string_view score = value_of(set, "score");
    if (score == "INFINITY" || score == "+INFINITY") return {1, 0};
    if (score == "-INFINITY") return {5, 0};
    double number = 0;
    const auto [end, error] = std::from_chars(score.data(), score.data() + score.size(), number);
    // Pacemaker's sorting takes "+1" for no number.
    if (error != std::errc() || end != score.data() + score.size()) return {6, 0};
    return {number > 0 ? 2 : number < 0 ? 4 : 3, number};
}

void sort_sets(pugi::xml_node parent) {
    std::vector<std::pair<Rank, pugi::xml_node>> sets;
    for (const pugi::xml_node child : parent.children()) {
        if (is_pair_set(child)) sets.emplace_back(rank_of(child), child);
    }
    std::stable_sort(sets.begin(), sets.end(), [](const auto& left, const auto& right) {
        if (left.first.place != right.first.place) return left.first.place < right.first.place;
        return left.first.number > right.first.number;
    });
    for (const auto& [rank, set] : sets) parent.append_move(set);
}

struct RenamedProperty {
    const char* name;
    const char* today;
};
constexpr std::array<RenamedProperty, 3> renamed_properties = {{
    {"crmd-finalization-timeout", "join-finalization-timeout"},
    {"crmd-integration-timeout", "join-integration-timeout"},
    {"crmd-transition-delay", "transition-delay"},
}};

constexpr const char* dropped_property = "remove-after-stop";

bool is_poweroff(pugi::xml_node pair) {
    return value_of(pair, "name") == "stonith-action" && value_of(pair, "value") == "poweroff";
}

bool is_level_too_high(pugi::xml_node level) {
    const std::string_view index = value_of(level, "index");
    int number = 0;
    const auto [end, error] = std::from_chars(index.data(), index.data() + index.size(), number);
    return error == std::errc::result_out_of_range || (error == std::errc() && number > 9);
}

const char* name_today(pugi::xml_node pair) {
    for (const RenamedProperty& renamed : renamed_properties) {
        if (value_of(pair, "name") == renamed.name) return renamed.today;
    }
    return nullptr;
}

void find_old_pairs(pugi::xml_node configuration, OldSpellings& found) {
    for (const pugi::xml_node pair : descendants(configuration, "nvpair")) {
        if (pair.attribute("id-ref")) {
            if (pair.attribute("name")) {
                found.push_back({pair, "an nvpair with both id-ref and name is a separate pair today"});
            }
            continue;
        }
        if (!pair.attribute("value")) {
            found.push_back({pair, fmt::format("`{}` has no value; it is left out", value_of(pair, "name")), left_out});
        }
        if (!is_named(pair.parent(), "cluster_property_set")) continue;
        const std::string name(value_of(pair, "name"));
        if (const char* today = name_today(pair)) {
            found.push_back({pair, fmt::format("the cluster property {} is {} today", name, today)});
        } else if (name == dropped_property) {
            found.push_back({pair, fmt::format("the cluster property {} is no longer supported", name), left_out});
        } else if (is_poweroff(pair)) {
            found.push_back({pair, "the fencing action \"poweroff\" is \"off\" today"});
        }
    }
}

} // namespace

OldSpellings pairs_before_4(pugi::xml_node configuration) {
    OldSpellings found;
    find_old_pairs(configuration, found);
    for (const pugi::xml_node date : descendants(configuration, "date_spec")) {
        if (date.attribute("moon"))
            found.push_back({date, "`moon` in a date is no longer supported; it is left out", left_out});
    }
    for (const pugi::xml_node level : descendants(configuration, "fencing-level")) {
        if (is_level_too_high(level))
            found.push_back({level, "fencing levels end at 9; this one is left out", left_out});
    }
    return found;
}

void upgrade_pairs(UpgradeContext& context) {
    sort_sets(context.cib);
    for (const pugi::xml_node element : descendants(context.cib)) sort_sets(element);
    for (const pugi::xml_node pair : descendants(context.cib, "nvpair")) {
        const bool property = is_named(pair.parent(), "cluster_property_set");
        const bool is_dropped = property && value_of(pair, "name") == dropped_property;
        if (is_dropped) context.former_options.push_back({"", dropped_property, std::string(value_of(pair, "value"))});
        if (!pair.attribute("value") || is_dropped) {
            context.remove(pair);
        } else if (property && name_today(pair) != nullptr) {
            set_value(pair, "name", name_today(pair));
        } else if (property && is_poweroff(pair)) {
            set_value(pair, "value", "off");
        }
    }
    for (pugi::xml_node date : descendants(context.cib, "date_spec")) date.remove_attribute("moon");
    for (const pugi::xml_node level : descendants(context.cib, "fencing-level")) {
        if (is_level_too_high(level)) context.remove(level);
    }
}

/// Of the pairs with one name in a set, the first counts; but "#default" takes back what stands before it.
void drop_repeated_pairs(UpgradeContext& context) {
    for (const pugi::xml_node parent : descendants(context.cib)) {
        std::map<std::string_view, std::vector<pugi::xml_node>> by_name;
        for (const pugi::xml_node pair : parent.children("nvpair")) {
            if (pair.attribute("name")) by_name[value_of(pair, "name")].push_back(pair);
        }
        for (const auto& [name, pairs] : by_name) {
            const auto last_default = std::find_if(pairs.rbegin(), pairs.rend(), [](pugi::xml_node pair) {
                return value_of(pair, "value") == "#default";
            });
            const auto after_default = last_default.base();
            // A "#default" that is last stays, to say so.
            const auto kept = after_default == pairs.end() ? pairs.end() - 1 : after_default;
            for (auto pair = pairs.begin(); pair != pairs.end(); ++pair) {
                if (pair != kept) context.remove(*pair);
            }
        }
    }
}

} // namespace placement
