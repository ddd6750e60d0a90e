#include <algorithm>

#include <fmt/format.h>

#include "base/xml_text.h"
#include "cib/configuration_edits.h"
#include "cib/document.h"
#include "cib/element_path.h"
#include "commands/tools.h"

namespace placement {

namespace {

using EditedKind = ConfigurationEdit::Kind;

std::string written_attribute(std::string_view name, std::string_view value) {
    return fmt::format(" {}=\"{}\"", name, escaped_attribute(value));
}

std::string written_id(pugi::xml_node element) {
    const pugi::xml_attribute id = element.attribute("id");
    return id ? written_attribute("id", id.value()) : "";
}

/// The whole element, on one line and without comments.
std::string written(pugi::xml_node element) {
    std::string text = fmt::format("<{}", element.name());
    for (const pugi::xml_attribute attribute : element.attributes()) {
        text += written_attribute(attribute.name(), attribute.value());
    }
    std::string content;
    for (const pugi::xml_node child : element.children()) {
        if (child.type() == pugi::node_element) content += written(child);
    }
    return content.empty() ? text + "/>" : fmt::format("{}>{}</{}>", text, content, element.name());
}

CommandWords cibadmin(const char* what, const std::string& scope, const std::string& xml) {
    return {"cibadmin", what, "--scope", scope, "--xml-text", xml};
}

/// The section of the configuration that an element is in: the first key of its path, before the blank.
std::string section_of(const ElementPath& path) { return path.front().substr(0, path.front().find(' ')); }

/// What has no id is found in what has one.
std::string within_what_has_an_id(pugi::xml_node element, std::string xml) {
    while (!element.attribute("id") && element.parent()) {
        element = element.parent();
        xml = fmt::format("<{}{}>{}</{}>", element.name(), written_id(element), xml, element.name());
    }
    return xml;
}

/// cibadmin finds an element by its id wherever it is, and adds in it what is not there.
CommandWords added(pugi::xml_node element, const ElementPath& path) {
    if (path.size() == 1) return cibadmin("--create", "configuration", written(element));
    if (path.size() == 2) return cibadmin("--create", section_of(path), written(element));
    const pugi::xml_node around = element.parent();
    const std::string xml = fmt::format("<{}{}>{}</{}>", around.name(), written_id(around), written(element), around.name());
    return cibadmin("--modify", section_of(path), within_what_has_an_id(around, xml));
}

class CibadminLines {
public:
    CibadminLines(const Cib& before, const Cib& after)
        : before_(before.document().configuration()), after_(after.document().configuration()),
          edits_(configuration_edits(before, after)) {}

    std::vector<CommandWords> run() {
        for (const ConfigurationEdit& edit : edits_) add(edit);
        return std::move(lines_);
    }

private:
    void add(const ConfigurationEdit& edit) {
        switch (edit.kind) {
        case EditedKind::Added: lines_.push_back(added(element_at(after_, edit.path), edit.path)); break;
        case EditedKind::Removed: {
            const pugi::xml_node lost = element_at(before_, edit.path);
            lines_.push_back(cibadmin("--delete", section_of(edit.path), fmt::format("<{}{}/>", lost.name(), written_id(lost))));
            break;
        }
        case EditedKind::Attribute: set(edit); break;
        case EditedKind::Reordered:
        case EditedKind::State: break;
        }
    }

    /// An attribute goes only with the element, which is replaced as a whole.
    void set(const ConfigurationEdit& edit) {
        const pugi::xml_node element = element_at(after_, edit.path);
        const bool is_replaced = std::ranges::any_of(edits_, [&](const ConfigurationEdit& each) {
            return each.kind == EditedKind::Attribute && each.path == edit.path && !each.after;
        });
        if (!is_replaced) {
            const std::string value = written_attribute(edit.attribute, *edit.after);
            const std::string xml = fmt::format("<{}{}{}/>", element.name(), written_id(element), value);
            lines_.push_back(cibadmin("--modify", section_of(edit.path), within_what_has_an_id(element, xml)));
        } else if (const CommandWords line = cibadmin("--replace", section_of(edit.path), written(element));
                   std::ranges::find(lines_, line) == lines_.end()) {
            lines_.push_back(line);
        }
    }

    pugi::xml_node before_;
    pugi::xml_node after_;
    std::vector<ConfigurationEdit> edits_;
    std::vector<CommandWords> lines_;
};

} // namespace

CommandWords delete_rule_command(const std::string& id) {
    return cibadmin("--delete", "constraints", fmt::format("<rule{}/>", written_attribute("id", id)));
}

std::vector<CommandWords> cibadmin_commands(const Cib& before, const Cib& after) { return CibadminLines(before, after).run(); }

} // namespace placement
