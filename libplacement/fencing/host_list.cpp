#include "fencing/host_list.h"

#include <algorithm>

#include "base/text.h"

namespace placement {

namespace {

constexpr std::string_view name_characters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.";

std::string_view value_of(const AttributeTable& parameters, const char* name) {
    const auto found = parameters.find(name);
    return found == parameters.end() ? std::string_view() : std::string_view(found->second);
}

void add_hosts_in_line(std::string_view line, std::vector<std::string>& hosts) {
    if (line.find("invalid") != std::string_view::npos || line.find("variable") != std::string_view::npos) return;
    for (const std::string& entry : split(line, " \t\r\v\f,;")) {
        const std::string name = entry.substr(0, entry.find_first_not_of(name_characters));
        if (name.empty() || equals_ignoring_case(name, "on") || equals_ignoring_case(name, "off")) continue;
        hosts.push_back(name);
    }
}

} // namespace

HostCheck host_check(const AttributeTable& parameters) {
    const auto check = parameters.find("pcmk_host_check");
    if (check == parameters.end()) {
        const bool listed = parameters.contains("pcmk_host_list") || parameters.contains("pcmk_host_map");
        return listed ? HostCheck::StaticList : HostCheck::AtRunTime;
    }
    if (equals_ignoring_case(check->second, "static-list")) return HostCheck::StaticList;
    if (equals_ignoring_case(check->second, "none")) return HostCheck::Anybody;
    if (equals_ignoring_case(check->second, "dynamic-list")) return HostCheck::AtRunTime;
    return equals_ignoring_case(check->second, "status") ? HostCheck::AtRunTime : HostCheck::Invalid;
}

std::vector<std::string> listed_hosts(std::string_view host_list) {
    std::vector<std::string> hosts;
    while (!host_list.empty()) {
        const std::size_t newline = host_list.find('\n');
        const std::size_t escaped = host_list.find("\\n");
        const std::size_t end = std::min(newline, escaped);
        add_hosts_in_line(host_list.substr(0, end), hosts);
        if (end == std::string_view::npos) break;
        host_list.remove_prefix(end + (end == escaped ? 2 : 1));
    }
    return hosts;
}

std::vector<MappedHost> mapped_hosts(std::string_view host_map) {
    std::vector<MappedHost> hosts;
    for (const std::string& mapping : split(host_map, "; \t")) {
        const std::size_t separator = mapping.find_first_of(":=");
        if (separator == std::string::npos || separator == 0 || separator + 1 == mapping.size()) continue;
        hosts.push_back({mapping.substr(0, separator), mapping.substr(separator + 1)});
    }
    return hosts;
}

bool names_host(const AttributeTable& parameters, std::string_view node) {
    const auto is_node = [&](const std::string& name) { return equals_ignoring_case(name, node); };
    if (std::ranges::any_of(listed_hosts(value_of(parameters, "pcmk_host_list")), is_node)) return true;
    return std::ranges::any_of(mapped_hosts(value_of(parameters, "pcmk_host_map")),
                               [&](const MappedHost& host) { return is_node(host.node) || is_node(host.port); });
}

} // namespace placement
