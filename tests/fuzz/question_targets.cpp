#include <algorithm>
#include <array>
#include <sstream>

#include <fmt/format.h>

#include "fuzz/mutation.h"
#include "fuzz/promises.h"
#include "fuzz/question.h"
#include "fuzz/target.h"
#include "placement-sim/answer.h"
#include "placement-sim/arguments.h"
#include "placement-sim/commands.h"
#include "support/crm_simulate.h"

namespace placement::fuzz {

namespace {

const std::vector<std::vector<std::string>> events{
    {"--fail", "%node"}, {"--fail", "%resource"}, {"--fail", "%resource@%node"}, {"--down", "%node"}, {"--up", "%node"},
    {"--standby", "%node"}, {"--unstandby", "%node"}, {"--maintenance", "%node"}, {"--unmaintenance", "%node"},
    {"--disable", "%resource"}, {"--enable", "%resource"}, {"--unmanage", "%resource"}, {"--manage", "%resource"},
    {"--move", "%resource@%node"}, {"--ban", "%resource@%node"}, {"--clear", "%resource"}, {"--cleanup", "%resource"},
    {"--refresh", "%resource"}, {"--op", "%resource_monitor_10000@%node=%number"}, {"--op", "%resource_start_0@%node=%number"},
    {"--op-fail", "%resource_start_0@%node=%number"}, {"--op-fail", "%resource_stop_0@%node=%number"},
    {"--op-fail", "%resource_promote_0@%node=%number"}, {"--fence-fail", "%node"}, {"--ticket", "%ticket=granted"},
    {"--ticket", "%ticket=revoked"}, {"--ticket", "%ticket=standby"}, {"--watchdog", "yes"}, {"--wait", "%number"}, {"--settle"},
    {"--attribute", "%node:x=%score"}, {"--promotion-score", "%resource@%node=%score"}, {"--option", "no-quorum-policy=ignore"},
    {"--option", "maintenance-mode=true"}, {"--quorum", "yes"}, {"--quorum", "no"}, {"--quorum", "votes"}, {"--quorum", "two-node"},
    {"--from", "rest"}, {"--from", "recorded"}, {"--assume-online"}, {"--not-a-service", "%resource"},
    {"--pacemaker", "1.1.10"}, {"--pacemaker", "2.0.5"}, {"--pacemaker", "2.1.5"}, {"--pacemaker", "3.0.2"},
    {"--at", "2024-01-01T00:00:00Z"}, {"--max-transitions", "%number"}, {"--format", "json"}, {"--format", "json"},
    {"--format", "text"}, {"--all"}};

std::vector<std::vector<std::string>> with(std::vector<std::vector<std::string>> options, std::vector<std::vector<std::string>> more) {
    options.insert(options.end(), more.begin(), more.end());
    return options;
}

const WordTable& question_words() {
    static const WordTable table{
        {"simulate", "simulate", "explain %resource", "explain %resource@%node", "sweep", "diff", "lint", "margin %resource"},
        with(events, {{"--steps"}, {"--scores"}, {"--without", "%constraint"}, {"--with-score", "%constraint=%score"}, {"--depth", "1"},
                      {"--by-attribute", "site"}, {"--max-runs", "4"}, {"--jobs", "2"}, {"--format", "csv"}, {"--format", "sarif"},
                      {"--disable", "no-fencing"}, {"--only", "unknown-resource"}, {"--fail-on", "info"}})};
    return table;
}

const WordTable& sequence_words() {
    static const WordTable table{
        {"simulate"},
        with(events, {{"--agent", "%resource=pgsql"}, {"--agent", "%resource=paf"}, {"--agent", "%resource=drbd"},
                      {"--agent", "%resource=galera"}, {"--agent", "%resource=saphana"}, {"--agent", "%resource=pgsql,sync-score=%score"},
                      {"--duration", "start=%number"}, {"--duration", "%resource_promote=%number"}, {"--for-at-most", "%number"}, {"--steps"},
                      {"--attribute", "%node:%resource-data-status=LATEST"}, {"--attribute", "%node:%resource-data-status=DISCONNECT"},
                      {"--attribute", "%node:%resource-status=PRI"}, {"--attribute", "%node:%resource-status=HS:sync"},
                      {"--attribute", "%node:master-%resource=%score"}, {"--attribute", "%node:%resource-last-committed=%number"},
                      {"--attribute", "%node:lpa_ha1_lpt=%number"}, {"--wait", "600"}, {"--wait", "0.1"}, {"--settle"}})};
    return table;
}

const WordTable& search_words() {
    static const WordTable table{
        {"verify --max-states 12", "verify --max-states 12 --timing any", "repair --max-runs 12 --most 1", "names"},
        {{"--failures", "1"},
         {"--failures", "2"},
         {"--depth", "1"},
         {"--property", "service-runs"},
         {"--property", "comes-home"},
         {"--property", "never-twice"},
         {"--without-agents"},
         {"--always", "not_on: {%resource: %node}"},
         {"--always", "at_all_times: {not_on: {%resource: %node}}"},
         {"--want", "promoted: {%resource: %node}"},
         {"--want", "on: {%resource: %node}"},
         {"--want", "lost: none"},
         {"--verify"},
         {"--edits", "1"},
         {"--allow", "constraints"},
         {"--fail", "%node"},
         {"--fail", "%resource@%node"},
         {"--down", "%node"},
         {"--standby", "%node"},
         {"--whole-cluster"},
         {"--agent", "%resource=pgsql"},
         {"--agent", "%resource=drbd"},
         {"--pacemaker", "1.1.10"},
         {"--pacemaker", "2.1.5"},
         {"--kind", "resource"},
         {"--commands", "pcs"},
         {"--commands", "crm"},
         {"--all"},
         {"--format", "json"},
         {"--format", "text"},
         {"--timing", "any"},
         {"--max-states", "12"},
         {"--max-runs", "12"},
         {"--most", "1"}}};
    return table;
}

const WordTable& crm_simulate_words() {
    static const WordTable table{
        {"-S", "-R", "-s", "-Q"},
        {{"-S"}, {"-R"}, {"-s"}, {"-U"}, {"-V"}, {"-Q"}, {"-A"}, {"-c"}, {"-a"}, {"-j"}, {"--output-as=xml"}, {"--output-as=xml"},
         {"--output-as=text"}, {"-q", "0"}, {"-q", "1"}, {"-u", "%node"}, {"-d", "%node"}, {"-f", "%node"}, {"-g", "%ticket"},
         {"-r", "%ticket"}, {"-b", "%ticket"}, {"-e", "%ticket"}, {"-w", "true"}, {"-t", "2024-01-01"},
         {"--pacemaker", "1.1.10"}, {"--pacemaker", "2.0.5"}, {"--pacemaker", "2.1.5"}, {"--pacemaker", "3.0.0"},
         {"-i", "%resource_monitor_10000@%node=%number"}, {"-i", "%resource_start_0@%node=%number"},
         {"-F", "%resource_start_0@%node=%number"}, {"-F", "%resource_stop_0@%node=%number"}}};
    return table;
}

/// The words of the first line are several; the rest are as they are.
std::vector<std::string> split_command(const std::vector<std::string>& words) {
    std::vector<std::string> result;
    std::istringstream first(words.front());
    for (std::string word; first >> word;) result.push_back(word);
    result.insert(result.end(), words.begin() + 1, words.end());
    return result;
}

void add_operation(pugi::xml_node operations, const std::string& id) {
    pugi::xml_node added = operations.append_child("op");
    added.append_attribute("id") = id.c_str();
    added.append_attribute("name") = "monitor";
    added.append_attribute("interval") = "1min";
}

/// Another score, value or timeout for some elements, and an operation more.
void edit_some(pugi::xml_node configuration) {
    std::size_t number = 0;
    for (const pugi::xpath_node& found : configuration.select_nodes(".//*")) {
        pugi::xml_node element = found.node();
        constexpr std::size_t every = 5;
        if (++number % every != 1) continue;
        if (element.attribute("score")) element.attribute("score") = "7";
        if (std::string_view(element.name()) == "nvpair") element.attribute("value") = (std::string(element.attribute("value").value()) + "1").c_str();
        if (std::string_view(element.name()) == "op") element.append_attribute("timeout") = "33s";
        if (std::string_view(element.name()) == "operations") add_operation(element, fmt::format("added-{}", number));
    }
}

/// The CIB with some edits, and without its last constraint or resource: what it is compared with.
std::string edited(const std::string& text) {
    pugi::xml_document cib;
    if (!cib.load_buffer(text.data(), text.size())) return text;
    edit_some(cib.child("cib").child("configuration"));
    for (const char* name : {"constraints", "resources"}) {
        pugi::xml_node section = cib.child("cib").child("configuration").child(name);
        if (section.remove_child(section.last_child())) break;
    }
    return text_of(cib);
}

std::string format_of(const std::vector<std::string>& words) {
    std::string format = "text";
    for (std::size_t i = 0; i + 1 < words.size(); ++i) {
        if (words[i] == "--format") format = words[i + 1];
    }
    return format;
}

void require_answer(const std::string& command, const std::string& format, int status, const std::string& out, const std::string& err) {
    if (status < 0 || status > 4) throw Broken(fmt::format("{}: status {}", command, status));
    require_printable(command + " on standard error", err);
    if (out.empty() && err.empty()) throw Broken(command + ": no answer and no complaint");
    if (out.empty()) return;
    if (format == "json" || format == "sarif") {
        require_json(command, out);
    } else if (format == "csv") {
        require_csv(command, out);
    } else {
        require_printable(command, out);
    }
}

/// At least 2 runs of the scheduler for each, so that it takes long enough to tell which one is slow.
constexpr std::size_t most_elements = 900;

void ask(std::string_view input, const WordTable& table) {
    const std::optional<Question> question = read_question(input);
    if (!question || question->words.empty() || !is_harmless(question->words, table)) return;
    if (static_cast<std::size_t>(std::ranges::count(question->cib, '<')) > most_elements) return;
    std::vector<std::string> words = split_command(question->words);
    if (words.empty()) return;
    const NamedText cib(question->cib);
    std::optional<NamedText> other;
    const std::string command = words.front();
    static const std::array<std::string_view, 9> known{"simulate", "explain", "sweep",  "diff", "lint",
                                                       "margin",   "verify",  "repair", "names"};
    if (std::ranges::find(known, command) == known.end()) return;
    words.insert(words.begin() + 1, cib.path());
    if (command == "diff") {
        other.emplace(edited(question->cib));
        words.insert(words.begin() + 2, other->path());
    }
    if (command == "simulate") {
        words.front() = "placement-sim";
    } else {
        words.insert(words.begin(), "placement-sim");
    }
    std::vector<const char*> line;
    for (const std::string& word : words) line.push_back(word.c_str());
    const int count = static_cast<int>(line.size());
    line.push_back(nullptr); // as main has it
    std::ostringstream out;
    std::ostringstream err;
    const sim::Terminal terminal{.now = Time{1'700'000'000, 0}};
    int status = -1;
    const auto found = std::ranges::find(sim::commands(), command, &sim::Command::word);
    if (found != sim::commands().end()) {
        status = static_cast<int>(found->run(count, line.data(), terminal, out, err));
    } else {
        status = static_cast<int>(sim::answer_command(count, line.data(), terminal, out, err));
    }
    require_answer(command, format_of(words), status, out.str(), err.str());
}

} // namespace

void run_question(std::string_view input) { ask(input, question_words()); }
void run_search(std::string_view input) {
    const std::string_view first = input.substr(0, input.find('\n'));
    const bool is_limited = first.starts_with("verify --max-states 12") || first.starts_with("repair --max-runs 12 --most 1");
    if (is_limited || first.starts_with("names")) ask(input, search_words());
}
void run_sequence(std::string_view input) { ask(input, sequence_words()); }

void run_crm_simulate(std::string_view input) {
    const std::optional<Question> question = read_question(input);
    if (!question || !is_harmless(question->words, crm_simulate_words())) return;
    if (static_cast<std::size_t>(std::ranges::count(question->cib, '<')) > most_elements) return;
    const NamedText cib(question->cib);
    std::vector<std::string> words{"-x", cib.path()};
    words.insert(words.end(), question->words.begin(), question->words.end());
    const crm_simulate::Parsed parsed = testing::parsed_by_crm_simulate(words);
    if (!parsed.arguments) return;
    const testing::CrmSimulateAnswer answer = testing::answer_of_crm_simulate(*parsed.arguments, Time{1'700'000'000, 0});
    const bool answered = answer.status == static_cast<int>(crm_simulate::Status::Ok);
    if (parsed.arguments->format == crm_simulate::Format::Xml && answered) require_xml("result", answer.out);
}

std::string mutated_question(std::string_view input, Chance& chance) { return mutated(input, question_words(), chance); }
std::string mutated_search(std::string_view input, Chance& chance) { return mutated(input, search_words(), chance); }
std::string mutated_sequence(std::string_view input, Chance& chance) { return mutated(input, sequence_words(), chance); }
std::string mutated_crm_simulate(std::string_view input, Chance& chance) { return mutated(input, crm_simulate_words(), chance); }

} // namespace placement::fuzz
