#include <algorithm>

#include <fmt/format.h>

#include "placement/scenario_run.h"
#include "render/paint.h"

namespace placement {

namespace {

std::string parameter_text(const AgentParameter& parameter, std::size_t name_width) {
    std::string text = fmt::format("    {:<{}}  {}", parameter.name, name_width, parameter.meaning);
    if (!parameter.choices.empty()) text += fmt::format(" ({})", fmt::join(parameter.choices, ", "));
    std::string value = parameter.value;
    if (parameter.kind == AgentParameter::Kind::Milliseconds) value += " ms";
    text += value.empty() ? "" : fmt::format(": {}", value);
    if (!parameter.configured_as.empty()) text += fmt::format(", or the resource's {}", parameter.configured_as);
    return text;
}

} // namespace

std::string agent_profiles_text(const std::vector<AgentProfile>& profiles, const TextStyle& style) {
    const Paint paint(style.color);
    std::string out;
    for (const AgentProfile& profile : profiles) {
        if (!out.empty()) out += "\n";
        out += fmt::format("{}: {}\n", paint.bold(profile.name), profile.what);
        out += fmt::format("  plays   {}\n", fmt::join(profile.agents, ", "));
        out += fmt::format("  source  {}\n", profile.source);
        out += "  rules\n";
        for (const std::string& rule : profile.rules) out += fmt::format("    {}\n", rule);
        out += "  parameters, and what they are unless the scenario says otherwise\n";
        std::size_t width = 0;
        for (const AgentParameter& parameter : profile.parameters) width = std::max(width, parameter.name.size());
        for (const AgentParameter& parameter : profile.parameters) out += parameter_text(parameter, width) + "\n";
    }
    return out;
}

} // namespace placement
