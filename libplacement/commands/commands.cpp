#include "placement/commands.h"

#include "cib/configuration_edits.h"
#include "cib/document.h"
#include "commands/tools.h"
#include "placement/quoting.h"

namespace placement {

namespace {

using CommandKind = ConfigurationChange::Kind;

/// A clause; empty for a change of the configuration.
std::string why_impossible(const ConfigurationChange& change) {
    switch (change.kind) {
    case CommandKind::SetPromotionScore:
        return "the resource agent sets the promotion score, so that one that is set by hand does not last";
    case CommandKind::SetFailCount: return "the cluster counts the failures; a clean-up of the resource forgets them";
    default: return "";
    }
}

/// A file whose name would be an option is named by its folder, too.
std::string file_word(const std::string& file) { return file.starts_with("-") ? "./" + file : file; }

std::string command_line(const CommandWords& words, const std::string& file) {
    std::string line;
    if (!file.empty() && words.front() != "pcs") line = "CIB_file=" + shell_quoted(file_word(file)) + " ";
    for (std::size_t i = 0; i < words.size(); ++i) {
        line += (i == 0 ? "" : " ") + shell_quoted(words[i]);
        if (i == 0 && !file.empty() && words.front() == "pcs") line += " -f " + shell_quoted(file_word(file));
    }
    return line;
}

std::optional<CommandWords> tool_command(const Cib& cib, const ConfigurationChange& change, const CommandOptions& options) {
    const Configured configured(cib.document().configuration());
    if (options.tool == CommandTool::Pcs) return pcs_command(change, configured, !options.file.empty());
    return crm_command(change, configured);
}

} // namespace

std::string_view text(CommandTool tool) { return tool == CommandTool::Pcs ? "pcs" : "crm"; }

std::vector<Command> commands(const Cib& before, const std::vector<ConfigurationChange>& changes, const CommandOptions& options) {
    std::vector<Command> lines;
    Cib cib = before;
    for (const ConfigurationChange& change : changes) {
        const Cib after = changed(cib, {change});
        if (std::string why = why_impossible(change); !why.empty()) {
            lines.push_back({"", std::move(why)});
        } else if (!configuration_edits(cib, after).empty()) {
            if (const std::optional<CommandWords> words = tool_command(cib, change, options)) {
                lines.push_back({command_line(*words, options.file), ""});
            } else {
                for (const CommandWords& each : cibadmin_commands(cib, after)) {
                    lines.push_back({command_line(each, options.file), ""});
                }
            }
        }
        cib = after;
    }
    return lines;
}

} // namespace placement
