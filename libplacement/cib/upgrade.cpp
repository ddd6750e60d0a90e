#include "cib/upgrade.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "cib/schema_check.h"
#include "cib/schema_versions.h"
#include "cib/upgrade_steps.h"
#include "placement/schema.h"

namespace placement {

namespace {

/// How many things that a schema does not allow are told.
constexpr std::size_t most_violations = 20;

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
        if (name.empty()) return without_schema();
        if (name == "none") return without_validation();
        const std::optional<SchemaVersion> schema = schema_of_name(name);
        if (!schema) {
            throw SchemaError(context_.source.name(), context_.position(context_.cib),
                              fmt::format("the schema \"{}\" (validate-with) is not known; Pacemaker 3.0.2 knows "
                                          "pacemaker-1.0, 1.2, 1.3, 2.0 to 2.10, 3.0 to 3.10 and 4.0",
                                          name.substr(0, 40)));
        }
        if (!from_schema_to_schema(*schema)) by_spelling(name);
        finish();
    }

    Upgraded result() && { return {std::move(context_.former_properties), std::move(context_.former_options), std::move(violations_)}; }

private:
    void without_schema() {
        warn("missing-schema", "<cib> has no validate-with, which Pacemaker would refuse; every spelling is accepted");
        violations_.push_back({Severity::Error, "missing-schema", "<cib> has no validate-with, which names a schema",
                               context_.position(context_.cib)});
        from_1();
        finish();
    }

    void without_validation() {
        warn("schema-none", "with validate-with=\"none\" nothing is validated, and old spellings stay as they are");
        for (const OldSpelling& old : promotable_before_4(context_.configuration())) {
            if (is_named(old.element, "master")) refuse(old, "none");
        }
    }

    /// As Pacemaker does it: from the first schema that allows the CIB on to the next one. Where that does not allow it, the
    /// steps between two series may help, and only then are they taken. False where there is no way.
    bool from_schema_to_schema(SchemaVersion named) {
        at_ = named;
        SchemaSet allowed = schemas_that_allow(context_.cib, named);
        if (allowed.empty()) return violate(named);
        while (!allowed.has(at_)) at_ = next_schema(at_);
        if (named != newest_schema && at_ >= schema_3_0) tell_ignored();
        for (; at_ != newest_schema; at_ = next_schema(at_)) {
            const SchemaVersion next = next_schema(at_);
            if (allowed.has(next)) {
                if (next == schema_3_0) tell_ignored();
                continue;
            }
            if (!take_steps_from(at_)) return violate(next);
            allowed = schemas_that_allow(context_.cib, next);
            if (!allowed.has(next)) {
                at_ = next;
                return violate(next);
            }
        }
        return true;
    }

    bool violate(SchemaVersion schema) {
        violations_ = schema_faults(context_.tree, context_.cib, context_.source, schema, most_violations);
        for (Diagnostic& each : violations_) each.message += fmt::format(" ({})", schema_name(schema));
        return false;
    }

    /// Spellings that a later schema lets pass without reading them.
    void tell_ignored() {
        for (const OldSpelling& old : spellings_before_3(context_.configuration())) {
            if (old.later != OldSpelling::LaterSchemas::Allow) context_.diagnostics.push_back(ignored(old));
        }
    }

    bool take_steps_from(SchemaVersion schema) {
        if (schema == schema_1_3) {
            tell(acls_before_2(context_.configuration()));
            upgrade_acls(context_);
        } else if (schema == schema_2_10) {
            tell(spellings_before_3(context_.configuration()));
            steps_to_3();
        } else if (schema == schema_3_10) {
            tell(spellings_before_4(context_.configuration()));
            steps_to_4();
        } else {
            return false;
        }
        return true;
    }

    /// For a CIB that no schema allows: what its spellings ask for.
    void by_spelling(const std::string& name) {
        if (at_ < schema_2_0) return from_1();
        if (at_ < schema_3_0) return from_2();
        const std::optional<SchemaVersion> named = schema_of_name(name);
        if (at_ == newest_schema) return *named == newest_schema ? from_4(name) : void();
        if (*named < schema_3_0) return to_4();
        from_3(name);
    }

    void warn(const char* code, const std::string& message) {
        context_.diagnostics.push_back({Severity::Warning, code, message, context_.position(context_.cib)});
    }

    [[noreturn]] void refuse(const OldSpelling& old, const std::string& schema) const {
        throw SchemaError(context_.source.name(), context_.position(old.element),
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
            steps_to_3();
        }
        to_4();
    }

    void steps_to_3() {
        ExpandedSets sets(context_);
        upgrade_properties(context_);
        upgrade_operations(context_);
        upgrade_resource_attributes(context_);
        sets.collapse();
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
        for (const OldSpelling& old : foreign) context_.diagnostics.push_back(ignored(old));
    }

    Diagnostic ignored(const OldSpelling& old) const {
        return {Severity::Warning, "ignored-spelling", fmt::format("{}; as it stands, it has no effect", old.message),
                context_.position(old.element)};
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
        steps_to_4();
    }

    void steps_to_4() {
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
    /// How far from_schema_to_schema() came.
    SchemaVersion at_ = oldest_schema;
    Diagnostics violations_;
};

} // namespace

Upgraded upgrade(XmlTree& tree, pugi::xml_node cib, const SourceText& source, Diagnostics& diagnostics) {
    Upgrade upgrade(tree, cib, source, diagnostics);
    upgrade.run();
    return std::move(upgrade).result();
}

} // namespace placement
