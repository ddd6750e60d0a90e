#include "conformance/release_facts.h"

#include <algorithm>
#include <array>
#include <map>
#include <regex>
#include <set>
#include <sstream>

#include <pugixml.hpp>

namespace placement::conformance {

namespace {

std::string trimmed(std::string_view text) {
    const std::size_t begin = text.find_first_not_of(" \t\r");
    if (begin == std::string_view::npos) return "";
    return std::string(text.substr(begin, text.find_last_not_of(" \t\r") - begin + 1));
}

/// The lines without indentation and bullet.
std::vector<std::string> items(std::string_view text) {
    std::vector<std::string> lines;
    std::istringstream stream{std::string(text)};
    for (std::string line; std::getline(stream, line);) {
        line = trimmed(line);
        if (line.starts_with("* ")) line = trimmed(line.substr(2));
        if (!line.empty()) lines.push_back(line);
    }
    return lines;
}

std::vector<std::string> words_of(const std::string& text) {
    std::vector<std::string> words;
    std::istringstream stream(text);
    for (std::string word; stream >> word;) words.push_back(word);
    return words;
}

void erase_all(std::string& text, std::string_view part) {
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part)) text.erase(at, part.size());
}

std::string before_colon(const std::string& text) { return text.substr(0, text.find(':')); }

// ---- places ---------------------------------------------------------------------------------------------------

std::string role_of(const std::string& word) {
    if (word == "Masters" || word == "Master") return "Promoted";
    if (word == "Slaves" || word == "Slave") return "Unpromoted";
    return word;
}

bool is_role(const std::string& word) {
    static const std::set<std::string> roles{"Started", "Stopped", "Master", "Slave", "Promoted", "Unpromoted", "FAILED", "Starting",
                                             "Stopping", "Promoting", "Demoting", "Migrating", "Monitoring", "Running", "ORPHANED"};
    return roles.contains(word);
}

bool is_passing(const std::string& role) {
    static const std::set<std::string> passing{"Starting", "Stopping", "Promoting", "Demoting", "Migrating", "Monitoring"};
    return passing.contains(role);
}

bool is_of_nodes(const std::string& line) {
    static const std::set<std::string> headings{"Node List:", "Full List of Resources:", "Full list of resources:",
                                                "Resources:", "No resources"};
    static const std::regex node(
        R"(((Guest|Remote|Container)?(Online|OFFLINE|Offline|ONLINE)(\s*\(?.*\)?)?:|(Guest|Remote|Cluster)?Node |Containers: \[).*)");
    return headings.contains(line) || std::regex_match(line, node);
}

/// The state after the transition, line by line; the lines of a collective resource's instances belong to it.
class Places {
public:
    void add(const std::string& line) {
        static const std::regex collective(
            R"((?:ORPHANED |removed )?(Clone Set|Resource Group|Master/Slave Set|Container bundle set|Container bundle): ([^\s:]+).*)");
        static const std::regex replica(R"(Replica\[(\d+)\].*)");
        static const std::regex instances(
            R"((Started|Stopped|Masters|Slaves|Promoted|Unpromoted|Starting|Stopping|Promoting|Demoting|FAILED)(?: \([^)]*\))?: \[(.*)\])");
        static const std::regex primitive(
            R"((.*?)\s*\((?:ocf|lsb|stonith|fencing|systemd|service|upstart|nagios|heartbeat)\b[^)]*\):?\s*(.*))");
        std::smatch match;
        if (is_of_nodes(line)) return;
        if (std::regex_match(line, match, collective)) {
            of_clone_ = match[1] == "Clone Set" || match[1] == "Master/Slave Set";
            name_ = match[2];
        } else if (std::regex_match(line, replica)) {
            return;
        } else if (std::regex_match(line, match, instances)) {
            for (const std::string& node : words_of(match[2])) note(name_, role_of(match[1]), before_colon(node));
        } else if (std::regex_match(line, match, primitive)) {
            add_primitive(match[1], match[2]);
        } else {
            found_.push_back("other: " + line);
        }
    }

    std::vector<std::string> take() {
        std::ranges::sort(found_);
        return std::move(found_);
    }

private:
    void note(const std::string& name, const std::string& role, const std::string& node) {
        found_.push_back(name + '|' + role + '|' + node);
    }

