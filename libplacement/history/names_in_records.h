#pragma once

#include <string>
#include <string_view>

/// How logs, histories and files name what they are about.
namespace placement {

/// Of an instance ("db:1"), the name of the resource in the configuration.
inline std::string configured_name(std::string_view subject) { return std::string(subject.substr(0, subject.find(':'))); }

/// The file's name, without folders and archives.
inline std::string_view file_name(std::string_view path) {
    const std::size_t at = path.find_last_of("/:");
    return at == std::string_view::npos ? path : path.substr(at + 1);
}

/// The same up to its first dot: "x/pe-input-4.xml.bz2" -> "pe-input-4".
inline std::string name_without_endings(std::string_view path) {
    const std::string_view name = file_name(path);
    return std::string(name.substr(0, name.find('.')));
}

/// What a logged action's `where` begins with, without a role: "Unpromoted n1" -> "n1", "n1 -> n2" -> "n1".
inline std::string first_node_in(std::string_view where) {
    for (const std::string_view role : {"Promoted ", "Unpromoted "}) {
        if (where.starts_with(role)) where.remove_prefix(role.size());
    }
    return std::string(where.substr(0, where.find(' ')));
}

} // namespace placement
