#pragma once

#include "placement/cib.h"
#include "placement/diagnostic.h"

/// What Pacemaker checks before it looks at a CIB: its schemas.
namespace [[gnu::visibility("default")]] placement {

/// Input that is well-formed XML and cannot be used, which Pacemaker's schemas refuse, too.
class SchemaError : public InputError {
public:
    using InputError::InputError;
};

/// Why Pacemaker 3.0.2 refuses the CIB as it was read: the first things in it that neither the schema that it names nor a later
/// one allows, in the order of the text, or what the upgrade to today's schema makes of it. Empty where Pacemaker takes it, and
/// with validate-with="none". The library reads such a CIB all the same, as well as it can; events and edits change nothing of
/// the answer. The code is "schema-violation", "missing-schema" without a validate-with, "stray-text" where Pacemaker could not
/// even read the XML.
const Diagnostics& schema_violations(const Cib& cib);

} // namespace placement
