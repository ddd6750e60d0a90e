#include "placement-crm-simulate/valid_cib.h"

#include "placement/schema.h"

namespace placement::crm_simulate {

Cib read_valid_cib(const std::string& path) {
    Cib cib = Cib::from_file(path);
    const Diagnostics& violations = schema_violations(cib);
    if (violations.empty()) return cib;
    const Diagnostic& first = violations.front();
    // What Pacemaker's parser cannot read never comes as far as the schema.
    if (first.code == "stray-text") throw InputError(cib.name(), first.position, first.message);
    std::string message = first.message;
    if (violations.size() > 1) message += "; there are more faults";
    throw SchemaError(cib.name(), first.position, message);
}

} // namespace placement::crm_simulate
