#include <fmt/format.h>

#include "render/csv.h"
#include "render/fleet_report.h"
#include "render/fleet_words.h"

namespace placement {

std::string fleet_begin_csv(const FleetHeader& header) {
    std::string csv = "file,cluster,status,well,message,line,column,pacemaker,digest";
    for (const std::string& name : figure_names(question_of(header))) csv += "," + name;
    return csv + ",findings\r\n";
}

std::string fleet_row_csv(const FleetHeader& header, const FleetRow& row) {
    const auto number = [](std::uint32_t value) { return value == 0 ? std::string() : std::to_string(value); };
    std::string csv = fmt::format("{},{},{},{},{},{},{},{},{}", csv_field(row.file), csv_field(row.cluster), text(row.status),
                                  row.well ? "yes" : "no", csv_field(row.message), number(row.position.line),
                                  number(row.position.column), csv_field(row.release), row.digest);
    for (const std::string& name : figure_names(question_of(header))) {
        csv += ",";
        for (const auto& [known, value] : row.figures) {
            if (known == name) csv += std::to_string(value);
        }
    }
    std::string findings;
    for (const FleetFinding& finding : row.findings) {
        findings += fmt::format("{}{}: {}", findings.empty() ? "" : "; ", finding.code, finding_words(finding));
    }
    return csv + "," + csv_field(findings) + "\r\n";
}

} // namespace placement
