#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "property/generator.h"

/// Clusters that somebody wrote, changed by chance, and questions about them. As wide as what is compared with the reference:
/// every kind of resource, old schemas, odd names, histories, events of all kinds.
namespace placement::property {

/// A CIB's elements and comments, or an empty element where the text is no XML. A comment's name is "!--"; its text is its only
/// attribute's value.
XmlElement read_xml(const std::string& text);

/// The element with some changes. What is added comes from `donor`, or is made up.
XmlElement mutated(XmlElement cib, const XmlElement& donor, Chance& chance);

/// Events and other options of crm_simulate that ask about this cluster: -i -F -u -d -f -q -w -t -g -r -b -e, -s, -U, …
std::vector<std::string> some_question(const XmlElement& cib, Chance& chance);

} // namespace placement::property
