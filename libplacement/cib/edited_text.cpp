#include <set>
#include <sstream>
#include <string>

#include "cib/configuration_edits.h"
#include "cib/document.h"
#include "cib/element_path.h"
#include "cib/source_patch.h"
#include "placement/patch.h"
#include "placement/schema.h"

namespace placement {

namespace {

EditedText whole_cib(const Cib& original, const Cib& edited, std::string reason) {
    return {with_state_of(edited, original).xml(), original.xml(), false, std::move(reason)};
}

std::string without_id(pugi::xml_node element) {
    pugi::xml_document alone;
    alone.append_copy(element).remove_attribute("id");
    std::ostringstream text;
    alone.save(text, "", pugi::format_raw | pugi::format_no_declaration);
    return text.str();
}

/// A location constraint with several rules is read as several, which are numbered: without one of the rules, the others may have other
/// ids.
bool read_the_same(const Cib& read, const Cib& edited) {
    std::multiset<std::string> lost, added;
    for (const ConfigurationEdit& edit : configuration_edits(read, edited)) {
        const bool is_constraint = edit.path.size() == 2 && edit.path.back().starts_with("rsc_location");
        if (is_constraint && edit.kind == ConfigurationEdit::Kind::Removed) {
            lost.insert(without_id(element_at(read.document().configuration(), edit.path)));
        } else if (is_constraint && edit.kind == ConfigurationEdit::Kind::Added) {
            added.insert(without_id(element_at(edited.document().configuration(), edit.path)));
        } else if (edit.kind != ConfigurationEdit::Kind::Reordered) {
            return false;
        }
    }
    return lost == added;
}

/// Empty where nothing is wrong with it.
std::string fault_of(const std::string& text, const Cib& original, const Cib& edited) {
    try {
        const Cib read = Cib::from_text(text, original.name());
        const Cib in_place = with_state_of(edited, read);
        if (!configuration_edits(read, in_place).empty() && !read_the_same(read, in_place)) {
            return "the text with the edits does not say what the edited CIB says";
        }
        if (schema_violations(read).size() <= schema_violations(original).size()) return "";
        const Cib whole = Cib::from_text(edited.xml(), original.name());
        if (schema_violations(read).size() <= schema_violations(whole).size()) return "";
        return "the schema that the text names does not allow the edits";
    } catch (const InputError&) {
        return "the text with the edits cannot be read";
    }
}

} // namespace

EditedText text_of(const Cib& original, const Cib& edited) {
    const CibDocument& document = original.document();
    if (!document.source_is_as_given) {
        return whole_cib(original, edited, "what was given has something around the CIB, or is not in UTF-8");
    }
    const std::optional<std::string> text = patched_source(document, edited.document(), configuration_edits(original, edited));
    if (!text) return whole_cib(original, edited, "what was edited is not in the text as it is in today's syntax");
    std::string fault = fault_of(*text, original, edited);
    if (!fault.empty()) return whole_cib(original, edited, std::move(fault));
    return {*text, document.source->text(), true, ""};
}

} // namespace placement
