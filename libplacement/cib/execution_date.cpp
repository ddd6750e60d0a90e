#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "base/text.h"
#include "cib/document.h"
#include "placement/cib.h"
#include "placement/error.h"

namespace placement {

namespace {

/// Attributes of elements of the status whose value is a moment, in seconds since 1970.
constexpr std::array moments{"last-rc-change", "last-run", "in_ccm", "crmd", "last-granted"};
/// Beginnings of names of node attributes that have one.
constexpr std::array moment_names{"last-failure-", "shutdown"};
/// What is less is no moment: node states of older releases are booleans, and 0 stands for none.
constexpr std::int64_t first_moment = 100'000'000;
/// Clocks on Earth are no more apart from UTC.
constexpr std::int64_t farthest_zone = std::int64_t{14} * 60 * 60;

class Newest {
public:
    void add(std::string_view seconds) {
        const auto number = parse_integer(std::string(seconds));
        if (number && *number >= first_moment) add(*number);
    }
    void add(std::int64_t seconds) { seconds_ = std::max(seconds_.value_or(seconds), seconds); }
    std::optional<std::int64_t> seconds() const { return seconds_; }

private:
    std::optional<std::int64_t> seconds_;
};

void add_moments(const StateElement& element, Newest& newest) {
    if (element.is_comment()) return;
    for (const char* name : moments) newest.add(element.value(name));
    if (element.is("nvpair")) {
        const std::string_view name = element.value("name");
        const bool has_moment =
            std::ranges::any_of(moment_names, [&](std::string_view begin) { return name.starts_with(begin); });
        if (has_moment) newest.add(element.value("value"));
    }
    for (const StateElement::Pointer& child : element.children()) add_moments(*child, newest);
}

struct Written {
    std::int64_t seconds = 0;
    bool has_zone = false;
};

/// "Wed Jul 27 00:07:08 2022" as ISO 8601; empty for anything else.
std::string iso_of_ctime(std::string_view text) {
    constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    std::array<std::string, 5> words;
    std::size_t count = 0;
    for (std::size_t at = text.find_first_not_of(' '); at != std::string_view::npos;) {
        if (count == words.size()) return {};
        const std::size_t end = std::min(text.find(' ', at), text.size());
        words[count++] = text.substr(at, end - at);
        at = text.find_first_not_of(' ', end);
    }
    const auto month = std::ranges::find(months, words[1]);
    if (count != words.size() || month == months.end()) return {};
    const auto number = std::to_string(month - months.begin() + 1);
    const auto two = [](const std::string& digits) { return digits.size() < 2 ? "0" + digits : digits; };
    return words[4] + "-" + two(number) + "-" + two(words[2]) + "T" + words[3] + "Z";
}

std::optional<Written> last_written(std::string_view text) {
    const std::string from_ctime = iso_of_ctime(text);
    const std::string iso = from_ctime.empty() ? std::string(text) : from_ctime;
    if (iso.empty()) return std::nullopt;
    try {
        return Written{Time::parse(iso).seconds, from_ctime.empty()};
    } catch (const InvalidArgument&) {
        return std::nullopt;
    }
}

} // namespace

std::optional<Time> Cib::execution_date() const {
    const auto seconds = parse_integer(document().root().value("execution-date"));
    if (!seconds) return std::nullopt;
    return Time{*seconds, 0};
}

std::optional<Time> Cib::newest_moment() const {
    Newest newest;
    for (const StateElement::Pointer& part : document().status().children()) add_moments(*part, newest);
    if (const auto written = last_written(document().root().value("cib-last-written"))) {
        const std::int64_t least = written->has_zone ? 0 : farthest_zone;
        if (!newest.seconds() || written->seconds > *newest.seconds() + least) newest.add(written->seconds);
    }
    if (!newest.seconds()) return std::nullopt;
    return Time{*newest.seconds(), 0};
}

Time Cib::default_time() const {
    if (const auto recorded = execution_date()) return *recorded;
    return newest_moment().value_or(Time{0, 0});
}

} // namespace placement
