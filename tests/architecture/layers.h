#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

/// Who may include whom: the map of libplacement/README.md as a table, and what runs against it.
namespace placement::architecture {

struct Include {
    std::string target; ///< as written between the quotes or brackets
    bool quoted = false;
    std::size_t line = 0;
};

/// A source file, by its path from the project's top ("libplacement/base/text.cpp").
struct SourceFile {
    std::string path;
    std::string text;
};

struct Violation {
    std::string path;
    std::size_t line = 0;
    std::string message;
};

/// The #include lines of a file, without those in comments.
std::vector<Include> includes_of(std::string_view text);

/// The layer that a path belongs to: "include", "base", …, "state", "schedule", "tools", "examples"; "top" for a file
/// that lies beside the folders; empty for a path of which the table knows nothing.
std::string layer_of(std::string_view path);

/// The layers that a layer may include, itself and "include" among them; in the order of the table.
std::vector<std::string> allowed_layers(std::string_view layer);

/// All layers of the table.
std::vector<std::string> layers();

/// Everything in these files that runs against the table: includes of a layer that is not below, of a library that is
/// not for this layer, of a file that does not exist, and folders that the table does not know.
std::vector<Violation> violations(const std::vector<SourceFile>& files);

/// What the table allows and nobody does: "render: cib", "cib: <bzlib>".
std::vector<std::string> unused_permissions(const std::vector<SourceFile>& files);

/// What a file includes, itself or through others: files of the project by their paths, other headers as they are written.
std::set<std::string> brought_by(const std::string& path, const std::vector<SourceFile>& files);

/// Every .h and .cpp under include/, libplacement/, tools/ and examples/, sorted by path.
std::vector<SourceFile> read_sources(const std::string& project_directory);

} // namespace placement::architecture
