#include <algorithm>

#include <fmt/format.h>

#include "placement/scenario_run.h"
#include "render/lines.h"
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
        if (!out.empty()) out += as_line("");
        out += as_line(fmt::format("{}: {}", paint.bold(profile.name), profile.what), paint);
        out += as_line(fmt::format("  plays   {}", fmt::join(profile.agents, ", ")));
        out += as_line("  source  " + profile.source);
        out += as_line("  rules");
        for (const std::string& rule : profile.rules) out += as_line("    " + rule);
        out += as_line("  parameters, and what they are unless the scenario says otherwise");
        std::size_t width = 0;
        for (const AgentParameter& parameter : profile.parameters) width = std::max(width, parameter.name.size());
        for (const AgentParameter& parameter : profile.parameters) out += as_line(parameter_text(parameter, width));
    }
    return out;
}

} // namespace placement
