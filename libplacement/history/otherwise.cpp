#include "history/otherwise.h"

#include "cib/configuration_edits.h"

namespace placement {

Cib with_changes(const Cib& cib, const Otherwise& otherwise) {
    const Cib configured = otherwise.configuration ? with_state_of(*otherwise.configuration, cib) : cib;
    return otherwise.changes.empty() ? configured : changed(configured, otherwise.changes);
}

} // namespace placement
