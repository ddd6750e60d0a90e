#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <pugixml.hpp>

#include "property/generator.h"

/// A CIB changed by chance, in ways that keep it a CIB most of the time.
namespace placement::fuzz {

using property::Chance;

std::string text_of(const pugi::xml_document& document);
/// All elements, in document order.
std::vector<pugi::xml_node> elements_of(const pugi::xml_document& document);
/// One to four changes.
void mutate(pugi::xml_document& document, Chance& chance);
/// A part of the other document takes the place of, or joins, one of this.
void cross(pugi::xml_document& document, const pugi::xml_document& other, Chance& chance);
/// A minimal CIB, to begin with where the input is none.
std::string smallest_cib();

} // namespace placement::fuzz
