#include "lint/gather.h"

#include <map>
#include <set>
#include <tuple>

#include "base/characters.h"

namespace placement {

namespace {

bool in_word(char c) { return is_letter(c) || is_digit(c) || c == '-' || c == '_' || c == '.' || c == ':'; }

/// The message without what is quoted, without numbers and without nodes' names.
std::string pattern_of(const std::string& message, const std::set<std::string>& nodes) {
    std::string pattern;
    for (std::size_t i = 0; i < message.size();) {
        if (message[i] == '`') {
            const std::size_t end = message.find('`', i + 1);
            pattern += "`";
            i = end == std::string::npos ? message.size() : end + 1;
            continue;
        }
        if (!in_word(message[i])) {
            pattern += message[i++];
            continue;
        }
        std::size_t end = i;
        while (end < message.size() && in_word(message[end])) ++end;
        std::string word = message.substr(i, end - i);
        while (!word.empty() && (word.back() == ':' || word.back() == '.')) word.pop_back();
        const bool number = !word.empty() && is_digit(word.front());
        pattern += nodes.contains(word) || number ? "`" + message.substr(i + word.size(), end - i - word.size()) : message.substr(i, end - i);
        i = end;
    }
    return pattern;
}

} // namespace

void gather(Findings& findings, const Cluster& cluster) {
    std::set<std::string> nodes;
    for (const Node& node : cluster.nodes) nodes.insert(node.name);
    std::map<std::tuple<std::string, Severity, std::string>, std::size_t> seen;
    Findings gathered;
    for (Finding& finding : findings) {
        if (!finding.proof) {
            const auto [place, fresh] =
                seen.try_emplace({finding.code, finding.severity, pattern_of(finding.message, nodes)}, gathered.size());
            if (!fresh) {
                gathered[place->second].others.push_back({finding.message, finding.position});
                continue;
            }
        }
        gathered.push_back(std::move(finding));
    }
    findings = std::move(gathered);
}

} // namespace placement
