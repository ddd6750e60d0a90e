#include "placement/cib.h"

#include <algorithm>
#include <iterator>
#include <new>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <pugixml.hpp>

#include "base/xml_text.h"
#include "cib/alone.h"
#include "cib/decompress.h"
#include "cib/document.h"
#include "cib/former_properties.h"
#include "cib/ids.h"
#include "cib/operation_history.h"
#include "cib/other_files.h"
#include "cib/read_bytes.h"
#include "cib/upgrade.h"
#include "cib/upgrade_context.h"
#include "cib/well_formed.h"
#include "placement/schema.h"

namespace placement {

namespace {

constexpr std::string_view how_to_get_one = "give the whole CIB, as `cibadmin --query` prints it";

/// A CIB has no text between its elements; Pacemaker drops any.
void drop_text(pugi::xml_node cib) {
    std::vector<pugi::xml_node> elements = descendants(cib);
    elements.push_back(cib);
    for (pugi::xml_node element : elements) {
        for (pugi::xml_node child = element.first_child(); child;) {
            const pugi::xml_node next = child.next_sibling();
            if (child.type() == pugi::node_pcdata) element.remove_child(child);
            child = next;
        }
    }
}

/// Writes elements as Pacemaker writes a file: two blanks a level, an element a line.
class Writer {
public:
    explicit Writer(std::string& text) : text_(text) {}

    void write(pugi::xml_node element, std::size_t level) {
        if (element.type() == pugi::node_comment) return comment(element.value(), level);
        begin(element.name(), level);
        for (const pugi::xml_attribute each : element.attributes()) attribute(each.name(), each.value());
        if (!element.first_child()) return end_empty();
        text_ += ">\n";
        for (const pugi::xml_node child : element.children()) write(child, level + 1);
        end(element.name(), level);
    }

    /// With the configuration where <cib> has its own.
    void write(const StateElement& element, pugi::xml_node configuration, std::size_t level) {
        if (element.is_comment()) return comment(element.name(), level);
        begin(element.name(), level);
        for (const auto& [name, value] : element.attributes()) attribute(name, value);
        if (element.children().empty()) return end_empty();
        text_ += ">\n";
        for (const StateElement::Pointer& child : element.children()) {
            if (level == 0 && child->is("configuration")) {
                write(configuration, 1);
            } else {
                write(*child, configuration, level + 1);
            }
        }
        end(element.name(), level);
    }

private:
    void begin(std::string_view name, std::size_t level) {
        text_.append(2 * level, ' ');
        text_ += '<';
        text_ += name;
    }
    void attribute(std::string_view name, std::string_view value) {
        text_ += fmt::format(" {}=\"{}\"", name, escaped_attribute(value));
    }
    void end_empty() { text_ += "/>\n"; }
    void end(std::string_view name, std::size_t level) {
        text_.append(2 * level, ' ');
        text_ += fmt::format("</{}>\n", name);
    }
    void comment(std::string_view words, std::size_t level) {
        text_.append(2 * level, ' ');
        text_ += fmt::format("<!--{}-->\n", words);
    }

