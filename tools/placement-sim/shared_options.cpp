#include "placement-sim/shared_options.h"

#include <algorithm>
#include <charconv>
#include <stdexcept>

#include <CLI/CLI.hpp>

#include "placement/names.h"

namespace placement::sim {

namespace {

/// What --duration says.
OperationDuration duration_of(const std::string& text) {
    const auto [operation, time] =
        halves(text, text.find('='), "--duration: `" + text + "` is not OPERATION=SECONDS or RESOURCE_OPERATION=SECONDS");
    OperationDuration wanted{"", operation, milliseconds("--duration", time)};
    // "migrate_to" and "migrate_from" have the separator in them.
    std::size_t at = operation.rfind('_');
    if (operation == "migrate_to" || operation == "migrate_from") at = std::string::npos;
    if (operation.ends_with("_migrate_to") || operation.ends_with("_migrate_from")) at = operation.rfind("_migrate_");
    if (at != std::string::npos) {
        wanted.resource = operation.substr(0, at);
        wanted.task = operation.substr(at + 1);
    }
    return wanted;
}

} // namespace

std::optional<QuorumRule> quorum_rule(const std::string& text) {
    if (text == "yes") return QuorumRule::Yes;
    if (text == "no") return QuorumRule::No;
    if (text == "votes") return QuorumRule::Votes;
    if (text == "two-node") return QuorumRule::TwoNode;
    return std::nullopt;
}

Time time_of(const std::string& text) {
    try {
        return Time::parse(text);
    } catch (const std::invalid_argument& error) {
        throw std::invalid_argument("--at: `" + text + "`: " + error.what());
    }
}

CLI::Option* add_repeated(CLI::App& app, const std::string& name, std::vector<std::string>& values, const std::string& what,
                          const std::string& argument) {
    return app.add_option(name, values, what)
        ->option_text(argument)
        ->expected(1)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
}

void add_format_option(CLI::App& app, std::string& format, const std::vector<std::string>& formats) {
    app.add_option("--format", format, "output format (default: " + formats.front() + ")")
        ->option_text(CLI::detail::join(formats, "|"))
        ->check(CLI::IsMember(formats));
}

void add_release_option(CLI::App& app, std::vector<std::string>& releases, bool repeatable) {
    std::string offered;
    for (const Release release : offered_releases()) offered += (offered.empty() ? "" : "|") + std::string(text(release));
    app.add_option("--pacemaker", releases,
                   "follow the rules of this Pacemaker release (default: the cluster's release according to dc-version in the "
                   "CIB, or the nearest one)")
        ->option_text(offered)
        ->expected(1)
        ->multi_option_policy(repeatable ? CLI::MultiOptionPolicy::TakeAll : CLI::MultiOptionPolicy::TakeLast);
}

std::optional<Release> release_of(const std::vector<std::string>& releases) {
    if (releases.empty()) return std::nullopt;
    try {
        return parse_release(releases.back());
    } catch (const std::invalid_argument& error) {
        throw std::invalid_argument(std::string("--pacemaker: ") + error.what());
    }
}

std::int64_t milliseconds(const std::string& option, const std::string& text) {
    constexpr std::int64_t most = 1'000'000'000'000;
    const std::size_t point = text.find('.');
    const std::string whole = text.substr(0, point);
    std::string thousandths = point == std::string::npos ? "" : text.substr(point + 1);
    const bool readable = !whole.empty() && thousandths.size() <= 3 && (point == std::string::npos || !thousandths.empty());
    thousandths.resize(3, '0');
    std::int64_t number = 0;
    const std::string digits = whole + thousandths;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (!readable || error != std::errc() || end != digits.data() + digits.size() || number < 0 || number > most) {
        throw std::invalid_argument(option + ": `" + text + "` is not a number of seconds (such as 2 or 1.5)");
    }
    return number;
}

std::pair<std::string, std::string> halves(const std::string& text, std::size_t at, const std::string& complaint) {
    if (at == std::string::npos || at == 0 || at + 1 == text.size()) throw std::invalid_argument(complaint);
    return {text.substr(0, at), text.substr(at + 1)};
}

void add_begin_options(CLI::App& app, BeginOptions& options, StartFrom from) {
    app.add_option("--from", options.from,
                   "whether events happen to the cluster as recorded, or once it is at rest (default: " + std::string(text(from)) + ")")
        ->option_text("recorded|rest")
        ->check(CLI::IsMember({"recorded", "rest"}));
    app.add_flag("--assume-online", options.assume_online,
                 "assume that all cluster nodes are online with quorum, and let the cluster come to rest first; for a "
                 "configuration without a status");
    add_repeated(app, "--not-a-service", options.not_services, "do not count this resource as a service (repeatable)", "RESOURCE");
}

StartFrom start_from(const BeginOptions& options, StartFrom otherwise) {
    if (options.from.empty()) return otherwise;
    return options.from == "rest" ? StartFrom::Rest : StartFrom::Recorded;
}

void add_agent_options(CLI::App& app, AgentOptions& options) {
    add_repeated(app, "--agent", options.agents,
                 "simulate the resource's agent, so that attributes change while the cluster works, and operations take time "
                 "(repeatable; `placement-sim agents` lists the profiles)",
                 "RESOURCE=PROFILE[,PARAMETER=VALUE...]");
    add_repeated(app, "--duration", options.durations, "with --agent: how long the operation takes (repeatable)",
                 "[RESOURCE_]OPERATION=SECONDS");
    app.add_option("--for-at-most", options.for_at_most,
                   "with --agent: stop this many seconds after the last event (default: 300)")
        ->option_text("SECONDS");
}

std::vector<Agent> agents_of(const AgentOptions& options) {
    std::vector<Agent> agents;
    for (const std::string& text : options.agents) agents.push_back(Agent::parse(text));
    return agents;
}

SequenceOptions sequence_of(const AgentOptions& options) {
    SequenceOptions sequence;
    for (const std::string& text : options.durations) sequence.durations.push_back(duration_of(text));
    if (!options.for_at_most.empty()) sequence.limit_ms = milliseconds("--for-at-most", options.for_at_most);
    return sequence;
}

std::string complaint_of(const CLI::App& app, const CLI::ParseError& error, int count, const char* const* words) {
    const std::string otherwise = on_one_line(error.what()) + " (see --help)";
    if (dynamic_cast<const CLI::ExtrasError*>(&error) == nullptr) return otherwise;
    std::vector<std::string> known;
    for (const CLI::Option* option : app.get_options()) {
        for (const std::string& name : option->get_lnames()) known.push_back("--" + name);
    }
    for (int i = 1; i < count; ++i) {
        const std::string word(words[i]);
        const std::string name = word.substr(0, word.find('='));
        const bool is_option = name.size() > 2 && name.starts_with("--") && std::ranges::find(known, name) == known.end();
        if (is_option) return unknown_name("option", name, known).what() + std::string(" (see --help)");
    }
    return otherwise;
}

std::string on_one_line(std::string text) {
    std::ranges::replace(text, '\n', ' ');
    while (!text.empty() && text.back() == ' ') text.pop_back();
    return text;
}

} // namespace placement::sim
