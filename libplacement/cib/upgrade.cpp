#include "cib/upgrade.h"

#include <optional>
#include <string_view>

#include <fmt/format.h>

namespace placement {

namespace {

struct SchemaVersion {
    int major = 0;
    int minor = 0;
};

/// The schemas that Pacemaker 3.0.2 has: 1.0, 1.2, 1.3, 2.0 to 2.10, 3.0 to 3.10 and 4.0.
std::optional<SchemaVersion> known_schema(std::string_view name) {
    constexpr std::string_view prefix = "pacemaker-";
    if (!name.starts_with(prefix)) return std::nullopt;
    constexpr SchemaVersion last[] = {{1, 3}, {2, 10}, {3, 10}, {4, 0}};
    for (const SchemaVersion& series : last) {
        for (int minor = 0; minor <= series.minor; ++minor) {
            if (series.major == 1 && minor == 1) continue;
            if (name == fmt::format("pacemaker-{}.{}", series.major, minor)) return SchemaVersion{series.major, minor};
        }
    }
    return std::nullopt;
}

} // namespace

void upgrade(XmlTree& tree, pugi::xml_node cib, const SourceText& source, Diagnostics& diagnostics) {
    const std::string_view name = cib.attribute("validate-with").value();
    const Position position = source.position(tree.offset(cib));
    if (name.empty()) {
        diagnostics.push_back({Severity::Warning, "missing-schema",
                               "<cib> has no validate-with, so Pacemaker would refuse it; read as pacemaker-4.0", position});
        return;
    }
    if (name == "none") {
        diagnostics.push_back({Severity::Warning, "schema-none",
                               "validate-with=\"none\": nothing is validated and old spellings stay as they are", position});
        return;
    }
    if (!known_schema(name)) {
        source.fail(tree.offset(cib), fmt::format("the schema \"{}\" (validate-with) is not known; Pacemaker 3.0.2 knows "
                                                  "pacemaker-1.0, 1.2, 1.3, 2.0 to 2.10, 3.0 to 3.10 and 4.0",
                                                  name.substr(0, 40)));
    }
}

} // namespace placement
