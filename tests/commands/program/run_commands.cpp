// Runs the commands for changes of CIBs on copies of them, with an installed pcs and crm, and compares what becomes of the copies.
//   run_commands CIB...            small changes of every kind
//   run_commands --repairs CIB...  the repairs of what a verification finds
// Ends with 77 where neither tool is installed.

#include <cstdlib>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>
#include <optional>
#include <regex>
#include <set>
#include <sstream>

#include <unistd.h>

#include <pugixml.hpp>

#include "cib/configuration_edits.h"
#include "cib/document.h"
#include "cib/edit_elements.h"
#include "cib/element_path.h"
#include "placement/commands.h"
#include "placement/repair.h"
#include "placement/schedule.h"
#include "placement/unpack.h"

namespace {

namespace fs = std::filesystem;
using namespace placement;
using Kind = ConfigurationChange::Kind;
using Changes = std::vector<ConfigurationChange>;

bool is_installed(const std::string& program) {
    return std::system(("command -v " + program + " > /dev/null 2>&1").c_str()) == 0;
}

std::string content(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    std::ostringstream text;
    text << stream.rdbuf();
    return text.str();
}

std::string replaced(const std::string& text, const char* pattern, const char* replacement) {
    return std::regex_replace(text, std::regex(pattern), replacement);
}

std::string end_of(const std::string& text) { return text.size() < 300 ? text : text.substr(text.size() - 300); }

// ---- the changes ------------------------------------------------------------------------------------------------

/// What there is to change in a configuration.
class Choice {
public:
    explicit Choice(const Cib& cib) : configuration_(cib.document().configuration()) {}

