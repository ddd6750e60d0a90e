#include "cib/head.h"

#include <algorithm>
#include <string_view>

#include <pugixml.hpp>

#include "cib/decompress.h"
#include "cib/read_bytes.h"

namespace placement {

namespace {

/// The rest after blanks, declarations and comments.
std::string_view at_first_element(std::string_view text) {
    while (true) {
        text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
        const std::string_view end = text.starts_with("<?") ? "?>" : text.starts_with("<!--") ? "-->" : "";
        if (end.empty()) return text;
        const std::size_t at = text.find(end);
        if (at == std::string_view::npos) return {};
        text.remove_prefix(at + end.size());
    }
}

/// Up to the ">" that ends a tag, which may also be in a value.
std::string_view first_tag(std::string_view text) {
    char quote = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (quote != 0) {
            if (c == quote) quote = 0;
        } else if (c == '"' || c == '\'') {
            quote = c;
        } else if (c == '>') {
            return text.substr(0, i);
        }
    }
    return {};
}

} // namespace

XmlAttributes head_of_cib(const std::string& bytes, const std::string& name) {
    // Most heads are short, and what is decompressed for nothing takes long.
    constexpr std::size_t usual_head = std::size_t{1} << 12;
    constexpr std::size_t longest_head = std::size_t{1} << 16;
    std::string text = to_utf8(front_decompressed(bytes, name, name, usual_head), name);
    std::string_view tag = first_tag(at_first_element(text));
    if (tag.empty()) {
        text = to_utf8(front_decompressed(bytes, name, name, longest_head), name);
        tag = first_tag(at_first_element(text));
    }
    if (!tag.starts_with("<cib")) return {};
    if (tag.ends_with('/')) tag.remove_suffix(1);
    pugi::xml_document document;
    if (!document.load_string((std::string(tag) + "/>").c_str())) return {};
    XmlAttributes attributes;
    const pugi::xml_node cib = document.document_element();
    if (std::string_view(cib.name()) != "cib") return {};
    for (const pugi::xml_attribute attribute : cib.attributes()) attributes.emplace_back(attribute.name(), attribute.value());
    return attributes;
}

} // namespace placement
