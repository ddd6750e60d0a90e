#include "cib/other_files.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "placement/diagnostic.h"
#include "placement/schema.h"

namespace placement {

namespace {

using namespace std::string_view_literals;

constexpr std::string_view query = "run `cibadmin --query >cib.xml` on a node of the cluster and give that file";

struct TextLine {
    std::string_view text;
    std::size_t offset = 0;
    bool indented = false;

    bool starts_with_any(const auto& words) const {
        return std::ranges::any_of(words, [&](std::string_view word) { return text.starts_with(word); });
    }
    /// The line's first word is this one.
    bool has_first_word(std::string_view word) const {
        return text.starts_with(word) && text.size() > word.size() && (text[word.size()] == ' ' || text[word.size()] == '\t');
    }
};

/// The lines, without the blanks around them, that are neither empty nor comments, no more than are needed to know what a file is.
std::vector<TextLine> first_lines(std::string_view text) {
    constexpr std::size_t most = 400;
    std::vector<TextLine> lines;
    for (std::size_t at = 0; at < text.size() && lines.size() < most;) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        std::string_view line = text.substr(at, end - at);
        while (!line.empty() && (line.back() == '\r' || line.back() == ' ' || line.back() == '\t')) line.remove_suffix(1);
        const std::size_t indent = std::min(line.find_first_not_of(" \t"), line.size());
        if (!line.empty() && line.front() != '#') lines.push_back({line.substr(indent), at + indent, indent > 0});
        at = end + 1;
    }
    return lines;
}

/// The name of the XML document's element.
std::string_view root_name(std::string_view text) {
    for (std::size_t at = text.find('<'); at != std::string_view::npos; at = text.find('<', at)) {
        const std::string_view rest = text.substr(at);
        if (rest.starts_with("<!--")) {
            at = text.find("-->", at);
        } else if (rest.starts_with("<?") || rest.starts_with("<!")) {
            at = text.find('>', at);
        } else {
            return rest.substr(1, rest.find_first_of(" \t\r\n/>", 1) - 1);
        }
        if (at == std::string_view::npos) break;
    }
    return {};
}

bool is_xml(const std::vector<TextLine>& lines) {
    return !lines.empty() && lines.front().text.starts_with('<');
}

// ---- what tools print, and what else a cluster has -------------------------------------------------------------

const TextLine* of_crm_shell(const std::vector<TextLine>& lines) {
    constexpr std::array words{"primitive"sv, "group"sv,      "clone"sv,        "ms"sv,           "bundle"sv,
                               "location"sv,  "colocation"sv, "order"sv,        "property"sv,     "rsc_defaults"sv,
                               "op_defaults"sv, "node"sv,     "rsc_template"sv, "fencing_topology"sv, "rsc_ticket"sv,
                               "tag"sv,       "role"sv,       "acl_target"sv,   "alert"sv,        "user"sv};
    std::size_t known = 0;
    std::size_t begun = 0;
    const TextLine* telling = nullptr;
    for (const TextLine& line : lines) {
        if (line.indented) continue; // goes on with the line before
        ++begun;
        const bool one = std::ranges::any_of(words, [&](std::string_view word) { return line.has_first_word(word); });
        if (!one) continue;
        ++known;
        const bool tells = line.has_first_word("primitive") || line.has_first_word("property") || line.has_first_word("node");
        if (tells && telling == nullptr) telling = &line;
    }
    return 2 * known > begun ? telling : nullptr;
}

const TextLine* first_of(const std::vector<TextLine>& lines, const auto& words) {
    const auto found = std::ranges::find_if(lines, [&](const TextLine& line) { return line.starts_with_any(words); });
    return found == lines.end() ? nullptr : &*found;
}

const TextLine* of_corosync(const std::vector<TextLine>& lines) {
    for (const TextLine& line : lines) {
        for (const std::string_view section : {"totem"sv, "nodelist"sv, "quorum"sv, "logging"sv}) {
            if (!line.text.starts_with(section)) continue;
            const std::size_t brace = line.text.find_first_not_of(" \t", section.size());
            if (brace != std::string_view::npos && line.text[brace] == '{') return &line;
        }
    }
    return nullptr;
}

struct Known {
    std::string what;
    std::string instead = std::string(query);
};

void refuse_xml(const SourceText& source, std::size_t offset) {
    const std::string_view root = root_name(source.text());
    Known known;
    if (root == "crm_mon" || root == "pacemaker-result") {
        known.what = "this is what `crm_mon` or another of Pacemaker's tools prints as XML, and there is no CIB in it";
    } else if (root == "html") {
        known.what = "this is a web page, such as `crm_mon --output-as=html` makes";
    } else if (root == "cluster") {
        known.what = "this looks like a cluster.conf of CMAN, which has no CIB in it";
    } else if (root == "transition_graph") {
        known.what = "this is a transition graph, which has no configuration";
        known.instead = "give the pe-input file that it was made from";
    } else if (root == "diff" || root == "patchset") {
        known.what = "this is the difference of two CIBs";
    } else {
        return;
    }
    throw SchemaError(source.name(), source.position(offset), fmt::format("{}; {}", known.what, known.instead));
}

} // namespace

void refuse_archives_of_files(const std::string& bytes, const std::string& name) {
    const std::string_view view = bytes;
    const bool tar = view.size() > 262 && view.substr(257, 5) == "ustar";
    if (!tar && !view.starts_with("PK\x03\x04"sv)) return;
    throw InputError(name, {},
                     fmt::format("this is a {} archive, such as `crm_report` makes: unpack it, and give the cib.xml or a pe-input "
                                 "file that is in it",
                                 tar ? "tar" : "zip"));
}

void refuse_other_files(const SourceText& source) {
    const std::vector<TextLine> lines = first_lines(source.text());
    if (lines.empty()) return;
    if (is_xml(lines)) return refuse_xml(source, lines.front().offset);
    const auto refuse = [&](const TextLine* line, std::string_view what, std::string_view instead = query) {
        if (line != nullptr) source.fail(line->offset, fmt::format("{}; {}", what, instead));
    };
    refuse(of_corosync(lines), "this is a corosync.conf, which has no resources");
    refuse(of_crm_shell(lines), "this is what `crm configure show` prints, which has no state of the cluster");
    refuse(first_of(lines, std::array{"Cluster Name:"sv, "Corosync Nodes:"sv, "Pacemaker Nodes:"sv, "Stonith Devices:"sv}),
           "this is what `pcs config` prints, which has no state of the cluster");
    refuse(first_of(lines, std::array{"Cluster Summary:"sv, "Cluster name:"sv, "Stack: "sv, "Current DC: "sv, "Node List:"sv,
                                      "Full List of Resources:"sv, "Full list of resources:"sv, "Current cluster status:"sv}),
           "this is what `crm_mon` or `pcs status` prints, which has no configuration");
    refuse(first_of(lines, std::array{"cib:"sv, "tests:"sv}), "this looks like a scenario file",
           "`placement-sim test FILE` takes it");
    const bool json = lines.front().text.starts_with('{') || lines.front().text.starts_with('[');
    if (json && source.text().find('"') != std::string::npos) {
        source.fail(lines.front().offset, fmt::format("this is JSON, and a CIB is XML; {}", query));
    }
}

} // namespace placement