    /// The ids of the elements for which the test holds, in the order of the text.
    template <typename Test>
    std::vector<std::string> ids(const Test& test) const {
        std::vector<std::string> found;
        configuration_.find_node([&](pugi::xml_node element) {
            if (element.type() == pugi::node_element && test(element)) found.emplace_back(element.attribute("id").value());
            return false;
        });
        return found;
    }
    std::vector<std::string> named(std::string_view name) const {
        return ids([name](pugi::xml_node element) { return std::string_view(element.name()) == name; });
    }
    std::vector<std::string> outermost() const {
        return ids([](pugi::xml_node element) {
            return std::string_view(element.parent().name()) == "resources" && std::string_view(element.name()) != "template";
        });
    }
    std::vector<std::string> constraints() const {
        return ids([](pugi::xml_node element) { return std::string_view(element.parent().name()) == "constraints"; });
    }
    std::string node() const { return configuration_.child("nodes").child("node").attribute("uname").value(); }

private:
    pugi::xml_node configuration_;
};

Changes constraint_changes(const Choice& choice) {
    Changes changes;
    const std::vector<std::string> resources = choice.outermost();
    const auto add = [&](const char* element, const char* id, ConfigurationChange::Attributes attributes) {
        changes.push_back({Kind::AddConstraint, id, element, "", "", std::move(attributes)});
    };
    for (const std::string& id : choice.named("rsc_order")) {
        changes.push_back({Kind::SetConstraintAttribute, id, "kind", "Optional"});
        changes.push_back({Kind::SetConstraintAttribute, id, "kind", ""});
        break;
    }
    for (const std::string& id : choice.named("rsc_colocation")) {
        changes.push_back(ConfigurationChange::with_score(id, "-1000"));
        changes.push_back({Kind::SetConstraintAttribute, id, "influence", "false"});
        break;
    }
    for (const std::string& id : choice.named("rsc_location")) {
        changes.push_back(ConfigurationChange::with_score(id, "-INFINITY"));
        changes.push_back({Kind::SetConstraintAttribute, id, "resource-discovery", "exclusive"});
        break;
    }
    if (resources.size() > 1) {
        const std::string& one = resources.front();
        const std::string& other = resources.back();
        add("rsc_colocation", "new-colocation", {{"rsc", other}, {"with-rsc", one}, {"score", "-17"}});
        add("rsc_colocation", "new-promoted",
            {{"rsc", one}, {"with-rsc", other}, {"score", "INFINITY"}, {"rsc-role", "Promoted"}});
        add("rsc_order", "new-order", {{"first", one}, {"then", other}, {"kind", "Optional"}});
        add("rsc_order", "new-demotion", {{"first", other}, {"then", one}, {"first-action", "demote"}, {"symmetrical", "false"}});
    }
    if (!resources.empty()) {
        add("rsc_location", "new-location", {{"rsc", resources.front()}, {"node", choice.node()}, {"score", "-40"}});
        add("rsc_location", "new-again", {{"rsc", resources.front()}, {"node", choice.node()}, {"score", "INFINITY"}});
        add("rsc_location", "new-never",
            {{"rsc", resources.back()}, {"node", choice.node()}, {"score", "1"}, {"resource-discovery", "never"}});
    }
    if (!choice.constraints().empty()) changes.push_back(ConfigurationChange::without(choice.constraints().back()));
    return changes;
}

Changes resource_changes(const Choice& choice) {
    const char* const hostile = "it's $(touch pwned) `touch pwned` \"& < > ; touch pwned";
    Changes changes;
    std::set<std::string> resources;
    if (!choice.outermost().empty()) resources = {choice.outermost().front(), choice.outermost().back()};
    const std::vector<std::string> primitives = choice.named("primitive");
    if (!primitives.empty()) resources.insert({primitives.front(), primitives.back()});
    for (const std::string& id : resources) {
        changes.push_back({Kind::SetOwnMetaAttribute, id, "resource-stickiness", "-33"});
        changes.push_back({Kind::SetOwnMetaAttribute, id, "resource-stickiness", ""});
    }
    for (const std::string& id : std::set<std::string>(primitives.begin(), primitives.begin() + (primitives.empty() ? 0 : 1))) {
        changes.push_back({Kind::SetParameter, id, "state", "/run/state"});
        changes.push_back({Kind::SetParameter, id, "words", hostile});
        changes.push_back({Kind::SetParameter, id, "state", ""});
        changes.push_back({Kind::SetUtilization, id, "memory", "4096"});
        changes.push_back({Kind::AddOperation, id, "monitor", "", "", {{"interval", "37s"}, {"timeout", "19s"}}});
        changes.push_back({Kind::AddOperation, id, "notify", "", "", {{"interval", "0s"}, {"timeout", "18s"}}});
    }
    for (const std::string& id : choice.named("op")) {
        changes.push_back({Kind::SetOperation, id, "timeout", "123s"});
        changes.push_back({Kind::SetOperation, id, "timeout", ""});
        break;
    }
    for (const std::string& id : choice.named("bundle")) changes.push_back({Kind::SetContainer, id, "replicas", "2"});
    changes.push_back({Kind::SetNodeAttribute, "", "standby", "on", choice.node()});
    changes.push_back({Kind::SetCapacity, "", "memory", "65536", choice.node()});
    if (const std::vector<std::string> nodes = choice.named("node"); !nodes.empty())
        changes.push_back({Kind::RemoveNode, nodes.back()});
    changes.push_back({Kind::SetOwnDefault, "", "resource-stickiness", "44"});
    changes.push_back({Kind::SetOwnDefault, "", "migration-threshold", "5"});
    changes.push_back({Kind::SetOwnDefault, "", "resource-stickiness", ""});
    changes.push_back({Kind::SetDefault, "", "priority", "3"});
    changes.push_back({Kind::SetProperty, "", "cluster-delay", "61s"});
    if (!primitives.empty()) changes.push_back({Kind::SetMetaAttribute, primitives.front(), "priority", "7"});
    return changes;
}

// ---- the comparison -----------------------------------------------------------------------------------------------

bool is_bare_set(pugi::xml_node element) {
    const std::string_view name = element.name();
    const bool is_set = name == "meta_attributes" || name == "instance_attributes" || name == "operations";
    return is_set && elements_in(element).empty();
}

/// pcs writes out what is the default anyway.
bool is_default(const ConfigurationEdit& edit, pugi::xml_node element) {
    if (edit.before) return false;
    const std::string_view first_action = element.attribute("first-action").value();
    if (edit.attribute == "first-action") return edit.after == "start";
    if (edit.attribute == "then-action") return edit.after == first_action;
    return (edit.attribute == "rsc-role" || edit.attribute == "with-rsc-role") && edit.after == "Started";
}

/// What is not as it should be; empty sets, the order of elements and written out defaults are left out.
std::vector<std::string> differences(const Cib& expected, const Cib& found) {
    std::vector<std::string> differences;
    for (const ConfigurationEdit& edit : configuration_edits(expected, found)) {
        const pugi::xml_node before = element_at(expected.document().configuration(), edit.path);
        const pugi::xml_node after = element_at(found.document().configuration(), edit.path);
        if (edit.kind == ConfigurationEdit::Kind::Reordered) continue;
        if (edit.kind == ConfigurationEdit::Kind::Added && is_bare_set(after)) continue;
        if (edit.kind == ConfigurationEdit::Kind::Removed && is_bare_set(before)) continue;
        if (edit.kind == ConfigurationEdit::Kind::Attribute && is_default(edit, after)) continue;
        differences.push_back(edit.text);
    }
    return differences;
}

/// Of resources on nodes, in any order.
std::multiset<std::string> scores(const Cib& cib) {
    const std::shared_ptr<const Cluster> cluster = unpack(cib, cib.default_time());
    std::multiset<std::string> found;
    for (const ReportedScore& each : schedule(cluster).reported_scores) {
        const std::string node = each.node ? cluster->nodes[each.node].name : "";
        found.insert(std::string(text(each.by)) + " " + cluster->resources[each.resource].id + " " + node + " " +
                     each.score.text());
    }
    return found;
}

// ---- running ------------------------------------------------------------------------------------------------------

class Run {
public:
    Run(fs::path sample, CommandTool tool, const fs::path& folder)
        : sample_(std::move(sample)), tool_(tool), copy_(folder / "copy.xml") {
        // The installed Pacemaker refuses CIBs of newer ones, and an old schema has not all attributes.
        const std::string older = replaced(content(sample_), "crm_feature_set=\"[^\"]*\"", "crm_feature_set=\"3.15.0\"");
        const std::string text = replaced(older, "validate-with=\"pacemaker-3[^\"]*\"", "validate-with=\"pacemaker-3.9\"");
        text_ = text;
        start_over();
    }

