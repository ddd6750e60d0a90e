#include "architecture/layers.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <stdexcept>
#include <utility>

namespace placement::architecture {

namespace {

namespace fs = std::filesystem;

struct Layer {
    std::string_view name;
    /// Prefix of the paths; the longest that fits decides.
    std::string_view folder;
    std::vector<std::string_view> may_include;
    /// Prefixes of the outside headers that this layer alone, with others that name them, may include.
    std::vector<std::string_view> outside = {};
};

const std::vector<Layer>& table() {
    static const std::vector<Layer> layers{
        {"include", "include/placement/", {}},
        {"top", "libplacement/", {}},
        {"base", "libplacement/base/", {}, {"boost/", "dtl/"}},
        {"rules", "libplacement/rules/", {"base"}},
        {"quorum", "libplacement/quorum/", {"base"}},
        {"cib", "libplacement/cib/", {"base"}, {"pugixml", "bzlib", "lzma", "zlib", "zstd"}},
        {"unpack", "libplacement/unpack/", {"rules", "cib", "base"}, {"pugixml"}},
        {"state", "libplacement/schedule/state/", {"rules", "base"}},
        {"location", "libplacement/schedule/location/", {"state", "base"}},
        {"colocation", "libplacement/schedule/colocation/", {"state", "base"}},
        {"actions", "libplacement/schedule/actions/", {"state", "rules", "base"}},
        {"graph", "libplacement/schedule/graph/", {"actions", "ordering", "state", "rules", "base"}},
        {"assignment", "libplacement/schedule/assignment/", {"colocation", "state", "base"}},
        {"ordering", "libplacement/schedule/ordering/", {"colocation", "actions", "state", "base"}},
        {"schedule", "libplacement/schedule/", {"location", "colocation", "assignment", "actions", "ordering", "graph", "state"}},
        {"fencing", "libplacement/fencing/", {"unpack", "rules", "base"}},
        {"carry_out", "libplacement/simulate/carry_out/", {"rules", "cib", "base"}},
        {"events", "libplacement/simulate/events/", {"carry_out", "rules", "cib", "base"}},
        {"agents", "libplacement/simulate/agents/", {"base"}},
        {"sequence", "libplacement/simulate/sequence/", {"agents", "events", "carry_out", "rules", "cib", "base"}},
        {"simulate", "libplacement/simulate/", {"sequence", "events", "carry_out", "cib", "base"}},
        {"search", "libplacement/simulate/search/", {"simulate", "events", "rules", "cib", "base"}},
        {"verify", "libplacement/simulate/verify/", {"simulate", "sequence", "events", "carry_out", "cib", "base"}},
        {"commands", "libplacement/commands/", {"cib", "base"}, {"pugixml"}},
        {"explain", "libplacement/explain/", {"base"}},
        {"lint", "libplacement/lint/", {"simulate", "rules", "cib", "base"}},
        {"scenario_file", "libplacement/scenario_file/", {"cib", "base"}, {"yaml-cpp/"}},
        {"repair", "libplacement/repair/", {"scenario_file", "simulate", "cib", "base"}},
        {"render", "libplacement/render/", {"unpack", "rules", "cib", "base"}, {"nlohmann/"}},
        {"report", "libplacement/report/", {"base"}},
        {"fleet", "libplacement/fleet/", {"cib", "base"}},
        {"history", "libplacement/history/", {"simulate", "events", "cib", "base"}, {"archive"}},
        {"tools", "tools/", {}, {"CLI/"}},
        {"examples", "examples/", {}, {"doctest/"}},
        {"python", "python/bindings/", {}, {"pybind11/"}},
    };
    return layers;
}

/// Outside headers that are not for everybody. What is not here (the standard library, fmt) may be used anywhere, but for
/// the public headers, which have the standard library alone.
constexpr std::array<std::string_view, 12> guarded_outside{"pugixml", "bzlib", "lzma",      "zlib",     "zstd",      "boost/",
                                                           "dtl/",    "CLI/",  "nlohmann/", "doctest/", "yaml-cpp/", "pybind11/"};

const Layer* find_layer(std::string_view name) {
    const auto found = std::ranges::find(table(), name, &Layer::name);
    return found == table().end() ? nullptr : &*found;
}

/// The folder names the layer when nothing more follows but a file, or when the layer has no folders of its own.
bool holds(const Layer& layer, std::string_view path) {
    if (!path.starts_with(layer.folder)) return false;
    const bool nested = path.substr(layer.folder.size()).find('/') != std::string_view::npos;
    return !nested || layer.name == "tools" || layer.name == "examples";
}

/// Text with its comments blanked, lines kept.
std::string without_comments(std::string_view text) {
    std::string code(text);
    for (std::size_t i = 0; i + 1 < code.size(); ++i) {
        if (code[i] == '"') { // a string, which cannot run over a line's end
            for (++i; i < code.size() && code[i] != '"' && code[i] != '\n'; ++i) i += code[i] == '\\' ? 1 : 0;
            continue;
        }
        const bool line_comment = code.compare(i, 2, "//") == 0;
        if (!line_comment && code.compare(i, 2, "/*") != 0) continue;
        const std::string_view closing = line_comment ? "\n" : "*/";
        auto end = code.find(closing, i + 2);
        end = end == std::string::npos ? code.size() : end + (line_comment ? 0 : 2);
        std::replace_if(
            code.begin() + static_cast<std::ptrdiff_t>(i), code.begin() + static_cast<std::ptrdiff_t>(end),
            [](char c) { return c != '\n'; }, ' ');
        i = end - 1;
    }
    return code;
}

/// "pugixml" stands for pugixml.hpp, "boost/" for everything under boost/.
bool has_prefix(std::string_view header, const std::vector<std::string_view>& prefixes) {
    return std::ranges::any_of(prefixes, [&](std::string_view prefix) { return header.starts_with(prefix); });
}

bool standard_library(std::string_view header) { return header.find_first_of("/.") == std::string_view::npos; }

std::string joined(const std::vector<std::string>& names) {
    std::string text;
    for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
    return text;
}

/// The project's file that an include names, as the compiler looks for it; empty if it is none of the project's.
std::string resolve(const std::set<std::string>& paths, const std::string& from, const Include& include) {
    std::vector<std::string> candidates;
    if (include.quoted) candidates.push_back((fs::path(from).parent_path() / include.target).lexically_normal());
    candidates.push_back("include/" + include.target);
    candidates.push_back("libplacement/" + include.target);
    if (from.starts_with("tools/")) candidates.push_back("tools/" + include.target);
    for (const std::string& candidate : candidates) {
        if (paths.contains(candidate)) return candidate;
    }
    return {};
}

std::string complaint(const std::set<std::string>& paths, const SourceFile& file, const Layer& layer,
                      const Include& include) {
    const std::string target = resolve(paths, file.path, include);
    if (target.empty()) {
        if (include.quoted) return "\"" + include.target + "\" is not a file of the project";
        if (layer.name == "include" && !standard_library(include.target)) {
            return "<" + include.target + "> in a public header, which may use the standard library alone";
        }
        const bool guarded = has_prefix(include.target, {guarded_outside.begin(), guarded_outside.end()});
        if (guarded && !has_prefix(include.target, layer.outside)) return "<" + include.target + "> is not for the layer " + std::string(layer.name);
        return {};
    }
    if (target.ends_with(".cpp")) return "\"" + include.target + "\" is not a header";
    const std::string other = layer_of(target);
    const std::vector<std::string> allowed = allowed_layers(layer.name);
    if (std::ranges::find(allowed, other) != allowed.end()) return {};
    return std::string(layer.name) + " may not include " + other + " (\"" + include.target +
           "\"); it may include: " + joined(allowed);
}

std::string read(const fs::path& path) {
    std::ifstream stream(path, std::ios::binary);
    if (!stream) throw std::runtime_error("cannot read " + path.string());
    std::ostringstream text;
    text << stream.rdbuf();
    return text.str();
}

} // namespace

std::vector<Include> includes_of(std::string_view text) {
    std::vector<Include> includes;
    std::istringstream lines(without_comments(text));
    std::string line;
    for (std::size_t number = 1; std::getline(lines, line); ++number) {
        std::istringstream words(line);
        char hash = 0;
        if (!(words >> hash) || hash != '#') continue;
        std::string rest;
        std::getline(words >> std::ws, rest);
        constexpr std::string_view directive = "include";
        if (!rest.starts_with(directive)) continue;
        const auto open = rest.find_first_of("\"<", directive.size());
        if (open == std::string::npos) continue;
        const auto close = rest.find(rest[open] == '<' ? '>' : '"', open + 1);
        if (close == std::string::npos) continue;
        includes.push_back({rest.substr(open + 1, close - open - 1), rest[open] == '"', number});
    }
    return includes;
}

std::string layer_of(std::string_view path) {
    const auto found = std::ranges::find_if(table(), [&](const Layer& layer) { return holds(layer, path); });
    return found == table().end() ? std::string() : std::string(found->name);
}

std::vector<std::string> allowed_layers(std::string_view name) {
    const Layer* layer = find_layer(name);
    if (layer == nullptr) return {};
    std::vector<std::string> allowed{std::string(name)};
    if (name != "include") allowed.emplace_back("include");
    allowed.insert(allowed.end(), layer->may_include.begin(), layer->may_include.end());
    return allowed;
}

std::vector<std::string> layers() {
    std::vector<std::string> names;
    for (const Layer& layer : table()) names.emplace_back(layer.name);
    return names;
}

std::vector<Violation> violations(const std::vector<SourceFile>& files) {
    std::set<std::string> paths;
    for (const SourceFile& file : files) paths.insert(file.path);
    std::vector<Violation> found;
    for (const SourceFile& file : files) {
        const Layer* layer = find_layer(layer_of(file.path));
        if (layer == nullptr) {
            found.push_back({file.path, 0, "lies in a folder that the table of layers does not know"});
            continue;
        }
        for (const Include& include : includes_of(file.text)) {
            std::string message = complaint(paths, file, *layer, include);
            if (!message.empty()) found.push_back({file.path, include.line, std::move(message)});
        }
    }
    return found;
}

std::vector<std::string> unused_permissions(const std::vector<SourceFile>& files) {
    std::set<std::string> paths;
    for (const SourceFile& file : files) paths.insert(file.path);
    std::set<std::string> used;
    for (const SourceFile& file : files) {
        const std::string layer = layer_of(file.path);
        for (const Include& include : includes_of(file.text)) {
            const std::string target = resolve(paths, file.path, include);
            used.insert(layer + ": " + (target.empty() ? "<" + include.target : layer_of(target)));
        }
    }
    std::vector<std::string> unused;
    for (const Layer& layer : table()) {
        const std::string name = std::string(layer.name) + ": ";
        for (const std::string_view other : layer.may_include) {
            if (!used.contains(name + std::string(other))) unused.push_back(name + std::string(other));
        }
        for (const std::string_view header : layer.outside) {
            const std::string beginning = name + "<" + std::string(header);
            const auto found = used.lower_bound(beginning);
            if (found == used.end() || !found->starts_with(beginning)) unused.push_back(beginning + ">");
        }
    }
    return unused;
}

std::set<std::string> brought_by(const std::string& path, const std::vector<SourceFile>& files) {
    std::set<std::string> paths;
    for (const SourceFile& file : files) paths.insert(file.path);
    std::set<std::string> brought;
    std::vector<std::string> waiting{path};
    while (!waiting.empty()) {
        const std::string next = std::move(waiting.back());
        waiting.pop_back();
        const auto file = std::ranges::find(files, next, &SourceFile::path);
        if (file == files.end()) continue;
        for (const Include& include : includes_of(file->text)) {
            const std::string target = resolve(paths, next, include);
            const std::string& name = target.empty() ? include.target : target;
            if (brought.insert(name).second) waiting.push_back(name);
        }
    }
    return brought;
}

std::vector<SourceFile> read_sources(const std::string& project_directory) {
    const fs::path project(project_directory);
    std::vector<SourceFile> files;
    for (const char* folder : {"include", "libplacement", "tools", "examples", "python"}) {
        if (!fs::is_directory(project / folder)) continue;
        for (const auto& entry : fs::recursive_directory_iterator(project / folder)) {
            const fs::path& path = entry.path();
            if (!entry.is_regular_file() || (path.extension() != ".h" && path.extension() != ".cpp")) continue;
            files.push_back({path.lexically_relative(project).generic_string(), read(path)});
        }
    }
    std::ranges::sort(files, {}, &SourceFile::path);
    return files;
}

} // namespace placement::architecture