    void add_primitive(std::string name, std::string rest) {
        static const std::regex replica(R"((\S+) \(.*\))");
        static const std::regex number(R"(:\d+$)");
        static const std::regex list(R"(\[ ?(.*?) ?\]\s*$)");
        static const std::regex remark(R"(\([^)]*\))");
        std::smatch match;
        erase_all(rest, "ORPHANED");
        erase_all(rest, "(removed)");
        if (std::regex_match(name, match, replica)) name = std::string(match[1]);
        if (of_clone_) name = std::regex_replace(name, number, "");
        std::vector<std::string> nodes;
        if (std::regex_search(rest, match, list)) {
            nodes = words_of(match[1]);
            rest = rest.substr(0, static_cast<std::size_t>(match.position()));
        }
        const std::vector<std::string> words = words_of(std::regex_replace(rest, remark, " "));
        std::size_t next = 0;
        std::string roles;
        for (; next < words.size() && is_role(words[next]); ++next) {
            if (is_passing(words[next])) continue;
            roles += (roles.empty() ? "" : "+") + role_of(words[next]);
        }
        nodes.insert(nodes.end(), words.begin() + static_cast<std::ptrdiff_t>(next), words.end());
        std::erase(nodes, ":");
        if (roles == "Stopped") nodes.clear();
        if (nodes.empty()) note(name, roles, "");
        for (const std::string& node : nodes) note(name, roles, before_colon(node));
    }

    std::string name_;
    bool of_clone_ = false;
    std::vector<std::string> found_;
};

std::optional<std::vector<std::string>> places_in(std::string_view summary) {
    std::size_t at = summary.rfind("Revised Cluster Status:");
    if (at == std::string_view::npos) at = summary.rfind("Revised cluster status:");
    if (at == std::string_view::npos) return std::nullopt;
    Places places;
    const std::vector<std::string> lines = items(summary.substr(at));
    for (std::size_t i = 1; i < lines.size(); ++i) places.add(lines[i]);
    return places.take();
}

// ---- scores ---------------------------------------------------------------------------------------------------

std::string kind_of(const std::string& function) {
    for (const auto& [part, kind] : {std::pair("native", "primitive"), {"primitive", "primitive"}, {"clone", "clone"}, {"group", "group"},
                                     {"bundle", "bundle"}, {"container", "bundle"}}) {
        if (function.find(part) != std::string::npos) return kind;
    }
    return function;
}

std::string without_sign(std::string_view score) {
    if (score == "1000000" || score == "+INFINITY") return "INFINITY";
    if (score == "-1000000") return "-INFINITY";
    return std::string(score);
}

std::vector<std::string> scores_in(std::string_view text) {
    static const std::regex promotion(R"((\S+?):? promotion score on (\S+): (\S+))");
    static const std::regex assignment(R"((\S+): (\S+) (?:(?:allocation|assignment) )?score on (\S+): (\S+))");
    std::vector<std::string> found;
    std::smatch match;
    for (const std::string& line : items(text)) {
        if (line.find(" score on ") == std::string::npos) continue;
        if (std::regex_match(line, match, promotion)) {
            found.push_back("promotion|" + match[1].str() + '|' + match[2].str() + '|' + without_sign(match[3].str()));
        } else if (std::regex_match(line, match, assignment)) {
            found.push_back(kind_of(match[1]) + '|' + match[2].str() + '|' + match[3].str() + '|' + without_sign(match[4].str()));
        }
    }
    std::ranges::sort(found);
    return found;
}

// ---- the graph ------------------------------------------------------------------------------------------------

std::string label_of(const pugi::xml_node& action) {
    const std::string kind = action.name();
    const std::string key = action.attribute("operation_key").value();
    const std::string node = action.attribute("on_node").value();
    if (kind == "pseudo_event") return key + " *";
    if (kind == "crm_event" && key.empty()) return action.attribute("operation").value() + (" @" + node);
    return key + " @" + node;
}

std::vector<std::string> graph_in(const std::string& text) {
    pugi::xml_document document;
    if (!document.load_string(text.c_str())) return {};
    std::map<std::string, std::string> labels;
    const auto synapses = document.document_element().children("synapse");
    for (const pugi::xml_node synapse : synapses) {
        for (const pugi::xml_node action : synapse.child("action_set")) labels[action.attribute("id").value()] = label_of(action);
    }
    std::vector<std::string> found;
    std::set<std::string> relations;
    for (const pugi::xml_node synapse : synapses) {
        for (const pugi::xml_node action : synapse.child("action_set")) {
            const std::string then = labels[action.attribute("id").value()];
            found.push_back(then);
            for (const pugi::xml_node trigger : synapse.child("inputs")) {
                for (const pugi::xml_node first : trigger) {
                    const auto known = labels.find(first.attribute("id").value());
                    relations.insert((known == labels.end() ? label_of(first) : known->second) + " -> " + then);
                }
            }
        }
    }
    found.insert(found.end(), relations.begin(), relations.end());
    std::ranges::sort(found);
    return found;
}

} // namespace

std::optional<ReleaseFacts> release_facts(std::string_view summary, std::string_view scores, const std::string& graph) {
    auto places = places_in(summary);
    if (!places && graph.empty()) return std::nullopt;
    return ReleaseFacts{std::move(places).value_or(std::vector<std::string>{"no state after the transition"}), scores_in(scores), graph_in(graph)};
}

} // namespace placement::conformance
