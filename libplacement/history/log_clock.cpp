#include "history/log_clock.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "base/characters.h"
#include "base/text.h"
#include "history/names_in_records.h"

namespace placement {

namespace {

/// "Mar 22 10:39:51" in a year, as if in UTC.
std::optional<std::int64_t> seconds_in(std::string_view moment, int year) {
    static constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                             "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const auto month = std::ranges::find(months, moment.substr(0, 3));
    if (month == months.end()) return std::nullopt;
    const auto day = scan_integer(trimmed(moment.substr(3)));
    if (!day) return std::nullopt;
    std::string_view clock = trimmed(day->rest);
    std::array<std::int64_t, 3> parts{};
    for (std::int64_t& part : parts) {
        const auto number = scan_integer(clock);
        if (!number || number->value < 0) return std::nullopt;
        part = number->value;
        clock = number->rest;
        if (clock.starts_with(':')) clock.remove_prefix(1);
    }
    const std::chrono::year_month_day date(std::chrono::year(year),
                                           std::chrono::month(static_cast<unsigned>(month - months.begin() + 1)),
                                           std::chrono::day(static_cast<unsigned>(day->value)));
    if (!date.ok()) return std::nullopt;
    constexpr std::int64_t day_length = 86'400;
    const std::int64_t days = std::chrono::sys_days(date).time_since_epoch().count();
    return days * day_length + parts[0] * 3600 + parts[1] * 60 + parts[2];
}

int year_of(std::int64_t seconds) {
    const std::chrono::sys_days day(std::chrono::floor<std::chrono::days>(std::chrono::seconds(seconds)));
    return static_cast<int>(std::chrono::year_month_day(day).year());
}

/// The year that brings it nearest to a time.
std::optional<std::int64_t> nearest(std::string_view moment, std::int64_t to) {
    std::optional<std::int64_t> best;
    for (int year = year_of(to) - 1; year <= year_of(to) + 1; ++year) {
        const auto seconds = seconds_in(moment, year);
        if (seconds && (!best || std::abs(*seconds - to) < std::abs(*best - to))) best = seconds;
    }
    return best;
}

/// By how much each log's clock is ahead of the inputs' times: what most of its calculations say. Time zones differ by quarters of an
/// hour.
class Clocks {
public:
    explicit Clocks(const History& history) {
        std::map<std::string, std::vector<const SavedInput*>> by_name;
        for (const SavedInput& input : history.inputs) by_name[name_without_endings(input.file)].push_back(&input);
        for (const LoggedCalculation& each : history.calculations) {
            if (each.at) continue;
            const auto named = by_name.find(name_without_endings(each.input));
            if (named == by_name.end()) continue;
            for (const SavedInput* const input : named->second) vote(each, *input);
        }
    }

    std::optional<std::int64_t> ahead(const std::string& log) const {
        const auto found = votes_.find(log);
        if (found == votes_.end()) return std::nullopt;
        return std::ranges::max_element(found->second, {}, &std::pair<const std::int64_t, int>::second)->first;
    }

private:
    void vote(const LoggedCalculation& calculation, const SavedInput& input) {
        constexpr std::int64_t quarter = 900;
        constexpr std::int64_t tolerance = 90;
        constexpr std::int64_t most = 14 * 3600 + tolerance;
        const auto logged = nearest(calculation.moment, input.at.seconds);
        if (!logged) return;
        const std::int64_t difference = *logged - input.at.seconds;
        const std::int64_t rounded = (difference + (difference < 0 ? -quarter : quarter) / 2) / quarter * quarter;
        if (std::abs(difference) <= most && std::abs(difference - rounded) <= tolerance) ++votes_[calculation.log][rounded];
    }

    std::map<std::string, std::map<std::int64_t, int>> votes_; ///< of each log: seconds, and how many say so
};

} // namespace

void date_lines_without_year(History& history) {
    if (history.inputs.empty()) return;
    const Clocks clocks(history);
    const std::int64_t middle = (history.inputs.front().at.seconds + history.inputs.back().at.seconds) / 2;
    std::set<std::string> undated;
    const auto date = [&](auto& line) {
        if (line.at) return;
        const auto ahead = clocks.ahead(line.log);
        const auto seconds = ahead ? nearest(line.moment, middle) : std::nullopt;
        if (seconds) {
            line.at = Time{*seconds - *ahead, 0};
        } else {
            undated.insert(line.log);
        }
    };
    for (LoggedCalculation& each : history.calculations) date(each);
    for (LoggedEvent& each : history.events) date(each);
    for (const std::string& log : undated) {
        history.diagnostics.push_back({Severity::Note,
                                       "log-without-year",
                                       fmt::format("the lines of {} have no year, and none names an input that is here: what it "
                                                   "says of nodes and operations is left out",
                                                   log),
                                       {}});
    }
}

} // namespace placement