    std::string& text_;
};

/// What is written by hand to ask something has none of the counters that a cluster keeps; nobody thinks that Pacemaker takes it.
bool is_sketch(pugi::xml_node cib) {
    return !cib.attribute("admin_epoch") && !cib.attribute("epoch") && !cib.attribute("num_updates");
}

/// The first few.
void tell_violations(pugi::xml_node cib, CibDocument& document) {
    if (is_sketch(cib)) return;
    constexpr std::size_t most_told = 3;
    std::size_t told = 0;
    for (const Diagnostic& violation : document.schema_violations) {
        if (violation.code != "schema-violation" || told == most_told) continue;
        ++told;
        document.diagnostics.push_back({Severity::Error, violation.code, "Pacemaker refuses the CIB: " + violation.message,
                                        violation.position});
    }
}

std::shared_ptr<XmlTree> parse(const SourceText& source) {
    auto tree = std::make_shared<XmlTree>();
    constexpr unsigned options = pugi::parse_escapes | pugi::parse_wconv_attribute | pugi::parse_eol | pugi::parse_comments;
    const pugi::xml_parse_result result =
        tree->document.load_buffer(source.text().data(), source.text().size(), options, pugi::encoding_utf8);
    if (result.status == pugi::status_out_of_memory) throw std::bad_alloc();
    if (!result) source.fail(static_cast<std::size_t>(result.offset), result.description());
    return tree;
}

[[noreturn]] void refuse(const SourceText& source, std::size_t offset, const std::string& message) {
    throw SchemaError(source.name(), source.position(offset), message);
}

pugi::xml_node find_root(const XmlTree& tree, const SourceText& source) {
    const pugi::xml_node root = tree.document.document_element();
    if (std::string_view(root.name()) == "cib") return root;
    const std::string name = std::string(root.name()).substr(0, 40);
    refuse(source, tree.offset(root), fmt::format("<{}> is not a CIB; {}", name, how_to_get_one));
}

void check_halves(const XmlTree& tree, pugi::xml_node cib, const SourceText& source) {
    if (!cib.child("configuration")) {
        refuse(source, tree.offset(cib), fmt::format("this <cib> has no <configuration>; {}", how_to_get_one));
    }
    for (const char* half : {"configuration", "status"}) {
        const pugi::xml_node second = cib.child(half).next_sibling(half);
        if (second) refuse(source, tree.offset(second), fmt::format("this is a second <{}>; a CIB has one", half));
    }
}

/// Where nothing is validated, Pacemaker takes the first half of each kind, and does without one that is not there.
void complete_halves(pugi::xml_node cib) {
    if (!cib.child("configuration")) cib.prepend_child("configuration");
    for (const char* half : {"configuration", "status"}) {
        while (const pugi::xml_node second = cib.child(half).next_sibling(half)) cib.remove_child(second);
    }
}

/// What Pacemaker's parser or its schemas refuse of what stands around the CIB.
void note_surroundings(const CibAlone& alone, CibDocument& document) {
    if (alone.left_out) {
        document.diagnostics.push_back({Severity::Warning, "stray-text",
                                        "text before or after the CIB means nothing; it is left out", *alone.left_out});
        document.schema_violations.push_back(
            {Severity::Error, "stray-text", "text before or after the CIB is no XML", *alone.left_out});
    }
    if (alone.in_xml) {
        document.schema_violations.push_back(
            {Severity::Error, "schema-violation", "the CIB stands inside another XML document; give it alone", {1, 1}});
    }
}

/// All but what is in <configuration>.
StateElement::Pointer state_of(const std::shared_ptr<const XmlTree>& tree, pugi::xml_node cib) {
    StateElement::Pointer state = StateElement::without_content(tree, cib);
    for (const pugi::xml_node child : cib.children()) {
        state->add(is_named(child, "configuration") ? StateElement::without_content(tree, child)
                                                    : StateElement::from_xml(tree, child));
    }
    return state;
}

Cib read(std::string bytes, const std::string& name) {
    auto document = std::make_shared<CibDocument>();
    document->cluster = std::make_shared<Kept>();
    refuse_archives_of_files(bytes, name);
    const std::size_t bytes_given = bytes.size();
    CibAlone alone = cib_alone(to_utf8(std::move(bytes), name), name);
    document->source_is_as_given = alone.text.size() == bytes_given && !alone.left_out && !alone.in_xml;
    document->source = std::make_shared<const SourceText>(name, std::move(alone.text));
    const SourceText& source = *document->source;
    if (!alone.has_cib) refuse_other_files(source);
    note_surroundings(alone, *document);
    const WellFormedText text = check_well_formed(source);
    const std::shared_ptr<XmlTree> tree = parse(source);
    const pugi::xml_node cib = find_root(*tree, source);
    if (text.stray_text) {
        document->diagnostics.push_back({Severity::Warning, "stray-text",
                                         "text between elements means nothing in a CIB; it is left out",
                                         source.position(*text.stray_text)});
        drop_text(cib);
    }
    if (value_of(cib, "validate-with") == "none") complete_halves(cib);
    check_halves(*tree, cib, source);
    check_ids(*tree, cib, source, document->diagnostics);
    if (!cib.child("status")) pugi::xml_node(cib).append_child("status");
    document->named_schema = value_of(cib, "validate-with");
    Upgraded upgraded = upgrade(*tree, cib, source, document->diagnostics);
    document->former_properties = std::move(upgraded.former_properties);
    std::ranges::move(marked_former_properties(cib.child("configuration")), std::back_inserter(document->former_properties));
    document->former_options = std::move(upgraded.former_options);
    std::ranges::move(upgraded.schema_violations, std::back_inserter(document->schema_violations));
    tell_violations(cib, *document);
    document->configuration_part = {tree, cib.child("configuration")};
    document->state = state_of(tree, cib);
    read_histories(source, document->status());
    return Cib(std::move(document));
}

} // namespace

Cib Cib::from_file(const std::string& path) {
    const std::string name = path == "-" ? "<stdin>" : path;
    return read(decompressed(read_file(path), path, name), name);
}

Cib Cib::from_text(std::string_view text, const std::string& name) { return read(std::string(text), name); }

Cib Cib::from_stream(std::istream& input, const std::string& name) {
    return read(decompressed(read_stream(input, name), "", name), name);
}

const std::string& Cib::name() const { return document_->source->name(); }

const Diagnostics& Cib::diagnostics() const { return document_->diagnostics; }

const Diagnostics& schema_violations(const Cib& cib) { return cib.document().schema_violations; }

std::string Cib::xml() const {
    std::string text;
    Writer(text).write(*document_->state, document_->configuration(), 0);
    return text;
}

std::string Cib::source_line(std::uint32_t line) const { return std::string(document_->source->line(line)); }

} // namespace placement
