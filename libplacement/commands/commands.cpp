#include "placement/commands.h"

#include "cib/configuration_edits.h"
#include "cib/document.h"
#include "cib/upgrade_references.h"
#include "commands/tools.h"
#include "placement/patch.h"
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

/// The commands name elements as today's syntax has them. The upgrade to schema 3.0 made or moved some: what cannot be edited in the
/// text as it is needs it.
bool needs_upgrade(const Cib& before, const Cib& after) {
    const std::string& schema = before.document().named_schema;
    const bool is_old = schema.starts_with("pacemaker-0") || schema.starts_with("pacemaker-1") ||
                        schema.starts_with("pacemaker-2") || schema.starts_with("transitional");
    return is_old && !text_of(before, after).of_original;
}

/// Of a location constraint with several rules, the upgrade to schema 4.0 makes one for each, with an id that the cluster does not
/// have before: the cluster has the rule.
std::optional<CommandWords> rule_removal(const Configured& configured, const ConfigurationChange& change) {
    if (change.kind != CommandKind::RemoveConstraint) return std::nullopt;
    const std::string id = configured.constraint_around(change.id);
    if (!id.starts_with(upgrade_prefix)) return std::nullopt;
    return delete_rule_command(configured.rule_of(id));
}

std::optional<CommandWords> tool_command(const Cib& cib, const ConfigurationChange& change, const CommandOptions& options) {
    const Configured configured(cib.document().configuration());
    if (const auto removal = rule_removal(configured, change)) return removal;
    if (options.tool == CommandTool::Pcs) return pcs_command(change, configured, !options.file.empty());
    return crm_command(change, configured);
}

} // namespace

std::string_view text(CommandTool tool) { return tool == CommandTool::Pcs ? "pcs" : "crm"; }

std::vector<Command> commands(const Cib& before, const std::vector<ConfigurationChange>& changes, const CommandOptions& options) {
    std::vector<Command> lines;
    const auto add = [&](const CommandWords& words) { lines.push_back({command_line(words, options.file), ""}); };
    bool is_upgraded = false;
    Cib cib = before;
    for (const ConfigurationChange& change : changes) {
        const Cib after = changed(cib, {change});
        if (std::string why = why_impossible(change); !why.empty()) {
            lines.push_back({"", std::move(why)});
        } else if (!configuration_edits(cib, after).empty()) {
            if (!is_upgraded && needs_upgrade(before, after)) {
                add({"cibadmin", "--upgrade", "--force"});
                is_upgraded = true;
            }
            if (const std::optional<CommandWords> words = tool_command(cib, change, options)) {
                add(*words);
            } else {
                for (const CommandWords& each : cibadmin_commands(cib, after)) add(each);
            }
        }
        cib = after;
    }
    return lines;
}

} // namespace placement
