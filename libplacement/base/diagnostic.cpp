#include "placement/diagnostic.h"

#include <fmt/format.h>

#include "base/line_of.h"
#include "placement/quoting.h"

namespace placement {

namespace {

std::string located(const std::string& file, Position position, const std::string& message) {
    if (!position.known()) return visible(fmt::format("{}: {}", file, message));
    return visible(fmt::format("{}:{}:{}: {}", file, position.line, position.column, message));
}

std::string not_supported_yet(const std::string& what_it_is, Position position) {
    return visible("not supported yet: " + what_it_is + line_of(position));
}

std::string no_such_name(const std::string& kind, const std::string& name, const std::vector<std::string>& nearest) {
    std::string text = fmt::format("no {} `{}`", kind, name);
    for (std::size_t i = 0; i < nearest.size(); ++i) {
        const char* const before = i == 0 ? "; did you mean" : i + 1 == nearest.size() ? " or" : ",";
        text += fmt::format("{} `{}`", before, nearest[i]);
    }
    return visible(nearest.empty() ? text : text + "?");
}

} // namespace

InputError::InputError(const std::string& file, Position position, const std::string& message)
    : Error(located(file, position, message)), file_(file), position_(position), message_(message) {}

NotSupported::NotSupported(const std::string& what_it_is, Position position)
    : Error(not_supported_yet(what_it_is, position)), position_(position) {}

UnknownName::UnknownName(const std::string& kind, const std::string& name, const std::vector<std::string>& nearest)
    : Error(no_such_name(kind, name, nearest)) {}

} // namespace placement
