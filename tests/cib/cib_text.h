#pragma once

#include <sstream>
#include <string>
#include <vector>

#include <pugixml.hpp>

#include "cib/document.h"
#include "placement/cib.h"

namespace placement::testing {

/// The sections of a configuration, as XML within them.
struct Sections {
    std::string schema = "pacemaker-4.0";
    std::string crm_config = {};
    std::string nodes = {};
    std::string resources = {};
    std::string constraints = {};
    std::string others = {}; ///< further sections, whole
    std::string status = {};
};

inline std::string text_of(const Sections& sections) {
    return "<cib validate-with=\"" + sections.schema + "\">\n<configuration>\n<crm_config>" + sections.crm_config +
           "</crm_config>\n<nodes>" + sections.nodes + "</nodes>\n<resources>" + sections.resources +
           "</resources>\n<constraints>" + sections.constraints + "</constraints>\n" + sections.others +
           "</configuration>\n<status>" + sections.status + "</status>\n</cib>\n";
}

inline Cib read(const Sections& sections) { return Cib::from_text(text_of(sections), "a.xml"); }

/// What is within a section of the configuration after reading, on one line.
inline std::string inside(const Cib& cib, const char* section) {
    std::ostringstream text;
    for (const pugi::xml_node child : cib.document().configuration().child(section).children()) {
        child.print(text, "", pugi::format_raw);
    }
    return text.str();
}

/// The message, with position, with which the text is refused; empty if it is not.
inline std::string refusal(const std::string& text) {
    try {
        Cib::from_text(text, "a.xml");
    } catch (const InputError& error) {
        return error.what();
    }
    return {};
}

inline std::vector<std::string> codes(const Cib& cib) {
    std::vector<std::string> found;
    for (const Diagnostic& diagnostic : cib.diagnostics()) found.push_back(diagnostic.code);
    return found;
}

inline bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

} // namespace placement::testing