    /// How many commands were run; none where one failed or did something else.
    std::optional<int> all() {
        const Choice choice(*before_);
        Changes changes = resource_changes(choice);
        for (ConfigurationChange& each : constraint_changes(choice)) changes.push_back(std::move(each));
        return all_of(changes);
    }

    /// The same for each repair of what a verification of the sample finds; each begins with the sample.
    std::optional<int> all_repairs() {
        const Repairs repairs =
            repair(Scenario{.cib = *before_, .release = default_release, .from = StartFrom::Rest}, VerifyOptions{});
        int count = 0;
        for (const Repair& each : repairs.repairs) {
            start_over();
            const std::optional<int> more = all_of(each.changes());
            if (!more) return std::nullopt;
            count += *more;
        }
        return count;
    }

private:
    void start_over() {
        std::ofstream(copy_, std::ios::binary) << text_;
        before_ = Cib::from_text(text_, sample_.string());
    }

    std::optional<int> all_of(const Changes& changes) {
        int count = 0;
        for (const ConfigurationChange& change : changes) {
            const Cib expected = changed(*before_, {change});
            for (const Command& command : commands(*before_, {change}, {tool_, copy_.string()})) {
                ++count;
                if (!run(command.line)) return fail(change, command.line, {"the command failed: " + end_of(content(log()))});
            }
            // What the tools wrote is where the next change begins.
            const Cib found = Cib::from_file(copy_.string());
            const std::vector<std::string> wrong = differences(expected, found);
            if (!wrong.empty()) return fail(change, commands(*before_, {change}, {tool_, copy_.string()}).front().line, wrong);
            if (scores(expected) != scores(found)) return fail(change, "", {"other scores"});
            before_ = found;
        }
        return count;
    }

    fs::path log() const { return copy_.parent_path() / "log"; }

    bool run(const std::string& line) const {
        const std::string in_folder = "cd '" + copy_.parent_path().string() + "' && " + line + " > log 2>&1 < /dev/null";
        return std::system(in_folder.c_str()) == 0 && !fs::exists(copy_.parent_path() / "pwned");
    }

    std::nullopt_t fail(const ConfigurationChange& change, const std::string& line, const std::vector<std::string>& why) const {
        std::cerr << sample_.string() << ", " << text(change) << ":\n  " << line << "\n";
        for (const std::string& each : why) std::cerr << "  " << each << "\n";
        return std::nullopt;
    }

    fs::path sample_;
    CommandTool tool_;
    fs::path copy_;
    std::string text_; ///< of the sample
    std::optional<Cib> before_;
};

int run_all(const std::vector<std::string>& samples, bool repairs) {
    std::vector<CommandTool> tools;
    for (const CommandTool tool : {CommandTool::Pcs, CommandTool::Crm}) {
        if (is_installed(std::string(text(tool))) && is_installed("cibadmin")) {
            tools.push_back(tool);
        } else {
            std::cout << "skipped: " << text(tool) << " or cibadmin is not installed\n";
        }
    }
    if (tools.empty()) return 77;
    const fs::path folder = fs::temp_directory_path() / ("placement-commands-" + std::to_string(getpid()));
    fs::create_directories(folder);
    bool is_right = true;
    for (const std::string& sample : samples) {
        for (const CommandTool tool : tools) {
            Run run(sample, tool, folder);
            const std::optional<int> count = repairs ? run.all_repairs() : run.all();
            is_right = is_right && count;
            if (count) std::cout << sample << ": " << *count << " commands for " << text(tool) << "\n";
        }
    }
    fs::remove_all(folder);
    return is_right ? 0 : 1;
}

} // namespace

int main(int count, char** arguments) {
    try {
        const std::vector<std::string> words(arguments + 1, arguments + count);
        const bool repairs = !words.empty() && words.front() == "--repairs";
        return run_all({words.begin() + (repairs ? 1 : 0), words.end()}, repairs);
    } catch (const std::exception& error) {
        std::cerr << error.what() << "\n";
        return 1;
    }
}
