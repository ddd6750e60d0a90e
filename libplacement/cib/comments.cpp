#include "cib/comments.h"

#include <string_view>

#include <pugixml.hpp>

#include "base/characters.h"
#include "cib/document.h"
#include "cib/source_text.h"

namespace placement {

namespace {

/// The node that follows in the text after all that is in this one; empty after the last.
pugi::xml_node next_after(pugi::xml_node node) {
    while (node && !node.next_sibling()) node = node.parent();
    return node ? node.next_sibling() : pugi::xml_node();
}

class Comments {
public:
    Comments(const SourceText& source, std::string_view prefix) : source_(source), prefix_(prefix) {}

    std::vector<SourceComment> run() {
        if (source_.text().find(prefix_) == std::string::npos) return {};
        pugi::xml_document document;
        constexpr unsigned options = pugi::parse_comments | pugi::parse_pi | pugi::parse_declaration;
        if (!document.load_buffer(source_.text().data(), source_.text().size(), options, pugi::encoding_utf8)) return {};
        pugi::xml_node node = document.first_child();
        while (node) {
            if (node.type() == pugi::node_comment) look_at(node);
            node = node.first_child() ? node.first_child() : next_after(node);
        }
        return std::move(found_);
    }

private:
    Position position(pugi::xml_node node, std::ptrdiff_t back) const {
        if (!node) return {};
        const std::ptrdiff_t offset = node.offset_debug() - back;
        return offset < 0 ? Position() : source_.position(static_cast<std::size_t>(offset));
    }

    void look_at(pugi::xml_node comment) {
        const std::string_view text = trimmed(comment.value());
        if (!text.starts_with(prefix_)) return;
        constexpr std::ptrdiff_t opening = 4; // of a comment; of an element it is 1
        SourceComment found{std::string(text), position(comment, opening), {}, {}};
        pugi::xml_node element = comment.next_sibling();
        while (element && element.type() != pugi::node_element) element = element.next_sibling();
        if (element) {
            found.begin = position(element, 1);
            const pugi::xml_node after = next_after(element);
            found.end = position(after, after.type() == pugi::node_comment ? opening : 1);
        }
        found_.push_back(std::move(found));
    }

    const SourceText& source_;
    std::string_view prefix_;
    std::vector<SourceComment> found_;
};

} // namespace

std::vector<SourceComment> comments_with(const Cib& cib, std::string_view prefix) {
    return Comments(*cib.document().source, prefix).run();
}

} // namespace placement
