#include "cib/upgrade.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "cib/upgrade_steps.h"

namespace placement {

namespace {

struct SchemaVersion {
    int major = 0;
    int minor = 0;
};

/// The schemas that Pacemaker 3.0.2 has: 1.0, 1.2, 1.3, 2.0 to 2.10, 3.0 to 3.10 and 4.0.
std::optional<SchemaVersion> known_schema(std::string_view name) {
    constexpr SchemaVersion last[] = {{1, 3}, {2, 10}, {3, 10}, {4, 0}};
    for (const SchemaVersion& series : last) {
        for (int minor = 0; minor <= series.minor; ++minor) {
            if (series.major == 1 && minor == 1) continue;
            if (name == fmt::format("pacemaker-{}.{}", series.major, minor)) return SchemaVersion{series.major, minor};
        }
    }
    return std::nullopt;
}

void append(OldSpellings& all, OldSpellings some) {
    all.insert(all.end(), std::make_move_iterator(some.begin()), std::make_move_iterator(some.end()));
}

OldSpellings spellings_before_3(pugi::xml_node configuration) {
    OldSpellings all = properties_before_3(configuration);
    append(all, operations_before_3(configuration));
    append(all, resource_attributes_before_3(configuration));
    return all;
}

OldSpellings spellings_before_4(pugi::xml_node configuration) {
    OldSpellings all = pairs_before_4(configuration);
    append(all, promotable_before_4(configuration));
    append(all, ping_nodes_before_4(configuration));
    append(all, rules_before_4(configuration));
    append(all, removed_before_4(configuration));
    return all;
}

class Upgrade {
public:
    Upgrade(XmlTree& tree, pugi::xml_node cib, const SourceText& source, Diagnostics& diagnostics)
        : context_(tree, cib, source, diagnostics) {}

    void run() {
        const std::string name(value_of(context_.cib, "validate-with"));
        if (name.empty()) {
            warn("missing-schema",
                 "<cib> has no validate-with, which Pacemaker would refuse; every spelling is accepted");
            from_1();
            return finish();
        }
        if (name == "none") {
            warn("schema-none", "with validate-with=\"none\" nothing is validated, and old spellings stay as they are");
            for (const OldSpelling& old : promotable_before_4(context_.configuration())) {
                if (is_named(old.element, "master")) refuse(old, "none");
            }
            return;
        }
        const std::optional<SchemaVersion> schema = known_schema(name);
        if (!schema) {
            throw InputError(context_.source.name(), context_.position(context_.cib),
                             fmt::format("the schema \"{}\" (validate-with) is not known; Pacemaker 3.0.2 knows "
                                         "pacemaker-1.0, 1.2, 1.3, 2.0 to 2.10, 3.0 to 3.10 and 4.0",
                                         name.substr(0, 40)));
        }
        switch (schema->major) {
        case 1:
            from_1();
            break;
        case 2:
            from_2();
            break;
        case 3:
            from_3(name);
            break;
        default:
            from_4(name);
            break;
        }
        finish();
    }

    const std::vector<std::string>& former_properties() const { return context_.former_properties; }

private:
    void warn(const char* code, const std::string& message) {
        context_.diagnostics.push_back({Severity::Warning, code, message, context_.position(context_.cib)});
    }

    [[noreturn]] void refuse(const OldSpelling& old, const std::string& schema) const {
        throw InputError(context_.source.name(), context_.position(old.element),
                         fmt::format("{}; validate-with=\"{}\" does not allow it", old.message, schema));
    }

    void tell(const OldSpellings& spellings) {
        for (const OldSpelling& old : spellings) context_.tell(old);
    }

    void from_1() {
        const OldSpellings acls = acls_before_2(context_.configuration());
        if (!acls.empty()) {
            tell(acls);
            upgrade_acls(context_);
        }
        from_2();
    }

    void from_2() {
        const OldSpellings old = spellings_before_3(context_.configuration());
        if (!old.empty()) {
            tell(old);
            ExpandedSets sets(context_);
            upgrade_properties(context_);
            upgrade_operations(context_);
            upgrade_resource_attributes(context_);
            sets.collapse();
        }
        to_4();
    }

    /// What 2.x spelled otherwise is refused by 3.x. Pacemaker then tries 4.0, and takes the CIB as it stands if 4.0
    /// allows it, though much of that means nothing any more.
    void from_3(const std::string& name) {
        OldSpellings foreign = spellings_before_3(context_.configuration());
        std::erase_if(foreign, [](const OldSpelling& old) { return old.later == OldSpelling::LaterSchemas::Allow; });
        if (foreign.empty()) return to_4();
        for (const OldSpelling& old : foreign) {
            if (old.later == OldSpelling::LaterSchemas::Refuse) refuse(old, name);
        }
        const OldSpellings refused = spellings_before_4(context_.configuration());
        if (!refused.empty()) refuse(foreign.front(), name);
        for (const OldSpelling& old : foreign) {
            context_.diagnostics.push_back({Severity::Warning, "ignored-spelling",
                                            fmt::format("{}; as it stands, it has no effect", old.message),
                                            context_.position(old.element)});
        }
    }

    void from_4(const std::string& name) {
        OldSpellings refused = spellings_before_4(context_.configuration());
        for (const OldSpelling& old : spellings_before_3(context_.configuration())) {
            if (old.later == OldSpelling::LaterSchemas::Refuse) refused.push_back(old);
        }
        if (!refused.empty()) refuse(refused.front(), name);
    }

    void to_4() {
        const OldSpellings old = spellings_before_4(context_.configuration());
        if (old.empty()) return;
        tell(old);
        ExpandedReferences references(context_);
        upgrade_pairs(context_);
        drop_repeated_pairs(context_);
        upgrade_ping_nodes(context_);
        upgrade_promotable(context_);
        split_location_rules(context_, references);
        upgrade_lifetimes(context_, references);
        drop_removed(context_);
        references.collapse();
        release_acl_references(context_);
    }

    void finish() { set_value(context_.cib, "validate-with", "pacemaker-4.0"); }

    UpgradeContext context_;
};

} // namespace

std::vector<std::string> upgrade(XmlTree& tree, pugi::xml_node cib, const SourceText& source, Diagnostics& diagnostics) {
    Upgrade upgrade(tree, cib, source, diagnostics);
    upgrade.run();
    return upgrade.former_properties();
}

} // namespace placement
