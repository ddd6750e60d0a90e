#include <string>

#include <fmt/format.h>

#include "placement/render.h"
#include "render/csv.h"
#include "render/sweep_words.h"

// RFC 4180.
namespace placement {

namespace {

const char* word(bool yes) { return yes ? "yes" : "no"; }

} // namespace

std::string sweep_csv(const Sweep& sweep) {
    std::string csv = "failure,done,quorum,settles,error";
    for (const std::string& service : sweep.services) csv += "," + csv_field(service);
    csv += "\r\n";
    for (const SweptScenario& scenario : sweep.scenarios) {
        const bool answered = scenario.done && scenario.error.empty();
        csv += fmt::format("{},{},{},{},{}", csv_field(scenario.name), word(scenario.done),
                           answered ? word(scenario.quorum) : "", answered ? word(scenario.settles) : "",
                           csv_field(scenario.error));
        for (std::size_t service = 0; service < sweep.services.size(); ++service) {
            csv += ",";
            if (answered) csv += csv_field(fate_in_a_cell(sweep.now[service], scenario.services[service]));
        }
        csv += "\r\n";
    }
    return csv;
}

} // namespace placement
