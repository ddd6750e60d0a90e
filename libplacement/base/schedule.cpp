#include "placement/schedule.h"

namespace placement {

std::string_view text(ReportedScore::By by) {
    switch (by) {
    case ReportedScore::By::None: break;
    case ReportedScore::By::Primitive: return "primitive";
    case ReportedScore::By::Group: return "group";
    case ReportedScore::By::Clone: return "clone";
    case ReportedScore::By::Bundle: return "bundle";
    case ReportedScore::By::Original: return "Original";
    case ReportedScore::By::Remaining: return "Remaining";
    }
    return "";
}

} // namespace placement
