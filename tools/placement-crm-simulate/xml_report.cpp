#include <ostream>

#include "placement-crm-simulate/report.h"

namespace placement::crm_simulate {

std::unique_ptr<Report> xml_report(const Arguments& arguments, std::ostream& out) {
    return text_report(arguments, out, out);
}

} // namespace placement::crm_simulate
