#include "cib/schema_check.h"

#include <cstddef>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "cib/id_table.h"
#include "cib/schema_content.h"
#include "cib/schema_explanation.h"
#include "cib/schema_forms.h"
#include "cib/schema_match.h"

namespace placement {

namespace {

/// One look at a whole CIB.
class SchemaLook {
public:
    SchemaLook(SchemaSet schemas, SchemaVersion first) : schemas_(schemas), first_(first) {}

    /// Keeps what is wrong, for a look with one schema.
    void tell(const XmlTree& tree, const SourceText& source, std::size_t most) {
        tree_ = &tree;
        source_ = &source;
        most_ = most;
    }

    void run(pugi::xml_node cib) {
        const SchemaElement& element = schema_of_cib();
        if (cib.name() != element.name()) {
            return fault(cib, fmt::format("<{}> is not <{}>", cib.name(), element.name()), schemas_);
        }
        visit(cib, element, schemas_, 0);
        follow_references();
    }

    SchemaSet schemas() const { return schemas_; }
    const Diagnostics& faults() const { return faults_; }

private:
    struct Reference {
        pugi::xml_node element;
        std::string_view attribute;
        std::string_view name;
    };

    /// The parts of the element that is looked at so deep; their memory is used again.
    ElementParts& parts_at(std::size_t depth) {
        while (parts_.size() <= depth) parts_.emplace_back();
        return parts_[depth];
    }

    bool tells() const { return source_ != nullptr; }
    bool is_over() const { return tells() ? faults_.size() >= most_ : schemas_.empty(); }

    void fault(pugi::xml_node element, const std::string& message, SchemaSet schemas) {
        schemas_ = schemas_.without(schemas);
        if (!tells() || is_over()) return;
        faults_.push_back({Severity::Error, "schema-violation", message, position_in(*source_, *tree_, element)});
    }

    /// What the schemas have on the element, and on all that is in it.
    void visit(pugi::xml_node element, const SchemaElement& schema, SchemaSet schemas, std::size_t depth) {
        ElementParts& parts = parts_at(depth);
        parts.read(element);
        if (tells()) {
            ContentMatch match(parts);
            const SchemaSet refusing = schemas.without(match.match(schema, schemas));
            if (!refusing.empty()) fault(element, schema_explanation(element, parts, schema, match, schemas), refusing);
        } else {
            schemas_ = schemas_.without(schemas.without(schema.forms().match(parts, schemas)));
        }
        note_names(element, parts, schema, schemas);
        for (const ElementParts::Child& child : parts.elements) {
            if (is_over()) return;
            visit_child(child, schema, schemas, depth + 1);
        }
    }

    /// Elements of one name in one place are of one row.
    void visit_child(const ElementParts::Child& child, const SchemaElement& schema, SchemaSet schemas, std::size_t depth) {
        if (!tells()) schemas = schemas & schemas_;
        const SchemaElement* row = nullptr;
        SchemaSet here;
        for (const SchemaPart* part : schema.content().elements) {
            if (part->name != child.name || part->element == nullptr) continue;
            row = part->element;
            here = here | (schemas & part->schemas);
        }
        if (!here.empty()) visit(child.element, *row, here, depth);
    }

    void note_names(pugi::xml_node element, const ElementParts& parts, const SchemaElement& schema, SchemaSet schemas) {
        for (const SchemaPart* part : schema.content().names) {
            const bool is_id = part->value.kind == SchemaValue::Kind::Id;
            // A reference is remembered even from a look that ended badly.
            const SchemaSet here = part->schemas & (is_id ? schemas : SchemaSet::from_to(first_, newest_schema));
            const std::size_t place = parts.find(part->name);
            if (here.empty() || place == parts.attributes.size()) continue;
            const std::string_view name = without_blank_ends(parts.attributes[place].value);
            if (is_id) {
                note_id(element, name, here);
            } else if (references_.empty() || references_.back().element != element ||
                       references_.back().attribute != part->name) {
                references_.push_back({element, part->name, name});
            }
        }
    }

    void note_id(pugi::xml_node element, std::string_view id, SchemaSet schemas) {
        const pugi::xml_node first = ids_.add(id, element).element;
        if (first == element) return;
        fault(element, tells() ? taken_id(element, id, first) : std::string(), schemas);
    }

    std::string taken_id(pugi::xml_node element, std::string_view id, pugi::xml_node first) const {
        return fmt::format("the id `{}` of this <{}> is taken by the <{}> on line {}; ids must be unique", id, element.name(),
                           first.name(), position_in(*source_, *tree_, first).line);
    }

    static std::string dangling(const Reference& reference) {
        return fmt::format("`{}` of this <{}> leads to `{}`, and no element has that id", reference.attribute,
                           reference.element.name(), reference.name);
    }

    void follow_references() {
        for (const Reference& each : references_) {
            if (ids_.contains(each.name)) continue;
            fault(each.element, tells() ? dangling(each) : std::string(), SchemaSet::all());
        }
    }

    SchemaSet schemas_;
    SchemaVersion first_;
    IdTable ids_;
    std::vector<Reference> references_;
    std::deque<ElementParts> parts_;
    const XmlTree* tree_ = nullptr;
    const SourceText* source_ = nullptr;
    std::size_t most_ = 0;
    Diagnostics faults_;
};

} // namespace

SchemaSet schemas_that_allow(pugi::xml_node cib, SchemaVersion first) {
    SchemaLook look(SchemaSet::from_to(first, newest_schema), first);
    look.run(cib);
    return look.schemas();
}

Diagnostics schema_faults(const XmlTree& tree, pugi::xml_node cib, const SourceText& source, SchemaVersion schema,
                          std::size_t most) {
    SchemaLook look(SchemaSet::only(schema), schema);
    look.tell(tree, source, most);
    look.run(cib);
    return look.faults();
}

} // namespace placement
